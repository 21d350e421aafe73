"""The entrance to the crew solvers: a problem and a time limit in, a plan out."""

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from yipanqi.plan.crews.model import CrewPlan, CrewProblem
from yipanqi.solvers.crews.board import Board, board_of
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
) -> CrewPlan:
    """A plan that passes the check, as good as the seconds allow; `seconds=0` gives the first plan only.

    `progress` is called a few times a second and ends the search by returning False. `start` is a plan
    to go on from, whole or in part.
    """
    board = board_of(problem)
    plan = decode(board, construct(board))
    return replace(plan, bound_s=bound_of(problem, board, plan))


def bound_of(problem: CrewProblem, board: Board, plan: CrewPlan) -> int:
    """A lower bound of any plan's finish that does the jobs this plan does."""
    if not plan.undone:
        return hours_bound_s(board)
    left_out = {u.job for u in plan.undone}
    rest = replace(problem, jobs=tuple(j for j in problem.jobs if j.id not in left_out))
    return hours_bound_s(board_of(rest))


def warm_up() -> None:
    """Compile the search if it is not yet, so that nobody waits for it later."""
