"""A table as found in a spreadsheet or CSV file: cells under their row's number, nothing understood yet."""

from datetime import date, datetime, time, timedelta
from unicodedata import normalize

from msgspec import Struct

from yipanqi.feeds.problems import Problem

Cell = str | int | float | bool | datetime | date | time | timedelta | None
"""What a spreadsheet cell may hold; a CSV file holds text only."""


class Row(Struct, frozen=True):
    """A row's cells under its number as the spreadsheet shows it, counted from 1."""

    number: int
    cells: tuple[Cell, ...]


class Merge(Struct, frozen=True):
    """Merged cells: their range as the sheet writes it, and its corners, counted from 1."""

    spread: str
    top: int
    bottom: int
    left: int
    right: int


class Table(Struct, frozen=True):
    """A sheet or CSV file as found: its rows from the first to the last that is not blank."""

    file: str
    sheet: str | None
    """The sheet's title; None in a CSV file, which is known by `title`."""
    title: str
    """What the table calls itself: the sheet's title or the file's name without its ending."""
    rows: tuple[Row, ...]
    merged: tuple[Merge, ...] = ()
    unsaved: frozenset[tuple[int, int]] = frozenset()
    """(row, column), from 1, of formulas whose result was never saved."""


class Tables(Struct, frozen=True):
    """All tables of all files, and what kept others from being read."""

    tables: tuple[Table, ...]
    problems: tuple[Problem, ...]


def normal(text: str) -> str:
    """A header or title boiled down for comparison: width, case, blanks and signs do not count."""
    return "".join(c for c in normalize("NFKC", text).casefold() if c.isalnum())


def alike(text: str) -> str:
    """An id, name or choice for comparison: only width, case and the kind of blanks do not count."""
    return " ".join(normalize("NFKC", text).casefold().split())
