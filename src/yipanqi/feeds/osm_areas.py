"""Areas out of closed ways and multipolygon relations, as the map has them."""

from collections.abc import Iterable, Sequence

import shapely
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from yipanqi.ground.plane import LonLat
from yipanqi.survey.model import Area, Line


def areas_of(outer: Iterable[Line], inner: Iterable[Line]) -> tuple[Area, ...]:
    """The areas that ways of a multipolygon enclose; open or broken rings are left out.

    Ways may be given in any order and direction, and share ends. Follows the relation's
    definition in the OpenStreetMap wiki (Relation:multipolygon); roles are believed.
    """
    shells = [shell for shell in _rings(outer) if shell.area > 0]
    if not shells:
        return ()
    whole: BaseGeometry = shapely.union_all(shells)
    holes = _rings(inner)
    if holes:
        whole = whole.difference(shapely.union_all(holes))
    return tuple(area_of_polygon(part) for part in polygons_in(whole))


def _rings(lines: Iterable[Line]) -> list[Polygon]:
    closed, open_ = [], []
    for line in lines:
        if len(line) > 3 and line[0] == line[-1]:
            closed.append(shapely.make_valid(Polygon(line)))
        elif len(line) > 1:
            open_.append(LineString(line))
    rings = [part for geometry in closed for part in polygons_in(geometry)]
    if open_:
        rings += polygons_in(shapely.polygonize(open_))
    return rings


def polygons_in(geometry: BaseGeometry) -> list[Polygon]:
    """The polygons of any geometry, largest first."""
    if isinstance(geometry, Polygon):
        return [] if geometry.is_empty else [geometry]
    parts = getattr(geometry, "geoms", ())
    found = [polygon for part in parts for polygon in polygons_in(part)]
    return sorted(found, key=lambda polygon: -polygon.area)


def area_of_polygon(polygon: Polygon) -> Area:
    """A polygon as plain places."""
    return (_places(polygon.exterior.coords), *(_places(hole.coords) for hole in polygon.interiors))


def polygon_of_area(area: Area) -> Polygon:
    """Plain places as a polygon, unchecked."""
    return Polygon(area[0], area[1:])


def _places(coords: Iterable[Sequence[float]]) -> Line:
    places: list[LonLat] = [(float(c[0]), float(c[1])) for c in coords]
    return tuple(places)
