"""Random tiny nights, and the best plan of each found by trying everything."""

from collections.abc import Iterator
from itertools import permutations, product

from hypothesis import strategies as st

from yipanqi.ground.ids import CrewId, JobId, NeighbourhoodId, OrganisationId, SupplierId
from yipanqi.plan.crews.model import CrewOnShift, CrewProblem, Job, Place, Travel, Yard
from yipanqi.plan.crews.travel import travel_matrix, travel_s

metres = st.integers(0, 30).map(lambda n: n * 37.0)


@st.composite
def jobs(draw: st.DrawFn, number: int, teams: bool, small_vans: bool) -> Job:
    return Job(
        id=JobId(f"j{number}"),
        x_m=draw(metres),
        y_m=draw(metres),
        neighbourhood=NeighbourhoodId(f"n{draw(st.integers(0, 1))}"),
        community="c",
        kind="net",
        net_m=draw(st.sampled_from([0, 4, 7, 12, 12] if small_vans else [0, 0, 4, 7, 12])),
        work_s=draw(st.integers(1, 40)) * 20,
        skills=("weld",) if draw(st.integers(0, 4)) == 0 else (),
        crews=2 if teams and draw(st.integers(0, 3)) == 0 else 1,
        priority=draw(st.integers(1, 3)),
        earliest_s=draw(st.sampled_from([0, 0, 0, 300])),
    )


@st.composite
def crews(draw: st.DrawFn, number: int, small_vans: bool) -> CrewOnShift:
    van_m = draw(st.sampled_from([12, 12, 15, 19] if small_vans else [12, 15, 30]))
    return CrewOnShift(
        id=CrewId(f"k{number}"),
        x_m=draw(metres),
        y_m=draw(metres),
        lender=OrganisationId("village"),
        community="c",
        from_s=draw(st.sampled_from([0, 0, 600])),
        until_s=draw(st.sampled_from([20_000, 20_000, 1_500])),
        van_m=van_m,
        loaded_m=draw(st.sampled_from([0, 0, 5, 12])),
        skills=("weld",) if number == 0 or draw(st.booleans()) else (),
        ends_at=Place(draw(metres), draw(metres)) if draw(st.integers(0, 3)) == 0 else None,
    )


@st.composite
def yards(draw: st.DrawFn, number: int, scarce: bool, small_vans: bool) -> Yard:
    stock_m = draw(st.sampled_from([None, 12, 20, 35])) if scarce else None
    load_s = draw(st.sampled_from([120, 1200])) if small_vans else 120
    return Yard(SupplierId(f"s{number}"), draw(metres), draw(metres), load_s, stock_m)


@st.composite
def nights(
    draw: st.DrawFn,
    most_jobs: int = 4,
    most_crews: int = 2,
    teams: bool = True,
    scarce: bool = False,
    small_vans: bool = False,
) -> CrewProblem:
    """A night small enough to try everything; with small vans hardly two jobs' net fits one load."""
    return CrewProblem(
        format="crew-problem/1",
        starts_at="2026-02-03T18:00:00+08:00",
        deadline_s=20_000,
        travel=Travel(speed_m_s=5.0, detour=1.3),
        jobs=tuple(draw(jobs(n, teams, small_vans)) for n in range(draw(st.integers(1, most_jobs)))),
        crews=tuple(draw(crews(n, small_vans)) for n in range(draw(st.integers(1, most_crews)))),
        suppliers=tuple(draw(yards(n, scarce, small_vans)) for n in range(draw(st.integers(1, 2)))),
        counts_return=draw(st.booleans()),
    )


Stop = tuple[int, int]
"""A yard to load at first (-1: none), and the job."""


def best_finish(problem: CrewProblem) -> int | None:
    """The earliest finish of any plan that does every job; None when there is none. Yards must be ample."""
    visits = [n for n, job in enumerate(problem.jobs) for _ in range(job.crews)]
    travel = travel_matrix(problem).tolist()
    finishes = (_finish(problem, travel, routes) for routes in _all_routes(problem, visits))
    return min((finish for finish in finishes if finish is not None), default=None)


def _all_routes(problem: CrewProblem, visits: list[int]) -> Iterator[list[list[Stop]]]:
    """Every order of all visits, cut among the crews in every way, with every way of loading."""
    walls = [-1] * (len(problem.crews) - 1)
    for row in sorted(set(permutations(visits + walls))):
        routes: list[list[int]] = [[]]
        for item in row:
            if item < 0:
                routes.append([])
            else:
                routes[-1].append(item)
        if any(len(set(route)) < len(route) for route in routes):
            continue
        if any(
            not set(problem.jobs[j].skills) <= set(crew.skills)
            for crew, route in zip(problem.crews, routes, strict=True)
            for j in route
        ):
            continue
        sizes = [len(route) for route in routes]
        for choice in product(range(-1, len(problem.suppliers)), repeat=sum(sizes)):
            loads = iter(choice)
            yield [[(next(loads), j) for j in route] for route in routes]


def _finish(problem: CrewProblem, travel: list[list[int]], routes: list[list[Stop]]) -> int | None:
    """The end of the last job, None when a van, a crew's hours or a team that waits for itself forbids it."""
    if not all(_holds(problem, k, route) for k, route in enumerate(routes)):
        return None
    first_yard, first_job = len(problem.crews), len(problem.crews) + len(problem.suppliers)
    free = [c.from_s for c in problem.crews]
    place = list(range(len(problem.crews)))
    done = [0] * len(routes)
    last = 0
    while any(n < len(route) for n, route in zip(done, routes, strict=True)):
        fronts: dict[int, list[tuple[int, int]]] = {}
        for k, route in enumerate(routes):
            if done[k] < len(route):
                yard, j = route[done[k]]
                at, here = free[k], place[k]
                if yard >= 0:
                    at += travel[here][first_yard + yard] + problem.suppliers[yard].load_s
                    here = first_yard + yard
                fronts.setdefault(j, []).append((k, at + travel[here][first_job + j]))
        ready = [j for j, team in fronts.items() if len(team) == problem.jobs[j].crews]
        if not ready:
            return None
        for j in ready:
            start = max(problem.jobs[j].earliest_s, *(at for _, at in fronts[j]))
            for k, _ in fronts[j]:
                free[k], place[k] = start + problem.jobs[j].work_s, first_job + j
                done[k] += 1
                if free[k] > problem.crews[k].until_s:
                    return None
                last = max(last, free[k])
    return _all_back_s(problem, routes, free, last)


def _all_back_s(problem: CrewProblem, routes: list[list[Stop]], free: list[int], last: int) -> int | None:
    """The finish with returns where they count; None when somebody is not where they must end in time."""
    back = [_back_s(problem, k, route) for k, route in enumerate(routes)]
    if any(f + b > c.until_s for f, b, c in zip(free, back, problem.crews, strict=True) if b):
        return None
    home = [f + b for f, b, route in zip(free, back, routes, strict=True) if route]
    return max([last, *home]) if problem.counts_return else last


def _back_s(problem: CrewProblem, k: int, route: list[Stop]) -> int:
    """The way from a crew's last job to where it must end."""
    end = problem.crews[k].ends_at
    if end is None or not route:
        return 0
    last = problem.jobs[route[-1][1]]
    return travel_s(problem.travel, (last.x_m, last.y_m), (end.x_m, end.y_m))


def _holds(problem: CrewProblem, k: int, route: list[Stop]) -> bool:
    """Whether the van is never asked for more than it holds; teams share the net evenly, first one more."""
    level = problem.crews[k].loaded_m
    for yard, j in route:
        job = problem.jobs[j]
        if yard >= 0:
            level = problem.crews[k].van_m
        level -= job.net_m // job.crews  # the kindest share: a bound must be below even this
        if level < 0:
            return False
    return True
