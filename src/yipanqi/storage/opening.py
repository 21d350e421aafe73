"""Opening a board's storage, wherever it lives."""

from pathlib import Path

from yipanqi.desk.ports import Clock
from yipanqi.storage.accounts import StoredAccounts
from yipanqi.storage.devices import StoredPhones
from yipanqi.storage.documents import StoredDocuments
from yipanqi.storage.invitations import StoredCodes
from yipanqi.storage.journal import StoredJournal
from yipanqi.storage.letters import StoredLetters, StoredSubscriptions
from yipanqi.storage.medium import Medium
from yipanqi.storage.refusals import CannotOpen
from yipanqi.storage.snapshots import StoredSnapshots
from yipanqi.storage.sqlite import SQLiteMedium

FILE = "board.sqlite3"
_SCHEMES = ("postgresql://", "postgres://")


class StoredBoard:
    """One board's journal, snapshots, documents, accounts, codes, phones and letters, open until `close`.

    `medium` is the database underneath: for storage's own tests and tools, not for the desk.
    """

    def __init__(self, medium: Medium, clock: Clock) -> None:
        self.medium = medium
        self.journal = StoredJournal(medium, clock)
        self.snapshots = StoredSnapshots(medium)
        self.documents = StoredDocuments(medium)
        self.accounts = StoredAccounts(medium)
        self.codes = StoredCodes(medium)
        self.phones = StoredPhones(medium)
        self.letters = StoredLetters(medium)
        self.subscriptions = StoredSubscriptions(medium)

    def close(self) -> None:
        """Record what is queued, then give back every connection and lock."""
        self.journal.close()
        self.medium.close()

    def __enter__(self) -> "StoredBoard":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_board(where: Path | str, clock: Clock, *, board: str = "main", beside: bool = False) -> StoredBoard:
    """Open a board, and make it where there is none.

    `where` is a `postgresql://` URL, a folder (the board is `board.sqlite3` in it) or a file name that
    ends in `.sqlite3`. One database may hold several boards, told apart by name.
    `beside` opens a SQLite board next to the process that holds it, to change who may come in; nothing may
    be appended.

    Raises:
        CannotOpen: held by another process, written by a newer release, no board, or out of reach.
        ValueError: a URL of another kind.
    """
    medium = _medium(where, board, beside=beside)
    try:
        return StoredBoard(medium, clock)
    except BaseException:
        medium.close()
        raise


def _medium(where: Path | str, board: str, *, beside: bool) -> Medium:
    if isinstance(where, str) and "://" in where:
        return _server(where, board)
    place = Path(where)
    file = place if place.suffix == ".sqlite3" else place / FILE
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        return SQLiteMedium(file, board, beside=beside)
    except OSError as failure:
        raise CannotOpen("unreachable", f"{file} cannot be opened: {failure.strerror}") from failure


def _server(url: str, board: str) -> Medium:
    if not url.startswith(_SCHEMES):
        raise ValueError(f"{url.partition(':')[0]}:// is no place for a board; a folder or postgresql:// is")
    try:
        from yipanqi.storage.postgresql import PostgreSQLMedium
    except ImportError as failure:
        raise CannotOpen(
            "no-driver", "PostgreSQL needs psycopg: pip install 'yipanqi[postgresql]'"
        ) from failure
    return PostgreSQLMedium(url, board)
