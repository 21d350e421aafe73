"""A ring's line, moved off the roads that run along it."""

import shapely
from shapely.geometry import LineString, Polygon

from yipanqi.survey.chart import Chart
from yipanqi.survey.pieces import between, pieces_at_edge
from yipanqi.survey.widths import width_of

OFF_THE_ROAD_M = 0.5
"""Between a road's edge and a ring that follows it."""
THIN_M = 0.02
"""Half of what a part of a ring has to be wide."""
SPIKE_M = 0.2
"""A shorter spike holds nothing that stands."""


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


def without_spikes(chart: Chart, ring: Polygon) -> Polygon:
    """The ring without parts thinner than a finger: an edge that folds back on itself, or meets itself.

    Two things would have to stand in the same place there. The ring itself where it has none, or where a
    building would lose its place.
    """
    inner = ring.buffer(-THIN_M, join_style="mitre")
    opened = inner.buffer(THIN_M, join_style="mitre")
    parts = [part for part in shapely.get_parts(opened) if isinstance(part, Polygon)]
    if not parts:
        return ring
    main = max(parts, key=lambda part: part.area)
    if ring.length - main.length < 2 * SPIKE_M and len(parts) == 1:
        return ring
    return main if _keeps_buildings(chart, ring, main) else ring


def _keeps_buildings(chart: Chart, area: Polygon, ring: Polygon) -> bool:
    near = chart.building_tree.query(area)
    points = chart.centroids[near]
    if not len(points):
        return True
    before, after = shapely.contains_xy(area, points), shapely.contains_xy(ring, points)
    return bool((after | ~before).all())
