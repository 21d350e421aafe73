"""The proof on the way network: wherever a way leads through a ring, something stands on it."""

from collections import deque
from itertools import pairwise

import numpy as np
import shapely
from msgspec import Struct
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from yipanqi.plan.closure.model import Finding
from yipanqi.plan.closure.proof_ground import Floats, Ground, Ring
from yipanqi.survey.model import Way
from yipanqi.survey.widths import width_of

NEAR_M = 0.3
"""A stand this near to where a way meets the ring stands on it."""
AROUND_M = 0.5
TRACE_M = 0.05
ON_LINE_M = 0.05
TOUCH_M = 0.02
SHORT_M = 0.2
"""So much of a way's width may stay uncovered: rounding, and where exactly the way was taken to cross."""


class Meeting(Struct, frozen=True):
    """A place where a way on the ground meets a ring, and the stand there, if any."""

    way: int
    point: tuple[float, float]
    stand: int | None
    passes: bool
    """Ground on both sides is walked here; False where a way only touches."""
    enters: bool
    """This very way goes on inside; False for one that ends on the ring from outside."""


def on_the_ground(way: Way) -> bool:
    """Neither a bridge nor a tunnel; a layer tag alone lifts nothing."""
    return not (way.bridge or way.tunnel)


def meetings(ground: Ground, ring: Ring) -> list[Meeting]:
    """Every place where a way on the ground meets the ring's edge."""
    edge = ring.shape.boundary
    shapely.prepare(edge)
    near = _ways_at(ground, edge)
    walked = [i for i in near if on_the_ground(ground.ways[i]) and not ground.ways[i].area]
    stands = shapely.STRtree([stand.line for stand in ring.stands])
    found = []
    for index in walked:
        for point in _points(_where(ground.way_lines[index], edge)):
            there = stands.query(Point(point), predicate="dwithin", distance=NEAR_M)
            passes = _passes(ground, ring, edge, near, point)
            stand = int(there[0]) if len(there) else None
            enters = _inside_m(ground, ring, edge, [index], point) > TRACE_M
            found.append(Meeting(index, point, stand, passes, enters))
    return found


def _ways_at(ground: Ground, shape: BaseGeometry) -> list[int]:
    """Ways that come to a line or an area, be it but nearly: two may end on it, rounded to either side."""
    return [int(i) for i in np.sort(ground.way_tree.query(shape, predicate="dwithin", distance=TOUCH_M))]


def _where(way: LineString, edge: BaseGeometry) -> BaseGeometry:
    """Where a way meets an edge, or where it nearly does."""
    found = way.intersection(edge)
    return found if not found.is_empty else shapely.get_point(shapely.shortest_line(way, edge), 0)


def _points(shape: BaseGeometry) -> list[tuple[float, float]]:
    """The points of an intersection; a shared stretch counts by its ends."""
    found: dict[tuple[float, float], None] = {}
    for part in shapely.get_parts(shape):
        coords = shapely.get_coordinates(part)
        for x, y in coords[[0, -1]] if len(coords) else []:
            found[(round(float(x), 4), round(float(y), 4))] = None
    return list(found)


def _passes(
    ground: Ground, ring: Ring, edge: BaseGeometry, near: list[int], point: tuple[float, float]
) -> bool:
    """Whether walked ground lies on both sides of the edge right here (along it counts as outside)."""
    inside = _inside_m(ground, ring, edge, near, point)
    local = _local(ground, near, point)
    outside = local.difference(ring.shape).length
    beside = local.intersection(_band(edge, point)).length
    return inside > TRACE_M and (outside > TRACE_M or beside > 0.6 * AROUND_M)


def _local(ground: Ground, ways: list[int], point: tuple[float, float]) -> BaseGeometry:
    """The ways on the ground that go through a point, as far as `AROUND_M` from it."""
    close = [
        ground.way_lines[i]
        for i in ways
        if on_the_ground(ground.ways[i]) and ground.way_lines[i].distance(Point(point)) < 0.02
    ]
    found: BaseGeometry = shapely.union_all(close).intersection(Point(point).buffer(AROUND_M))
    return found


def _inside_m(
    ground: Ground, ring: Ring, edge: BaseGeometry, ways: list[int], point: tuple[float, float]
) -> float:
    """Metres of those ways clearly inside."""
    local = _local(ground, ways, point)
    return float(local.intersection(ring.shape).difference(_band(edge, point)).length)


def _band(edge: BaseGeometry, point: tuple[float, float]) -> BaseGeometry:
    """The ground within two centimetres of the edge, around a point."""
    x, y = point
    near = shapely.clip_by_rect(edge, x - 1, y - 1, x + 1, y + 1)
    return near.buffer(0.02)


def leaks(ground: Ground, ring: Ring, met: list[Meeting]) -> list[Finding]:
    """Ways through the ring on which nothing stands, each with the way as its path."""
    found = []
    for meeting in met:
        if meeting.passes and meeting.stand is None:
            way = ground.ways[meeting.way]
            found.append(
                Finding(
                    "leak",
                    ring.name,
                    {"way": int(way.id), "highway": way.highway, "name": way.name},
                    _around(ground, ground.way_lines[meeting.way], meeting.point),
                )
            )
    return found + _surface_leaks(ground, ring)


def _around(ground: Ground, line: LineString, point: tuple[float, float]) -> tuple[tuple[float, float], ...]:
    """The way for 30 m to either side of a place."""
    at = line.project(Point(point))
    return ground.places(substring(line, max(at - 30.0, 0.0), min(at + 30.0, line.length)))


def _surface_leaks(ground: Ground, ring: Ring) -> list[Finding]:
    """Squares that reach to both sides of the ring, on a stretch of it where nothing stands."""
    stands = shapely.union_all([stand.line.buffer(NEAR_M) for stand in ring.stands])
    found = []
    for index in np.sort(ground.way_tree.query(ring.shape, predicate="intersects")):
        way = ground.ways[index]
        if not way.area or not on_the_ground(way) or len(way.line) < 4:
            continue
        square = ground.polygon([list(way.line)])
        if square.difference(ring.shape).area < 1.0 or square.intersection(ring.shape).area < 1.0:
            continue
        bare = ring.shape.boundary.intersection(square).difference(stands)
        if bare.length > NEAR_M * 2:
            found.append(Finding("leak", ring.name, {"way": int(way.id), "square": 1}, ground.places(bare)))
    return found


def too_short(ground: Ground, ring: Ring, met: list[Meeting]) -> list[Finding]:
    """Stands that do not reach across the way they stand on, be it a bridge or a tunnel."""
    edge_lines = [LineString(r.coords) for r in (ring.shape.exterior, *ring.shape.interiors)]
    covers = [stand.line.buffer(ON_LINE_M, cap_style="flat") for stand in ring.stands]
    tree = shapely.STRtree(covers)
    found = []
    for meeting in (*met, *_lifted_meetings(ground, ring)):
        if meeting.stand is None or not (meeting.passes and meeting.enters):
            continue
        way, stand = ground.ways[meeting.way], ring.stands[meeting.stand]
        least = width_of(way)
        edge = min(edge_lines, key=lambda line: line.distance(Point(meeting.point)))
        wanted = _stretch(edge, meeting.point, least / 2)
        covered = shapely.union_all([covers[i] for i in tree.query(wanted)])
        if wanted.difference(covered).length > SHORT_M:
            facts: dict[str, str | float | int] = {
                "way": int(way.id),
                "needs_m": round(least, 2),
                "stands_m": round(stand.line.length, 2),
            }
            found.append(Finding("stand-too-short", stand.opening, facts, ground.places(stand.line)))
    return found


def _lifted_meetings(ground: Ground, ring: Ring) -> list[Meeting]:
    """Where bridges and tunnels meet the edge at stands that are said to bar them."""
    edge = ring.shape.boundary
    lifted = [i for i in _ways_at(ground, edge) if not on_the_ground(ground.ways[i])]
    return [
        Meeting(index, point, number, passes=True, enters=True)
        for number, stand in enumerate(ring.stands)
        for index in lifted
        if ground.ways[index].id in stand.ways
        for point in _points(_where(ground.way_lines[index], edge))
        if stand.line.dwithin(Point(point), NEAR_M)
    ]


def _stretch(edge: LineString, point: tuple[float, float], half_m: float) -> BaseGeometry:
    """The edge for `half_m` to either side of a point, round its start too."""
    at, length = edge.project(Point(point)), edge.length
    low, high = at - half_m, at + half_m
    parts = [substring(edge, max(low, 0.0), min(high, length))]
    if low < 0:
        parts.append(substring(edge, length + low, length))
    if high > length:
        parts.append(substring(edge, 0.0, high - length))
    return shapely.union_all(parts)


def network_leaks(ground: Ground, ring: Ring, ways_of_opening: dict[str, set[int]]) -> list[Finding]:
    """Paths over map nodes from outside to a node on the ground inside, over bridges and tunnels too.

    Follows nodes, not geometry, so it sees what the crossing points do not: a bridge that
    comes down inside, a way whose ground is drawn apart from the ring's line.
    """
    near = _ways_at(ground, ring.shape)
    network = _Net(ground, ring, near, ways_of_opening)
    path = network.path_inside()
    if path is None:
        return []
    places = tuple(ground.places(Point(xy))[0] for xy in path)
    return [Finding("leak-by-network", ring.name, {"nodes": len(path)}, places)]


class _Net:
    """The nodes of the ways near a ring, and which steps between them nothing blocks."""

    def __init__(
        self, ground: Ground, ring: Ring, near: list[int], ways_of_opening: dict[str, set[int]]
    ) -> None:
        self.xy: dict[int, tuple[float, float]] = {}
        self.steps: dict[int, list[int]] = {}
        self.ground_nodes: set[int] = set()
        self.edge = ring.shape.boundary
        shapely.prepare(self.edge)
        self.stands = shapely.STRtree([stand.line for stand in ring.stands])
        self.ways_of_stand = [stand.ways | ways_of_opening.get(stand.opening, set()) for stand in ring.stands]
        for index in near:
            way = ground.ways[index]
            if not way.area:
                self._add(way, shapely.get_coordinates(ground.way_lines[index]))
        nodes = list(self.xy)
        points = np.array([self.xy[n] for n in nodes], dtype=np.float64).reshape(-1, 2)
        within = np.atleast_1d(shapely.contains_xy(ring.shape, points))
        touching = np.atleast_1d(shapely.dwithin(shapely.points(points), self.edge, 0.02))
        self.outside = [nodes[i] for i in np.flatnonzero(~within & ~touching)]
        self.on_edge = {nodes[i] for i in np.flatnonzero(touching)}

    def _add(self, way: Way, xy: Floats) -> None:
        for node, (x, y) in zip(way.nodes, xy, strict=True):
            self.xy[node] = (float(x), float(y))
        if on_the_ground(way):
            self.ground_nodes.update(way.nodes)
        segments = [LineString(pair) for pair in pairwise(xy)]
        touched = np.atleast_1d(shapely.dwithin(np.array(segments, dtype=object), self.edge, TOUCH_M))
        for number, (one, other) in enumerate(pairwise(way.nodes)):
            if touched[number] and self._blocked(way, segments[number]):
                continue
            self.steps.setdefault(one, []).append(other)
            self.steps.setdefault(other, []).append(one)

    def _blocked(self, way: Way, segment: LineString) -> bool:
        """Every place where the step meets the edge has a stand; on a bridge, one meant for it."""
        for point in _points(_where(segment, self.edge)):
            there = self.stands.query(Point(point), predicate="dwithin", distance=NEAR_M)
            if not any(on_the_ground(way) or way.id in self.ways_of_stand[i] for i in there):
                return False
        return True

    def path_inside(self) -> list[tuple[float, float]] | None:
        """The first path found from a node outside to a ground node inside."""
        came_from: dict[int, int | None] = dict.fromkeys(self.outside)
        queue = deque(came_from)
        while queue:
            node = queue.popleft()
            for after in self.steps.get(node, ()):
                if after in came_from:
                    continue
                came_from[after] = node
                if after in self.ground_nodes and after not in self.on_edge:
                    return self._trail(after, came_from)
                queue.append(after)
        return None

    def _trail(self, node: int, came_from: dict[int, int | None]) -> list[tuple[float, float]]:
        trail = [self.xy[node]]
        before = came_from[node]
        while before is not None:
            trail.append(self.xy[before])
            before = came_from[before]
        return trail[::-1]
