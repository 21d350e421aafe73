"""Alerts sent out of a neighbourhood's closure: which, when, by whom; each names the ones before it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from yipanqi.close.model import Happening
from yipanqi.close.state import AlertRow, Board, note
from yipanqi.ground.ids import NeighbourhoodId
from yipanqi.journal.envelope import Entry


class AlertIssued(Struct, frozen=True):
    """An alert about a neighbourhood went out. Kind `alert.issued`, refused when one came in between."""

    neighbourhood: NeighbourhoodId
    sender: str
    sent_at: datetime
    digest: str
    """The document that holds it, as CAP 1.2."""


def alert_issued(board: Board, entry: Entry, event: AlertIssued) -> Board:
    """One more alert of a neighbourhood."""
    before = board.alerts.get(event.neighbourhood, ())
    row = AlertRow(
        event.neighbourhood, len(before) + 1, event.sender, event.sent_at, event.digest, entry.actor
    )
    line = Happening(
        entry.position,
        entry.kind,
        entry.happened_at,
        entry.actor,
        facts={"neighbourhood": event.neighbourhood},
    )
    return note(replace(board, alerts=board.alerts | {event.neighbourhood: (*before, row)}), line)


RULES: dict[type, Callable[[Board, Entry, Any], Board]] = {AlertIssued: alert_issued}
