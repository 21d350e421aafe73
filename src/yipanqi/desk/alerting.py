"""Alerts for systems of others: a neighbourhood's closure, issued as a decision, kept as it went out."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import datetime
from typing import Literal

from msgspec import Struct

from yipanqi.close.alerts import AlertIssued
from yipanqi.close.state import Board
from yipanqi.close.talking_points import TalkingPoints, talking_points
from yipanqi.desk.desk import Desk
from yipanqi.desk.ports import Documents
from yipanqi.ground.ids import Actor, NeighbourhoodId
from yipanqi.ground.refusal import Refusal
from yipanqi.journal.envelope import Recorded
from yipanqi.survey.model import Area

MEDIA_TYPE = "application/cap+xml"
_SAID, _ASKED = ("why", "until"), ("gate", "emergency", "call")
"""Which talking points tell what is so, and which tell what to do."""


class Alert(Struct, frozen=True):
    """What is to be told of one neighbourhood."""

    neighbourhood: NeighbourhoodId
    name: str
    sender: str
    """Who sends it, without spaces: the office's domain or address."""
    sent_at: datetime
    version: int
    """Counts the alerts of this neighbourhood; the one before is named as updated."""
    before: Sequence[tuple[int, datetime]]
    """Versions sent before and when."""
    exercise: bool
    ring: Literal["open", "closing", "closed"]
    closed_at: datetime | None
    until_at: datetime | None
    """The closure's end, where one is set."""
    area: Area
    said_zh: str
    said_en: str
    asks_zh: str
    """What residents should do: which gate, whom to call."""
    asks_en: str


class Alerting:
    """Issues alerts of one board; `written` makes a document of one."""

    def __init__(self, desk: Desk, documents: Documents, written: Callable[[Alert], bytes]) -> None:
        self._desk = desk
        self._documents = documents
        self._written = written

    def issue(
        self, neighbourhood: NeighbourhoodId, sender: str, actor: Actor
    ) -> "Future[Recorded | Refusal] | Refusal":
        """Send an alert of a neighbourhood's closure as it stands; of two at once one goes out."""
        board, now = self._desk.board, self._desk.clock.now()
        told = talking_points(board, neighbourhood, None)
        if isinstance(told, Refusal):
            return told
        before = board.alerts.get(neighbourhood, ())
        body = self._written(alert_of(board, told, sender, now))
        digest = self._documents.put(body, MEDIA_TYPE)
        issued = AlertIssued(neighbourhood, sender, now, digest)
        return self._desk.decide_all([(issued, len(before))], actor)


def alert_of(board: Board, told: TalkingPoints, sender: str, now: datetime) -> Alert:
    """What an alert says, out of the talking points."""
    row = board.neighbourhoods[told.neighbourhood]
    before = board.alerts.get(told.neighbourhood, ())
    terms = board.terms.get(told.neighbourhood) or board.terms.get("")
    said = [point for point in told.points if point.code in _SAID]
    asks = [point for point in told.points if point.code in _ASKED]
    return Alert(
        neighbourhood=told.neighbourhood,
        name=told.name,
        sender=sender,
        sent_at=now,
        version=len(before) + 1,
        before=tuple((alert.version, alert.sent_at) for alert in before),
        exercise=board.exercise,
        ring="closed" if row.ring == "closed" else "closing",  # a plan is in force, whatever stands yet
        closed_at=row.closed_at,
        until_at=terms.until_at if terms is not None else None,
        area=row.area,
        said_zh="\n".join(point.zh for point in said),
        said_en="\n".join(point.en for point in said),
        asks_zh="\n".join(point.zh for point in asks),
        asks_en="\n".join(point.en for point in asks),
    )
