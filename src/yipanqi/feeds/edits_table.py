"""Edits out of a table: one edit a row, of the kind its first column says."""

from collections.abc import Callable
from datetime import time

from msgspec import Struct

from yipanqi.desk.ports import KnownSurvey
from yipanqi.feeds.edits_columns import COLUMNS, DO
from yipanqi.feeds.edits_known import Found, Lookup, Taken, judged
from yipanqi.feeds.problems import Problem
from yipanqi.feeds.registry_cells import CellError, Value, understood
from yipanqi.feeds.registry_sheet import Column
from yipanqi.feeds.tables_model import Row, Table, Tables, normal
from yipanqi.ground.ids import Digest, NeighbourhoodId, OpeningId
from yipanqi.ground.plane import LonLat
from yipanqi.survey.edits import (
    Edit,
    GateWished,
    OpeningAbsent,
    OpeningAdded,
    OpeningConfirmed,
    PhotoTaken,
    RingConsent,
    WallAdded,
    WallRemoved,
    WidthMeasured,
)

HEADER_ROWS = 10
SAYS = {
    "width_m",
    "height_m",
    "vehicle",
    "gate",
    "accepts",
    "stops",
    "closes",
    "name",
    "photo",
    "lat2",
    "lon2",
}
"""Columns that correct something; the others only say where."""
NO_CLOCK = time(0)
"""No column of this table holds a time."""


def edits_of_tables(tables: Tables, known: KnownSurvey) -> Taken:
    """The edits of every table with a column that says what each row does."""
    lookup = Lookup(known)
    found: list[Found] = []
    problems = list(tables.problems)
    file = tables.tables[0].file if tables.tables else ""
    sheet = None
    for table in tables.tables:
        header, columns = _header(table)
        if header is None:
            facts: dict[str, str | int | float] = {"wanted": DO.zh, "other": DO.key}
            problems.append(Problem("column-missing", table.file, table.sheet, 1, DO.zh, facts))
            continue
        sheet = table.sheet
        for row in table.rows:
            if row.number > header.number:
                _take(_Reading(table, row, columns, lookup, found, problems))
    if not found and not problems:
        problems.append(Problem("edits-none", file))
    return judged(file, sheet, found, problems, known)


def _header(table: Table) -> tuple[Row | None, dict[int, tuple[Column, str]]]:
    """The first of the upper rows that names the column `do`, and where its columns are."""
    known = {normal(name): c for c in COLUMNS for name in (c.key, c.zh, *c.also)}
    for row in table.rows[:HEADER_ROWS]:
        columns = {
            i: (known[normal(str(cell))], str(cell).strip())
            for i, cell in enumerate(row.cells)
            if cell is not None and normal(str(cell)) in known
        }
        if any(column is DO for column, _ in columns.values()):
            return row, columns
    return None, {}


class _Reading(Struct):
    """One row being read."""

    table: Table
    row: Row
    columns: dict[int, tuple[Column, str]]
    lookup: Lookup
    found: list[Found]
    problems: list[Problem]

    def say(self, code: str, column: str | None = None, **facts: str | float) -> None:
        header = next((written for c, written in self.columns.values() if c.key == column), column)
        self.problems.append(Problem(code, self.table.file, self.table.sheet, self.row.number, header, facts))

    def values(self) -> dict[str, Value]:
        """The row's cells understood; what is wrong with one is told."""
        told: dict[str, Value] = {}
        for i, (column, _) in self.columns.items():
            cell = self.row.cells[i] if i < len(self.row.cells) else None
            if cell is None:
                continue
            try:
                told[column.key] = understood(column, cell, NO_CLOCK)
            except CellError as wrong:
                self.say(wrong.code, column.key, **wrong.facts)
        return told


class _Told:
    """A row's values asked for by those who need them; what is missing or unknown is a problem of the row."""

    def __init__(self, reading: _Reading, values: dict[str, Value]) -> None:
        self.reading, self.values = reading, values

    def text(self, column: str) -> str:
        return str(self.values.get(column, ""))

    def number(self, column: str) -> float | None:
        value = self.values.get(column)
        return float(value) if isinstance(value, int | float) else None

    def needed(self, column: str) -> float:
        """A number that has to be there."""
        number = self.number(column)
        if number is None:
            self.reading.say("cell-missing", column)
        return number or 0.0

    def place(self, suffix: str = "") -> LonLat:
        return self.needed("lon" + suffix), self.needed("lat" + suffix)

    def choice(self, column: str) -> str:
        """A choice that has to be made."""
        if column not in self.values:
            self.reading.say("cell-missing", column)
        return self.text(column)

    def neighbourhood(self) -> NeighbourhoodId:
        written = self.text("neighbourhood")
        name = self.reading.lookup.neighbourhood(written) if written else None
        if name is None:
            self.reading.say("edit-unknown-neighbourhood", "neighbourhood", value=written)
        return name or NeighbourhoodId(written)

    def opening(self) -> OpeningId:
        """By id; or the one nearest to the place given."""
        written = self.text("opening")
        lookup = self.reading.lookup
        name = lookup.opening(written) if written else None
        lon, lat = self.number("lon"), self.number("lat")
        if not written and lon is not None and lat is not None:
            within = lookup.neighbourhood(self.text("neighbourhood"))
            name = lookup.opening_at((lon, lat), within)
        if name is None:
            self.reading.say("edit-unknown-opening", "opening", value=written)
        return name or OpeningId(written)


def _take(reading: _Reading) -> None:
    before = len(reading.problems)
    values = reading.values()
    if len(reading.problems) > before:
        return
    do = values.get(DO.key)
    if do is None:
        if SAYS & set(values):  # a row of a checklist that nobody has filled in says nothing
            reading.say("cell-missing", DO.key)
        return
    edit = _MAKE[str(do)](_Told(reading, values))
    if len(reading.problems) == before:
        headers = {column.key: written for column, written in reading.columns.values()}
        fields = {"place": headers.get("lat", "lat"), "line": headers.get("lat", "lat")}
        fields["clear_height_m"] = headers.get("height_m", "height_m")
        reading.found.append(Found(edit, reading.row.number, fields | headers))


def _wall(told: _Told) -> WallAdded:
    stops = told.text("stops")
    known = {"nobody": "nobody", "vehicles": "vehicles"}
    line = (told.place(), told.place("2"))
    closes = {"yes": True, "no": False}.get(told.text("closes"))
    return WallAdded(line, known.get(stops, "everybody"), closes)  # type: ignore[arg-type]


def _wish(told: _Told) -> GateWished:
    return GateWished(told.opening(), told.choice("gate"))  # type: ignore[arg-type]


_MAKE: dict[str, Callable[[_Told], Edit]] = {
    "width": lambda t: WidthMeasured(t.opening(), t.needed("width_m"), t.number("height_m")),
    "confirmed": lambda t: OpeningConfirmed(t.opening()),
    "no-opening": lambda t: OpeningAbsent(t.opening()),
    "opening": lambda t: OpeningAdded(
        t.neighbourhood(), t.place(), t.needed("width_m"), t.text("vehicle") == "yes", t.text("name")
    ),
    "gate": _wish,
    "consent": lambda t: RingConsent(t.neighbourhood(), t.choice("accepts") == "yes"),
    "wall": _wall,
    "no-wall": lambda t: WallRemoved(t.place()),
    "photo": lambda t: PhotoTaken(t.opening(), Digest(t.choice("photo"))),
}
