"""The database itself refuses to change what was recorded, whoever asks and however."""

from collections.abc import Callable

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from tests.storage.conftest import Boards
from tests.storage.drafting import net_up, send
from yipanqi.storage import StoredBoard
from yipanqi.storage.tables import document

Run = Callable[[str], None]


@pytest.fixture
def kept(boards: Boards) -> StoredBoard:
    """A board with two entries, the second about opening 2, and one document."""
    board = boards.open(boards.fresh_name())
    send(board, net_up("opening/1"), net_up("opening/2"))
    board.documents.put(b"map", "text/plain")
    return board


def run(board: StoredBoard, statement: str) -> None:
    """One statement by somebody with full rights on the database."""
    with board.medium.writing() as connection:
        connection.execute(text(statement), {"board": board.medium.board})


def forged(verb: str = "INSERT", **columns: str) -> str:
    """A statement that puts in a copy of entry 2, all new but for the given columns."""
    new = {"position": "3", "event_id": "'other'", "stream": "'other'", "version": "1", "kind": "'forged'"}
    rest = ("board", "schema", "body", "happened_at", "recorded_at", "actor", "device")
    values = {name: name for name in rest} | new | columns
    copied = f"SELECT {', '.join(values.values())} FROM entry"  # noqa: S608 - forging is the test
    return f"{verb} INTO entry ({', '.join(values)}) {copied} WHERE board = :board AND position = 2"


SAME = {"position": "2", "event_id": "event_id", "stream": "stream", "version": "version"}

CHANGES = {
    "an update": "UPDATE entry SET body = '{}' WHERE board = :board AND position = 2",
    "an update of nothing new": "UPDATE entry SET actor = actor WHERE board = :board",
    "a deletion": "DELETE FROM entry WHERE board = :board AND position = 2",
    "a deletion of all": "DELETE FROM entry WHERE board = :board",
    "a second entry at a position": forged(position="2"),
    "an entry beyond a gap": forged(position="4"),
    "a second entry of an event": forged(event_id="event_id"),
    "a second entry of a version": forged(stream="stream"),
    "a document's update": "UPDATE document SET media_type = 'forged' WHERE board = :board",
    "a document's deletion": "DELETE FROM document WHERE board = :board",
}
SQLITE_CHANGES = {
    "replacing by position": forged("INSERT OR REPLACE", **SAME),
    "replacing by event": forged("INSERT OR REPLACE", event_id="event_id"),
    "replacing by version": forged("INSERT OR REPLACE", stream="stream"),
    "replacing by rowid": forged("REPLACE", rowid="rowid"),
    "an update that replaces": "UPDATE OR REPLACE entry SET position = 1 WHERE position = 2",
    "an upsert": forged(**SAME) + " ON CONFLICT DO UPDATE SET kind = 'forged'",
    "replacing a document": """
        REPLACE INTO document (board, digest, media_type, body)
        SELECT board, digest, 'forged', body FROM document WHERE board = :board
    """,
    "replacing a document by rowid": """
        REPLACE INTO document (rowid, board, digest, media_type, body)
        SELECT rowid, board, 'other', 'forged', body FROM document WHERE board = :board
    """,
}
POSTGRESQL_CHANGES = {
    "truncating": "TRUNCATE entry",
    "truncating documents": "TRUNCATE document",
    "an upsert at a position": forged(position="2")
    + " ON CONFLICT (board, position) DO UPDATE SET kind = 'forged'",
    "an upsert of an event": forged(event_id="event_id")
    + " ON CONFLICT (board, event_id) DO UPDATE SET kind = 'forged'",
}


REFUSAL = r"what was recorded stays|next position follows the last|duplicate key"


def refused(board: StoredBoard, statement: str) -> None:
    entries, documents = board.journal.read(0, 10), documents_of(board)
    with pytest.raises(DBAPIError, match=REFUSAL):
        run(board, statement)
    assert board.journal.read(0, 10) == entries
    assert documents_of(board) == documents


def documents_of(board: StoredBoard) -> list[tuple[object, ...]]:
    with board.medium.reading() as connection:
        found = connection.execute(select(document).where(document.c.board == board.medium.board))
        return [tuple(row) for row in found]


@pytest.mark.parametrize("statement", CHANGES.values(), ids=CHANGES)
def test_refused_on_both(kept: StoredBoard, statement: str) -> None:
    refused(kept, statement)


@pytest.mark.parametrize("boards", ["sqlite"], indirect=True)
@pytest.mark.parametrize("statement", SQLITE_CHANGES.values(), ids=SQLITE_CHANGES)
def test_refused_on_sqlite(kept: StoredBoard, statement: str) -> None:
    refused(kept, statement)


@pytest.mark.parametrize("boards", ["postgresql"], indirect=True)
@pytest.mark.parametrize("statement", POSTGRESQL_CHANGES.values(), ids=POSTGRESQL_CHANGES)
def test_refused_on_postgresql(kept: StoredBoard, statement: str) -> None:
    refused(kept, statement)


def test_the_next_entry_by_hand_is_taken(kept: StoredBoard) -> None:
    """The guard refuses changes, not insertions: this is what makes the refusals above mean something."""
    run(kept, forged())
    assert kept.journal.head() == 3
