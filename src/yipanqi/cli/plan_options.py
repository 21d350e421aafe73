"""The options that commands which read a map have in common, each said once."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from yipanqi.cli.speech import Tongue
from yipanqi.plan.closure.model import ClosureRules


class TrustIn(StrEnum):
    """What `--trust` takes."""

    ways = "ways"
    ground = "ground"


class RingIn(StrEnum):
    """What `--ring` takes."""

    cut = "cut"
    edge = "edge"


MapFile = Annotated[
    Path,
    typer.Argument(help="OpenStreetMap extract: .osm, .osm.gz, .osm.bz2 or .osm.pbf.", metavar="MAP"),
]
NeighbourhoodsFile = Annotated[
    Path | None,
    typer.Option(
        "--neighbourhoods",
        "-n",
        help="Neighbourhoods as GeoJSON; else the map's residential areas.",
        metavar="FILE",
    ),
]
RegistryFiles = Annotated[
    list[Path] | None,
    typer.Option(
        "--registry",
        "-r",
        help="Registry as XLSX or CSV: a file or folder; may be repeated. See `yipanqi template`.",
        metavar="FILE|DIR",
    ),
]
EditsFiles = Annotated[
    list[Path] | None,
    typer.Option(
        "--edits",
        "-e",
        help="Corrections of the map as CSV, XLSX or GeoJSON; may be repeated, the later file counts.",
        metavar="FILE",
    ),
]
TrustOption = Annotated[
    TrustIn,
    typer.Option(
        help="What stops a person where no wall is mapped: 'ways' takes unmapped ground as impassable "
        "and lists it for the field to confirm; 'ground' trusts only what is mapped and nets open ground."
    ),
]
RingOption = Annotated[
    RingIn,
    typer.Option(
        help="'cut' moves a ring in or out where that saves nets; 'edge' bars every opening but the gate."
    ),
]
JointOption = Annotated[
    int,
    typer.Option(
        min=1, max=20, help="How many neighbourhoods may share a ring where that saves nets; 1: none."
    ),
]
JOINT = ClosureRules().joint_most
NightOption = Annotated[
    datetime | None, typer.Option(help="Start of the night, local time; today at 18:00 if not given.")
]
HoursOption = Annotated[float, typer.Option(min=0.5, max=72, help="From the start to the deadline.")]
ZoneOption = Annotated[str, typer.Option(help="The town's time zone.")]
LanguageOption = Annotated[
    Tongue | None, typer.Option("--lang", help="zh or en; else the terminal's language.")
]


def rules_of(trust: TrustIn, ring: RingIn, joint: int) -> ClosureRules:
    """The rules that the options ask for."""
    return ClosureRules(trust=trust.value, ring=ring.value, joint_most=joint)


def night_of(night: datetime | None, timezone: str) -> datetime:
    """The night's start as an instant; today at 18:00 where none was given."""
    try:
        zone = ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError):
        raise typer.BadParameter(f"{timezone!r} is no time zone", param_hint="--timezone") from None
    if night is None:
        return datetime.now(zone).replace(hour=18, minute=0, second=0, microsecond=0)
    return night.replace(tzinfo=zone) if night.tzinfo is None else night.astimezone(zone)
