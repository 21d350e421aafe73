"""What an edge or a ring is made of: gaps, mapped obstacles along it, house fronts, and bare stretches."""

from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from yipanqi.survey.chart import Chart, Ints, straight_pieces_of
from yipanqi.survey.model import Line
from yipanqi.survey.openings import Gap, along, gaps
from yipanqi.survey.pieces import rings_of

ROUNDING_M = 0.001
WALL_M = 0.15
"""Half the thickness a wall is given to be an obstacle with an area."""
ON_OBSTACLE_M = 0.15 - ROUNDING_M
"""Nearer than this to a house or water nobody passes between: half of what a person needs, sideways."""
ON_WALL_M = WALL_M + ON_OBSTACLE_M
"""The same from the line of a wall."""
SHORTEST_M = 0.02
FRONT_M = 3.0
"""A house that stands on less of an edge than this has no room for a door there."""


def bare_stretches(chart: Chart, ring: Polygon) -> tuple[Line, ...]:
    """Stretches of a line with no gap and no mapped obstacle: nothing is known to stop a person there."""
    return chart.remembered("bare stretches", ring, _bare_stretches)


def _bare_stretches(chart: Chart, ring: Polygon) -> tuple[Line, ...]:
    open_at = gaps(chart, ring)
    found: list[LineString] = []
    for number, line in enumerate(rings_of(ring)):
        spans = _between_gaps(line, [gap for gap in open_at if gap.ring == number])
        stretches = [along(line, start, end) if end - start < line.length else line for start, end in spans]
        for part in _unstopped(stretches, shapely.STRtree(_widened(chart, line))):
            merged = shapely.line_merge(part) if part.geom_type == "MultiLineString" else part
            found += [p for p in shapely.get_parts(merged) if p.length > SHORTEST_M]
    return tuple(chart.lines_of_places(found))


def _between_gaps(line: LineString, open_at: list[Gap]) -> list[tuple[float, float]]:
    if not open_at:
        return [(0.0, line.length)]
    order = sorted(open_at, key=lambda gap: gap.from_m)
    found = [(one.to_m, other.from_m) for one, other in pairwise(order)]
    found.append((order[-1].to_m, order[0].from_m + line.length))
    return [(start, end) for start, end in found if end - start > SHORTEST_M]


def _unstopped(stretches: list[LineString], obstacles: shapely.STRtree) -> list[BaseGeometry]:
    """Stretches without what obstacles cover of them."""
    which, near = obstacles.query(np.array(stretches, dtype=object), predicate="intersects")
    found: list[BaseGeometry] = list(stretches)
    for number in np.unique(which).tolist():
        there = obstacles.geometries[np.sort(near[which == number])]
        found[number] = found[number].difference(shapely.union_all(there))
    return found


def obstacles_along(chart: Chart, line: BaseGeometry) -> BaseGeometry | None:
    """Walls, houses and water along a line, a little widened; a wall's end stays its end."""
    found = _widened(chart, line)
    return shapely.union_all(found) if found else None


def _widened(chart: Chart, line: BaseGeometry) -> list[BaseGeometry]:
    wide = [
        chart.buildings[_houses_at(chart, line)],
        chart.water[chart.water_tree.query(line, predicate="dwithin", distance=ON_OBSTACLE_M)],
    ]
    found = list(shapely.buffer(np.concatenate(wide), ON_OBSTACLE_M, quad_segs=2))
    walls = chart.wall_tree.query(line, predicate="dwithin", distance=ON_WALL_M)
    return found + list(shapely.buffer(chart.walls[walls], ON_WALL_M, cap_style="flat"))


def _houses_at(chart: Chart, line: BaseGeometry) -> Ints:
    """Houses a line runs along, in the map's order: many and small, so piece by piece is quicker."""
    pieces = straight_pieces_of(line)
    near: Ints = np.unique(chart.building_tree.query(pieces, predicate="dwithin", distance=ON_OBSTACLE_M)[1])
    return near


def silent_fronts(chart: Chart, polygon: Polygon) -> list[tuple[int, Point]]:
    """Houses that an edge leans on and whose doors are not mapped: their number, and the front's middle."""
    edge = polygon.boundary
    near = _houses_at(chart, edge)
    known = set(chart.entrances[0].tolist())
    silent = np.array([i for i in near if int(i) not in known], dtype=np.int64)
    if not len(silent):
        return []
    grown: NDArray[np.object_] = shapely.buffer(chart.buildings[silent], ON_OBSTACLE_M, quad_segs=2)
    found = []
    for index, stretch in zip(silent, shapely.intersection(grown, edge), strict=True):
        merged = shapely.line_merge(stretch) if stretch.geom_type == "MultiLineString" else stretch
        lines = [part for part in shapely.get_parts(merged) if isinstance(part, LineString)]
        longest = max(lines, key=lambda line: line.length, default=None)
        if longest is not None and longest.length >= FRONT_M:
            found.append((int(index), longest.interpolate(0.5, normalized=True)))
    return found
