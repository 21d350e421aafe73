"""The anytime search: compiled rounds in short slices, on as many threads as there are workers."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec
import numpy as np
from numpy.typing import NDArray

from yipanqi.plan.crews.model import CrewProblem
from yipanqi.solvers.crews.board import Board, Routes, Visit, board_of
from yipanqi.solvers.crews.bound import fill_s
from yipanqi.solvers.crews.compiled import kernel
from yipanqi.solvers.crews.kernel.shapes import Night, Tour, night_of, tour_of

_REHEARSAL = b"""{
"format": "crew-problem/1", "starts_at": "2026-01-01T00:00:00Z", "deadline_s": 9999,
"travel": {"speed_m_s": 5.0, "detour": 1.3},
"suppliers": [{"id": "s", "x_m": 1, "y_m": 1, "load_s": 60}],
"jobs": [
{"id": "a", "x_m": 9, "y_m": 0,
"neighbourhood": "n", "community": "c", "kind": "net", "net_m": 1, "work_s": 60},
{"id": "b", "x_m": 5, "y_m": 0,
"neighbourhood": "n", "community": "c", "kind": "gate", "net_m": 0, "work_s": 60}
],
"crews": [
{"id": "k", "x_m": 0, "y_m": 0, "lender": "l", "community": "c", "from_s": 0, "until_s": 9999, "van_m": 9}
]}"""

_WALL_S = 0.001
_SLICE_S = 0.03
"""How long compiled code runs before it looks up."""


@dataclass(frozen=True)
class Cooling:
    """How a search cools: temperatures, penalty widths (s), and how much a round takes apart."""

    hot_s: float = 100.0
    cold_s: float = 3.0
    wide_s: float = 1000.0
    narrow_s: float = 10.0
    taken_out: float = 10.0
    longest: float = 7.0
    blink: float = 0.01
    wall: float = 0.15
    """The share of the search in which nobody may end as late as the best plan's last crew."""
    tidy: float = 0.1
    """The last share, in which neighbourhoods are closed earlier and nobody may end later than that."""
    tidy_heat_s: float = 100.0


@dataclass
class Watch:
    """When to stop: after so many seconds or rounds, or when told to.

    `since` and `until`: which stretch of the whole cooling this is, for a search made in several.
    """

    seconds: float
    rounds: int | None = None
    started: float = field(default_factory=time.monotonic)
    stop: threading.Event = field(default_factory=threading.Event)
    since: float = 0.0
    until: float = 1.0

    def gone(self, rounds: int) -> float:
        """The share of its time that is over; 1 and more is the end."""
        if self.stop.is_set():
            return 1.0
        if self.rounds is not None:
            return rounds / max(1, self.rounds)
        return (time.monotonic() - self.started) / max(1e-9, self.seconds)

    def spent(self, gone: float) -> float:
        """The share of the whole cooling that is over by then."""
        return self.since + (self.until - self.since) * gone


class Worker:
    """One thread's search, from routes it is given."""

    def __init__(
        self,
        board: Board,
        start: Routes,
        seed: int,
        cooling: Cooling,
        stay_s: float = 0.0,
        homes: Routes | None = None,
    ) -> None:
        self.code = kernel()
        self.board, self.cooling, self.rounds, self.tidying = board, cooling, 0, False
        self.night: Night = night_of(board, _homes(board, start if homes is None else homes), stay_s)
        self.tour: Tour = tour_of(self.night)
        self.state = np.zeros(2, dtype=np.uint64)
        self.code.seed(self.state, seed)
        self.take(start)

    def take(self, routes: Routes) -> None:
        """Go on from other routes; the best so far is forgotten."""
        tour = self.tour
        for k, route in enumerate(routes):
            tour.size[k] = len(route)
            for i, visit in enumerate(route):
                tour.seq[k, i] = -1 - visit.number if visit.yard else visit.number
        self.code.begin(self.night, tour)
        self.code.anneal(self.night, tour, self.state, 0, 1.0, 1.0, 0.0, 1.0, 1.0, 1.0, 0.0, 0.0)

    def run(self, watch: Watch) -> None:
        """Search until the watch says stop."""
        size = 100
        while (gone := watch.gone(self.rounds)) < 1.0:
            if watch.rounds is not None:
                size = min(max(1, watch.rounds // 40), 500, watch.rounds - self.rounds)
            before = time.monotonic()
            self._slice(size, watch.spent(gone))
            took_s = max(time.monotonic() - before, 1e-4)
            size = int(min(5000.0, max(10.0, size * _SLICE_S / took_s)))

    def _slice(self, rounds: int, spent: float) -> None:
        """So many rounds at one temperature."""
        how, tour = self.cooling, self.tour
        heat_s = how.hot_s * (how.cold_s / how.hot_s) ** spent
        width_s = how.wide_s * (how.narrow_s / how.wide_s) ** spent
        busy_s = int((tour.end_s.astype(np.int64) - self.board.from_s).sum())
        aim_s = float(min(fill_s(self.board, busy_s), self.finish_s))
        closing = 0.0
        if spent > 1.0 - how.tidy and np.isfinite(self.finish_s):
            if not self.tidying:
                self.take(self.routes())
                self.tour.best[2] = np.inf  # what was annealed until now is another sum
                self.tidying = True
            aim_s, width_s, heat_s, closing = (
                self.finish_s,
                _WALL_S,
                how.tidy_heat_s * (1.0 - spent) / how.tidy,
                1.0,
            )
        elif spent > 1.0 - how.wall - how.tidy and np.isfinite(self.finish_s):
            aim_s, width_s = self.finish_s - 1.0, _WALL_S
        self.code.anneal(
            self.night,
            tour,
            self.state,
            rounds,
            heat_s,
            heat_s,
            aim_s,
            width_s,
            how.taken_out,
            how.longest,
            how.blink,
            closing,
        )
        self.rounds += rounds

    @property
    def finish_s(self) -> float:
        """The best finish so far; infinite while nothing feasible was found."""
        return float(self.tour.best[3])

    @property
    def value(self) -> tuple[float, ...]:
        """The best so far: missed, finish with moves, what was annealed; less is better."""
        return tuple(float(v) for v in self.tour.best[:3])

    def routes(self) -> Routes:
        """The best routes so far."""
        tour = self.tour
        return [
            [Visit(s < 0, int(-1 - s if s < 0 else s)) for s in tour.best_seq[k, : tour.best_size[k]]]
            for k in range(self.board.crews)
        ]


def search(
    board: Board,
    start: Routes,
    watch: Watch,
    *,
    seed: int = 0,
    workers: int = 1,
    cooling: Cooling | None = None,
    stay_s: float = 0.0,
    homes: Routes | None = None,
    seen: Callable[[float, int, int], bool] | None = None,
) -> tuple[Routes, int]:
    """The best routes of all workers, and the rounds they made together.

    With `stay_s` a part taken from the crew that has it in `homes` (else in `start`) must bring the finish
    forward by so much.
    `seen(spent_s, finish_s, rounds)` is called a few times a second and ends the search by False.
    """
    crew = [
        Worker(board, start, 1 + seed * 1009 + n, cooling or Cooling(), stay_s, homes)
        for n in range(max(1, workers))
    ]
    watch.started = time.monotonic() if watch.rounds is not None else watch.started
    errors: list[BaseException] = []
    threads = [threading.Thread(target=_run, args=(w, watch, errors), daemon=True) for w in crew[1:]]
    if seen is None:
        for thread in threads:
            thread.start()
        _run(crew[0], watch, errors)
    else:
        threads.append(threading.Thread(target=_run, args=(crew[0], watch, errors), daemon=True))
        for thread in threads:
            thread.start()
        while alive := [t for t in threads if t.is_alive()]:
            alive[0].join(0.2)
            finish = min(w.finish_s for w in crew)
            rounds = sum(w.rounds for w in crew)
            if not seen(time.monotonic() - watch.started, int(finish) if np.isfinite(finish) else 0, rounds):
                watch.stop.set()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    best = min(crew, key=lambda w: w.value)
    return best.routes(), sum(w.rounds for w in crew)


def _homes(board: Board, start: Routes) -> NDArray[np.int32]:
    """Which crew each part begins with, -1 for none."""
    homes = np.full(len(board.work_s), -1, dtype=np.int32)
    for k, route in enumerate(start):
        for visit in route:
            if not visit.yard:
                homes[visit.number] = k
    return homes


def _run(worker: Worker, watch: Watch, errors: list[BaseException]) -> None:
    """A worker's thread; what it fails with is raised by the thread that asked."""
    try:
        worker.run(watch)
    except BaseException as error:
        errors.append(error)
        watch.stop.set()


def rehearse() -> None:
    """Compile, or load from the cache, everything a search and its bound run, on a night of two jobs."""
    from yipanqi.solvers.crews.tree_bound import tree_bound_s  # scipy's trees take a while to import

    night = msgspec.json.decode(_REHEARSAL, type=CrewProblem)
    board = board_of(night)
    search(board, [[]], Watch(1.0, rounds=20))
    tree_bound_s(board, night.deadline_s)
