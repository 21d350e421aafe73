"""Neighbourhoods out of a map's residential areas: cleaned, cut apart where they overlap, and named."""

import numpy as np
import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from yipanqi.ground.ids import NeighbourhoodId
from yipanqi.ground.plane import Frame, LonLat
from yipanqi.survey.model import Area, Extract, Neighbourhood, Quarter

SMALLEST_M2 = 50.0
"""Less ground than this holds no house: a slip of the mapper's hand."""
NARROWEST_M = 2.0
"""A strip thinner than this is what is left over between two areas, not a neighbourhood."""
NEEDLE_M = 0.25
"""Half as thin as this, ground between two stretches of an edge has no room for a net on either."""
TWIN = 0.95
"""Two areas that share this much of both are the same one mapped twice."""


def frame_of(extract: Extract) -> Frame:
    """The plane everything of this extract is measured on, centred on it."""
    west, south, east, north = extract.bounds
    return Frame(((west + east) / 2, (south + north) / 2))


def neighbourhoods_from_quarters(extract: Extract) -> tuple[Neighbourhood, ...]:
    """Neighbourhoods whose areas are valid, do not share ground, and have a name each.

    A self-crossing edge is untangled. Where areas overlap or one lies inside another, the
    smaller keeps the ground. What is smaller than `SMALLEST_M2` or thinner than `NARROWEST_M`
    is dropped. Ids are the map's own, so they stay when the map is read again.
    """
    frame = frame_of(extract)
    shaped = [(quarter, _on_plane(quarter.area, frame)) for quarter in extract.quarters]
    pieces = [(q, part) for q, whole in shaped for part in _parts(whole)]
    apart = _apart(_without_twins(pieces))
    taken: dict[str, int] = {}
    found = []
    for number, (quarter, polygon) in enumerate(apart, start=1):
        taken[quarter.id] = taken.get(quarter.id, 0) + 1
        suffix = "" if taken[quarter.id] == 1 else f"-{taken[quarter.id]}"
        found.append(
            Neighbourhood(
                id=NeighbourhoodId(quarter.id + suffix),
                name=quarter.name + suffix if quarter.name else f"小区 {number:02d}",
                area=_off_plane(polygon, frame),
                walled=quarter.walled,
            )
        )
    return tuple(found)


def _on_plane(area: Area, frame: Frame) -> BaseGeometry:
    rings = [frame.to_xy(np.array(ring, dtype=np.float64)) for ring in area]
    drawn = Polygon(rings[0], rings[1:])
    return drawn if drawn.is_valid else _blunted(shapely.make_valid(drawn))


def _blunted(shape: BaseGeometry) -> BaseGeometry:
    """An untangled shape without the needles that lines crossing at a small angle leave in it."""
    thinner = shape.buffer(-NEEDLE_M, join_style="mitre")
    return thinner.buffer(NEEDLE_M, join_style="mitre").intersection(shape)


def _parts(shape: BaseGeometry) -> list[Polygon]:
    """The polygons of a shape that are neighbourhoods and not slips."""
    parts = [part for part in shapely.get_parts(shape) if isinstance(part, Polygon)]
    nested = [p for part in shapely.get_parts(shape) if hasattr(part, "geoms") for p in _parts(part)]
    return nested + [p for p in parts if p.area >= SMALLEST_M2 and not p.buffer(-NARROWEST_M / 2).is_empty]


def _without_twins(pieces: list[tuple[Quarter, Polygon]]) -> list[tuple[Quarter, Polygon]]:
    """Of areas mapped twice the named one, else the first."""
    order = sorted(range(len(pieces)), key=lambda i: (not pieces[i][0].name, i))
    tree = shapely.STRtree([polygon for _, polygon in pieces])
    dropped: set[int] = set()
    for i in order:
        if i in dropped:
            continue
        mine = pieces[i][1]
        for j in (int(k) for k in tree.query(mine) if k != i and int(k) not in dropped):
            shared = mine.intersection(pieces[j][1]).area
            if shared > TWIN * max(mine.area, pieces[j][1].area):
                dropped.add(j)
    return [piece for i, piece in enumerate(pieces) if i not in dropped]


def _apart(pieces: list[tuple[Quarter, Polygon]]) -> list[tuple[Quarter, Polygon]]:
    """Areas that share no ground: each gives way to every smaller one."""
    tree = shapely.STRtree([polygon for _, polygon in pieces])
    found = []
    for i, (quarter, polygon) in enumerate(pieces):
        rest: BaseGeometry = polygon
        for j in sorted(int(k) for k in tree.query(polygon) if k != i):
            other = pieces[j][1]
            if (other.area, -j) < (polygon.area, -i) and polygon.intersection(other).area > 0.01:
                rest = rest.difference(other)
        whole = [polygon] if rest is polygon else _parts(rest)
        found += [(quarter, part) for part in whole]
    return found


def _off_plane(polygon: Polygon, frame: Frame) -> Area:
    """A polygon on the plane in degrees; rounded so that the map's own places come back exactly."""

    def line(coords: shapely.coords.CoordinateSequence) -> tuple[LonLat, ...]:
        degrees = frame.to_lonlat(np.array(coords, dtype=np.float64)[:, :2])
        return tuple((round(float(lon), 9), round(float(lat), 9)) for lon, lat in degrees)

    return (line(polygon.exterior.coords), *(line(hole.coords) for hole in polygon.interiors))
