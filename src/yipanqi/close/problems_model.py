"""Problems raised from the field (上报): what is said of them, and the row each comes to."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from yipanqi.ground.ids import CrewId, NeighbourhoodId, OpeningId, SupplierId

ProblemReason = Literal[
    "residents_object",
    "no_material",
    "no_fitters",
    "too_few_hands",
    "car_in_the_way",
    "danger",
    "other",
]
"""Why somebody can't go on alone."""

Level = Literal["lead", "office"]
"""Who has it on the table: the community lead, or the sub-district's office."""

ProblemState = Literal["waiting", "answered", "decided", "closed"]
"""`waiting` for the one it was raised to; `answered` in words; `decided` with somebody to carry it out."""


class ProblemRaised(Struct, frozen=True):
    """Somebody can't go on alone; the one who raises it makes its id. Kind `problem.raised`."""

    problem: str
    reason: ProblemReason
    words: str = ""
    level: Level = "lead"
    by: str = ""
    """In whose name, where that is not who is signed in: a crew's leader on a lent phone."""
    opening: OpeningId | None = None
    neighbourhood: NeighbourhoodId | None = None
    crew: CrewId | None = None
    supplier: SupplierId | None = None
    photo: str | None = None


class ProblemPassedOn(Struct, frozen=True):
    """The lead can't settle it either: it goes to the office. Kind `problem.passed_on`."""

    problem: str
    words: str = ""


class ProblemAnswered(Struct, frozen=True):
    """Told in words what to do; nothing has to be signed. Kind `problem.answered`."""

    problem: str
    words: str


class ProblemClosed(Struct, frozen=True):
    """It is settled, or was none. Kind `problem.closed`."""

    problem: str
    words: str = ""


Said = ProblemRaised | ProblemPassedOn | ProblemAnswered | ProblemClosed


class Saying(Struct, frozen=True):
    """One thing said of a problem, as its row shows it; `what` is the last word of the entry's kind."""

    at: datetime
    event_id: str
    what: Literal["raised", "passed_on", "answered", "closed"]
    by: str
    words: str = ""


class ProblemRow(Struct, frozen=True):
    """A problem as it stands: on whose table, since when, by when it should be answered."""

    id: str
    position: int
    reason: ProblemReason
    level: Level
    state: ProblemState
    raised_at: datetime
    since: datetime
    """When it came to the table it lies on, or was settled."""
    due_at: datetime | None
    """By rule; None once nobody has to answer any more."""
    by: str
    words: str = ""
    opening: OpeningId | None = None
    neighbourhood: NeighbourhoodId | None = None
    crew: CrewId | None = None
    supplier: SupplierId | None = None
    photo: str | None = None
    said: tuple[Saying, ...] = ()
    """Everything said of it, in the order in which it happened."""
    decision: str | None = None
    """The decision in force about it."""
    version: int = 0
    """How many decisions were made about it; the next one names this number."""
