"""CSV files as people save them: UTF-8 with or without a mark, GB18030, UTF-16; comma, tab or semicolon."""

import csv
from io import StringIO
from pathlib import Path

from yipanqi.feeds.problems import Problem
from yipanqi.feeds.tables_model import Cell, Row, Table, Tables

_SEPARATORS = ",\t;"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "'")


def read_csv(path: Path) -> Tables:
    """The one table of a CSV file; its rows are numbered as a spreadsheet program would show them."""
    text, problem = _decode(path.read_bytes())
    if problem is not None:
        return Tables((), (Problem(problem, path.name, facts={"reason": "UTF-8"}),))
    rows, wrong = _rows(path.name, text)
    title = path.stem
    return Tables((Table(path.name, None, title, tuple(rows)),), tuple(wrong))


def guarded(text: str) -> str:
    """Text that no spreadsheet program takes for a formula when it opens the CSV file.

    A leading apostrophe, as OWASP's "CSV injection" page advises; `read_csv` takes it off again.
    """
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def unguarded(text: str) -> str:
    """Text without the apostrophe that `guarded` put before it."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA_STARTS) else text


def _decode(raw: bytes) -> tuple[str, str | None]:
    """The text, and the code of the problem that kept it from being read."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _tried(raw, "utf-16")
    try:
        return raw.decode("utf-8-sig"), None
    except UnicodeDecodeError as failure:
        if failure.reason == "unexpected end of data" and failure.start > 3:
            return "", "file-truncated"
        return _tried(raw, "gb18030")


def _tried(raw: bytes, encoding: str) -> tuple[str, str | None]:
    try:
        return raw.decode(encoding), None
    except UnicodeDecodeError:
        return "", "encoding-unknown"


def _separator(text: str) -> str:
    """The separator that occurs most in the first line with anything in it."""
    first = next((line for line in text.splitlines() if line.strip(_SEPARATORS + " ")), "")
    return max(_SEPARATORS, key=first.count)


def _rows(file: str, text: str) -> tuple[list[Row], list[Problem]]:
    rows: list[Row] = []
    reader = csv.reader(StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader, None)
        except csv.Error as failure:
            code = "file-truncated" if "unexpected end" in str(failure) else "file-unreadable"
            return rows, [Problem(code, file, None, number, facts={"reason": str(failure)})]
        if cells is None:
            return rows, []
        if any(cell.strip() for cell in cells):
            rows.append(Row(number, tuple(_cell(cell) for cell in cells)))


def _cell(text: str) -> Cell:
    return unguarded(text.strip()) or None
