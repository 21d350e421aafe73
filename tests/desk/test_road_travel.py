"""On a board whose map is kept crews drive on its roads, round the nets that stand."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Lock

import pytest

from tests.desk.yards_board import DUSK, LEAD, OFFICE, adopted, proposed, ruled, surveyed
from tests.survey.yards import MILL, opening, two_yards
from yipanqi.close.events import OpeningBlocked, OpeningDone, OpeningFound
from yipanqi.close.places import frame_of, middle
from yipanqi.close.remaining import remaining
from yipanqi.desk.edited_ground import EditedGround
from yipanqi.desk.planning import Wanted
from yipanqi.desk.road_travel import RoadTravel
from yipanqi.ground.ids import CrewId, Digest, OpeningId, SupplierId
from yipanqi.plan.crews.model import CrewProblem
from yipanqi.plan.crews.travel import travel_s
from yipanqi.solvers.closure import ClosurePlanner
from yipanqi.survey.edits import OpeningAdded, WallAdded
from yipanqi.wiring import OpenBoard, SetClock

CREW, YARD = CrewId("north-1"), SupplierId("yard")
SOUTH, NORTH, PATH = opening(104), opening(104, 2), opening(106)
SPEED_M_S, DETOUR, TO_THE_STREET_M = 20 / 3.6, 1.3, 30
THROUGH_M, ROUND_M = 90 + 240, 60 + 300 + 150 + 60
"""From the yard to Mill Yard's gate in the north: by the drive through it, and by the street in the west."""


@pytest.fixture
def board(tmp_path: Path) -> Iterator[OpenBoard]:
    """Two Yards with a ring each, planned and adopted; the drive is barred in the south."""
    with OpenBoard(tmp_path, SetClock(DUSK), seed=1) as opened:
        surveyed(opened)
        ruled(opened, "asked")
        adopted(opened)
        rows = opened.desk.board.openings
        assert (rows[SOUTH].role, rows[NORTH].role) == ("bar", "gate")
        yield opened


def metres_to_the_gate(board: OpenBoard) -> float:
    """Along the road from the yard to Mill Yard's gate."""
    rows = board.desk.board
    frame = frame_of(rows)
    here, there = frame.xy(rows.suppliers[YARD].place), frame.xy(middle(rows.openings[NORTH].line))
    took_s = travel_s(board.planning.rules_on(rows).travel, here, there)
    return took_s * SPEED_M_S - DETOUR * TO_THE_STREET_M


def done(board: OpenBoard, name: OpeningId) -> None:
    board.desk.record(OpeningDone(name, CREW, net_m=3), OFFICE).result()


def problem_of(board: OpenBoard) -> CrewProblem:
    rows = board.desk.board
    assert rows.night is not None
    return remaining(rows, rows.night, rows.planned, DUSK, board.planning.rules_on(rows)).problem


def by_somebody_new(board: OpenBoard) -> CrewProblem:
    """The same problem, by a desk that has never looked before."""
    ground = EditedGround(board.desk, board.stored.documents, ClosurePlanner)
    known, board.planning._travels = (
        board.planning._travels,
        RoadTravel(ground, board.planning.rules.travel, Lock()),
    )
    try:
        return problem_of(board)
    finally:
        board.planning._travels = known


def test_a_plan_says_that_it_goes_by_road(board: OpenBoard) -> None:
    plan = proposed(board)
    assert (plan.travel, plan.off_road) == ("road", 0)


def test_a_drive_leads_through_a_yard_until_its_net_stands(board: OpenBoard) -> None:
    assert metres_to_the_gate(board) == pytest.approx(THROUGH_M, abs=SPEED_M_S)
    done(board, SOUTH)
    assert metres_to_the_gate(board) == pytest.approx(ROUND_M, abs=SPEED_M_S)


def test_a_gate_that_stands_bars_nobody(board: OpenBoard) -> None:
    done(board, NORTH)
    assert metres_to_the_gate(board) == pytest.approx(THROUGH_M, abs=SPEED_M_S)


def test_a_net_found_not_to_stand_opens_the_drive_again(board: OpenBoard) -> None:
    done(board, SOUTH)
    later = DUSK + timedelta(minutes=1)
    gone = OpeningBlocked(SOUTH, CREW, "car_in_the_way")
    board.desk.record(gone, OFFICE, happened_at=later).result()
    assert metres_to_the_gate(board) == pytest.approx(THROUGH_M, abs=SPEED_M_S)


def test_a_wall_drawn_against_vehicles_bars_the_drive(board: OpenBoard) -> None:
    assert metres_to_the_gate(board) == pytest.approx(THROUGH_M, abs=SPEED_M_S)
    across = two_yards().places((80, 60), (100, 60))
    board.surveying.edit(WallAdded(across, "vehicles"), LEAD)
    assert metres_to_the_gate(board) == pytest.approx(ROUND_M, abs=SPEED_M_S)


def test_the_same_journal_gives_the_same_problem_whatever_was_asked_for_before(board: OpenBoard) -> None:
    for name in (SOUTH, PATH, opening(105), opening(107)):
        done(board, name)
        assert problem_of(board) == by_somebody_new(board)
    west, east = two_yards().places((20, 0), (22, 0))
    hole = OpeningFound(OpeningId("hole"), MILL, (west, east), 2.0)
    board.desk.record(hole, OFFICE).result()
    board.surveying.edit(OpeningAdded(MILL, two_yards().places((0, 90))[0], 3.0, vehicle=True), LEAD)
    assert problem_of(board) == by_somebody_new(board)


def test_a_board_without_its_map_goes_straight_and_says_so(tmp_path: Path) -> None:
    with OpenBoard(tmp_path, SetClock(DUSK), seed=1) as board:
        surveyed(board)
        ruled(board, "asked")
        adopted(board)
        board.ground._kept = None
        forgetful = EditedGround(board.desk, _Nothing(), ClosurePlanner)
        board.planning._travels = RoadTravel(forgetful, board.planning.rules.travel, Lock())
        wanted = board.planning.plan_for_what_is_left(seed=1, seconds=0)
        assert isinstance(wanted, Wanted)
        assert (wanted.plan.travel, wanted.plan.off_road) == ("straight", 0)


class _Nothing:
    """Documents that were lost."""

    def put(self, body: bytes, media_type: str, named: Digest | None = None) -> Digest:
        raise AssertionError("nobody asked")

    def get(self, digest: Digest) -> None:
        return None
