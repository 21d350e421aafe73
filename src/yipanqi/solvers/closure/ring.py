"""A ring's line: moved off the roads that run along it, and what each stretch of it is made of."""

from itertools import pairwise

import shapely
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from yipanqi.solvers.closure.freeground import WALL_M
from yipanqi.survey.chart import Chart
from yipanqi.survey.model import Line
from yipanqi.survey.openings import Gap, along, gaps
from yipanqi.survey.pieces import ON, between, pieces_at_edge, rings_of
from yipanqi.survey.widths import width_of

OFF_THE_ROAD_M = 0.5
"""Between a road's edge and a ring that follows it."""
ROUNDING_M = 0.001
ON_OBSTACLE_M = 0.15 - ROUNDING_M
"""Nearer than this to a house or water nobody passes between: half of what a person needs, sideways."""
ON_WALL_M = WALL_M + ON_OBSTACLE_M
"""The same from the line of a wall."""
SHORTEST_M = 0.02


def off_the_roads(chart: Chart, area: Polygon) -> tuple[Polygon, int]:
    """The area without the ground of roads that run along its edge, and how many such roads there are.

    Ground is given up only where no building loses its place; otherwise the edge stays.
    """
    along_edge = [piece for piece in pieces_at_edge(chart, area) if piece.state == ON]
    roads = {piece.way for piece in along_edge if chart.grounded[piece.way]}
    if not roads:
        return area, 0
    strips = [
        LineString(between(chart.lines[p.way], p.first, p.last)).buffer(
            width_of(chart.ways[p.way]) / 2 + OFF_THE_ROAD_M
        )
        for p in along_edge
        if p.way in roads
    ]
    left = area.difference(shapely.union_all(strips))
    parts = [part for part in shapely.get_parts(left) if isinstance(part, Polygon)]
    if not parts:
        return area, len(roads)
    ring = max(parts, key=lambda part: part.area)
    return (ring if _keeps_buildings(chart, area, ring) else area), len(roads)


def _keeps_buildings(chart: Chart, area: Polygon, ring: Polygon) -> bool:
    near = chart.building_tree.query(area)
    points = chart.centroids[near]
    if not len(points):
        return True
    before, after = shapely.contains_xy(area, points), shapely.contains_xy(ring, points)
    return bool((after | ~before).all())


def assumed(chart: Chart, ring: Polygon) -> tuple[Line, ...]:
    """Stretches of the ring with no gap and no mapped obstacle: taken as impassable until confirmed."""
    return chart.remembered("assumed", ring, _assumed)


def _assumed(chart: Chart, ring: Polygon) -> tuple[Line, ...]:
    open_at = gaps(chart, ring)
    found: list[LineString] = []
    for number, line in enumerate(rings_of(ring)):
        obstacles = obstacles_along(chart, line)
        spans = _between_gaps(line, [gap for gap in open_at if gap.ring == number])
        stretches = [along(line, start, end) if end - start < line.length else line for start, end in spans]
        rest = shapely.difference(stretches, obstacles) if obstacles is not None else stretches
        for part in rest:
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


def obstacles_along(chart: Chart, line: BaseGeometry) -> BaseGeometry | None:
    """Walls, houses and water along a line, a little widened; a wall's end stays its end."""
    found: list[BaseGeometry] = []
    for tree in (chart.building_tree, chart.water_tree):
        near = tree.query(line, predicate="dwithin", distance=ON_OBSTACLE_M)
        found += list(shapely.buffer(tree.geometries[near], ON_OBSTACLE_M, quad_segs=2))
    walls = chart.wall_tree.query(line, predicate="dwithin", distance=ON_WALL_M)
    found += list(shapely.buffer(chart.wall_tree.geometries[walls], ON_WALL_M, cap_style="flat"))
    return shapely.union_all(found) if found else None
