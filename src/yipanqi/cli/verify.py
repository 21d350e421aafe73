"""`yipanqi verify`: hold a plan's folder against the map once more."""

from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.markup import escape

from yipanqi.cli.plan_edits import as_edited
from yipanqi.cli.speech import Tongue, language_of, tell_errors
from yipanqi.feeds.osm import read_extract
from yipanqi.feeds.problems import FeedError, Language, Problem
from yipanqi.plan.closure.certificate import Certificate, certify, leak_geojson
from yipanqi.plan.closure.words import say_finding

LEAKS, CERTIFICATE = "leak.geojson", "certificate.json"
DOES_NOT_HOLD, WRONG_INPUT = 1, 2
MOST_TOLD = 20


class _Source(msgspec.Struct):
    kind: str
    name: str
    path: str = ""


class _Origin(msgspec.Struct):
    files: list[_Source] = []


class _Document(msgspec.Struct):
    """The little of plan.json that says which map the plan was made from."""

    origin: _Origin = msgspec.field(default_factory=_Origin)


def verify(
    folder: Annotated[
        Path, typer.Argument(help="Folder of a plan, as `yipanqi plan` writes it.", metavar="DIR")
    ],
    extract: Annotated[
        Path | None,
        typer.Argument(help="The map; else the one the plan was made from.", metavar="MAP"),
    ] = None,
    map_file: Annotated[
        Path | None, typer.Option("--map", "-m", help="The same, as an option.", metavar="FILE")
    ] = None,
    lang: Annotated[
        Tongue | None, typer.Option("--lang", help="zh or en; else the terminal's language.")
    ] = None,
) -> None:
    """Check a plan's plan.geojson against the map again, with nothing of the planner.

    Edits the plan was made with (edits.json in the folder) are applied to the map first.

    Writes [bold]certificate.json[/bold] into the folder: every crossing, what stands on it, what was assumed.
    Where the plan does not hold, [bold]leak.geojson[/bold] draws where: lay it over the map.

    Exit codes: 0 the plan holds; 1 it does not; 2 a file is missing or broken.
    """
    console, language = Console(), language_of(lang)
    try:
        paper = _paper(folder / "plan.geojson")
        certificate = certify(paper, as_edited(read_extract(extract or map_file or map_of(folder)), folder))
    except FeedError as wrong:
        tell_errors(Console(stderr=True), wrong.problems, language)
        raise typer.Exit(WRONG_INPUT) from None
    _write(folder, certificate, language)
    _tell(console, certificate, language)
    if not certificate.holds:
        raise typer.Exit(DOES_NOT_HOLD)


def _paper(file: Path) -> Any:
    if not file.is_file():
        raise FeedError((Problem("file-missing", file.name),))
    try:
        return msgspec.json.decode(file.read_bytes())
    except msgspec.DecodeError as broken:
        raise FeedError((Problem("json-broken", file.name, facts={"reason": str(broken)}),)) from broken


def map_of(folder: Path) -> Path:
    """The plan's own map: where it was, or beside the plan."""
    name = "plan.json"
    try:
        told = msgspec.json.decode((folder / name).read_bytes(), type=_Document)
    except (OSError, msgspec.MsgspecError) as broken:
        raise FeedError((Problem("file-unreadable", name, facts={"reason": str(broken)}),)) from broken
    for source in told.origin.files:
        if source.kind == "map":
            name = source.name
            for place in (folder / source.path, folder / source.name, folder.parent / source.name):
                if place.is_file():
                    return place
    raise FeedError((Problem("file-missing", name),))


def _write(folder: Path, certificate: Certificate, language: Language) -> None:
    (folder / CERTIFICATE).write_bytes(msgspec.json.format(msgspec.json.encode(certificate), indent=1))
    leaks = folder / LEAKS
    if certificate.holds:
        leaks.unlink(missing_ok=True)
        return
    drawn = leak_geojson(certificate.findings)
    said = [say_finding(finding, language) for finding in certificate.findings if finding.place]
    for feature, words in zip(drawn["features"], said, strict=True):
        feature["properties"]["says"] = words
    leaks.write_bytes(msgspec.json.encode(drawn))


def _tell(console: Console, certificate: Certificate, language: Language) -> None:
    for finding in certificate.findings[:MOST_TOLD]:
        console.print(
            f"[red]✗[/red] {escape(say_finding(finding, language))}", soft_wrap=True, highlight=False
        )
    more = len(certificate.findings) - MOST_TOLD
    if more > 0:
        console.print(f"… +{more} → {LEAKS}")
    zh = language == "zh"
    console.print(_summary(certificate, language), soft_wrap=True, highlight=False)
    if certificate.holds:
        words = "方案成立。" if zh else "The plan holds."
        console.print(f"[green]✓ {words}[/green]")
    else:
        words = "方案不成立，不得下达。" if zh else "The plan does not hold and must not be adopted."
        console.print(f"[bold red]✗ {words}[/bold red]")


def _summary(certificate: Certificate, language: Language) -> str:
    rings = len(certificate.rings)
    crossings = sum(len(ring.crossings) for ring in certificate.rings)
    metres = sum(ring.length_m for ring in certificate.rings)
    assumed = sum(ring.assumed_m for ring in certificate.rings)
    if language == "zh":
        return f"{rings} 个封控圈，{crossings} 处道路穿越；圈长 {metres:,.0f} 米，待确认 {assumed:,.0f} 米。"
    return f"{rings} rings, {crossings} ways across; {metres:,.0f} m of ring, {assumed:,.0f} m of it assumed."
