"""Rings worth having: for one neighbourhood or several, the best of its edge and what a cut makes of it."""

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar, cast

import numpy as np
import shapely
from msgspec import Struct
from msgspec.structs import replace
from shapely.geometry import Point, Polygon
from shapely.geometry.base import BaseGeometry

from yipanqi.ground.ids import OpeningId
from yipanqi.plan.closure.model import ClosureRules, Note
from yipanqi.solvers.closure.closing import Closed, close
from yipanqi.solvers.closure.cut import MAIN, REACH_OUT_M, Doors, doors_near, minimum_cut
from yipanqi.solvers.closure.freeground import OUT_M, Task, cheapest_lines, stays_simple
from yipanqi.solvers.closure.homes import door_links, homes_in
from yipanqi.solvers.closure.naming import Place
from yipanqi.solvers.closure.network import network_inside
from yipanqi.solvers.closure.reshape import Shape
from yipanqi.solvers.closure.ring import off_the_roads, without_spikes
from yipanqi.survey.bare_edge import obstacles_along
from yipanqi.survey.chart import Chart, Floats
from yipanqi.survey.model import MovedEdge, Neighbourhood, Opening
from yipanqi.survey.openings import gaps
from yipanqi.survey.pieces import at
from yipanqi.survey.snapping import snapped

ACROSS_M = 30.0
"""Neighbourhoods farther apart than this have more than a street between them."""
MAIN_STREET_M = 15.0
"""A main street crossed at its end is not closed; one taken in for longer is."""

CHANGES_M = 150.0
"""A change of the map farther from an area than this changes nothing in its ring, which stays within
`REACH_OUT_M` of it, nor in what the houses along it open onto."""
KEPT = 1000
"""So many rings and closures are kept, for the next edit to find."""
Found = TypeVar("Found")


class Member(Struct, frozen=True):
    """A neighbourhood as the planner sees it: its area on the plane, and the openings in its edge."""

    neighbourhood: Neighbourhood
    area: Polygon
    openings: tuple[Opening, ...]
    forced: frozenset[OpeningId] = frozenset()
    """Openings to keep as gates, and openings never to."""
    forbidden: frozenset[OpeningId] = frozenset()
    before: tuple[Opening, ...] = ()
    """Openings that only its rings planned before had."""


class Candidate(Struct, frozen=True):
    """A ring round some members, closed."""

    members: tuple[int, ...]
    area: Polygon
    closed: Closed


def best_closed(chart: Chart, members: list[Member], area: Polygon, rules: ClosureRules) -> Closed:
    """The better closure of an area's edge and of the ring a minimum cut makes of it; never a worse one.

    Worked out once for the same members and the same ground around them, edits elsewhere or not.
    """
    around = _Around(
        tuple(member.area for member in members), area, rules, chart.differs_near(area, CHANGES_M)
    )
    return _kept(chart, ("closed", around, tuple(members)), lambda: _best_closed(chart, members, around))


class _Around(Struct, frozen=True):
    """All that a ring depends on, whatever is wished for the openings in it."""

    areas: tuple[Polygon, ...]
    area: Polygon
    rules: ClosureRules
    differs: frozenset[Hashable]


def _kept(chart: Chart, key: Hashable, work: Callable[[], Found]) -> Found:
    """What was worked out for the same key before, or is now."""
    if key not in chart.kept:
        while len(chart.kept) >= KEPT:
            chart.kept.pop(next(iter(chart.kept)), None)
        chart.kept[key] = work()
    return cast("Found", chart.kept[key])


def _best_closed(chart: Chart, members: list[Member], around: _Around) -> Closed:
    rules = around.rules
    edge = _kept(chart, ("edge", around), lambda: _edge_of(chart, around.area, rules))
    base = close(chart, _place(members, edge), rules)
    if rules.ring == "edge" or base.barred == 0:
        return base
    reshaped = _kept(chart, ("reshaped", around), lambda: _reshaped(chart, around.areas, edge.ring))
    if reshaped == edge.ring:
        return base
    moved = close(chart, _place(members, edge.drawn_as(reshaped, "ring-moved")), rules)
    keeps = frozenset(o for member in members for o in member.forced)
    return moved if better(moved, base, keeps) else base


def _reshaped(chart: Chart, areas: Sequence[Polygon], ring: Polygon) -> Polygon:
    """What a minimum cut makes of a ring; the ring itself where that is no better."""
    homes = homes_in(chart, ring)
    doors = doors_near(chart, ring, ring.buffer(REACH_OUT_M, quad_segs=4))
    points = chart.centroids[homes.indices]
    bare = [area for area in areas if not shapely.contains_xy(area, points).any()]
    cut = minimum_cut(chart, ring, doors, bare)
    return Shape(chart, ring, areas, homes.indices).reshaped(ring, cut)


def best_on_ground(chart: Chart, member: Member, rules: ClosureRules) -> Closed:
    """The cheaper in metres of the edge and a line over free ground, trusting only mapped obstacles."""
    edge = _edge_of(chart, member.area, rules)
    ring = edge.ring
    base = close(chart, _place([member], edge), rules)
    if rules.ring == "edge":
        return base
    homes, network = homes_in(chart, ring), network_inside(chart, ring)
    doors = doors_near(chart, ring, ring.buffer(max(OUT_M)))
    links = door_links(chart, ring) if len(homes) else network.lines
    task = Task(
        area=ring,
        own=homes.indices,
        doors=np.array([*links, *(Point(xy) for xy in homes.centroids)], dtype=object),
        strangers=_strangers(chart, ring, doors),
        others=np.setdiff1d(chart.building_tree.query(ring.buffer(max(OUT_M) + 5.0)), homes.indices),
    )
    best, bare_m = base, free_length_of(chart, ring)
    for line in cheapest_lines(chart, task):
        if line.net_m < bare_m:
            drawn = edge.drawn_as(chart.as_written(line.ring), "ring-over-ground")
            moved = close(chart, _place([member], drawn), rules)
            if moved.net_m < best.net_m and _fits(moved, base, member.forced):
                best = moved
    return best


def _fits(moved: Closed, base: Closed, keeps: frozenset[OpeningId]) -> bool:
    """Whether a line over free ground takes nobody's fire engine, nor a gate there was or is to be."""
    gates = bool(moved.closure.gates) or not base.closure.gates
    wished = keeps.intersection(base.closure.gates)
    return gates and keeps_engines(moved, base) and wished <= set(moved.closure.gates)


def free_length_of(chart: Chart, ring: Polygon) -> float:
    """Metres of a ring that no mapped obstacle stands on."""
    obstacles = obstacles_along(chart, ring.boundary)
    return float(ring.boundary.length if obstacles is None else ring.boundary.difference(obstacles).length)


def _strangers(chart: Chart, ring: Polygon, doors: Doors) -> Floats:
    """Points outside a ring that have to stay there: other doors, and main streets."""
    points = [at(chart.lines[way], position) for way, position in doors.others]
    owners, tree = chart.segments
    for index in tree.query(ring.buffer(max(OUT_M)), predicate="intersects"):
        if chart.ways[int(owners[index])].highway in MAIN:
            points += list(shapely.get_coordinates(shapely.segmentize(tree.geometries[index], 10.0)))
    found = np.array(points, dtype=np.float64).reshape(-1, 2)
    return found[~np.atleast_1d(shapely.contains_xy(ring, found))]


def better(one: Closed, other: Closed, keeps: frozenset[OpeningId] = frozenset()) -> bool:
    """Fewer pieces to put up, then fewer metres; and nobody's way to the gate or fire engine lost for it."""
    return not _loses(one, other, keeps) and (one.barred, one.net_m) < (other.barred, other.net_m)


def keeps_engines(one: Closed, *others: Closed) -> bool:
    """Whether every building that others let a fire engine get to still has that, one by one."""
    before = {building for other in others for building in other.closure.out_of_reach}
    return before.issuperset(one.closure.out_of_reach)


def _loses(one: Closed, other: Closed, keeps: frozenset[OpeningId]) -> bool:
    """Whether a way to a gate or fire engine, or a gate that was decided on, is lost in the first."""
    if one.walkable < other.walkable or not keeps_engines(one, other):
        return True
    wished = keeps.intersection(other.closure.gates)
    return (bool(other.closure.gates) and not one.closure.gates) or not wished <= set(one.closure.gates)


def joined_area(chart: Chart, one: Polygon, other: Polygon) -> Polygon | None:
    """The ground of two areas and the street between them; None where that takes in what is not theirs."""
    apart = one.distance(other)
    if apart > ACROSS_M:
        return None
    both: BaseGeometry = shapely.union_all([one, other])
    reach = apart / 2 + 1.5
    wide = both.buffer(reach, join_style="mitre", mitre_limit=2.0)
    joined = shapely.union_all([wide.buffer(-reach, join_style="mitre", mitre_limit=2.0), both])
    parts = shapely.get_parts(joined)
    if len(parts) != 1 or not isinstance(parts[0], Polygon):
        return None
    area = parts[0]
    between = area.difference(both)
    if _main_street_in(chart, between) or _strangers_in(chart, between):
        return None
    return area


def _main_street_in(chart: Chart, ground: shapely.Geometry) -> bool:
    owners, tree = chart.segments
    near = tree.query(ground, predicate="intersects")
    main = [tree.geometries[i] for i in near if chart.ways[int(owners[i])].highway in MAIN]
    return bool(sum(shapely.length(shapely.intersection(main, ground))) > MAIN_STREET_M) if main else False


def _strangers_in(chart: Chart, ground: shapely.Geometry) -> bool:
    near = chart.building_tree.query(ground, predicate="intersects")
    return bool(len(near) and shapely.contains_xy(ground, chart.centroids[near]).any())


class _Edge(Struct, frozen=True):
    """A line to stand on before anything is cut: the edge off the roads, on the walls beside it."""

    ring: Polygon
    notes: tuple[Note, ...]
    moved: MovedEdge | None

    def drawn_as(self, ring: Polygon, why: str) -> "_Edge":
        """Another line in its place, and a note that says why."""
        return replace(self, ring=ring, notes=(*self.notes, Note(why)))


def _edge_of(chart: Chart, area: Polygon, rules: ClosureRules) -> _Edge:
    ring, roads = off_the_roads(chart, area)
    ring = chart.as_written(without_spikes(chart, ring))
    notes = (Note("roads-along-edge", {"roads": roads}),) if roads else ()
    if rules.ring == "edge" or rules.trust == "ground":
        return _Edge(ring, notes, None)
    after = snapped(chart, ring, rules.snap_m)
    snug = chart.as_written(after.polygon)
    if after.moved is None or not _same_gaps(chart, ring, snug):
        return _Edge(ring, notes, None)
    note = Note("ring-snapped", {"most_m": after.moved.most_m, "share": round(100 * after.moved.share)})
    return _Edge(snug, (*notes, note), after.moved)


def _same_gaps(chart: Chart, ring: Polygon, other: Polygon) -> bool:
    """Whether two rings that stand close together have the same ways through them, gap by gap."""
    mine, theirs = (sorted(sorted(gap.ways) for gap in gaps(chart, line)) for line in (ring, other))
    return mine == theirs and stays_simple(chart, other)


def _place(members: list[Member], edge: _Edge) -> Place:
    return Place(
        tuple(m.neighbourhood for m in members),
        tuple(o for m in members for o in m.openings),
        edge.ring,
        edge.notes,
        frozenset(o for m in members for o in m.forced),
        frozenset(o for m in members for o in m.forbidden),
        tuple(o for m in members for o in m.before),
        edge.moved,
    )
