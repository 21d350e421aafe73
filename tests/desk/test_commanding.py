"""The commander's use cases: moves adopted, an opening put with a crew and back, locks, the standing rule."""

from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from tests.desk.memory import Office
from tests.desk.test_planning import COMMANDER, begun, honest
from tests.towns import (
    NIGHT,
    NORTH_CREW,
    POND_GATE,
    POND_PATH,
    SOUTH_CREW,
    WILLOW_GATE,
    WILLOW_LANE,
    WILLOW_STEPS,
    YARD,
    at,
)
from yipanqi.close import events as ev
from yipanqi.close.decisions_model import StandingRuleLifted, StandingRuleSet
from yipanqi.close.model import job_of
from yipanqi.close.remaining import remaining
from yipanqi.desk.commanding import Commanding
from yipanqi.desk.commanding_rule import Judged, within
from yipanqi.ground.ids import CrewId, OpeningId
from yipanqi.ground.refusal import Refusal
from yipanqi.plan.events import LeftUndone
from yipanqi.solvers.crews.what_if import WhatIf

ALL = (WILLOW_GATE, WILLOW_LANE, WILLOW_STEPS)


def commanding(office: Office) -> Commanding:
    return Commanding(office.desk, office.planning, honest, WhatIf, lambda: np.random.default_rng(1))


def night() -> tuple[Office, Commanding]:
    office = begun()
    return office, commanding(office)


def say(office: Office, fact: Any, minutes: float) -> None:
    office.desk.record(fact, COMMANDER, happened_at=at(minutes)).result()
    office.watch.at = at(minutes)


def crew_of(office: Office, opening: OpeningId) -> CrewId | None:
    return office.desk.board.openings[opening].crew


def other(office: Office, opening: OpeningId) -> CrewId:
    return SOUTH_CREW if crew_of(office, opening) == NORTH_CREW else NORTH_CREW


def version(office: Office) -> int:
    assert office.desk.board.plan is not None
    return office.desk.board.plan.version


def test_what_if_tells_the_finish_before_and_after_and_records_nothing() -> None:
    office, command = night()
    head = office.memory.head()
    told = command.what_if(WILLOW_STEPS, other(office, WILLOW_STEPS))
    assert not isinstance(told, Refusal)
    assert told.refused == ""
    assert told.finish_after_at is not None
    assert told.p50_before_at is not None
    assert told.p50_after_at is not None
    assert office.memory.head() == head


def test_an_opening_put_with_another_crew_is_in_force_at_once_and_locked_there() -> None:
    office, command = night()
    to = other(office, WILLOW_STEPS)
    assert not isinstance(command.put(WILLOW_STEPS, to, 1, COMMANDER), Refusal)
    assert (crew_of(office, WILLOW_STEPS), version(office)) == (to, 2)
    assert office.desk.board.locks[WILLOW_STEPS].crew == to
    assert office.desk.board.proposal is None
    board = office.desk.board
    left = remaining(board, NIGHT, board.planned, office.watch.at, office.planning.rules)
    assert [(lock.job, lock.crew) for lock in left.problem.locked] == [(job_of(WILLOW_STEPS), to)], (
        "for every replan"
    )


def test_putting_it_back_undoes_it_as_a_new_decision() -> None:
    office, command = night()
    had = crew_of(office, WILLOW_STEPS)
    assert had is not None
    command.put(WILLOW_STEPS, other(office, WILLOW_STEPS), 1, COMMANDER)
    assert not isinstance(command.put(WILLOW_STEPS, had, 2, COMMANDER, lock=False), Refusal)
    assert (crew_of(office, WILLOW_STEPS), version(office)) == (had, 3)
    assert WILLOW_STEPS not in office.desk.board.locks


def test_whoever_puts_on_an_old_version_is_told_who_was_first() -> None:
    office, command = night()
    command.put(WILLOW_STEPS, other(office, WILLOW_STEPS), 1, COMMANDER)
    refused = command.put(WILLOW_LANE, other(office, WILLOW_LANE), 1, COMMANDER)
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.facts["by"]) == ("plan.adopted_meanwhile", "commander")


def test_what_is_done_or_with_a_lost_crew_cannot_be_put_anywhere() -> None:
    office, command = night()
    say(office, ev.OpeningDone(POND_PATH, SOUTH_CREW), 5)
    done = command.what_if(POND_PATH, NORTH_CREW)
    assert isinstance(done, Refusal)
    assert done.code == "job.not_to_do"
    say(office, ev.CrewLost(SOUTH_CREW), 6)
    lost = command.what_if(WILLOW_LANE, SOUTH_CREW)
    assert isinstance(lost, Refusal)
    assert lost.code == "job.not_with_this_crew"


def test_a_lock_is_for_the_crew_that_has_it_and_can_be_opened_again() -> None:
    office, command = night()
    mine = crew_of(office, WILLOW_LANE)
    wrong = command.lock(WILLOW_LANE, other(office, WILLOW_LANE), COMMANDER)
    assert isinstance(wrong, Refusal)
    assert wrong.code == "job.with_another_crew"
    command.lock(WILLOW_LANE, mine, COMMANDER)
    assert office.desk.board.locks[WILLOW_LANE].crew == mine
    command.lock(WILLOW_LANE, None, COMMANDER)
    assert office.desk.board.locks == {}


def test_a_silent_crews_work_is_offered_to_the_others_and_one_click_moves_it() -> None:
    office, command = night()
    theirs = [o for o in office.desk.board.openings if crew_of(office, o) == NORTH_CREW]
    say(office, ev.OpeningStarted(theirs[0], NORTH_CREW), 15)
    say(office, ev.CrewBack(SOUTH_CREW), 120)
    offered = [m for m in command.moves() if m.kind == "reassign"]
    left = theirs[1:]
    assert left, "the plan gives North more than one"
    assert [m.crew for m in offered] == [NORTH_CREW]
    assert (offered[0].undone_before, offered[0].undone_after) == (len(left), 0)
    assert not isinstance(command.adopt_move(offered[0].id, 1, COMMANDER), Refusal)
    assert {crew_of(office, o) for o in left} == {SOUTH_CREW}


def test_a_blocked_opening_without_net_is_brought_some_by_whoever_has_it() -> None:
    office, command = night()
    say(office, ev.CrewLoaded(SOUTH_CREW, YARD, 40), 5)
    say(office, ev.OpeningBlocked(WILLOW_LANE, NORTH_CREW, "no_material"), 10)
    move = next(m for m in command.moves() if m.kind == "bring_net")
    assert (move.opening, move.to_crew, move.undone_after) == (WILLOW_LANE, SOUTH_CREW, 0)
    assert not isinstance(command.adopt_move(move.id, 1, COMMANDER), Refusal)
    row = office.desk.board.openings[WILLOW_LANE]
    assert (row.state, row.crew) == ("given", SOUTH_CREW)
    assert office.desk.board.openings[WILLOW_LANE].reason is None


def test_a_move_that_no_longer_makes_sense_is_gone() -> None:
    office, command = night()
    say(office, ev.CrewLoaded(SOUTH_CREW, YARD, 40), 5)
    say(office, ev.OpeningBlocked(WILLOW_LANE, NORTH_CREW, "no_material"), 10)
    move = next(m for m in command.moves() if m.kind == "bring_net")
    say(office, ev.OpeningDone(WILLOW_LANE, NORTH_CREW), 12)
    gone = command.adopt_move(move.id, 1, COMMANDER)
    assert isinstance(gone, Refusal)
    assert gone.code == "move.gone"


def test_every_move_offered_passes_the_check_and_is_worth_its_trouble() -> None:
    office, command = night()
    say(office, ev.CrewLost(NORTH_CREW), 10)
    for move in command.moves():
        assert move.worth_s >= 120
        assert move.undone_after <= move.undone_before
    assert [m.kind for m in command.moves()] == ["replan"]


def test_after_hours_a_replan_asks_crews_to_stay_rather_than_leave_a_hole() -> None:
    office, command = night()
    for opening in (WILLOW_GATE, WILLOW_LANE, POND_GATE, POND_PATH):
        say(office, ev.OpeningDone(opening, NORTH_CREW, net_m=0), 100)
    say(office, ev.CrewLoaded(SOUTH_CREW, YARD, 40), 590)
    move = next(m for m in command.moves() if m.kind == "replan")
    assert (move.undone_before, move.undone_after) == (1, 0)
    assert not isinstance(command.adopt_move(move.id, 1, COMMANDER), Refusal)


RULE = StandingRuleSet(most_moved_share=1.0, least_gain_min=10)


def test_under_a_standing_rule_a_lost_crews_work_is_given_out_without_asking() -> None:
    office, command = night()
    say(office, ev.CrewLost(NORTH_CREW), 10)
    assert command.rule.look() is None, "no rule, no plan"
    command.record(RULE, COMMANDER, 0).result()
    assert command.rule.look() is not None
    assert version(office) == 2
    assert office.desk.board.plan is not None
    assert office.desk.board.plan.adopted_by == "standing rule · commander"
    assert {crew_of(office, o) for o in ALL} == {SOUTH_CREW}


def test_a_replan_beyond_the_rules_limits_waits_for_a_yes() -> None:
    office, command = night()
    say(office, ev.CrewLost(NORTH_CREW), 10)
    command.record(StandingRuleSet(0.01, 10), COMMANDER, 0).result()
    assert command.rule.look() is not None
    assert version(office) == 1
    assert office.desk.board.proposal is not None
    head = office.memory.head()
    assert command.rule.look() is None, "it is put up once, not over and over"
    office.watch.at = at(60)
    command.rule.look()
    assert office.memory.head() == head


def test_a_standing_rule_taken_back_adopts_nothing_more() -> None:
    office, command = night()
    command.record(RULE, COMMANDER, 0).result()
    command.record(StandingRuleLifted("enough"), COMMANDER, 1).result()
    say(office, ev.CrewLost(NORTH_CREW), 10)
    assert command.rule.look() is None
    assert version(office) == 1


def test_a_replan_that_leaves_open_what_was_closed_by_plan_is_not_safe() -> None:
    office, command = night()
    wanted = office.planning.plan_for_what_is_left(seed=1, seconds=0)
    assert not isinstance(wanted, Refusal)
    plan = wanted.plan
    board = office.desk.board
    assert command.rule.judged(board, at(0), plan).safe
    lazy = replace(
        plan,
        steps={c: tuple(s for s in steps if s.at != WILLOW_LANE) for c, steps in plan.steps.items()},
        undone=(LeftUndone(WILLOW_LANE, "forgotten"),),
    )
    assert not command.rule.judged(board, at(0), lazy).safe


@pytest.mark.parametrize(
    ("judged", "lets"),
    [
        (Judged(0.1, 12, 0, safe=True), True),
        (Judged(0.1, 12, 0, safe=False), False),
        (Judged(0.3, 12, 0, safe=True), False),
        (Judged(0.1, 5, 0, safe=True), False),
        (Judged(0.1, -5, 1, safe=True), True),
    ],
)
def test_a_rule_lets_through_what_is_safe_and_within_its_limits(judged: Judged, lets: bool) -> None:
    office, command = night()
    command.record(StandingRuleSet(0.2, 10), COMMANDER, 0).result()
    rule = office.desk.board.standing_rule
    assert rule is not None
    assert within(rule, judged) is lets
