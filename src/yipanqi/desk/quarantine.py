"""Use cases of what was kept apart: who sees it, and who may say that it is to be believed."""

from concurrent.futures import Future
from datetime import datetime

from msgspec import Struct

from yipanqi.close.quarantine import reported, settle, settled_meanwhile
from yipanqi.close.quarantine_model import KeptRow, QuarantineAccepted, QuarantineLeft, Settled
from yipanqi.close.state import Board
from yipanqi.desk.desk import Desk
from yipanqi.desk.permissions import Person
from yipanqi.desk.permissions_reports import may_report
from yipanqi.ground.ids import Actor, CrewId, EventId, OpeningId, SupplierId
from yipanqi.ground.refusal import Refusal
from yipanqi.journal.envelope import Conflict, Receipt, Recorded


class KeptView(Struct, frozen=True):
    """A report kept apart, as the office is shown it."""

    id: EventId
    at: datetime
    """When it came."""
    actor: str
    device: str
    claimed_kind: str
    problem: str
    """`not_yours`, or what could not be understood about it."""
    raw: str
    """The words as they came."""
    readable: bool
    """It can be believed: it is a fact this version understands."""
    happened_at: datetime | None
    """When it happened, its sender's clock set right; None where it does not say."""
    opening: OpeningId | None
    crew: CrewId | None
    supplier: SupplierId | None
    version: int
    settled: Settled
    settled_by: str
    settled_at: datetime | None


def kept_for(board: Board, person: Person) -> tuple[KeptView, ...]:
    """What was kept apart and is this person's to settle, what waits first, the newest first."""
    rows = [row for row in reversed(board.kept.values()) if may_settle(person, row, board)]
    return tuple(_view(row) for row in sorted(rows, key=lambda row: row.settled != ""))


def may_settle(person: Person, kept: KeptRow, board: Board) -> bool:
    """A commander settles all; others what they might have reported themselves, and never their own."""
    if person.role == "commander":
        return True
    told = reported(kept)
    return told is not None and kept.actor != person.name and may_report(person, told[0].kind, told[1], board)


def settled(
    desk: Desk,
    person: Person,
    entry: EventId,
    *,
    accept: bool,
    on_version: int | None = None,
    event_id: EventId | None = None,
) -> "Refusal | Future[Receipt]":
    """Believe a report kept apart, or leave it: refused at once, or as the journal will have it."""
    board = desk.board
    kept = board.kept.get(entry)
    if kept is not None and not may_settle(person, kept, board):
        return Refusal("quarantine.not_yours", {"entry": entry})
    version = kept.version if kept else 0
    decided: QuarantineAccepted | QuarantineLeft | Refusal
    if kept is not None and event_id is not None and kept.settled_id == event_id:
        decided = (QuarantineAccepted if accept else QuarantineLeft)(entry)
        version -= 1
    else:
        decided = settle(board, entry, accept=accept, on_version=on_version)
    if isinstance(decided, Refusal):
        return decided
    return desk.decide(decided, Actor(person.name), on_version=version, event_id=event_id)


def outcome(desk: Desk, entry: EventId, receipt: Receipt) -> Recorded | Refusal:
    """The receipt of a decision about a report, or who was first."""
    if not isinstance(receipt, Conflict):
        return receipt
    kept = desk.board.kept.get(entry)
    facts = dict(settled_meanwhile(kept).facts) if kept else {}
    at = receipt.recorded_at.isoformat()
    return Refusal("quarantine.settled_meanwhile", facts | {"by": receipt.actor, "at": at})


def _view(row: KeptRow) -> KeptView:
    told = reported(row)
    report, body = told or (None, None)
    return KeptView(
        id=row.id,
        at=row.at,
        actor=row.actor,
        device=row.device,
        claimed_kind=row.claimed_kind,
        problem=row.problem,
        raw=row.raw,
        readable=told is not None,
        happened_at=row.happened_at or (report.happened_at if report else None),
        opening=getattr(body, "opening", None),
        crew=getattr(body, "crew", None),
        supplier=getattr(body, "supplier", None),
        version=row.version,
        settled=row.settled,
        settled_by=row.settled_by,
        settled_at=row.settled_at,
    )
