"""`yipanqi blocks`: neighbourhoods to propose where none are mapped, for somebody to accept."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from yipanqi.cli.plan_options import LanguageOption, MapFile
from yipanqi.cli.speech import language_of, tell_errors
from yipanqi.feeds.osm import read_extract
from yipanqi.feeds.problems import FeedError
from yipanqi.feeds.tables_writing import whole
from yipanqi.survey.blocks import Block, find_blocks

MOST_TOLD = 15


class RankIn(StrEnum):
    """What `--rank` takes, the widest streets first."""

    primary = "primary"
    secondary = "secondary"
    tertiary = "tertiary"
    unclassified = "unclassified"
    residential = "residential"


def blocks(
    extract: MapFile,
    rank: Annotated[
        RankIn,
        typer.Option(help="The lowest class of street that parts blocks: lower, smaller."),
    ] = RankIn.tertiary,
    out: Annotated[
        Path, typer.Option("--out", "-o", help="GeoJSON file to write.", dir_okay=False, metavar="FILE")
    ] = Path("blocks.geojson"),
    lang: LanguageOption = None,
) -> None:
    """Propose neighbourhoods where none are mapped: blocks between main streets, railways and water.

    Look at them in a map program, delete those that are none, give the others names; then
    [cyan]yipanqi plan MAP --neighbourhoods blocks.geojson[/cyan] plans them. Nothing is planned unseen.
    """
    console, language = Console(stderr=True), language_of(lang)
    try:
        found = find_blocks(read_extract(extract), rank.value)
        body = msgspec.json.format(msgspec.json.encode(_geojson(found)), indent=1)
        whole(out, lambda part: part.write_bytes(body))
    except FeedError as wrong:
        tell_errors(console, wrong.problems, language)
        raise typer.Exit(1) from None
    except OSError as failure:
        console.print(f"[red]✗[/red] {escape(str(failure))}", soft_wrap=True, highlight=False)
        raise typer.Exit(1) from None
    _tell(console, found, zh=language == "zh")
    typer.echo(out)


def _geojson(found: tuple[Block, ...]) -> dict[str, Any]:
    features = []
    for number, block in enumerate(found, start=1):
        told = {
            "id": block.quarter.id,
            "name": f"街区 {number:02d}",
            "buildings": block.buildings,
            "area_m2": block.area_m2,
        }
        rings = [[list(place) for place in ring] for ring in block.quarter.area]
        geometry = {"type": "Polygon", "coordinates": rings}
        features.append({"type": "Feature", "properties": told, "geometry": geometry})
    return {"type": "FeatureCollection", "features": features}


def _tell(console: Console, found: tuple[Block, ...], *, zh: bool) -> None:
    """The largest of them; none is told, too."""
    if not found:
        words = "没有找到街区；换个等级（--rank）。" if zh else "No block was found; try another --rank."
        console.print(f"[yellow]![/yellow] {words}")
        return
    table = Table(box=None, header_style="dim", pad_edge=False)
    for head in ("#", "编号" if zh else "id", "建筑" if zh else "buildings", "公顷" if zh else "hectares"):
        table.add_column(head, justify="right")
    for number, block in enumerate(found[:MOST_TOLD], start=1):
        hectares = f"{block.area_m2 / 10_000:.1f}"
        table.add_row(str(number), block.quarter.id, str(block.buildings), hectares)
    console.print(table)
    if len(found) > MOST_TOLD:
        console.print(f"[dim]… +{len(found) - MOST_TOLD}[/dim]")
