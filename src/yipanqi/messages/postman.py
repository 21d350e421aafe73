"""The postman: reads the journal, writes letters, brings them round. Nothing is dropped without a word."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from datetime import timedelta

from msgspec.structs import replace

from yipanqi.close.alarms import alarms
from yipanqi.desk.desk import Desk
from yipanqi.desk.message_ports import Address, Courier, Gone, Later, Letter, Letters, Outcome
from yipanqi.desk.messages import Message, messages_of, messages_of_alarms, reaches, text
from yipanqi.messages.digest import Parcel, parcels

_log = logging.getLogger(__name__)

PAGE = 500
ROUND_MOST = 200
"""Letters of one place looked at in one round."""
ALARMS_EVERY_S = 15.0
GIVEN_UP_AFTER = timedelta(hours=48)
FIRST_WAIT_S, LONGEST_WAIT_S = 5.0, 600.0


class Postman:
    """Brings letters to couriers' places, one round after another, in a thread of its own.

    `places` is asked at each round, since browsers come and go; `gone` is told of a place nobody is at.
    """

    def __init__(
        self,
        desk: Desk,
        letters: Letters,
        places: Callable[[], Sequence[Courier]],
        gone: Callable[[str], None] = lambda _: None,
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._desk = desk
        self._letters = letters
        self._places = places
        self._gone = gone
        self._now_s = now_s
        self._alarms_at_s = float("-inf")
        self._tired: dict[str, tuple[int, float]] = {}
        """By channel: failures in a row, and when to try again."""
        self._news = threading.Event()
        self._stopped = False
        self._thread = threading.Thread(target=self._work, name="postman", daemon=True)

    def start(self) -> None:
        """Go round until stopped; what is recorded from now on is told at once."""
        self._desk.watch(lambda *_: self.wake())
        self._thread.start()

    def wake(self) -> None:
        """Go round as soon as the round under way is over."""
        self._news.set()

    def stop(self) -> None:
        """Finish the letter at hand and stop; the others wait, durably."""
        self._stopped = True
        self._news.set()
        if self._thread.is_alive():
            self._thread.join(timeout=15)

    def round(self) -> float:
        """Write what is to be told, bring what may be brought; seconds until there may be more to do."""
        places = self._places()
        self._write([place.address for place in places])
        return min((self._bring(place) for place in places), default=ALARMS_EVERY_S)

    def _work(self) -> None:
        while not self._stopped:
            try:
                wait_s = self.round()
            except Exception:  # the night's other messages must not wait for one bad round
                _log.exception("a round of messages failed")
                wait_s = FIRST_WAIT_S
            self._news.wait(max(0.2, min(wait_s, ALARMS_EVERY_S)))
            self._news.clear()

    def _write(self, places: Sequence[Address]) -> None:
        """Letters for everything recorded since the last round, and for alarms."""
        read = self._letters.position()
        if read is None:  # what happened before anybody was to be told is not told now
            self._letters.put((), self._desk.board.position)
            return
        while entries := self._desk.read(read, PAGE):
            board = self._desk.board
            told = [message for entry in entries for message in messages_of(board, entry)]
            read = entries[-1].position
            self._letters.put(self._addressed(told, places), read)
        if self._now_s() - self._alarms_at_s >= ALARMS_EVERY_S:
            self._alarms_at_s = self._now_s()
            now = self._desk.clock.now()
            overdue = messages_of_alarms(self._desk.board, alarms(self._desk.board, now), now)
            self._letters.put(self._addressed(overdue, places), None)

    def _addressed(self, messages: Sequence[Message], places: Sequence[Address]) -> list[Letter]:
        board = self._desk.board
        return [
            Letter(place.channel, message.id, message.at, message.urgent, said, message.path)
            for message in messages
            for place in places
            if reaches(message.to, place.role, place.scope, board)
            and (message.urgent or not place.urgent_only)
            for said in (text(message, board, place.language),)
        ]

    def _bring(self, place: Courier) -> float:
        """What one place may be told now; seconds until it may be told more, if there is more."""
        channel, now_s = place.address.channel, self._now_s()
        failures, again_s = self._tired.get(channel, (0, 0.0))
        if now_s < again_s:
            return again_s - now_s
        waiting = self._letters.waiting(channel, ROUND_MOST)
        for parcel in parcels(waiting, place.may_send(now_s), place.most_bytes, place.address.language):
            outcome = place.send(parcel.text, parcel.path, urgent=parcel.urgent, now_s=self._now_s())
            self._letters.settle(self._after(parcel, outcome))
            if isinstance(outcome, Gone):
                self._gone(channel)
                return ALARMS_EVERY_S
            if isinstance(outcome, Later):
                wait_s = outcome.after_s or min(LONGEST_WAIT_S, FIRST_WAIT_S * 2**failures)
                self._tired[channel] = failures + 1, self._now_s() + wait_s
                return wait_s
            self._tired.pop(channel, None)
        return place.wait_s(self._now_s()) if waiting else ALARMS_EVERY_S

    def _after(self, parcel: Parcel, outcome: Outcome) -> list[Letter]:
        """The letters as they are after being brought, or not."""
        now = self._desk.clock.now()
        if isinstance(outcome, Later):
            return [
                replace(
                    letter,
                    tries=letter.tries + 1,
                    said=outcome.why,
                    **({"state": "failed", "ended_at": now} if now - letter.at > GIVEN_UP_AFTER else {}),
                )
                for letter in parcel.letters
            ]
        if isinstance(outcome, Gone):
            return [replace(x, state="failed", said=outcome.why, ended_at=now) for x in parcel.letters]
        said = f"digest of {len(parcel.letters)}" if len(parcel.letters) > 1 else outcome.said
        return [replace(x, state="sent", tries=x.tries + 1, said=said, ended_at=now) for x in parcel.letters]
