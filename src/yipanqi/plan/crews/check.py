"""The check of a crew plan: knows no solver, believes nothing, and says everything that is wrong.

Only a plan without findings can be adopted. Codes are stable; `docs/reference/crew-problem.md` lists them.
"""

from collections import defaultdict
from collections.abc import Iterator

from msgspec import Struct

from yipanqi.ground.ids import JobId
from yipanqi.ground.plane import XY
from yipanqi.plan.crews.model import CrewOnShift, CrewPlan, CrewProblem, Job, Step, Yard
from yipanqi.plan.crews.travel import travel_s


class Finding(Struct, frozen=True):
    """One thing wrong with a plan: a stable code, what it is about (crew, job, yard), and words."""

    code: str
    about: str
    says: str


def check_crew_plan(problem: CrewProblem, plan: CrewPlan) -> tuple[Finding, ...]:
    """Everything wrong with the plan; empty when it may be adopted."""
    return (
        *_crews(problem, plan),
        *_jobs(problem, plan),
        *_stock(problem, plan),
        *_undone(problem, plan),
        *_locked(problem, plan),
        *_finish(problem, plan),
    )


def _crews(problem: CrewProblem, plan: CrewPlan) -> Iterator[Finding]:
    """Each crew by itself: known places, its hours, its travel, its van, its skills."""
    crews = {c.id: c for c in problem.crews}
    jobs = {j.id: j for j in problem.jobs}
    yards = {y.id: y for y in problem.suppliers}
    for crew_id, steps in plan.crews.items():
        crew = crews.get(crew_id)
        if crew is None:
            yield Finding("crew-unknown", crew_id, f"the problem has no crew {crew_id}")
            continue
        places: list[tuple[Step, Job | Yard]] = []
        for step in steps:
            place = jobs.get(step.at) if step.do == "job" else yards.get(step.at)  # type: ignore[call-overload]
            if place is None:
                yield Finding("place-unknown", crew_id, f"the problem has no {step.do} at {step.at}")
            else:
                places.append((step, place))
        yield from _times(problem, crew, places)
        yield from _van(crew, places)
        for step, place in places:
            yield from (
                _yard_step(crew, step, place) if isinstance(place, Yard) else _job_step(crew, step, place)
            )


def _times(
    problem: CrewProblem, crew: CrewOnShift, places: list[tuple[Step, Job | Yard]]
) -> Iterator[Finding]:
    """No step before the crew can be there, none after it has gone home; and home in time if it must be."""
    here: XY = (crew.x_m, crew.y_m)
    free_s = crew.from_s
    for step, place in places:
        there = (place.x_m, place.y_m)
        arrives_s = free_s + travel_s(problem.travel, here, there)
        if step.starts_s < arrives_s:
            says = (
                f"{crew.id} starts at {step.at} at {step.starts_s} s and cannot be there before {arrives_s} s"
            )
            yield Finding("too-early", crew.id, says)
        here, free_s = there, step.ends_s
    if places and crew.ends_at is not None:
        free_s += travel_s(problem.travel, here, (crew.ends_at.x_m, crew.ends_at.y_m))
    if places and free_s > crew.until_s:
        yield Finding(
            "past-hours", crew.id, f"{crew.id} works until {free_s} s, its hours end at {crew.until_s} s"
        )


def _van(crew: CrewOnShift, places: list[tuple[Step, Job | Yard]]) -> Iterator[Finding]:
    """Never more in the van than it holds, never less than nothing."""
    level_m = crew.loaded_m
    for step, _ in places:
        if step.net_m < 0:
            yield Finding("net-negative", crew.id, f"{step.net_m} m of net at {step.at}")
        level_m += step.net_m if step.do == "load" else -step.net_m
        if level_m < 0:
            yield Finding("van-empty", crew.id, f"{crew.id} lacks {-level_m} m of net at {step.at}")
        if step.do == "load" and level_m > crew.van_m:
            says = f"{crew.id} leaves {step.at} with {level_m} m, its van holds {crew.van_m} m"
            yield Finding("van-overfull", crew.id, says)


def _yard_step(crew: CrewOnShift, step: Step, yard: Yard) -> Iterator[Finding]:
    """Loading takes its time and happens while the yard is open."""
    if step.ends_s - step.starts_s != yard.load_s:
        yield Finding("duration-wrong", yard.id, f"{crew.id} loads in {step.ends_s - step.starts_s} s")
    if step.starts_s < yard.opens_s or (yard.closes_s is not None and step.ends_s > yard.closes_s):
        yield Finding("yard-closed", yard.id, f"{crew.id} loads from {step.starts_s} s to {step.ends_s} s")


def _job_step(crew: CrewOnShift, step: Step, job: Job) -> Iterator[Finding]:
    """A job takes its time, within its window, by somebody who can do it."""
    if step.ends_s - step.starts_s != job.work_s:
        yield Finding(
            "duration-wrong", job.id, f"{crew.id} takes {step.ends_s - step.starts_s} s for {job.work_s} s"
        )
    if step.starts_s < job.earliest_s or (job.latest_s is not None and step.ends_s > job.latest_s):
        yield Finding(
            "window-missed", job.id, f"{crew.id} is there from {step.starts_s} s to {step.ends_s} s"
        )
    for skill in job.skills:
        if skill not in crew.skills:
            yield Finding("skill-missing", job.id, f"{crew.id} cannot {skill}")


def _jobs(problem: CrewProblem, plan: CrewPlan) -> Iterator[Finding]:
    """Each job once, by as many crews as it takes, together, with the net it needs."""
    visits: dict[str, list[tuple[str, Step]]] = defaultdict(list)
    for crew_id, steps in plan.crews.items():
        for step in steps:
            if step.do == "job":
                visits[step.at].append((crew_id, step))
    undone = {u.job for u in plan.undone}
    for job in problem.jobs:
        if job.id not in visits:
            if job.id not in undone:
                yield Finding("job-forgotten", job.id, f"{job.id} is neither planned nor listed as undone")
            continue
        yield from _together(job, visits[job.id])


def _together(job: Job, visits: list[tuple[str, Step]]) -> Iterator[Finding]:
    """The visits to one planned job."""
    if len({crew for crew, _ in visits}) < len(visits) or len(visits) > job.crews:
        yield Finding("done-twice", job.id, f"{job.id} has {len(visits)} visits for {job.crews} crews")
    elif len(visits) < job.crews:
        yield Finding("crews-missing", job.id, f"{job.id} takes {job.crews} crews and has {len(visits)}")
    if len({step.starts_s for _, step in visits}) > 1:
        yield Finding("not-together", job.id, f"crews start {job.id} at different times")
    brought_m = sum(step.net_m for _, step in visits)
    if brought_m != job.net_m:
        yield Finding(
            "net-mismatch", job.id, f"{job.id} takes {job.net_m} m of net, the plan brings {brought_m} m"
        )


def _stock(problem: CrewProblem, plan: CrewPlan) -> Iterator[Finding]:
    """At no moment has more left a yard than was there and has come in until then."""
    for yard in problem.suppliers:
        if yard.stock_m is None:
            continue
        # What comes in at a moment is there for who loads at that moment.
        moves = [(d.at_s, 0, d.net_m) for d in yard.deliveries]
        for steps in plan.crews.values():
            moves += [(s.starts_s, 1, -s.net_m) for s in steps if s.do == "load" and s.at == yard.id]
        left_m = yard.stock_m
        for at_s, _, net_m in sorted(moves):
            left_m += net_m
            if left_m < 0:
                yield Finding("stock-short", yard.id, f"{yard.id} lacks {-left_m} m of net at {at_s} s")
                break


def _undone(problem: CrewProblem, plan: CrewPlan) -> Iterator[Finding]:
    """What is left undone is known, listed once, not planned too, and has its reason."""
    planned = {s.at for steps in plan.crews.values() for s in steps if s.do == "job"}
    known = {j.id for j in problem.jobs}
    seen: set[str] = set()
    for entry in plan.undone:
        if entry.job not in known:
            yield Finding("job-unknown", entry.job, f"the problem has no job {entry.job}")
        if entry.job in planned:
            yield Finding("undone-but-planned", entry.job, f"{entry.job} is planned and listed as undone")
        if entry.job in seen:
            yield Finding("undone-twice", entry.job, f"{entry.job} is listed as undone twice")
        if not entry.why.strip():
            yield Finding("reason-missing", entry.job, f"nothing says why {entry.job} is left undone")
        seen.add(entry.job)


def _locked(problem: CrewProblem, plan: CrewPlan) -> Iterator[Finding]:
    """A locked assignment is where it was; undone it may be, with its reason, but not somebody else's."""
    undone = {u.job for u in plan.undone}
    for lock in problem.locked:
        kept = any(s.do == "job" and s.at == lock.job for s in plan.crews.get(lock.crew, ()))
        if not kept and lock.job not in undone:
            yield Finding("lock-broken", lock.job, f"{lock.job} was locked to {lock.crew}")


def _finish(problem: CrewProblem, plan: CrewPlan) -> Iterator[Finding]:
    """The finish is the end of the last job (the last return, where that counts); the bound is below it."""
    ends = [s.ends_s for steps in plan.crews.values() for s in steps if s.do == "job"]
    ends += _returns(problem, plan) if problem.counts_return else []
    last_s = max(ends, default=0)
    if plan.finish_s != last_s:
        yield Finding("finish-wrong", "plan", f"the plan says {plan.finish_s} s, its last ends at {last_s} s")
    if not plan.undone and plan.bound_s > last_s:
        yield Finding("bound-wrong", "plan", f"a bound of {plan.bound_s} s is above the finish, {last_s} s")


def _returns(problem: CrewProblem, plan: CrewPlan) -> list[int]:
    """When each crew that must end somewhere is there after its last job."""
    jobs = {j.id: j for j in problem.jobs}
    found = []
    for crew in problem.crews:
        done = [s for s in plan.crews.get(crew.id, ()) if s.do == "job" and s.at in jobs]
        if done and crew.ends_at is not None:
            last = jobs[JobId(done[-1].at)]
            end = (crew.ends_at.x_m, crew.ends_at.y_m)
            found.append(done[-1].ends_s + travel_s(problem.travel, (last.x_m, last.y_m), end))
    return found
