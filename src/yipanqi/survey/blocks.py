"""Neighbourhoods to propose where none are mapped: the blocks between main streets, railways and water.

Severance is what makes a block a block: people who live inside meet each other without crossing
a main street. Proposals are for somebody to accept; nothing adopts them unseen.
"""

from typing import Literal

import numpy as np
import shapely
from msgspec import Struct
from shapely.geometry import LineString, Polygon, box
from shapely.geometry.base import BaseGeometry

from yipanqi.survey.chart import Chart
from yipanqi.survey.model import Area, Extract, Quarter
from yipanqi.survey.openings import largest_polygon
from yipanqi.survey.pieces import rings_of
from yipanqi.survey.widths import width_of

Rank = Literal["primary", "secondary", "tertiary", "unclassified", "residential"]
"""The lowest class of street that parts two blocks."""
RANKS: tuple[str, ...] = (
    "motorway", "trunk", "primary", "secondary", "tertiary", "unclassified", "residential"
)  # fmt: skip
BESIDE_STREET_M = 2.0
"""Pavement that belongs to the street and not to the block."""
FEWEST_BUILDINGS = 4
SMALLEST_M2, LARGEST_M2 = 2_000.0, 1_500_000.0


class Block(Struct, frozen=True):
    """A proposal: an area between streets, and how many buildings stand in it."""

    quarter: Quarter
    buildings: int
    area_m2: float


def find_blocks(extract: Extract, rank: Rank = "tertiary") -> tuple[Block, ...]:
    """Blocks parted by streets of at least a rank, railways and water; largest number of buildings first.

    Each stands back from its streets by half their width and the pavement. What touches the map's
    edge is left out: nobody can see how it goes on.
    """
    chart = Chart(extract)
    barriers = _severing(chart, rank)
    if not barriers:
        return ()
    west, south, east, north = extract.bounds
    corners = chart.frame.to_xy(np.array([[west, south], [east, north]]))
    frame = box(*corners[0], *corners[1])
    faces = shapely.get_parts(frame.difference(shapely.union_all(barriers)))
    found = []
    for face in faces:
        if not isinstance(face, Polygon) or face.distance(frame.boundary) < 1.0:
            continue
        # what lies in a hole is a block of its own, but for holes no block fits into
        area = Polygon(face.exterior, [h for h in face.interiors if Polygon(h).area >= SMALLEST_M2])
        count = _buildings_in(chart, area)
        if count >= FEWEST_BUILDINGS and SMALLEST_M2 <= area.area <= LARGEST_M2:
            found.append(Block(Quarter(_id(chart, area), _places(chart, area)), count, round(area.area, 1)))
    return tuple(sorted(found, key=lambda block: (-block.buildings, block.quarter.id)))


def _severing(chart: Chart, rank: Rank) -> list[BaseGeometry]:
    """The ground of everything that parts blocks."""
    classes = set(RANKS[: RANKS.index(rank) + 1])
    classes |= {f"{name}_link" for name in classes}
    found: list[BaseGeometry] = [
        LineString(line).buffer(width_of(way) / 2 + BESIDE_STREET_M, quad_segs=2)
        for way, line, grounded in zip(chart.ways, chart.lines, chart.grounded, strict=True)
        if grounded and way.highway in classes and len(line) > 1
    ]
    rails = [b.line for b in chart.extract.backdrop if b.kind == "rail" and not b.area]
    found += [LineString(line).buffer(3.0, quad_segs=2) for line in chart.laid(rails)]
    return found + list(chart.water)


def _buildings_in(chart: Chart, area: Polygon) -> int:
    near = chart.building_tree.query(area)
    return int(shapely.contains_xy(area, chart.centroids[near]).sum()) if len(near) else 0


def _id(chart: Chart, area: Polygon) -> str:
    """Named by its middle, to some ten metres: it stays when a street is drawn a little better."""
    lon, lat = chart.places(np.array([[area.centroid.x, area.centroid.y]]))[0]
    return f"b{round(lat * 1e4)}.{round(lon * 1e4)}"


def _places(chart: Chart, area: Polygon) -> Area:
    return tuple(
        chart.places(np.array(ring.coords)) for ring in rings_of(largest_polygon(area.simplify(0.3)))
    )
