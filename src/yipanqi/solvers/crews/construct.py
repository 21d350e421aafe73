"""A first plan at once, in plain numpy: whoever is free first takes the job that suits it best.

A list schedule in the manner of Graham (1969), with travel: the crew that is free earliest looks at
every job it can still do and takes the one with the least way to go, long jobs and jobs few others
can do being worth a detour. Deterministic; every feature of the problem is heeded as it goes.
"""

import heapq

import numpy as np
from numpy.typing import NDArray

from yipanqi.solvers.crews.board import NEVER, Board, Ints, Routes, Visit, supply_m
from yipanqi.solvers.crews.decode import timetable

_FAR = float(NEVER)


def construct(
    board: Board, kept: Routes | None = None, *, long_first: float = 0.1, rare_s: float = 900.0
) -> Routes:
    """Routes of a first plan; `long_first`: way (s) a second of work is worth, `rare_s`: a rare skill.

    `kept` are feasible routes to go on from; nothing in them changes.
    """
    night = _Night(board, long_first, rare_s)
    if kept is not None:
        night.keep(kept)
    return night.run()


class _Night:
    """The state of a list schedule under way."""

    def __init__(self, board: Board, long_first: float, rare_s: float) -> None:
        self.board = board
        self.routes: Routes = [[] for _ in range(board.crews)]
        self.free_s = board.from_s.astype(np.int64)
        self.place = np.arange(board.crews)
        self.room_m = board.loaded_m.astype(np.int64)
        self.load: list[tuple[int, int]] = [(-1, 0)] * board.crews  # yard and moment of the last load
        self.taken_m = np.zeros(board.yards, dtype=np.int64)
        self.open = np.ones(len(board.copies), dtype=np.bool_)
        worth = long_first * board.work_s[board.first_part] * board.copies if len(board.copies) else _none()
        few = 1.0 - board.able.mean(axis=0) if board.crews else np.zeros(len(board.work_s))
        self.worth_s = worth + rare_s * few[board.first_part] if len(board.copies) else worth

    def keep(self, kept: Routes) -> None:
        """Begin where given routes end."""
        board = self.board
        times, _ = timetable(board, kept)
        for crew, route in enumerate(kept):
            for visit, (start_s, end_s) in zip(route, times[crew], strict=True):
                if visit.yard:
                    self.load[crew] = (visit.number, start_s)
                    self.room_m[crew] = board.van_m[crew]
                    self.place[crew] = board.crews + visit.number
                else:
                    self._spend(crew, visit.number)
                self.free_s[crew] = end_s
                self.routes[crew].append(visit)

    def run(self) -> Routes:
        """Let crews pick until nobody can do anything more."""
        queue = [(int(s), k) for k, s in enumerate(self.free_s)]
        heapq.heapify(queue)
        while queue and self.open.any():
            since_s, crew = heapq.heappop(queue)
            if since_s < self.free_s[crew] or self._picks(crew):  # it was called away to a job for several
                heapq.heappush(queue, (int(self.free_s[crew]), crew))
        return self.routes

    def _picks(self, crew: int) -> bool:
        """The crew takes its best job; False when there is none it can do."""
        board = self.board
        still = self.open.copy()
        while still.any():
            jobs = np.flatnonzero(still)
            parts = board.first_part[jobs]
            start, yard = self._starts(crew, parts)
            end = start + board.work_s[parts]
            home = end + board.back_s[crew, board.first_place + parts]
            fits = (home <= board.until_s[crew]) & (end <= board.latest_s[parts]) & (start < NEVER)
            fits &= self._may(crew, jobs)
            if not fits.any():
                return False
            cost = np.where(fits, start - self.free_s[crew] - self.worth_s[jobs], _FAR)
            best = int(np.argmin(cost))
            job = int(jobs[best])
            if board.copies[job] == 1:
                self._take(crew, int(parts[best]), int(start[best]), int(yard[best]))
                return True
            if self._gathers(crew, job):
                return True
            still[job] = False
        return False

    def _may(self, crew: int, jobs: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Whether the crew may do any part of each job."""
        board = self.board
        may: NDArray[np.bool_] = board.able[crew, board.first_part[jobs]].copy()
        for n in np.flatnonzero(board.copies[jobs] > 1):
            may[n] = board.able[crew, board.parts(int(jobs[n]))].any()
        return may

    def _starts(self, crew: int, parts: Ints) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """When the crew could start each part, NEVER if it cannot; and the yard on the way, -1 for none."""
        board = self.board
        there = board.first_place + parts
        start = self.free_s[crew] + board.travel_s[self.place[crew], there].astype(np.int64)
        yard = np.full(len(parts), -1)
        dry = board.net_m[parts] > self.room_m[crew]
        left_m = self._left_m(*self.load[crew])
        dry |= (board.net_m[parts] > left_m) & (self.load[crew][0] >= 0) & (board.net_m[parts] > 0)
        if dry.any():
            start[dry] = NEVER
            for y in range(board.yards):
                loads_s, until_s = self._loads(crew, y)
                via = until_s + board.travel_s[board.crews + y, there]
                better = dry & (via < start) & (board.net_m[parts] <= self._left_m(y, loads_s))
                start[better], yard[better] = via[better], y
        return np.maximum(start, board.earliest_s[parts]), yard

    def _loads(self, crew: int, yard: int) -> tuple[int, int]:
        """When the crew could load at a yard, from and to; NEVER if it closes before."""
        board = self.board
        way_s = int(board.travel_s[self.place[crew], board.crews + yard])
        at_s = max(int(self.free_s[crew]) + way_s, int(board.opens_s[yard]))
        gone_s = at_s + int(board.load_s[yard])
        return (at_s, gone_s) if gone_s <= board.closes_s[yard] else (NEVER, NEVER)

    def _left_m(self, yard: int, at_s: int) -> int:
        """Net nobody has a claim on, of what a yard has had by a moment."""
        if yard < 0 or at_s >= NEVER:
            return 0
        return supply_m(self.board.problem, yard, at_s) - int(self.taken_m[yard])

    def _take(self, crew: int, part: int, start_s: int, yard: int) -> None:
        """The crew does a part from `start_s`, loading on the way unless `yard` is -1."""
        board = self.board
        if yard >= 0:
            self.load[crew] = (yard, self._loads(crew, yard)[0])
            self.room_m[crew] = board.van_m[crew]
            self.routes[crew].append(Visit(True, yard))
        self.routes[crew].append(Visit(False, part))
        self._spend(crew, part)
        self.free_s[crew] = start_s + board.work_s[part]

    def _spend(self, crew: int, part: int) -> None:
        """The crew is at a part with its net, and nobody else needs to do it."""
        board = self.board
        self.room_m[crew] -= board.net_m[part]
        if self.load[crew][0] >= 0:
            self.taken_m[self.load[crew][0]] += board.net_m[part]
        self.place[crew] = board.first_place + part
        self.open[board.job_of[part]] = False

    def _gathers(self, crew: int, job: int) -> bool:
        """The crew and those who can be there soonest do a job together; False when too few can."""
        board = self.board
        team: list[tuple[int, int, int, int]] = []
        for part in board.parts(job):
            options = []
            for k in range(board.crews):
                if board.able[k, part] and all(k != member[0] for member in team):
                    start, yard = self._starts(k, np.array([part], dtype=np.int32))
                    options.append((k != crew, int(start[0]), k, int(yard[0])))
            there = board.first_place + part
            fitting = [o for o in options if o[1] + board.work_s[part] <= self._leaves_by(o[2], there)]
            if not fitting:
                return False
            _, start_s, k, y = min(fitting)
            team.append((k, part, start_s, y))
        together_s = max(start_s for _, _, start_s, _ in team)
        end_s = together_s + int(board.work_s[board.first_part[job]])
        hours_end = min(self._leaves_by(k, board.first_place + part) for k, part, _, _ in team)
        if end_s > min(hours_end, int(board.latest_s[board.first_part[job]])):
            return False
        if not self._stock_for_all(team):
            return False
        for k, part, _, y in team:
            self._take(k, part, together_s, y)
        return True

    def _leaves_by(self, crew: int, place: int) -> int:
        """When the crew must leave a place to be where it ends within its hours."""
        return int(self.board.until_s[crew]) - int(self.board.back_s[crew, place])

    def _stock_for_all(self, team: list[tuple[int, int, int, int]]) -> bool:
        """Whether the yards the team loads from have enough for all of them together."""
        for y in {yard for _, _, _, yard in team if yard >= 0}:
            at_s = min(self._loads(k, y)[0] for k, _, _, yard in team if yard == y)
            wanted_m = sum(int(self.board.net_m[part]) for _, part, _, yard in team if yard == y)
            if wanted_m > self._left_m(y, at_s):
                return False
        return True


def _none() -> NDArray[np.float64]:
    return np.zeros(0)
