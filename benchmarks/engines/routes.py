"""What every engine gives back, and how it becomes a plan that our check can judge."""

from typing import Literal

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from yipanqi.ground.ids import CrewId, JobId
from yipanqi.ground.plane import XY
from yipanqi.plan.crews.model import CrewOnShift, CrewPlan, CrewProblem, Job, Step, Undone, Yard
from yipanqi.plan.crews.travel import travel_s
from yipanqi.solvers.crews.board import Visit as Stop
from yipanqi.solvers.crews.board import board_of
from yipanqi.solvers.crews.construct import construct
from yipanqi.solvers.crews.decode import decode
from yipanqi.solvers.crews.encode import routes_of

Visit = tuple[Literal["load", "job"], int]
"""A yard or a job, by its place in the problem."""
Routes = list[list[Visit]]
"""One route a crew, in the problem's order."""


def places_of(problem: CrewProblem) -> list[XY]:
    """Crews' homes, then yards, then jobs."""
    all_of_them: tuple[CrewOnShift | Yard | Job, ...] = (*problem.crews, *problem.suppliers, *problem.jobs)
    return [(place.x_m, place.y_m) for place in all_of_them]


def travel_matrix(problem: CrewProblem) -> NDArray[np.int64]:
    """Seconds between all places."""
    places = places_of(problem)
    return np.array([[travel_s(problem.travel, a, b) for b in places] for a in places], np.int64)


def timed(problem: CrewProblem, routes: Routes) -> CrewPlan:
    """The routes with the earliest times; a van leaves every yard full, loads nobody needs are left out."""
    crews: dict[CrewId, tuple[Step, ...]] = {}
    done: set[str] = set()
    for crew, route in zip(problem.crews, routes, strict=True):
        here: XY = (crew.x_m, crew.y_m)
        now_s, in_van_m = crew.from_s, crew.loaded_m
        steps: list[Step] = []
        for what, number in _useful(route):
            place: Job | Yard = problem.suppliers[number] if what == "load" else problem.jobs[number]
            there = (place.x_m, place.y_m)
            now_s += travel_s(problem.travel, here, there)
            if what == "load":
                yard = problem.suppliers[number]
                net_m, takes_s, in_van_m = crew.van_m - in_van_m, yard.load_s, crew.van_m
                now_s = max(now_s, yard.opens_s)
            else:
                job = problem.jobs[number]
                net_m, takes_s = job.net_m, job.work_s
                in_van_m -= net_m
                now_s = max(now_s, job.earliest_s)
                done.add(job.id)
            steps.append(Step(what, place.id, now_s, now_s + takes_s, net_m))
            here, now_s = there, now_s + takes_s
        crews[crew.id] = tuple(steps)
    undone = tuple(Undone(job.id, "the engine left it out") for job in problem.jobs if job.id not in done)
    ends = [step.ends_s for steps in crews.values() for step in steps if step.do == "job"]
    return CrewPlan(crews, max(ends, default=0), 0, undone)


def halves(problem: CrewProblem) -> CrewProblem:
    """The night for engines that know no job for several crews: each is as many jobs as it has parts.

    Nothing tells them to be there together, or to send two crews and not one twice.
    """
    board = board_of(problem)
    jobs = tuple(
        replace(
            problem.jobs[board.job_of[part]],
            id=JobId(f"part-{part}"),
            net_m=int(board.net_m[part]),
            crews=1,
        )
        for part in range(len(board.job_of))
    )
    return replace(problem, jobs=jobs)


def replayed(problem: CrewProblem, routes: Routes) -> CrewPlan:
    """Routes made for `halves` as a plan of the night: whoever is there first waits for the other.

    What cannot be done together (the same crew twice, or two teams that wait for each other) is added at the
    ends of routes by our own construction: in their favour.
    """
    board = board_of(problem)
    plan = decode(board, [[Stop(what == "load", number) for what, number in route] for route in routes])
    if plan.undone:
        plan = decode(board, construct(board, routes_of(board, plan)))
    return plan


def _useful(route: list[Visit]) -> list[Visit]:
    """Without loads that no job follows."""
    while route and route[-1][0] == "load":
        route = route[:-1]
    return route
