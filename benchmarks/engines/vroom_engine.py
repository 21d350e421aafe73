"""VROOM: every net is a shipment from the nearest yard; the earliest common end is found by halving.

It has neither a longest-route objective nor several trips. Picking up at a place one is already at costs no
second loading, so that a row of pick-ups is one visit to a yard.
"""

from datetime import timedelta

import numpy as np
import vroom
from benchmarks.engines.routes import Routes, Visit, travel_matrix
from vroom.solution.solution import Solution

from yipanqi.plan.crews.model import CrewProblem

TRIES = 5
LEVEL = 5
WIDEST = 1.20
"""The latest common end that is looked at, over the bound."""


def solve(problem: CrewProblem, seconds: float, _seed: int, bound_s: int) -> Routes:
    """Routes after about so many seconds; it has no seed and takes `timeout` loosely."""
    low, high = float(bound_s), WIDEST * bound_s
    best = _within(problem, round(high), seconds / TRIES)
    left_best = _left(problem, best)
    for _ in range(TRIES - 1):
        end_s = (low + high) / 2
        routes = _within(problem, round(end_s), seconds / TRIES)
        left = _left(problem, routes)
        if left <= left_best:
            best, left_best = routes, left
        low, high = (low, end_s) if left == 0 else (end_s, high)
    return best


def _left(problem: CrewProblem, routes: Routes) -> int:
    return len(problem.jobs) - sum(what == "job" for route in routes for what, _ in route)


def _within(problem: CrewProblem, end_s: int, seconds: float) -> Routes:
    """As many jobs as can be done by an end."""
    given = vroom.Input()
    travel = travel_matrix(problem)
    given.set_durations_matrix("car", travel.astype(np.uint32))
    known = sorted({s for job in problem.jobs for s in job.skills})
    crews, yards = len(problem.crews), len(problem.suppliers)
    for n, crew in enumerate(problem.crews):
        window = vroom.TimeWindow(crew.from_s, max(crew.from_s + 1, min(crew.until_s, end_s)))
        skills = {known.index(s) for s in crew.skills if s in known}
        given.add_vehicle(vroom.Vehicle(n, start=n, capacity=[crew.van_m], skills=skills, time_window=window))
    for n, job in enumerate(problem.jobs):
        here = crews + yards + n
        skills = {known.index(s) for s in job.skills}
        if not job.net_m:
            given.add_job(
                vroom.Job(n, here, default_service=job.work_s, delivery=[0], pickup=[0], skills=skills)
            )
            continue
        yard = min(range(yards), key=lambda y: int(travel[crews + y, here]))
        given.add_job(
            vroom.Shipment(
                vroom.ShipmentStep(n, crews + yard, default_setup=problem.suppliers[yard].load_s),
                vroom.ShipmentStep(n, here, default_service=job.work_s),
                amount=[job.net_m],
                skills=skills,
            )
        )
    found = given.solve(exploration_level=LEVEL, nb_threads=2, timeout=timedelta(seconds=seconds))
    return _routes(problem, found)


def _routes(problem: CrewProblem, found: Solution) -> Routes:
    crews = len(problem.crews)
    routes: Routes = [[] for _ in problem.crews]
    for row in found.routes.sort_values(["vehicle_id", "arrival"], kind="stable").itertuples():
        visit: Visit | None = None
        if row.type in {"job", "delivery"}:
            visit = ("job", int(row.id))
        elif row.type == "pickup":
            visit = ("load", int(row.location_index) - crews)
        route = routes[int(row.vehicle_id)]
        if visit is not None and not (visit[0] == "load" and route and route[-1] == visit):
            route.append(visit)
    return routes
