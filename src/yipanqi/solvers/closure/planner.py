"""Plans the closure of every neighbourhood of a problem."""

import hashlib
from collections.abc import Callable

import msgspec

from yipanqi.ground.ids import PlanId
from yipanqi.plan.closure.model import Closure, ClosurePlan, ClosureProblem, Note
from yipanqi.solvers.closure.closing import Place, close
from yipanqi.solvers.closure.ring import off_the_roads
from yipanqi.survey.chart import Chart
from yipanqi.survey.openings import largest_polygon

ENGINE = "closure/1 edge"
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
    shapes = chart.shapes([n.area for n in problem.neighbourhoods])
    closures: list[Closure] = []
    for number, (neighbourhood, shape) in enumerate(zip(problem.neighbourhoods, shapes, strict=True)):
        if progress is not None:
            progress(neighbourhood.name, number / len(problem.neighbourhoods))
        ring, roads = off_the_roads(chart, largest_polygon(shape))
        notes = (Note("roads-along-edge", {"roads": roads}),) if roads else ()
        openings = tuple(o for o in problem.openings if o.neighbourhood == neighbourhood.id)
        place = Place((neighbourhood,), openings, ring, notes)
        closures.append(close(chart, place, problem.rules))
    return ClosurePlan(
        id=_id(problem, closures),
        engine=ENGINE,
        seed=problem.seed,
        rules=problem.rules,
        openings=problem.openings,
        closures=tuple(closures),
    )


def _id(problem: ClosureProblem, closures: list[Closure]) -> PlanId:
    """The same plan has the same id wherever it is made."""
    body = msgspec.json.encode((ENGINE, problem.rules, problem.seed, closures))
    return PlanId("closure-" + hashlib.sha256(body).hexdigest()[:16])
