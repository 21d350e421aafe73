"""The one thread that writes a board's journal: whoever is waiting goes into one transaction."""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from threading import Lock, Thread

from yipanqi.desk.ports import Clock, Listener, NotRecorded
from yipanqi.journal.envelope import Draft, Receipt
from yipanqi.storage.failures import not_recorded
from yipanqi.storage.medium import Medium
from yipanqi.storage.scribe import Append, Scribe

_log = logging.getLogger(__name__)

GROUP_BYTES = 1 << 20
"""About how much goes into one transaction; one append alone may be larger."""
_ENVELOPE_BYTES = 256

_Task = Callable[[], None]


class Writer:
    """Appends in groups, and everything else that must happen between groups, in the order it came."""

    def __init__(self, medium: Medium, clock: Clock, group_bytes: int = GROUP_BYTES) -> None:
        self._group_bytes = group_bytes
        self._poll_s = medium.poll_s
        self._scribe = Scribe(medium, clock)
        self._tasks: SimpleQueue[Append | _Task] = SimpleQueue()
        self._closed = False
        self._closing = Lock()
        self._thread = Thread(target=self._work, name=f"journal of {medium.board}", daemon=True)
        self._thread.start()
        medium.follow(self._news)

    def append(self, drafts: tuple[Draft, ...]) -> "Future[tuple[Receipt, ...]]":
        """Queue an append; after `close` it fails at once."""
        append = Append(drafts, Future())
        if not self._queue(append):
            append.receipts.set_exception(NotRecorded("closed", "the board is closed"))
        return append.receipts

    def join(self, listener: Listener, after: int | None) -> None:
        """Have a listener told everything recorded after a position, or from now on."""
        self._queue(lambda: self._scribe.join(listener, after))

    def close(self) -> None:
        """Record what is queued, then stop."""
        with self._closing:
            if not self._closed:
                self._closed = True
                self._tasks.put(_stop)
        self._thread.join()

    def _queue(self, task: Append | _Task) -> bool:
        with self._closing:
            if not self._closed:
                self._tasks.put(task)
            return not self._closed

    def _news(self, head: int) -> None:
        """Read on, unless it is our own entry that is announced, which would only cut a group short."""
        if not self._scribe.told_up_to(head):
            self._queue(lambda: None if self._scribe.told_up_to(head) else self._scribe.hear_others())

    def _work(self) -> None:
        task: _Task | None = None
        while task is not _stop:
            group, task = self._next()
            if group:
                self._record(group)
            if task is not None:
                _run(task)

    def _next(self) -> tuple[list[Append], _Task | None]:
        """Everybody waiting to append, and the first other task behind them, if any."""
        group: list[Append] = []
        size = 0
        try:
            task = self._tasks.get(timeout=self._poll_s)
            while isinstance(task, Append):
                if task.receipts.set_running_or_notify_cancel():
                    group.append(task)
                    size += sum(_ENVELOPE_BYTES + len(bytes(draft.body)) for draft in task.drafts)
                if size >= self._group_bytes:
                    return group, None
                task = self._tasks.get_nowait()
        except Empty:
            return group, None if group else self._scribe.hear_others
        return group, task

    def _record(self, group: Sequence[Append]) -> None:
        try:
            self._scribe.record(group)
        except BaseException as failure:  # nobody may be left waiting, and the thread lives on
            _log.exception("recording failed in an unforeseen way")
            for append in group:
                if not append.receipts.done():
                    append.receipts.set_exception(not_recorded(failure))


def _stop() -> None:
    """Nothing: the mark behind the last task."""


def _run(task: _Task) -> None:
    try:
        task()
    except Exception:
        _log.exception("the journal's thread goes on after a failure")
