"""plan.json: everything about a closure plan that somebody may ask for later, counted and put in order."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from msgspec import Struct

from yipanqi.ground.ids import NeighbourhoodId, OpeningId, OrganisationId
from yipanqi.ground.plane import LonLat
from yipanqi.plan.closure.model import ClosurePlan, Finding, Note
from yipanqi.plan.crews.check import Finding as CrewFinding
from yipanqi.plan.crews.model import CrewPlan, CrewProblem
from yipanqi.plan.goods.model import GoodsPlan, GoodsProblem
from yipanqi.survey.model import Crew, FieldOpening, MovedEdge, Supplier
from yipanqi.survey.weak_plank import WeakPlank

FORMAT = "yipanqi-plan/1"

PlanRole = Literal["bar", "gate", "emergency", "covered", "spared"]
"""`covered` needs no net of its own because another stands farther in or out; `spared` lies inside a ring."""


class SourceFile(Struct, frozen=True):
    """A file the plan was made from."""

    kind: Literal["map", "neighbourhoods", "registry"]
    name: str
    sha256: str
    path: str = ""
    """From the plan's folder, so that a plan can be checked again where it lies."""


class Origin(Struct, frozen=True):
    """What the plan was made from and by, so that it can be made again."""

    files: tuple[SourceFile, ...]
    map_name: str
    attribution: str
    data_at: datetime | None
    """How old the map is."""
    bounds: tuple[float, float, float, float]
    versions: dict[str, str]
    took_s: dict[str, float]
    """Seconds by step."""
    peak_mb: float | None = None


class OpeningLine(Struct, frozen=True):
    """An opening and what becomes of it; `number` is its place on the sheet of its neighbourhood."""

    id: OpeningId
    neighbourhood: NeighbourhoodId
    number: int
    name: str
    side: str
    role: PlanRole
    width_m: float
    width_from: Literal["map", "assumed", "field"]
    length_m: float
    """Metres of net or gate across it, where that stands."""
    vehicle: bool
    confirmed: bool
    level: Literal["ground", "bridge", "tunnel"]
    place: LonLat


class RingLine(Struct, frozen=True):
    """One ring and what it is made of, in metres."""

    number: int
    neighbourhoods: tuple[NeighbourhoodId, ...]
    ring_m: float
    net_m: float
    gate_m: float
    emergency_m: float
    assumed_m: float
    """Nothing mapped stops a person there."""
    mapped_m: float
    """Walls, buildings, water: what the map shows as impassable."""
    confirmed_share: float
    """Of the ring's metres, those that the map proves or the field has confirmed."""
    walk_mean_m: float | None
    out_of_reach: int
    notes: tuple[Note, ...]


class NeighbourhoodLine(Struct, frozen=True):
    """One neighbourhood's figures; the worst comes first in a plan."""

    id: NeighbourhoodId
    name: str
    community: OrganisationId | None
    community_name: str
    walled: bool
    ring: int
    """The number of its ring; 0 when the plan has none for it."""
    buildings: int
    households: int | None
    openings: int
    unconfirmed: int
    gates: int
    emergency: int
    nets: int
    net_m: float
    assumed_m: float
    confirmed_share: float
    walk_mean_m: float | None
    out_of_reach: int
    findings: int
    moved: MovedEdge | None = None
    """How far its ring was laid onto walls and fronts beside its edge, if it was."""


class Material(Struct, frozen=True):
    """One line of the material list."""

    key: str
    amount: int
    unit: Literal["m", "piece"]
    per: str = ""
    """The assumption the amount rests on, as a code of `papers.materials`."""


class Summary(Struct, frozen=True):
    """The plan in figures."""

    neighbourhoods: int
    rings: int
    openings: int
    unconfirmed: int
    gates: int
    emergency: int
    nets: int
    net_m: float
    spared: int
    ring_m: float
    assumed_m: float
    confirmed_share: float
    buildings: int
    out_of_reach: int
    findings: int
    adoptable: bool
    """The check found nothing wrong."""


class Schedule(Struct, frozen=True):
    """The night's crews, when any were given."""

    starts_at: datetime
    deadline_at: datetime
    problem: CrewProblem
    plan: CrewPlan
    findings: tuple[CrewFinding, ...]
    crews: tuple[Crew, ...]
    suppliers: tuple[Supplier, ...]
    lenders: dict[OrganisationId, str]
    goods: GoodsProblem | None = None
    orders: GoodsPlan | None = None
    """What to buy and borrow for it, where anybody was asked for goods."""


class PlanDocument(Struct, frozen=True):
    """The whole of plan.json."""

    format: str
    origin: Origin
    summary: Summary
    neighbourhoods: tuple[NeighbourhoodLine, ...]
    openings: tuple[OpeningLine, ...]
    rings: tuple[RingLine, ...]
    materials: tuple[Material, ...]
    plan: ClosurePlan
    findings: tuple[Finding, ...]
    schedule: Schedule | None
    weak_plank: WeakPlank | None
    off_map: tuple[FieldOpening, ...]
    """Openings measured where the map shows none: not in the plan, and to be looked at first."""
    warnings: tuple[str, ...]


def worst_first(lines: Sequence[NeighbourhoodLine]) -> tuple[NeighbourhoodLine, ...]:
    """Found wrong by the check, then buildings no engine reaches, then the most to bar and to confirm."""
    return tuple(
        sorted(
            lines,
            key=lambda n: (-n.findings, n.ring == 0, -n.out_of_reach, -n.nets, -n.net_m, -n.assumed_m, n.id),
        )
    )
