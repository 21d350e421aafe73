"""Openings that only the field knows, put on the map as short footways for planners and checks."""

from collections.abc import Sequence
from math import cos, radians

import numpy as np
import shapely
from msgspec.structs import replace
from numpy.typing import NDArray
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from yipanqi.ground.ids import WayId
from yipanqi.ground.plane import XY, Frame
from yipanqi.survey.model import Extract, FieldOpening, Line, Neighbourhood, Registry, Way

ON_THE_EDGE_M = 60.0
"""A measured place farther from its neighbourhood's edge is no opening of it."""
REACH_M = 60.0
"""A mapped way this near is where people come from, or go to, through the opening."""
JOINED_M = 8.0
"""A drawn way ends at a mapped one this near."""
NEAR_DEGREES = 0.003
MOST_DRAWN = 200
"""Places of a drawn way that get node ids of their own."""
REACH_IN_M = 300.0
"""Inside, people get from the opening to a mapped way over ground nobody has mapped, however far that is:
were its way to end short of it, a ring could be drawn round the end."""
STUB_M = 12.0
"""How far the way leads where no mapped one is near."""


def with_field_ways(
    extract: Extract,
    neighbourhoods: Sequence[Neighbourhood],
    registry: Registry,
    measured: Sequence[FieldOpening],
) -> tuple[Extract, tuple[FieldOpening, ...]]:
    """The extract with a footway through each measured opening, and the openings that fit no edge.

    Their ways have ids below zero, counted in order; they join the nearest mapped way on either side.
    """
    places = _by_handle(neighbourhoods, registry)
    ways: list[Way] = []
    left: list[FieldOpening] = []
    for opening in measured:
        place = places.get(opening.neighbourhood)
        way = None if place is None else way_through(extract, place, opening, len(ways) + 1)
        if way is None:
            left.append(opening)
        else:
            ways.append(way)
    return replace(extract, ways=(*extract.ways, *ways)), tuple(left)


def _by_handle(neighbourhoods: Sequence[Neighbourhood], registry: Registry) -> dict[str, Neighbourhood]:
    """Neighbourhoods by their id, their name, and the id of their row in the registry."""
    known: dict[str, Neighbourhood] = {n.name: n for n in neighbourhoods} | {n.id: n for n in neighbourhoods}
    rows = {row.id: known.get(row.id) or known.get(row.name) for row in registry.neighbourhoods}
    return {key: place for key, place in rows.items() if place is not None} | known


def way_through(
    extract: Extract, place: Neighbourhood, opening: FieldOpening, number: int, drawn: Line = ()
) -> Way | None:
    """A footway through a measured opening, with ids below zero made of `number`; None where no edge is near.

    It goes as `drawn`, or else straight across the edge; its ends join mapped ways near them.
    """
    frame = Frame(opening.place)
    rings = [frame.to_xy(np.array(ring, dtype=np.float64)) for ring in place.area]
    polygon = Polygon(rings[0], rings[1:])
    here = Point(0.0, 0.0)
    edge = min((LineString(ring) for ring in rings), key=here.distance)
    if not polygon.is_valid or (len(drawn) < 2 and edge.distance(here) > ON_THE_EDGE_M):
        return None
    at_m = edge.project(here)
    on_edge = edge.interpolate(at_m)
    inward = _inward(polygon, edge, at_m)
    nodes, xy = _nodes_near(extract, frame)
    if len(drawn) > 1:
        return _drawn(frame, polygon.boundary, opening, number, drawn, nodes, xy)
    ends = [_end(polygon, (on_edge.x, on_edge.y), inward * side, nodes, xy, side > 0) for side in (-1.0, 1.0)]
    fresh = iter((-3 * number, -3 * number - 1, -3 * number - 2))
    told = [ends[0], (None, (on_edge.x, on_edge.y)), ends[1]]
    return Way(
        id=WayId(-number),
        line=tuple(frame.lonlat(point) for _, point in told),
        nodes=tuple(next(fresh) if node is None else node for node, _ in told),
        highway="footway",
        name=opening.name,
        width_m=opening.width_m,
    )


def _drawn(
    frame: Frame,
    edge: BaseGeometry,
    opening: FieldOpening,
    number: int,
    drawn: Line,
    nodes: list[int],
    xy: NDArray[np.float64],
) -> Way | None:
    """The way as somebody has drawn it, if that crosses the edge."""
    places = frame.to_xy(np.array(drawn, dtype=np.float64))
    if not LineString(places).intersects(edge):
        return None
    told: list[tuple[int, XY]] = []
    for position, (x, y) in enumerate(places):
        at: tuple[int, XY] = (-MOST_DRAWN * number - position, (float(x), float(y)))
        if position in {0, len(places) - 1} and len(xy):
            away_m = np.hypot(xy[:, 0] - x, xy[:, 1] - y)
            near = int(np.argmin(away_m))
            if away_m[near] <= JOINED_M:
                at = nodes[near], (float(xy[near][0]), float(xy[near][1]))
        told.append(at)
    return Way(
        id=WayId(-number),
        line=tuple(frame.lonlat(point) for _, point in told),
        nodes=tuple(node for node, _ in told),
        highway="footway",
        name=opening.name,
        width_m=opening.width_m,
    )


def _inward(polygon: Polygon, edge: LineString, at_m: float) -> NDArray[np.float64]:
    """The direction into the neighbourhood, across its edge."""
    before, after = (np.array(edge.interpolate(max(at_m + d, 0.0)).coords[0]) for d in (-1.0, 1.0))
    along = (after - before) / (np.hypot(*(after - before)) or 1.0)
    across = np.array([-along[1], along[0]])
    middle = np.array(edge.interpolate(at_m).coords[0])
    return across if polygon.contains(Point(*(middle + across * 0.5))) else -across


def _nodes_near(extract: Extract, frame: Frame) -> tuple[list[int], NDArray[np.float64]]:
    """Nodes of ways on the ground that come near the frame's middle, and where they are."""
    lon, lat = frame.centre
    ways = [
        w
        for w in extract.ways
        if not (w.bridge or w.tunnel or w.area) and len(w.nodes) == len(w.line) and _passes(w.line, lon, lat)
    ]
    nodes = [node for way in ways for node in way.nodes]
    lonlat = np.array([place for way in ways for place in way.line], dtype=np.float64).reshape(-1, 2)
    return nodes, frame.to_xy(lonlat) if len(lonlat) else lonlat


def _passes(line: Line, lon: float, lat: float) -> bool:
    """Whether a line's bounds come within a few hundred metres: more than anything looks for."""
    lats = [place[1] for place in line]
    if min(lats) > lat + NEAR_DEGREES or max(lats) < lat - NEAR_DEGREES:
        return False
    lons = [place[0] for place in line]
    wide = NEAR_DEGREES / cos(radians(lat))
    return min(lons) <= lon + wide and max(lons) >= lon - wide


def _end(
    polygon: Polygon,
    start: XY,
    direction: NDArray[np.float64],
    nodes: list[int],
    xy: NDArray[np.float64],
    inside: bool,
) -> tuple[int | None, XY]:
    """Where the way leads on one side: the nearest node reached without crossing the edge, else a stub."""
    away_m = np.hypot(xy[:, 0] - start[0], xy[:, 1] - start[1]) if len(xy) else np.empty(0)
    if inside and len(xy):
        well_inside = shapely.contains_xy(polygon.buffer(-1.0), xy)  # a node on the edge leads nowhere
        away_m = np.where(well_inside, away_m, np.inf)
    for index in np.argsort(away_m)[:24]:
        if away_m[index] > (REACH_IN_M if inside else REACH_M):
            break
        line = LineString([start, xy[index]])
        rest = [line.interpolate(share, normalized=True) for share in (0.05, 0.5, 1.0)]
        if away_m[index] > 1.0 and all(polygon.contains(point) == inside for point in rest):
            return nodes[index], (float(xy[index][0]), float(xy[index][1]))
    end = np.array(start) + direction * STUB_M
    return None, (float(end[0]), float(end[1]))
