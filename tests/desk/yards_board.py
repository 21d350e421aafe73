"""A board of Mill Yard and Wash Yard: surveyed with its map kept, planned, adopted."""

from datetime import UTC, datetime, timedelta

from tests.survey.towns import Town
from tests.survey.yards import two_yards
from yipanqi.close.closure_events import ClosureRulesSet, Sharing
from yipanqi.close.model import NightRow
from yipanqi.desk.edited_ground import MAP_TYPE, packed
from yipanqi.desk.first_plan import plan_now
from yipanqi.ground.ids import Actor, CrewId, OrganisationId, PlanId, SupplierId
from yipanqi.ground.refusal import Refusal
from yipanqi.papers.base_map import base_map
from yipanqi.plan.closure.model import ClosureRules
from yipanqi.plan.events import PlanProposed
from yipanqi.survey.events import SurveyRecorded
from yipanqi.survey.model import Crew, Organisation, Registry, Supplier
from yipanqi.survey.openings import find_openings
from yipanqi.wiring import OpenBoard

DUSK = datetime(2026, 2, 3, 10, tzinfo=UTC)
NIGHT = NightRow(DUSK, DUSK + timedelta(hours=10))
OFFICE = Actor("office")
LEAD = Actor("lead")


def surveyed(board: OpenBoard, town: Town | None = None) -> Town:
    """Record the survey of a town, Mill Yard and Wash Yard where none is given, and keep its map."""
    town = town or two_yards()
    north = OrganisationId("north")
    place = town.places((0, -30))[0]
    survey = SurveyRecorded(
        name="Two Yards",
        exercise=True,
        attribution="",
        bounds=town.extract.bounds,
        map_digest=board.stored.documents.put(base_map(town.extract), "application/geo+json"),
        neighbourhoods=town.neighbourhoods,
        openings=find_openings(town.extract, town.neighbourhoods),
        registry=Registry(
            organisations=(Organisation(north, "North", "community", cadres=2),),
            crews=(Crew(CrewId("north-1"), "North 1", north, place, 3, 0, 36_000, van_m=60),),
            suppliers=(Supplier(SupplierId("yard"), "Yard", place, 600, stock_m=500),),
        ),
        extract_digest=board.stored.documents.put(packed(town.extract), MAP_TYPE),
    )
    board.desk.record(survey, OFFICE).result()
    return town


def ruled(board: OpenBoard, sharing: Sharing = "asked", rules: ClosureRules | None = None) -> None:
    """Set by what rules closures are planned."""
    board.closing.rule(ClosureRulesSet(rules or ClosureRules(), sharing), OFFICE)


def proposed(board: OpenBoard) -> PlanProposed:
    """The plan that is wanted now."""
    plan = plan_now(board.desk, board.planning, board.closing, NIGHT, UTC, seconds=0, actor=OFFICE)
    assert isinstance(plan, PlanProposed), plan
    return plan


def adopted(board: OpenBoard) -> None:
    """Propose the plan that is wanted now and adopt it."""
    plan = proposed(board)
    version = board.desk.board.plan.version if board.desk.board.plan else 0
    decided = board.desk.adopt(PlanId(plan.id), version, OFFICE).result()
    assert not isinstance(decided, Refusal), decided
