"""The journal of one board, as the desk sees it."""

from collections.abc import Sequence
from concurrent.futures import Future

from yipanqi.desk.ports import Clock, Listener
from yipanqi.journal.drafts import holdable
from yipanqi.journal.envelope import Draft, Entry, Receipt
from yipanqi.storage.entries import Entries
from yipanqi.storage.medium import Medium
from yipanqi.storage.turns import look
from yipanqi.storage.writer import GROUP_BYTES, Writer


class StoredJournal:
    """The `Journal` port on a database. Safe to use from any thread.

    Receipts are handed out after the listeners were told, so whoever has a receipt finds his entry in
    every state that a listener folds. A listener runs on the journal's thread: it must be quick, and it
    must not wait for an append of its own.
    """

    def __init__(self, medium: Medium, clock: Clock, group_bytes: int = GROUP_BYTES) -> None:
        self._medium = medium
        self._entries = Entries(medium.board)
        self._writer = Writer(medium, clock, group_bytes)

    def append(self, drafts: Sequence[Draft]) -> "Future[tuple[Receipt, ...]]":
        """Record all drafts or none; see the port."""
        return self._writer.append(holdable(drafts))

    def read(self, after: int, limit: int) -> Sequence[Entry]:
        """Entries with position > after, in order, at most `limit`."""
        with look(self._medium) as connection:
            return self._entries.after(connection, after, limit)

    def head(self) -> int:
        """The last position that is durable; 0 for an empty journal."""
        with look(self._medium) as connection:
            return self._entries.head(connection)

    def listen(self, listener: Listener, after: int | None = None) -> None:
        """Call `listener` for everything recorded from now on, or since a position it has read up to."""
        self._writer.join(listener, after)

    def close(self) -> None:
        """Record what is queued and stop."""
        self._writer.close()
