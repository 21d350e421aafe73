"""What keeps an edit from meaning anything, before it is recorded: one fault, with the field it is in."""

from collections.abc import Mapping

import numpy as np
import shapely
from msgspec import Struct
from shapely.geometry import LineString, Point, Polygon

from yipanqi.ground.ids import NeighbourhoodId
from yipanqi.ground.plane import Frame, LonLat
from yipanqi.survey.edits import (
    BoundaryMoved,
    Edit,
    NeighbourhoodAdded,
    OpeningAdded,
    PhotoTaken,
    WallAdded,
    WallRemoved,
    WidthMeasured,
)
from yipanqi.survey.field_ways import ON_THE_EDGE_M
from yipanqi.survey.model import Area, Line, Neighbourhood

NARROWEST_M, WIDEST_M = 0.3, 200.0
LOWEST_M, HIGHEST_M = 0.5, 20.0
SMALLEST_M2 = 50.0
SHORTEST_WALL_M = 0.3
OVERLAP = 0.02
"""Two neighbourhoods that share more of the smaller one's ground than this are drawn wrong."""
Bounds = tuple[float, float, float, float]


class EditFault(Struct, frozen=True):
    """The field that is wrong, and why: a code."""

    field: str
    why: str
    other: str = ""
    """The neighbourhood it gets in the way of."""


def fault_of(
    edit: Edit, neighbourhoods: Mapping[NeighbourhoodId, Neighbourhood], bounds: Bounds
) -> EditFault | None:
    """What is wrong with an edit's own figures and lines; whether what it names exists is asked elsewhere."""
    match edit:
        case BoundaryMoved() | NeighbourhoodAdded():
            return _area(edit.neighbourhood, edit.area, neighbourhoods, bounds)
        case WallAdded():
            return _wall(edit.line, bounds)
        case WallRemoved():
            return None if _within(edit.place, bounds) else EditFault("place", "outside-map")
        case OpeningAdded():
            return _opening(edit, neighbourhoods[edit.neighbourhood], bounds)
        case WidthMeasured():
            return _width(edit.width_m) or _height(edit.clear_height_m)
        case PhotoTaken():
            whole = len(edit.photo) == 64 and not set(edit.photo) - set("0123456789abcdef")
            return None if whole else EditFault("photo", "no-digest")
        case _:
            return None


def _within(place: LonLat, bounds: Bounds) -> bool:
    west, south, east, north = bounds
    return west <= place[0] <= east and south <= place[1] <= north


def _width(width_m: float) -> EditFault | None:
    return None if NARROWEST_M <= width_m <= WIDEST_M else EditFault("width_m", "width-not-likely")


def _height(height_m: float | None) -> EditFault | None:
    likely = height_m is None or LOWEST_M <= height_m <= HIGHEST_M
    return None if likely else EditFault("clear_height_m", "height-not-likely")


def _wall(line: Line, bounds: Bounds) -> EditFault | None:
    if len(line) < 2:
        return EditFault("line", "too-few-places")
    if not any(_within(place, bounds) for place in line):
        return EditFault("line", "outside-map")
    return None if _laid(line, line[0]).length >= SHORTEST_WALL_M else EditFault("line", "too-short")


def _laid(line: Line, middle: LonLat) -> LineString:
    return LineString(Frame(middle).to_xy(np.array(line, dtype=np.float64)))


def _opening(edit: OpeningAdded, place: Neighbourhood, bounds: Bounds) -> EditFault | None:
    if not _within(edit.place, bounds):
        return EditFault("place", "outside-map")
    edge = [_laid(ring, edit.place) for ring in place.area]
    if len(edit.line) > 1:
        if not any(_laid(edit.line, edit.place).intersects(ring) for ring in edge):
            return EditFault("line", "does-not-cross-edge")
    elif min(ring.distance(Point(0.0, 0.0)) for ring in edge) > ON_THE_EDGE_M:
        return EditFault("place", "far-from-edge")
    return _width(edit.width_m)


def _area(
    name: NeighbourhoodId,
    area: Area,
    neighbourhoods: Mapping[NeighbourhoodId, Neighbourhood],
    bounds: Bounds,
) -> EditFault | None:
    if not area or any(len(ring) < 4 for ring in area):
        return EditFault("area", "too-few-places")
    if any(ring[0] != ring[-1] for ring in area):
        return EditFault("area", "not-closed")
    if not any(_within(place, bounds) for place in area[0]):
        return EditFault("area", "outside-map")
    frame = Frame(area[0][0])
    polygon = _polygon(area, frame)
    if not polygon.is_valid:
        return EditFault("area", "crosses-itself")
    if polygon.area < SMALLEST_M2:
        return EditFault("area", "too-small")
    west, south, east, north = shapely.bounds(Polygon(area[0]))
    for other in neighbourhoods.values():
        lons, lats = [p[0] for p in other.area[0]], [p[1] for p in other.area[0]]
        apart = max(lons) < west or min(lons) > east or max(lats) < south or min(lats) > north
        if other.id != name and not apart:
            theirs = shapely.make_valid(_polygon(other.area, frame))
            if polygon.intersection(theirs).area > OVERLAP * min(polygon.area, theirs.area):
                return EditFault("area", "overlaps", other.id)
    return None


def _polygon(area: Area, frame: Frame) -> Polygon:
    rings = [frame.to_xy(np.array(ring, dtype=np.float64)) for ring in area]
    return Polygon(rings[0], rings[1:])
