"""Looking something up and writing something down, with failures in the words of the ports."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from yipanqi.storage.failures import not_recorded
from yipanqi.storage.medium import Medium

_FAILURES = (DBAPIError, NoConnectionFree)


@contextmanager
def look(medium: Medium) -> Iterator[Connection]:
    """A connection to read on.

    Raises:
        ConnectionError: the database cannot be read.
    """
    try:
        with medium.reading() as connection:
            yield connection
    except _FAILURES as failure:
        raise ConnectionError(f"the board cannot be read: {getattr(failure, 'orig', failure)}") from failure


@contextmanager
def turn(medium: Medium) -> Iterator[Connection]:
    """A transaction in which nobody else writes to the board; durable when left without an exception.

    Raises:
        NotRecorded: the database failed.
    """
    try:
        with medium.writing() as connection:
            medium.take_turn(connection)
            yield connection
    except _FAILURES as failure:
        raise not_recorded(failure) from failure
