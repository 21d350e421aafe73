"""OR-Tools routing: the span of the time dimension, guided local search, yards as optional reload stops.

It finds no first solution with empty vans by itself, so it starts from the first plan of ours: in its favour.
"""

import numpy as np
from benchmarks.engines.routes import Routes, Visit, travel_matrix
from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from yipanqi.plan.crews.model import CrewProblem
from yipanqi.solvers.crews import plan_crews

DROPPED = 10**7
SPAN_COST = 100
RELOADS_EACH = 2
"""Copies of every yard beyond those the start uses, a crew."""


def solve(problem: CrewProblem, seconds: float, _seed: int, _bound_s: int) -> Routes:
    """Routes after so many seconds on one core; it has no seed."""
    start = _start(problem)
    travel = travel_matrix(problem)
    crews, yards, jobs = len(problem.crews), len(problem.suppliers), len(problem.jobs)
    used = sum(what == "load" for route in start for what, _ in route)
    copies = [n % yards for n in range(yards * (used // yards + RELOADS_EACH * 10))]
    # Places in its numbering: homes, then jobs, then copies of yards, then nowhere.
    place = [*range(crews), *range(crews + yards, crews + yards + jobs), *(crews + y for y in copies)]
    service = [0] * crews + [j.work_s for j in problem.jobs] + [problem.suppliers[y].load_s for y in copies]
    nowhere = len(place)
    legs = np.zeros((nowhere + 1, nowhere + 1), np.int64)
    legs[:-1, :-1] = travel[np.ix_(place, place)] + np.array(service)[:, None]
    legs[:-1, -1] = service
    manager = pywrapcp.RoutingIndexManager(nowhere + 1, crews, list(range(crews)), [nowhere] * crews)
    routing = pywrapcp.RoutingModel(manager)
    taken = routing.RegisterTransitMatrix(legs.tolist())
    routing.SetArcCostEvaluatorOfAllVehicles(taken)
    horizon = max(c.until_s for c in problem.crews)
    routing.AddDimension(taken, 0, horizon, False, "time")
    time = routing.GetDimensionOrDie("time")
    time.SetGlobalSpanCostCoefficient(SPAN_COST)
    for n, crew in enumerate(problem.crews):
        time.CumulVar(routing.Start(n)).SetRange(crew.from_s, crew.from_s)
        time.CumulVar(routing.End(n)).SetRange(0, crew.until_s)
    _load(problem, routing, manager, copies)
    _who_may(problem, routing, manager)
    for n in range(crews, nowhere):
        penalty = DROPPED if n < crews + jobs else 0
        routing.AddDisjunction([manager.NodeToIndex(n)], penalty)
    wanted = pywrapcp.DefaultRoutingSearchParameters()
    wanted.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    wanted.time_limit.FromMilliseconds(round(1000 * seconds))
    routing.CloseModelWithParameters(wanted)
    first = routing.ReadAssignmentFromRoutes(_numbered(start, copies, crews, jobs, manager), True)
    found = routing.SolveFromAssignmentWithParameters(first, wanted) if first else None
    return start if found is None else _routes(problem, copies, routing, manager, found)


def _load(
    problem: CrewProblem,
    routing: pywrapcp.RoutingModel,
    manager: pywrapcp.RoutingIndexManager,
    copies: list[int],
) -> None:
    """Net in the van: less by each job, filled up (the slack of a yard's copy) at a yard."""
    crews, jobs = len(problem.crews), len(problem.jobs)
    biggest = max(c.van_m for c in problem.crews)
    use = [0] * crews + [-j.net_m for j in problem.jobs] + [0] * len(copies) + [0]
    used = routing.RegisterUnaryTransitVector(use)
    routing.AddDimensionWithVehicleCapacity(used, biggest, [c.van_m for c in problem.crews], False, "net")
    net = routing.GetDimensionOrDie("net")
    for n, crew in enumerate(problem.crews):
        net.CumulVar(routing.Start(n)).SetRange(crew.loaded_m, crew.loaded_m)
        net.SlackVar(routing.Start(n)).SetValue(0)
    for n in range(crews, crews + jobs):
        net.SlackVar(manager.NodeToIndex(n)).SetValue(0)


def _who_may(
    problem: CrewProblem, routing: pywrapcp.RoutingModel, manager: pywrapcp.RoutingIndexManager
) -> None:
    for n, job in enumerate(problem.jobs):
        able = [k for k, crew in enumerate(problem.crews) if set(job.skills) <= set(crew.skills)]
        if len(able) < len(problem.crews):
            index = manager.NodeToIndex(len(problem.crews) + n)
            routing.VehicleVar(index).SetValues([-1, *able])


def _start(problem: CrewProblem) -> Routes:
    plan = plan_crews(problem, seconds=0)
    jobs = {job.id: n for n, job in enumerate(problem.jobs)}
    yards = {yard.id: n for n, yard in enumerate(problem.suppliers)}
    return [
        [("load", yards[s.at]) if s.do == "load" else ("job", jobs[s.at]) for s in plan.crews[crew.id]]  # type: ignore[index]
        for crew in problem.crews
    ]


def _numbered(
    start: Routes, copies: list[int], crews: int, jobs: int, manager: pywrapcp.RoutingIndexManager
) -> list[list[int]]:
    free: dict[int, list[int]] = {}
    for n, yard in enumerate(copies):
        free.setdefault(yard, []).append(crews + jobs + n)
    return [
        [manager.NodeToIndex(crews + n if what == "job" else free[n].pop()) for what, n in route]
        for route in start
    ]


def _routes(
    problem: CrewProblem,
    copies: list[int],
    routing: pywrapcp.RoutingModel,
    manager: pywrapcp.RoutingIndexManager,
    found: pywrapcp.Assignment,
) -> Routes:
    crews, jobs = len(problem.crews), len(problem.jobs)
    routes: Routes = []
    for vehicle in range(crews):
        visits: list[Visit] = []
        index = found.Value(routing.NextVar(routing.Start(vehicle)))
        while not routing.IsEnd(index):
            node = manager.IndexToNode(index)
            late = node - crews - jobs
            visits.append(("job", node - crews) if late < 0 else ("load", copies[late]))
            index = found.Value(routing.NextVar(index))
        routes.append(visits)
    return routes
