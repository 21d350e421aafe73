"""Planning at the desk: only what passes its check is ever proposed, and a replan starts from the board."""

from typing import Any

import msgspec
import pytest

from tests.desk.memory import Office
from tests.towns import (
    NIGHT,
    NORTH_CREW,
    POND,
    POND_GATE,
    POND_PATH,
    SOUTH_CREW,
    WILLOW_GATE,
    WILLOW_LANE,
    WILLOW_STEPS,
    at,
    closing_both,
    two_neighbourhoods,
)
from yipanqi.close import events as ev
from yipanqi.desk.planning import ClosureInForce
from yipanqi.ground.ids import Actor, OpeningId
from yipanqi.ground.refusal import Refusal
from yipanqi.plan.crews.model import CrewPlan, CrewProblem
from yipanqi.plan.events import PlanProposed
from yipanqi.solvers.crews import plan_crews

COMMANDER = Actor("commander")


def honest(problem: CrewProblem, *, seconds: float, seed: int, **how: Any) -> CrewPlan:
    return plan_crews(problem, seconds=seconds, seed=seed, **how)


def begun(schedule: Any = honest) -> Office:
    """A night with its first plan adopted."""
    office = Office(schedule)
    plan = first(office)
    assert isinstance(plan, PlanProposed), plan
    office.desk.adopt(plan.id, 0, COMMANDER).result()
    return office


def first(office: Office) -> PlanProposed | Refusal:
    closure = ClosureInForce(closing_both(), "")
    return office.planning.first(closure, NIGHT, seed=1, seconds=0, actor=COMMANDER)


def replanned(office: Office, minutes: float) -> PlanProposed:
    office.watch.at = at(minutes)
    plan = office.planning.replan(seed=1, seconds=0, actor=COMMANDER)
    assert isinstance(plan, PlanProposed), plan
    return plan


def jobs(plan: PlanProposed) -> dict[str, str]:
    """Which crew is to do which opening."""
    return {s.at: crew for crew, steps in plan.steps.items() for s in steps if s.do == "job"}


def too_fast(problem: CrewProblem, *, seconds: float, seed: int, **_: Any) -> CrewPlan:
    """A solver that forgets how long work takes."""
    plan = honest(problem, seconds=seconds, seed=seed)
    hasty = {
        crew: tuple(msgspec.structs.replace(s, ends_s=s.starts_s + 1) for s in steps)
        for crew, steps in plan.crews.items()
    }
    return msgspec.structs.replace(plan, crews=hasty)


def forgetful(problem: CrewProblem, *, seconds: float, seed: int, **_: Any) -> CrewPlan:
    """A solver that leaves an opening out and says nothing of it."""
    plan = honest(problem, seconds=seconds, seed=seed)
    lazy = {crew: tuple(s for s in steps if s.at != WILLOW_LANE) for crew, steps in plan.crews.items()}
    return msgspec.structs.replace(plan, crews=lazy)


@pytest.mark.parametrize("solver", [too_fast, forgetful])
def test_a_plan_that_fails_its_check_is_never_proposed(solver: Any) -> None:
    office = Office(solver)
    refused = first(office)
    assert isinstance(refused, Refusal)
    assert refused.code == "plan.check_failed"
    assert office.memory.head() == 1
    assert office.desk.board.proposal is None


def test_a_first_plan_gives_every_opening_to_a_crew_by_the_deadline() -> None:
    plan = first(Office(honest))
    assert isinstance(plan, PlanProposed)
    assert set(jobs(plan)) == {WILLOW_GATE, WILLOW_LANE, WILLOW_STEPS, POND_GATE, POND_PATH}
    assert plan.finish_at <= plan.deadline_at
    assert plan.bound_at is None or plan.bound_at <= plan.finish_at


def test_what_is_done_blocked_or_under_way_is_not_given_out_again() -> None:
    office = begun()
    for fact in (
        ev.OpeningDone(POND_PATH, SOUTH_CREW, net_m=4),
        ev.OpeningStarted(WILLOW_LANE, NORTH_CREW),
        ev.OpeningBlocked(WILLOW_STEPS, None, "residents_object"),
    ):
        office.desk.record(fact, COMMANDER, happened_at=at(30)).result()
    assert set(jobs(replanned(office, 31))) == {WILLOW_GATE, POND_GATE}


def test_work_under_way_stays_and_its_crew_is_free_only_afterwards() -> None:
    office = begun()
    office.desk.record(ev.OpeningStarted(WILLOW_LANE, NORTH_CREW), COMMANDER, happened_at=at(30)).result()
    plan = replanned(office, 31)
    ends = at(30 + 1540 / 60)
    assert all(s.starts_at >= ends for s in plan.steps.get(NORTH_CREW, ()))


def test_what_a_lost_crew_was_at_goes_to_somebody_else() -> None:
    office = begun()
    office.desk.record(ev.OpeningStarted(WILLOW_LANE, NORTH_CREW), COMMANDER, happened_at=at(30)).result()
    office.desk.record(ev.CrewLost(NORTH_CREW), COMMANDER, happened_at=at(35)).result()
    plan = replanned(office, 36)
    assert set(jobs(plan).values()) == {SOUTH_CREW}
    assert WILLOW_LANE in jobs(plan)


def test_a_crew_on_its_way_keeps_where_it_is_going() -> None:
    office = begun()
    office.desk.record(ev.CrewSetOut(NORTH_CREW, POND_PATH), COMMANDER, happened_at=at(20)).result()
    assert jobs(replanned(office, 21))[POND_PATH] == NORTH_CREW


def test_an_opening_found_tonight_gets_a_net_and_a_crew() -> None:
    office = begun()
    hole = OpeningId("hole")
    found = ev.OpeningFound(hole, POND, ((121.005, 28.901), (121.00502, 28.901)), 1.8)
    office.desk.record(found, COMMANDER, happened_at=at(40)).result()
    plan = replanned(office, 41)
    assert [(p.opening, p.role, p.net_m) for p in plan.openings] == [(hole, "bar", 2)]
    assert hole in jobs(plan)


def test_crews_are_asked_to_stay_longer_rather_than_leave_a_hole() -> None:
    office = begun()
    plan = replanned(office, 590)
    assert plan.undone == ()
    assert plan.finish_at > plan.deadline_at


def test_a_replan_says_how_many_openings_change_crew() -> None:
    office = begun()
    office.desk.record(ev.CrewLost(NORTH_CREW), COMMANDER, happened_at=at(2)).result()
    before = {o.id for o in office.desk.board.openings.values() if o.crew == NORTH_CREW}
    assert replanned(office, 3).jobs_moved == len(before)


def test_the_forecast_knows_no_chance_while_an_opening_is_given_to_nobody() -> None:
    office = begun()
    told = office.planning.forecast()
    assert told is not None
    assert told.chance_by_deadline > 0.99
    assert told.p50_at <= told.p90_at
    found = ev.OpeningFound(OpeningId("hole"), POND, ((121.005, 28.901), (121.00502, 28.901)), 1.8)
    office.desk.record(found, COMMANDER, happened_at=at(1)).result()
    again = office.planning.forecast()
    assert again is not None
    assert (again.chance_by_deadline, again.undone) == (0.0, 1)


def test_a_forecast_never_lies_in_the_past() -> None:
    office = begun()
    for opening in (WILLOW_GATE, WILLOW_LANE, WILLOW_STEPS, POND_GATE):
        office.desk.record(ev.OpeningDone(opening, NORTH_CREW), COMMANDER, happened_at=at(100)).result()
    for crew in (NORTH_CREW, SOUTH_CREW):
        office.desk.record(ev.CrewLost(crew), COMMANDER, happened_at=at(100)).result()
    office.watch.at = at(300)
    told = office.planning.forecast()
    assert told is not None
    assert told.p50_at >= at(300)
    assert told.chance_by_deadline == 0.0


def test_when_all_stands_the_finish_is_a_fact() -> None:
    office = begun()
    for minutes, opening in enumerate(
        (WILLOW_GATE, WILLOW_LANE, WILLOW_STEPS, POND_GATE, POND_PATH), start=1
    ):
        office.desk.record(ev.OpeningDone(opening, NORTH_CREW), COMMANDER, happened_at=at(minutes)).result()
    office.watch.at = at(100)
    told = office.planning.forecast()
    assert told is not None
    assert (told.p50_at, told.chance_by_deadline) == (at(5), 1.0)


def test_nobody_is_sent_to_a_yard_that_is_shut() -> None:
    office = Office(honest)
    survey = two_neighbourhoods()
    (yard,) = survey.registry.suppliers
    opens_late = msgspec.structs.replace(yard, opens_s=7200, closes_s=10_800)
    registry = msgspec.structs.replace(survey.registry, suppliers=(opens_late,))
    office.desk.record(msgspec.structs.replace(survey, registry=registry), COMMANDER).result()
    plan = first(office)
    assert isinstance(plan, PlanProposed), plan
    loads = [s for steps in plan.steps.values() for s in steps if s.do == "load"]
    assert loads
    assert all(at(120) <= s.starts_at and s.ends_at <= at(180) for s in loads)
