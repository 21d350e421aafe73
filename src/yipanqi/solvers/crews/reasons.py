"""Why a job is left undone, in words and as a code."""

from collections.abc import Iterable, Mapping

from yipanqi.ground.ids import CrewId
from yipanqi.plan.crews.model import CrewOnShift, CrewProblem, Job, Step, Undone
from yipanqi.plan.crews.travel import travel_s

Steps = Mapping[CrewId, tuple[Step, ...]]


def reasons(problem: CrewProblem, steps: Steps, jobs: Iterable[Job]) -> tuple[Undone, ...]:
    """Every job left out of a plan with the first reason, from the hardest to the softest, that holds."""
    net_left_m = _net_left(problem, steps)
    return tuple(_reason(problem, job, steps, net_left_m) for job in jobs)


def _reason(problem: CrewProblem, job: Job, steps: Steps, net_left_m: int) -> Undone:
    """Skill, number of crews, lock, van, net, hours: in this order."""
    skilled = [c for c in problem.crews if set(job.skills) <= set(c.skills)]
    skills = " and ".join(job.skills)
    if job.skills and not skilled:
        return Undone(job.id, f"no skill: no crew can {skills}", "skill-missing")
    if len(skilled) < job.crews:
        what = f" that can {skills}" if skills else ""
        return Undone(job.id, f"it takes {job.crews} crews{what}, there are {len(skilled)}", "crews-too-few")
    holders = {lock.crew for lock in problem.locked if lock.job == job.id}
    if holders:
        return Undone(job.id, f"it is locked to {', '.join(sorted(holders))}, who cannot do it", "locked")
    share_m = -(-job.net_m // job.crews)
    if sum(c.van_m >= share_m for c in skilled) < job.crews:
        return Undone(job.id, f"no van holds the {share_m} m of net it takes", "van-too-small")
    if job.net_m > net_left_m:
        return Undone(
            job.id, f"no stock left: it takes {job.net_m} m, {net_left_m} m are to be had", "no-stock"
        )
    first_s = min(_reaches(problem, c, job, steps) for c in skilled)
    if job.latest_s is not None and max(first_s, job.earliest_s) + job.work_s > job.latest_s:
        return Undone(job.id, f"nobody is free to end it by {job.latest_s} s", "window-missed")
    return Undone(job.id, "no crew that could do it has time left in its hours", "no-time")


def _reaches(problem: CrewProblem, crew: CrewOnShift, job: Job, steps: Steps) -> int:
    """When a crew could be at a job after what the plan gives it; a little early where it ends elsewhere."""
    given = steps.get(crew.id, ())
    if given:
        return given[-1].ends_s
    return crew.from_s + travel_s(problem.travel, (crew.x_m, crew.y_m), (job.x_m, job.y_m))


def _net_left(problem: CrewProblem, steps: Steps) -> int:
    """Metres still to be had: in the best-stocked yard, or in the van with most left over."""
    best_m = 0
    for yard in problem.suppliers:
        if yard.stock_m is None:
            return 1 << 30
        taken_m = sum(s.net_m for plan in steps.values() for s in plan if s.do == "load" and s.at == yard.id)
        best_m = max(best_m, yard.stock_m + sum(d.net_m for d in yard.deliveries) - taken_m)
    for crew in problem.crews:
        moves = [s.net_m if s.do == "load" else -s.net_m for s in steps.get(crew.id, ())]
        best_m = max(best_m, crew.loaded_m + sum(moves))
    return best_m
