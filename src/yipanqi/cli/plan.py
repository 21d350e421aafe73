"""`yipanqi plan`: from a map to a checked closure plan in a folder."""

from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.markup import escape

from yipanqi.cli.default_command import DefaultCommandGroup
from yipanqi.cli.goods import goods_plan
from yipanqi.cli.plan_crews import crews_plan
from yipanqi.cli.plan_folder import write_folder
from yipanqi.cli.plan_making import make_plan
from yipanqi.cli.plan_options import (
    JOINT,
    EditsFiles,
    HoursOption,
    JointOption,
    LanguageOption,
    MapFile,
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
from yipanqi.cli.plan_telling import tell_plan
from yipanqi.cli.plan_worth import worth_plan
from yipanqi.cli.progress import Steps
from yipanqi.cli.speech import language_of, tell_errors
from yipanqi.feeds.problems import FeedError

plan_app = typer.Typer(cls=DefaultCommandGroup, rich_markup_mode="rich")
plan_app.command("crews")(crews_plan)
plan_app.command("goods")(goods_plan)
plan_app.command("worth")(worth_plan)

WRONG_INPUT, UNSAFE = 1, 3
"""Exit codes: 1 nothing was written; 3 the folder was written, but the check found something in the plan."""


@plan_app.callback()
def about() -> None:
    """Plan the closure of a map's neighbourhoods, a night's crews or goods, or weigh what they are worth."""


@plan_app.command("map")
def map_plan(
    extract: MapFile,
    out: Annotated[
        Path,
        typer.Option("--out", "-o", help="Folder to write into; made if it is not there.", metavar="DIR"),
    ] = Path("out"),
    neighbourhoods: NeighbourhoodsFile = None,
    registry: RegistryFiles = None,
    edits: EditsFiles = None,
    trust: TrustOption = TrustIn.ways,
    ring: RingOption = RingIn.cut,
    joint: JointOption = JOINT,
    night: NightOption = None,
    hours: HoursOption = 10.0,
    timezone: ZoneOption = "Asia/Shanghai",
    crew_seconds: Annotated[
        float, typer.Option(min=0, max=3600, help="Seconds to spend on the crews' schedule.")
    ] = 5.0,
    ordered_at: Annotated[
        datetime | None,
        typer.Option(help="When orders for goods go out, local time; now if not given."),
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of the planners; the same gives the same rings.")] = 0,
    lang: LanguageOption = None,
) -> None:
    """Plan which openings of a map's neighbourhoods to bar, and which gate stays.

    Writes [bold]report.html[/bold] (one file to look at, send and print),
    [bold]plan.geojson[/bold] (for maps) and [bold]plan.json[/bold] (everything).
    With crews and suppliers in the registry the night is scheduled, too.
    Edits made with (--edits) are kept in [bold]edits.json[/bold].

    Exit codes: 0 planned and checked; 1 bad input, nothing was written;
    3 written, but the check found something wrong with the plan.

    Example: [cyan]yipanqi plan town.osm.gz --registry registry.xlsx -o out/[/cyan]
    """
    console, language = Console(stderr=True), language_of(lang)
    inputs = Inputs(
        extract,
        neighbourhoods,
        tuple(registry or ()),
        rules_of(trust, ring, joint),
        seed,
        night_of(night, timezone),
        hours,
        crew_seconds,
        language,
        out,
        tuple(edits or ()),
        _ordered(ordered_at, timezone),
    )
    try:
        if out.exists() and not out.is_dir():
            raise NotADirectoryError(
                inputs.say(f"{out} 是文件，不是文件夹", f"{out} is a file, not a folder")
            )
        with Steps(console) as steps:
            document, files = make_plan(inputs, read_ground(inputs, steps), steps)
        written = write_folder(out, files)
    except FeedError as wrong:
        tell_errors(console, wrong.problems, language)
        raise typer.Exit(WRONG_INPUT) from None
    except OSError as failure:
        console.print(f"[red]✗[/red] {escape(str(failure))}", soft_wrap=True, highlight=False)
        raise typer.Exit(WRONG_INPUT) from None
    tell_plan(Console(), console, document, inputs, written)
    if not document.summary.adoptable or (document.schedule and document.schedule.findings):
        raise typer.Exit(UNSAFE)


def _ordered(ordered_at: datetime | None, timezone: str) -> datetime:
    """When orders go out, as an instant."""
    return datetime.now(ZoneInfo(timezone)) if ordered_at is None else night_of(ordered_at, timezone)
