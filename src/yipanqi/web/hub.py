"""Who watches the board: each gets every change once, in order, or is sent away to come back."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence

import msgspec
from msgspec.structs import replace

from yipanqi.close.state import Board
from yipanqi.desk.desk import Desk
from yipanqi.desk.permissions import Person, Scope
from yipanqi.desk.permissions_phones import Numbers, phones_in, phones_seen, with_phones
from yipanqi.desk.showing import change_view
from yipanqi.desk.views import ChangeView, PulseView
from yipanqi.journal.envelope import Entry

WAITING_MAX = 2_000
"""Messages a slow watcher may fall behind before it is sent away; it resumes by its last position."""
PAGE = 500


def message(event: str, data: object, position: int | None = None) -> bytes:
    """One server-sent event; only changes carry an id, which is the journal's position."""
    name = f"id: {position}\nevent: {event}\n" if position is not None else f"event: {event}\n"
    return name.encode() + b"data: " + msgspec.json.encode(data) + b"\n\n"


class Told:
    """A view on its way to every watcher: encoded once for all who see the same telephone numbers in it."""

    def __init__(self, event: str, view: ChangeView | PulseView, position: int | None = None) -> None:
        self._event = event
        self._view = view
        self._position = position
        self._phones = phones_in(view)
        self._texts: dict[Numbers, bytes] = {}

    def to(self, seen: Numbers | None) -> bytes:
        """The message for somebody who is shown those numbers; None: all."""
        mine = self._phones if seen is None else self._phones & seen
        if mine not in self._texts:
            view = self._view if mine == self._phones else with_phones(self._view, mine)
            self._texts[mine] = message(self._event, view, self._position)
        return self._texts[mine]


class Watcher:
    """One open stream, and whose it is."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.waiting: asyncio.Queue[bytes] = asyncio.Queue(WAITING_MAX)
        self.sent_away = False

    def offer(self, text: bytes) -> None:
        """Queue a message; whoever is too slow is sent away rather than served with a gap."""
        try:
            self.waiting.put_nowait(text)
        except asyncio.QueueFull:
            self.sent_away = True


class Hub:
    """Turns the desk's entries into messages, once for all watchers."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._watchers: set[Watcher] = set()
        self._position = 0
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self) -> None:
        """Follow the desk; call from inside the event loop."""
        self._loop = asyncio.get_running_loop()
        self._position = self._desk.board.position
        self._desk.watch(self._taken)

    def _taken(self, board: Board, entries: Sequence[Entry]) -> None:
        """From the journal's thread: hand over to the loop's."""
        if self._loop is not None and not self._loop.is_closed():
            with contextlib.suppress(RuntimeError):  # the loop closed between the question and the call
                self._loop.call_soon_threadsafe(self._publish, board, tuple(entries))

    def _publish(self, board: Board, entries: Sequence[Entry]) -> None:
        fresh = [e for e in entries if e.position > self._position]
        if not fresh:
            return
        if self._watchers:
            self.show(changes(board, fresh, self._position), board)
        self._position = fresh[-1].position

    def show(self, views: Sequence[Told], board: Board) -> None:
        """Offer views to every watcher, each with the telephone numbers that one needs."""
        eyes: dict[tuple[str, Scope], Numbers | None] = {}
        for watcher in self._watchers:
            eye = watcher.person.role, watcher.person.scope
            if eye not in eyes:
                eyes[eye] = phones_seen(watcher.person, board)
            for view in views:
                watcher.offer(view.to(eyes[eye]))

    async def stream(self, after: int | None, person: Person) -> AsyncIterator[bytes]:
        """Everything after a position (now, for None), and then what comes, until the watcher leaves."""
        watcher = Watcher(person)
        live_from = self._position
        self._watchers.add(watcher)
        try:
            yield b"retry: 1000\n\n"
            if after is not None and after > live_from:
                # The server knows less than the client: it was restored from an older backup.
                yield message("reset", {"position": live_from})
                return
            async for text in self._missed(live_from if after is None else after, live_from, person):
                yield text
            while not watcher.sent_away:
                yield await watcher.waiting.get()
        finally:
            self._watchers.discard(watcher)

    async def _missed(self, after: int, up_to: int, person: Person) -> AsyncIterator[bytes]:
        """What happened in (after, up_to], from the journal; rows come with the first of each page."""
        while after < up_to:
            entries = await asyncio.to_thread(self._desk.read, after, min(PAGE, up_to - after))
            if not entries:
                return
            board = self._desk.board
            seen = phones_seen(person, board)
            for view in changes(board, entries, after):
                yield view.to(seen)
            after = entries[-1].position


def changes(board: Board, entries: Sequence[Entry], since: int) -> list[Told]:
    """A message for each entry; the first carries all rows changed since.

    Whoever loses the rest, and resumes behind the first, has missed no row.
    """
    first = change_view(board, since, entries[0].position)
    bare = replace(first, neighbourhoods=(), openings=(), crews=(), suppliers=(), problems=(), decisions=())
    lines = {h.position: h for h in board.happenings}
    views = [Told("change", first, first.position)]
    for entry in entries[1:]:
        view = replace(bare, position=entry.position, happening=lines.get(entry.position))
        views.append(Told("change", view, entry.position))
    return views
