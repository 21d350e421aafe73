"""Closure problems and plans: which gate stays, where nets stand, what the ring is made of."""

from typing import Literal

from msgspec import Struct

from yipanqi.ground.ids import BuildingId, NeighbourhoodId, OpeningId, PlanId, WayId
from yipanqi.survey.model import Area, Extract, Line, MovedEdge, Neighbourhood, Opening

Trust = Literal["ways", "ground"]
"""What stops a person where no wall is mapped: `ways` takes unmapped ground as impassable and lists it."""


class ClosureRules(Struct, frozen=True):
    """What a plan must respect; every figure has its source in docs/reference/rules.md."""

    trust: Trust = "ways"
    fire_reach_m: float = 60.0
    """Farthest a fire engine may stop from a building."""
    fire_width_m: float = 4.0
    fire_height_m: float = 4.0
    ring: Literal["cut", "edge"] = "cut"
    """`cut` moves a ring in or out where that saves nets; `edge` bars every opening but the gate."""
    joint_most: int = 4
    """How many neighbourhoods may share a ring, where that saves nets; 1 for none (residents have a say)."""
    snap_m: float = 3.0
    """How far a ring may be laid onto a wall or building front beside it; 0 for not at all."""


class ClosureProblem(Struct, frozen=True):
    """All a closure planner may know."""

    extract: Extract
    neighbourhoods: tuple[Neighbourhood, ...]
    openings: tuple[Opening, ...]
    rules: ClosureRules = ClosureRules()
    seed: int = 0
    forced_gates: tuple[OpeningId, ...] = ()
    """Openings somebody has decided to keep as gates."""
    forbidden_gates: tuple[OpeningId, ...] = ()
    """Openings that must not be the gate (a school's door, a steep drive)."""
    rings_own: tuple[Opening, ...] = ()
    """Openings only the rings planned before had: a wish for one, or a confirmation, is about a place."""
    shared: tuple[tuple[NeighbourhoodId, ...], ...] = ()
    """Rings shared now: kept together where that still pays, before any other sharing is looked for."""


class Net(Struct, frozen=True):
    """Where a barrier net stands, and the opening it bars."""

    opening: OpeningId
    line: Line
    length_m: float
    also: tuple[OpeningId, ...] = ()
    """Further openings that need no net of their own because this one stands farther in or out."""
    ways: tuple[WayId, ...] = ()
    """The ways it stands across."""


class EmergencyOpening(Struct, frozen=True):
    """A removable barrier kept for fire engines and ambulances, and the buildings that made it necessary."""

    opening: OpeningId
    because: tuple[BuildingId, ...]


class Note(Struct, frozen=True):
    """Something a reader of the plan must know: a stable code and the facts."""

    code: str
    facts: dict[str, str | int | float] = {}


class Closure(Struct, frozen=True):
    """One ring: the neighbourhoods it holds, its gates, nets and what is merely assumed."""

    neighbourhoods: tuple[NeighbourhoodId, ...]
    ring: Area
    gates: tuple[OpeningId, ...]
    emergency: tuple[EmergencyOpening, ...]
    nets: tuple[Net, ...]
    assumed: tuple[Line, ...]
    walk_mean_m: float | None
    """Mean walk of the residents from their doors to the gate; None where nobody lives."""
    kept: tuple[Net, ...] = ()
    """Across the gap, on the ring: where the gates are, then the emergency openings, in their order."""
    spared: tuple[OpeningId, ...] = ()
    """Openings in a neighbourhood's edge that need nothing: both their sides lie inside the ring."""
    out_of_reach: tuple[BuildingId, ...] = ()
    """Buildings no fire engine reached before the closure either."""
    moved: MovedEdge | None = None
    """How far the ring was laid onto walls and fronts beside it, if it was."""
    notes: tuple[Note, ...] = ()
    """What the plan could not do, and why."""


class ClosurePlan(Struct, frozen=True):
    """A proposed closure of all neighbourhoods; adoptable only once its check passes."""

    id: PlanId
    engine: str
    seed: int
    rules: ClosureRules
    openings: tuple[Opening, ...]
    closures: tuple[Closure, ...]


class Finding(Struct, frozen=True):
    """One thing a check found wrong: a stable code, what it concerns, and the facts."""

    code: str
    concerns: str
    facts: dict[str, str | float | int]
    place: Line = ()
