"""A closure planned again on the edited map: checked, shown as a difference, adopted; nothing unsafe ever."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.desk.yards_board import DUSK, LEAD, OFFICE, adopted, proposed, ruled, surveyed
from tests.survey.towns import Town
from tests.survey.yards import MILL, WASH, opening
from yipanqi.close.alarms import alarms
from yipanqi.close.board import fold
from yipanqi.close.events import OpeningDone, OpeningFound, OpeningTakenDown, OpeningUnblocked
from yipanqi.close.state import Board
from yipanqi.desk.closing import ClosureView
from yipanqi.desk.surveying import EditView
from yipanqi.ground.ids import CrewId, NeighbourhoodId, OpeningId, PlanId
from yipanqi.ground.refusal import Refusal
from yipanqi.journal.envelope import Recorded
from yipanqi.plan.closure.model import ClosurePlan, ClosureProblem
from yipanqi.solvers.closure import ClosurePlanner
from yipanqi.survey.edits import (
    BoundaryMoved,
    Edit,
    GateWished,
    NeighbourhoodAdded,
    OpeningAbsent,
    OpeningAdded,
    OpeningConfirmed,
    RingConsent,
    WidthMeasured,
)
from yipanqi.wiring import OpenBoard, SetClock

CREW = CrewId("north-1")
PATH, SOUTH, NORTH = opening(106), opening(104), opening(104, 2)


@pytest.fixture
def board(tmp_path: Path) -> Iterator[OpenBoard]:
    """Two Yards with a ring each, planned and adopted."""
    with OpenBoard(tmp_path, SetClock(DUSK), seed=1) as opened:
        surveyed(opened)
        ruled(opened, "asked")
        adopted(opened)
        yield opened


def edited(board: OpenBoard, edit: Edit) -> EditView:
    made = board.surveying.edit(edit, LEAD)
    assert isinstance(made, EditView), made
    return made


def planned(board: OpenBoard, place: NeighbourhoodId = MILL) -> ClosureView:
    view = board.closing.propose(place, LEAD)
    assert isinstance(view, ClosureView), view
    return view


def put_in_force(board: OpenBoard, view: ClosureView) -> None:
    decided = board.closing.adopt(view.id, view.on_version, OFFICE)
    assert isinstance(decided, Recorded), decided


def roles(board: OpenBoard) -> dict[OpeningId, str | None]:
    return {o.id: o.role for o in board.desk.board.openings.values() if not o.gone}


def done(board: OpenBoard, name: OpeningId, minutes: int = 0) -> None:
    happened_at = DUSK + timedelta(minutes=minutes)
    board.desk.record(OpeningDone(name, CREW, net_m=3), OFFICE, happened_at=happened_at).result()


def down(board: OpenBoard, name: OpeningId, minutes: int = 5) -> None:
    happened_at = DUSK + timedelta(minutes=minutes)
    board.desk.record(OpeningTakenDown(name), OFFICE, happened_at=happened_at).result()


def test_nothing_changes_until_the_closure_is_adopted(board: OpenBoard) -> None:
    before = roles(board)
    edited(board, OpeningAbsent(PATH))
    planned(board)
    assert roles(board) == before


def test_the_difference_names_what_changes_before_and_after(board: OpenBoard) -> None:
    edited(board, OpeningAbsent(PATH))
    view = planned(board)
    assert view.adoptable
    assert [(c.opening, c.before, c.after) for c in view.changes] == [(PATH, "bar", None)]
    assert (view.before.nets, view.after.nets) == (3, 2)
    assert view.before.net_m - view.after.net_m == pytest.approx(2.5, abs=0.1)
    assert view.after.walk_mean_m is not None
    vanished = {f["properties"].get("opening") for f in view.vanishes["features"]}
    assert PATH in vanished
    assert view.leaks == {}


def test_an_opening_nobody_knew_of_is_barred_and_waits_for_a_crew(board: OpenBoard) -> None:
    hole = surveyed_town().places((0, 90))[0]
    edited(board, OpeningAdded(MILL, hole, 2.0, name="hole in the hedge"))
    view = planned(board)
    put_in_force(board, view)
    (fresh,) = [o for o in board.desk.board.openings.values() if o.name == "hole in the hedge"]
    assert (fresh.role, fresh.net_m, fresh.state, fresh.crew) == ("bar", 2, "planned", None)
    adopted(board)
    assert board.desk.board.openings[fresh.id].crew == CREW


def surveyed_town() -> Town:
    from tests.survey.yards import two_yards

    return two_yards()


def test_work_done_stays_done_and_what_is_not_needed_any_more_shows_as_such(board: OpenBoard) -> None:
    done(board, PATH)
    done(board, SOUTH)
    edited(board, OpeningAbsent(PATH))
    put_in_force(board, planned(board))
    rows = board.desk.board.openings
    assert (rows[SOUTH].state, rows[SOUTH].stands) == ("done", None)
    assert (rows[PATH].gone, rows[PATH].role, rows[PATH].stands) == (True, "inside", "bar")


def unneeded(board: OpenBoard) -> list[OpeningId | None]:
    told = alarms(board.desk.board, DUSK + timedelta(hours=1))
    return [alarm.opening for alarm in told if alarm.code == "not_needed"]


def test_what_stands_and_is_not_needed_any_more_is_told_until_it_is_down(board: OpenBoard) -> None:
    done(board, PATH)
    assert unneeded(board) == []
    edited(board, OpeningAbsent(PATH))
    put_in_force(board, planned(board))
    assert unneeded(board) == [PATH]
    waited = DUSK + timedelta(minutes=3)
    board.desk.record(OpeningUnblocked(PATH), OFFICE, happened_at=waited).result()
    assert unneeded(board) == [PATH], "nobody has said that it came down"
    down(board, PATH)
    row = board.desk.board.openings[PATH]
    assert (unneeded(board), row.stands, row.flags) == ([], None, ())


def barred_no_more(board: OpenBoard) -> EditView:
    """The path's net stands, and a closure without it is in force; the edit that made it so."""
    done(board, PATH)
    edit = edited(board, OpeningAbsent(PATH))
    put_in_force(board, planned(board))
    return edit


def needed_again(board: OpenBoard, edit: EditView) -> None:
    assert isinstance(board.surveying.undo(edit.id, LEAD), EditView)
    put_in_force(board, planned(board))
    assert board.desk.board.openings[PATH].role == "bar"


def test_what_came_down_has_to_be_put_up_again_where_a_later_closure_needs_it(board: OpenBoard) -> None:
    edit = barred_no_more(board)
    down(board, PATH)
    needed_again(board, edit)
    row = board.desk.board.openings[PATH]
    assert (row.state, row.stands, row.flags) == ("planned", None, ())
    done(board, PATH, 9)
    row = board.desk.board.openings[PATH]
    assert (row.state, row.flags) == ("done", ())


def test_what_was_left_standing_serves_a_later_closure(board: OpenBoard) -> None:
    needed_again(board, barred_no_more(board))
    assert board.desk.board.openings[PATH].state == "done"


def test_taking_down_told_late_shows_no_net_where_there_is_none(board: OpenBoard) -> None:
    edit = barred_no_more(board)
    needed_again(board, edit)
    down(board, PATH)
    row = board.desk.board.openings[PATH]
    assert (row.state, row.crew) == ("planned", None)
    assert [flag.code for flag in row.flags] == ["done_then_reopened"]
    assert board.desk.board.neighbourhoods[MILL].done == 0


def test_work_still_to_be_done_is_left_as_it_was_by_a_word_about_what_never_stood(board: OpenBoard) -> None:
    before = board.desk.board.openings[SOUTH]
    down(board, SOUTH)
    after = board.desk.board.openings[SOUTH]
    assert (after.state, after.crew, after.due_at, after.flags) == (
        before.state,
        before.crew,
        before.due_at,
        (),
    )


def test_what_stands_where_a_gate_is_to_be_has_to_be_worked_at_again(board: OpenBoard) -> None:
    gate = next(
        o.id for o in board.desk.board.openings.values() if o.role == "gate" and o.neighbourhood == MILL
    )
    other = SOUTH if gate == NORTH else NORTH
    done(board, other)
    edited(board, GateWished(other, "force"))
    view = planned(board)
    assert {c.opening: c.after for c in view.changes} == {gate: "bar", other: "gate"}
    put_in_force(board, view)
    row = board.desk.board.openings[other]
    assert (row.role, row.state, row.stands) == ("gate", "planned", "bar")


def test_undoing_and_adopting_again_finds_what_still_stands(board: OpenBoard) -> None:
    done(board, PATH)
    made = edited(board, OpeningAbsent(PATH))
    put_in_force(board, planned(board))
    assert isinstance(board.surveying.undo(made.id, LEAD), EditView)
    put_in_force(board, planned(board))
    row = board.desk.board.openings[PATH]
    assert (row.state, row.role, row.stands, row.gone) == ("done", "bar", None, False)


def test_a_wider_gap_than_the_net_that_stands_is_not_closed(board: OpenBoard) -> None:
    done(board, PATH)
    edited(board, WidthMeasured(PATH, 5.5))
    put_in_force(board, planned(board))
    row = board.desk.board.openings[PATH]
    assert (row.net_m, row.state, row.stands) == (6, "planned", "bar")


def test_of_two_who_adopt_at_once_one_wins_and_the_other_is_told_who(board: OpenBoard) -> None:
    edited(board, OpeningAbsent(PATH))
    view = planned(board)
    put_in_force(board, view)
    second = board.closing.adopt(view.id, view.on_version, LEAD)
    assert isinstance(second, Refusal)
    assert (second.code, second.facts["by"]) == ("closure.adopted_meanwhile", "office")


def test_a_closure_made_before_the_last_edit_is_not_adoptable(board: OpenBoard) -> None:
    edited(board, OpeningAbsent(PATH))
    view = planned(board)
    edited(board, OpeningAdded(MILL, surveyed_town().places((0, 90))[0], 2.0))
    refusal = board.closing.adopt(view.id, view.on_version, OFFICE)
    assert isinstance(refusal, Refusal)
    assert refusal.code == "closure.made_on_old_map"
    assert board.closing.state().proposal is None


def test_an_edit_elsewhere_leaves_a_closure_waiting_and_adoptable(board: OpenBoard) -> None:
    edited(board, OpeningAbsent(PATH))
    view = planned(board)
    there = edited(board, WidthMeasured(opening(107, place=WASH), 4.0))
    board.surveying.undo(there.id, LEAD)
    waiting = board.closing.state().proposal
    assert waiting is not None
    assert waiting.id == view.id
    put_in_force(board, view)
    assert board.closing.state().to_plan == (WASH,)


def test_an_edit_elsewhere_that_leads_through_its_ring_takes_a_closure_away(board: OpenBoard) -> None:
    """Told as an opening of Wash Yard, the way is drawn right through Mill Yard's edge as well."""
    edited(board, OpeningAbsent(PATH))
    view = planned(board)
    drawn = surveyed_town().places((150, 70), (195, 70), (260, 70))
    edited(board, OpeningAdded(WASH, surveyed_town().places((210, 70))[0], 2.0, line=drawn))
    assert board.closing.state().proposal is None
    refusal = board.closing.adopt(view.id, view.on_version, OFFICE)
    assert isinstance(refusal, Refusal)
    assert refusal.code == "closure.check_failed"


HOLE = OpeningId("n1/found-1")


def found(board: OpenBoard, x: float = 0) -> None:
    """Somebody finds a hole in Mill Yard's western edge, `x` metres inside of where the map has it."""
    one, other = surveyed_town().places((x, 89), (x, 91))
    board.desk.record(OpeningFound(HOLE, MILL, (one, other), 2.0, name="hole"), OFFICE).result()


@pytest.mark.parametrize("x", [0, 4, -12])
def test_what_the_field_found_tonight_is_in_the_next_closure_under_its_own_name(
    board: OpenBoard, x: float
) -> None:
    found(board, x)
    view = planned(board)
    assert view.adoptable
    assert [(c.opening, c.before, c.after) for c in view.changes] == [(HOLE, None, "bar")]
    put_in_force(board, view)
    row = board.desk.board.openings[HOLE]
    assert (row.role, row.state, row.gone, row.found_tonight) == ("bar", "planned", False, True)
    held = board.closing.verify()
    assert not isinstance(held, Refusal)
    assert held.holds
    again = planned(board)
    assert again.changes == ()


def test_what_was_found_and_closed_at_once_stays_done(board: OpenBoard) -> None:
    found(board)
    done(board, HOLE)
    put_in_force(board, planned(board))
    row = board.desk.board.openings[HOLE]
    assert (row.role, row.state) == ("bar", "done")


def test_what_was_found_where_no_ring_can_be_never_leaves_the_board(board: OpenBoard) -> None:
    found(board, 90)
    edited(board, OpeningAbsent(PATH))
    put_in_force(board, planned(board))
    row = board.desk.board.openings[HOLE]
    assert (row.role, row.gone) == (None, False)


def test_what_was_found_and_then_put_on_the_map_is_one_opening(board: OpenBoard) -> None:
    found(board)
    edited(board, OpeningAdded(MILL, surveyed_town().places((0, 90))[0], 2.0))
    view = planned(board)
    assert len([c for c in view.changes if c.after == "bar"]) == 1


def test_a_closure_that_fails_its_check_is_shown_with_its_leak_and_never_adoptable(
    board: OpenBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planner is made to forget its nets, as a fault of it would."""
    from yipanqi.plan.closure.geojson import to_geojson

    def forgetful(*told: object) -> dict[str, object]:
        paper = to_geojson(*told)  # type: ignore[arg-type]
        return paper | {"features": [f for f in paper["features"] if f["properties"]["kind"] != "barrier"]}

    monkeypatch.setattr("yipanqi.desk.making.to_geojson", forgetful)
    before = board.desk.board.position
    view = planned(board)
    assert not view.adoptable
    assert "leak" in {finding.code for finding in view.findings}
    assert all(finding.zh and finding.en for finding in view.findings)
    assert view.leaks["features"]
    assert board.desk.board.position == before
    refusal = board.closing.adopt(PlanId("closure-1"), 0, OFFICE)
    assert isinstance(refusal, Refusal)


def test_a_closure_is_checked_once_more_when_it_is_adopted(
    board: OpenBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    edited(board, OpeningAbsent(PATH))
    view = planned(board)
    from yipanqi.plan.closure.model import Finding

    monkeypatch.setattr("yipanqi.desk.closing.check", lambda *_: (Finding("leak", "n1", {}),))
    refusal = board.closing.adopt(view.id, view.on_version, OFFICE)
    assert isinstance(refusal, Refusal)
    assert refusal.code == "closure.check_failed"


def test_neighbourhoods_share_a_ring_only_where_residents_of_both_accept(board: OpenBoard) -> None:
    edited(board, RingConsent(MILL, accepts=True))
    assert planned(board, MILL).neighbourhoods == (MILL,)
    edited(board, RingConsent(WASH, accepts=True))
    view = planned(board, MILL)
    assert (view.before.rings, view.after.rings) == (2, 1)
    assert view.after.nets + view.after.emergency < view.before.nets + view.before.emergency
    put_in_force(board, view)
    assert board.desk.board.ring_of == {MILL: (MILL, WASH), WASH: (MILL, WASH)}


def test_who_shares_a_ring_is_planned_together_again(
    board: OpenBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in (MILL, WASH):
        edited(board, RingConsent(place, accepts=True))
    put_in_force(board, planned(board, MILL))
    asked: list[ClosureProblem] = []
    plan = ClosurePlanner.plan

    def remembered(maker: ClosurePlanner, problem: ClosureProblem) -> ClosurePlan:
        asked.append(problem)
        return plan(maker, problem)

    monkeypatch.setattr(ClosurePlanner, "plan", remembered)
    edited(board, WidthMeasured(PATH, 2.0))
    planned(board, MILL)
    assert [problem.shared for problem in asked] == [((MILL, WASH),)]


def test_who_refuses_has_a_ring_of_their_own_even_where_sharing_is_assumed(tmp_path: Path) -> None:
    with OpenBoard(tmp_path, SetClock(DUSK), seed=1) as board:
        surveyed(board)
        ruled(board, "assumed")
        adopted(board)
        assert board.desk.board.ring_of[MILL] == (MILL, WASH)
        edited(board, RingConsent(WASH, accepts=False))
        view = planned(board, MILL)
        assert set(view.neighbourhoods) == {MILL, WASH}
        assert (view.before.rings, view.after.rings) == (1, 2)
        put_in_force(board, view)
        assert board.desk.board.ring_of == {MILL: (MILL,), WASH: (WASH,)}


def test_the_closure_in_force_is_held_against_the_edited_map(board: OpenBoard) -> None:
    before = board.closing.verify()
    assert not isinstance(before, Refusal)
    assert before.holds
    edited(board, OpeningAdded(MILL, surveyed_town().places((0, 90))[0], 2.0))
    told = board.closing.verify()
    assert not isinstance(told, Refusal)
    assert not told.holds
    assert [f["geometry"]["type"] for f in told.leaks["features"]]
    put_in_force(board, planned(board))
    again = board.closing.verify()
    assert not isinstance(again, Refusal)
    assert again.holds


def test_neighbourhoods_with_edits_no_closure_knows_of_are_named(board: OpenBoard) -> None:
    assert board.closing.state().to_plan == ()
    made = edited(board, OpeningAbsent(PATH))
    assert board.closing.state().to_plan == (MILL,)
    put_in_force(board, planned(board))
    assert board.closing.state().to_plan == ()
    board.surveying.undo(made.id, LEAD)
    assert board.closing.state().to_plan == (MILL,)


def test_the_first_plan_is_made_on_the_edited_map(tmp_path: Path) -> None:
    with OpenBoard(tmp_path, SetClock(DUSK), seed=1) as board:
        town = surveyed(board)
        ruled(board, "asked")
        edited(board, OpeningAbsent(PATH))
        block = NeighbourhoodId("b1")
        area = (town.places((-50, 190), (185, 190), (185, 230), (-50, 230), (-50, 190)),)
        edited(board, NeighbourhoodAdded(block, "North Strip", area))
        adopted(board)
        rows = board.desk.board
        assert rows.openings[PATH].gone
        assert rows.neighbourhoods[block].openings == 2
        assert all(o.crew for o in rows.openings.values() if not o.gone and o.role != "inside")
        assert board.closing.state().to_plan == ()


def test_a_replan_made_for_the_work_before_the_closure_waits_for_nobody(board: OpenBoard) -> None:
    stale = proposed(board)
    edited(board, OpeningAbsent(PATH))
    put_in_force(board, planned(board))
    board.desk.record(stale, OFFICE).result()  # recorded by a server that had not heard of the closure
    assert board.desk.board.proposal is None


def test_a_moved_edge_is_drawn_where_it_is_once_adopted(board: OpenBoard) -> None:
    area = (surveyed_town().places((0, 0), (150, 0), (150, 180), (0, 180), (0, 0)),)
    edited(board, BoundaryMoved(MILL, area))
    put_in_force(board, planned(board))
    assert board.desk.board.neighbourhoods[MILL].area == area


def test_a_confirmed_opening_shows_so_at_once(board: OpenBoard) -> None:
    made = edited(board, OpeningConfirmed(PATH))
    assert board.desk.board.openings[PATH].confirmed
    board.surveying.undo(made.id, LEAD)
    assert not board.desk.board.openings[PATH].confirmed


def test_the_board_folded_from_nothing_is_the_board_that_was_folded_on(board: OpenBoard) -> None:
    done(board, PATH)
    made = edited(board, OpeningAbsent(PATH))
    put_in_force(board, planned(board))
    board.surveying.undo(made.id, LEAD)
    edited(board, WidthMeasured(SOUTH, 7.0))
    put_in_force(board, planned(board))
    anew = fold(Board(), board.desk.read(0, 10_000))
    assert anew == board.desk.board


def test_a_board_whose_map_nobody_kept_can_be_edited_but_not_planned_again(tmp_path: Path) -> None:
    from tests.towns import WILLOW, two_neighbourhoods

    with OpenBoard(tmp_path, SetClock(DUSK), seed=1) as board:
        board.desk.record(two_neighbourhoods(), OFFICE).result()
        refusal = board.closing.propose(WILLOW, LEAD)
        assert isinstance(refusal, Refusal)
        assert refusal.code == "survey.no_map"
        assert board.surveying.edits().can_plan is False
