"""The small map a crew's phone carries: every way near its openings, the main streets in between.

A base map of a sub-district is close to a megabyte; around a dozen openings it is a few dozen kilobytes.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
import numpy as np
import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from yipanqi.close.model import NeighbourhoodRow
from yipanqi.desk.field import NearNeighbourhood
from yipanqi.ground.plane import LonLat

NEAR_M = 220.0
"""Ways, water and walls are shown this far around an opening."""
HOUSES_M = 90.0
"""Houses make most of a map's bytes and help only close by."""
BETWEEN_M = 300.0
"""Main streets are shown this far beyond the outermost place."""
DIGITS = 5
"""Decimals of a degree kept: a metre."""
MAIN = frozenset({"motorway", "trunk", "primary", "secondary", "tertiary", "unclassified", "residential"})
"""Streets by which one drives from one place to the next."""
M_PER_DEGREE = 111_320.0


class BaseMap:
    """A board's base map, read once and cut many times."""

    def __init__(self, geojson: bytes) -> None:
        self._features: list[dict[str, Any]] = msgspec.json.decode(geojson)["features"]
        texts = [msgspec.json.encode(f["geometry"]).decode() for f in self._features]
        self._shapes = shapely.from_geojson(texts)
        layers = [str(f["properties"].get("layer", "")) for f in self._features]
        self._houses = np.array([layer == "building" for layer in layers])
        self._main = np.array([f["properties"].get("highway") in MAIN for f in self._features])

    def around(self, places: Sequence[LonLat], also: Sequence[LonLat] = ()) -> dict[str, Any]:
        """What is shown around places, and the main streets between them and those to be reached besides."""
        if not places:
            return {"type": "FeatureCollection", "features": []}
        near, close = _windows(places, NEAR_M), _windows(places, HOUSES_M)
        between = _box(_bounds([*places, *also]), BETWEEN_M)
        features = [
            *self._cut(~self._houses & ~self._main, near, 0.5),
            *self._cut(self._main, between, 2.0),
            *self._cut(self._houses, close, 0.5),
        ]
        return {"type": "FeatureCollection", "features": features}

    def _cut(self, chosen: Any, window: BaseGeometry, tolerance_m: float) -> Iterable[dict[str, Any]]:
        """The chosen features inside a window, their lines no finer than a phone's screen shows."""
        shapely.prepare(window)
        for k in np.flatnonzero(chosen & shapely.intersects(self._shapes, window)):
            shape = shapely.simplify(
                shapely.intersection(self._shapes[k], window), tolerance_m / M_PER_DEGREE
            )
            if not shape.is_empty:
                yield _feature(self._features[k]["properties"], shape)


def near_neighbourhoods(
    rows: Iterable[NeighbourhoodRow], places: Sequence[LonLat]
) -> tuple[NearNeighbourhood, ...]:
    """The neighbourhoods a crew may find an opening of."""
    if not places:
        return ()
    window = _windows(places, NEAR_M)
    near = [row for row in rows if Polygon(row.area[0], row.area[1:]).intersects(window)]
    return tuple(NearNeighbourhood(row.id, row.name, _rounded(row.area)) for row in near)


def _windows(places: Sequence[LonLat], half_m: float) -> BaseGeometry:
    return shapely.union_all([_box((*place, *place), half_m) for place in places])


def _bounds(places: Sequence[LonLat]) -> tuple[float, float, float, float]:
    lons, lats = zip(*places, strict=True)
    return min(lons), min(lats), max(lons), max(lats)


def _box(bounds: Sequence[float], margin_m: float) -> BaseGeometry:
    west, south, east, north = bounds
    up = margin_m / M_PER_DEGREE
    out = up / max(0.2, float(np.cos(np.radians((south + north) / 2))))
    return shapely.box(west - out, south - up, east + out, north + up)


def _feature(properties: dict[str, Any], shape: BaseGeometry) -> dict[str, Any]:
    kept = {key: properties[key] for key in ("layer", "name", "highway", "vehicle") if key in properties}
    geometry = msgspec.json.decode(shapely.to_geojson(shapely.set_precision(shape, 10.0**-DIGITS)))
    return {"type": "Feature", "properties": kept, "geometry": _plain(geometry)}


def _plain(geometry: Any) -> Any:
    """Coordinates rounded for good: a grid's own numbers carry floating dust."""
    if isinstance(geometry, dict):
        return {key: _plain(value) for key, value in geometry.items()}
    if isinstance(geometry, list):
        return [_plain(value) for value in geometry]
    return round(geometry, DIGITS) if isinstance(geometry, float) else geometry


def _rounded(area: Any) -> Any:
    return tuple(tuple((round(x, DIGITS), round(y, DIGITS)) for x, y in ring) for ring in area)
