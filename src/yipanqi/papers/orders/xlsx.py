"""Work orders as a workbook: a sheet of all crews, then one for each; no cell is ever a formula."""

from io import BytesIO
from typing import cast

from openpyxl import Workbook
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from yipanqi.papers.cells import Value, heading, put, put_row
from yipanqi.papers.orders.model import Language, Orders, Stop, WorkOrder
from yipanqi.papers.orders.words import (
    clock,
    said,
    stop_goods,
    stop_place,
    stop_title,
    stop_work,
)

_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))


def orders_xlsx(orders: Orders, language: Language) -> bytes:
    """The orders as one workbook."""
    book = Workbook()
    summary = cast("Worksheet", book.active)
    summary.title = "封控队" if language == "zh" else "crews"
    _summary(summary, orders, language)
    taken = {summary.title.casefold()}
    for order in orders.orders:
        sheet = cast("Worksheet", book.create_sheet(_title(order, taken)))
        _order(sheet, orders, order, language)
    for sheet in book.worksheets if orders.exercise else ():
        header = sheet.oddHeader
        if header is not None:
            header.center.text = said("exercise", language)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _title(order: WorkOrder, taken: set[str]) -> str:
    """A sheet's title: at most 31 characters, none of those that are forbidden, and no other sheet's."""
    plain = (order.name.translate(_FORBIDDEN).strip().strip("'") or order.crew)[:31]
    title, n = plain, 2
    while title.casefold() in taken:
        tail = f" {n}"
        title, n = plain[: 31 - len(tail)] + tail, n + 1
    taken.add(title.casefold())
    return title


def _summary(sheet: Worksheet, orders: Orders, language: Language) -> None:
    heads = (
        ("title", 22), ("lender", 22), ("phone", 18), ("people", 8), ("jobs", 8), ("net", 10), ("starts", 9),
        ("finish", 9),
    )  # fmt: skip
    heading(
        sheet,
        1,
        [("封控队" if language == "zh" else "Crew", 24)] + [(said(k, language), n) for k, n in heads[1:]],
    )
    for row, order in enumerate(orders.orders, start=2):
        jobs = order.jobs
        values: list[Value] = [
            order.name,
            order.lender,
            order.phone,
            order.people,
            len(jobs),
            sum(stop.net_m for stop in jobs),
            clock(order.from_at),
            clock(jobs[-1].ends_at) if jobs else None,
        ]
        put_row(sheet, row, values)


def _order(sheet: Worksheet, orders: Orders, order: WorkOrder, language: Language) -> None:
    zh = language == "zh"
    put(sheet, 1, 1, f"{said('title', language)} · {order.name}", bold=True, size=16)
    about = [order.lender, order.phone, f"{clock(order.from_at)}–{clock(order.until_at)}", orders.town]
    put(sheet, 2, 1, " · ".join(part for part in about if part))
    if orders.url:
        put(sheet, 3, 1, orders.link(order.crew), link=orders.link(order.crew))
    heads = [
        ("#", 5), ("时间" if zh else "Time", 14), ("到" if zh else "until", 9),
        ("地点" if zh else "Place", 24),
        ("位置" if zh else "Where", 26), ("任务" if zh else "Work", 22), ("宽 米" if zh else "Width m", 10),
        ("网 米" if zh else "Net m", 9), ("物资" if zh else "Goods", 34), (said("with", language), 22),
        ("纬度" if zh else "Latitude", 12), ("经度" if zh else "Longitude", 12), (said("done", language), 10),
        ("实宽" if zh else "As found", 10),
    ]  # fmt: skip
    heading(sheet, 5, heads)
    for row, stop in enumerate(order.stops, start=6):
        put_row(sheet, row, _cells(stop, language))
    sheet.freeze_panes = "A6"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _cells(stop: Stop, language: Language) -> list[Value]:
    lon, lat = stop.place
    return [
        stop.number if stop.do == "job" else "▲",
        clock(stop.starts_at),
        clock(stop.ends_at),
        stop_title(stop, language),
        stop_place(stop, language) if stop.do == "job" else stop.phone,
        stop_work(stop, language),
        round(stop.width_m, 1) if stop.width_m else None,
        stop.net_m or None,
        stop_goods(stop, language),
        ", ".join(f"{p.name} {p.phone}".strip() for p in stop.partners),
        round(lat, 6),
        round(lon, 6),
        "✓" if stop.done else None,
        None,
    ]
