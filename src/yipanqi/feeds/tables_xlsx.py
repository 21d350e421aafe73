"""XLSX workbooks, read as a stream; merged cells and unsaved formulas, which that hides, looked up apart."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from yipanqi.feeds.problems import Problem
from yipanqi.feeds.tables_model import Cell, Merge, Row, Table, Tables

MOST_BYTES = 300_000_000
"""Unpacked; a workbook of 10,000 rows takes about 10 MB, a zip bomb any amount."""

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def read_xlsx(path: Path) -> Tables:
    """Every sheet of a workbook that can hold rows."""
    try:
        with ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            if unpacked > MOST_BYTES:
                facts = {"size": f"{unpacked // 1_000_000} MB", "limit": f"{MOST_BYTES // 1_000_000} MB"}
                return Tables((), (Problem("file-too-large", path.name, facts=dict(facts)),))
            return Tables(tuple(_sheets(path, archive)), ())
    except BadZipFile as failure:
        return Tables((), (Problem("file-truncated", path.name, facts={"reason": str(failure)}),))
    except (InvalidFileException, ET.ParseError, KeyError, ValueError, TypeError, EOFError) as failure:
        # openpyxl answers a damaged part inside a sound archive with any of these
        reason = f"{type(failure).__name__}: {failure}"
        return Tables((), (Problem("file-unreadable", path.name, facts={"reason": reason}),))


def _sheets(path: Path, archive: ZipFile) -> Iterator[Table]:
    book = load_workbook(path, read_only=True, data_only=True)
    try:
        for sheet in _streamed(book):
            sheet.reset_dimensions()  # a stated size is often wrong and would cut rows off
            rows = tuple(_rows(sheet))
            part = str(sheet._worksheet_path)  # openpyxl tells the part's name nowhere else
            merged, unsaved = _hidden(archive.read(part.lstrip("/")))
            yield Table(path.name, sheet.title, sheet.title, rows, merged, unsaved)
    finally:
        book.close()


def _streamed(book: Any) -> Iterator[Any]:
    """The sheets with rows; typed loosely because openpyxl's read-only sheets have no public type."""
    yield from book.worksheets


def _rows(sheet: Any) -> Iterator[Row]:
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        kept = tuple(_cell(value) for value in cells)
        if any(value is not None for value in kept):
            yield Row(number, kept)


def _cell(value: Cell) -> Cell:
    if not isinstance(value, str):
        return value
    return value.strip() or None


def _hidden(sheet: bytes) -> tuple[tuple[Merge, ...], frozenset[tuple[int, int]]]:
    """Merged ranges, and the formulas whose result the file does not hold."""
    if b"mergeCell" not in sheet and b"<f" not in sheet:  # most have neither, and parsing takes seconds
        return (), frozenset()
    merged: list[Merge] = []
    unsaved: set[tuple[int, int]] = set()
    for _, element in ET.iterparse(BytesIO(sheet)):  # noqa: S314 - expat limits entity expansion itself
        if element.tag == f"{_MAIN}mergeCell":
            spread = element.attrib["ref"]
            merged.append(_merge(spread))
        elif element.tag == f"{_MAIN}c" and _never_saved(element):
            unsaved.add(coordinate_to_tuple(element.attrib["r"]))
        if element.tag == f"{_MAIN}row":
            element.clear()
    return tuple(merged), frozenset(unsaved)


def _merge(spread: str) -> Merge:
    """A merged range by its corners; a whole row or column reaches as far as a sheet can."""
    left, top, right, bottom = range_boundaries(spread)
    return Merge(spread, top or 1, bottom or 1_048_576, left or 1, right or 16_384)


def _never_saved(cell: ET.Element) -> bool:
    if cell.find(f"{_MAIN}f") is None or "r" not in cell.attrib:
        return False
    result = cell.find(f"{_MAIN}v")
    return (result is None or not result.text) and cell.attrib.get("t") != "str"
