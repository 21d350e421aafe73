"""The entrance to the crew solvers: a problem and a time limit in, a plan out."""

import time
from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from yipanqi import __version__
from yipanqi.plan.crews.model import CrewPlan, CrewProblem, Made
from yipanqi.plan.crews.value import value_of
from yipanqi.solvers.crews.board import board_of
from yipanqi.solvers.crews.bound import hours_bound_in_blocks_s, hours_bound_s
from yipanqi.solvers.crews.decode import decode
from yipanqi.solvers.crews.encode import routes_of
from yipanqi.solvers.crews.fair import fairer
from yipanqi.solvers.crews.first import better, first_plan
from yipanqi.solvers.crews.large import Effort, Seen, first_large_plan, is_large, search_large
from yipanqi.solvers.crews.search import Watch, search

_THERE_AND_BACK = 2.3
_SPARE_S = 0.08
"""Kept back from a search and its bound, since both look at the clock now and then only."""
_POLISH_FROM_S, _POLISH_S = 5.0, 0.3
"""From so many seconds on, so many are for a last look."""


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
    bound_seconds: float = 0.0,
) -> CrewPlan:
    """A plan that passes the check, as good as the seconds allow; `seconds=0` gives the first plan only.

    `progress` is called a few times a second and ends the search by returning False. `start` is a plan
    to go on from, whole or in part: what it does not do is added. With `stay_s` its assignments stay
    where they are unless moving one brings the finish forward by so many seconds. With `rounds` the
    search makes so many rounds on each worker however long that takes, and the same seed gives the same
    plan. `bound_seconds` are spent afterwards, on a bound that proves small nights.

    Raises:
        ValueError: negative seconds or no worker.
    """
    if min(seconds, bound_seconds) < 0 or workers < 1:
        raise ValueError("a search takes at least no seconds and one worker")
    began = time.monotonic()
    large = is_large(problem)
    if large:
        plan = first_large_plan(problem, start, workers, stay_s)
    else:
        plan = first_plan(board_of(problem), start, stay_s)
    bound_s = _bound(problem, plan)
    made = 0
    if (seconds > 0 or rounds) and problem.jobs and problem.crews:
        once_s = time.monotonic() - began
        proof_s = min(1.0, 0.12 * seconds) if seconds >= 1 else 0.0
        # Writing the found plan down, checking and bounding it takes about as long as the first one did.
        left_s = max(0.0, seconds - proof_s - _THERE_AND_BACK * once_s - _SPARE_S)
        polishes = start is None and not large and (seconds >= _POLISH_FROM_S or bool(rounds))
        left_s = max(0.0, left_s - _POLISH_S) if polishes else left_s

        def seen(spent_s: float, finish_s: int, made: int) -> bool:
            return progress is None or progress(Progress(spent_s, finish_s, bound_s, made))

        effort = Effort(left_s, rounds, seed, workers, stay_s)
        look = search_large if large else _search
        found, made = look(problem, plan, effort, start, None if progress is None else seen)
        plan = better(problem, plan, found, start, stay_s)
        plan = fairer(problem, plan) if polishes else plan
        still_s = seconds - once_s - _SPARE_S - (time.monotonic() - began)
        bound_s = _bound(problem, plan, min(proof_s, still_s))
    if bound_seconds > 0:
        bound_s = max(bound_s, _proven(problem, plan, bound_seconds))
    plan = replace(plan, bound_s=bound_s)
    value = value_of(problem, plan)
    by = f"yipanqi {__version__}"
    return replace(plan, made=Made(by, seed, seconds, workers, made, value))


def _search(
    problem: CrewProblem, plan: CrewPlan, effort: Effort, start: CrewPlan | None, seen: Seen | None
) -> tuple[CrewPlan, int]:
    board = board_of(problem)
    found, made = search(
        board,
        routes_of(board, plan),
        Watch(effort.seconds, effort.rounds),
        seed=effort.seed,
        workers=effort.workers,
        stay_s=effort.stay_s,
        homes=None if start is None else routes_of(board, start),
        seen=seen,
    )
    return decode(board, found), made


def _bound(problem: CrewProblem, plan: CrewPlan, seconds: float = 0.0) -> int:
    """A lower bound of any plan's finish that does the jobs this plan does; a better one with seconds."""
    night = _done(problem, plan)
    if is_large(night):
        return hours_bound_in_blocks_s(night)
    board = board_of(night)
    bound_s = hours_bound_s(board)
    if seconds > 0:
        from yipanqi.solvers.crews.tree_bound import tree_bound_s  # scipy's trees take a while to import

        bound_s = max(bound_s, tree_bound_s(board, plan.finish_s, seconds))
    return bound_s


def _proven(problem: CrewProblem, plan: CrewPlan, seconds: float) -> int:
    """The same by a mixed integer program."""
    from yipanqi.solvers.crews.milp_bound import milp_bound_s  # HiGHS takes a while to import

    night = _done(problem, plan)
    return 0 if is_large(night) else milp_bound_s(board_of(night), plan.finish_s, seconds)


def _done(problem: CrewProblem, plan: CrewPlan) -> CrewProblem:
    """The night with the jobs a plan does."""
    left_out = {u.job for u in plan.undone}
    return replace(problem, jobs=tuple(j for j in problem.jobs if j.id not in left_out))
