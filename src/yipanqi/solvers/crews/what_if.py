"""What if this crew did that job? One change of a plan, timed anew at once, without a search.

The job goes where it costs the crew least, with a load before or after it if the van is too empty;
everything else keeps its order. What the other crew leaves behind moves up.
"""

from itertools import product
from typing import NamedTuple

from msgspec.structs import replace

from yipanqi.ground.ids import CrewId, JobId
from yipanqi.plan.crews.model import CrewPlan, CrewProblem, Undone
from yipanqi.solvers.crews.board import Board, Routes, Visit, board_of
from yipanqi.solvers.crews.decode import decode
from yipanqi.solvers.crews.encode import routes_of
from yipanqi.solvers.crews.reasons import reasons


class _Cost(NamedTuple):
    """What a route costs its crew; less is better."""

    end_s: int
    waiting_s: int
    """Ends of all its jobs added up."""


class WhatIf:
    """A plan for a problem, timed anew, and what it would be with one job elsewhere.

    `plan` keeps its order at the times that are possible now; what has become impossible is undone.
    """

    def __init__(self, problem: CrewProblem, plan: CrewPlan) -> None:
        self._problem = problem
        self._board = board_of(problem)
        self.plan = decode(self._board, routes_of(self._board, plan))
        self._routes = routes_of(self._board, self.plan)

    def with_job(self, job: JobId, crew: CrewId, before: JobId | None = None) -> CrewPlan | Undone:
        """The plan with a job given to a crew, in front of another of its jobs or where it costs least.

        Returns the reason instead where the crew can't do it, or only by leaving something else undone.

        Raises:
            ValueError: the problem knows no such job or crew.
        """
        board, problem = self._board, self._problem
        number, k = _number(board, job), _crew_number(board, crew)
        if board.copies[number] > 1:
            return Undone(job, f"it takes {board.copies[number]} crews at once", "crews-several")
        part = int(board.first_part[number])
        if not board.able[k, part]:
            return _why_not(problem, job, crew)
        rest: Routes = [[v for v in route if v.yard or v.number != part] for route in self._routes]
        left_out = {u.job for u in self.plan.undone}
        for route in _placings(board, k, rest[k], part, before):
            tried = decode(board, [*rest[:k], route, *rest[k + 1 :]])
            missing = {u.job for u in tried.undone}
            if job not in missing and missing <= left_out:
                return tried
        return _why_not(problem, job, crew)


def _number(board: Board, job: JobId) -> int:
    for n, known in enumerate(board.problem.jobs):
        if known.id == job:
            return n
    raise ValueError(f"the problem has no job {job}")


def _crew_number(board: Board, crew: CrewId) -> int:
    for n, known in enumerate(board.problem.crews):
        if known.id == crew:
            return n
    raise ValueError(f"the problem has no crew {crew}")


def _placings(board: Board, crew: int, route: list[Visit], part: int, before: JobId | None) -> Routes:
    """The few best routes with the part in it, the cheapest first."""
    places = range(len(route) + 1) if before is None else _in_front_of(board, route, before)
    loads: Routes = [[], *([Visit(True, y)] for y in range(board.yards))]
    costed: list[tuple[_Cost, int, int, list[Visit]]] = []
    for place_n in places:
        ahead, behind = route[:place_n], route[place_n:]
        for first, then in product(loads, loads if behind else [[]]):
            whole = [*ahead, *first, Visit(False, part), *then, *behind]
            cost = _alone(board, crew, whole)
            if cost is not None:
                costed.append((cost, len(whole), len(costed), whole))
    return [whole for _, _, _, whole in sorted(costed)[:4]]


def _in_front_of(board: Board, route: list[Visit], before: JobId) -> range:
    """The place before a job, or before the load right in front of it; all places when it is not there."""
    for n, visit in enumerate(route):
        if not visit.yard and board.problem.jobs[int(board.job_of[visit.number])].id == before:
            return range(n - 1 if n and route[n - 1].yard else n, n + 1)
    return range(len(route) + 1)


def _alone(board: Board, crew: int, route: list[Visit]) -> _Cost | None:
    """What the route costs a crew that waits for nobody; None when its van or its hours don't do."""
    at_s, here, room_m, waiting_s = int(board.from_s[crew]), crew, int(board.loaded_m[crew]), 0
    for visit in route:
        there = board.crews + visit.number if visit.yard else board.first_place + visit.number
        at_s += int(board.travel_s[here, there])
        here = there
        if visit.yard:
            at_s = max(at_s, int(board.opens_s[visit.number])) + int(board.load_s[visit.number])
            room_m = int(board.van_m[crew])
            continue
        at_s = max(at_s, int(board.earliest_s[visit.number])) + int(board.work_s[visit.number])
        room_m -= int(board.net_m[visit.number])
        if room_m < 0 or at_s > min(int(board.until_s[crew]), int(board.latest_s[visit.number])):
            return None
        waiting_s += at_s
    return _Cost(at_s, waiting_s)


def _why_not(problem: CrewProblem, job: JobId, crew: CrewId) -> Undone:
    """Why this crew can't do it, as if there were no other."""
    lone = replace(problem, crews=tuple(c for c in problem.crews if c.id == crew))
    return reasons(lone, {crew: ()}, [j for j in problem.jobs if j.id == job])[0]
