"""What a crew plan is worth: the five objectives, in their strict order."""

from collections import defaultdict
from itertools import pairwise

from yipanqi.ground.ids import JobId
from yipanqi.ground.plane import XY
from yipanqi.plan.crews.model import CrewPlan, CrewProblem, Value
from yipanqi.plan.crews.travel import travel_s


def ends_of_jobs(plan: CrewPlan) -> dict[JobId, int]:
    """When each planned job ends, in seconds from the start."""
    return {JobId(s.at): s.ends_s for steps in plan.crews.values() for s in steps if s.do == "job"}


def value_of(problem: CrewProblem, plan: CrewPlan) -> Value:
    """The plan's value; plans of one problem compare by its fields in order, less is better."""
    ends = ends_of_jobs(plan)
    deadline = problem.deadline_s
    missed = sum(j.priority for j in problem.jobs if ends.get(j.id, deadline + 1) > deadline)
    closed: dict[str, int] = defaultdict(int)
    for job in problem.jobs:
        closed[job.neighbourhood] = max(closed[job.neighbourhood], ends.get(job.id, deadline))
    return Value(
        missed=missed,
        finish_s=max(ends.values(), default=0),
        neighbourhoods_s=sum(closed.values()),
        travel_s=_travelled(problem, plan),
        unfairness_s=_unfairness(problem, plan),
    )


def _travelled(problem: CrewProblem, plan: CrewPlan) -> int:
    """Seconds all crews together are on the road."""
    at: dict[str, XY] = {s.id: (s.x_m, s.y_m) for s in problem.suppliers}
    at |= {j.id: (j.x_m, j.y_m) for j in problem.jobs}
    total_s = 0
    for crew in problem.crews:
        route = [(crew.x_m, crew.y_m), *(at[s.at] for s in plan.crews.get(crew.id, ()) if s.at in at)]
        total_s += sum(travel_s(problem.travel, a, b) for a, b in pairwise(route))
    return total_s


def _unfairness(problem: CrewProblem, plan: CrewPlan) -> int:
    """Largest less smallest share of the lent time that was used, over lenders, in seconds an hour."""
    lent: dict[str, int] = defaultdict(int)
    given: dict[str, int] = defaultdict(int)
    for crew in problem.crews:
        steps = plan.crews.get(crew.id, ())
        lent[crew.lender] += max(0, min(crew.until_s, problem.deadline_s) - crew.from_s)
        given[crew.lender] += max(0, steps[-1].ends_s - crew.from_s) if steps else 0
    shares = [3600 * given[lender] // lent[lender] for lender in lent if lent[lender] > 0]
    return max(shares) - min(shares) if shares else 0
