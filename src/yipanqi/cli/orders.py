"""`yipanqi orders`: every crew's work order out of a plan's folder or a board, to print and to hand out."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec
import typer
from msgspec.structs import replace
from rich.console import Console
from rich.markup import escape

from yipanqi.cli.plan_folder import write_folder
from yipanqi.cli.speech import Tongue, language_of, tell_errors
from yipanqi.cli.verify import map_of
from yipanqi.feeds.osm import read_extract
from yipanqi.feeds.problems import FeedError, Problem
from yipanqi.papers.base_map import base_map
from yipanqi.papers.orders.bundle import orders_files
from yipanqi.papers.orders.from_board import orders_of_board
from yipanqi.papers.orders.from_plan import orders_of_plan
from yipanqi.papers.orders.model import Orders
from yipanqi.papers.pdf import NoChineseFontError
from yipanqi.papers.plan_document import PlanDocument
from yipanqi.storage import CannotOpen
from yipanqi.survey.model import Area
from yipanqi.wiring import OpenBoard, WallClock

NOTHING, WRONG_INPUT = 1, 2
URL = ""


def orders(
    source: Annotated[
        str,
        typer.Argument(
            help="Folder of a plan (with plan.json), data folder of a board, or a postgresql:// URL.",
            metavar="DIR",
        ),
    ],
    out: Annotated[
        Path, typer.Option("--out", "-o", help="Folder to write into.", file_okay=False, metavar="DIR")
    ] = Path("orders"),
    crew: Annotated[
        list[str] | None, typer.Option("--crew", help="Only this crew (id or name); may be repeated.")
    ] = None,
    url: Annotated[
        str, typer.Option(help="Where the board is served (http://10.0.0.5:8000): the codes lead there.")
    ] = URL,
    lang: Annotated[
        Tongue | None, typer.Option("--lang", help="zh or en; else the terminal's language.")
    ] = None,
) -> None:
    """Write work orders: orders.pdf to print, orders.xlsx, and a GPX route for each crew's phone.

    From a plan's folder the map is looked for where the plan was made from; without it the small maps show
    no streets. A board must not be served at the same time: there the board itself hands them out.

    Exit codes: 0 written; 1 no crew has an order; 2 a file is missing or broken.
    """
    console, language = Console(stderr=True), language_of(lang)
    try:
        found, streets = _of_plan(Path(source), url) if _is_plan(source) else _of_board(source, url)
        files = orders_files(_only(found, crew), streets, language)
        for file in write_folder(out, files):
            typer.echo(file)
    except FeedError as wrong:
        tell_errors(console, wrong.problems, language)
        raise typer.Exit(WRONG_INPUT) from None
    except (CannotOpen, NoChineseFontError, OSError) as wrong:
        console.print(f"[red]✗[/red] {escape(str(wrong))}", highlight=False)
        raise typer.Exit(WRONG_INPUT) from None
    except LookupError:
        words = "没有这样的派工单。" if language == "zh" else "There is no such work order."
        console.print(f"[red]✗[/red] {words}")
        raise typer.Exit(NOTHING) from None


def _is_plan(source: str) -> bool:
    return "://" not in source and (Path(source) / "plan.json").is_file()


def _of_plan(folder: Path, url: str) -> tuple[Orders, bytes]:
    """The orders of a plan's folder, and the streets for their maps."""
    name = "plan.json"
    try:
        document = msgspec.json.decode((folder / name).read_bytes(), type=PlanDocument)
        areas = areas_of((folder / "plan.geojson").read_bytes())
    except (OSError, msgspec.MsgspecError) as broken:
        raise FeedError((Problem("file-unreadable", name, facts={"reason": str(broken)}),)) from broken
    told = orders_of_plan(document, areas, made_at=_local(document), url=url)
    if told is None:
        raise LookupError("the plan has no crews")
    try:
        return told, base_map(read_extract(map_of(folder)))
    except FeedError:
        return told, b""  # a map without streets is better than none, and the orders are all there


def _local(document: PlanDocument) -> datetime:
    """Now, on the plan's own clock."""
    zone = document.schedule.starts_at.tzinfo if document.schedule else UTC
    return datetime.now(zone)


def areas_of(paper: bytes) -> tuple[Area, ...]:
    """The neighbourhoods' outlines out of a plan's GeoJSON."""
    features = msgspec.json.decode(paper)["features"]
    places = [f["geometry"]["coordinates"] for f in features if f["properties"]["kind"] == "neighbourhood"]
    return msgspec.convert(places, tuple[Area, ...])


def _of_board(where: str, url: str) -> tuple[Orders, bytes]:
    """The orders of a board as it stands, and its base map."""
    clock = WallClock()
    if "://" not in where and not Path(where).exists():
        raise FeedError((Problem("file-missing", where),))
    with OpenBoard(where if "://" in where else Path(where), clock) as board:
        state = board.desk.board
        zone = ZoneInfo(state.time_zone or "UTC")
        told = orders_of_board(state, made_at=clock.now(), zone=zone, url=url)
        kept = board.stored.documents.get(state.map_digest) if state.map_digest else None  # type: ignore[arg-type]
    if told is None:
        raise LookupError("no plan is in force")
    return told, kept[0] if kept else b""


def _only(told: Orders, crews: list[str] | None) -> Orders:
    """The orders asked for.

    Raises:
        LookupError: there is none.
    """
    wanted = told.orders
    if crews:
        wanted = tuple(order for order in wanted if {order.crew, order.name} & set(crews))
    if not wanted:
        raise LookupError("no such crew")
    return replace(told, orders=wanted)
