"""What a line over free ground leans on: buildings, walls and water, open where ways lead through."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from yipanqi.survey.bare_edge import WALL_M
from yipanqi.survey.chart import Chart, Floats, straight_pieces
from yipanqi.survey.widths import width_of

FACING_M = 30.0
"""Obstacles nearer than this to each other get vertices where they come nearest."""

Shapes = NDArray[np.object_]
Flags = NDArray[np.bool_]


def obstacles_near(chart: Chart, ground: BaseGeometry) -> Shapes:
    """Buildings, walls and water in an area, opened where ways on the ground lead through."""
    found: list[Any] = []
    for tree, thick in ((chart.building_tree, 0.0), (chart.wall_tree, WALL_M), (chart.water_tree, 0.0)):
        shapes = tree.geometries[np.sort(tree.query(ground, predicate="intersects"))]
        found += list(shapely.buffer(shapes, thick, cap_style="flat", quad_segs=2) if thick else shapes)
    obstacles = as_shapes(found)
    ways = _corridors(chart, ground)
    crossed, crossing = shapely.STRtree(ways).query(obstacles, predicate="intersects")
    for index in np.unique(crossed):
        obstacles[index] = obstacles[index].difference(shapely.union_all(ways[crossing[crossed == index]]))
    return obstacles[~shapely.is_empty(obstacles)]


def _corridors(chart: Chart, ground: BaseGeometry) -> Shapes:
    """The ground of ways that lead through walls, water or archways."""
    owners, tree = chart.segments
    near = np.unique(owners[tree.query(ground, predicate="intersects")])
    walked = [int(way) for way in near if chart.grounded[way]]
    lines = as_shapes([LineString(chart.lines[way]) for way in walked])
    widths = np.array([width_of(chart.ways[way]) / 2 for way in walked])
    return np.asarray(shapely.buffer(lines, widths, cap_style="flat", quad_segs=2), dtype=object)


def as_shapes(shapes: Sequence[BaseGeometry]) -> Shapes:
    """Shapes as an array of them, be there none."""
    found = np.empty(len(shapes), dtype=object)
    found[:] = shapes
    return found


def together(shapes: Shapes) -> BaseGeometry:
    """Shapes as one; most obstacles touch no other, and are not gone through again for those that do."""
    return shapely.disjoint_subset_union_all(shapes) if len(shapes) else Polygon()


class Facing:
    """Outlines with a vertex every so many metres, and where two of them come nearest to each other."""

    def __init__(self, obstacles: Shapes, dense_m: float) -> None:
        self._shapes = np.asarray(shapely.segmentize(obstacles, dense_m), dtype=object)
        one, other = shapely.STRtree(self._shapes).query(self._shapes, predicate="dwithin", distance=FACING_M)
        apart = one < other
        one, other = one[apart], other[apart]
        links = shapely.shortest_line(self._shapes[one], self._shapes[other])
        ends = shapely.get_coordinates(links).reshape(-1, 2, 2)
        owner, facing = np.concatenate((one, other)), np.concatenate((other, one))
        plain = shapely.get_type_id(self._shapes[owner]) == shapely.GeometryType.POLYGON
        order = np.flatnonzero(plain)[np.argsort(owner[plain], kind="stable")]
        self._owner, self._facing = owner[order], facing[order]
        shells = shapely.get_exterior_ring(self._shapes[self._owner])
        points = shapely.points(np.concatenate((ends[:, 0], ends[:, 1]))[order])
        self._at_m = shapely.line_locate_point(shells, points)
        self._known: dict[tuple[int, bytes], Polygon] = {}

    def outlines(self, chosen: Flags) -> Shapes:
        """Those of some obstacles, with vertices where these face one another."""
        both = chosen[self._owner] & chosen[self._facing]
        owner, at_m = self._owner[both], self._at_m[both]
        shapes = self._shapes.copy()
        ends_at = np.flatnonzero(np.diff(owner, append=-1)) + 1
        for end, places in zip(ends_at, np.split(at_m, ends_at[:-1]), strict=False):
            index = int(owner[end - 1])
            shapes[index] = self._drawn(index, places)
        return shapes[chosen]

    def _drawn(self, index: int, at_m: Floats) -> Polygon:
        """An obstacle with vertices so many metres along it; most are the same whoever else is chosen."""
        key = (index, at_m.tobytes())
        if key not in self._known:
            self._known[key] = _with_vertices(self._shapes[index], at_m)
        return self._known[key]


def _with_vertices(shape: Polygon, at_m: Floats) -> Polygon:
    """A polygon with more vertices on its shell, so many metres along it; its ground stays the same."""
    xy = shapely.get_coordinates(shape.exterior)
    run = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(xy, axis=0).T))))
    places = np.unique(np.round(np.concatenate((run, at_m)), 3))
    shell = np.stack([np.interp(places, run, xy[:, axis]) for axis in (0, 1)], axis=1)
    return Polygon(shell, list(shape.interiors)) if len(shell) > 3 else shape


class Leaning:
    """The ground near obstacles, where a line needs no net."""

    def __init__(self, whole: BaseGeometry, reach_m: float) -> None:
        """`whole` is all obstacles together; a line within `reach_m` of them leans on them."""
        self._tree = shapely.STRtree(shapely.get_parts(whole.buffer(reach_m)))

    def net_m(self, sides: Floats) -> Floats:
        """Metres of each straight line that lean on nothing; the lines' ends, shape (n, 2, 2)."""
        lines = straight_pieces(sides)
        which, near = self._tree.query(lines, predicate="intersects")
        held = shapely.length(shapely.intersection(self._tree.geometries[near], lines[which]))
        found: Floats = shapely.length(lines) - np.bincount(which, held, len(lines))
        return found

    def ring_m(self, ring: Polygon) -> float:
        """Metres of a ring that lean on nothing: what nets along it have to span."""
        edges = [shapely.get_coordinates(line) for line in (ring.exterior, *ring.interiors)]
        return float(sum(self.net_m(np.stack((xy[:-1], xy[1:]), axis=1)).sum() for xy in edges))
