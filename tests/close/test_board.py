"""The board of a night: what it shows after what was reported."""

import msgspec

from tests.towns import (
    NORTH_CREW,
    POND,
    POND_GATE,
    POND_PATH,
    SOUTH_CREW,
    WILLOW,
    WILLOW_GATE,
    WILLOW_LANE,
    WILLOW_STEPS,
    YARD,
    Chronicle,
    at,
    by_two_crews,
    night_begun,
    two_neighbourhoods,
)
from yipanqi.close import events as ev
from yipanqi.close.alarms import alarms
from yipanqi.close.board import fold
from yipanqi.close.state import Board
from yipanqi.close.totals import communities, totals
from yipanqi.ground.ids import CrewId, OpeningId, PlanId
from yipanqi.plan.events import LeftUndone, PlanAdopted


def board_after(told: Chronicle) -> Board:
    return fold(Board(), told.entries)


def test_a_surveyed_town_waits_for_a_plan() -> None:
    told = Chronicle()
    told.say(two_neighbourhoods())
    board = board_after(told)
    assert board.phase == "survey"
    assert {o.state for o in board.openings.values()} == {"found"}
    assert board.neighbourhoods[WILLOW].ring == "open"


def test_an_adopted_plan_gives_every_opening_its_role_crew_and_time() -> None:
    board = board_after(night_begun())
    assert board.phase == "close"
    assert board.openings[WILLOW_GATE].role == "gate"
    lane = board.openings[WILLOW_LANE]
    assert (lane.role, lane.state, lane.crew, lane.due_at) == ("bar", "given", NORTH_CREW, at(40))
    assert [s.at for s in board.crews[NORTH_CREW].steps] == [YARD, WILLOW_LANE, WILLOW_STEPS, WILLOW_GATE]
    assert board.neighbourhoods[WILLOW].due_at == at(88)


def test_a_plan_nobody_proposed_changes_nothing() -> None:
    told = night_begun()
    before = board_after(told)
    told.say(PlanAdopted(PlanId("never-proposed")))
    assert board_after(told).plan == before.plan


def test_a_neighbourhood_with_one_hole_is_not_closed() -> None:
    told = night_begun()
    told.say(ev.OpeningDone(POND_PATH, SOUTH_CREW, net_m=4), 40)
    assert board_after(told).neighbourhoods[POND].ring == "closing"
    told.say(ev.OpeningDone(POND_GATE, SOUTH_CREW), 61)
    pond = board_after(told).neighbourhoods[POND]
    assert (pond.ring, pond.closed_at) == ("closed", at(61))


def test_an_opening_found_at_night_opens_a_closed_ring() -> None:
    told = night_begun()
    told.say(ev.OpeningDone(POND_PATH, SOUTH_CREW, net_m=4), 40)
    told.say(ev.OpeningDone(POND_GATE, SOUTH_CREW), 61)
    hole = OpeningId("hole-behind-the-shed")
    told.say(ev.OpeningFound(hole, POND, ((121.005, 28.901), (121.00501, 28.901)), 1.5), 70)
    board = board_after(told)
    assert board.neighbourhoods[POND].ring == "closing"
    assert board.openings[hole].found_tonight
    assert totals(board).unplanned == 1


def test_work_begun_again_on_a_net_unseals_it_and_is_flagged() -> None:
    told = night_begun()
    told.say(ev.OpeningDone(POND_PATH, SOUTH_CREW, net_m=4), 40)
    told.say(ev.OpeningDone(POND_GATE, SOUTH_CREW), 61)
    told.say(ev.OpeningStarted(POND_PATH, NORTH_CREW), 80)
    board = board_after(told)
    assert board.neighbourhoods[POND].ring == "closing"
    assert [f.code for f in board.openings[POND_PATH].flags] == ["done_then_reopened"]


def test_two_crews_that_both_say_they_did_it_are_shown() -> None:
    told = night_begun()
    told.say(ev.OpeningDone(POND_PATH, SOUTH_CREW), 40)
    told.say(ev.OpeningDone(POND_PATH, NORTH_CREW), 42)
    board = board_after(told)
    assert [f.code for f in board.openings[POND_PATH].flags] == ["two_crews_did_it"]
    assert "contradiction" in {a.code for a in alarms(board, at(43))}


def test_a_late_report_of_an_early_start_does_not_undo_the_end() -> None:
    told = night_begun()
    told.say(ev.OpeningDone(WILLOW_LANE, NORTH_CREW, net_m=4), 41)
    told.say(ev.OpeningStarted(WILLOW_LANE, NORTH_CREW), 15)
    board = board_after(told)
    assert board.openings[WILLOW_LANE].state == "done"
    step = next(s for s in board.crews[NORTH_CREW].steps if s.at == WILLOW_LANE)
    assert (step.state, step.starts_at, step.ends_at) == ("done", at(15), at(41))


def test_a_report_of_an_opening_that_is_made_known_only_later_is_not_lost() -> None:
    told = night_begun()
    hole = OpeningId("hole-behind-the-shed")
    told.say(ev.OpeningDone(hole, NORTH_CREW, net_m=2), 75)
    told.say(ev.OpeningFound(hole, POND, ((121.005, 28.901), (121.00501, 28.901)), 1.5), 70)
    assert board_after(told).openings[hole].state == "done"


def test_a_crew_nobody_knows_can_still_close_an_opening() -> None:
    told = night_begun()
    told.say(ev.OpeningDone(WILLOW_LANE, CrewId("helpers-from-the-next-town")), 30)
    assert board_after(told).openings[WILLOW_LANE].state == "done"


def test_net_goes_from_the_yard_through_the_van_into_the_ring() -> None:
    told = night_begun()
    told.say(ev.CrewLoaded(NORTH_CREW, YARD, 60), 12)
    told.say(ev.OpeningDone(WILLOW_LANE, NORTH_CREW, net_m=4), 40)
    board = board_after(told)
    assert board.suppliers[YARD].stock_m == 40
    assert board.suppliers[YARD].short
    assert board.crews[NORTH_CREW].load_m == 56
    assert totals(board).net_m_standing == 4


def test_a_yards_own_count_stands_and_earlier_loads_are_not_taken_off_twice() -> None:
    told = night_begun()
    told.say(ev.SupplierCounted(YARD, 30), 20)
    told.say(ev.CrewLoaded(NORTH_CREW, YARD, 60), 12)
    assert board_after(told).suppliers[YARD].stock_m == 30
    told.say(ev.CrewLoaded(SOUTH_CREW, YARD, 20), 25)
    assert board_after(told).suppliers[YARD].stock_m == 10


def test_blocked_is_said_with_its_reason_and_the_lead_is_asked() -> None:
    told = night_begun()
    told.say(ev.OpeningStarted(WILLOW_LANE, NORTH_CREW), 15)
    told.say(ev.OpeningBlocked(WILLOW_LANE, NORTH_CREW, "residents_object", "two families"), 20)
    board = board_after(told)
    assert board.crews[NORTH_CREW].state == "idle"
    first = alarms(board, at(21))[0]
    assert (first.code, first.opening, first.who, first.facts["reason"]) == (
        "blocked",
        WILLOW_LANE,
        "community lead",
        "residents_object",
    )
    told.say(ev.OpeningUnblocked(WILLOW_LANE), 50)
    assert board_after(told).openings[WILLOW_LANE].state == "planned"


def test_a_lost_crew_leaves_its_work_to_be_given_again() -> None:
    told = night_begun()
    told.say(ev.OpeningStarted(WILLOW_LANE, NORTH_CREW), 15)
    told.say(ev.CrewLost(NORTH_CREW, "van broke down"), 20)
    board = board_after(told)
    assert [a.code for a in alarms(board, at(21))] == ["crew_lost"]
    assert board.crews[NORTH_CREW].steps[0].state == "dropped"


def test_a_silent_crew_raises_an_alarm_only_when_its_work_should_be_over() -> None:
    told = night_begun()
    told.say(ev.OpeningStarted(WILLOW_LANE, NORTH_CREW), 15)
    board = board_after(told)
    assert "silent_crew" not in {a.code for a in alarms(board, at(60))}
    assert "silent_crew" in {a.code for a in alarms(board, at(70))}


def test_after_the_deadline_what_is_open_is_the_worst_alarm() -> None:
    assert alarms(board_after(night_begun()), at(601))[0].code == "past_deadline"


def test_a_newer_plan_keeps_work_under_way_and_what_is_done() -> None:
    told = night_begun()
    told.say(ev.OpeningDone(POND_PATH, SOUTH_CREW), 40)
    told.say(ev.OpeningStarted(WILLOW_LANE, NORTH_CREW), 41)
    second = msgspec.structs.replace(
        by_two_crews("plan-2", 1),
        kind="replan",
        openings=(),
        steps={SOUTH_CREW: tuple(s for s in by_two_crews().steps[NORTH_CREW] if s.at == WILLOW_STEPS)},
    )
    told.say(second, 42)
    told.say(PlanAdopted(PlanId("plan-2")), 43)
    board = board_after(told)
    assert board.openings[POND_PATH].state == "done"
    assert (board.openings[WILLOW_LANE].state, board.openings[WILLOW_LANE].crew) == ("under_way", NORTH_CREW)
    assert board.openings[WILLOW_STEPS].crew == SOUTH_CREW
    assert (board.openings[WILLOW_GATE].state, board.openings[WILLOW_GATE].crew) == ("planned", None)
    assert [s.at for s in board.crews[NORTH_CREW].steps] == [WILLOW_LANE]


def test_a_kind_this_version_does_not_know_is_kept_and_counted() -> None:
    told = night_begun()
    told.say(ev.CrewBack(NORTH_CREW), 5)
    told.entries[-1] = msgspec.structs.replace(told.entries[-1], kind="crew.of_tomorrow")
    board = board_after(told)
    assert board.quarantined == 1
    assert board.happenings[0].kind == "crew.of_tomorrow"


def test_communities_are_told_the_one_furthest_behind_first() -> None:
    told = night_begun()
    told.say(ev.OpeningDone(POND_PATH, SOUTH_CREW), 40)
    assert [c.name for c in communities(board_after(told))] == ["North", "South"]


def test_happenings_name_the_newest_first() -> None:
    told = night_begun()
    told.say(ev.CrewSetOut(NORTH_CREW, WILLOW_LANE), 3)
    assert board_after(told).happenings[0].kind == "crew.set_out"


def test_openings_inside_a_ring_hold_nothing_up_and_raise_no_alarm() -> None:
    told = Chronicle()
    told.say(two_neighbourhoods())
    plan = by_two_crews()
    inside = [
        msgspec.structs.replace(p, role="inside", net_m=0) for p in plan.openings if p.opening == POND_PATH
    ]
    rest = [p for p in plan.openings if p.opening != POND_PATH]
    told.say(msgspec.structs.replace(plan, openings=(*rest, *inside)))
    told.say(PlanAdopted(PlanId("plan-1")))
    told.say(ev.OpeningDone(POND_GATE, SOUTH_CREW), 61)
    for opening in (WILLOW_GATE, WILLOW_LANE, WILLOW_STEPS):
        told.say(ev.OpeningDone(opening, NORTH_CREW), 62)
    board = board_after(told)
    assert {n.ring for n in board.neighbourhoods.values()} == {"closed"}
    assert alarms(board, at(700)) == ()


def test_why_an_opening_is_left_out_is_said_in_words_and_as_a_code() -> None:
    told = Chronicle()
    told.say(two_neighbourhoods())
    left = LeftUndone(POND_PATH, "no crew has time left", "no-time")
    told.say(msgspec.structs.replace(by_two_crews(), undone=(left,)))
    told.say(PlanAdopted(PlanId("plan-1")))
    row = board_after(told).openings[POND_PATH]
    assert (row.undone_why, row.undone_code) == ("no crew has time left", "no-time")


def test_of_neighbourhoods_that_share_a_ring_none_is_closed_before_all_are() -> None:
    told = Chronicle()
    told.say(two_neighbourhoods())
    told.say(msgspec.structs.replace(by_two_crews(), rings=((WILLOW, POND),)))
    told.say(PlanAdopted(PlanId("plan-1")))
    for opening in (POND_PATH, POND_GATE, WILLOW_LANE, WILLOW_STEPS):
        told.say(ev.OpeningDone(opening, SOUTH_CREW), 61)
    assert {n.ring for n in board_after(told).neighbourhoods.values()} == {"closing"}
    told.say(ev.OpeningDone(WILLOW_GATE, NORTH_CREW), 70)
    closed = board_after(told)
    assert {(n.ring, n.closed_at) for n in closed.neighbourhoods.values()} == {("closed", at(70))}
    hole = OpeningId("hole")
    told.say(ev.OpeningFound(hole, WILLOW, ((121.001, 28.902), (121.00101, 28.902)), 1.0), 80)
    assert {n.ring for n in board_after(told).neighbourhoods.values()} == {"closing"}
