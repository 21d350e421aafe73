"""One board against each for itself: the same night with crews kept to their own community.

And what one thing more or less is worth: a crew, an hour, a lender. Every figure is the difference of
two searches of the same length, so it is as good as they are: give them seconds.
"""

from collections.abc import Callable
from math import inf

from msgspec import Struct
from msgspec.structs import replace

from yipanqi.ground.ids import CrewId, OrganisationId
from yipanqi.plan.crews.model import CrewPlan, CrewProblem
from yipanqi.plan.crews.value import ends_of_jobs, value_of
from yipanqi.solvers.crews.propose import plan_crews

_HOUR_S = 3600
Plan = Callable[[CrewProblem], CrewPlan]


class Night(Struct, frozen=True):
    """How a night goes: finish, jobs undone, neighbourhoods not closed by the deadline, travel."""

    finish_s: int
    undone: int
    neighbourhoods_late: int
    travel_s: int


class Comparison(Struct, frozen=True):
    """The same night played as one board, and by every community for itself.

    `unequal`: work for each crew-hour of the worst-off community over that of the town; 1 is evenly spread.
    """

    one_board: Night
    each_for_itself: Night
    unequal: float


class Worth(Struct, frozen=True):
    """How many seconds the finish comes forward by one crew more, or by beginning an hour earlier.

    `another_crew_s`: a copy of the first crew. `without_lender_s`: how much later it is without each
    lender, and `without_lender_undone` how many jobs are undone then.
    """

    another_crew_s: int
    an_hour_earlier_s: int
    without_lender_s: dict[OrganisationId, int]
    without_lender_undone: dict[OrganisationId, int]


def compare(problem: CrewProblem, seconds: float, *, seed: int = 0, workers: int = 1) -> Comparison:
    """One board against each for itself, with so many seconds of search for either."""
    plan = _planner(seconds, seed, workers)
    alone = [c for c in _communities(problem) if _own(problem, c).jobs]
    parts = {c: _planner(seconds / len(alone), seed, workers)(_own(problem, c)) for c in alone}
    together = CrewPlan(
        crews={k: steps for part in parts.values() for k, steps in part.crews.items()},
        finish_s=max((part.finish_s for part in parts.values()), default=0),
        bound_s=0,
        undone=tuple(u for part in parts.values() for u in part.undone),
    )
    return Comparison(_night(problem, plan(problem)), _night(problem, together), _unequal(problem))


def worth(problem: CrewProblem, seconds: float, *, seed: int = 0, workers: int = 1) -> Worth:
    """What one crew more, an hour more, or a lender less does to the finish."""
    plan = _planner(seconds, seed, workers)
    now_s = plan(problem).finish_s
    twin = replace(problem.crews[0], id=CrewId(problem.crews[0].id + "+"))
    lenders = dict.fromkeys(c.lender for c in problem.crews)
    without = {
        lender: plan(replace(problem, crews=tuple(c for c in problem.crews if c.lender != lender)))
        for lender in lenders
    }
    return Worth(
        another_crew_s=now_s - plan(replace(problem, crews=(*problem.crews, twin))).finish_s,
        an_hour_earlier_s=now_s - (plan(_all_but_the_start_later(problem)).finish_s - _HOUR_S),
        without_lender_s={lender: p.finish_s - now_s for lender, p in without.items()},
        without_lender_undone={lender: len(p.undone) for lender, p in without.items()},
    )


def _all_but_the_start_later(problem: CrewProblem) -> CrewProblem:
    """The night as it would be if everybody could begin an hour before: all other hours are an hour on."""

    def on(moment_s: int | None) -> int | None:
        return None if moment_s is None else moment_s + _HOUR_S

    return replace(
        problem,
        deadline_s=problem.deadline_s + _HOUR_S,
        jobs=tuple(
            replace(j, earliest_s=j.earliest_s and j.earliest_s + _HOUR_S, latest_s=on(j.latest_s))
            for j in problem.jobs
        ),
        crews=tuple(replace(c, until_s=c.until_s + _HOUR_S) for c in problem.crews),
        suppliers=tuple(
            replace(
                y,
                opens_s=y.opens_s and y.opens_s + _HOUR_S,
                closes_s=on(y.closes_s),
                deliveries=tuple(replace(d, at_s=d.at_s + _HOUR_S) for d in y.deliveries),
            )
            for y in problem.suppliers
        ),
    )


def _planner(seconds: float, seed: int, workers: int) -> Plan:
    return lambda problem: plan_crews(problem, seconds=seconds, seed=seed, workers=workers)


def _communities(problem: CrewProblem) -> list[str]:
    return list(dict.fromkeys(j.community for j in problem.jobs))


def _own(problem: CrewProblem, community: str) -> CrewProblem:
    """A community's jobs with its own crews; yards are everybody's."""
    jobs = tuple(j for j in problem.jobs if j.community == community)
    return replace(
        problem,
        jobs=jobs,
        crews=tuple(c for c in problem.crews if c.community == community),
        locked=tuple(lock for lock in problem.locked if lock.job in {j.id for j in jobs}),
    )


def _night(problem: CrewProblem, plan: CrewPlan) -> Night:
    ends = ends_of_jobs(plan)
    late = {
        j.neighbourhood for j in problem.jobs if ends.get(j.id, problem.deadline_s + 1) > problem.deadline_s
    }
    return Night(plan.finish_s, len(plan.undone), len(late), value_of(problem, plan).travel_s)


def _unequal(problem: CrewProblem) -> float:
    """Work for each crew-hour of the worst-off community with crews, over that of the town."""
    town = _load(problem)
    loads = [_load(_own(problem, c)) for c in _communities(problem)]
    return max((load for load in loads if load < inf), default=town) / town if 0 < town < inf else 1.0


def _load(problem: CrewProblem) -> float:
    """Work to do over hours there are, both in seconds; infinite without crews."""
    hours_s = sum(max(0, min(c.until_s, problem.deadline_s) - c.from_s) for c in problem.crews)
    work_s = sum(j.work_s * j.crews for j in problem.jobs)
    return work_s / hours_s if hours_s else inf
