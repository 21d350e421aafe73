"""Drafts, clocks and small vocabulary for the tests of storage."""

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import msgspec
from msgspec import Raw

from yipanqi.ground.ids import Actor, Device, EventId, uuid7
from yipanqi.journal.envelope import Conflict, Draft, Receipt, Recorded
from yipanqi.storage import StoredBoard

SIX_PM = datetime(2020, 2, 3, 10, 0, tzinfo=UTC)
"""18:00 in Zhejiang on the night of the case."""

Opener = Callable[[], StoredBoard]
"""Opens the test's own board, again and again."""


class Ticking:
    """A clock that goes on a second each time it is looked at."""

    def __init__(self) -> None:
        self._now = SIX_PM

    def now(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now

    def rate(self) -> float:
        return 1.0


def fresh_id() -> EventId:
    return uuid7(1_580_724_000_000, os.urandom(10))


def net_up(
    opening: str = "opening/1",
    *,
    event_id: str | None = None,
    width_m: float = 4.0,
    expected_version: int | None = None,
    happened_at: datetime = SIX_PM,
    actor: str = "crew 3",
) -> Draft:
    """A crew's word that a net is up."""
    return Draft(
        event_id=EventId(event_id) if event_id else fresh_id(),
        stream=opening,
        kind="opening.barred",
        schema=1,
        body=Raw(msgspec.json.encode({"width_m": width_m})),
        happened_at=happened_at,
        actor=Actor(actor),
        device=Device("phone"),
        expected_version=expected_version,
    )


def recorded(receipt: Receipt) -> Recorded:
    assert isinstance(receipt, Recorded), receipt
    return receipt


def conflict(receipt: Receipt) -> Conflict:
    assert isinstance(receipt, Conflict), receipt
    return receipt


def send(board: StoredBoard, *drafts: Draft) -> tuple[Receipt, ...]:
    """Append and wait."""
    return board.journal.append(drafts).result(timeout=120)


def positions(board: StoredBoard) -> list[int]:
    return [entry.position for entry in board.journal.read(0, 1_000_000)]


def wait_for(condition: Callable[[], bool], seconds: float = 120) -> None:
    """Look again and again until it holds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)
