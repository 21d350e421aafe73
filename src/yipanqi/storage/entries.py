"""The entry table of one board, read and written on a connection handed in."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from msgspec import Raw
from sqlalchemy import Connection, Row, String, bindparam, func, insert, select, true
from sqlalchemy.dialects.postgresql import ARRAY

from yipanqi.ground.ids import Actor, Device, EventId
from yipanqi.journal.envelope import Entry
from yipanqi.storage.tables import entry

_COLUMNS = (
    entry.c.position,
    entry.c.event_id,
    entry.c.stream,
    entry.c.version,
    entry.c.kind,
    entry.c.schema,
    entry.c.body,
    entry.c.happened_at,
    entry.c.recorded_at,
    entry.c.actor,
    entry.c.device,
    entry.c.device_at,
)
_ASKED_AT_ONCE = 500  # both databases limit the parameters of a statement

_HEAD = select(func.coalesce(func.max(entry.c.position), 0)).where(entry.c.board == bindparam("of"))
_AFTER = (
    select(*_COLUMNS)
    .where(entry.c.board == bindparam("of"), entry.c.position > bindparam("after"))
    .order_by(entry.c.position)
    .limit(bindparam("most"))
)
_BY_EVENT = select(*_COLUMNS).where(
    entry.c.board == bindparam("of"), entry.c.event_id.in_(bindparam("ids", expanding=True))
)
_WANTED = func.unnest(bindparam("ids", type_=ARRAY(String))).table_valued("id").render_derived()
_ONE_WANTED = (
    select(*_COLUMNS)
    .where(entry.c.board == bindparam("of"), entry.c.event_id == _WANTED.c.id)
    .limit(1)  # keeps PostgreSQL from making one join of it
    .lateral("one")
)
# PostgreSQL knows how selective an IN is only once it has analysed the table, and scans all of it until then.
# Asked for one after the other it always takes the index.
_BY_EVENT_POSTGRESQL = select(*_ONE_WANTED.c).select_from(_WANTED.join(_ONE_WANTED, true()))
_LATEST = (
    select(*_COLUMNS)
    .where(entry.c.board == bindparam("of"), entry.c.stream == bindparam("stream"))
    .order_by(entry.c.version.desc())
    .limit(1)
)
_ADD = insert(entry)


class Entries:
    """What one board's part of the entry table can tell and take."""

    def __init__(self, board: str) -> None:
        self._board = board

    def head(self, connection: Connection) -> int:
        """The last position; 0 when there is none."""
        return int(connection.execute(_HEAD, {"of": self._board}).scalar_one())

    def after(self, connection: Connection, position: int, most: int) -> list[Entry]:
        """Entries with a higher position, in order, at most so many."""
        rows = connection.execute(_AFTER, {"of": self._board, "after": position, "most": most})
        return [_entry(row) for row in rows]

    def by_event(self, connection: Connection, ids: Iterable[EventId]) -> dict[EventId, Entry]:
        """Those of the given events that are recorded."""
        asked = _BY_EVENT_POSTGRESQL if connection.dialect.name == "postgresql" else _BY_EVENT
        waiting = iter(ids)
        found = {}
        while some := list(islice(waiting, _ASKED_AT_ONCE)):
            for row in connection.execute(asked, {"of": self._board, "ids": some}):
                found[EventId(row.event_id)] = _entry(row)
        return found

    def latest(self, connection: Connection, stream: str) -> Entry | None:
        """The last entry of a stream, or None where nothing was said of it yet."""
        row = connection.execute(_LATEST, {"of": self._board, "stream": stream}).one_or_none()
        return None if row is None else _entry(row)

    def add(self, connection: Connection, entries: Sequence[Entry]) -> None:
        """Write entries; the caller commits."""
        if entries:
            connection.execute(_ADD, [self._row(e) for e in entries])

    def _row(self, e: Entry) -> dict[str, object]:
        return {
            "board": self._board,
            "position": e.position,
            "event_id": e.event_id,
            "stream": e.stream,
            "version": e.version,
            "kind": e.kind,
            "schema": e.schema,
            "body": bytes(e.body).decode(),
            "happened_at": e.happened_at,
            "recorded_at": e.recorded_at,
            "actor": e.actor,
            "device": e.device,
            "device_at": e.device_at,
        }


def _entry(row: Row[*tuple[Any, ...]]) -> Entry:
    position, event_id, stream, version, kind, schema, body, *envelope = row
    happened_at, recorded_at, actor, device, device_at = envelope
    return Entry(
        position=position,
        event_id=EventId(event_id),
        stream=stream,
        version=version,
        kind=kind,
        schema=schema,
        body=Raw(body.encode()),
        happened_at=happened_at,
        recorded_at=recorded_at,
        actor=Actor(actor),
        device=Device(device),
        device_at=device_at,
    )
