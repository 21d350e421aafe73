"""PyVRP: finishing early as overtime beyond a soft end, which it knows how to make small.

It has no longest-route objective. Each crew's shift is as long as from its start to a common end just above
the lower bound, and every second past it costs; a van that starts empty starts full of something nobody
wants, which the first visit to a yard takes off it.
"""

import numpy as np
import pyvrp
from benchmarks.engines.routes import Routes, Visit, places_of, travel_matrix
from numpy.typing import NDArray
from pyvrp.stop import MaxRuntime

from yipanqi.plan.crews.model import CrewProblem

NEVER_S = 10**6
"""A way a crew without the skill may not go."""
OVERTIME_COST = 20
SOFT_ENDS = (1.03, 1.045)
"""The common end over the bound, by turns with the seed. Of 0.95 to 1.06 on the three nights the best: it
reaches 1.05 nearly always and 1.03 on one night, and what is set lower than it can reach ends far above."""


def solve(problem: CrewProblem, seconds: float, seed: int, bound_s: int) -> Routes:
    """Routes after so many seconds on one core."""
    data = _data(problem, round(SOFT_ENDS[seed % 2] * bound_s))
    result = pyvrp.solve(data, MaxRuntime(seconds), seed=seed, collect_stats=False)
    return _routes(problem, result.best)


def _data(problem: CrewProblem, end_s: int) -> pyvrp.ProblemData:
    travel = travel_matrix(problem)
    crews, yards = len(problem.crews), len(problem.suppliers)
    gone = len(travel)  # going home costs nothing and is nowhere
    travel = np.pad(travel, ((0, 1), (0, 1)))
    kinds = sorted({crew.skills for crew in problem.crews})
    matrices = [_passable(travel, problem, skills) for skills in kinds]
    return pyvrp.ProblemData(
        [pyvrp.Location(x, y) for x, y in (*places_of(problem), (0.0, 0.0))],
        [
            pyvrp.Client(
                crews + yards + n,
                [job.net_m],
                service_duration=job.work_s,
                tw_early=job.earliest_s,
                tw_late=NEVER_S if job.latest_s is None else job.latest_s - job.work_s,
            )
            for n, job in enumerate(problem.jobs)
        ],
        [
            *(pyvrp.Depot(n) for n in range(crews)),
            *(pyvrp.Depot(crews + n, service_duration=y.load_s) for n, y in enumerate(problem.suppliers)),
            pyvrp.Depot(gone),
        ],
        [
            pyvrp.VehicleType(
                1,
                [crew.van_m],
                start_depot=n,
                end_depot=crews + yards,
                tw_early=crew.from_s,
                start_late=crew.from_s,
                tw_late=crew.until_s,
                shift_duration=max(0, end_s - crew.from_s),
                max_overtime=NEVER_S,
                unit_overtime_cost=OVERTIME_COST,
                profile=kinds.index(crew.skills),
                initial_load=[crew.van_m - crew.loaded_m],
                reload_depots=list(range(crews, crews + yards)),
            )
            for n, crew in enumerate(problem.crews)
        ],
        matrices,
        matrices,
    )


def _passable(travel: NDArray[np.int64], problem: CrewProblem, skills: tuple[str, ...]) -> NDArray[np.int64]:
    """Travel for crews with these skills."""
    first = len(problem.crews) + len(problem.suppliers)
    closed = [first + n for n, job in enumerate(problem.jobs) if not set(job.skills) <= set(skills)]
    mine = travel.copy()
    mine[:, closed] = NEVER_S
    np.fill_diagonal(mine, 0)
    return mine


def _routes(problem: CrewProblem, best: pyvrp.Solution) -> Routes:
    crews, yards = len(problem.crews), len(problem.suppliers)
    routes: Routes = [[] for _ in problem.crews]
    for route in best.routes():
        visits: list[Visit] = []
        for done in route:
            if done.is_client():
                visits.append(("job", done.idx))
            elif crews <= done.idx < crews + yards:
                visits.append(("load", done.idx - crews))
        routes[route.vehicle_type()] = visits
    return routes
