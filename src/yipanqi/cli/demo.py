"""`yipanqi demo`: makes a town, plans its closure, opens the board and plays the night."""

import sys
import tempfile
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec
import typer
from msgspec.structs import replace
from rich.console import Console
from rich.table import Table

from yipanqi.cli.plan_reading import Ground, Inputs, read_ground
from yipanqi.cli.playing import Outcome, Player, outcome, play_along, play_until_done
from yipanqi.cli.progress import Steps
from yipanqi.cli.serving import free_to_listen, serve_board, tell_how_to_enter
from yipanqi.cli.surveying import close_on_paper, propose_night, record_survey
from yipanqi.close.model import NightRow
from yipanqi.feeds.registry_writing import registry_to_tables
from yipanqi.ground.ids import Actor, PlanId
from yipanqi.ground.refusal import Refusal
from yipanqi.plan.closure.model import ClosureRules
from yipanqi.simulate.night import Night
from yipanqi.simulate.town import make_town, write_town
from yipanqi.storage import CannotOpen
from yipanqi.survey.weak_plank import WeakPlank
from yipanqi.wiring import OpenBoard, PacedClock, SetClock

console = Console(stderr=True)
TOWN_TIME = ZoneInfo("Asia/Shanghai")
DUSK = datetime(2026, 2, 3, 18, tzinfo=TOWN_TIME)
NIGHT = NightRow(DUSK, DUSK + timedelta(hours=10))
BEFORE = timedelta(minutes=4)
"""How long before the night starts the board opens."""
LOOK_S = 2.0
"""How long the proposed plan is shown before it is adopted."""
CREW_SECONDS = 2.0
"""How long the first schedule of the crews may take."""
SPEED = 200.0
"""Board seconds a second: ten hours in three minutes."""


def demo(
    seed: Annotated[int, typer.Option(min=0, help="Chooses the town and the night's luck.")] = 7,
    speed: Annotated[float, typer.Option(min=1, max=5000, help="Board seconds a second.")] = SPEED,
    until_done: Annotated[
        bool, typer.Option("--until-done", help="Play at full speed without a browser, then exit.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="With --until-done: the outcome as JSON.")] = False,
    folder: Annotated[
        Path | None,
        typer.Option(file_okay=False, help="Where the board is kept; the same again goes on with it."),
    ] = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
    browser: Annotated[bool, typer.Option(help="Open the board in a browser.")] = True,
    standing_rule: Annotated[
        bool, typer.Option(help="Adopt every replan that is needed without asking.")
    ] = True,
) -> None:
    """Make a town, plan its closure, open the board and play the night."""
    if not until_done and not free_to_listen(host, port):
        console.print(f"[red]✗[/red] {host}:{port} 已被占用 / is in use: --port")
        raise typer.Exit(1)
    with _folder(folder) as where:
        try:
            if until_done:
                ended = _play_at_once(where, seed, standing_rule=standing_rule)
                _tell(ended, as_json=as_json)
                raise typer.Exit(0 if ended.all_explained else 1)
            _play_live(where, seed, speed, host, port, browser=browser, standing_rule=standing_rule)
        except CannotOpen as wrong:
            console.print(f"[red]✗[/red] {wrong}", highlight=False)
            raise typer.Exit(1) from None


@contextmanager
def _folder(chosen: Path | None) -> Iterator[Path]:
    """The folder asked for, or one that is thrown away."""
    if chosen is not None:
        yield chosen
        return
    with tempfile.TemporaryDirectory(prefix="yipanqi-demo-") as thrown_away:
        yield Path(thrown_away)


def _play_at_once(where: Path, seed: int, *, standing_rule: bool) -> Outcome:
    clock = SetClock(DUSK - BEFORE)
    with OpenBoard(where, clock, seed=seed) as board, Steps(console) as steps:
        clock.at = _last_word(board, clock.at)
        _plan(board, _survey(board, where, seed, steps), seed, steps)
        _adopt(board)
        player = Player(board, Night(seed, board.planning.rules_on), standing_rule=standing_rule)
        with steps.step("night", "今夜 The night") as step:
            play_until_done(
                clock, player, lambda now: step(f"{now.astimezone(TOWN_TIME):%H:%M}", _share(now))
            )
        return outcome(board.desk.board)


def _share(now: datetime) -> float:
    return min(1.0, (now - DUSK) / (NIGHT.deadline_at - NIGHT.starts_at))


def _play_live(
    where: Path, seed: int, speed: float, host: str, port: int, *, browser: bool, standing_rule: bool
) -> None:
    clock = PacedClock(DUSK - BEFORE, speed)
    with OpenBoard(where, clock, seed=seed) as board:
        with Steps(console) as steps:
            ground = _survey(board, where, seed, steps)
        account = board.first_account()
        stop = Event()
        player = Player(board, Night(seed, board.planning.rules_on), standing_rule=standing_rule)

        def night() -> None:
            with Steps(console) as steps:
                _plan(board, ground, seed, steps)
            clock.start(_last_word(board, DUSK - BEFORE))
            if stop.wait(LOOK_S):
                return
            _adopt(board)
            play_along(board, player, stop)
            if not stop.is_set():
                _tell(outcome(board.desk.board), as_json=False)

        crews = Thread(target=night, name="night", daemon=True)

        def ready() -> None:
            tell_how_to_enter(console, f"http://{host}:{port}", account)
            crews.start()
            if browser and sys.stdout.isatty():
                webbrowser.open(f"http://{host}:{port}")

        serve_board(board, host, port, ready)
        stop.set()
        if crews.is_alive():
            crews.join(timeout=10)


def _last_word(board: OpenBoard, otherwise: datetime) -> datetime:
    """Where the board's time had come to, so that a night goes on where it was."""
    head = board.stored.journal.head()
    last = board.desk.read(head - 1, 1) if head else ()
    return max(otherwise, last[0].recorded_at) if last else otherwise


def _survey(board: OpenBoard, where: Path, seed: int, steps: Steps) -> Ground | None:
    """The town as files, read back by the readers real users use, and surveyed; None once it is planned.

    Whatever of it the board holds already, from a demo that was ended on the way, is left as it is.
    """
    if board.desk.board.plan is not None or board.desk.board.proposal is not None:
        return None
    with steps.step("town", "造一座城 Making a town") as step:
        town = make_town(seed)
        map_file = write_town(town, where / "town")
        tables = where / "town" / "registry.xlsx"
        registry_to_tables(town.registry, tables)
        step.said = f"{map_file.name} · {tables.name}"
    ground = read_ground(
        Inputs(map_file, None, (tables,), ClosureRules(), seed, DUSK, 10.0, CREW_SECONDS, "zh"), steps
    )
    ground = replace(ground, extract=replace(ground.extract, attribution=""))  # it is nobody's map data
    if board.desk.board.survey_version == 0:
        record_survey(board, ground, town.name, TOWN_TIME.key, exercise=True)
    _tell_weak_plank(board.desk.board.weak_plank)
    return ground


def _plan(board: OpenBoard, ground: Ground | None, seed: int, steps: Steps) -> None:
    """The closure and the crews' first schedule, checked and proposed."""
    if ground is None:
        return
    with steps.step("close", "封控方案 Planning the closure") as step:
        plan, closure = close_on_paper(board, ground, seed, step)
        nets = sum(len(c.nets) for c in plan.closures)
        gates = sum(len(c.gates) for c in plan.closures)
        emergency = sum(len(c.emergency) for c in plan.closures)
        step.said = f"{len(plan.closures)} 封控圈 · {gates} 出入口 · {nets} 隔离网 · {emergency} 应急开口"
    with steps.step("crews", "排班 Scheduling the crews") as step:
        proposed = propose_night(board, closure, NIGHT, seed=seed, seconds=CREW_SECONDS)
        step.said = f"→ {proposed.finish_at.astimezone(TOWN_TIME):%H:%M}"


def _adopt(board: OpenBoard) -> None:
    """The commander's decision, unless it was taken before (here, or on the board)."""
    waiting = board.desk.board.proposal
    if waiting is None or board.desk.board.plan is not None:
        return
    decided = board.desk.adopt(PlanId(waiting.plan.id), 0, Actor("commander")).result()
    if isinstance(decided, Refusal):
        console.print(f"[yellow]![/yellow] {decided.code} {decided.facts}", highlight=False)


def _tell_weak_plank(planks: WeakPlank | None) -> None:
    """Before anything is planned: what each community would have to carry alone."""
    if planks is None:
        return
    table = Table(
        title="短板 The weak plank: each community by itself", title_justify="left", title_style="bold"
    )
    for head in (
        "社区 Community",
        "开口 Openings",
        "干部 Cadres",
        "人均 A head",
        "缺网 Net to find",
        "自封完成 Closed by itself",
    ):
        table.add_column(head, justify="left" if head.startswith("社区") else "right")
    for row in planks.communities:
        head = "-" if row.openings_per_cadre is None else f"{row.openings_per_cadre:.1f}"
        done = (
            "做不到 impossible"
            if row.finishes_s is None
            else f"{DUSK + timedelta(seconds=row.finishes_s):%H:%M}"
        )
        table.add_row(row.name, str(row.openings), str(row.cadres), head, f"{row.net_to_find_m:.0f} m", done)
    console.print(table)


def _tell(ended: Outcome, *, as_json: bool) -> None:
    """The outcome: JSON to standard output, or a few lines to the terminal."""
    if as_json:
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(ended), indent=2).decode() + "\n")
        return
    finished = f"{ended.finished_at.astimezone(TOWN_TIME):%H:%M}" if ended.finished_at else "-"
    console.print(
        f"[bold]{ended.neighbourhoods_closed}/{ended.neighbourhoods}[/bold] 小区封闭 neighbourhoods closed · "
        f"[bold]{ended.done}/{ended.openings}[/bold] 开口完成 openings done · {finished} · "
        f"{ended.plans_adopted} 次下达 plans adopted",
        highlight=False,
    )
    for left in ended.left_open:
        console.print(f"  ▲ {left.opening}: {left.state} · {left.why or '?'}", highlight=False, markup=False)
