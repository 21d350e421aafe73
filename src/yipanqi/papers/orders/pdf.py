"""Work orders as PDF: one crew's, or all of them one after the other."""

from io import BytesIO
from pathlib import Path
from typing import Any

import segno

from yipanqi.ground.plane import LonLat
from yipanqi.papers.orders.map import Sheet
from yipanqi.papers.orders.model import Language, Orders, Stop, WorkOrder
from yipanqi.papers.orders.words import (
    WORDS,
    clock,
    metres,
    said,
    stop_goods,
    stop_place,
    stop_title,
    stop_work,
)
from yipanqi.papers.pdf import pdf

TEMPLATE = Path(__file__).parent / "order.typ"
MAP_MM = (182.0, 84.0)
CLOSE_MM = 30.0


def orders_pdf(orders: Orders, base_map: bytes, language: Language) -> bytes:
    """The orders as one PDF; `base_map` is the board's GeoJSON, empty for maps without streets.

    Raises:
        NoChineseFontError: there is nothing to set Chinese with.
    """
    return pdf(TEMPLATE, order_facts(orders, base_map, language))


def order_facts(orders: Orders, base_map: bytes, language: Language) -> dict[str, Any]:
    """What the template reads."""
    sheet = Sheet(base_map, orders.areas, _centre(orders))
    foot = [orders.town, f"{said('plan', language)} {orders.plan[-8:]}", f"{said('made', language)}"]
    return {
        "lang": language,
        "words": {key: said(key, language) for key in WORDS},
        "town": orders.town,
        "exercise": orders.exercise,
        "attribution": orders.attribution,
        "foot": " · ".join(foot) + f" {orders.made_at:%m-%d %H:%M}",
        "orders": [_order(orders, order, sheet, language) for order in orders.orders],
    }


def _centre(orders: Orders) -> LonLat:
    places = [order.home for order in orders.orders] or [(0.0, 0.0)]
    return sum(p[0] for p in places) / len(places), sum(p[1] for p in places) / len(places)


def _order(orders: Orders, order: WorkOrder, sheet: Sheet, language: Language) -> dict[str, Any]:
    jobs = order.jobs
    net_m = sum(stop.net_m for stop in jobs)
    figures = [
        (said("jobs", language), str(len(jobs))),
        (said("net", language), metres(net_m, language)),
        (said("starts", language), clock(order.from_at)),
        (said("finish", language), clock(jobs[-1].ends_at) if jobs else "–"),
        (said("deadline", language), clock(orders.deadline_at)),
    ]
    return {
        "name": order.name,
        "facts": _facts(order, language),
        "figures": figures,
        "code": _code(orders.link(order.crew)) if orders.url else "",
        "map": sheet.overview(order, *MAP_MM) if order.stops else "",
        "stops": [_stop(stop, sheet, language) for stop in order.stops],
        "emergency": any(stop.role == "emergency" for stop in jobs),
        "nothing": said("nothing", language),
    }


def _facts(order: WorkOrder, language: Language) -> list[tuple[str, str]]:
    told = [
        (said("lender", language), order.lender),
        (said("people", language), str(order.people)),
        (said("hours", language), f"{clock(order.from_at)}–{clock(order.until_at)}"),
        (
            said("van", language),
            f"{metres(order.loaded_m, language)} / {metres(order.van_m, language)}",
        ),
        (said("phone", language), order.phone),
        (said("skills", language), ("、" if language == "zh" else ", ").join(order.skills)),
    ]
    return [(label, value) for label, value in told if value]


def _stop(stop: Stop, sheet: Sheet, language: Language) -> dict[str, Any]:
    width = (
        f"（宽 {metres(stop.width_m, language)}）"
        if language == "zh"
        else f" ({metres(stop.width_m, language)} wide)"
    )
    partners = "、".join(f"{p.name} {p.phone}".strip() for p in stop.partners)
    if stop.do == "load":
        partners, place = "", stop.phone
    else:
        place = stop_place(stop, language) + (width if stop.width_m else "")
    return {
        "load": stop.do == "load",
        "number": stop.number,
        "time": f"{clock(stop.starts_at)}–{clock(stop.ends_at)}",
        "title": stop_title(stop, language),
        "place": place,
        "work": stop_work(stop, language),
        "goods": stop_goods(stop, language),
        "partners": partners,
        "map": sheet.close_up(stop, CLOSE_MM),
        "done": stop.done,
    }


def _code(link: str) -> str:
    """A QR code as SVG; medium correction, so that a fold or a thumb does no harm."""
    picture = BytesIO()
    segno.make(link, error="m", micro=False).save(picture, kind="svg", border=0, xmldecl=False, svgns=True)
    return picture.getvalue().decode()
