"""The last look at a plan: neighbourhoods closed earlier, less travel, hours shared more fairly, at no cost.

Crews of the lenders that give the largest and the smallest share of their hours change the ends of their
routes, or single jobs, with others. Only what is better in the strict order of the objectives is kept, so
nothing that stands before is ever worse.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from yipanqi.plan.crews.check import check_crew_plan
from yipanqi.plan.crews.model import CrewPlan, CrewProblem
from yipanqi.plan.crews.value import value_of
from yipanqi.solvers.crews.board import Board, Routes, Visit, board_of
from yipanqi.solvers.crews.decode import decode, timetable
from yipanqi.solvers.crews.encode import routes_of

TRIES = 5000
"""So many exchanges are looked at, which takes about a fifth of a second."""

Route = list[Visit]
Worth = tuple[int, int, int, int]
"""Finish, closing times added up, travel, unfairness; as in `Value`, less is better."""


def fairer(problem: CrewProblem, plan: CrewPlan, tries: int = TRIES) -> CrewPlan:
    """The plan, or one that is better in the strict order and passes the check.

    Jobs for several crews and yards that can run short tie routes together: crews with the former are left
    alone, and so are nights with the latter, or that end after the deadline.
    """
    late = plan.finish_s > problem.deadline_s
    if late or problem.locked or any(y.stock_m is not None for y in problem.suppliers):
        return plan
    board = board_of(problem)
    found = decode(board, _Exchange(board, routes_of(board, plan)).run(tries))
    better = _order(problem, found) < _order(problem, plan)
    return found if better and not check_crew_plan(problem, found) else plan


def _order(problem: CrewProblem, plan: CrewPlan) -> tuple[int, ...]:
    value = value_of(problem, plan)
    return value.missed, value.finish_s, value.neighbourhoods_s, value.travel_s, value.unfairness_s


class _Way(NamedTuple):
    """One route walked through: when its jobs end, travel, and when the crew is done and counts as done."""

    ends_s: dict[int, int]
    travel_s: int
    done_s: int
    counts_s: int


class _Exchange:
    """Routes of crews that share no job, and what they are worth together."""

    def __init__(self, board: Board, routes: Routes) -> None:
        self.board, self.routes = board, [list(route) for route in routes]
        problem = board.problem
        self.hood = [j.neighbourhood for j in problem.jobs]
        self.of_hood: dict[str, list[int]] = defaultdict(list)
        for n, job in enumerate(problem.jobs):
            self.of_hood[job.neighbourhood].append(n)
        self.lent_s: dict[str, int] = defaultdict(int)
        for crew in problem.crews:
            self.lent_s[crew.lender] += max(0, min(crew.until_s, problem.deadline_s) - crew.from_s)
        walked = {k: self._walk(k, route) for k, route in enumerate(routes) if self._alone(route)}
        self.ways = {k: way for k, way in walked.items() if way is not None}
        times, _ = timetable(board, routes)
        visits = [
            (v, end_s)
            for route, spans in zip(routes, times, strict=True)
            for v, (_, end_s) in zip(route, spans, strict=True)
        ]
        self.ends_s = {int(board.job_of[v.number]): end_s for v, end_s in visits if not v.yard}
        self.done_s = [spans[-1][1] if spans else 0 for spans in times]

    def run(self, tries: int) -> Routes:
        """The routes after so many exchanges were tried."""
        worth, again = self._worth({}), True
        while again:
            again = False
            for k, m, one, other in self._exchanges():
                tries -= 1
                if tries < 0:
                    return self.routes
                ways = self._both(k, one, m, other, worth[0])
                if ways is None:
                    continue
                found = self._worth(ways)
                if found < worth:
                    worth, again = found, True
                    self.routes[k], self.routes[m] = one, other
                    self.ways |= ways
                    self.ends_s |= ways[k].ends_s | ways[m].ends_s
                    break
        return self.routes

    def _exchanges(self) -> Iterator[tuple[int, int, Route, Route]]:
        """Two crews, and routes for them: whole routes or their ends exchanged, or a job handed on."""
        lender = [c.lender for c in self.board.problem.crews]
        share = self._shares({})
        if len(share) < 2:
            return
        extremes = {max(share, key=lambda n: share[n]), min(share, key=lambda n: share[n])}
        first = [k for k in self.ways if lender[k] in extremes]
        pairs = [(k, m) for k in first for m in self.ways if lender[m] != lender[k]]
        yield from ((k, m, self.routes[m], self.routes[k]) for k, m in pairs)
        for k, m in pairs:
            a, b = self.routes[k], self.routes[m]
            for i in range(len(a) + 1):
                for j in range(len(b) + 1):
                    yield k, m, a[:i] + b[j:], b[:j] + a[i:]
                    if i < len(a) and not a[i].yard:
                        yield k, m, a[:i] + a[i + 1 :], [*b[:j], a[i], *b[j:]]

    def _both(self, k: int, one: Route, m: int, other: Route, finish_s: int) -> dict[int, _Way] | None:
        """Both new routes walked through; None if one cannot be, or ends after the finish."""
        first = self._walk(k, one)
        if first is None or first.counts_s > finish_s:
            return None
        second = self._walk(m, other)
        return None if second is None or second.counts_s > finish_s else {k: first, m: second}

    def _walk(self, crew: int, route: Route) -> _Way | None:
        """A route's times; None where the crew, its van or its hours do not allow it."""
        board = self.board
        here, now_s, room_m, travel_s = crew, int(board.from_s[crew]), int(board.loaded_m[crew]), 0
        ends_s: dict[int, int] = {}
        for yard, number in route:
            there = board.crews + number if yard else board.first_place + number
            way_s = int(board.travel_s[here, there])
            now_s, travel_s, here = now_s + way_s, travel_s + way_s, there
            if yard:
                now_s = max(now_s, int(board.opens_s[number])) + int(board.load_s[number])
                room_m, limit_s = int(board.van_m[crew]), int(board.closes_s[number])
            else:
                now_s = max(now_s, int(board.earliest_s[number])) + int(board.work_s[number])
                room_m, limit_s = room_m - int(board.net_m[number]), int(board.latest_s[number])
                ends_s[int(board.job_of[number])] = now_s
            if room_m < 0 or now_s > limit_s or not (yard or board.able[crew, number]):
                return None
        back_s = int(board.back_s[crew, here]) if route else 0
        if route and now_s + back_s > board.until_s[crew]:
            return None
        counts_s = now_s + (back_s if board.problem.counts_return else 0)
        return _Way(ends_s, travel_s + back_s, now_s + back_s, counts_s if ends_s else 0)

    def _alone(self, route: Route) -> bool:
        """Whether none of a route's jobs is for several crews."""
        return all(v.yard or self.board.copies[self.board.job_of[v.number]] == 1 for v in route)

    def _worth(self, changed: dict[int, _Way]) -> Worth:
        """What all routes are worth with some changed; what is tied together counts the same always."""
        ways = self.ways | changed
        ends_s = self.ends_s | {j: e for way in changed.values() for j, e in way.ends_s.items()}
        hoods = {self.hood[j] for j in ends_s}
        closed = sum(max(ends_s.get(j, 0) for j in self.of_hood[h]) for h in hoods)
        shares = self._shares(changed).values()
        return (
            max((w.counts_s for w in ways.values()), default=0),
            closed,
            sum(w.travel_s for w in ways.values()),
            max(shares, default=0) - min(shares, default=0),
        )

    def _shares(self, changed: dict[int, _Way]) -> dict[str, int]:
        """Hours given against hours lent, by lender, in seconds an hour."""
        given: dict[str, int] = defaultdict(int)
        for k, crew in enumerate(self.board.problem.crews):
            way = changed.get(k) or self.ways.get(k)
            given[crew.lender] += max(0, (self.done_s[k] if way is None else way.done_s) - crew.from_s)
        return {n: 3600 * given[n] // lent for n, lent in self.lent_s.items() if lent > 0}
