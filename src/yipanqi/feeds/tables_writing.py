"""Tables written so that no spreadsheet program takes a cell for a formula, and whole or not at all."""

import csv
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path
from typing import cast

from msgspec import Struct
from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from yipanqi.feeds.tables_csv import guarded
from yipanqi.feeds.tables_model import Cell

_HEAD = PatternFill("solid", fgColor="FFE8EEF4")


class Page(Struct, frozen=True):
    """A table on its way out: headers, rows, and the columns kept as text whatever they look like."""

    title: str
    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    text_columns: frozenset[int] = frozenset()


def write_csv(page: Page, path: Path) -> None:
    """A page as CSV in UTF-8 with a mark, so that spreadsheet programs see the encoding."""
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([guarded(header) for header in page.headers])
    for row in page.rows:
        writer.writerow([_as_text(cell) for cell in row])
    whole(path, lambda part: part.write_bytes(text.getvalue().encode("utf-8-sig")))


def empty_book() -> Workbook:
    """A workbook without the sheet that openpyxl puts into every new one."""
    book = Workbook()
    book.remove(book.worksheets[0])
    return book


def add_page(book: Workbook, page: Page) -> Worksheet:
    """A page as a new sheet: bold header that stays in view, columns wide enough for it."""
    sheet = cast("Worksheet", book.create_sheet(page.title))
    for row, cells in enumerate((page.headers, *page.rows), start=1):
        for column, value in enumerate(cells, start=1):
            if value is not None:
                put(cast("SheetCell", sheet.cell(row, column)), value)
    for column, header in enumerate(page.headers, start=1):
        head = sheet.cell(1, column)
        head.font, head.fill = Font(bold=True), _HEAD
        head.alignment = Alignment(vertical="center", wrap_text=True)
        width = max((_width(row[column - 1]) for row in page.rows[:200]), default=0)
        sheet.column_dimensions[get_column_letter(column)].width = min(max(_width(header), width, 8) + 2, 40)
        if column - 1 in page.text_columns:
            sheet.column_dimensions[get_column_letter(column)].number_format = "@"
    sheet.freeze_panes = "A2"
    return sheet


def put(cell: SheetCell, value: Cell) -> None:
    """A value in a cell; text stays text, also when it begins with an equals sign."""
    if isinstance(value, str):
        cell.value = "".join(c for c in value if c >= " " or c in "\t\n")
        cell.data_type = "s"
        cell.number_format = "@"
    else:
        cell.value = value


def save_book(book: Workbook, path: Path) -> None:
    """The workbook on disk, whole or not at all."""
    body = BytesIO()
    book.save(body)
    whole(path, lambda part: part.write_bytes(body.getvalue()))


def whole(path: Path, write: Callable[[Path], object]) -> None:
    """Write beside the path first, then take its place, so that nobody ever reads half a file."""
    part = path.with_name(f".{path.name}.part")
    try:
        write(part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _as_text(cell: Cell) -> str:
    if cell is None:
        return ""
    return guarded(cell) if isinstance(cell, str) else str(cell)


def _width(value: Cell) -> int:
    """Columns that a value takes on screen; a Chinese character takes two."""
    return sum(2 if ord(c) > 0x2E7F else 1 for c in _as_text(value))
