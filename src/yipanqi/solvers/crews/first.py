"""The first plan, and which of two plans is the better one."""

from yipanqi.plan.crews.changes import changes
from yipanqi.plan.crews.check import check_crew_plan
from yipanqi.plan.crews.model import CrewPlan, CrewProblem
from yipanqi.plan.crews.value import value_of
from yipanqi.solvers.crews.board import Board
from yipanqi.solvers.crews.construct import construct
from yipanqi.solvers.crews.decode import decode
from yipanqi.solvers.crews.encode import routes_of


def first_plan(board: Board, start: CrewPlan | None, stay_s: float) -> CrewPlan:
    """The first plan: constructed, or the given one mended where that is better."""
    plan = decode(board, construct(board))
    if start is None:
        return plan
    kept = routes_of(board, decode(board, routes_of(board, start)))
    return better(board.problem, decode(board, construct(board, kept)), plan, start, stay_s)


def better(
    problem: CrewProblem, one: CrewPlan, other: CrewPlan, start: CrewPlan | None, stay_s: float
) -> CrewPlan:
    """The better of two plans; the other only if it passes the check."""
    ranks = [_rank(problem, plan, start, stay_s) for plan in (one, other)]
    return other if ranks[1] < ranks[0] and not check_crew_plan(problem, other) else one


def no_worse(
    problem: CrewProblem, one: CrewPlan, other: CrewPlan, start: CrewPlan | None, stay_s: float
) -> bool:
    """Whether another plan passes the check, misses no more and finishes no later, moves counted."""
    ranks = [_rank(problem, plan, start, stay_s)[:2] for plan in (one, other)]
    return ranks[1] <= ranks[0] and not check_crew_plan(problem, other)


def _rank(
    problem: CrewProblem, plan: CrewPlan, start: CrewPlan | None, stay_s: float
) -> tuple[int, float, int, int]:
    value = value_of(problem, plan)
    moved = len(changes(start, plan).moved) if start is not None and stay_s > 0 else 0
    return value.missed, value.finish_s + stay_s * moved, value.neighbourhoods_s, value.travel_s
