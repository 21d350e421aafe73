"""Files of edits on the command line: read against the survey, applied to it, and kept with the plan."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from yipanqi.desk.making import plan_by_consent
from yipanqi.desk.ports import KnownSurvey
from yipanqi.feeds.edits import edits_in
from yipanqi.feeds.problems import FeedError, Problem
from yipanqi.ground.ids import EventId
from yipanqi.plan.closure.model import ClosurePlan, ClosureProblem
from yipanqi.solvers.closure import ClosurePlanner, plan_closure
from yipanqi.solvers.closure.planner import Progress
from yipanqi.survey.chart import Chart
from yipanqi.survey.edited_map import EditedMap, edited_map, edited_openings, further_edited, meant
from yipanqi.survey.editing import EditRow
from yipanqi.survey.model import Extract, Neighbourhood, Opening
from yipanqi.survey.openings import of_a_ring

KEPT = "edits.json"
"""In a plan's folder: the edits it was made with, so that it can be held against the map again."""


class EditsDocument(Struct, frozen=True):
    """The edits of a plan, and the neighbourhoods they were made on."""

    neighbourhoods: tuple[Neighbourhood, ...]
    edits: tuple[EditRow, ...]


class Edited(Struct, frozen=True):
    """A survey with the edits of some files."""

    map: EditedMap
    openings: tuple[Opening, ...]
    document: EditsDocument
    problems: tuple[Problem, ...]
    """Warnings: edits that change nothing, and walls that leave a question."""


def with_edits(
    extract: Extract,
    places: Sequence[Neighbourhood],
    openings: Sequence[Opening],
    files: Sequence[Path],
    at: datetime,
) -> Edited:
    """The survey after the edits of all files, in order.

    Raises:
        FeedError: with every problem of every file.
    """
    known = KnownSurvey({p.id: p for p in places}, {o.id: o for o in openings}, {}, {}, extract.bounds)
    found = edited_map(extract, places, ())
    rows: list[EditRow] = []
    problems: list[Problem] = []
    for file in files:
        if not file.is_file():
            problems.append(Problem("file-missing", file.name))
            continue
        taken = edits_in(file.name, file.read_bytes(), known)
        problems += taken.problems
        for number, edit in enumerate(taken.edits, start=1):
            gap = known.openings.get(getattr(edit, "opening", None))  # type: ignore[arg-type]
            line = (gap.stretch or gap.line) if gap else ()
            whole = meant(edit, line, gap.ways if gap else (), found)
            row = EditRow(EventId(f"{file.name}#{number}"), whole, "", at, len(rows) + 1)
            rows.append(row)
            found = further_edited(found, (row,))
    if problems:
        raise FeedError(tuple(problems))
    fresh = edited_openings(Chart(found.extract), found, found.neighbourhoods, openings, openings)
    odd = tuple(
        Problem("edit-odd", event.rpartition("#")[0], facts={"number": event.rpartition("#")[2], "why": why})
        for event, why in found.odd.items()
    )
    asked = tuple(
        Problem("edit-asks", file, facts={"number": number, "ways": ", ".join(map(str, ways))})
        for event, ways in found.asks.items()
        for file, _, number in (event.rpartition("#"),)
    )
    return Edited(found, fresh, EditsDocument(tuple(places), tuple(rows)), (*odd, *asked))


def closure_of(
    problem: ClosureProblem, edited: EditedMap | None, progress: Progress | None = None
) -> ClosurePlan:
    """The closure of a problem, by what people wish and only shared where nobody refuses."""
    if edited is None:
        return plan_closure(problem, progress)
    there = {opening.id for opening in problem.openings} | {o for o in edited.wishes if of_a_ring(o)}
    problem = replace(
        problem,
        forced_gates=tuple(o for o, wish in edited.wishes.items() if wish == "force" and o in there),
        forbidden_gates=tuple(o for o, wish in edited.wishes.items() if wish == "forbid" and o in there),
    )
    willing = {place.id for place in problem.neighbourhoods if edited.accepts.get(place.id, True)}
    return plan_by_consent(ClosurePlanner(problem.extract), problem, willing)


def as_edited(extract: Extract, folder: Path) -> Extract:
    """The map with the edits that lie in a plan's folder, if any do.

    Raises:
        FeedError: they cannot be read.
    """
    file = folder / KEPT
    if not file.is_file():
        return extract
    try:
        kept = msgspec.json.decode(file.read_bytes(), type=EditsDocument)
    except msgspec.MsgspecError as broken:
        raise FeedError((Problem("file-unreadable", KEPT, facts={"reason": str(broken)}),)) from broken
    return edited_map(extract, kept.neighbourhoods, kept.edits).extract
