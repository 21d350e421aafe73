"""A crew's way as GPX 1.1: a waypoint for each stop, and a route through them, for any phone's map."""

import gpxpy.gpx

from yipanqi.ground.time import utc
from yipanqi.papers.orders.model import Language, Orders, Stop, WorkOrder
from yipanqi.papers.orders.words import clock, said, stop_place, stop_title, stop_work


def order_gpx(orders: Orders, order: WorkOrder, language: Language) -> bytes:
    """One crew's stops; times are UTC as GPX has them, and the town's in the words."""
    file = gpxpy.gpx.GPX()
    file.creator = "Yipanqi"
    mark = f"{said('exercise', language)} · " if orders.exercise else ""
    file.name = f"{mark}{order.name} · {orders.town}"
    file.description = f"{clock(order.from_at)}–{clock(order.until_at)}"
    file.time = utc(orders.made_at)
    file.link = orders.link(order.crew) if orders.url else None
    route = gpxpy.gpx.GPXRoute(name=f"{mark}{order.name}")
    for stop in order.stops:
        file.waypoints.append(_waypoint(stop, language))
        route.points.append(_point(stop, language))
    file.routes.append(route)
    return file.to_xml(version="1.1", prettyprint=True).encode()


def _name(stop: Stop, language: Language) -> str:
    number = f"{stop.number} " if stop.do == "job" else ""
    return f"{number}{clock(stop.starts_at)} {stop_title(stop, language)}"


def _words(stop: Stop, language: Language) -> str:
    return " · ".join(part for part in (stop_work(stop, language), stop_place(stop, language)) if part)


def _waypoint(stop: Stop, language: Language) -> gpxpy.gpx.GPXWaypoint:
    lon, lat = stop.place
    told = gpxpy.gpx.GPXWaypoint(
        latitude=round(lat, 7),
        longitude=round(lon, 7),
        time=utc(stop.starts_at),
        name=_name(stop, language),
        description=_words(stop, language),
        symbol="Flag, Blue" if stop.do == "job" else "Fuel",
    )
    told.type = stop.do
    return told


def _point(stop: Stop, language: Language) -> gpxpy.gpx.GPXRoutePoint:
    lon, lat = stop.place
    return gpxpy.gpx.GPXRoutePoint(
        latitude=round(lat, 7),
        longitude=round(lon, 7),
        name=_name(stop, language),
        description=_words(stop, language),
    )
