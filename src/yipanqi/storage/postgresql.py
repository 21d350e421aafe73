"""Boards in a PostgreSQL database (15 or later): several boards, and several processes on each."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import psycopg
from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError

from yipanqi.storage.medium import News
from yipanqi.storage.migrating import bring_up_to_date
from yipanqi.storage.refusals import CannotOpen

_log = logging.getLogger(__name__)

_POOL = 8
_OLDEST = 15_00_00
_POLL_S = 1.0
_LISTEN_S = 0.1  # how soon a follower notices that it is to stop
_RETRY_S = 2.0
_CHANNEL = "yipanqi_entries"
# A receipt is a promise, whatever the server's own setting of synchronous_commit; and a process that hangs
# in its turn must not keep the others of the board waiting.
_OPTIONS = "-c synchronous_commit=on -c timezone=UTC -c idle_in_transaction_session_timeout=20s"
_CONNECT = {"options": _OPTIONS, "connect_timeout": 10, "keepalives_idle": 30}

# Transaction locks go after the commit is visible, and each statement sees what is committed when it begins:
# whoever gets the lock reads every entry of the one who had it, so positions are in the order of commits.
_TAKE_TURN = text("SELECT pg_advisory_xact_lock(hashtextextended('yipanqi board ' || :board, 0))")
_MIGRATE_TURN = text("SELECT pg_advisory_xact_lock(hashtextextended('yipanqi migrations', 0))")
_ANNOUNCE = text(f"SELECT pg_notify('{_CHANNEL}', :payload)")


class PostgreSQLMedium:
    """A database that other processes may be writing to as well.

    Raises:
        CannotOpen: out of reach, older than PostgreSQL 15, or written by a newer release.
    """

    def __init__(self, url: str, board: str) -> None:
        self.board = board
        self.poll_s: float | None = _POLL_S
        self._url = url
        self._stop = Event()
        self._follower: Thread | None = None
        parsed = make_url(url).set(drivername="postgresql+psycopg")
        self._engine = create_engine(
            parsed,
            pool_size=_POOL,
            max_overflow=_POOL,
            pool_pre_ping=True,
            hide_parameters=True,  # what people reported does not belong into error messages
            connect_args=dict(_CONNECT),
        )
        try:
            self._prepare()
        except BaseException:
            self._engine.dispose()
            raise

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with self._engine.begin() as connection:
            yield connection

    def take_turn(self, connection: Connection) -> None:
        """Wait for the board's advisory lock, which goes with the transaction."""
        connection.execute(_TAKE_TURN, {"board": self.board})

    def announce(self, connection: Connection, head: int) -> None:
        connection.execute(_ANNOUNCE, {"payload": f"{head} {self.board}"})

    def follow(self, news: News) -> None:
        self._follower = Thread(target=self._listen, args=(news,), name=f"news of {self.board}", daemon=True)
        self._follower.start()

    def close(self) -> None:
        self._stop.set()
        if self._follower is not None:
            self._follower.join()
        self._engine.dispose()

    def _prepare(self) -> None:
        try:
            with self.writing() as connection:
                version = connection.execute(text("SHOW server_version_num")).scalar_one()
                if int(version) < _OLDEST:
                    raise CannotOpen("unreachable", f"PostgreSQL 15 or later is needed, this is {version}")
                connection.execute(_MIGRATE_TURN)
                bring_up_to_date(connection)
        except DBAPIError as failure:
            raise CannotOpen("unreachable", f"no way to the database: {failure.orig}") from failure

    def _listen(self, news: News) -> None:
        """Pass on announcements until told to stop; polling covers the time without a connection."""
        while not self._stop.is_set():
            try:
                self._listen_on_one_connection(news)
            except psycopg.Error as failure:
                _log.warning("no news from other processes for now: %s", failure)
                self._stop.wait(_RETRY_S)

    def _listen_on_one_connection(self, news: News) -> None:
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute(f"LISTEN {_CHANNEL}")
            while not self._stop.is_set():
                for note in connection.notifies(timeout=_LISTEN_S):
                    head, _, board = note.payload.partition(" ")
                    if board == self.board:
                        news(int(head))
