"""`yipanqi serve`: a board for a data folder."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from msgspec.structs import replace
from rich.console import Console

from yipanqi.cli.plan_edits import with_edits
from yipanqi.cli.plan_options import (
    JOINT,
    EditsFiles,
    HoursOption,
    JointOption,
    LanguageOption,
    NeighbourhoodsFile,
    NightOption,
    RegistryFiles,
    RingIn,
    RingOption,
    TrustIn,
    TrustOption,
    ZoneOption,
    night_of,
    rules_of,
)
from yipanqi.cli.plan_reading import Inputs, read_ground
from yipanqi.cli.progress import Steps
from yipanqi.cli.serving import free_to_listen, serve_board, tell_how_to_enter
from yipanqi.cli.speech import language_of, tell_errors
from yipanqi.cli.surveying import (
    OFFICE,
    Unsafe,
    first_closure,
    propose_night,
    record_edits,
    record_survey,
)
from yipanqi.close.closure_events import ClosureRulesSet
from yipanqi.close.model import NightRow
from yipanqi.feeds.problems import FeedError
from yipanqi.storage import CannotOpen
from yipanqi.wiring import OpenBoard, WallClock

console = Console(stderr=True)


class SharingIn(StrEnum):
    """What `--sharing` takes."""

    asked = "asked"
    assumed = "assumed"


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
    registry: RegistryFiles = None,
    neighbourhoods: NeighbourhoodsFile = None,
    edits: EditsFiles = None,
    trust: TrustOption = TrustIn.ways,
    ring: RingOption = RingIn.cut,
    joint: JointOption = JOINT,
    sharing: Annotated[
        SharingIn,
        typer.Option(
            help="'asked': neighbourhoods share a ring only where an edit says that both accept; "
            "'assumed': unless one refuses."
        ),
    ] = SharingIn.asked,
    name: Annotated[str, typer.Option(help="The sub-district's name, as the board shows it.")] = "街道",
    night: NightOption = None,
    hours: HoursOption = 10.0,
    timezone: ZoneOption = "Asia/Shanghai",
    board_name: Annotated[
        str, typer.Option("--board", help="Which of several boards in one database.")
    ] = "main",
    exercise: Annotated[bool, typer.Option("--exercise", help="Mark everything as an exercise.")] = False,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
    language: LanguageOption = None,
) -> None:
    """Serve the board of a data folder; with --map and --registry, survey and plan it first."""
    tongue = language_of(language)
    if not free_to_listen(host, port):
        console.print(f"[red]✗[/red] {host}:{port} 已被占用 / is in use: --port")
        raise typer.Exit(1)
    rules = ClosureRulesSet(rules_of(trust, ring, joint), sharing.value)
    try:
        with OpenBoard(folder, WallClock(), name=board_name) as board:
            if map_file is not None:
                inputs = Inputs(
                    map_file,
                    neighbourhoods,
                    tuple(registry or ()),
                    rules.rules,
                    0,
                    night_of(night, timezone),
                    hours,
                    2.0,
                    tongue,
                    edits=tuple(edits or ()),
                )
                _first_plan(board, inputs, rules, name, exercise=exercise)
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


def _first_plan(
    board: OpenBoard,
    inputs: Inputs,
    rules: ClosureRulesSet,
    name: str,
    *,
    exercise: bool,
) -> None:
    """Survey, edit and propose, unless there is a survey already: no command line overwrites that."""
    if board.desk.board.survey_version:
        console.print(
            "[yellow]![/yellow] 看板已有勘察，--map 未读入 / the board has a survey; --map was not read"
        )
        return
    with Steps(console) as steps:
        ground = read_ground(replace(inputs, edits=()), steps)
        with_edits(ground.extract, ground.to_close, ground.joined.openings, inputs.edits, inputs.night)
        record_survey(board, ground, name, str(inputs.night.tzinfo), exercise=exercise)
        board.closing.rule(rules, OFFICE)
        record_edits(board, inputs.edits)
        with steps.step("close", "封控方案 Planning the closure"):
            closure = first_closure(board)
        with steps.step("crews", "排班 Scheduling the crews"):
            propose_night(
                board, closure, NightRow(inputs.night, inputs.deadline), seed=0, seconds=inputs.crew_seconds
            )


__all__ = ["serve"]
