"""The night once more (复盘): the board as it was at any moment, and what changed from then on."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import Literal, TypeVar

from msgspec import Struct

from yipanqi.close.board import fold
from yipanqi.close.model import NightRow
from yipanqi.close.state import Board
from yipanqi.desk.showing import change_view
from yipanqi.desk.views import ChangeView
from yipanqi.ground.ids import NeighbourhoodId
from yipanqi.journal.envelope import Entry

K = TypeVar("K")
R = TypeVar("R")

KEPT_EVERY = 200
"""A board is kept every so many entries; they share what did not change, so that costs little."""
PAGE = 1_000

MilestoneKind = Literal[
    "plan_adopted",
    "closed",
    "opened_again",
    "decision",
    "carried_out",
    "problem",
    "crew_lost",
    "all_closed",
]


class Milestone(Struct, frozen=True):
    """Something one wants to jump to: when it was recorded, what, and of what."""

    position: int
    at: datetime
    kind: MilestoneKind
    subject: str = ""
    """The neighbourhood's, decision's, problem's or crew's id."""
    by: str = ""


class ReplayView(Struct, frozen=True):
    """What there is to replay; positions count entries, times are when they were recorded."""

    entries: int
    from_at: datetime | None
    until_at: datetime | None
    night: NightRow | None
    milestones: tuple[Milestone, ...]


class PastChange(Struct, frozen=True):
    """One entry's change, and when it was recorded."""

    at: datetime
    change: ChangeView


class StandingClock:
    """A clock that stood at a moment of the past."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        """That moment."""
        return self._at

    def rate(self) -> float:
        """It stands."""
        return 0.0


class Replay:
    """A board's past, worked out from its journal once and kept.

    With a lock as `turn` it may be asked from any thread.
    """

    def __init__(
        self,
        read: Callable[[int, int], Sequence[Entry]],
        turn: AbstractContextManager[object] | None = None,
    ) -> None:
        self._read = read
        self._turn: AbstractContextManager[object] = turn or nullcontext()
        self._boards: list[Board] = [Board()]
        """Boards at positions 0, KEPT_EVERY, 2 x KEPT_EVERY …, and after them the newest."""
        self._newest = Board()
        self._times: list[datetime] = []
        self._milestones: list[Milestone] = []

    def view(self) -> ReplayView:
        """What there is to replay."""
        with self._turn:
            self._catch_up()
            return ReplayView(
                entries=len(self._times),
                from_at=self._times[0] if self._times else None,
                until_at=self._times[-1] if self._times else None,
                night=self._newest.night,
                milestones=tuple(self._milestones),
            )

    def position_at(self, at: datetime) -> int:
        """The last entry recorded at a moment or before; 0 where there is none."""
        with self._turn:
            self._catch_up()
            return _recorded_by(self._times, at)

    def board(self, position: int) -> tuple[Board, datetime | None]:
        """The board after the entry at a position, and when that was recorded."""
        with self._turn:
            self._catch_up()
            position = max(0, min(position, len(self._times)))
            at = self._times[position - 1] if position else None
            board = self._before(position)
        return fold(board, self._some(board.position, position)), at

    def changes(self, after: int, most: int) -> tuple[PastChange, ...]:
        """The changes of at most so many entries after a position, in order."""
        board, _ = self.board(after)
        told = []
        for entry in self._read(board.position, most):
            since, board = board.position, fold(board, [entry])
            told.append(PastChange(entry.recorded_at, change_view(board, since, entry.position)))
        return tuple(told)

    def _before(self, position: int) -> Board:
        """The last board kept at a position or before."""
        if self._newest.position <= position:
            return self._newest
        return self._boards[min(position // KEPT_EVERY, len(self._boards) - 1)]

    def _some(self, after: int, until: int) -> Sequence[Entry]:
        return [e for e in self._read(after, max(0, until - after)) if e.position <= until]

    def _catch_up(self) -> None:
        """Fold what was recorded since the last time, noting milestones on the way."""
        while entries := self._read(self._newest.position, PAGE):
            for entry in entries:
                before, self._newest = self._newest, fold(self._newest, [entry])
                self._times.append(entry.recorded_at)
                self._milestones += _milestones(before, self._newest, entry)
                if entry.position % KEPT_EVERY == 0:
                    self._boards.append(self._newest)


def _recorded_by(times: list[datetime], at: datetime) -> int:
    """How many of the times, which go forward but for a clock that was set back, are not after a moment."""
    low, high = 0, len(times)
    while low < high:
        middle = (low + high) // 2
        if times[middle] <= at:
            low = middle + 1
        else:
            high = middle
    return low


def _milestones(before: Board, after: Board, entry: Entry) -> Iterator[Milestone]:
    """What one wants to jump to among an entry's effects."""

    def milestone(kind: MilestoneKind, subject: str = "") -> Milestone:
        return Milestone(entry.position, entry.recorded_at, kind, subject, entry.actor)

    if after.plan is not None and after.plan != before.plan:
        yield milestone("plan_adopted", after.plan.id)
    for name, row in after.problems.items():
        if name not in before.problems:
            yield milestone("problem", row.id)
    for name, decision in after.decisions.items():
        known = before.decisions.get(name)
        if known is None:
            yield milestone("decision", decision.id)
        elif known.done_at is None and decision.done_at is not None:
            yield milestone("carried_out", decision.id)
    for crew in _changed(before.crews, after.crews):
        if after.crews[crew].state == "lost" and before.crews[crew].state != "lost":
            yield milestone("crew_lost", crew)
    yield from _rings(before, after, milestone)


def _rings(
    before: Board, after: Board, milestone: Callable[[MilestoneKind, str], Milestone]
) -> Iterator[Milestone]:
    """Neighbourhoods that came to be closed, or were no longer."""
    changed = _changed(before.neighbourhoods, after.neighbourhoods)
    closed = [n for n in changed if _ring(after, n) == "closed" != _ring(before, n)]
    for name in changed:
        if name in closed:
            yield milestone("closed", name)
        elif _ring(before, name) == "closed":
            yield milestone("opened_again", name)
    if closed and all(row.ring == "closed" for row in after.neighbourhoods.values()):
        yield milestone("all_closed", "")


def _ring(board: Board, name: NeighbourhoodId) -> str:
    row = board.neighbourhoods.get(name)
    return row.ring if row else ""


def _changed(before: dict[K, R], after: dict[K, R]) -> list[K]:
    """Names whose rows are other ones than before, of those there were before."""
    if before is after:
        return []
    return [name for name, row in after.items() if name in before and row is not before[name]]
