"""Who listens to a journal, and up to which position each has heard it."""

import logging
from collections.abc import Callable, Sequence

from yipanqi.desk.ports import Listener
from yipanqi.journal.envelope import Entry

_log = logging.getLogger(__name__)
_PAGE = 1000


class Subscription:
    """A listener that hears each entry once, in order, whatever it does with it."""

    def __init__(self, listener: Listener, heard: int) -> None:
        self._listener = listener
        self._heard = heard

    def tell(self, entries: Sequence[Entry]) -> None:
        """Pass on those it has not heard; one that raises has heard them all the same."""
        news = [entry for entry in entries if entry.position > self._heard]
        if not news:
            return
        self._heard = news[-1].position
        try:
            self._listener(news)
        except Exception:
            _log.exception("a listener failed on entries %d to %d", news[0].position, self._heard)

    def catch_up(self, head: int, read: Callable[[int, int], Sequence[Entry]]) -> None:
        """Pass on what lies between what it has heard and the head."""
        while self._heard < head:
            page = read(self._heard, min(_PAGE, head - self._heard))
            if not page:
                return
            self.tell(page)
