"""Plans the closure of every neighbourhood of a problem."""

import hashlib
from collections.abc import Callable, Sequence

import msgspec

from yipanqi.ground.ids import NeighbourhoodId, PlanId
from yipanqi.plan.closure.model import Closure, ClosurePlan, ClosureProblem, ClosureRules
from yipanqi.solvers.closure.candidates import (
    Candidate,
    Member,
    best_closed,
    best_on_ground,
)
from yipanqi.solvers.closure.closing import Closed
from yipanqi.solvers.closure.joint import merged
from yipanqi.survey.chart import Chart
from yipanqi.survey.model import Extract, Neighbourhood
from yipanqi.survey.openings import largest_polygon, of_a_ring
from yipanqi.survey.part import part_of

PARTS = 12
"""So many parts of a map are kept laid out: one is edited more than once."""
ENGINE = "closure/2 cut"
Progress = Callable[[str, float], None]


class ClosurePlanner:
    """Plans closures on one map; keeps it laid out, so that planning one neighbourhood again is quick."""

    def __init__(self, extract: Extract, chart: Chart | None = None) -> None:
        """`chart` is the extract's, where somebody has laid it out already."""
        self.chart = chart or Chart(extract)
        self._parts: dict[tuple[NeighbourhoodId, ...], ClosurePlanner] = {}

    def changed(self, extract: Extract, neighbourhoods: Sequence[Neighbourhood]) -> "ClosurePlanner":
        """A planner for some neighbourhoods on a map that differs a little from this one's.

        It lays out only what lies near them, so it is ready at once, and plans for no others. Its
        `chart.extract` is that part of the map: openings are found and plans are checked on it
        just as on the whole. What both maps hold must be the same objects, as `replace` leaves them.
        """
        names = tuple(neighbourhood.id for neighbourhood in neighbourhoods)
        before = self._parts.pop(names, None)
        part = part_of(extract, self.chart, neighbourhoods, before.chart if before else None)
        planner = before if before and before.chart is part else ClosurePlanner(part.extract, part)
        while len(self._parts) >= PARTS:
            self._parts.pop(next(iter(self._parts)), None)
        self._parts[names] = planner
        return planner

    def plan(self, problem: ClosureProblem, progress: Progress | None = None) -> ClosurePlan:
        """A closure for every neighbourhood of a problem on this map.

        Raises:
            ValueError: an opening names a neighbourhood the problem does not have, or a wish
                names an opening it does not have.
        """
        _look_at(problem)
        members = _members(self.chart, problem)
        rings = []
        for number, member in enumerate(members):
            if progress is not None:
                progress(member.neighbourhood.name, number / len(members))
            best = best_on_ground if problem.rules.trust == "ground" else _best_by_ways
            rings.append(Candidate((number,), member.area, best(self.chart, member, problem.rules)))
        if problem.rules.joint_most > 1 and problem.rules.ring == "cut" and problem.rules.trust == "ways":
            rings = merged(self.chart, members, rings, problem.rules, _shared(problem))
        closures = [candidate.closed.closure for candidate in rings]
        return ClosurePlan(
            id=_id(problem, closures),
            engine=ENGINE,
            seed=problem.seed,
            rules=problem.rules,
            openings=(*problem.openings, *(o for candidate in rings for o in candidate.closed.fresh)),
            closures=tuple(closures),
        )


def plan_closure(problem: ClosureProblem, progress: Progress | None = None) -> ClosurePlan:
    """A closure for every neighbourhood; the check in `plan.closure.check` has to pass it.

    Raises:
        ValueError: an opening names a neighbourhood the problem does not have, or a wish
            names an opening it does not have.
    """
    return ClosurePlanner(problem.extract).plan(problem, progress)


def _best_by_ways(chart: Chart, member: Member, rules: ClosureRules) -> Closed:
    return best_closed(chart, [member], member.area, rules)


def _shared(problem: ClosureProblem) -> list[tuple[int, ...]]:
    """The rings shared now, by number; each neighbourhood in one at most."""
    numbers = {n.id: number for number, n in enumerate(problem.neighbourhoods)}
    found: list[tuple[int, ...]] = []
    for ring in problem.shared:
        mine = tuple(sorted({numbers[name] for name in ring if name in numbers}))
        if len(mine) > 1 and not any(set(mine) & set(other) for other in found):
            found.append(mine)
    return found


def _look_at(problem: ClosureProblem) -> None:
    known = {n.id for n in problem.neighbourhoods}
    strangers = {o.neighbourhood for o in problem.openings} - known
    if strangers:
        raise ValueError(f"openings of unknown neighbourhoods: {', '.join(sorted(strangers))}")
    wished = {*problem.forced_gates, *problem.forbidden_gates} - {o.id for o in problem.openings}
    wished = {o for o in wished if not of_a_ring(o)}
    if wished:
        raise ValueError(f"wishes for unknown openings: {', '.join(sorted(wished))}")


def _members(chart: Chart, problem: ClosureProblem) -> list[Member]:
    shapes = chart.shapes([n.area for n in problem.neighbourhoods])
    openings: dict[str, list[int]] = {}
    for number, opening in enumerate(problem.openings):
        openings.setdefault(opening.neighbourhood, []).append(number)
    forced, forbidden = set(problem.forced_gates), set(problem.forbidden_gates)
    members = []
    for neighbourhood, shape in zip(problem.neighbourhoods, shapes, strict=True):
        mine = tuple(problem.openings[i] for i in openings.get(neighbourhood.id, ()))
        own = f"{neighbourhood.id}/"
        ids = {opening.id for opening in mine}
        ids |= {o for o in forced | forbidden if of_a_ring(o) and o.startswith(own)}
        members.append(
            Member(
                neighbourhood,
                largest_polygon(shape),
                mine,
                frozenset(ids & forced),
                frozenset(ids & forbidden),
                tuple(o for o in problem.rings_own if o.neighbourhood == neighbourhood.id),
            )
        )
    return members


def _id(problem: ClosureProblem, closures: list[Closure]) -> PlanId:
    """The same plan has the same id wherever it is made."""
    body = msgspec.json.encode((ENGINE, problem.rules, problem.seed, closures))
    return PlanId("closure-" + hashlib.sha256(body).hexdigest()[:16])
