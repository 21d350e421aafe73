"""The proof on the way network: wherever a way leads through a ring, something stands on it."""

from collections import deque
from math import dist

import numpy as np
import shapely
from msgspec import Struct
from numpy.typing import NDArray
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from yipanqi.plan.closure.model import Finding
from yipanqi.plan.closure.proof_ground import Floats, Ground, Ring, straights
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
    near = _ways_at(ground, straights(edge))
    walked = [i for i in near if on_the_ground(ground.ways[i]) and not ground.ways[i].area]
    at = [(i, p) for i in walked for p in _points(_where(ground.way_lines[i], edge))]
    if not at:
        return []
    places = np.array(shapely.points([point for _, point in at]), dtype=object)
    there = _first_stands(ring, places)
    sides = _Sides(ground, ring, near, places)
    return [
        Meeting(index, point, there.get(number), sides.passes(number), sides.enters(number, index))
        for number, (index, point) in enumerate(at)
    ]


def _first_stands(ring: Ring, places: NDArray[np.object_]) -> dict[int, int]:
    """For each place, by its number, one stand that stands there, if any does."""
    stands = shapely.STRtree([stand.line for stand in ring.stands])
    which, there = stands.query(places, predicate="dwithin", distance=NEAR_M)
    found: dict[int, int] = {}
    for place, stand in zip(which.tolist(), there.tolist(), strict=True):
        found.setdefault(place, stand)
    return found


def _ways_at(ground: Ground, shapes: NDArray[np.object_]) -> list[int]:
    """Ways that come to some shapes, be it but nearly: two may end on a line, rounded to either side."""
    near = ground.way_tree.query(shapes, predicate="dwithin", distance=TOUCH_M)[1]
    return [int(i) for i in np.unique(near)]


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


class _Sides:
    """What is walked on either side of a ring's edge, within `AROUND_M` of places on it."""

    def __init__(self, ground: Ground, ring: Ring, near: list[int], places: NDArray[np.object_]) -> None:
        walked = np.array([i for i in near if on_the_ground(ground.ways[i])], dtype=np.int64)
        which, ways = ground.way_tree.query(places, predicate="dwithin", distance=0.02)
        close = np.isin(ways, walked)
        self.place_of, self.way_of = which[close], ways[close]
        discs = shapely.buffer(places, AROUND_M)
        self.walked = shapely.intersection(ground.way_lines[self.way_of], discs[self.place_of])
        """The ways on the ground that go through each place, as far as `AROUND_M` from it."""
        x, y = shapely.get_coordinates(places).T
        self.held = shapely.intersection(ring.shape, shapely.box(x - 1, y - 1, x + 1, y + 1))
        """The ground inside around each place."""
        edge = ring.shape.boundary
        there = [shapely.clip_by_rect(edge, a - 1, b - 1, a + 1, b + 1) for a, b in zip(x, y, strict=True)]
        self.rims = np.asarray(shapely.buffer(np.array(there, dtype=object), 0.02), dtype=object)
        """The ground within two centimetres of the edge."""

    def passes(self, number: int) -> bool:
        """Whether walked ground lies on both sides of the edge right there (along it counts as outside)."""
        local = shapely.union_all(self.walked[self.place_of == number])
        if self._inside_m(local, number) <= TRACE_M:
            return False
        outside = local.difference(self.held[number]).length
        beside = local.intersection(self.rims[number]).length
        return bool(outside > TRACE_M or beside > 0.6 * AROUND_M)

    def enters(self, number: int, way: int) -> bool:
        """Whether one of the ways goes on clearly inside."""
        mine = self.walked[(self.place_of == number) & (self.way_of == way)]
        return self._inside_m(shapely.union_all(mine), number) > TRACE_M

    def _inside_m(self, local: BaseGeometry, number: int) -> float:
        """Metres of what is walked that lie clearly inside."""
        return float(local.intersection(self.held[number]).difference(self.rims[number]).length)


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
    edges = [_Edge(np.array(r.coords)) for r in (ring.shape.exterior, *ring.shape.interiors)]
    stands = np.array([stand.line for stand in ring.stands], dtype=object)
    covers = np.asarray(shapely.buffer(stands, ON_LINE_M, cap_style="flat"), dtype=object)
    tree = shapely.STRtree(covers)
    found = []
    for meeting in (*met, *_lifted_meetings(ground, ring)):
        if meeting.stand is None or not (meeting.passes and meeting.enters):
            continue
        way, stand = ground.ways[meeting.way], ring.stands[meeting.stand]
        least = width_of(way)
        there = Point(meeting.point)
        edge = min(edges, key=lambda edge: edge.line.distance(there)) if len(edges) > 1 else edges[0]
        wanted = edge.around(there, least / 2)
        covered = shapely.union_all(covers[tree.query(wanted)])
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
    lifted = [i for i in _ways_at(ground, straights(edge)) if not on_the_ground(ground.ways[i])]
    return [
        Meeting(index, point, number, passes=True, enters=True)
        for number, stand in enumerate(ring.stands)
        for index in lifted
        if ground.ways[index].id in stand.ways
        for point in _points(_where(ground.way_lines[index], edge))
        if stand.line.dwithin(Point(point), NEAR_M)
    ]


class _Edge:
    """One closed line of a ring's edge, to be measured along."""

    def __init__(self, xy: Floats) -> None:
        self.line = LineString(xy)
        run = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(xy, axis=0).T))))
        self.length = float(run[-1])
        self.xy, self.run = np.concatenate((xy, xy[1:])), np.concatenate((run, run[1:] + self.length))
        """Twice round, so that a stretch may run past the start."""

    def around(self, place: Point, half_m: float) -> LineString:
        """The edge for `half_m` to either side of a place, round its start too."""
        if 2 * half_m >= self.length:
            return self.line
        start = (self.line.project(place) - half_m) % self.length
        ends = start, start + 2 * half_m
        first, last = np.searchsorted(self.run, ends, side="right")
        rim = np.stack([np.interp(ends, self.run, self.xy[:, axis]) for axis in (0, 1)], axis=1)
        return LineString(np.concatenate((rim[:1], self.xy[first:last], rim[1:])))


def network_leaks(ground: Ground, ring: Ring, ways_of_opening: dict[str, set[int]]) -> list[Finding]:
    """Paths over map nodes from outside to a node on the ground inside, over bridges and tunnels too.

    Follows nodes, not geometry, so it sees what the crossing points do not: a bridge that
    comes down inside, a way whose ground is drawn apart from the ring's line.
    """
    near = _ways_at(ground, np.array([ring.shape], dtype=object))
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
        self.edges = shapely.STRtree(straights(self.edge))
        self.stands = shapely.STRtree([stand.line for stand in ring.stands])
        self.ways_of_stand = [stand.ways | ways_of_opening.get(stand.opening, set()) for stand in ring.stands]
        self._add(ground, [i for i in near if not ground.ways[i].area])
        nodes = list(self.xy)
        points = np.array([self.xy[n] for n in nodes], dtype=np.float64).reshape(-1, 2)
        within = np.atleast_1d(shapely.contains_xy(ring.shape, points))
        touching = np.atleast_1d(shapely.dwithin(self.edge, shapely.points(points), TOUCH_M))
        self.outside = [nodes[i] for i in np.flatnonzero(~within & ~touching)]
        self.on_edge = {nodes[i] for i in np.flatnonzero(touching)}

    def _add(self, ground: Ground, near: list[int]) -> None:
        xy, of = shapely.get_coordinates(ground.way_lines[near], return_index=True)
        names = [node for i in near for node in ground.ways[i].nodes]
        self.xy.update(zip(names, map(tuple, xy.tolist()), strict=True))
        for i in near:
            if on_the_ground(ground.ways[i]):
                self.ground_nodes.update(ground.ways[i].nodes)
        first = np.flatnonzero(np.diff(of) == 0)
        if not len(first):
            return
        segments: NDArray[np.object_] = np.array(
            shapely.linestrings(np.stack((xy[first], xy[first + 1]), axis=1)), dtype=object
        )
        near_edge = self.edges.query(segments, predicate="dwithin", distance=TOUCH_M)[0]
        touched = np.isin(np.arange(len(segments)), near_edge)
        for number, start in enumerate(first.tolist()):
            way = ground.ways[near[of[start]]]
            if touched[number] and self._blocked(way, segments[number]):
                continue
            one, other = names[start], names[start + 1]
            self.steps.setdefault(one, []).append(other)
            self.steps.setdefault(other, []).append(one)

    def _blocked(self, way: Way, segment: LineString) -> bool:
        """A stand bars the step between its ends, or all places on the edge; a bridge, one meant for it."""
        barred = {point: self._barred(way, point) for point in _points(_where(segment, self.edge))}
        between = [p for p in barred if all(dist(p, end) > NEAR_M for end in segment.coords)]
        return all(barred.values()) or any(barred[point] for point in between)

    def _barred(self, way: Way, point: tuple[float, float]) -> bool:
        there = self.stands.query(Point(point), predicate="dwithin", distance=NEAR_M)
        return any(on_the_ground(way) or way.id in self.ways_of_stand[i] for i in there)

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
