"""Cells of the workbooks that go out: text stays text, whatever it begins with."""

from typing import cast

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | float | None

_HEAD = PatternFill("solid", fgColor="FFE8EEF4")
_LINE = Border(bottom=Side(style="thin", color="FFBBBBBB"))


def put(
    sheet: Worksheet,
    row: int,
    column: int,
    value: Value,
    *,
    bold: bool = False,
    size: float = 11,
    link: str = "",
) -> Cell:
    """A value that stays what it is: text that begins like a formula is text."""
    cell = cast("Cell", sheet.cell(row, column))
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
    if link:
        cell.hyperlink = link
    color, underline = ("FF0072B2", "single") if link else ("FF000000", None)
    cell.font = Font(bold=bold, size=size, color=color, underline=underline)  # type: ignore[arg-type]
    return cell


def heading(sheet: Worksheet, row: int, heads: list[tuple[str, int]]) -> None:
    """A header row, and how wide its columns are."""
    for column, (words, width) in enumerate(heads, start=1):
        put(sheet, row, column, words, bold=True).fill = _HEAD
        sheet.column_dimensions[get_column_letter(column)].width = width


def put_row(sheet: Worksheet, row: int, values: list[Value] | list[str | float]) -> None:
    """A row of the table, ruled off below."""
    for column, value in enumerate(values, start=1):
        cell = put(sheet, row, column, value)
        cell.border = _LINE
        cell.alignment = Alignment(wrap_text=True, vertical="top")
