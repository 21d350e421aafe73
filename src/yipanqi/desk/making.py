"""A closure made on the edited map: which neighbourhoods together, by what wishes, beside which others."""

from collections.abc import Collection, Sequence

from msgspec import Struct
from msgspec.structs import replace

from yipanqi.close.closure_papers import Paper, around, of_kind
from yipanqi.close.state import Board
from yipanqi.desk.edited_ground import Ground, ways_found
from yipanqi.desk.ports import ClosureMaker
from yipanqi.ground.ids import NeighbourhoodId, OpeningId
from yipanqi.plan.closure.geojson import to_geojson
from yipanqi.plan.closure.model import ClosurePlan, ClosureProblem, Finding
from yipanqi.plan.closure.proof_ground import Ground as Plane
from yipanqi.plan.closure.proof_ground import rings_of_plan
from yipanqi.plan.closure.proof_shape import lost_buildings
from yipanqi.survey.edited_map import EditedMap, edited_openings
from yipanqi.survey.editing import EditRow
from yipanqi.survey.model import Extract, Neighbourhood, Opening
from yipanqi.survey.openings import of_a_ring


class MadeClosure(Struct, frozen=True):
    """A closure of some neighbourhoods, the map it was made on, and the paper its check reads."""

    places: tuple[Neighbourhood, ...]
    plan: ClosurePlan
    extract: Extract
    paper: Paper


def together(ground: Ground, neighbourhood: NeighbourhoodId) -> tuple[Neighbourhood, ...]:
    """The neighbourhood and those it shares a ring with, or may; nothing when it is not to be closed.

    It may share one with a neighbour beside it when residents of both have said that they accept.
    """
    ring_of, accepts = ground.board.ring_of, ground.edited.accepts
    names = {neighbourhood, *ring_of.get(neighbourhood, ())}
    if accepts.get(neighbourhood):
        here = next((p for p in ground.edited.neighbourhoods if p.id == neighbourhood), None)
        beside = [
            p.id
            for p in ground.edited.neighbourhoods
            if here and accepts.get(p.id) and _near(p.area[0], here.area[0])
        ]
        names |= {name for other in beside for name in (other, *ring_of.get(other, ()))}
    places = tuple(p for p in ground.edited.neighbourhoods if p.id in names and not p.walled)
    return places if any(place.id == neighbourhood for place in places) else ()


def closure_on(ground: Ground, places: tuple[Neighbourhood, ...], maker: ClosureMaker) -> MadeClosure:
    """Plan some neighbourhoods on the edited map; `maker` has laid out what lies near them."""
    board, edited = ground.board, ground.edited
    known, surveyed = board.mapped.values(), board.editing.openings
    openings = _as_found(board, places, edited_openings(maker.chart, edited, places, known, surveyed))
    there = {opening.id for opening in openings}
    own = _rings_own(board, edited, places, there)
    there |= {o for o in edited.wishes if of_a_ring(o)}
    rules = board.closure.rules
    problem = ClosureProblem(
        extract=maker.chart.extract,
        neighbourhoods=places,
        openings=openings,
        rules=rules,
        forced_gates=tuple(o for o, wish in edited.wishes.items() if wish == "force" and o in there),
        forbidden_gates=tuple(o for o, wish in edited.wishes.items() if wish == "forbid" and o in there),
        rings_own=own,
        shared=tuple({tuple(sorted(board.ring_of.get(p.id, ()))): None for p in places}),
    )
    assumed = board.closure.sharing == "assumed"
    willing = {p.id for p in places if edited.accepts.get(p.id, assumed)}
    plan = plan_by_consent(maker, problem, willing)
    paper = to_geojson(plan, places, board.attribution)
    return MadeClosure(places, plan, maker.chart.extract, paper)


def _rings_own(
    board: Board, edited: EditedMap, places: Sequence[Neighbourhood], there: Collection[OpeningId]
) -> tuple[Opening, ...]:
    """Openings only rings had so far, as far as somebody wished something for them or has stood there."""
    names = {place.id for place in places}
    said = [board.mapped[o] for o in {**edited.wishes, **edited.seen} if o in board.mapped and o not in there]
    return tuple(
        replace(o, confirmed=o.id in edited.seen)
        for o in said
        if of_a_ring(o.id) and o.neighbourhood in names
    )


def _as_found(
    board: Board, places: Sequence[Neighbourhood], openings: Sequence[Opening]
) -> tuple[Opening, ...]:
    """Openings that somebody found tonight under the ids they were reported by."""
    ways = ways_found(board, {place.id for place in places})
    taken = {opening.id for opening in openings}
    named = []
    for opening in openings:
        name = next((ways[way] for way in opening.ways if way in ways), None)
        if name is not None and name not in taken and opening.id not in board.mapped:
            taken.add(name)
            opening = replace(opening, id=name)
        named.append(opening)
    return tuple(named)


def plan_by_consent(
    maker: ClosureMaker, problem: ClosureProblem, willing: set[NeighbourhoodId]
) -> ClosurePlan:
    """The plan in which only those share a ring who are willing."""
    alone = [p for p in problem.neighbourhoods if p.id not in willing]
    both = [p for p in problem.neighbourhoods if p.id in willing]
    if not alone or problem.rules.joint_most < 2:
        return maker.plan(problem)
    single = maker.plan(_of(problem, alone, joint_most=1))
    if not both:
        return replace(single, rules=problem.rules)
    shared = maker.plan(_of(problem, both, joint_most=problem.rules.joint_most))
    return replace(
        shared,
        openings=(*shared.openings, *single.openings),
        closures=(*shared.closures, *single.closures),
    )


def _of(problem: ClosureProblem, places: Sequence[Neighbourhood], *, joint_most: int) -> ClosureProblem:
    """The problem of some of its neighbourhoods."""
    names = {place.id for place in places}
    openings = tuple(o for o in problem.openings if o.neighbourhood in names)
    there = {opening.id for opening in openings}
    there |= {o for o in (*problem.forced_gates, *problem.forbidden_gates) if of_a_ring(o)}
    return replace(
        problem,
        neighbourhoods=tuple(places),
        openings=openings,
        rules=replace(problem.rules, joint_most=joint_most),
        forced_gates=tuple(o for o in problem.forced_gates if o in there),
        forbidden_gates=tuple(o for o in problem.forbidden_gates if o in there),
    )


def beside_the_others(paper: Paper, made: MadeClosure, plane: Plane) -> tuple[Finding, ...]:
    """What is wrong between a closure and the rings in force around it: somebody else's house taken in.

    `paper` is the whole town's with the closure in it; `plane` has laid out what lies near it.
    """
    near = around(paper, made.paper)
    near |= {"features": of_kind(near, "neighbourhood", "ring")}
    rings, _ = rings_of_plan(near, plane)
    names = {str(place.id) for place in made.places}
    found = lost_buildings(plane, rings, near)
    return tuple(
        finding
        for finding in found
        if finding.code == "building-in-other-ring" and names & set(finding.concerns.split("+"))
    )


def to_plan(board: Board) -> tuple[NeighbourhoodId, ...]:
    """Neighbourhoods with edits or undoings that no closure in force knows of, by name of their id."""
    editing = board.editing
    changed: dict[NeighbourhoodId, int] = {}
    for row in editing.edits.values():
        last = max([row.position, *(u.position for u in editing.undos.values() if editing.root(u.id) == row)])
        for name in concerned(board, row):
            changed[name] = max(changed.get(name, 0), last)
    known = board.closure.known
    return tuple(sorted(name for name, last in changed.items() if last > known.get(name, 0)))


WALL_NEAR_DEGREES = 0.0006
"""Some 60 m: a wall farther from a neighbourhood changes nothing in its ring."""


def touched_since(board: Board, position: int, names: Collection[NeighbourhoodId]) -> bool:
    """Whether an edit or undoing after a position in the journal concerns some neighbourhoods."""
    editing = board.editing
    late = [row for row in editing.edits.values() if row.position > position]
    late += [
        root
        for undo in editing.undos.values()
        if undo.position > position and (root := editing.root(undo.id)) is not None
    ]
    return any(name in names for row in late for name in concerned(board, row))


def concerned(board: Board, row: EditRow) -> tuple[NeighbourhoodId, ...]:
    """The neighbourhoods whose closure an edit may change."""
    edit = row.edit
    name = getattr(edit, "neighbourhood", None)
    if name is not None:
        return (name,)
    opening = getattr(edit, "opening", None)
    if opening is not None:
        there: Opening | None = board.mapped.get(opening)
        known = board.openings.get(opening)
        return (there.neighbourhood,) if there else (known.neighbourhood,) if known else ()
    line = getattr(edit, "line", ()) or (getattr(edit, "place", None),)
    return tuple(place.id for place in board.neighbourhoods.values() if _near(place.area[0], line))


def _near(ring: Sequence[tuple[float, float]], line: Sequence[tuple[float, float] | None]) -> bool:
    """Whether the bounds of an edge and a line come near each other."""
    places = [place for place in line if place is not None]
    if not places:
        return False
    reach = WALL_NEAR_DEGREES
    lons, lats = [p[0] for p in ring], [p[1] for p in ring]
    there, high = [p[0] for p in places], [p[1] for p in places]
    return (
        min(lons) - reach <= max(there)
        and max(lons) + reach >= min(there)
        and min(lats) - reach <= max(high)
        and max(lats) + reach >= min(high)
    )
