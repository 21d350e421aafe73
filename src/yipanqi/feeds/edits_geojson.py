"""Edits out of GeoJSON: the board's own export, changed in a map program and sent back, feature by feature.

What a feature says that is not known yet becomes an edit; a feature that is left out says nothing, so that
nothing is lost by sending back a part.
"""

import math
from typing import Any

import msgspec
from msgspec import Struct

from yipanqi.desk.ports import KnownSurvey
from yipanqi.feeds.edits_known import Found, Lookup, Taken, judged
from yipanqi.feeds.problems import Problem
from yipanqi.ground.ids import NeighbourhoodId
from yipanqi.ground.plane import LonLat, metres_between
from yipanqi.survey.edits import (
    BoundaryMoved,
    Edit,
    GateWished,
    NeighbourhoodAdded,
    OpeningAbsent,
    OpeningAdded,
    OpeningConfirmed,
    RingConsent,
    WallAdded,
    WallRemoved,
    WidthMeasured,
)
from yipanqi.survey.model import Area, Line, Opening

MOVED_M = 0.3
"""A corner moved by less is a map program's rounding."""
WIDTH_M = 0.05
YES, NO = {True, "yes", "true", "1", "是"}, {False, "no", "false", "0", "否"}


def edits_of_features(file: str, body: bytes, known: KnownSurvey) -> Taken:
    """The edits of a FeatureCollection in WGS 84 (RFC 7946); features count from 1."""
    try:
        whole = msgspec.json.decode(body.removeprefix(b"\xef\xbb\xbf"))
    except msgspec.DecodeError as broken:
        return Taken((), (Problem("json-broken", file, facts={"reason": str(broken)}),))
    features = whole.get("features") if isinstance(whole, dict) else None
    if not isinstance(features, list):
        return Taken((), (Problem("geojson-not-collection", file),))
    reading = _Reading(file, known, Lookup(known), [], [])
    unchanged = 0
    for number, feature in enumerate(features, start=1):
        before = len(reading.found), len(reading.problems)
        _take(reading, number, feature)
        unchanged += before == (len(reading.found), len(reading.problems))
    told = judged(file, None, reading.found, reading.problems, known)
    return msgspec.structs.replace(told, unchanged=unchanged)


class _Reading(Struct):
    """One file being read."""

    file: str
    known: KnownSurvey
    lookup: Lookup
    found: list[Found]
    problems: list[Problem]

    def say(self, number: int, code: str, field: str | None = None, **facts: str | float) -> None:
        self.problems.append(Problem(code, self.file, None, number, field, {"feature": number, **facts}))

    def add(self, number: int, edit: Edit) -> None:
        self.found.append(Found(edit, number))


def _take(reading: _Reading, number: int, feature: Any) -> None:
    feature = feature if isinstance(feature, dict) else {}
    told, geometry = _object(feature, "properties"), _object(feature, "geometry")
    layer = str(told.get("layer") or _layer_of(geometry))
    match layer:
        case "neighbourhood":
            _neighbourhood(reading, number, told, geometry)
        case "opening":
            _opening(reading, number, told, geometry)
        case "wall":
            _wall(reading, number, told, geometry)
        case _:
            reading.say(number, "edit-unknown-layer", "layer", value=layer)


def _object(feature: dict[str, Any], key: str) -> dict[str, Any]:
    found = feature.get(key)
    return found if isinstance(found, dict) else {}


def _layer_of(geometry: dict[str, Any]) -> str:
    """What a feature drawn anew probably is: an area, a wall, or the place of an opening."""
    areas = dict.fromkeys(("Polygon", "MultiPolygon"), "neighbourhood")
    kinds = areas | {"LineString": "wall", "Point": "opening"}
    return kinds.get(str(geometry.get("type")), "")


def _neighbourhood(reading: _Reading, number: int, told: dict[str, Any], geometry: dict[str, Any]) -> None:
    area = _area(geometry)
    if area is None:
        reading.say(number, "geometry-not-area", "geometry", geometry=str(geometry.get("type", "?")))
        return
    written = str(told.get("id") or "")
    name = reading.lookup.neighbourhood(written) if written else None
    if name is None:
        if not written:
            reading.say(number, "cell-missing", "id")
            return
        title = str(told.get("name") or written)
        reading.add(number, NeighbourhoodAdded(NeighbourhoodId(written), title, area))
        return
    if _moved(reading.known.neighbourhoods[name].area, area):
        reading.add(number, BoundaryMoved(name, area))
    accepts = _flag(reading, number, told, "accepts")
    if accepts is not None and accepts != reading.known.accepts.get(name):
        reading.add(number, RingConsent(name, accepts))


def _opening(reading: _Reading, number: int, told: dict[str, Any], geometry: dict[str, Any]) -> None:
    written = str(told.get("id") or "")
    if not written:
        _new_opening(reading, number, told, geometry)
        return
    name = reading.lookup.opening(written)
    if name is None:
        reading.say(number, "edit-unknown-opening", "id", value=written)
        return
    if _flag(reading, number, told, "exists") is False:
        reading.add(number, OpeningAbsent(name))
        return
    known = reading.known.openings.get(name)
    if known is not None:
        _seen(reading, number, told, known)
    elif _flag(reading, number, told, "confirmed"):
        reading.add(number, OpeningConfirmed(name))
    wish = str(told.get("gate") or "free")
    if wish not in {"force", "forbid", "free"}:
        reading.say(number, "not-one-of", "gate", value=wish, known="force / forbid / free")
    elif wish != reading.known.wishes.get(name, "free"):
        reading.add(number, GateWished(name, wish))  # type: ignore[arg-type]


def _seen(reading: _Reading, number: int, told: dict[str, Any], known: Opening) -> None:
    """Width and confirmation, where they say something new."""
    width = _number(reading, number, told, "width_m")
    height = _number(reading, number, told, "clear_height_m")
    new_height = height is not None and height != known.clear_height_m
    if (width is not None and abs(width - known.width_m) > WIDTH_M) or new_height:
        reading.add(number, WidthMeasured(known.id, known.width_m if width is None else width, height))
    elif _flag(reading, number, told, "confirmed") and not known.confirmed:
        reading.add(number, OpeningConfirmed(known.id))


def _new_opening(reading: _Reading, number: int, told: dict[str, Any], geometry: dict[str, Any]) -> None:
    written = str(told.get("neighbourhood") or "")
    name = reading.lookup.neighbourhood(written) if written else None
    if name is None:
        reading.say(number, "edit-unknown-neighbourhood", "neighbourhood", value=written)
        return
    width = _number(reading, number, told, "width_m")
    if width is None:
        reading.say(number, "cell-missing", "width_m")
        return
    line = _line(geometry)
    place = line[len(line) // 2] if line else _place(geometry.get("coordinates"))
    if place is None:
        reading.say(number, "place-not-numbers", "geometry")
        return
    vehicle = bool(_flag(reading, number, told, "vehicle"))
    reading.add(number, OpeningAdded(name, place, width, vehicle, str(told.get("name") or ""), line or ()))


def _wall(reading: _Reading, number: int, told: dict[str, Any], geometry: dict[str, Any]) -> None:
    line = _line(geometry)
    if line is None:
        reading.say(number, "place-not-numbers", "geometry")
        return
    if told.get("id") in (None, ""):
        stops = str(told.get("stops") or "everybody")
        if stops not in {"nobody", "vehicles", "everybody"}:
            reading.say(number, "not-one-of", "stops", value=stops, known="everybody / vehicles / nobody")
            return
        closes = _flag(reading, number, told, "closes")
        reading.add(number, WallAdded(line, stops, closes))  # type: ignore[arg-type]
    elif _flag(reading, number, told, "exists") is False:
        try:
            barrier = int(told["id"])
        except (TypeError, ValueError):
            reading.say(number, "not-a-number", "id", value=str(told["id"]), example="123")
            return
        reading.add(number, WallRemoved(line[len(line) // 2], barrier))


def _flag(reading: _Reading, number: int, told: dict[str, Any], field: str) -> bool | None:
    """A yes or a no, if the feature says one."""
    value = told.get(field)
    value = value.strip().lower() if isinstance(value, str) else value
    if value in (None, ""):
        return None
    if isinstance(value, str | int | float) and value in YES | NO:
        return value in YES
    reading.say(number, "not-one-of", field, value=str(value), known="yes / no")
    return None


def _number(reading: _Reading, number: int, told: dict[str, Any], field: str) -> float | None:
    value = told.get(field)
    if value in (None, ""):
        return None
    try:
        found = float(value)
    except (TypeError, ValueError):
        found = math.nan
    if isinstance(value, bool) or not math.isfinite(found):
        reading.say(number, "not-a-number", field, value=str(value), example="4.5")
        return None
    return found


def _place(coordinates: Any) -> LonLat | None:
    if not isinstance(coordinates, list) or len(coordinates) < 2:
        return None
    lon, lat = coordinates[0], coordinates[1]
    if not all(
        isinstance(v, int | float) and not isinstance(v, bool) and math.isfinite(v) for v in (lon, lat)
    ):
        return None
    return (float(lon), float(lat)) if abs(lon) <= 180 and abs(lat) <= 90 else None


def _places(coordinates: Any) -> Line | None:
    if not isinstance(coordinates, list):
        return None
    places = [_place(each) for each in coordinates]
    return tuple(p for p in places if p is not None) if places and None not in places else None


def _line(geometry: dict[str, Any]) -> Line | None:
    return _places(geometry.get("coordinates")) if geometry.get("type") == "LineString" else None


def _area(geometry: dict[str, Any]) -> Area | None:
    coordinates = geometry.get("coordinates")
    if geometry.get("type") == "MultiPolygon" and isinstance(coordinates, list) and len(coordinates) == 1:
        coordinates = coordinates[0]  # map programs like to save every area as several
    elif geometry.get("type") != "Polygon":
        return None
    if not isinstance(coordinates, list) or not coordinates:
        return None
    rings = [_places(ring) for ring in coordinates]
    return tuple(ring for ring in rings if ring is not None) if None not in rings else None


def _moved(before: Area, after: Area) -> bool:
    """Whether an area is another: a corner more or less, or one that has moved."""
    if len(before) != len(after):
        return True
    for one, other in zip(before, after, strict=True):
        if len(one) != len(other):
            return True
        if any(metres_between(a, b) > MOVED_M for a, b in zip(one, other, strict=True)):
            return True
    return False
