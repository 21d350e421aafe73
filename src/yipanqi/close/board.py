"""The fold: entries in, board out. Pure, so a board can be rebuilt from its journal at any time."""

from collections.abc import Iterable

from msgspec.structs import replace

from yipanqi.close import (
    alerts,
    claims,
    closures,
    decisions,
    goods,
    loans,
    problems,
    quarantine,
    reports,
    setting,
)
from yipanqi.close.kinds import KINDS
from yipanqi.close.model import Happening
from yipanqi.close.state import Board, note
from yipanqi.journal.envelope import Entry

RULES = (
    setting.RULES
    | alerts.RULES
    | closures.RULES
    | reports.RULES
    | problems.RULES
    | decisions.RULES
    | claims.RULES
    | goods.RULES
    | loans.RULES
    | quarantine.RULES
)


def fold(board: Board, entries: Iterable[Entry]) -> Board:
    """The board after more entries, in order of position; entries it already holds change nothing."""
    for entry in entries:
        if entry.position > board.position:
            board = replace(_after(board, entry), position=entry.position)
    return board


def _after(board: Board, entry: Entry) -> Board:
    """The board after one entry.

    What this version can't read stays in the journal and is shown as a line, never lost.
    """
    try:
        event = KINDS.decode(entry.kind, entry.schema, entry.body)
        return RULES[type(event)](board, entry, event)
    except Exception:
        # A fold has to be total: one odd entry (a time at the end of the calendar, say) must stop nobody,
        # now or when the board is opened again.
        unread = Happening(entry.position, entry.kind, entry.happened_at, entry.actor)
        return replace(note(board, unread), quarantined=board.quarantined + 1)
