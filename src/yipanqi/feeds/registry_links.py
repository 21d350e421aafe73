"""Rows that name other rows: a crew its lender, a neighbourhood its community, by id or by name."""

from collections import Counter, defaultdict
from difflib import get_close_matches

from yipanqi.feeds.problems import Problem
from yipanqi.feeds.registry_columns import SHEETS
from yipanqi.feeds.registry_rows import Reading, Record
from yipanqi.feeds.registry_sheet import SheetKey
from yipanqi.feeds.tables_model import alike

_MOST_GUESSES = 200
"""Likely spellings are looked for this often at most: each search goes through all names."""

_UNKNOWN: dict[SheetKey, str] = {
    "organisations": "organisation-unknown",
    "neighbourhoods": "neighbourhood-unknown",
    "suppliers": "supplier-unknown",
}
"""What is said of a name that a table does not have."""


class Links:
    """Ids by what people write for them; rows with other errors can be referred to all the same."""

    def __init__(self, reading: Reading) -> None:
        self._seen = reading.seen
        self._ids: dict[SheetKey, dict[str, str]] = defaultdict(dict)
        self._named: dict[SheetKey, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._guessed: dict[tuple[SheetKey, str], str] = {}
        self._without: Counter[tuple[SheetKey, str, str | None]] = Counter()
        for record in reading.records:
            if record.key():
                self._ids[record.sheet.key][alike(record.key())] = record.key()
                self._named[record.sheet.key][alike(record.text("name"))].add(record.key())

    def problems(self, record: Record) -> list[Problem]:
        """What is wrong with the links of a row; a whole table that is missing is told once, by `missing`."""
        found = []
        for column in record.sheet.columns:
            if column.link is None or column.key not in record.values:
                continue
            if column.link not in self._seen:
                self._without[column.link, record.table.file, record.table.sheet] += 1
                continue
            written = record.text(column.key)
            ids = self._matches(column.link, written)
            if len(ids) > 1:
                found.append(record.problem("name-ambiguous", column.key, value=written))
            elif not ids:
                near = self._near(column.link, written)
                found.append(record.problem(_UNKNOWN[column.link], column.key, value=written, near=near))
        return found

    def missing(self) -> list[Problem]:
        """Tables that rows refer to and nobody handed in; openings may name the map's neighbourhoods."""
        titles = {sheet.key: f"{sheet.zh} {sheet.key}" for sheet in SHEETS}
        return [
            Problem("sheet-missing", file, sheet, facts={"wanted": titles[key], "count": count})
            for (key, file, sheet), count in self._without.items()
            if key != "neighbourhoods"
        ]

    def resolved(self, record: Record, column: str) -> str:
        """The id a link means; what is written where its table was not handed in."""
        link = next(c.link for c in record.sheet.columns if c.key == column)
        written = record.text(column)
        ids = self._matches(link, written) if link is not None else set()
        return next(iter(ids), written)

    def _matches(self, key: SheetKey, written: str) -> set[str]:
        """An id comes before a name."""
        by_id = self._ids[key].get(alike(written))
        return {by_id} if by_id is not None else self._named[key].get(alike(written), set())

    def _near(self, key: SheetKey, written: str) -> str:
        asked = (key, alike(written))
        if asked not in self._guessed and len(self._guessed) < _MOST_GUESSES:
            close = get_close_matches(asked[1], [*self._ids[key], *self._named[key]], n=1, cutoff=0.6)
            self._guessed[asked] = f" (→ {close[0]}?)" if close else ""
        return self._guessed.get(asked, "")
