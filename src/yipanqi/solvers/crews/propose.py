"""The entrance to the crew solvers: a problem and a time limit in, a plan out."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from yipanqi import __version__
from yipanqi.plan.crews.check import check_crew_plan
from yipanqi.plan.crews.model import CrewPlan, CrewProblem, Made
from yipanqi.plan.crews.value import value_of
from yipanqi.solvers.crews.board import Board, Routes, Visit, board_of
from yipanqi.solvers.crews.bound import hours_bound_s
from yipanqi.solvers.crews.construct import construct
from yipanqi.solvers.crews.decode import decode


class Progress(Struct, frozen=True):
    """How far a search has come: seconds spent, best finish so far, rounds made."""

    spent_s: float
    finish_s: int
    bound_s: int
    rounds: int


def plan_crews(
    problem: CrewProblem,
    *,
    seconds: float,
    seed: int = 0,
    workers: int = 1,
    progress: Callable[[Progress], bool] | None = None,
    start: CrewPlan | None = None,
    rounds: int | None = None,
) -> CrewPlan:
    """A plan that passes the check, as good as the seconds allow; `seconds=0` gives the first plan only.

    `progress` is called a few times a second and ends the search by returning False. `start` is a plan
    to go on from, whole or in part: what it does not do is added. With `rounds` the search makes so many
    rounds on each worker however long that takes, and the same seed gives the same plan.

    Raises:
        ValueError: negative seconds or no worker.
    """
    if seconds < 0 or workers < 1:
        raise ValueError("a search takes at least no seconds and one worker")
    began = time.monotonic()
    board = board_of(problem)
    plan = _first(board, start)
    bound_s = _bound(problem, board, plan)
    made = 0
    if (seconds > 0 or rounds) and problem.jobs and problem.crews:
        from yipanqi.solvers.crews.search import Watch, search

        watch = Watch(max(0.0, seconds - (time.monotonic() - began)), rounds)

        def seen(spent_s: float, finish_s: int, made: int) -> bool:
            return progress is None or progress(Progress(spent_s, finish_s, bound_s, made))

        found, made = search(
            board,
            routes_of(board, plan),
            watch,
            seed=seed,
            workers=workers,
            seen=None if progress is None else seen,
        )
        plan = _better(problem, plan, decode(board, found))
    plan = replace(plan, bound_s=_bound(problem, board, plan))
    value = value_of(problem, plan)
    by = f"yipanqi {__version__}"
    return replace(plan, made=Made(by, seed, seconds, workers, made, value))


def routes_of(board: Board, plan: CrewPlan) -> Routes:
    """The routes of a plan, without what the board does not know or the crew may not do."""
    problem = board.problem
    jobs = {j.id: n for n, j in enumerate(problem.jobs)}
    yards = {y.id: n for n, y in enumerate(problem.suppliers)}
    next_part = {n: list(board.parts(n)) for n in range(len(problem.jobs))}
    routes: Routes = []
    for k, crew in enumerate(problem.crews):
        route: list[Visit] = []
        for step in plan.crews.get(crew.id, ()):
            if step.do == "load" and step.at in yards:
                route.append(Visit(True, yards[step.at]))  # type: ignore[index]
            elif step.do == "job" and step.at in jobs:
                parts = next_part[jobs[step.at]]  # type: ignore[index]
                part = next((p for p in parts if board.able[k, p]), None)
                if part is not None:
                    parts.remove(part)
                    route.append(Visit(False, part))
        routes.append(route)
    return routes


def warm_up(*, wait: bool = False) -> None:
    """Have the search compiled or loaded, so that nobody waits for it later; in the background unless told.

    What is not compiled yet is compiled in a process of its own, and this one stays answering.
    """
    thread = threading.Thread(target=_warm, daemon=True)
    thread.start()
    if wait:
        thread.join()


def _warm() -> None:
    from yipanqi.solvers.crews.compiled import is_compiled

    if not is_compiled():
        subprocess.run([sys.executable, "-m", "yipanqi.solvers.crews.compiled"], check=False)
    from yipanqi.solvers.crews.search import rehearse

    rehearse()


def _first(board: Board, start: CrewPlan | None) -> CrewPlan:
    """The first plan: constructed, or the given one mended where that is better."""
    plan = decode(board, construct(board))
    if start is None:
        return plan
    kept = routes_of(board, decode(board, routes_of(board, start)))
    return _better(board.problem, plan, decode(board, construct(board, kept)))


def _better(problem: CrewProblem, one: CrewPlan, other: CrewPlan) -> CrewPlan:
    """The better of two plans; the other only if it passes the check."""

    def rank(plan: CrewPlan) -> tuple[int, int]:
        value = value_of(problem, plan)
        return value.missed, value.finish_s

    return other if rank(other) < rank(one) and not check_crew_plan(problem, other) else one


def _bound(problem: CrewProblem, board: Board, plan: CrewPlan) -> int:
    """A lower bound of any plan's finish that does the jobs this plan does."""
    if not plan.undone:
        return hours_bound_s(board)
    left_out = {u.job for u in plan.undone}
    rest = replace(problem, jobs=tuple(j for j in problem.jobs if j.id not in left_out))
    return hours_bound_s(board_of(rest))
