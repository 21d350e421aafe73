"""What the journal asks of a database beyond SQL: a turn to write, and news from other processes."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

from sqlalchemy import Connection

News = Callable[[int], None]
"""Told, from any thread, that entries up to a position may be there to read."""


class Medium(Protocol):
    """A database that holds boards."""

    board: str
    poll_s: float | None
    """Seconds after which to look for other processes' entries unasked; None where there can be none."""

    def reading(self) -> AbstractContextManager[Connection]:
        """A connection of one's own that sees what is committed."""
        ...

    def writing(self) -> AbstractContextManager[Connection]:
        """A transaction of one's own, committed durably at the end, rolled back on an exception."""
        ...

    def take_turn(self, connection: Connection) -> None:
        """Wait, inside a transaction, until no one else appends to this board."""
        ...

    def announce(self, connection: Connection, head: int) -> None:
        """Tell other processes, when this transaction commits, how far the journal goes."""
        ...

    def follow(self, news: News) -> None:
        """Call `news` when another process has announced something, from now to `close`."""
        ...

    def close(self) -> None:
        """Give everything back: connections, locks, threads."""
        ...
