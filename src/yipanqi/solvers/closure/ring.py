"""A ring's line, moved off the roads that run along it."""

import shapely
from shapely.geometry import LineString, Polygon

from yipanqi.survey.chart import Chart
from yipanqi.survey.pieces import between, pieces_at_edge
from yipanqi.survey.widths import width_of

OFF_THE_ROAD_M = 0.5
"""Between a road's edge and a ring that follows it."""


def off_the_roads(chart: Chart, area: Polygon) -> tuple[Polygon, int]:
    """The area without the ground of roads that run along its edge, and how many such roads there are.

    Ground is given up only where no building loses its place; otherwise the edge stays.
    """
    along_edge = [piece for piece in pieces_at_edge(chart, area) if piece.beside]
    roads = {piece.way for piece in along_edge}
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
