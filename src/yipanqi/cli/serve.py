"""`yipanqi serve`: a board for a data folder."""

from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console

from yipanqi.cli.plan_reading import Inputs, read_ground
from yipanqi.cli.progress import Steps
from yipanqi.cli.serving import free_to_listen, serve_board, tell_how_to_enter
from yipanqi.cli.speech import Tongue, language_of, tell_errors
from yipanqi.cli.surveying import Unsafe, close_on_paper, propose_night, record_survey
from yipanqi.close.model import NightRow
from yipanqi.feeds.problems import FeedError
from yipanqi.storage import CannotOpen
from yipanqi.wiring import OpenBoard, WallClock

console = Console(stderr=True)


def serve(
    folder: Annotated[
        str, typer.Argument(help="Data folder of the board (made if missing), or a postgresql:// URL.")
    ],
    map_file: Annotated[
        Path | None,
        typer.Option(
            "--map",
            exists=True,
            dir_okay=False,
            help="OpenStreetMap extract; only for a board without a survey.",
        ),
    ] = None,
    registry: Annotated[
        list[Path] | None,
        typer.Option(
            "--registry", exists=True, help="XLSX or CSV files, or a folder of them; may be repeated."
        ),
    ] = None,
    neighbourhoods: Annotated[
        Path | None,
        typer.Option("--neighbourhoods", exists=True, dir_okay=False, help="Neighbourhoods as GeoJSON."),
    ] = None,
    name: Annotated[str, typer.Option(help="The sub-district's name, as the board shows it.")] = "街道",
    night: Annotated[
        datetime | None,
        typer.Option(help="Start of the night, local time; today at 18:00 if not given."),
    ] = None,
    hours: Annotated[float, typer.Option(min=1, max=48, help="From the start to the deadline.")] = 10.0,
    timezone: Annotated[str, typer.Option(help="The town's time zone.")] = "Asia/Shanghai",
    board_name: Annotated[
        str, typer.Option("--board", help="Which of several boards in one database.")
    ] = "main",
    exercise: Annotated[bool, typer.Option("--exercise", help="Mark everything as an exercise.")] = False,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
    language: Annotated[Tongue | None, typer.Option("--lang", help="Language of messages.")] = None,
) -> None:
    """Serve the board of a data folder; with --map and --registry, survey and plan it first."""
    tongue = language_of(language)
    if not free_to_listen(host, port):
        console.print(f"[red]✗[/red] {host}:{port} 已被占用 / is in use: --port")
        raise typer.Exit(1)
    try:
        with OpenBoard(folder, WallClock(), name=board_name) as board:
            if map_file is not None:
                starts = _start(night, timezone)
                paths = tuple(registry or ())
                inputs = Inputs(map_file, neighbourhoods, paths, "ways", 0, starts, hours, 2.0, tongue)
                _first_plan(board, inputs, name, exercise=exercise)
            account = board.first_account()
            serve_board(
                board, host, port, lambda: tell_how_to_enter(console, f"http://{host}:{port}", account)
            )
    except FeedError as wrong:
        tell_errors(console, wrong.problems, tongue)
        raise typer.Exit(1) from None
    except (Unsafe, CannotOpen, ValueError) as wrong:
        console.print(f"[red]✗[/red] {wrong}", highlight=False, markup=True)
        raise typer.Exit(1) from None


def _start(night: datetime | None, timezone: str) -> datetime:
    """The night's start with its time zone; today at 18:00 where none was given."""
    zone = ZoneInfo(timezone)
    if night is not None:
        return night.replace(tzinfo=zone)
    return datetime.now(zone).replace(hour=18, minute=0, second=0, microsecond=0)


def _first_plan(
    board: OpenBoard,
    inputs: Inputs,
    name: str,
    *,
    exercise: bool,
) -> None:
    """Survey and propose, unless there is a survey already: no command line overwrites that."""
    if board.desk.board.survey_version:
        console.print(
            "[yellow]![/yellow] 看板已有勘察，--map 未读入 / the board has a survey; --map was not read"
        )
        return
    with Steps(console) as steps:
        ground = read_ground(inputs, steps)
        record_survey(board, ground, name, str(inputs.night.tzinfo), exercise=exercise)
        with steps.step("close", "封控方案 Planning the closure") as step:
            _, closure = close_on_paper(board, ground, seed=0, progress=step)
        with steps.step("crews", "排班 Scheduling the crews"):
            propose_night(
                board, closure, NightRow(inputs.night, inputs.deadline), seed=0, seconds=inputs.crew_seconds
            )


__all__ = ["serve"]
