"""Who may do what, within which scope; and what is not somebody's to report is kept apart."""

from typing import get_args

import msgspec
import pytest
from msgspec import Struct

from tests.desk.memory import Office
from tests.towns import (
    NORTH_CREW,
    POND,
    POND_GATE,
    SOUTH_CREW,
    WILLOW,
    WILLOW_LANE,
    YARD,
    night_begun,
)
from tests.web.conftest import report
from yipanqi.close.board import fold
from yipanqi.close.events import (
    CrewLost,
    OpeningBlocked,
    OpeningDone,
    OpeningFound,
    OpeningTakenDown,
    OpeningUnblocked,
    SupplierCounted,
)
from yipanqi.close.kinds import KINDS
from yipanqi.close.problems_model import ProblemAnswered, ProblemClosed, ProblemRaised
from yipanqi.close.state import Board
from yipanqi.desk.permissions import ACTS, ROLE_WORDS, ROLES, ActName, Person, Role, Scope, allowed
from yipanqi.desk.permissions_reports import REPORTS, judge_for, may_report
from yipanqi.ground.ids import Actor, Device, OpeningId
from yipanqi.plan.crews.model import CrewPlan

NORTH = Scope(organisation="north")
IN_NORTH = Scope(crew=NORTH_CREW)
FOUND = OpeningFound(OpeningId("new"), WILLOW, ((121.0, 28.9), (121.1, 28.9)), 3.0)


@pytest.fixture(scope="module")
def night() -> Board:
    """The night begun: Willow is North's, Pond is South's; a problem was raised at Willow Lane."""
    told = night_begun()
    told.say(ProblemRaised("p1", "residents_object", opening=WILLOW_LANE), 5, actor="Chen")
    return fold(Board(), told.entries)


def test_every_act_and_role_has_its_words() -> None:
    assert set(ACTS) == set(get_args(ActName))
    assert set(ROLE_WORDS) == set(ROLES)
    assert all(act.zh and act.en and act.roles for act in ACTS.values())


def test_an_auditor_sees_and_changes_nothing() -> None:
    does = {name for name in ACTS if allowed("auditor", name)}
    assert {n for n in does if n.split(".")[1:] not in ([], ["read"], ["see"], ["print"])} == {
        "own.account",
        "message.receive",
    }


def test_a_commander_may_do_everything() -> None:
    assert all(allowed("commander", name) for name in ACTS)


def test_every_kind_of_fact_says_whose_it_is() -> None:
    assert {k.name for k in KINDS if k.sort == "fact"} == set(REPORTS)


@pytest.mark.parametrize(
    ("role", "scope", "fact", "theirs"),
    [
        ("commander", Scope(), OpeningDone(WILLOW_LANE, NORTH_CREW), True),
        ("crew_lead", IN_NORTH, OpeningDone(WILLOW_LANE, NORTH_CREW), True),
        ("crew_lead", IN_NORTH, OpeningDone(POND_GATE, NORTH_CREW), True),
        ("crew_lead", IN_NORTH, OpeningDone(WILLOW_LANE, SOUTH_CREW), False),
        ("crew_lead", Scope(), OpeningDone(WILLOW_LANE, NORTH_CREW), False),
        ("crew_lead", IN_NORTH, OpeningUnblocked(WILLOW_LANE), True),
        ("crew_lead", IN_NORTH, OpeningUnblocked(POND_GATE), False),
        ("crew_lead", IN_NORTH, OpeningTakenDown(WILLOW_LANE), True),
        ("crew_lead", IN_NORTH, OpeningTakenDown(POND_GATE), False),
        ("crew_lead", IN_NORTH, SupplierCounted(YARD, 5), False),
        ("lender", NORTH, CrewLost(NORTH_CREW), True),
        ("lender", NORTH, CrewLost(SOUTH_CREW), False),
        ("community_lead", NORTH, OpeningDone(WILLOW_LANE, SOUTH_CREW), True),
        ("community_lead", NORTH, OpeningDone(POND_GATE, SOUTH_CREW), False),
        ("supplier", Scope(supplier=YARD), SupplierCounted(YARD, 5), True),
        ("supplier", Scope(supplier="other"), SupplierCounted(YARD, 5), False),
        ("supplier", Scope(supplier=YARD), FOUND, False),
        ("patroller", Scope(neighbourhoods=(WILLOW,)), OpeningBlocked(WILLOW_LANE, None, "other"), True),
        ("patroller", Scope(neighbourhoods=(POND,)), OpeningBlocked(WILLOW_LANE, None, "other"), False),
        ("volunteer", Scope(), FOUND, True),
        ("volunteer", Scope(), OpeningDone(WILLOW_LANE, NORTH_CREW), False),
        ("auditor", NORTH, FOUND, False),
        ("auditor", NORTH, ProblemRaised("p2", "other"), False),
        ("gatekeeper", Scope(), ProblemRaised("p2", "other"), True),
        ("community_lead", NORTH, ProblemAnswered("p1", "wait"), True),
        ("community_lead", Scope(organisation="south"), ProblemAnswered("p1", "wait"), False),
        ("crew_lead", IN_NORTH, ProblemAnswered("p1", "wait"), False),
        ("crew_lead", IN_NORTH, ProblemClosed("p1"), False),
    ],
)
def test_a_fact_is_theirs_by_role_and_scope(
    night: Board, role: Role, scope: Scope, fact: Struct, theirs: bool
) -> None:
    person = Person("somebody", role, scope)
    assert may_report(person, KINDS.of(fact).name, fact, night) is theirs


def test_whoever_raised_a_problem_may_close_it(night: Board) -> None:
    assert may_report(Person("Chen", "volunteer"), "problem.closed", ProblemClosed("p1"), night)


def nothing(*_: object, **__: object) -> CrewPlan:
    raise AssertionError("nobody plans here")


def test_what_is_not_theirs_is_kept_and_shown_but_not_believed() -> None:
    desk = Office(nothing).desk
    sent = report(OpeningDone(WILLOW_LANE, NORTH_CREW), 5)
    judge = judge_for(Person("Li", "volunteer"), desk.board)
    receipt = desk.report(
        [msgspec.Raw(msgspec.json.encode(sent))], Actor("Li"), Device("phone"), judge=judge
    ).result()[0]
    assert receipt.quarantined == "not_yours"
    assert desk.board.openings[WILLOW_LANE].state != "done"
    assert desk.board.quarantined == 1
    assert desk.board.happenings[0].facts == {"claimed_kind": "opening.done", "problem": "not_yours"}
    kept = desk.read(0)[-1]
    assert str(sent["event_id"]) in bytes(kept.body).decode()
