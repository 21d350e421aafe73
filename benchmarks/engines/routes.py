"""What every engine gives back, and how it becomes a plan that our check can judge."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from yipanqi.ground.ids import CrewId
from yipanqi.ground.plane import XY
from yipanqi.plan.crews.model import CrewOnShift, CrewPlan, CrewProblem, Job, Step, Undone, Yard
from yipanqi.plan.crews.travel import travel_s

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


def _useful(route: list[Visit]) -> list[Visit]:
    """Without loads that no job follows."""
    while route and route[-1][0] == "load":
        route = route[:-1]
    return route
