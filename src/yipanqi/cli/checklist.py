"""`yipanqi checklist`: what the map cannot prove, as a walk with a sheet to fill in."""

import csv
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.markup import escape

from yipanqi.cli.plan_folder import write_folder
from yipanqi.cli.plan_options import (
    EditsFiles,
    LanguageOption,
    MapFile,
    NeighbourhoodsFile,
    RegistryFiles,
    night_of,
)
from yipanqi.cli.plan_reading import Ground, Inputs, read_ground
from yipanqi.cli.progress import Steps
from yipanqi.cli.speech import language_of, tell_errors
from yipanqi.desk.survey_looking import ChecklistView, checklist_of
from yipanqi.feeds.problems import FeedError
from yipanqi.feeds.tables_csv import guarded
from yipanqi.papers.checklist import HEADERS, checklist_geojson, checklist_html, checklist_rows
from yipanqi.plan.closure.model import ClosureRules
from yipanqi.survey.doubts import find_doubts


def checklist(
    extract: MapFile,
    out: Annotated[
        Path,
        typer.Option("--out", "-o", help="Folder to write into; made if missing.", metavar="DIR"),
    ] = Path("checklist"),
    neighbourhoods: NeighbourhoodsFile = None,
    registry: RegistryFiles = None,
    edits: EditsFiles = None,
    only: Annotated[
        str | None, typer.Option("--only", help="One neighbourhood alone, by id or name.", metavar="NAME")
    ] = None,
    lang: LanguageOption = None,
) -> None:
    """List for the field what the map cannot prove, in the order of a short walk.

    Writes [bold]checklist.html[/bold] (to print and write on), [bold]checklist.csv[/bold] (to fill in and
    give back with --edits: “do” says what a row corrects) and [bold]checklist.geojson[/bold] (for maps
    and phones, with the walk as a line).
    """
    console, language = Console(stderr=True), language_of(lang)
    inputs = Inputs(
        extract,
        neighbourhoods,
        tuple(registry or ()),
        ClosureRules(),
        0,
        night_of(None, "UTC"),
        10.0,
        0.0,
        language,
        out,
        tuple(edits or ()),
    )
    try:
        with Steps(console) as steps:
            ground = read_ground(inputs, steps)
            with steps.step("doubts", inputs.say("找疑点", "Looking for doubts")) as step:
                view = _view(ground, only)
                step.said = inputs.say(f"{len(view.doubts)} 处", f"{len(view.doubts)} place(s)")
        title = f"{ground.extract.name} · {only}" if only else ground.extract.name
        written = write_folder(out, _files(view, title, ground.extract.attribution))
    except FeedError as wrong:
        tell_errors(console, wrong.problems, language)
        raise typer.Exit(1) from None
    except OSError as failure:
        console.print(f"[red]✗[/red] {escape(str(failure))}", soft_wrap=True, highlight=False)
        raise typer.Exit(1) from None
    for file in written:
        typer.echo(file)


def _view(ground: Ground, only: str | None) -> ChecklistView:
    """The doubts of all neighbourhoods to close, or of one."""
    places = tuple(p for p in ground.to_close if only in {None, p.id, p.name})
    if not places:
        raise typer.BadParameter(f"{only!r} is no neighbourhood of this map", param_hint="--only")
    names = {place.id for place in places}
    openings = tuple(o for o in ground.joined.openings if o.neighbourhood in names)
    return checklist_of(places, openings, find_doubts(ground.extract, places, openings, datetime.now(UTC)))


def _files(view: ChecklistView, title: str, attribution: str) -> dict[str, bytes]:
    table = StringIO(newline="")
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow(HEADERS)
    writer.writerows([guarded(cell) for cell in row] for row in checklist_rows(view))
    return {
        "checklist.html": checklist_html(view, title, attribution).encode(),
        "checklist.csv": table.getvalue().encode("utf-8-sig"),
        "checklist.geojson": msgspec.json.format(msgspec.json.encode(checklist_geojson(view)), indent=1),
    }
