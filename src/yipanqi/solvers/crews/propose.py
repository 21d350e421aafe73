"""The entrance to the crew solvers: a problem and a time limit in, a plan out."""

import time
from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from yipanqi import __version__
from yipanqi.plan.crews.changes import changes
from yipanqi.plan.crews.check import check_crew_plan
from yipanqi.plan.crews.model import CrewPlan, CrewProblem, Made
from yipanqi.plan.crews.value import value_of
from yipanqi.solvers.crews.board import Board, board_of
from yipanqi.solvers.crews.bound import hours_bound_s
from yipanqi.solvers.crews.construct import construct
from yipanqi.solvers.crews.decode import decode
from yipanqi.solvers.crews.encode import routes_of


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
    stay_s: float = 0.0,
    rounds: int | None = None,
) -> CrewPlan:
    """A plan that passes the check, as good as the seconds allow; `seconds=0` gives the first plan only.

    `progress` is called a few times a second and ends the search by returning False. `start` is a plan
    to go on from, whole or in part: what it does not do is added. With `stay_s` its assignments stay
    where they are unless moving one brings the finish forward by so many seconds. With `rounds` the
    search makes so many rounds on each worker however long that takes, and the same seed gives the same
    plan.

    Raises:
        ValueError: negative seconds or no worker.
    """
    if seconds < 0 or workers < 1:
        raise ValueError("a search takes at least no seconds and one worker")
    began = time.monotonic()
    board = board_of(problem)
    plan = _first(board, start, stay_s)
    bound_s = _bound(problem, board, plan)
    made = 0
    if (seconds > 0 or rounds) and problem.jobs and problem.crews:
        from yipanqi.solvers.crews.search import Watch, search

        proof_s = min(1.0, 0.12 * seconds) if seconds >= 1 else 0.0
        watch = Watch(max(0.0, seconds - proof_s - (time.monotonic() - began)), rounds)

        def seen(spent_s: float, finish_s: int, made: int) -> bool:
            return progress is None or progress(Progress(spent_s, finish_s, bound_s, made))

        found, made = search(
            board,
            routes_of(board, plan),
            watch,
            seed=seed,
            workers=workers,
            stay_s=stay_s,
            seen=None if progress is None else seen,
        )
        plan = _better(problem, plan, decode(board, found), start, stay_s)
        bound_s = _bound(problem, board, plan, proof_s)
    plan = replace(plan, bound_s=bound_s)
    value = value_of(problem, plan)
    by = f"yipanqi {__version__}"
    return replace(plan, made=Made(by, seed, seconds, workers, made, value))


def _first(board: Board, start: CrewPlan | None, stay_s: float) -> CrewPlan:
    """The first plan: constructed, or the given one mended where that is better."""
    plan = decode(board, construct(board))
    if start is None:
        return plan
    kept = routes_of(board, decode(board, routes_of(board, start)))
    return _better(board.problem, decode(board, construct(board, kept)), plan, start, stay_s)


def _better(
    problem: CrewProblem, one: CrewPlan, other: CrewPlan, start: CrewPlan | None, stay_s: float
) -> CrewPlan:
    """The better of two plans; the other only if it passes the check."""

    def rank(plan: CrewPlan) -> tuple[int, float, int, int]:
        value = value_of(problem, plan)
        moved = len(changes(start, plan).moved) if start is not None and stay_s > 0 else 0
        return value.missed, value.finish_s + stay_s * moved, value.neighbourhoods_s, value.travel_s

    return other if rank(other) < rank(one) and not check_crew_plan(problem, other) else one


def _bound(problem: CrewProblem, board: Board, plan: CrewPlan, seconds: float = 0.0) -> int:
    """A lower bound of any plan's finish that does the jobs this plan does; a better one with seconds."""
    if plan.undone:
        left_out = {u.job for u in plan.undone}
        board = board_of(replace(problem, jobs=tuple(j for j in problem.jobs if j.id not in left_out)))
    bound_s = hours_bound_s(board)
    if seconds > 0:
        from yipanqi.solvers.crews.tree_bound import tree_bound_s  # scipy's trees take a while to import

        bound_s = max(bound_s, tree_bound_s(board, plan.finish_s, seconds))
    return bound_s
