"""A registry out into the tables that `feeds.registry` reads back: a workbook, or a folder of CSV files."""

from collections import Counter
from collections.abc import Iterable
from datetime import time
from pathlib import Path

from yipanqi.feeds.problems import Language
from yipanqi.feeds.registry_columns import SHEETS
from yipanqi.feeds.registry_goods_rows import goods_rows
from yipanqi.feeds.registry_sheet import Column, Sheet, SheetKey
from yipanqi.feeds.tables_model import Cell, alike
from yipanqi.feeds.tables_writing import Page, add_page, empty_book, save_book, write_csv
from yipanqi.survey.model import Registry

NIGHT_STARTS = time(18, 0)


def registry_to_tables(
    registry: Registry, path: Path, *, language: Language = "zh", starts_at: time = NIGHT_STARTS
) -> tuple[Path, ...]:
    """Write the registry to `path`: a workbook when it ends in .xlsx, else a folder of CSV files.

    Tables without a row are left out. `starts_at` is the local time of day that crews' seconds count from.
    Returns the files written.
    """
    pages = registry_pages(registry, language, starts_at)
    if path.suffix.lower() == ".xlsx":
        path.parent.mkdir(parents=True, exist_ok=True)
        book = empty_book()
        for page in pages:
            add_page(book, page)
        save_book(book, path)
        return (path,)
    path.mkdir(parents=True, exist_ok=True)
    files = tuple(path / f"{page.title}.csv" for page in pages)
    for page, file in zip(pages, files, strict=True):
        write_csv(page, file)
    return files


def registry_pages(registry: Registry, language: Language, starts_at: time) -> tuple[Page, ...]:
    """The registry's tables that have any row, in the order of `SHEETS`."""
    rows = _rows(registry, language, starts_at)
    return tuple(page(sheet, language, rows[sheet.key]) for sheet in SHEETS if rows[sheet.key])


def page(sheet: Sheet, language: Language, rows: Iterable[tuple[Cell, ...]]) -> Page:
    """A table under its headers; ids and telephone numbers are kept as text."""
    text = frozenset(i for i, column in enumerate(sheet.columns) if column.kind in ("code", "text", "link"))
    return Page(title(sheet, language), headers(sheet, language), tuple(rows), text)


def title(sheet: Sheet, language: Language) -> str:
    """What the sheet or CSV file is called."""
    return sheet.zh if language == "zh" else sheet.key


def header(column: Column, language: Language) -> str:
    """A column's header."""
    return column.zh if language == "zh" else column.key


def headers(sheet: Sheet, language: Language) -> tuple[str, ...]:
    """The headers of all columns in order."""
    return tuple(header(column, language) for column in sheet.columns)


def clock_words(seconds: int, starts_at: time, language: Language) -> str:
    """Seconds after the night's start on the clock: 18:00, next day 04:00, 52:00 two days on, today 16:00."""
    total = starts_at.hour * 3600 + starts_at.minute * 60 + starts_at.second + seconds
    if seconds < 0:
        return f"当日{_clock(total)}" if language == "zh" else f"today {_clock(total)}"
    if total // 86_400 == 1:
        next_day = _clock(total - 86_400)
        return f"次日{next_day}" if language == "zh" else f"next day {next_day}"
    return _clock(total)


def _clock(total: int) -> str:
    """Seconds after midnight as a clock shows them."""
    hours, minutes, rest = total // 3600, total // 60 % 60, total % 60
    return f"{hours:02}:{minutes:02}" + (f":{rest:02}" if rest else "")


def _rows(registry: Registry, language: Language, starts_at: time) -> dict[SheetKey, list[tuple[Cell, ...]]]:
    organisation = _handles((o.id, o.name) for o in registry.organisations)
    neighbourhood = _handles((n.id, n.name) for n in registry.neighbourhoods)
    supplier = _handles((s.id, s.name) for s in registry.suppliers)
    word = _Words(language)

    def clock(seconds: int) -> str:
        return clock_words(seconds, starts_at, language)

    return {
        "organisations": [
            (o.id, o.name, word("organisations", "kind", o.kind), o.cadres, o.net_m)
            for o in registry.organisations
        ],
        "neighbourhoods": [
            (
                n.id,
                n.name,
                organisation.get(n.community, n.community),
                word("neighbourhoods", "kind", "walled" if n.walled else "open"),
                n.households,
            )
            for n in registry.neighbourhoods
        ],
        "crews": [
            (
                c.id,
                c.name,
                organisation.get(c.lender, c.lender),
                c.home[1],
                c.home[0],
                c.people,
                clock(c.from_s),
                clock(c.until_s),
                c.van_m,
                c.loaded_m,
                ("；" if language == "zh" else "; ").join(c.skills) or None,
                c.phone or None,
            )
            for c in registry.crews
        ],
        "suppliers": [
            (
                s.id,
                s.name,
                s.place[1],
                s.place[0],
                s.stock_m,
                s.load_s / 60,
                clock(s.opens_s) if s.opens_s else None,
                None if s.closes_s is None else clock(s.closes_s),
                s.phone or None,
            )
            for s in registry.suppliers
        ],
        "openings": [
            (
                neighbourhood.get(o.neighbourhood, o.neighbourhood),
                o.place[1],
                o.place[0],
                o.width_m,
                o.name or None,
                word("openings", "confirmed", "yes" if o.confirmed else "no"),
            )
            for o in registry.openings
        ],
        **goods_rows(registry, organisation, supplier, word, clock),
    }


def _handles(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    """By id, how other tables refer to a row: by its name where that means nothing else, else by its id."""
    pairs = list(named)
    names = Counter(alike(name) for _, name in pairs)
    ids = {alike(key): key for key, _ in pairs}
    return {
        key: name if names[alike(name)] == 1 and ids.get(alike(name), key) == key else key
        for key, name in pairs
    }


class _Words:
    """The word for a choice's value in one language."""

    def __init__(self, language: Language) -> None:
        self.said = {
            (sheet.key, column.key, choice.value): choice.zh if language == "zh" else choice.en
            for sheet in SHEETS
            for column in sheet.columns
            for choice in column.choices
        }

    def __call__(self, sheet: SheetKey, column: str, value: str) -> str:
        return self.said[sheet, column, value]
