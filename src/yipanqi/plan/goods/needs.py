"""From a crew schedule to what has to lie at which yard by when."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from yipanqi.ground.ids import GoodKey, JobId, SupplierId
from yipanqi.plan.crews.model import CrewOnShift, CrewPlan, CrewProblem, Job, Step
from yipanqi.plan.crews.travel import travel_s
from yipanqi.plan.events import Role
from yipanqi.plan.goods.materials import NET, MaterialRules, goods_of
from yipanqi.plan.goods.model import Need

Goods = Mapping[GoodKey, int]

NO_STOCK = frozenset({"no-stock", ""})
"""Codes of jobs left undone for want of goods; a plan read from a file tells none."""


def needs_of(problem: CrewProblem, plan: CrewPlan, rules: MaterialRules) -> tuple[Need, ...]:
    """What the schedule takes out of each yard, and when; all else a net takes is fetched with the net.

    What lies in a van when the crew sets out is there with its posts and ties. Gates, which need no net, are
    seen to from the nearest yard. What a job takes that is left undone for want of goods is wished for at the
    nearest yard, so that what would have to come is told.
    """
    jobs: dict[str, Job] = {job.id: job for job in problem.jobs}
    told = [
        need
        for crew in problem.crews
        for need in _of_crew(problem, crew, plan.crews.get(crew.id, ()), jobs, rules)
    ]
    told += _of_undone(problem, plan, jobs, rules)
    told += _spare(problem, told, rules)
    return tuple(sorted(told, key=lambda n: (n.at_s, n.yard, n.good, n.jobs)))


def _of_crew(
    problem: CrewProblem,
    crew: CrewOnShift,
    steps: tuple[Step, ...],
    jobs: Mapping[str, Job],
    rules: MaterialRules,
) -> Iterator[Need]:
    """A crew's loads, each with what the jobs until the next one take beyond what is in the van."""
    van_m = crew.loaded_m
    load: Step | None = None
    ahead: list[tuple[Job, int]] = []
    for step in (*steps, None):
        if step is not None and step.do == "job":
            job = jobs[step.at]
            if job.net_m == 0:
                yield from _needs(nearest(problem, job), step.starts_s, _goods(job, 0, rules), (job.id,))
            else:
                ahead.append((job, step.net_m))
            continue
        used_m = sum(net_m for _, net_m in ahead)
        if load is not None:
            taken_m = max(0, used_m - van_m)
            yield from _load(load, taken_m, used_m, ahead, rules)
            van_m += taken_m
        van_m = max(0, van_m - used_m)
        load, ahead = step, []


def _load(
    load: Step, taken_m: int, used_m: int, ahead: Iterable[tuple[Job, int]], rules: MaterialRules
) -> Iterator[Need]:
    """What one load takes for the jobs after it; the part that was in the van already is not fetched."""
    goods: Counter[GoodKey] = Counter()
    for job, net_m in ahead:
        goods.update(_goods(job, net_m, rules))
    share = taken_m / used_m if used_m else 0.0
    fetched = {good: -int(-amount * share // 1) for good, amount in goods.items()} | {NET: taken_m}
    yield from _needs(SupplierId(load.at), load.starts_s, fetched, tuple(job.id for job, _ in ahead))


def _goods(job: Job, net_m: int, rules: MaterialRules) -> dict[GoodKey, int]:
    """What a job takes; of two crews at one job each brings what goes with its own net."""
    role: Role = "gate" if job.kind == "gate" else "emergency" if job.kind == "emergency" else "bar"
    return goods_of(role, net_m, rules)


def _of_undone(
    problem: CrewProblem, plan: CrewPlan, jobs: Mapping[str, Job], rules: MaterialRules
) -> Iterator[Need]:
    for left in plan.undone:
        if left.code not in NO_STOCK:
            continue
        job = jobs[left.job]
        for need in _needs(
            nearest(problem, job), problem.deadline_s, _goods(job, job.net_m, rules), (job.id,)
        ):
            yield replace(need, firm=False)


def _spare(problem: CrewProblem, told: Iterable[Need], rules: MaterialRules) -> Iterator[Need]:
    """Net for mending lies by the deadline where most net goes out."""
    net_m: Counter[SupplierId] = Counter()
    for need in told:
        if need.good == NET:
            net_m[need.yard] += need.amount
    spare_m = -int(-sum(net_m.values()) * rules.spare_share // 1)
    if spare_m:
        yard = max(net_m, key=lambda y: (net_m[y], y))
        yield Need(yard, NET, problem.deadline_s, spare_m, firm=False)


def _needs(yard: SupplierId | None, at_s: int, goods: Goods, jobs: tuple[JobId, ...]) -> Iterator[Need]:
    if yard is None:
        return
    for good, amount in goods.items():
        if amount > 0:
            yield Need(yard, good, at_s, amount, jobs)


def nearest(problem: CrewProblem, job: Job) -> SupplierId | None:
    """The yard from which a job is reached first; None where there is no yard."""
    here = (job.x_m, job.y_m)
    ways = [(travel_s(problem.travel, (y.x_m, y.y_m), here), y.id) for y in problem.suppliers]
    return min(ways)[1] if ways else None
