"""A whole town by chance: its map and its registry, the same bytes for the same seed."""

import gzip
from pathlib import Path

from msgspec import Struct

from yipanqi.ground.plane import LonLat
from yipanqi.simulate.fabric.names import TOWN
from yipanqi.simulate.fabric.osm import write_osm
from yipanqi.simulate.fabric.weaving import weave
from yipanqi.simulate.hands import register
from yipanqi.survey.model import Registry

CENTRE: LonLat = (121.1, 28.9)
OPEN_NEIGHBOURHOODS = 45
OPENINGS = 386


class Town(Struct, frozen=True):
    """A generated town: an OpenStreetMap file and what its spreadsheets say."""

    name: str
    seed: int
    osm: bytes
    registry: Registry
    openings: dict[str, int]
    """Openings by neighbourhood's name, as built."""


def make_town(seed: int) -> Town:
    """The town of a seed: 45 open neighbourhoods with 386 openings, walled ones besides."""
    fabric = weave(seed, OPEN_NEIGHBOURHOODS, OPENINGS)
    return Town(
        name=TOWN,
        seed=seed,
        osm=write_osm(fabric, CENTRE),
        registry=register(seed, fabric, CENTRE),
        openings={q.name: q.openings for q in fabric.quarters},
    )


def write_town(town: Town, folder: Path) -> Path:
    """Write `town.osm.gz` into a folder, which is made where missing; returns the file's path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "town.osm.gz"
    path.write_bytes(gzip.compress(town.osm, compresslevel=6, mtime=0))
    return path
