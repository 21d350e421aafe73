"""Rings worth having: for one neighbourhood or several, the best of its edge and what a cut makes of it."""

import shapely
from msgspec import Struct
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from yipanqi.plan.closure.model import ClosureRules, Note
from yipanqi.solvers.closure.closing import Closed, close
from yipanqi.solvers.closure.cut import MAIN, REACH_OUT_M, doors_near, minimum_cut
from yipanqi.solvers.closure.homes import Homes
from yipanqi.solvers.closure.naming import Place
from yipanqi.solvers.closure.network import network_inside
from yipanqi.solvers.closure.reshape import Shape
from yipanqi.solvers.closure.ring import off_the_roads
from yipanqi.survey.chart import Chart
from yipanqi.survey.model import Neighbourhood, Opening

ACROSS_M = 30.0
"""Neighbourhoods farther apart than this have more than a street between them."""
MAIN_STREET_M = 15.0
"""A main street crossed at its end is not closed; one taken in for longer is."""


class Member(Struct, frozen=True):
    """A neighbourhood as the planner sees it: its area on the plane, and the openings in its edge."""

    neighbourhood: Neighbourhood
    area: Polygon
    openings: tuple[Opening, ...]


class Candidate(Struct, frozen=True):
    """A ring round some members, closed."""

    members: tuple[int, ...]
    area: Polygon
    closed: Closed


def closed_at_edge(chart: Chart, members: list[Member], area: Polygon, rules: ClosureRules) -> Closed:
    """The closure that bars every opening of an area but the gates."""
    ring, notes = _ring_of(chart, area)
    return close(chart, _place(members, ring, notes), rules)


def best_closed(chart: Chart, members: list[Member], area: Polygon, rules: ClosureRules) -> Closed:
    """The better closure of an area's edge and of the ring a minimum cut makes of it; never a worse one."""
    ring, notes = _ring_of(chart, area)
    base = close(chart, _place(members, ring, notes), rules)
    if rules.ring == "edge" or base.barred == 0:
        return base
    homes = Homes(chart, ring)
    doors = doors_near(chart, homes, network_inside(chart, ring), ring.buffer(REACH_OUT_M, quad_segs=4))
    areas = [member.area for member in members]
    points = chart.centroids[homes.indices]
    bare = [area for area in areas if not shapely.contains_xy(area, points).any()]
    cut = minimum_cut(chart, ring, doors, bare)
    reshaped = Shape(chart, ring, areas, homes.indices).reshaped(ring, cut)
    if reshaped is ring:
        return base
    moved = close(chart, _place(members, reshaped, (*notes, Note("ring-moved"))), rules)
    return moved if better(moved, base) else base


def better(one: Closed, other: Closed) -> bool:
    """Fewer pieces to put up, then fewer metres; and nobody's way to the gate or fire engine lost for it."""
    if one.walkable < other.walkable or one.served < other.served:
        return False
    if other.closure.gates and not one.closure.gates:
        return False
    return (one.barred, one.net_m) < (other.barred, other.net_m)


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


def _ring_of(chart: Chart, area: Polygon) -> tuple[Polygon, tuple[Note, ...]]:
    ring, roads = off_the_roads(chart, area)
    return ring, ((Note("roads-along-edge", {"roads": roads}),) if roads else ())


def _place(members: list[Member], ring: Polygon, notes: tuple[Note, ...]) -> Place:
    return Place(
        tuple(m.neighbourhood for m in members),
        tuple(o for m in members for o in m.openings),
        ring,
        notes,
    )
