"""Playing a night: simulated crews report to the desk, and a standing rule adopts what is needed."""

import logging
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import groupby
from threading import Event

import msgspec
from msgspec import Struct

from yipanqi.close.proposing import loose_ends
from yipanqi.close.state import Board
from yipanqi.close.totals import totals
from yipanqi.ground.ids import Actor
from yipanqi.ground.refusal import Refusal
from yipanqi.simulate.night import Night
from yipanqi.simulate.saying import Said
from yipanqi.wiring import OpenBoard, SetClock

COMMANDER = Actor("commander")
REPLAN_EVERY = timedelta(minutes=4)
"""Board time between two replans by standing rule, so that crews are not sent to and fro."""
REPLAN_S = 0.5
"""How long the standing rule looks for a better replan than the first."""

_log = logging.getLogger(__name__)


class LeftOpen(Struct, frozen=True):
    """An opening that does not stand at the end, and why."""

    opening: str
    neighbourhood: str
    state: str
    why: str


class Outcome(Struct, frozen=True):
    """How the night ended, counted from the board."""

    neighbourhoods: int
    neighbourhoods_closed: int
    openings: int
    done: int
    gates: int
    emergency: int
    found_tonight: int
    left_open: tuple[LeftOpen, ...]
    finished_at: datetime | None
    """When the last opening was done."""
    deadline_at: datetime | None
    in_time: bool
    """Everything that could be done stood by the deadline."""
    all_explained: bool
    """Every opening stands, or is left open with a reason."""
    plans_adopted: int
    net_m_standing: int
    journal_entries: int
    reports: dict[str, int]
    board_digest: str
    """Of every row; equal on two boards that hold the same night."""


class Player:
    """Simulated crews, and a commander who adopts every replan that is needed."""

    def __init__(self, board: OpenBoard, night: Night, *, standing_rule: bool = True) -> None:
        self._open = board
        self._night = night
        self._standing_rule = standing_rule
        self._replanned_at: datetime | None = None
        self._replanned_for = 0

    @property
    def _board(self) -> Board:
        return self._open.desk.board

    def report_due(self, now: datetime) -> int:
        """Enter what has happened by now, as the devices would; returns how many reports.

        Each crew says one thing at a time: ask again for what follows from it.
        """
        due = self._night.due(self._board, now)
        self._send(due)
        self._settle(now)
        return len(due)

    def _send(self, due: tuple[Said, ...]) -> None:
        for (actor, device), said in groupby(due, key=lambda s: (s.actor, s.device)):
            self._open.desk.report([s.raw() for s in said], actor, device).result()

    def _settle(self, now: datetime) -> None:
        """By standing rule: openings nobody is given to are planned again, if that may change anything."""
        if not self._standing_rule or not loose_ends(self._board):
            return
        recent = self._replanned_at is not None and now - self._replanned_at < REPLAN_EVERY
        if recent or self._replanned_for == self._board.position:
            return
        plan = self._open.planning.replan(seed=self._board.position, seconds=REPLAN_S, actor=COMMANDER)
        self._replanned_at = now
        if isinstance(plan, Refusal):
            _log.error("no replan: %s %s", plan.code, plan.facts)
        else:
            adopted = self._open.desk.adopt(plan.id, plan.on_version, COMMANDER).result()
            if isinstance(adopted, Refusal):
                _log.warning("not adopted: %s %s", adopted.code, adopted.facts)
        self._replanned_for = self._board.position

    def next_at(self) -> datetime | None:
        """When the next report happens, or the standing rule may replan; None when all is over."""
        coming = self._night.next_at(self._board)
        if self._standing_rule and loose_ends(self._board) and self._replanned_for != self._board.position:
            again = (self._replanned_at or self._open.clock.now()) + REPLAN_EVERY
            return min(again, coming) if coming else again
        return coming


def play_until_done(clock: SetClock, player: Player, told: Callable[[datetime], None]) -> None:
    """The whole night at full speed: the clock jumps from one report to the next."""
    while (coming := player.next_at()) is not None:
        clock.at = max(clock.at, coming)
        player.report_due(clock.at)
        told(clock.at)


def play_along(board: OpenBoard, player: Player, stop: Event, pause_s: float = 0.15) -> None:
    """The night by the board's own clock, until it is over or somebody stops it."""
    while not stop.wait(pause_s):
        now = board.clock.now()
        while player.report_due(now):
            pass
        if board.desk.board.plan is not None and player.next_at() is None:
            return


def outcome(board: Board) -> Outcome:
    """How a night stands, from its rows alone."""
    sums = totals(board)
    wanted = [o for o in board.openings.values() if o.role != "inside"]
    done = [o for o in wanted if o.state == "done"]
    left = tuple(
        LeftOpen(o.id, o.neighbourhood, o.state, o.reason or o.undone_why)
        for o in wanted
        if o.state != "done"
    )
    finished = max((o.since for o in done if o.since), default=None)
    deadline = board.night.deadline_at if board.night else None
    kinds: Counter[str] = Counter(mark.do for marks in board.marks.values() for mark in marks.values())
    return Outcome(
        neighbourhoods=sums.neighbourhoods,
        neighbourhoods_closed=sums.neighbourhoods_closed,
        openings=len(wanted),
        done=len(done),
        gates=sums.gates_done,
        emergency=sums.emergency_done,
        found_tonight=sum(o.found_tonight for o in wanted),
        left_open=left,
        finished_at=finished,
        deadline_at=deadline,
        in_time=finished is not None and deadline is not None and finished <= deadline,
        all_explained=all(o.why for o in left),
        plans_adopted=board.plan.version if board.plan else 0,
        net_m_standing=sums.net_m_standing,
        journal_entries=board.position,
        reports=dict(kinds),
        board_digest=digest(board),
    )


def digest(board: Board) -> str:
    """SHA-256 over all rows, in order of their names, without the positions at which they arrived."""
    tables = (board.neighbourhoods, board.openings, board.crews, board.suppliers)
    rows = [
        [msgspec.structs.replace(row, position=0) for _, row in sorted(table.items())] for table in tables
    ]
    return sha256(msgspec.json.encode(rows)).hexdigest()
