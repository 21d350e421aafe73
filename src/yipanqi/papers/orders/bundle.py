"""All work orders of a night in one archive: for the printer, for the spreadsheet, for each phone."""

import re
from io import BytesIO
from typing import Literal
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from yipanqi.papers.orders.gpx import order_gpx
from yipanqi.papers.orders.model import Language, Orders, WorkOrder
from yipanqi.papers.orders.pdf import orders_pdf
from yipanqi.papers.orders.xlsx import orders_xlsx

Form = Literal["pdf", "xlsx", "gpx"]
MEDIA: dict[str, str] = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "gpx": "application/gpx+xml",
    "zip": "application/zip",
}

_UNSAFE = re.compile(r"[^\w.()+-]+")


def order_file(orders: Orders, base_map: bytes, form: Form, language: Language) -> bytes:
    """Orders in one form; a route is of the first crew alone."""
    match form:
        case "pdf":
            return orders_pdf(orders, base_map, language)
        case "xlsx":
            return orders_xlsx(orders, language)
        case "gpx":
            return order_gpx(orders, orders.orders[0], language)


def routes_zip(orders: Orders, language: Language) -> bytes:
    """Each crew's route in an archive."""
    return _zipped(_routes(orders, language), orders)


def orders_files(orders: Orders, base_map: bytes, language: Language) -> dict[str, bytes]:
    """By file name: all orders to print, all in a workbook, and each crew's route."""
    return {
        "orders.pdf": orders_pdf(orders, base_map, language),
        "orders.xlsx": orders_xlsx(orders, language),
        **_routes(orders, language),
    }


def _routes(orders: Orders, language: Language) -> dict[str, bytes]:
    return {
        f"{number:02}-{file_name(order)}.gpx": order_gpx(orders, order, language)
        for number, order in enumerate(orders.orders, start=1)
        if order.stops
    }


def file_name(order: WorkOrder) -> str:
    """A crew's name as part of a file's."""
    return plain_file_name(order.name)


def plain_file_name(name: str) -> str:
    """A name without what no file's may have."""
    return _UNSAFE.sub("-", name).strip("-.") or "file"


def orders_zip(orders: Orders, base_map: bytes, language: Language) -> bytes:
    """The same files in an archive."""
    return _zipped(orders_files(orders, base_map, language), orders)


def _zipped(files: dict[str, bytes], orders: Orders) -> bytes:
    body = BytesIO()
    with ZipFile(body, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = ZipInfo(name, orders.made_at.timetuple()[:6])
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, content)
    return body.getvalue()
