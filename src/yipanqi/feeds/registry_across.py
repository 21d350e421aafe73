"""What is wrong between the cells of one row: exchanged latitude and longitude, hours the wrong way round."""

from datetime import time
from math import cos, hypot, radians

from yipanqi.feeds.problems import Problem
from yipanqi.feeds.registry_rows import Record

Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees."""

_FARTHEST_KM = 100.0
"""Nobody drives farther for a night's work; a place beyond is a slip of the pen."""
_KM_PER_DEGREE = 111.2


def across(record: Record, starts_at: time, bounds: Bounds | None) -> list[Problem]:
    """The problems that only show when a row's cells are held against each other."""
    found = _place(record, bounds)
    if record.sheet.key == "neighbourhoods" and record.sound and not record.key():
        found.append(record.problem("cell-missing", "name"))
    if record.sheet.key == "crews":
        found += _hours(record, starts_at) + _van(record)
    return found


def _hours(record: Record, starts_at: time) -> list[Problem]:
    if not {"from", "until"} <= record.values.keys() or record.number("until") > record.number("from"):
        return []
    begin, until = (_clock(record.number(key), starts_at) for key in ("from", "until"))
    return [record.problem("until-before-from", "until", begin=begin, until=until)]


def _clock(after_s: float, starts_at: time) -> str:
    """A clock time that reads the same in every language: +1 is the next day."""
    total_min = round(after_s) // 60 + starts_at.hour * 60 + starts_at.minute
    day = total_min // 1440
    return f"{total_min // 60 % 24:02}:{total_min % 60:02}" + (f" (+{day})" if day else "")


def _van(record: Record) -> list[Problem]:
    if not {"loaded_m", "van_m"} <= record.values.keys():
        return []
    loaded, van = record.number("loaded_m"), record.number("van_m")
    return [record.problem("loaded-beyond-van", "loaded_m", loaded=loaded, van=van)] if loaded > van else []


def _place(record: Record, bounds: Bounds | None) -> list[Problem]:
    if not {"lat", "lon"} <= record.values.keys():
        return []
    lat, lon = record.number("lat"), record.number("lon")
    if _on_earth(lat, lon) and (bounds is None or _km_off(lat, lon, bounds) <= _FARTHEST_KM):
        return []
    if _on_earth(lon, lat) and (bounds is None or _km_off(lon, lat, bounds) <= _FARTHEST_KM):
        return [record.problem("place-swapped", "lat", lat=lat, lon=lon)]
    if not abs(lat) <= 90:
        return [record.problem("latitude-impossible", "lat", value=lat)]
    if not abs(lon) <= 180:
        return [record.problem("longitude-impossible", "lon", value=lon)]
    km = 0 if bounds is None else round(_km_off(lat, lon, bounds))
    return [record.problem("place-far", "lat", lat=lat, lon=lon, km=km)]


def _on_earth(lat: float, lon: float) -> bool:
    return abs(lat) <= 90 and abs(lon) <= 180


def _km_off(lat: float, lon: float, bounds: Bounds) -> float:
    """Kilometres from a place to the map's box, near enough for telling slips from places."""
    west, south, east, north = bounds
    off_lat = max(south - lat, 0.0, lat - north)
    off_lon = max(west - lon, 0.0, lon - east) * cos(radians((south + north) / 2))
    return hypot(off_lat, off_lon) * _KM_PER_DEGREE
