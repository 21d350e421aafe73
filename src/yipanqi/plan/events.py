"""What plan puts into the journal."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from yipanqi.ground.ids import CrewId, NeighbourhoodId, OpeningId, PlanId
from yipanqi.survey.model import Neighbourhood, Opening

Role = Literal["bar", "gate", "emergency", "inside"]
"""`inside` lies within the ring: it needs nothing, and no one is sent there."""


class PlannedOpening(Struct, frozen=True):
    """What an opening becomes, what that takes."""

    opening: OpeningId
    role: Role
    net_m: int
    work_s: int
    crews: int = 1
    skills: tuple[str, ...] = ()


class PlannedStep(Struct, frozen=True):
    """One thing a crew is to do: fill up at a supplier's, or work at an opening."""

    do: Literal["load", "job"]
    at: str
    starts_at: datetime
    ends_at: datetime
    net_m: int


class LeftUndone(Struct, frozen=True):
    """An opening nobody is given to, and why, in words."""

    opening: OpeningId
    why: str
    code: str = ""
    """The reason's stable code, for the translations; docs/reference/crew-problem.md lists them."""


class PlanProposed(Struct, frozen=True):
    """A checked plan, ready to be adopted. Kind `plan.proposed`, stream `proposal`.

    A first plan gives every opening its role; a replan names only openings new to it
    and says for each crew what it does from now on.
    """

    id: PlanId
    kind: Literal["first", "replan"]
    on_version: int
    """The version of the plan in force when this was made (0: none)."""
    starts_at: datetime
    deadline_at: datetime
    openings: tuple[PlannedOpening, ...]
    steps: dict[CrewId, tuple[PlannedStep, ...]]
    undone: tuple[LeftUndone, ...]
    finish_at: datetime
    bound_at: datetime | None
    digest: str
    """The document that holds the closure as GeoJSON."""
    engine: str
    seed: int
    jobs_moved: int = 0
    rings: tuple[tuple[NeighbourhoodId, ...], ...] = ()
    """Neighbourhoods that share a ring: none of them is closed before all are. A replan changes none."""
    places: tuple[Neighbourhood, ...] = ()
    """Of a first plan made on an edited map: the neighbourhoods and openings as they are there."""
    gaps: tuple[Opening, ...] = ()
    on_edits: int = 0
    """Journal position of the newest edit of the survey it knows of."""
    on_closure: int = 0
    """Version of the closure whose work it shares out (0: as first planned)."""
    travel: Literal["", "road", "straight"] = ""
    """How ways were measured: on the map's roads, or straight with a detour; "" where nobody said."""
    off_road: int = 0
    """By road: places of the plan that no road leads to, where ways were straight."""


class PlanAdopted(Struct, frozen=True):
    """A decision: this plan is in force. Kind `plan.adopted`, stream `plan`."""

    plan: PlanId
