"""Empty tables to fill in: drop-down lists, a comment on each column, one example row that is not read."""

from pathlib import Path
from typing import cast

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from yipanqi.feeds.problems import Language
from yipanqi.feeds.registry_columns import GUIDE, MARKS, SHEETS
from yipanqi.feeds.registry_sheet import Column, Sheet
from yipanqi.feeds.registry_writing import header, page, title
from yipanqi.feeds.tables_model import Cell
from yipanqi.feeds.tables_writing import add_page, empty_book, put, save_book, write_csv

_LAST_ROW = 10_000
"""Drop-down lists reach so far down."""

_BOOK: dict[Language, str] = {"zh": "登记表.xlsx", "en": "registry.xlsx"}

_GUIDE_TEXT = (
    (
        "一张表一个工作表；不需要的表可以删去，不需要的可选列可以留空。",
        "每张表第二行是示例，第一格写着“示例（本行不读取）”，读取时跳过；不必删除，也不要在这一行上改。",
        "列名为橙色的列必须填。列的次序可以改动，列名不要改。",
        "“所属社区”“出借单位”“小区”填编号或名称都可以；名称重复时填编号。",
        "时刻写作 18:00；过了午夜写作 次日04:00。",
        "读取：yipanqi plan 地图.osm.gz --registry 本文件.xlsx -o out/。有任何错误都不会读入一半。",
    ),
    (
        "One sheet a table; leave out tables you do not need, and optional columns blank.",
        "Row 2 of each table is an example, marked so in its first cell, and not read. Leave it as it is.",
        "Columns with an orange header must be filled in. Columns may change places, but keep their headers.",
        "Give communities, lenders and neighbourhoods by id or name; by id where a name occurs twice.",
        "Write a time of day as 18:00, and past midnight as next day 04:00.",
        "To read it: yipanqi plan MAP.osm.gz --registry THIS.xlsx -o out/. With any error, nothing is.",
    ),
)


def write_template(
    folder: Path, language: Language, *, as_csv: bool = False, replace: bool = False
) -> tuple[Path, ...]:
    """Write the templates into a folder; returns the files written.

    Raises:
        FileExistsError: with the path of a file that is there already and may be filled in, unless `replace`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    names = [f"{title(sheet, language)}.csv" for sheet in SHEETS] if as_csv else [_BOOK[language]]
    files = tuple(folder / name for name in names)
    there = next((file for file in files if file.exists()), None)
    if there is not None and not replace:
        raise FileExistsError(str(there))
    if as_csv:
        for sheet, file in zip(SHEETS, files, strict=True):
            write_csv(page(sheet, language, [_example(sheet, language)]), file)
        return files
    book = empty_book()
    for sheet in SHEETS:
        _add_sheet(book, sheet, language)
    _add_guide(book, language)
    save_book(book, files[0])
    return files


def _said(pair: tuple[str, str], language: Language) -> str:
    return pair[0] if language == "zh" else pair[1]


def _example(sheet: Sheet, language: Language) -> tuple[Cell, ...]:
    mark = _said(MARKS, language)
    return (mark, *(_said(column.example, language) for column in sheet.columns[1:]))


def _add_sheet(book: Workbook, sheet: Sheet, language: Language) -> None:
    tab = add_page(book, page(sheet, language, [_example(sheet, language)]))
    for at, column in enumerate(sheet.columns, start=1):
        head = cast("SheetCell", tab.cell(1, at))
        head.comment = _comment(column, language)
        if column.required:
            head.font = Font(bold=True, color="FF9C3A00")
        example = cast("SheetCell", tab.cell(2, at))
        example.font = Font(italic=True, color="FF808080")
        _limit(tab, at, column, language)


def _comment(column: Column, language: Language) -> Comment:
    needed = ("必填。", "Must be filled in.") if column.required else ("可不填。", "May be left blank.")
    example = _said(column.example, language)
    lines = [_said(column.says, language), _said(needed, language)]
    lines.append(f"例：{example}" if language == "zh" else f"Example: {example}")
    return Comment("\n".join(lines), "yipanqi", height=110, width=280)


def _limit(tab: Worksheet, at: int, column: Column, language: Language) -> None:
    """A drop-down list or bounds for the column; only a warning where people may know better."""
    rule = _rule(column, language)
    if rule is None:
        return
    rule.errorTitle = header(column, language)
    rule.error = _said(column.says, language)
    letter = get_column_letter(at)
    rule.add(f"{letter}3:{letter}{_LAST_ROW}")
    tab.add_data_validation(rule)


def _rule(column: Column, language: Language) -> DataValidation | None:
    if column.kind == "choice":
        words = ",".join(_said((c.zh, c.en), language) for c in column.choices)
        return DataValidation(type="list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=True)
    if column.kind == "link" and column.link is not None:
        linked = next(sheet for sheet in SHEETS if sheet.key == column.link)
        names = get_column_letter([c.key for c in linked.columns].index("name") + 1)
        names_at = f"'{title(linked, language)}'!${names}$3:${names}${_LAST_ROW}"
        # ids are as good as names, so another entry is only asked about
        return DataValidation(
            type="list", formula1=names_at, allow_blank=True, showErrorMessage=True, errorStyle="warning"
        )
    if column.kind in ("whole", "number", "lat", "lon"):
        return DataValidation(
            type="whole" if column.kind == "whole" else "decimal",
            operator="between",
            formula1=f"{column.least:g}",
            formula2=f"{column.most:.0f}",
            allow_blank=True,
            showErrorMessage=True,
        )
    return None


def _add_guide(book: Workbook, language: Language) -> None:
    tab = cast("Worksheet", book.create_sheet(_said(GUIDE, language), 0))
    lines = [*_GUIDE_TEXT[0 if language == "zh" else 1], ""]
    lines += [f"{title(sheet, language)}: {_said(sheet.says, language)}" for sheet in SHEETS]
    for row, line in enumerate(lines, start=1):
        put(cast("SheetCell", tab.cell(row, 1)), line)
        tab.cell(row, 1).alignment = Alignment(wrap_text=True, vertical="top")
    tab.column_dimensions["A"].width = 100
