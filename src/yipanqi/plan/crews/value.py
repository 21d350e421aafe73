"""What a crew plan is worth: the five objectives, in their strict order."""

from collections import defaultdict
from collections.abc import Mapping
from itertools import pairwise

from yipanqi.ground.ids import CrewId, JobId
from yipanqi.ground.plane import XY
from yipanqi.plan.crews.model import CrewOnShift, CrewPlan, CrewProblem, Step, Value
from yipanqi.plan.crews.travel import travel_s, way_back_s


def ends_of_jobs(plan: CrewPlan) -> dict[JobId, int]:
    """When each planned job ends, in seconds from the start."""
    return {JobId(s.at): s.ends_s for steps in plan.crews.values() for s in steps if s.do == "job"}


def finish_of(problem: CrewProblem, crews: Mapping[CrewId, tuple[Step, ...]]) -> int:
    """When all is over: the end of the last job, or the last return where that counts; 0 without any job."""
    ends = [s.ends_s for steps in crews.values() for s in steps if s.do == "job"]
    if problem.counts_return and ends:
        at = _places(problem)
        ends += [_free_s(problem, at, c, crews[c.id]) for c in problem.crews if crews.get(c.id)]
    return max(ends, default=0)


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
        finish_s=finish_of(problem, plan.crews),
        neighbourhoods_s=sum(closed.values()),
        travel_s=_travelled(problem, plan),
        unfairness_s=_unfairness(problem, plan),
    )


def _travelled(problem: CrewProblem, plan: CrewPlan) -> int:
    """Seconds all crews together are on the road."""
    at = _places(problem)
    total_s = 0
    for crew in problem.crews:
        route = [(crew.x_m, crew.y_m), *(at[s.at] for s in plan.crews.get(crew.id, ()) if s.at in at)]
        total_s += sum(travel_s(problem.travel, a, b) for a, b in pairwise(route))
        total_s += way_back_s(problem.travel, crew, route[-1]) if len(route) > 1 else 0
    return total_s


def _places(problem: CrewProblem) -> dict[str, XY]:
    """Where each yard and job is."""
    at: dict[str, XY] = {s.id: (s.x_m, s.y_m) for s in problem.suppliers}
    return at | {j.id: (j.x_m, j.y_m) for j in problem.jobs}


def _free_s(problem: CrewProblem, at: Mapping[str, XY], crew: CrewOnShift, steps: tuple[Step, ...]) -> int:
    """When a crew has done its last step and is where it must end; its `from_s` without any step."""
    known = [s for s in steps if s.at in at]
    if not known:
        return crew.from_s
    return known[-1].ends_s + way_back_s(problem.travel, crew, at[known[-1].at])


def _unfairness(problem: CrewProblem, plan: CrewPlan) -> int:
    """Largest less smallest share of the lent time that was used, over lenders, in seconds an hour."""
    lent: dict[str, int] = defaultdict(int)
    given: dict[str, int] = defaultdict(int)
    at = _places(problem)
    for crew in problem.crews:
        steps = plan.crews.get(crew.id, ())
        lent[crew.lender] += max(0, min(crew.until_s, problem.deadline_s) - crew.from_s)
        given[crew.lender] += max(0, _free_s(problem, at, crew, steps) - crew.from_s)
    shares = [3600 * given[lender] // lent[lender] for lender in lent if lent[lender] > 0]
    return max(shares) - min(shares) if shares else 0
