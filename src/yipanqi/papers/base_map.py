"""The base map of a board as GeoJSON: what the client draws under the openings."""

from collections.abc import Iterator
from typing import Any

import msgspec

from yipanqi.survey.model import Area, Extract, Line

DIGITS = 6
"""Decimals of a degree kept: a decimetre."""


def base_map(extract: Extract) -> bytes:
    """One FeatureCollection (RFC 7946, WGS 84); each feature says its `layer`."""
    return msgspec.json.encode({"type": "FeatureCollection", "features": list(_features(extract))})


def _features(extract: Extract) -> Iterator[dict[str, Any]]:
    for ground in extract.backdrop:
        yield _feature(ground.kind, _shape(ground.line, ground.area), name=ground.name)
    for water in extract.water:
        yield _feature("water", _shape(water.line, water.area), width_m=water.width_m)
    for way in extract.ways:
        yield _feature(
            "way",
            _shape(way.line, area=way.area),
            highway=way.highway,
            name=way.name,
            vehicle=way.vehicle,
            width_m=way.width_m,
            bridge=way.bridge,
        )
    for building in extract.buildings:
        yield _feature("building", _polygon(building.area), levels=building.levels, name=building.name)
    for barrier in extract.barriers:
        if len(barrier.line) > 1:
            yield _feature("barrier", _shape(barrier.line, area=False), kind=barrier.kind)


def _feature(layer: str, geometry: dict[str, Any], **properties: Any) -> dict[str, Any]:
    told = {key: value for key, value in properties.items() if value not in (None, "", False)}
    return {"type": "Feature", "properties": {"layer": layer, **told}, "geometry": geometry}


def _shape(line: Line, area: bool) -> dict[str, Any]:
    return _polygon((line,)) if area else {"type": "LineString", "coordinates": _places(line)}


def _polygon(area: Area) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [_places(ring) for ring in area]}


def _places(line: Line) -> list[list[float]]:
    return [[round(lon, DIGITS), round(lat, DIGITS)] for lon, lat in line]
