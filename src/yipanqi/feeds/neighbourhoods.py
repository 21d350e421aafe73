"""Neighbourhoods from a GeoJSON file, with every feature's fault found in one pass."""

import math
from pathlib import Path
from typing import Any

import msgspec
import shapely
from shapely.geometry import Polygon

from yipanqi.feeds.osm_areas import area_of_polygon
from yipanqi.feeds.problems import FeedError, Problem
from yipanqi.ground.ids import NeighbourhoodId, OrganisationId
from yipanqi.survey.model import Area, Extract, Neighbourhood
from yipanqi.survey.quarters import neighbourhoods_from_quarters

_NAMES = ("name", "name:zh", "名称", "小区", "小区名称")
_IDS = ("id", "编号", "@id")


def neighbourhoods_of(extract: Extract, file: Path | str | None = None) -> tuple[Neighbourhood, ...]:
    """The neighbourhoods to plan for: from a GeoJSON file, or else the extract's residential areas.

    Raises:
        FeedError: the file is faulty, or neither it nor the extract holds a neighbourhood.
    """
    if file is not None:
        return read_neighbourhoods(file, extract)
    found = neighbourhoods_from_quarters(extract)
    if not found:
        raise FeedError((Problem("no-residential-areas", extract.name),))
    return found


def read_neighbourhoods(file: Path | str, extract: Extract | None = None) -> tuple[Neighbourhood, ...]:
    """Neighbourhoods of a GeoJSON FeatureCollection of Polygons or MultiPolygons in WGS 84 (RFC 7946).

    Features count from 1. A MultiPolygon gives one neighbourhood a part. With an extract,
    every neighbourhood has to lie on its map.

    Raises:
        FeedError: with every fault of every feature.
    """
    path = Path(file)
    reading = _Reading(path.name, extract)
    for number, feature in enumerate(_features(path), start=1):
        reading.take(number, feature)
    if not reading.problems and not reading.found:
        reading.say("no-neighbourhoods")
    reading.look_for_overlaps()
    if reading.problems:
        raise FeedError(tuple(reading.problems))
    return tuple(reading.found)


def _features(path: Path) -> list[Any]:
    if not path.is_file():
        raise FeedError((Problem("file-missing", path.name),))
    body = path.read_bytes()
    if not body.strip():
        raise FeedError((Problem("file-empty", path.name),))
    try:
        whole = msgspec.json.decode(body.removeprefix(b"\xef\xbb\xbf"))
    except msgspec.DecodeError as broken:
        raise FeedError((Problem("json-broken", path.name, facts={"reason": str(broken)}),)) from broken
    if not isinstance(whole, dict) or whole.get("type") != "FeatureCollection":
        raise FeedError((Problem("geojson-not-collection", path.name),))
    features = whole.get("features")
    if not isinstance(features, list):
        raise FeedError((Problem("geojson-not-collection", path.name),))
    return features


class _Reading:
    """One file being read: what was found, and what is wrong."""

    def __init__(self, file: str, extract: Extract | None) -> None:
        self.file = file
        self.bounds = extract.bounds if extract else None
        self.found: list[Neighbourhood] = []
        self.shapes: list[tuple[int, Polygon]] = []
        self.problems: list[Problem] = []
        self.ids: set[str] = set()

    def say(self, code: str, **facts: str | float) -> None:
        self.problems.append(Problem(code, self.file, facts=facts))

    def take(self, number: int, feature: Any) -> None:
        geometry: Any = feature.get("geometry") if isinstance(feature, dict) else None
        geometry = geometry if isinstance(geometry, dict) else {}
        kind = geometry.get("type")
        if kind not in {"Polygon", "MultiPolygon"} or not isinstance(geometry.get("coordinates"), list):
            self.say("geometry-not-area", feature=number, geometry=str(kind or "?"))
            return
        parts = [geometry["coordinates"]] if kind == "Polygon" else geometry["coordinates"]
        before = len(self.problems)
        polygons = [self._polygon(number, part) for part in parts]
        if len(self.problems) > before:
            return
        properties = feature.get("properties") or {}
        base = self._id(number, feature, properties)
        name = str(next((properties[key] for key in _NAMES if properties.get(key)), ""))
        for part_number, polygon in enumerate(polygons, start=1):
            if polygon is not None:
                self._add(number, part_number, base, name, properties, polygon)

    def _add(
        self, number: int, part: int, base: str, name: str, properties: dict[str, Any], polygon: Polygon
    ) -> None:
        suffix = "" if part == 1 else f"-{part}"
        id_ = base + suffix
        if id_ in self.ids:
            self.say("duplicate-feature", value=id_)
            return
        self.ids.add(id_)
        community = properties.get("community") or properties.get("社区")
        self.shapes.append((number, polygon))
        self.found.append(
            Neighbourhood(
                id=NeighbourhoodId(id_),
                name=(name or f"小区 {number:02d}") + suffix,
                area=area_of_polygon(polygon),
                community=OrganisationId(str(community)) if community else None,
                walled=properties.get("walled") in {True, "yes", "true", "是"},
            )
        )

    def _id(self, number: int, feature: dict[str, Any], properties: dict[str, Any]) -> str:
        given = feature.get("id", next((properties[key] for key in _IDS if key in properties), None))
        return str(given) if given not in (None, "") else f"n{number:03d}"

    def _polygon(self, number: int, rings: Any) -> Polygon | None:
        area: list[tuple[tuple[float, float], ...]] = []
        for ring in rings if isinstance(rings, list) and rings else [None]:
            places = _places(ring)
            if places is None:
                self.say("place-not-numbers", feature=number)
            elif len(set(places)) < 3:
                self.say("polygon-too-short", feature=number)
            elif places[0] != places[-1]:
                self.say("polygon-not-closed", feature=number)
            else:
                area.append(places)
                continue
            return None
        return self._sound(number, tuple(area))

    def _sound(self, number: int, area: Area) -> Polygon | None:
        polygon = Polygon(area[0], area[1:])
        if not polygon.is_valid:
            lon, lat = _where(shapely.is_valid_reason(polygon))
            self.say("polygon-self-crossing", feature=number, lon=lon, lat=lat)
            return None
        if self.bounds is not None and not shapely.box(*self.bounds).intersects(polygon):
            self.say("place-outside-map", feature=number)
            return None
        return polygon

    def look_for_overlaps(self) -> None:
        """Two neighbourhoods may share an edge; sharing ground makes nobody's plan right."""
        shapes = [polygon for _, polygon in self.shapes]
        tree = shapely.STRtree(shapes)
        for one, (number, polygon) in enumerate(self.shapes):
            for other in sorted(int(i) for i in tree.query(polygon) if i > one):
                shared = polygon.intersection(shapes[other]).area
                if shared > 0.02 * min(polygon.area, shapes[other].area):
                    self.say("neighbourhoods-overlap", feature=number, other=self.shapes[other][0])


def _places(ring: Any) -> tuple[tuple[float, float], ...] | None:
    if not isinstance(ring, list):
        return None
    places = []
    for place in ring:
        if not isinstance(place, list) or len(place) < 2:
            return None
        lon, lat = place[0], place[1]
        if not all(isinstance(v, int | float) and not isinstance(v, bool) for v in (lon, lat)):
            return None
        if not (math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90):
            return None
        places.append((float(lon), float(lat)))
    return tuple(places)


def _where(reason: str) -> tuple[float, float]:
    """The place in a GEOS message like "Self-intersection[120.1 30.2]"."""
    inside = reason.partition("[")[2].rstrip("]").split()
    try:
        return round(float(inside[0]), 7), round(float(inside[1]), 7)
    except (IndexError, ValueError):
        return 0.0, 0.0
