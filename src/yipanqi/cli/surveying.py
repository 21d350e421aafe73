"""From files to a board with a survey and a first plan: what `serve` and `demo` do before they open."""

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
from msgspec.structs import replace

from yipanqi.cli.plan_reading import Ground
from yipanqi.close.model import NightRow
from yipanqi.desk.edited_ground import MAP_TYPE, packed
from yipanqi.desk.planning import ClosureInForce
from yipanqi.ground.ids import Actor
from yipanqi.ground.refusal import Refusal
from yipanqi.papers.base_map import base_map
from yipanqi.plan.closure.check import check
from yipanqi.plan.closure.geojson import to_geojson
from yipanqi.plan.closure.model import ClosurePlan, ClosureProblem, Finding
from yipanqi.plan.events import PlanProposed
from yipanqi.plan.jobs import planned_openings
from yipanqi.solvers.closure import plan_closure
from yipanqi.survey.events import SurveyRecorded
from yipanqi.survey.model import Neighbourhood
from yipanqi.wiring import OpenBoard

GEOJSON = "application/geo+json"
OFFICE = Actor("office")
Progress = Callable[[str, float], None]


class Unsafe(Exception):  # noqa: N818 - says what the plan is
    """A closure that its own check does not pass; it is never adopted."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(f"{len(findings)} findings, the first: {findings[0].code} {findings[0].concerns}")
        self.findings = findings


def record_survey(board: OpenBoard, ground: Ground, name: str, time_zone: str, *, exercise: bool) -> None:
    """Put the survey into the board's journal, and the base map beside it."""
    digest = board.stored.documents.put(base_map(ground.extract), GEOJSON)
    kept = board.stored.documents.put(packed(ground.extract), MAP_TYPE)
    survey = SurveyRecorded(
        name=name,
        exercise=exercise,
        attribution=ground.extract.attribution,
        bounds=ground.extract.bounds,
        map_digest=digest,
        neighbourhoods=_as_closed(ground),
        openings=ground.joined.openings,
        registry=ground.registry,
        time_zone=time_zone,
        extract_digest=kept,
    )
    board.desk.record(survey, OFFICE).result()


def _as_closed(ground: Ground) -> tuple[Neighbourhood, ...]:
    """All neighbourhoods; only those nobody has to close count as walled, whatever the map says."""
    to_close = {place.id for place in ground.to_close}
    return tuple(replace(place, walled=place.id not in to_close) for place in ground.joined.neighbourhoods)


def close_on_paper(
    board: OpenBoard, ground: Ground, seed: int, progress: Progress | None = None
) -> tuple[ClosurePlan, ClosureInForce]:
    """A closure that passes its check, and its document on the board.

    Raises:
        Unsafe: the check found something; the plan must not be adopted.
    """
    places = ground.to_close
    plan = plan_closure(ClosureProblem(ground.extract, places, ground.joined.openings, seed=seed), progress)
    paper = to_geojson(plan, places, ground.extract.attribution)
    findings = check(paper, ground.extract, plan.rules)
    if findings:
        raise Unsafe(findings)
    digest = board.stored.documents.put(msgspec.json.encode(paper), GEOJSON)
    rings = tuple(closure.neighbourhoods for closure in plan.closures)
    work = planned_openings(plan, board.planning.rules)
    if len(plan.openings) == len(ground.joined.openings):
        return plan, ClosureInForce(work, digest, rings)
    # a ring has openings of its own, which the survey does not
    return plan, ClosureInForce(work, digest, rings, places, plan.openings)


def record_edits(board: OpenBoard, files: Sequence[Path]) -> None:
    """Put the edits of files into the board's journal, as if somebody had sent them in.

    Raises:
        ValueError: a file does not fit the survey.
    """
    for file in files:
        taken = board.surveying.take_in(file.name, file.read_bytes(), OFFICE)
        if isinstance(taken, Refusal):
            raise ValueError(f"{file.name}: {taken.code} {taken.facts}")  # noqa: TRY004 - a refusal is a value
        if taken.problems:
            raise ValueError(taken.problems[0].en)


def first_closure(board: OpenBoard) -> ClosureInForce:
    """A checked closure of the whole board on the map as edited.

    Raises:
        ValueError: its check found something; it must not be adopted.
    """
    closure = board.closing.first()
    if isinstance(closure, Refusal):
        raise ValueError(f"{closure.code}: {closure.facts}")  # noqa: TRY004 - a refusal is a value
    return closure


def propose_night(
    board: OpenBoard, closure: ClosureInForce, night: NightRow, *, seed: int, seconds: float
) -> PlanProposed:
    """The first plan of a night, proposed.

    Raises:
        ValueError: the crew plan did not pass its check.
    """
    plan = board.planning.first(closure, night, seed=seed, seconds=seconds, actor=OFFICE)
    if isinstance(plan, Refusal):
        raise ValueError(f"{plan.code}: {plan.facts}")  # noqa: TRY004 - a refusal is a value, not a wrong type
    return plan
