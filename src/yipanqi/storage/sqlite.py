"""Boards in a SQLite file: one writing connection, many reading ones, one process at a time."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError

from yipanqi.storage.hold import Hold
from yipanqi.storage.medium import News
from yipanqi.storage.migrating import bring_up_to_date, check_up_to_date
from yipanqi.storage.refusals import CannotOpen, CannotOpenCode

_BUSY_S = 10
_READERS = 8
_NO_BOARD = {"SQLITE_NOTADB", "SQLITE_CORRUPT"}


class SQLiteMedium:
    """One board file, held by this process from opening to `close`.

    `beside` opens it next to the process that holds it, for what lies beside the journal: accounts, codes and
    phones, which SQLite's own locks keep in order. The journal is then for reading only.

    Raises:
        CannotOpen: another process holds it, a newer release wrote it, or it is no board.
    """

    def __init__(self, file: Path, board: str, *, beside: bool = False) -> None:
        self.board = board
        self.poll_s: float | None = None
        self._hold = None if beside else Hold(file)
        self._writer = _engine(file, connections=1, begin="BEGIN IMMEDIATE", only_reads=False)
        self._readers = _engine(file, connections=_READERS, begin="BEGIN", only_reads=True)
        try:
            with self.writing() as connection:
                if beside:
                    check_up_to_date(connection)
                else:
                    bring_up_to_date(connection)
        except DatabaseError as failure:
            self._let_go()
            known = getattr(failure.orig, "sqlite_errorname", "") in _NO_BOARD
            code: CannotOpenCode = "not-a-board" if known else "unreachable"
            raise CannotOpen(code, f"{file} cannot be opened as a board: {failure.orig}") from failure
        except BaseException:
            self._let_go()
            raise

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self._readers.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with self._writer.begin() as connection:
            yield connection

    def take_turn(self, connection: Connection) -> None:
        """`BEGIN IMMEDIATE` has it already."""

    def announce(self, connection: Connection, head: int) -> None:
        """No other process can be listening."""

    def follow(self, news: News) -> None:
        """No other process can have news."""

    def close(self) -> None:
        self._let_go()  # the last connection to go folds the write-ahead log into the file

    def _let_go(self) -> None:
        self._readers.dispose()
        self._writer.dispose()
        if self._hold is not None:
            self._hold.release()


def _engine(file: Path, *, connections: int, begin: str, only_reads: bool) -> Engine:
    engine = create_engine(
        f"sqlite:///{file}",
        pool_size=connections,
        max_overflow=0,
        hide_parameters=True,  # what people reported does not belong into error messages
        connect_args={"timeout": _BUSY_S, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def prepare(dbapi: sqlite3.Connection, _: Any) -> None:
        dbapi.isolation_level = None  # transactions begin where we say, not where the driver guesses
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            dbapi.execute(f"PRAGMA {pragma}")
        if only_reads:
            dbapi.execute("PRAGMA query_only=ON")

    @event.listens_for(engine, "begin")
    def begin_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
