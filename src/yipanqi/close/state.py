"""The state of the board: everything the journal says, as rows."""

from datetime import datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from yipanqi.close.closure_events import ClosureState
from yipanqi.close.decisions_model import (
    DecisionRow,
    KeyGiven,
    LockRow,
    StandingRuleRow,
    TermsSet,
    Tick,
)
from yipanqi.close.goods_model import GoodsState, LoanRow
from yipanqi.close.model import (
    CrewRow,
    Happening,
    NeighbourhoodRow,
    NightRow,
    OpeningRow,
    OrganisationRow,
    Phase,
    PlanRow,
    StepRow,
    SupplierRow,
)
from yipanqi.close.problems_model import ProblemRaised, ProblemRow, Saying
from yipanqi.close.quarantine_model import KeptRow
from yipanqi.ground.ids import (
    CrewId,
    EventId,
    NeighbourhoodId,
    OpeningId,
    OrganisationId,
    SupplierId,
)
from yipanqi.journal.envelope import Entry
from yipanqi.plan.events import PlannedOpening, PlanProposed
from yipanqi.survey.editing import Editing
from yipanqi.survey.model import Opening
from yipanqi.survey.weak_plank import WeakPlank

HAPPENINGS_KEPT = 200


class Head(Struct, frozen=True, order=True):
    """The newest fact on one field of one row, by the time it happened, whenever it arrived.

    `rank` first: setting out says less than work done, however late it is said.
    """

    rank: int
    at: datetime
    event_id: EventId


class Mark(Struct, frozen=True):
    """What a crew reported of one opening, or of one visit to a yard."""

    do: Literal["load", "job"]
    at: str
    first_start: datetime | None = None
    last_start: datetime | None = None
    end: datetime | None = None
    ended_by: EventId = EventId("")
    """The fact that said so; of two at one instant the later id is believed."""
    dropped: bool = False
    net_m: int = 0


class Count(Struct, frozen=True, order=True):
    """What a yard said it had, and when."""

    at: datetime
    event_id: EventId
    stock_m: int


class Proposal(Struct, frozen=True):
    """The plan waiting to be adopted, and when it was proposed."""

    plan: PlanProposed
    at: datetime


class AlertRow(Struct, frozen=True):
    """An alert that went out about a neighbourhood; `version` counts them from 1."""

    neighbourhood: NeighbourhoodId
    version: int
    sender: str
    sent_at: datetime
    digest: str
    by: str


class Board(Struct, frozen=True):
    """State after the entry at `position`. Dictionaries are replaced, never changed."""

    position: int = 0
    name: str = ""
    exercise: bool = False
    attribution: str = ""
    time_zone: str = ""
    bounds: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    map_digest: str = ""
    survey_version: int = 0
    weak_plank: WeakPlank | None = None
    night: NightRow | None = None
    plan: PlanRow | None = None
    proposal: Proposal | None = None
    organisations: dict[OrganisationId, OrganisationRow] = {}
    neighbourhoods: dict[NeighbourhoodId, NeighbourhoodRow] = {}
    openings: dict[OpeningId, OpeningRow] = {}
    openings_of: dict[NeighbourhoodId, tuple[OpeningId, ...]] = {}
    ring_of: dict[NeighbourhoodId, tuple[NeighbourhoodId, ...]] = {}
    """Who shares a ring with whom; a hole in one is a hole in all of them."""
    crews: dict[CrewId, CrewRow] = {}
    suppliers: dict[SupplierId, SupplierRow] = {}
    planned: dict[OpeningId, PlannedOpening] = {}
    done_by: dict[OpeningId, dict[CrewId, Head]] = {}
    """Each crew that says it stands, in order of their ids, and when it last said so."""
    taken_down: dict[OpeningId, Head] = {}
    """When somebody last said that it does not stand any more."""
    heads: dict[str, dict[str, Head]] = {}
    """By row, then by field."""
    schedule: dict[CrewId, tuple[StepRow, ...]] = {}
    """Of the plan in force: every step it has for each crew."""
    counts: dict[SupplierId, Count] = {}
    marks: dict[CrewId, dict[str, Mark]] = {}
    waiting: dict[OpeningId, tuple[Entry, ...]] = {}
    """Facts about openings nobody has told us of yet: a later report may."""
    problems: dict[str, ProblemRow] = {}
    sayings: dict[str, tuple[Saying, ...]] = {}
    """Everything said of each problem, by when it happened."""
    raised: dict[str, tuple[Saying, ProblemRaised]] = {}
    """The earliest account of each problem."""
    decisions: dict[str, DecisionRow] = {}
    decided: dict[str, tuple[str, ...]] = {}
    """By problem: the decisions about it, the one in force last."""
    carried_out: dict[str, Tick] = {}
    locks: dict[OpeningId, LockRow] = {}
    """Openings that stay with a crew whatever a replan would rather."""
    standing_rule: StandingRuleRow | None = None
    terms: dict[str, TermsSet] = {}
    """By neighbourhood; under the empty name those of all others."""
    keys: dict[OpeningId, KeyGiven] = {}
    versions: dict[str, int] = {}
    """Of the streams of terms and keys: the version of the last word, which the next one has to name."""
    mapped: dict[OpeningId, Opening] = {}
    """Openings as the map has them, edits of the closure in force included."""
    alerts: dict[NeighbourhoodId, tuple[AlertRow, ...]] = {}
    """Sent out to other systems, in order."""
    editing: Editing = Editing()
    closure: ClosureState = ClosureState()
    goods: GoodsState = GoodsState()
    loans: dict[str, LoanRow] = {}
    loans_early: dict[str, tuple[Entry, ...]] = {}
    """What was said of loans nobody has offered yet: a later report may."""
    happenings: tuple[Happening, ...] = ()
    """The newest first."""
    quarantined: int = 0
    kept: dict[EventId, KeptRow] = {}
    """Reports kept apart, the oldest first."""

    @property
    def phase(self) -> Phase:
        """How far the board has come along the one flow."""
        if self.plan:
            return "close"
        return "plan" if self.proposal else "survey"


def note(board: Board, happening: Happening) -> Board:
    """The board with one more line in its log of last events."""
    return replace(board, happenings=(happening, *board.happenings[: HAPPENINGS_KEPT - 1]))
