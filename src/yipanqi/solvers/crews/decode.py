"""From routes to a plan: when everything happens, who brings how much net, and what must be left out.

Decoding is forgiving: a visit that cannot be made (hours, stock, two teams waiting for each other) is
dropped, its job goes to the undone, and the rest is timed again.
"""

from yipanqi.plan.crews.model import CrewPlan, Step
from yipanqi.plan.crews.value import finish_of
from yipanqi.solvers.crews.board import Board, Routes, Visit, supply_m
from yipanqi.solvers.crews.reasons import reasons

Times = list[list[tuple[int, int]]]
"""Start and end of every visit, in the shape of the routes."""


def decode(board: Board, routes: Routes) -> CrewPlan:
    """The plan the routes amount to; always one that passes the check."""
    routes = [_needed_loads(board, crew, route) for crew, route in enumerate(_whole_jobs(board, routes))]
    while True:
        times, stuck = timetable(board, routes)
        bad = stuck if stuck is not None else _misfit(board, routes, times)
        if bad is None:
            amounts = _amounts(board, routes, times)
            if isinstance(amounts, int):
                bad = amounts
            else:
                return _plan(board, routes, times, amounts)
        routes = _without(board, routes, bad)


def timetable(board: Board, routes: Routes) -> tuple[Times, int | None]:
    """Earliest times of all visits, and a job whose teams wait for each other for ever (None: none)."""
    times: Times = [[] for _ in routes]
    waiting: dict[int, dict[int, int]] = {}  # job -> crew -> when it is there
    ready = list(range(len(routes)))
    while ready:
        crew = ready.pop()
        while len(times[crew]) < len(routes[crew]):
            visit = routes[crew][len(times[crew])]
            there_s = _arrives(board, crew, routes[crew], times[crew])
            if visit.yard:
                times[crew].append((there_s, there_s + int(board.load_s[visit.number])))
                continue
            job = int(board.job_of[visit.number])
            team = waiting.setdefault(job, {})
            team[crew] = max(there_s, int(board.earliest_s[visit.number]))
            if len(team) < board.copies[job]:
                break
            start_s = max(team.values())
            for member in team:
                times[member].append((start_s, start_s + int(board.work_s[visit.number])))
            ready += [member for member in team if member != crew]
    for crew, route in enumerate(routes):
        if len(times[crew]) < len(route):
            return times, int(board.job_of[route[len(times[crew])].number])
    return times, None


def _arrives(board: Board, crew: int, route: list[Visit], times: list[tuple[int, int]]) -> int:
    """When a crew could begin its next visit, a yard's opening included."""
    n = len(times)
    here = crew if n == 0 else _place(board, route[n - 1])
    free_s = int(board.from_s[crew]) if n == 0 else times[-1][1]
    there_s = free_s + int(board.travel_s[here, _place(board, route[n])])
    return max(there_s, int(board.opens_s[route[n].number])) if route[n].yard else there_s


def _place(board: Board, visit: Visit) -> int:
    return board.crews + visit.number if visit.yard else board.first_place + visit.number


def _whole_jobs(board: Board, routes: Routes) -> Routes:
    """Routes without jobs of which only some parts are there."""
    present = {v.number for route in routes for v in route if not v.yard}
    whole = {j for j in range(len(board.copies)) if all(p in present for p in board.parts(j))}
    return [[v for v in route if v.yard or int(board.job_of[v.number]) in whole] for route in routes]


def _needed_loads(board: Board, crew: int, route: list[Visit]) -> list[Visit]:
    """The route without loads whose net nobody will need."""
    kept: list[Visit] = []
    ahead_m = 0
    for n in range(len(route) - 1, -1, -1):
        visit = route[n]
        if not visit.yard:
            ahead_m += int(board.net_m[visit.number])
            kept.append(visit)
            continue
        before_m = sum(int(board.net_m[v.number]) for v in route[:n] if not v.yard)
        enough = int(board.loaded_m[crew]) >= before_m + ahead_m
        if ahead_m > 0 and not enough:
            kept.append(visit)
            ahead_m = 0
    return kept[::-1]


def _misfit(board: Board, routes: Routes, times: Times) -> int | None:
    """The job of a visit outside somebody's hours or its own; None when all fit."""
    for crew, route in enumerate(routes):
        for n, (visit, (_, end_s)) in enumerate(zip(route, times[crew], strict=True)):
            limit_s = int(board.closes_s[visit.number] if visit.yard else board.latest_s[visit.number])
            if end_s > min(limit_s, int(board.until_s[crew])):
                return next(int(board.job_of[v.number]) for v in route[n:] if not v.yard)
            if not visit.yard and not board.able[crew, visit.number]:
                return int(board.job_of[visit.number])
        if (
            route
            and times[crew][-1][1] + int(board.back_s[crew, _place(board, route[-1])]) > board.until_s[crew]
        ):
            return next(int(board.job_of[v.number]) for v in reversed(route) if not v.yard)
    return None


def _without(board: Board, routes: Routes, job: int) -> Routes:
    """The routes without a job, and without loads it alone needed."""
    left = [[v for v in route if v.yard or int(board.job_of[v.number]) != job] for route in routes]
    return [_needed_loads(board, crew, route) for crew, route in enumerate(left)]


def _amounts(board: Board, routes: Routes, times: Times) -> list[list[int]] | int:
    """Metres at each visit; or a job for whose net a van or a yard has no room.

    Every load takes what is needed until the next one, and fills the van as far as the yard can give
    more without leaving somebody later without.
    """
    needs = [_needs(board, route) for route in routes]
    over_m = [int(board.loaded_m[k]) - before for k, (before, _) in enumerate(needs)]
    for k, left in enumerate(over_m):
        if left < 0:
            return _taking_net(board, routes[k])
    loads = sorted((times[k][n][0], k, n) for k, (_, after) in enumerate(needs) for n in after)
    promised_m = [0] * board.yards
    for _, k, n in loads:
        promised_m[routes[k][n].number] += needs[k][1][n]
    amounts = [[0 if v.yard else int(board.net_m[v.number]) for v in route] for route in routes]
    for at_s, k, n in loads:
        yard, wanted_m = routes[k][n].number, needs[k][1][n]
        promised_m[yard] -= wanted_m
        there_m = supply_m(board.problem, yard, at_s) - sum(
            amounts[c][i] for t, c, i in loads if (t, c, i) < (at_s, k, n) and routes[c][i].number == yard
        )
        room_m = int(board.van_m[k]) - over_m[k]
        least_m = max(0, wanted_m - over_m[k])
        if least_m > min(there_m, room_m):
            return _taking_net(board, routes[k][n:])
        amounts[k][n] = max(least_m, min(room_m, there_m - promised_m[yard]))
        over_m[k] += amounts[k][n] - wanted_m
    return amounts


def _needs(board: Board, route: list[Visit]) -> tuple[int, dict[int, int]]:
    """Net needed before the first load; and by position of each load, until the next."""
    after: dict[int, int] = {}
    ahead_m = 0
    for n in range(len(route) - 1, -1, -1):
        if route[n].yard:
            after[n], ahead_m = ahead_m, 0
        else:
            ahead_m += int(board.net_m[route[n].number])
    return ahead_m, after


def _taking_net(board: Board, visits: list[Visit]) -> int:
    """The last job before the next load that takes net: the one to give up when net is short."""
    taking = -1
    for n, visit in enumerate(visits):
        if visit.yard and n > 0 and taking >= 0:
            break
        if not visit.yard and board.net_m[visit.number] > 0:
            taking = int(board.job_of[visit.number])
    return taking


def _plan(board: Board, routes: Routes, times: Times, amounts: list[list[int]]) -> CrewPlan:
    """The plan in the problem's names."""
    problem = board.problem
    crews = {
        crew.id: tuple(
            _step(board, visit, span, net_m)
            for visit, span, net_m in zip(routes[k], times[k], amounts[k], strict=True)
        )
        for k, crew in enumerate(problem.crews)
    }
    done = {int(board.job_of[v.number]) for route in routes for v in route if not v.yard}
    undone = reasons(problem, crews, [j for n, j in enumerate(problem.jobs) if n not in done])
    return CrewPlan(crews=crews, finish_s=finish_of(problem, crews), bound_s=0, undone=undone)


def _step(board: Board, visit: Visit, span: tuple[int, int], net_m: int) -> Step:
    problem = board.problem
    if visit.yard:
        return Step("load", problem.suppliers[visit.number].id, *span, net_m)
    return Step("job", problem.jobs[int(board.job_of[visit.number])].id, *span, net_m)
