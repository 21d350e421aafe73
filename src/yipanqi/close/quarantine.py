"""Reports kept apart: shown, and believed after all where the office says so.

A report that is believed later folds in as the entry it would have been: under its own id and its own time,
so that what others said since of the same thing still stands over it.
"""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from yipanqi.close import decisions, goods, loans, problems, reports
from yipanqi.close.events import Quarantined
from yipanqi.close.kinds import KINDS
from yipanqi.close.model import Happening
from yipanqi.close.quarantine_model import (
    KEPT_CHARACTERS,
    KEPT_MOST,
    KeptRow,
    QuarantineAccepted,
    QuarantineLeft,
    Report,
    Settled,
)
from yipanqi.close.state import Board, note
from yipanqi.ground.ids import EventId
from yipanqi.ground.refusal import Refusal
from yipanqi.ground.time import utc
from yipanqi.journal.envelope import Entry


def reported(kept: KeptRow) -> tuple[Report, Struct] | None:
    """The report inside, and its body; None where it is none that this version understands."""
    try:
        report = msgspec.json.decode(kept.raw, type=Report)
        if KINDS.named(report.kind).sort != "fact":
            return None
        return report, KINDS.decode(report.kind, report.schema, report.body)
    except (ValueError, OverflowError, RecursionError):
        return None


def settle(
    board: Board, entry: EventId, *, accept: bool, on_version: int | None
) -> QuarantineAccepted | QuarantineLeft | Refusal:
    """The office's word on a report kept apart, or why it can't be given."""
    kept = board.kept.get(entry)
    if kept is None:
        return Refusal("quarantine.unknown", {"entry": entry})
    if kept.settled == "accepted" or (on_version is not None and on_version != kept.version):
        return settled_meanwhile(kept)
    if not accept:
        return QuarantineLeft(entry)
    return QuarantineAccepted(entry) if reported(kept) else Refusal("quarantine.unreadable", {"entry": entry})


def settled_meanwhile(kept: KeptRow) -> Refusal:
    """Who was first, with what, and when."""
    at = kept.settled_at.isoformat() if kept.settled_at else ""
    facts: dict[str, str | int | float] = {"settled": kept.settled, "by": kept.settled_by, "at": at}
    return Refusal("quarantine.settled_meanwhile", facts | {"version": kept.version})


def kept_apart(board: Board, entry: Entry, event: Quarantined) -> Board:
    """It is counted, shown, and waits for somebody to look at it."""
    row = KeptRow(
        entry.event_id,
        entry.recorded_at,
        entry.actor,
        entry.device,
        event.claimed_kind,
        event.problem,
        event.raw,
        happened_at=event.happened_at,
    )
    board = replace(board, quarantined=board.quarantined + 1, kept=_within(board.kept | {row.id: row}))
    facts: dict[str, str | float] = {"claimed_kind": event.claimed_kind, "problem": event.problem}
    return note(board, Happening(entry.position, entry.kind, entry.happened_at, entry.actor, facts=facts))


def accepted(board: Board, entry: Entry, event: QuarantineAccepted) -> Board:
    """The report counts, once, however often it is accepted."""
    kept = board.kept.get(event.entry)
    if kept is None or kept.settled == "accepted":
        return note(board, _line(entry, kept))
    board = _settled(board, entry, kept, "accepted")
    told = reported(kept)
    if told is None:
        return note(board, _line(entry, kept))
    report, body = told
    kind = KINDS.of(body)
    fact = Entry(
        position=entry.position,
        event_id=kept.id,
        stream=kind.stream_of(body),
        version=entry.version,
        kind=kind.name,
        schema=kind.schema,
        body=report.body,
        happened_at=min(
            utc(kept.happened_at or report.happened_at), kept.at
        ),  # it was told of after it happened
        recorded_at=kept.at,
        actor=kept.actor,
        device=kept.device,
    )
    before = board.happenings
    board = BELIEVED[type(body)](board, fact, body)
    said = next((h for h in board.happenings[:1] if h.position == entry.position), _line(entry, kept))
    line = replace(said, kind=entry.kind, at=entry.happened_at, actor=entry.actor, facts=_facts(kept))
    return note(replace(board, happenings=before), line)


def left(board: Board, entry: Entry, event: QuarantineLeft) -> Board:
    """It stays apart; whoever thinks otherwise later may still believe it."""
    kept = board.kept.get(event.entry)
    if kept is not None and kept.settled != "accepted":
        board = _settled(board, entry, kept, "left")
    return note(board, _line(entry, kept))


def _settled(board: Board, entry: Entry, kept: KeptRow, how: Settled) -> Board:
    row = replace(
        kept,
        version=entry.version,
        settled=how,
        settled_by=entry.actor,
        settled_at=entry.recorded_at,
        settled_id=entry.event_id,
    )
    return replace(board, kept=board.kept | {row.id: row})


def _within(kept: dict[EventId, KeptRow]) -> dict[EventId, KeptRow]:
    while len(kept) > 1 and not _fits(kept):
        out = next((row.id for row in kept.values() if row.settled), next(iter(kept)))
        kept = {name: row for name, row in kept.items() if name != out}
    return kept


def _fits(kept: dict[EventId, KeptRow]) -> bool:
    return len(kept) <= KEPT_MOST and sum(len(row.raw) for row in kept.values()) <= KEPT_CHARACTERS


def _facts(kept: KeptRow | None) -> dict[str, str | float]:
    return {"claimed_kind": kept.claimed_kind, "by": kept.actor} if kept else {}


def _line(entry: Entry, kept: KeptRow | None) -> Happening:
    return Happening(entry.position, entry.kind, entry.happened_at, entry.actor, facts=_facts(kept))


BELIEVED: Mapping[type, Callable[[Board, Entry, Any], Board]] = (
    reports.RULES | problems.RULES | decisions.RULES | goods.RULES | loans.RULES
)
"""What a believed report does, by its type."""
RULES: dict[type, Callable[[Board, Entry, Any], Board]] = {
    Quarantined: kept_apart,
    QuarantineAccepted: accepted,
    QuarantineLeft: left,
}
