"""Use cases of claims: a crew takes an opening or gives it back; of two at once exactly one does."""

from concurrent.futures import Future

from yipanqi.close.claims import give_back, take, taken_meanwhile, version_of
from yipanqi.close.claims_model import JobGivenBack, JobTaken
from yipanqi.close.state import Board
from yipanqi.desk.desk import Desk
from yipanqi.desk.permissions import Person
from yipanqi.desk.permissions_scope import crews_of
from yipanqi.ground.ids import Actor, CrewId, EventId, OpeningId
from yipanqi.ground.refusal import Refusal
from yipanqi.journal.envelope import Conflict, Receipt, Recorded


def claim(
    desk: Desk,
    person: Person,
    opening: OpeningId,
    crew: CrewId | None = None,
    *,
    back: bool = False,
    on_version: int | None = None,
    event_id: EventId | None = None,
) -> "Refusal | Future[Receipt]":
    """Whether a crew takes an opening, or gives it `back`: refused at once, or as the journal will have it.

    `outcome` reads its receipt. `crew` None is the person's own. With the same `event_id` sent again, the
    first receipt comes again.
    """
    whose = crew or CrewId(person.scope.crew)
    board = desk.board
    if not _may_speak_for(person, whose, board):
        return Refusal("job.not_yours", {"crew": whose})
    row = board.openings.get(opening)
    said = row.claim if row is not None else None
    if said is not None and event_id is not None and said.event_id == event_id:
        decided: JobTaken | JobGivenBack | Refusal = (JobGivenBack if back else JobTaken)(opening, whose)
        version = said.version - 1
    else:
        decided = (give_back if back else take)(board, opening, whose, desk.clock.now(), on_version)
        version = version_of(row) if row is not None else 0
    if isinstance(decided, Refusal):
        return decided
    return desk.decide(decided, Actor(person.name), on_version=version, event_id=event_id)


def _may_speak_for(person: Person, crew: CrewId, board: Board) -> bool:
    """A crew's lead for the own crew, a community's for those it lends, a commander for any."""
    return person.role == "commander" or crew in crews_of(person.scope, board)


def outcome(desk: Desk, opening: OpeningId, receipt: Receipt) -> Recorded | Refusal:
    """A claim's receipt, or who was first."""
    if isinstance(receipt, Conflict):
        row = desk.board.openings.get(opening)
        facts: dict[str, str | int | float] = dict(taken_meanwhile(row).facts) if row is not None else {}
        facts |= {"by": receipt.actor, "at": receipt.recorded_at.isoformat()}
        return Refusal("job.taken_meanwhile", facts | {"version": receipt.actual_version})
    return receipt
