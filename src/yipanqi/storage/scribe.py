"""Recording one group of appends after the other, and telling listeners; run by one thread only."""

import logging
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import Future

from msgspec import Struct
from sqlalchemy import Connection

from yipanqi.desk.ports import Clock, Listener
from yipanqi.ground.time import utc
from yipanqi.journal.envelope import Draft, Entry, Receipt
from yipanqi.storage.entries import Entries
from yipanqi.storage.failures import lost_connection, not_recorded
from yipanqi.storage.medium import Medium
from yipanqi.storage.sheet import Sheet, Tail
from yipanqi.storage.subscriptions import Subscription

_log = logging.getLogger(__name__)
_PAGE = 1000
_TAILS = 20_000  # streams whose end is remembered; others are looked up by index


class Append(Struct, frozen=True):
    """Somebody's drafts, and where the receipts go."""

    drafts: tuple[Draft, ...]
    receipts: "Future[tuple[Receipt, ...]]"


class Scribe:
    """Writes a board's journal and knows how far it, and each listener, has come."""

    def __init__(self, medium: Medium, clock: Clock) -> None:
        self._medium = medium
        self._clock = clock
        self._entries = Entries(medium.board)
        self._tails: OrderedDict[str, Tail] = OrderedDict()
        self._subscriptions: list[Subscription] = []
        with medium.reading() as connection:
            self._head = self._entries.head(connection)

    def record(self, appends: Sequence[Append]) -> None:
        """Write appends in one transaction and hand out receipts; if it fails, each in one of its own.

        So an append the database refuses fails alone, not those that happened to wait beside it.
        """
        try:
            receipts, entries = self._written_after_loss([append.drafts for append in appends])
        except Exception as failure:  # the edge: whatever it is, it reaches those who wait
            told = not_recorded(failure)
            if len(appends) == 1 or told.code == "unreachable":
                _log.warning("%d appends failed: %s", len(appends), told)
                for append in appends:
                    append.receipts.set_exception(told)
                return
            for append in appends:
                self.record([append])
            return
        self._heed(entries)
        for append, given in zip(appends, receipts, strict=True):
            append.receipts.set_result(given)

    def hear_others(self) -> None:
        """Read on to the head, in case another process wrote."""
        while True:
            with self._medium.reading() as connection:
                page = self._entries.after(connection, self._head, _PAGE)
            if not page:
                return
            self._heed(page)

    def join(self, listener: Listener, after: int | None) -> None:
        """Add a listener who has heard everything up to `after`, or up to now."""
        subscription = Subscription(listener, self._head if after is None else after)
        self._subscriptions.append(subscription)
        subscription.catch_up(self._head, self._read)

    def told_up_to(self, head: int) -> bool:
        """Whether listeners have heard everything up to a position."""
        return head <= self._head

    def _read(self, after: int, limit: int) -> Sequence[Entry]:
        with self._medium.reading() as connection:
            return self._entries.after(connection, after, limit)

    def _written_after_loss(
        self, appends: Sequence[tuple[Draft, ...]]
    ) -> tuple[list[tuple[Receipt, ...]], list[Entry]]:
        """Write, and once more if the connection broke: what went in unseen the first time comes as again."""
        try:
            return self._written(appends)
        except Exception as failure:
            if not lost_connection(failure):
                raise
            return self._written(appends)

    def _written(self, appends: Sequence[tuple[Draft, ...]]) -> tuple[list[tuple[Receipt, ...]], list[Entry]]:
        """Receipts append by append, and every new entry since the head we knew, others' first."""
        with self._medium.writing() as connection:
            self._medium.take_turn(connection)
            others = self._news(connection)
            ends = {entry.stream: _tail(entry) for entry in others}
            sheet = Sheet(
                head=self._head + len(others),
                recorded_at=utc(self._clock.now()),
                seen=self._entries.by_event(connection, {d.event_id for a in appends for d in a}),
                tail_of=lambda stream: ends.get(stream) or self._known_tail(connection, stream),
            )
            receipts = [sheet.admit(drafts) for drafts in appends]
            if sheet.entries:
                self._entries.add(connection, sheet.entries)
                self._medium.announce(connection, sheet.entries[-1].position)
        return receipts, others + sheet.entries

    def _news(self, connection: Connection) -> list[Entry]:
        """What others have written since the head we knew."""
        missing = self._entries.head(connection) - self._head
        return self._entries.after(connection, self._head, missing) if missing else []

    def _known_tail(self, connection: Connection, stream: str) -> Tail | None:
        if stream in self._tails:
            return self._tails[stream]
        latest = self._entries.latest(connection, stream)
        return None if latest is None else _tail(latest)

    def _heed(self, entries: Sequence[Entry]) -> None:
        """Take note of entries that are durable now, and tell everybody."""
        if not entries:
            return
        self._head = entries[-1].position
        for entry in entries:
            self._tails[entry.stream] = _tail(entry)
            self._tails.move_to_end(entry.stream)
        while len(self._tails) > _TAILS:
            self._tails.popitem(last=False)
        for subscription in self._subscriptions:
            subscription.tell(entries)


def _tail(entry: Entry) -> Tail:
    return Tail(entry.version, entry.actor, entry.recorded_at)
