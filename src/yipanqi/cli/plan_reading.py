"""Everything a plan is made from, read and brought together; the errors of all files are told at once."""

import hashlib
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from yipanqi.cli.plan_edits import Edited, with_edits
from yipanqi.cli.progress import Steps
from yipanqi.feeds.neighbourhoods import neighbourhoods_of, read_neighbourhoods
from yipanqi.feeds.osm import read_extract
from yipanqi.feeds.problems import FeedError, Language, Problem
from yipanqi.feeds.registry import RegistryRead, read_registry
from yipanqi.papers.plan_document import SourceFile
from yipanqi.plan.closure.model import ClosureRules
from yipanqi.survey.field_ways import with_field_ways
from yipanqi.survey.joining import Joined, join, joined_neighbourhoods
from yipanqi.survey.model import Extract, FieldOpening, Neighbourhood, Registry
from yipanqi.survey.openings import find_openings

T = TypeVar("T")


class Inputs(Struct, frozen=True):
    """What the command was given."""

    extract: Path
    neighbourhoods: Path | None
    registry: tuple[Path, ...]
    rules: ClosureRules
    seed: int
    night: datetime
    hours: float
    crew_seconds: float
    language: Language
    out: Path | None = None
    """The folder that will be written."""
    edits: tuple[Path, ...] = ()
    """Corrections of the map."""
    ordered_at: datetime | None = None
    """When orders for goods go out; when the night starts if not said."""

    @property
    def deadline(self) -> datetime:
        """When every opening has to be closed."""
        return self.night + timedelta(hours=self.hours)

    @property
    def ordered_s(self) -> int:
        """When orders go out, in seconds of the night; at its start at the latest."""
        if self.ordered_at is None:
            return 0
        return min(0, round((self.ordered_at - self.night).total_seconds()))

    def say(self, chinese: str, english: str) -> str:
        """The words in the command's language."""
        return chinese if self.language == "zh" else english


class Ground(Struct, frozen=True):
    """Map and registry as they are known together."""

    extract: Extract
    joined: Joined
    to_close: tuple[Neighbourhood, ...]
    """Without those the registry knows to be walled: they have their gates already."""
    registry: Registry
    problems: tuple[Problem, ...]
    """Warnings of the readers."""
    added: tuple[FieldOpening, ...] = ()
    """Measured openings that the map does not show, put on it."""
    edited: Edited | None = None
    """What files of edits have made of it; extract, neighbourhoods and openings here are as edited."""


def read_ground(inputs: Inputs, steps: Steps) -> Ground:
    """Read every file; whatever is wrong with any of them is told in one go.

    Raises:
        FeedError: with the problems of all files.
    """
    problems: list[Problem] = []
    with steps.step("map", inputs.say("读地图", "Reading the map")) as step:
        extract = _tried(problems, lambda: read_extract(inputs.extract, step))
        step.failed = extract is None
        if extract is not None:
            step.said = inputs.say(
                f"{len(extract.ways):,} 条路，{len(extract.buildings):,} 栋建筑",
                f"{len(extract.ways):,} ways, {len(extract.buildings):,} buildings",
            )
    read = RegistryRead(Registry(), ())
    if inputs.registry:
        with steps.step("registry", inputs.say("读登记表", "Reading the registry")) as step:
            bounds = extract.bounds if extract is not None else None
            starts = inputs.night.time()
            told = _tried(problems, lambda: read_registry(inputs.registry, starts_at=starts, bounds=bounds))
            step.failed = told is None
            read = told or read
    places: tuple[Neighbourhood, ...] | None = None
    if extract is None and inputs.neighbourhoods is not None:
        edges = inputs.neighbourhoods
        _tried(problems, lambda: read_neighbourhoods(edges))
    elif extract is not None:
        places = _tried(problems, lambda: neighbourhoods_of(extract, inputs.neighbourhoods))
    if extract is None or places is None or problems:
        raise FeedError(tuple(problems))
    return _joined(inputs, steps, extract, places, read)


def _tried(problems: list[Problem], read: Callable[[], T]) -> T | None:
    """What a reader gives, or nothing and its problems in the list."""
    try:
        return read()
    except FeedError as wrong:
        problems += wrong.problems
        return None


def _joined(
    inputs: Inputs, steps: Steps, extract: Extract, places: tuple[Neighbourhood, ...], read: RegistryRead
) -> Ground:
    told = joined_neighbourhoods(places, read.registry)
    walled: set[str] = {row.id for row in read.registry.neighbourhoods if row.walled}
    walled |= {row.name for row in read.registry.neighbourhoods if row.walled}
    to_close = tuple(n for n in told if not (n.walled and {n.id, n.name} & walled))
    if not to_close:
        raise FeedError((Problem("all-walled", ", ".join(path.name for path in inputs.registry)),))
    with steps.step("openings", inputs.say("找开口", "Finding the openings")) as step:
        joined = join(told, find_openings(extract, to_close), read.registry)
        unseen = joined.unplaced
        if unseen:
            extract, _ = with_field_ways(extract, to_close, read.registry, unseen)
            joined = join(told, find_openings(extract, to_close), read.registry)
        added = tuple(opening for opening in unseen if opening not in joined.unplaced)
        step.said = inputs.say(
            f"{len(to_close)} 个小区，{len(joined.openings)} 个开口",
            f"{len(to_close)} neighbourhoods, {len(joined.openings)} openings",
        )
    ground = Ground(extract, joined, to_close, read.registry, read.warnings, added)
    return _edited(inputs, steps, ground) if inputs.edits else ground


def _edited(inputs: Inputs, steps: Steps, ground: Ground) -> Ground:
    """The ground with the edits of the files given."""
    with steps.step("edits", inputs.say("读修改", "Reading the edits")) as step:
        joined = ground.joined
        edited = with_edits(ground.extract, ground.to_close, joined.openings, inputs.edits, inputs.night)
        step.said = inputs.say(
            f"{len(edited.document.edits)} 处修改", f"{len(edited.document.edits)} edit(s)"
        )
    closed = {place.id for place in ground.to_close}
    walled = tuple(place for place in joined.neighbourhoods if place.id not in closed)
    places = edited.map.neighbourhoods
    return replace(
        ground,
        extract=edited.map.extract,
        joined=replace(joined, neighbourhoods=(*places, *walled), openings=edited.openings),
        to_close=places,
        problems=(*ground.problems, *edited.problems),
        edited=edited,
    )


def source_files(inputs: Inputs) -> tuple[SourceFile, ...]:
    """The files with their digests, so that a plan can be held against them later."""
    told: list[tuple[Literal["map", "neighbourhoods", "registry"], Path]] = [("map", inputs.extract)]
    if inputs.neighbourhoods is not None:
        told.append(("neighbourhoods", inputs.neighbourhoods))
    for path in inputs.registry:
        files = sorted(p for p in path.iterdir() if p.is_file()) if path.is_dir() else [path]
        told += [("registry", file) for file in files if not file.name.startswith((".", "~$"))]
    return tuple(SourceFile(kind, file.name, _digest(file), _from(inputs.out, file)) for kind, file in told)


def _from(out: Path | None, file: Path) -> str:
    """The way from the plan's folder to a file; empty where none leads there (another drive)."""
    if out is None:
        return ""
    try:
        return Path(os.path.relpath(file.resolve(), out.resolve())).as_posix()
    except ValueError:
        return ""


def _digest(file: Path) -> str:
    with file.open("rb") as body:
        return hashlib.file_digest(body, "sha256").hexdigest()
