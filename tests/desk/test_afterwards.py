"""Plan against fact, once the night is over."""

from datetime import timedelta

from tests.towns import NORTH_CREW, POND, SOUTH_CREW, WILLOW, WILLOW_LANE, at, by_two_crews, night_begun
from yipanqi.close.events import CrewLoaded, OpeningBlocked, OpeningDone, OpeningStarted, OpeningUnblocked
from yipanqi.desk.afterwards import Afterwards, OpeningPast, afterwards
from yipanqi.ground.ids import PlanId, SupplierId
from yipanqi.plan.events import PlanAdopted


def lane_blocked_for_an_hour() -> Afterwards:
    """North is held up at Willow's lane from minute 30 to 90, and has it done at 120."""
    night = night_begun()
    night.say(CrewLoaded(NORTH_CREW, SupplierId("yard"), 60), 12)
    night.say(OpeningStarted(WILLOW_LANE, NORTH_CREW), 20)
    night.say(OpeningBlocked(WILLOW_LANE, NORTH_CREW, "car_in_the_way"), 30)
    night.say(OpeningUnblocked(WILLOW_LANE), 90)
    night.say(OpeningStarted(WILLOW_LANE, NORTH_CREW), 95)
    night.say(OpeningDone(WILLOW_LANE, NORTH_CREW, net_m=4), 120)
    return afterwards(night.entries)


def lane(told: Afterwards) -> OpeningPast:
    return next(o for o in told.openings if o.id == WILLOW_LANE)


def test_an_openings_time_is_held_against_the_first_plan() -> None:
    past = lane(lane_blocked_for_an_hour())
    assert (past.started_at, past.done_at, past.done_by) == (at(20), at(120), NORTH_CREW)
    assert past.first_crew == NORTH_CREW
    assert past.first_due_at is not None
    assert past.late_min == (at(120) - past.first_due_at) / timedelta(minutes=1)
    assert (past.blocked_times, past.blocked_min) == (1, 60.0)


def test_a_crew_is_told_by_what_it_did() -> None:
    told = lane_blocked_for_an_hour()
    north, south = told.crews
    assert (north.jobs_done, north.loads, north.net_m) == (1, 1, 4)
    assert north.first_jobs == 3
    assert north.last_at == at(120)
    assert south.jobs_done == 0
    assert south.out_h == 0
    (lender,) = [x for x in told.lenders if x.id == "north"]
    assert lender.people_h == north.out_h * north.people > 0


def test_a_second_plan_does_not_change_what_the_first_had() -> None:
    night = night_begun()
    before = lane(afterwards(night.entries))
    later = by_two_crews("plan-2", on_version=1)
    night.say(later, 60)
    night.say(PlanAdopted(PlanId("plan-2")), 61)
    told = afterwards(night.entries)
    assert told.plans == 2
    assert lane(told).first_due_at == before.first_due_at
    assert told.first_finish_at == by_two_crews().finish_at


def test_a_neighbourhood_that_never_closed_has_no_time_of_closing() -> None:
    told = lane_blocked_for_an_hour()
    assert [(n.id, n.closed_at) for n in told.neighbourhoods] == [(WILLOW, None), (POND, None)]
    assert all(n.first_due_at is not None for n in told.neighbourhoods)
    assert next(c for c in told.crews if c.id == SOUTH_CREW).last_at is None


def test_a_journal_of_nothing_tells_nothing() -> None:
    told = afterwards([])
    assert (told.plans, told.openings, told.crews, told.finish_at) == (0, (), (), None)
