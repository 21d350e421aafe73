"""`yipanqi drill`: rehearse a board's plan with simulated crews and real phones side by side."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Annotated

import typer
from rich.console import Console

from yipanqi.cli.playing import Player, outcome, play_along
from yipanqi.cli.progress import Steps
from yipanqi.cli.serving import free_to_listen, serve_board, tell_how_to_enter
from yipanqi.close.state import Board
from yipanqi.desk.rehearsing import rehearsal
from yipanqi.ground.ids import Actor, CrewId, Digest, PlanId
from yipanqi.ground.refusal import Refusal
from yipanqi.journal.envelope import Entry
from yipanqi.simulate.night import Night
from yipanqi.storage import CannotOpen, StoredBoard, open_board
from yipanqi.storage.copying import copy_file
from yipanqi.wiring import OpenBoard, PacedClock, WallClock

console = Console(stderr=True)
COMMANDER = Actor("commander")
BEFORE = timedelta(minutes=2)
"""Between opening the board and the night's start: time to sign in and look."""
PAGE = 2_000


def drill(
    board: Annotated[
        str, typer.Argument(help="The board whose plan is rehearsed: its folder, or a postgresql:// URL.")
    ],
    people: Annotated[
        list[str] | None,
        typer.Option(
            "--people",
            metavar="CREW",
            help="A crew that real people play; any other becomes theirs when a real phone reports for it.",
        ),
    ] = None,
    speed: Annotated[float, typer.Option(min=0.1, max=1000, help="Times as fast as real.")] = 1.0,
    seed: Annotated[int, typer.Option(help="Of what goes wrong.")] = 0,
    keep: Annotated[
        Path | None,
        typer.Option(
            help="Keep the rehearsal's board in this folder; else it is thrown away.", file_okay=False
        ),
    ] = None,
    board_name: Annotated[
        str, typer.Option("--board", help="Which of several boards in a database.")
    ] = "main",
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8100,
) -> None:
    """Rehearse a plan on a board of its own, marked as an exercise on every screen and message.

    The real board is only read, and may be in use meanwhile. Its people sign in with their own passwords;
    phones are enrolled anew, so that no report of the rehearsal can reach the real night.
    """
    if not free_to_listen(host, port):
        console.print(f"[red]✗[/red] {host}:{port} 已被占用 / is in use: --port")
        raise typer.Exit(1)
    try:
        with ExitStack() as stack:
            where = keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="yipanqi-drill-")))
            source = stack.enter_context(_source(board, board_name))
            clock = PacedClock(datetime.now(UTC), speed)
            with OpenBoard(where, clock, seed=seed) as rehearsed:
                _copy(source, rehearsed, datetime.now(UTC) + BEFORE)
                _serve(rehearsed, clock, seed, [CrewId(c) for c in people or ()], host, port)
    except (CannotOpen, ValueError) as wrong:
        console.print(f"[red]✗[/red] {wrong}", highlight=False)
        raise typer.Exit(1) from None


@contextmanager
def _source(board: str, name: str) -> Iterator[StoredBoard]:
    """The real board to read from: a copy of its file, or the database itself."""
    with tempfile.TemporaryDirectory(prefix="yipanqi-drill-") as folder:
        where: Path | str = board if "://" in board else copy_file(Path(board), Path(folder))
        with open_board(where, WallClock(), board=name) as source:
            yield source


def _entries(source: StoredBoard) -> Iterator[Entry]:
    position = 0
    while page := source.journal.read(position, PAGE):
        yield from page
        position = page[-1].position


def _copy(source: StoredBoard, into: OpenBoard, starts_at: datetime) -> None:
    """Survey, plan, the documents they name, and whoever may sign in; nothing of any night."""
    if into.desk.board.survey_version:
        raise ValueError("the folder to keep it in holds a board already")
    with Steps(console) as steps, steps.step("copy", "演练看板 The rehearsal's board"):
        drafts = rehearsal(_entries(source), starts_at)
        for digest in _documents(drafts):
            found = source.documents.get(digest)
            if found is not None:
                into.stored.documents.put(*found)
        into.stored.journal.append(drafts).result()
        for account in source.accounts.all():
            if account.revoked_at is None:
                into.stored.accounts.add(account)


def _documents(drafts: Sequence[object]) -> set[Digest]:
    """Everything in the entries that looks like the digest of a document."""
    found: set[Digest] = set()
    for draft in drafts:
        text = bytes(getattr(draft, "body", b"")).decode()
        words = text.replace('"', " ").split()
        found |= {Digest(w) for w in words if len(w) == 64 and all(c in "0123456789abcdef" for c in w)}
    return found


def _serve(
    board: OpenBoard, clock: PacedClock, seed: int, people: Sequence[CrewId], host: str, port: int
) -> None:
    night = Night(seed, board.planning.rules_on)
    for crew in people:
        if crew not in board.desk.board.crews:
            raise ValueError(f"the board has no crew {crew}")
        night.leave_to_people(crew)
    board.desk.watch(lambda now, entries: _heed(night, now, entries))
    player = Player(board, night, standing_rule=False)
    account = board.first_account()
    stop = Event()

    def play() -> None:
        clock.start(datetime.now(UTC))
        waiting = board.desk.board.proposal
        if waiting is not None and board.desk.board.plan is None:
            decided = board.desk.adopt(PlanId(waiting.plan.id), 0, COMMANDER).result()
            if isinstance(decided, Refusal):
                console.print(f"[yellow]![/yellow] {decided.code} {decided.facts}", highlight=False)
        play_along(board, player, stop, pause_s=0.5)

    crews = Thread(target=play, name="rehearsal", daemon=True)

    def ready() -> None:
        console.print("[bold]演练[/bold] Exercise: 结束后作废 thrown away when it ends")
        tell_how_to_enter(console, f"http://{host}:{port}", account)
        crews.start()

    serve_board(board, host, port, ready)
    stop.set()
    crews.join(timeout=10)
    _tell(board.desk.board)


def _heed(night: Night, board: Board, entries: Sequence[Entry]) -> None:
    """A crew a real phone reports for is played by people from then on."""
    for entry in entries:
        word, _, crew = entry.stream.partition("/")
        row = board.openings.get(crew) if word == "opening" else None  # type: ignore[call-overload]
        name = row.crew if row is not None else CrewId(crew) if word == "crew" else None
        if name in board.crews and entry.device not in (f"phone-{name}", "desk"):
            night.leave_to_people(name)


def _tell(board: Board) -> None:
    ended = outcome(board)
    console.print(
        "演练结束 The rehearsal is over: "
        f"{ended.neighbourhoods_closed}/{ended.neighbourhoods} 小区封闭 closed · "
        f"{ended.done}/{ended.openings} 开口完成 openings done",
        highlight=False,
    )
