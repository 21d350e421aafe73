"""The crew solvers for nights with deliveries: crews wait for what comes, and the bound still holds."""

from collections.abc import Callable

from msgspec.structs import replace

from yipanqi.plan.crews.model import CrewPlan, CrewProblem
from yipanqi.plan.goods.yards import in_lots, into_lots, out_of_lots
from yipanqi.solvers.crews import Progress, plan_crews
from yipanqi.solvers.crews.board import board_of
from yipanqi.solvers.crews.bound import hours_bound_s


def plan_waiting_crews(
    problem: CrewProblem,
    *,
    seconds: float,
    seed: int = 0,
    workers: int = 1,
    progress: Callable[[Progress], bool] | None = None,
    start: CrewPlan | None = None,
    stay_s: float = 0.0,
    bound_seconds: float = 0.0,
) -> CrewPlan:
    """As `plan_crews`; a load waits for the delivery it needs instead of being left out.

    With deliveries the bound is that of a night in which everything lies in the yards from the start.
    """
    lots_problem, lots = in_lots(problem)
    if start is not None:
        start = into_lots(start, lots, lots_problem)
    plan = plan_crews(
        lots_problem,
        seconds=seconds,
        seed=seed,
        workers=workers,
        progress=progress,
        start=start,
        stay_s=stay_s,
        bound_seconds=bound_seconds,
    )
    if not lots:
        return plan
    return replace(out_of_lots(plan, lots), bound_s=min(plan.bound_s, _bound_s(problem, plan)))


def _bound_s(problem: CrewProblem, plan: CrewPlan) -> int:
    """Of the jobs the plan does, with everything there from the start."""
    undone = {left.job for left in plan.undone}
    full = tuple(replace(y, stock_m=None, deliveries=()) for y in problem.suppliers)
    jobs = tuple(j for j in problem.jobs if j.id not in undone)
    return hours_bound_s(board_of(replace(problem, jobs=jobs, suppliers=full)))
