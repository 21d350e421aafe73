"""Plans the closure of every neighbourhood of a problem."""

import hashlib
from collections.abc import Callable

import msgspec

from yipanqi.ground.ids import PlanId
from yipanqi.plan.closure.model import Closure, ClosurePlan, ClosureProblem
from yipanqi.solvers.closure.candidates import Candidate, Member, best_closed, best_on_ground
from yipanqi.solvers.closure.joint import merged
from yipanqi.survey.chart import Chart
from yipanqi.survey.openings import largest_polygon

ENGINE = "closure/2 cut"
Progress = Callable[[str, float], None]


def plan_closure(problem: ClosureProblem, progress: Progress | None = None) -> ClosurePlan:
    """A closure for every neighbourhood; the check in `plan.closure.check` has to pass it.

    Raises:
        ValueError: an opening names a neighbourhood the problem does not have.
    """
    known = {n.id for n in problem.neighbourhoods}
    strangers = {o.neighbourhood for o in problem.openings} - known
    if strangers:
        raise ValueError(f"openings of unknown neighbourhoods: {', '.join(sorted(strangers))}")
    chart = Chart(problem.extract)
    members = _members(chart, problem)
    singles = []
    for number, member in enumerate(members):
        if progress is not None:
            progress(member.neighbourhood.name, number / len(members))
        closed = (
            best_on_ground(chart, member, problem.rules)
            if problem.rules.trust == "ground"
            else best_closed(chart, [member], member.area, problem.rules)
        )
        singles.append(Candidate((number,), member.area, closed))
    if problem.rules.joint_most > 1 and problem.rules.ring == "cut" and problem.rules.trust == "ways":
        singles = merged(chart, members, singles, problem.rules)
    closures = [candidate.closed.closure for candidate in singles]
    return ClosurePlan(
        id=_id(problem, closures),
        engine=ENGINE,
        seed=problem.seed,
        rules=problem.rules,
        openings=(*problem.openings, *(o for candidate in singles for o in candidate.closed.fresh)),
        closures=tuple(closures),
    )


def _members(chart: Chart, problem: ClosureProblem) -> list[Member]:
    shapes = chart.shapes([n.area for n in problem.neighbourhoods])
    openings: dict[str, list[int]] = {}
    for number, opening in enumerate(problem.openings):
        openings.setdefault(opening.neighbourhood, []).append(number)
    return [
        Member(n, largest_polygon(shape), tuple(problem.openings[i] for i in openings.get(n.id, ())))
        for n, shape in zip(problem.neighbourhoods, shapes, strict=True)
    ]


def _id(problem: ClosureProblem, closures: list[Closure]) -> PlanId:
    """The same plan has the same id wherever it is made."""
    body = msgspec.json.encode((ENGINE, problem.rules, problem.seed, closures))
    return PlanId("closure-" + hashlib.sha256(body).hexdigest()[:16])
