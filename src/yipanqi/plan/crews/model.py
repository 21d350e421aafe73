"""Crew problems and plans: format `crew-problem/1` and what is written back."""

from typing import Literal

from msgspec import Struct

from yipanqi.ground.ids import CrewId, JobId, NeighbourhoodId, OrganisationId, SupplierId


class RoadTimes(Struct, frozen=True):
    """Travel times on the road network between known places.

    `places`: metres, sorted, none twice. `seconds`: whole seconds from each place (row) to each (column),
    two bytes each, the low one first; 65,535 where no road is known to lead.
    """

    places: tuple[tuple[float, float], ...]
    seconds: bytes


class Travel(Struct, frozen=True):
    """Straight-line travel: ceil(detour x distance / speed) seconds; by road between places of `roads`."""

    speed_m_s: float
    detour: float
    rounding: Literal["ceil"] = "ceil"
    roads: RoadTimes | None = None


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
    """Its weight when it has to be left undone; the larger, the more it is missed."""
    earliest_s: int = 0
    """No crew may start it before this."""
    latest_s: int | None = None
    """It must have ended by this."""


class Place(Struct, frozen=True):
    """A place on the plane, in metres."""

    x_m: float
    y_m: float


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
    ends_at: Place | None = None
    """Where it must be by `until_s` if it works at all; None: it need not go anywhere."""


class Delivery(Struct, frozen=True):
    """Net that comes into a yard during the night."""

    at_s: int
    net_m: int


class Yard(Struct, frozen=True):
    """A supplier's yard; `stock_m` None means it has enough for anybody.

    A van is loaded between `opens_s` and `closes_s`, and must have left by then.
    """

    id: SupplierId
    x_m: float
    y_m: float
    load_s: int
    stock_m: int | None = None
    opens_s: int = 0
    closes_s: int | None = None
    deliveries: tuple[Delivery, ...] = ()


class Locked(Struct, frozen=True):
    """An assignment nobody may take away: this crew does this job."""

    job: JobId
    crew: CrewId


class CrewProblem(Struct, frozen=True):
    """A night: jobs, crews, yards. Metres on a plane; seconds from `starts_at`."""

    format: Literal["crew-problem/1"]
    starts_at: str
    deadline_s: int
    travel: Travel
    jobs: tuple[Job, ...]
    crews: tuple[CrewOnShift, ...]
    suppliers: tuple[Yard, ...]
    locked: tuple[Locked, ...] = ()
    counts_return: bool = False
    """Whether all is over only when the crews are where they end (`ends_at`), not with the last job."""


class Step(Struct, frozen=True):
    """One thing a crew does: fill up at a yard, or a job; `net_m` out of (or into) its van."""

    do: Literal["load", "job"]
    at: str
    starts_s: int
    ends_s: int
    net_m: int


class Undone(Struct, frozen=True, omit_defaults=True):
    """A job left undone, and why: in words, and as a stable code for the translations."""

    job: JobId
    why: str
    code: str = ""


class Value(Struct, frozen=True):
    """What a plan is worth; compared field by field in this order, less is better."""

    missed: int
    """Priorities of the jobs undone or ending after the deadline, added up."""
    finish_s: int
    neighbourhoods_s: int
    """Ends of the neighbourhoods' last jobs added up; a job undone or late counts the deadline or more."""
    travel_s: int
    unfairness_s: int
    """Largest less smallest share of lent hours used among lenders, in seconds an hour."""


class Made(Struct, frozen=True):
    """How a plan came to be: enough to make it again."""

    by: str
    seed: int
    seconds: float
    workers: int
    rounds: int
    value: Value


class CrewPlan(Struct, frozen=True, omit_defaults=True):
    """Who does what when; `bound_s` is a proven lower bound of the finish (0 when none is known).

    `finish_s` is the end of the last job planned, or the last return where that counts; 0 without any.
    """

    crews: dict[CrewId, tuple[Step, ...]]
    finish_s: int
    bound_s: int
    undone: tuple[Undone, ...]
    made: Made | None = None
