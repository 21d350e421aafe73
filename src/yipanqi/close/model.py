"""The night's board: one row for each thing that has a state, as sent to the browser.

Every row carries `position`, the journal position of the entry that last changed it,
so that whoever holds an older board needs only the rows with a higher one.
"""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from yipanqi.close.claims_model import ClaimRow
from yipanqi.close.goods_model import GoodsFlag
from yipanqi.ground.ids import (
    CrewId,
    JobId,
    NeighbourhoodId,
    OpeningId,
    OrganisationId,
    PlanId,
    SupplierId,
)
from yipanqi.ground.plane import LonLat
from yipanqi.plan.events import Role
from yipanqi.survey.model import Area, OrganisationKind

OpeningState = Literal["found", "confirmed", "planned", "given", "on_the_way", "under_way", "done", "blocked"]
"""How far an opening has come; `done` means the net, gate or emergency opening stands."""

BlockedReason = Literal[
    "residents_object", "no_material", "no_fitters", "too_few_hands", "car_in_the_way", "other"
]

RingState = Literal["open", "closing", "closed"]
CrewState = Literal["not_yet", "idle", "on_the_way", "loading", "working", "lost", "off"]
Phase = Literal["survey", "plan", "close"]


class Flag(Struct, frozen=True):
    """A contradiction between facts, shown to everybody until somebody settles it."""

    code: Literal["two_crews_did_it", "done_then_reopened"]
    facts: dict[str, str | float]


class OpeningRow(Struct, frozen=True):
    """An opening and what tonight's reports say of it."""

    id: OpeningId
    neighbourhood: NeighbourhoodId
    name: str
    line: tuple[LonLat, LonLat]
    width_m: float
    vehicle: bool
    state: OpeningState
    position: int
    role: Role | None = None
    """None until a plan is adopted."""
    net_m: int = 0
    crew: CrewId | None = None
    due_at: datetime | None = None
    """When the adopted plan has it done."""
    since: datetime | None = None
    """When the fact that gave the state happened (device's clock)."""
    reason: BlockedReason | None = None
    note: str = ""
    photo: str | None = None
    """Digest of the photo, when one was taken."""
    found_tonight: bool = False
    """The map did not know it; somebody in the field reported it."""
    undone_why: str = ""
    """Why the adopted plan leaves it undone; empty when it does not."""
    undone_code: str = ""
    """The same as a stable code, for the translations."""
    flags: tuple[Flag, ...] = ()
    confirmed: bool = False
    """Somebody has stood there and said so, whatever its state is now."""
    seen_photo: str | None = None
    """Digest of a photo of the opening as the survey found it, before anything stood there."""
    gone: bool = False
    """The map, as edited, does not have it any more."""
    claim: ClaimRow | None = None
    """What was last said of a crew that takes it by itself; counts while `crew` is the same."""
    stands: Role | None = None
    """What was put up there under an earlier closure and does not serve as it is."""


class NeighbourhoodRow(Struct, frozen=True):
    """A neighbourhood's ring: how much of it stands, and when the rest should."""

    id: NeighbourhoodId
    name: str
    community: OrganisationId | None
    area: Area
    households: int | None
    ring: RingState
    openings: int
    done: int
    blocked: int
    position: int
    walled: bool = False
    """Walled ones have gates already: drawn, but not counted among those to close."""
    due_at: datetime | None = None
    closed_at: datetime | None = None


class StepRow(Struct, frozen=True):
    """One bar of a crew's timeline: planned, or as it happened once it has."""

    do: Literal["load", "job"]
    at: str
    """Opening or supplier."""
    starts_at: datetime
    ends_at: datetime
    net_m: int
    state: Literal["to_come", "under_way", "done", "dropped"] = "to_come"


class CrewRow(Struct, frozen=True):
    """A crew: where it is, what it does, what lies in its van, and its timeline."""

    id: CrewId
    name: str
    lender: OrganisationId
    people: int
    state: CrewState
    place: LonLat
    """Where it last reported from; its home before the first report."""
    van_m: int
    load_m: int
    skills: tuple[str, ...]
    phone: str
    from_s: int
    """Its hours in seconds after the night's start; `from_at` and `until_at` once that is known."""
    until_s: int
    position: int
    from_at: datetime | None = None
    until_at: datetime | None = None
    job: OpeningId | None = None
    heard_at: datetime | None = None
    """When it was last heard of."""
    steps: tuple[StepRow, ...] = ()
    joined: int = 0
    """People on loan who have joined it, beside its own; what they can do it can do from when they come."""


class SupplierRow(Struct, frozen=True):
    """A supplier's yard: stock and hand-outs in metres of net."""

    id: SupplierId
    name: str
    place: LonLat
    load_s: int
    phone: str
    position: int
    stock_m: int | None = None
    """What is left; None when it has enough for anybody."""
    first_stock_m: int | None = None
    """What the registry says it had."""
    handed_out_m: int = 0
    short: bool = False
    heard_at: datetime | None = None
    """When it was last counted, or net was last fetched there."""
    flags: tuple[GoodsFlag, ...] = ()
    opens_s: int = 0
    """Its hours, in seconds of the night; None: it does not close."""
    closes_s: int | None = None


class OrganisationRow(Struct, frozen=True):
    """An organisation by name, so that rows can name who lends and who leads."""

    id: OrganisationId
    name: str
    kind: OrganisationKind
    cadres: int


class Totals(Struct, frozen=True):
    """The night in numbers; `nets` and `gates` count openings by role."""

    neighbourhoods: int = 0
    neighbourhoods_closed: int = 0
    nets: int = 0
    nets_done: int = 0
    gates: int = 0
    gates_done: int = 0
    emergency: int = 0
    emergency_done: int = 0
    blocked: int = 0
    unplanned: int = 0
    """Openings found tonight that no plan covers yet."""
    net_m_planned: int = 0
    net_m_standing: int = 0


class CommunityRow(Struct, frozen=True):
    """Progress of one community's neighbourhoods."""

    id: OrganisationId
    name: str
    neighbourhoods: int
    neighbourhoods_closed: int
    openings: int
    done: int
    blocked: int
    due_at: datetime | None


class PlanRow(Struct, frozen=True):
    """The plan in force."""

    id: PlanId
    version: int
    adopted_at: datetime
    adopted_by: str
    finish_at: datetime
    bound_at: datetime | None
    """Proven: no plan can finish before this."""
    undone: int
    digest: str
    """Where the whole closure plan (GeoJSON) is kept: /api/documents/{digest}."""


class NightRow(Struct, frozen=True):
    """When the night starts and by when everything must stand."""

    starts_at: datetime
    deadline_at: datetime


class Happening(Struct, frozen=True):
    """A line of the log of last events: kind and subject; wording is the client's."""

    position: int
    kind: str
    at: datetime
    actor: str
    opening: OpeningId | None = None
    crew: CrewId | None = None
    supplier: SupplierId | None = None
    facts: dict[str, str | float] = {}


AlarmCode = Literal[
    "blocked",
    "late",
    "silent_crew",
    "crew_lost",
    "supplier_short",
    "unplanned_opening",
    "undone",
    "contradiction",
    "past_deadline",
    "problem",
    "decision_overdue",
    "shortage_ahead",
    "delivery_late",
    "not_needed",
]


Move = Literal[
    "replan",
    "call_crew",
    "ask_lead",
    "send_material",
    "look",
    "decide",
    "answer",
    "unlock",
    "remind",
    "take_down",
]
Who = Literal["commander", "community lead", "crew", "supplier"]


class Alarm(Struct, frozen=True):
    """What is stuck, worst first, each with the next move and who can make it."""

    code: AlarmCode
    weight: int
    """Higher is worse."""
    since: datetime | None
    move: Move
    who: Who
    opening: OpeningId | None = None
    crew: CrewId | None = None
    supplier: SupplierId | None = None
    neighbourhood: NeighbourhoodId | None = None
    facts: dict[str, str | float] = {}
    problem: str | None = None
    """The problem somebody waits for an answer to."""
    decision: str | None = None
    solved_by: str = ""
    """The proposed move that would solve it, if one was found."""


class NightForecast(Struct, frozen=True):
    """When it will be done, by simulating what is left many times."""

    computed_at: datetime
    runs: int
    p50_at: datetime
    p90_at: datetime
    chance_by_deadline: float
    """0 to 1."""
    fan: tuple[tuple[float, datetime], ...] = ()
    """(share of runs, finish): the forecast's quantiles from 0.05 to 0.95."""
    blocked: int = 0
    """Openings that are blocked, and so not in it: nobody can say when they are settled."""
    undone: int = 0
    """Openings nobody is given to; while there is one the chance is nought."""


def job_of(opening: OpeningId) -> JobId:
    """The job that puts up what an opening needs; they share one name."""
    return JobId(opening)
