"""The proof for fire engines: no building that had one within reach loses it."""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from shapely.geometry import Point

from yipanqi.plan.closure.model import ClosureRules, Finding
from yipanqi.plan.closure.proof_ground import Floats, Ground, Ring, Stand
from yipanqi.survey.model import Way
from yipanqi.survey.widths import width_of

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
NEAR_M = 0.3
COMES_UP_M = 1.0
"""So far before a stand it is looked whether an engine can drive up to it."""
TRACE_M = 0.05
ALONG_M = 0.02
"""Nearer to the ring's line than this a way runs along it."""
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
    driven = _Driven(ground, ring)
    found: dict[int, Finding] = {}
    for cautious in (True, False):
        fit = [way for way in driven.ways if _fit(ground.ways[way], rules, cautious)]
        come_by = _entered(ground, ring, led_through, rules, cautious)
        lost = _Streets(ground, driven, fit, rules.fire_reach_m).lost(led_through, come_by, inside)
        for index in lost:
            building = ground.extract.buildings[index]
            x, y = ground.building_centroids[index]
            facts: dict[str, str | float | int] = {"building": int(building.id), "cautious": int(cautious)}
            found.setdefault(index, Finding("fire-access-lost", ring.name, facts, ground.places(Point(x, y))))
    return list(found.values())


def _entered(
    ground: Ground, ring: Ring, stands: Sequence[Stand], rules: ClosureRules, cautious: bool
) -> set[str]:
    """The openings that some way an engine may drive comes up to from outside, or along the ring."""
    lines = np.array([stand.line for stand in stands], dtype=object)
    which, ways = ground.way_tree.query(lines, predicate="dwithin", distance=NEAR_M)
    fit = np.array([_fit(ground.ways[way], rules, cautious) for way in ways.tolist()], dtype=bool)
    which, ways = which[fit], ways[fit]
    around = shapely.intersection(ground.way_lines[ways], shapely.buffer(lines, COMES_UP_M)[which])
    outside = shapely.length(shapely.difference(around, ring.shape)) > TRACE_M
    inner = ring.shape.buffer(-ALONG_M, join_style="mitre")
    along = shapely.length(shapely.difference(around, inner)) > 0.6 * COMES_UP_M
    return {stands[number].opening for number in which[outside | along].tolist()}


class _Driven:
    """The straight pieces of all ways cars may drive at a ring, as far as they lie inside."""

    def __init__(self, ground: Ground, ring: Ring) -> None:
        near = np.sort(ground.way_tree.query(ring.shape, predicate="intersects"))
        self.ways = [int(i) for i in near if ground.ways[i].vehicle and not ground.ways[i].area]
        xy, of = shapely.get_coordinates(ground.way_lines[self.ways], return_index=True)
        first = np.flatnonzero(np.diff(of) == 0)
        self.way_of: Ints = np.array(self.ways, dtype=np.int64)[of[first]]
        names = [xy_key(place) for way in self.ways for place in ground.ways[way].line]
        self.ends = np.stack((first, first + 1), axis=1) if len(first) else np.empty((0, 2), dtype=np.int64)
        self.place: Ints = _numbered(names)
        """Streets meet where they share a place, be it one map node or two on top of each other."""
        blocked = _bollards(ground)
        self.free = _inside(ring, xy) & ~np.array([name in blocked for name in names], dtype=bool)
        """A piece's ends outside, or at a bollard, join nothing."""
        self.pieces = np.empty(len(first), dtype=object)
        self.pieces[:] = shapely.linestrings(xy[self.ends]) if len(first) else []
        leaves = ~self.free[self.ends].all(axis=1)
        self.pieces[leaves] = shapely.intersection(self.pieces[leaves], ring.shape)
        self.there = shapely.length(self.pieces) > 0


def _numbered(names: Sequence[tuple[int, int]]) -> Ints:
    numbers: dict[tuple[int, int], int] = {}
    return np.array([numbers.setdefault(name, len(numbers)) for name in names], dtype=np.int64)


def _inside(ring: Ring, xy: Floats) -> Flags:
    shapely.prepare(ring.shape)
    found: Flags = np.atleast_1d(shapely.contains_xy(ring.shape, xy))
    outside = np.flatnonzero(~found)
    found[outside] = shapely.dwithin(ring.shape, shapely.points(xy[outside]), ON_RING_M)
    return found


class _Streets:
    """The ground inside a ring that an engine can drive, in connected parts."""

    def __init__(self, ground: Ground, driven: _Driven, fit: Sequence[int], reach_m: float) -> None:
        self.ground, self.reach_m = ground, reach_m
        self.ways = shapely.STRtree(ground.way_lines[list(fit)])
        chosen = np.flatnonzero(np.isin(driven.way_of, fit) & driven.there)
        self.lines = driven.pieces[chosen]
        self.tree = shapely.STRtree(self.lines)
        ends = driven.ends[chosen]
        number, column = np.nonzero(driven.free[ends])
        places = len(chosen) + driven.place[ends[number, column]]
        size = len(chosen) + len(driven.place)
        joined = csr_array((np.ones(len(number)), (number, places)), shape=(size, size))
        self.part: Ints = connected_components(joined, directed=False)[1][: len(chosen)].astype(np.int64)

    def lost(self, stands: Sequence[Stand], come_by: set[str], inside: Ints) -> list[int]:
        """Buildings that an engine reaches if all stands are open, and does not if the nets are closed.

        Those are within reach of a street that only nets lead to, or of a net an engine drives up to,
        and within reach of no other street and no other stand. It gets through those it comes by alone.
        """
        barred = [stand for stand in stands if stand.kind == "barrier"]
        kept = [stand for stand in stands if stand.kind != "barrier"]
        left = self._parts_at([stand for stand in kept if stand.opening in come_by])
        gone = np.setdiff1d(self._parts_at([stand for stand in barred if stand.opening in come_by]), left)
        hit = self._near(gone, inside) | self._beside(barred, inside)
        maybe = inside[hit]
        saved = self._near(left, maybe) | self._beside(kept, maybe)
        return [int(index) for index in maybe[~saved]]

    def _parts_at(self, stands: Sequence[Stand]) -> Ints:
        """The connected parts that stands open onto."""
        if not stands or not len(self.lines):
            return np.empty(0, dtype=np.int64)
        there = self.tree.query([stand.line for stand in stands], predicate="dwithin", distance=NEAR_M)[1]
        return np.unique(self.part[there])

    def _near(self, parts: Ints, buildings: Ints) -> Flags:
        """Which buildings are within reach of what can be driven in some parts."""
        lines = self.lines[np.isin(self.part, parts)]
        found = np.zeros(len(buildings), dtype=bool)
        if len(lines) and len(buildings):
            shapes = self.ground.building_shapes[buildings]
            near = shapely.STRtree(lines).query_nearest(shapes, max_distance=self.reach_m, all_matches=False)[
                0
            ]
            found[near] = True
        return found

    def _beside(self, stands: Sequence[Stand], buildings: Ints) -> Flags:
        """Which buildings are within reach of a stand that a driven way leads up to."""
        found = np.zeros(len(buildings), dtype=bool)
        if not stands or not len(buildings):
            return found
        lines = np.array([stand.line for stand in stands], dtype=object)
        driven_to = np.unique(self.ways.query(lines, predicate="dwithin", distance=NEAR_M)[0])
        middles = shapely.line_interpolate_point(lines[driven_to], 0.5, normalized=True)
        tree = shapely.STRtree(self.ground.building_shapes[buildings])
        found[tree.query(middles, predicate="dwithin", distance=self.reach_m)[1]] = True
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
