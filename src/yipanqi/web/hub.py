"""Who watches the board: each gets every change once, in order, or is sent away to come back."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence

import msgspec
from msgspec.structs import replace

from yipanqi.close.state import Board
from yipanqi.desk.desk import Desk
from yipanqi.desk.permissions import Person
from yipanqi.desk.permissions_problems import NOTHING, Hidden, of_line
from yipanqi.desk.permissions_views import Eye, contents, eye_of
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
    """A view on its way to every watcher: encoded once for all who see the same of it."""

    def __init__(self, event: str, view: ChangeView | PulseView, position: int | None = None) -> None:
        self._event = event
        self._view = view
        self._position = position
        self._contents = contents(view)
        self._texts: dict[Eye, bytes] = {}

    def to(self, eye: Eye) -> bytes:
        """The message for somebody who sees so much."""
        mine = self._contents.seen_by(eye)
        if mine not in self._texts:
            self._texts[mine] = message(self._event, mine.of(self._view), self._position)
        return self._texts[mine]

    @property
    def told(self) -> Hidden:
        """The problems and decisions it tells of."""
        return self._contents.told


class Watcher:
    """One open stream, whose it is, and what that person was not shown when last told something."""

    def __init__(self, person: Person, hidden: Hidden) -> None:
        self.person = person
        self.hidden = hidden
        self.waiting: asyncio.Queue[bytes] = asyncio.Queue(WAITING_MAX)
        self.sent_away = False

    def offer(self, text: bytes) -> None:
        """Queue a message; whoever is too slow is sent away rather than served with a gap."""
        if self.sent_away:
            return
        try:
            self.waiting.put_nowait(text)
        except asyncio.QueueFull:
            self.sent_away = True

    def start_afresh(self, position: int) -> None:
        """Have the board fetched anew: what was told before is to be seen no more, or only now."""
        self.offer(message("reset", {"position": position}))
        self.sent_away = True


class Hub:
    """Turns the desk's entries into messages, once for all watchers."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._watchers: set[Watcher] = set()
        self._position = 0
        self._told: Hidden = NOTHING
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
        """Offer views to every watcher, each with what that one may see of them."""
        eyes: dict[Person, Eye] = {}
        told_before = self._told
        self._told = told_before.union(*(view.told for view in views))
        for watcher in self._watchers:
            # Without problems a role and its scope see the same, whoever it is.
            person = watcher.person if board.problems else replace(watcher.person, name="", device="")
            if person not in eyes:
                eyes[person] = eye_of(person, board)
            for view in views:
                watcher.offer(view.to(eyes[person]))
            # Words that come late can move a problem into somebody's sight, or out of it.
            if told_before & (eyes[person].hidden ^ watcher.hidden):
                watcher.start_afresh(board.position)
            watcher.hidden = eyes[person].hidden

    async def stream(self, after: int | None, person: Person) -> AsyncIterator[bytes]:
        """Everything after a position (now, for None), and then what comes, until the watcher leaves."""
        self._told |= told_on(self._desk.board)
        watcher = Watcher(person, eye_of(person, self._desk.board).hidden)
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
            while not (watcher.sent_away and watcher.waiting.empty()):
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
            eye = eye_of(person, board)
            for view in changes(board, entries, after):
                yield view.to(eye)
            after = entries[-1].position


def told_on(board: Board) -> Hidden:
    """The problems and decisions a board tells of, those the log alone knows among them."""
    lines = frozenset(name for line in board.happenings for name in of_line(line))
    return lines.union(board.problems, board.decisions)


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
