"""The proof for fire engines: no building that had one within reach loses it."""

from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry

from yipanqi.plan.closure.model import ClosureRules, Finding
from yipanqi.plan.closure.proof_ground import Ground, Ring, Stand
from yipanqi.survey.model import Way
from yipanqi.survey.widths import width_of

NEAR_M = 0.3
ON_RING_M = 0.06
"""A way that only touches the ring from inside goes on inside."""


def lost_fire_access(
    ground: Ground, ring: Ring, rules: ClosureRules, ways_of_opening: dict[str, set[int]]
) -> list[Finding]:
    """Buildings an engine reached through some gap of the ring, and reaches through none that stays.

    Asked twice: once trusting only ways wide and high enough, once every way cars may drive.
    """
    near = np.sort(ground.building_tree.query(ring.shape))
    inside = near[shapely.contains_xy(ring.shape, ground.building_centroids[near])]
    led_through = [s for s in ring.stands if s.ways or ways_of_opening.get(s.opening)]
    found: dict[int, Finding] = {}
    for cautious in (True, False):
        streets = _Streets(ground, ring, rules, cautious)
        before = streets.reached(led_through, inside)
        after = streets.reached([s for s in led_through if s.kind != "barrier"], inside)
        for index in sorted(before - after):
            building = ground.extract.buildings[index]
            x, y = ground.building_centroids[index]
            facts: dict[str, str | float | int] = {"building": int(building.id), "cautious": int(cautious)}
            found.setdefault(index, Finding("fire-access-lost", ring.name, facts, ground.places(Point(x, y))))
    return list(found.values())


class _Streets:
    """The ground inside a ring that an engine can drive, in connected parts."""

    def __init__(self, ground: Ground, ring: Ring, rules: ClosureRules, cautious: bool) -> None:
        self.ground, self.ring, self.reach_m = ground, ring, rules.fire_reach_m
        self.lines: list[BaseGeometry] = []
        self.places: dict[tuple[int, int], int] = {}
        """Streets meet where they share a place, be it one map node or two on top of each other."""
        self.root: dict[int, int] = {}
        self.line_node: list[int] = []
        blocked = _bollards(ground)
        near = np.sort(ground.way_tree.query(ring.shape, predicate="intersects"))
        self.driven = [int(i) for i in near if _fit(ground.ways[i], rules, cautious)]
        fresh = 0
        for index in self.driven:
            way = ground.ways[index]
            xy = shapely.get_coordinates(ground.way_lines[index])
            inside = shapely.contains_xy(ring.shape, xy)
            inside = inside | shapely.dwithin(ring.shape, shapely.points(xy), ON_RING_M)
            segments = [LineString(pair) for pair in pairwise(xy)]
            for number, segment in enumerate(segments):
                fresh -= 1
                ends = []
                for position in (number, number + 1):
                    place = xy_key(way.line[position])
                    free = inside[position] and place not in blocked
                    ends.append(self.places.setdefault(place, len(self.places)) if free else None)
                self._take(segment, ends, fresh)

    def _take(self, segment: LineString, ends: list[int | None], fresh: int) -> None:
        """A segment, clipped to the ring; its ends outside, or at a bollard, join nothing."""
        shape = segment if None not in ends else segment.intersection(self.ring.shape)
        if shape.is_empty or shape.length == 0:
            return
        self.root.setdefault(fresh, fresh)
        for end in ends:
            if end is not None:
                self.root.setdefault(end, end)
                self.root[self._find(end)] = self._find(fresh)
        self.lines.append(shape)
        self.line_node.append(fresh)

    def _find(self, node: int) -> int:
        while self.root[node] != node:
            self.root[node] = self.root[self.root[node]]
            node = self.root[node]
        return node

    def reached(self, open_: list[Stand], inside: NDArray[np.int64]) -> set[int]:
        """Buildings within reach of what can be driven from the open stands, or of where an engine stops."""
        if not open_ or not len(inside):
            return set()
        places = shapely.union_all([stand.line.buffer(NEAR_M) for stand in open_])
        found: set[int] = set()
        shapes = self.ground.building_shapes[inside]
        if self.lines:
            tree = shapely.STRtree(self.lines)
            starts = {self._find(self.line_node[i]) for i in tree.query(places, predicate="intersects")}
            which, lines = tree.query(shapes, predicate="dwithin", distance=self.reach_m)
            for home, line in zip(which, lines, strict=True):
                if self._find(self.line_node[line]) in starts:
                    found.add(int(inside[home]))
        return found | self._from_outside(open_, inside, shapes)

    def _from_outside(
        self, open_: list[Stand], inside: NDArray[np.int64], shapes: NDArray[np.object_]
    ) -> set[int]:
        """Buildings within reach of a stand that a driven way leads up to."""
        found: set[int] = set()
        for stand in open_:
            middle = stand.line.interpolate(0.5, normalized=True)
            near = stand.line.buffer(NEAR_M)
            if any(self.ground.way_lines[i].intersects(near) for i in self.driven):
                found.update(int(i) for i in inside[shapely.dwithin(shapes, middle, self.reach_m)])
        return found


def xy_key(place: tuple[float, float]) -> tuple[int, int]:
    """A place of the map by its printed digits."""
    return round(place[0] * 1e7), round(place[1] * 1e7)


def _bollards(ground: Ground) -> set[tuple[int, int]]:
    return {xy_key(b.line[0]) for b in ground.extract.barriers if len(b.line) == 1 and b.stops != "nobody"}


def _fit(way: Way, rules: ClosureRules, cautious: bool) -> bool:
    if not way.vehicle or way.area:
        return False
    if not cautious:
        return True
    high = way.max_height_m >= rules.fire_height_m if way.max_height_m is not None else not way.passage
    return high and width_of(way) >= rules.fire_width_m
