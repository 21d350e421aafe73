"""Rows of a registry's tables understood one by one; what is wrong is noted with its place, never skipped."""

from collections.abc import Iterable, Sequence
from datetime import time

from msgspec import Struct, field

from yipanqi.feeds.problems import Problem
from yipanqi.feeds.registry_cells import CellError, Value, understood
from yipanqi.feeds.registry_columns import GUIDE, MARKS, SHEETS
from yipanqi.feeds.registry_sheet import Column, Sheet
from yipanqi.feeds.tables_model import Cell, Row, Table, alike, normal

_TITLE_ROWS = 10
"""How far down a header is looked for, under titles that people put on top."""


class Record(Struct, frozen=True):
    """A row understood: its values by column key; `sound` when nothing was wrong with it."""

    sheet: Sheet
    table: Table
    row: int
    values: dict[str, Value]
    headers: dict[str, str]
    """By column key, the header as this file writes it."""
    sound: bool

    def problem(self, code: str, column: str | None = None, **facts: str | float) -> Problem:
        """A problem of this row."""
        header = None if column is None else self.headers.get(column, column)
        return Problem(code, self.table.file, self.table.sheet, self.row, header, dict(facts))

    def key(self) -> str:
        """The row's id; its name where none is given."""
        return self.text("id") or self.text("name")

    def text(self, column: str) -> str:
        """A cell's text, empty when it is not filled in."""
        return str(self.values.get(column, ""))

    def number(self, column: str) -> float:
        """A cell's number, 0 when it is not filled in."""
        value = self.values.get(column, 0)
        return value if isinstance(value, (int, float)) else 0

    def place(self) -> str:
        """Where the row stands, as other rows' problems refer to it."""
        sheet = f"{self.table.sheet} " if self.table.sheet else ""
        return f"{self.table.file} › {sheet}{self.row}"


class Reading(Struct):
    """What reading has gathered so far."""

    starts_at: time
    records: list[Record] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    """Sheets that were handed in at all."""
    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


def read_rows(tables: Iterable[Table], starts_at: time) -> Reading:
    """Every row of every table that belongs to a registry."""
    reading = Reading(starts_at)
    for table in tables:
        if normal(table.title) in map(normal, GUIDE):
            continue
        sheet = sheet_of(table)
        if sheet is not None:
            reading.seen.add(sheet.key)
            _read_table(reading, table, sheet)
        elif table.rows:
            known = ", ".join(f"{s.zh} {s.key}" for s in SHEETS)
            facts: dict[str, str | int | float] = {"sheet_name": table.title, "known": known}
            reading.warnings.append(Problem("sheet-unknown", table.file, table.sheet, facts=facts))
    return reading


def sheet_of(table: Table) -> Sheet | None:
    """Which of a registry's sheets a table is: by its title, by a title within it, or by its headers."""
    title = normal(table.title)
    for sheet in SHEETS:
        if title in map(normal, _titles(sheet)):
            return sheet
    within = [s for s in SHEETS if any(normal(name) in title for name in _titles(s))]
    if len(within) == 1:
        return within[0]
    fits = {s.key: len(_columns(s, _header(table, s).cells)) for s in SHEETS if _fits(table, s)}
    best = max(fits.values(), default=0)
    chosen = [s for s in SHEETS if fits.get(s.key) == best]
    return chosen[0] if len(chosen) == 1 else None


def _titles(sheet: Sheet) -> tuple[str, ...]:
    return (sheet.key, sheet.zh, *sheet.also)


def _fits(table: Table, sheet: Sheet) -> bool:
    found = _columns(sheet, _header(table, sheet).cells).values()
    return {c.key for c in sheet.columns if c.required} <= {c.key for c in found}


def _header(table: Table, sheet: Sheet) -> Row:
    """The header: the first of the upper rows with two known columns, else the first row."""
    for row in table.rows[:_TITLE_ROWS]:
        if len(_columns(sheet, row.cells)) >= 2:
            return row
    return table.rows[0] if table.rows else Row(1, ())


def _columns(sheet: Sheet, cells: Sequence[Cell]) -> dict[int, Column]:
    """By position, the known columns of a header row; doubles included."""
    known = {normal(name): c for c in sheet.columns for name in (c.key, c.zh, *c.also)}
    return {i: known[normal(str(cell))] for i, cell in enumerate(cells) if normal(str(cell or "")) in known}


def _read_table(reading: Reading, table: Table, sheet: Sheet) -> None:
    if not table.rows:
        reading.errors.append(Problem("sheet-blank", table.file, table.sheet))
        return
    header = _header(table, sheet)
    columns = _sorted_out(reading, table, sheet, header)
    body = [row for row in table.rows if row.number > header.number]
    merges = [m for m in table.merged if m.bottom >= header.number]
    for merge in merges:
        facts: dict[str, str | int | float] = {"range": merge.spread}
        reading.errors.append(Problem("cells-merged", table.file, table.sheet, merge.top, facts=facts))
    used = max((i for i, cell in enumerate(header.cells) if cell is not None), default=-1) + 1
    before = len(reading.records)
    for row in body:
        _read_row(reading, table, sheet, row, columns, used)
    if len(reading.records) == before and not reading.errors:
        reading.warnings.append(Problem("sheet-empty", table.file, table.sheet))


def _sorted_out(reading: Reading, table: Table, sheet: Sheet, header: Row) -> dict[int, tuple[Column, str]]:
    """The header's columns by position, with their headers as written; notes missing and odd ones."""
    known = _columns(sheet, header.cells)
    columns: dict[int, tuple[Column, str]] = {}
    first: dict[str, str] = {}
    for i, cell in enumerate(header.cells):
        written = str(cell or "").strip()
        if not written:
            continue
        if i not in known:
            reading.warnings.append(
                Problem("column-unknown", table.file, table.sheet, header.number, written)
            )
        elif known[i].key in first:
            facts: dict[str, str | int | float] = {"other": first[known[i].key]}
            reading.errors.append(
                Problem("column-doubled", table.file, table.sheet, header.number, written, facts)
            )
        else:
            first[known[i].key] = written
            columns[i] = known[i], written
    for column in sheet.columns:
        if column.required and column.key not in first:
            facts = {"wanted": column.zh, "other": ", ".join((column.key, *column.also))}
            reading.errors.append(
                Problem("column-missing", table.file, table.sheet, header.number, column.zh, facts)
            )
    return columns


def _read_row(
    reading: Reading, table: Table, sheet: Sheet, row: Row, columns: dict[int, tuple[Column, str]], used: int
) -> None:
    cells = row.cells
    if _is_example(reading, table, sheet, row, columns):
        return
    filled = max((i for i, cell in enumerate(cells) if cell is not None), default=-1) + 1
    if filled > used:
        facts: dict[str, str | int | float] = {"cells": filled, "columns": used}
        reading.errors.append(Problem("row-too-long", table.file, table.sheet, row.number, facts=facts))
        return
    before = len(reading.errors)
    values: dict[str, Value] = {}
    for i, (column, header) in columns.items():
        cell = cells[i] if i < len(cells) else None
        problem = _read_cell(reading.starts_at, table, (row.number, i + 1), column, cell, values)
        if problem is not None:
            code, facts = problem
            reading.errors.append(Problem(code, table.file, table.sheet, row.number, header, facts))
    headers = {column.key: header for column, header in columns.values()}
    sound = len(reading.errors) == before
    reading.records.append(Record(sheet, table, row.number, values, headers, sound))


def _read_cell(
    starts_at: time,
    table: Table,
    at: tuple[int, int],
    column: Column,
    cell: Cell,
    values: dict[str, Value],
) -> tuple[str, dict[str, str | int | float]] | None:
    """Put a cell's value into `values`; returns the code and facts of what is wrong with it."""
    if cell is None:
        if at in table.unsaved:
            return "formula-unsaved", {}
        return ("cell-missing", {}) if column.required and not _merged(table, at) else None
    try:
        values[column.key] = understood(column, cell, starts_at)
    except CellError as wrong:
        return wrong.code, wrong.facts
    return None


def _merged(table: Table, at: tuple[int, int]) -> bool:
    """Whether a cell is hidden in a merged range, which is reported once and not again for each cell."""
    row, column = at
    return any(m.top <= row <= m.bottom and m.left <= column <= m.right for m in table.merged)


def _is_example(
    reading: Reading, table: Table, sheet: Sheet, row: Row, columns: dict[int, tuple[Column, str]]
) -> bool:
    """Whether the row carries the example's mark; one that was changed under its mark is noted."""
    mark = next((str(cell) for cell in row.cells if cell is not None), "")
    if alike(mark) not in map(alike, MARKS):
        return False
    left = {
        column.key: alike(str(row.cells[i]))
        for i, (column, _) in columns.items()
        if i < len(row.cells) and row.cells[i] is not None and str(row.cells[i]) != mark
    }
    examples = {c.key: {alike(e) for e in c.example} for c in sheet.columns}
    if any(text not in examples[key] and _figure(text) not in examples[key] for key, text in left.items()):
        facts: dict[str, str | int | float] = {"mark": mark}
        reading.errors.append(Problem("example-changed", table.file, table.sheet, row.number, facts=facts))
    return True


def _figure(text: str) -> str:
    """A number as the examples write it: spreadsheet programs drop closing zeros and seconds."""
    return text.removesuffix(":00") if text.count(":") == 2 else text
