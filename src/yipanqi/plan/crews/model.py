"""Crew problems and plans: format `crew-problem/1` and what is written back."""

from typing import Literal

from msgspec import Struct

from yipanqi.ground.ids import CrewId, JobId, NeighbourhoodId, OrganisationId, SupplierId


class Travel(Struct, frozen=True):
    """Straight-line travel: ceil(detour x distance / speed) seconds."""

    speed_m_s: float
    detour: float
    rounding: Literal["ceil"] = "ceil"


class Job(Struct, frozen=True):
    """One piece of work at one place."""

    id: JobId
    x_m: float
    y_m: float
    neighbourhood: NeighbourhoodId
    community: str
    kind: str
    net_m: int
    work_s: int
    skills: tuple[str, ...] = ()
    crews: int = 1
    """How many crews it takes at the same time."""
    priority: int = 1


class CrewOnShift(Struct, frozen=True):
    """A crew as the scheduler sees it: where it is free, from when, with what in its van."""

    id: CrewId
    x_m: float
    y_m: float
    lender: OrganisationId
    community: str
    from_s: int
    until_s: int
    van_m: int
    loaded_m: int = 0
    skills: tuple[str, ...] = ()


class Yard(Struct, frozen=True):
    """A supplier's yard; `stock_m` None means it has enough for anybody."""

    id: SupplierId
    x_m: float
    y_m: float
    load_s: int
    stock_m: int | None = None


class CrewProblem(Struct, frozen=True):
    """A night: jobs, crews, yards. Metres on a plane; seconds from `starts_at`."""

    format: Literal["crew-problem/1"]
    starts_at: str
    deadline_s: int
    travel: Travel
    jobs: tuple[Job, ...]
    crews: tuple[CrewOnShift, ...]
    suppliers: tuple[Yard, ...]


class Step(Struct, frozen=True):
    """One thing a crew does: fill up at a yard, or a job; `net_m` out of (or into) its van."""

    do: Literal["load", "job"]
    at: str
    starts_s: int
    ends_s: int
    net_m: int


class Undone(Struct, frozen=True):
    """A job left undone, and why, in words."""

    job: JobId
    why: str


class CrewPlan(Struct, frozen=True):
    """Who does what when; `bound_s` is a proven lower bound of the finish (0 when none is known)."""

    crews: dict[CrewId, tuple[Step, ...]]
    finish_s: int
    bound_s: int
    undone: tuple[Undone, ...]
