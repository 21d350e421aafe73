"""From a plan back to routes, to go on from: what the board no longer knows is left out or replaced."""

from yipanqi.plan.crews.model import CrewPlan
from yipanqi.solvers.crews.board import Board, Routes, Visit

_GONE = -1


def routes_of(board: Board, plan: CrewPlan) -> Routes:
    """The routes of a plan, without jobs the board does not know or the crew may not do.

    A load at a yard that is gone becomes one at the yard that is least out of the way.
    """
    problem = board.problem
    jobs = {str(j.id): n for n, j in enumerate(problem.jobs)}
    yards = {str(y.id): n for n, y in enumerate(problem.suppliers)}
    left = {n: list(board.parts(n)) for n in range(len(problem.jobs))}
    routes: Routes = []
    for k, crew in enumerate(problem.crews):
        route: list[Visit] = []
        for step in plan.crews.get(crew.id, ()):
            if step.do == "load":
                route.append(Visit(True, yards.get(step.at, _GONE)))
            elif step.at in jobs:
                parts = left[jobs[step.at]]
                part = next((p for p in parts if board.able[k, p]), None)
                if part is not None:
                    parts.remove(part)
                    route.append(Visit(False, part))
        routes.append(_other_yards(board, k, route))
    return routes


def _other_yards(board: Board, crew: int, route: list[Visit]) -> list[Visit]:
    """A route in which nobody loads at a yard that is gone."""
    mended: list[Visit] = []
    for n, visit in enumerate(route):
        if not (visit.yard and visit.number == _GONE):
            mended.append(visit)
            continue
        after = next((v for v in route[n + 1 :] if not v.yard), None)
        if after is None or not board.yards:
            continue
        last = next((v for v in reversed(mended) if not v.yard), None)
        here = crew if last is None else board.first_place + last.number
        there = board.first_place + after.number
        ways = [
            int(board.travel_s[here, y]) + int(board.travel_s[y, there])
            for y in range(board.crews, board.first_place)
        ]
        mended.append(Visit(True, ways.index(min(ways))))
    return mended
