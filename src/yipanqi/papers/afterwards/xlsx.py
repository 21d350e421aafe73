"""The account as a workbook: a sheet for each table, numbers as numbers, no cell ever a formula."""

from io import BytesIO
from typing import cast

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from yipanqi.desk.afterwards import Afterwards
from yipanqi.papers.afterwards.tables import Table, tables
from yipanqi.papers.afterwards.words import Language, word

_HEAD = PatternFill("solid", fgColor="FFE8EEF4")
_WIDEST = 48


def afterwards_xlsx(told: Afterwards, language: Language) -> bytes:
    """All tables, one a sheet."""
    book = Workbook()
    book.remove(cast("Worksheet", book.active))
    for table in tables(told, language):
        _sheet(cast("Worksheet", book.create_sheet(table.title[:31])), table)
    if told.exercise:
        for sheet in book.worksheets:
            header = sheet.HeaderFooter.oddHeader
            if header is not None:
                header.center.text = word("exercise", language)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _sheet(sheet: Worksheet, table: Table) -> None:
    for column, head in enumerate(table.heads, start=1):
        cell = sheet.cell(1, column, head)
        cell.font, cell.fill = Font(bold=True), _HEAD
    for number, row in enumerate(table.rows, start=2):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column, value)
            if isinstance(value, str):
                cell.data_type = "s"  # whatever it begins with, it is text
    sheet.freeze_panes = "A2"
    for column in range(1, len(table.heads) + 1):
        texts = [str(row[column - 1]) for row in table.rows if row[column - 1] is not None]
        longest = max([_width(table.heads[column - 1]), *map(_width, texts)])
        sheet.column_dimensions[get_column_letter(column)].width = min(_WIDEST, longest + 3)


def _width(text: str) -> int:
    """Chinese characters are twice as wide."""
    return sum(2 if ord(c) > 0x2E7F else 1 for c in text)
