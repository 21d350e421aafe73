"""Decisions taken at the same moment: exactly one stands, the others are told who was first and when."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from typing import Any

import httpx
import pytest

from tests.towns import DAWN, NORTH_CREW, POND_PATH, SOUTH_CREW, WILLOW_LANE, WILLOW_STEPS
from tests.web.conftest import Person, Town
from tests.web.staff import code_of, someone
from tests.web.test_command import begun, board, crew_of
from yipanqi.close.events import CrewLost
from yipanqi.close.kinds import KINDS
from yipanqi.desk.permissions import Scope
from yipanqi.desk.ports import Arrangement
from yipanqi.ground.ids import Actor, CrewId
from yipanqi.ground.refusal import Refusal
from yipanqi.plan.crews.model import CrewPlan, CrewProblem
from yipanqi.plan.events import PlanProposed


def at_once(asks: Sequence[Callable[[], httpx.Response]]) -> list[httpx.Response]:
    """Everybody asks at the same moment."""
    start = Barrier(len(asks), timeout=60)

    def ask(one: Callable[[], httpx.Response]) -> httpx.Response:
        start.wait()
        return one()

    with ThreadPoolExecutor(len(asks)) as pool:
        return list(pool.map(ask, asks))


def one_stands(answers: Sequence[httpx.Response], code: str, by: set[str]) -> None:
    """One is taken; each of the others hears of it, by name and with the time."""
    assert sorted(a.status_code for a in answers) == [200] + [409] * (len(answers) - 1), [
        a.text for a in answers
    ]
    for late in (a for a in answers if a.status_code == 409):
        assert code_of(late) == code
        assert late.json()["facts"]["by"] in by
        assert datetime.fromisoformat(late.json()["facts"]["at"]).tzinfo is not None


def two_leads(town: Town) -> tuple[Person, Person]:
    """One of each community."""
    north = someone(town, "Lead North", "community_lead", Scope(organisation="north"))
    south = someone(town, "Lead South", "community_lead", Scope(organisation="south"))
    return north, south


def test_of_two_leads_who_move_one_crew_at_once_one_does(town: Town, commander: Person) -> None:
    begun(town, commander)
    north, south = two_leads(town)
    crew = crew_of(commander, POND_PATH)  # works for South's community, so both may move it, each to its own
    other = NORTH_CREW if crew == SOUTH_CREW else SOUTH_CREW

    def put(lead: Person, opening: str, to: CrewId) -> Callable[[], httpx.Response]:
        return lambda: lead.post("/api/plans/put", json={"opening": opening, "crew": to, "on_version": 1})

    own = {NORTH_CREW: (north, WILLOW_STEPS), SOUTH_CREW: (south, POND_PATH)}
    asks = [put(*own[crew], crew), put(*own[other], other)] * 2
    one_stands(at_once(asks), "plan.adopted_meanwhile", {"Lead North", "Lead South"})
    assert board(commander)["plan"]["version"] == 2


def test_who_moves_a_crew_while_another_is_at_it_is_told(
    town: Town, commander: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(town, commander)
    second = someone(town, "Deputy", "commander")
    arrange = town.board.commanding._arrange
    answers: list[httpx.Response] = []

    def put(person: Person) -> httpx.Response:
        asked = {"opening": WILLOW_STEPS, "crew": NORTH_CREW, "on_version": 1}
        return person.post("/api/plans/put", json=asked)

    def overtaken(problem: CrewProblem, plan: CrewPlan) -> Arrangement:
        monkeypatch.setattr(town.board.commanding, "_arrange", arrange)
        answers.append(put(second))  # the board was read, nothing is recorded yet
        return arrange(problem, plan)

    monkeypatch.setattr(town.board.commanding, "_arrange", overtaken)
    late = put(commander)
    one_stands([*answers, late], "plan.adopted_meanwhile", {"Deputy"})
    assert board(commander)["plan"]["adopted_by"] == "Deputy"


def test_a_replan_made_on_a_plan_that_was_replaced_meanwhile_is_of_the_old_one(
    town: Town, commander: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(town, commander)
    checked = town.board.planning.checked

    def overtaken(*made: Any) -> PlanProposed | Refusal:
        monkeypatch.setattr(town.board.planning, "checked", checked)
        asked = {"opening": WILLOW_STEPS, "crew": NORTH_CREW, "on_version": 1}
        assert commander.post("/api/plans/put", json=asked).status_code == 200
        return checked(*made)

    monkeypatch.setattr(town.board.planning, "checked", overtaken)
    plan = town.board.planning.replan(seed=1, seconds=0, actor=Actor("office"))
    assert isinstance(plan, PlanProposed)
    assert plan.on_version == 1
    assert commander.post(f"/api/plans/{plan.id}/adopt", json={"on_version": 2}).status_code == 409
    assert board(commander)["plan"]["version"] == 2


def test_of_two_commanders_who_adopt_two_proposals_one_does(town: Town, commander: Person) -> None:
    begun(town, commander)
    second = someone(town, "Deputy", "commander")
    plans = [town.board.planning.replan(seed=n, seconds=0, actor=Actor("office")) for n in (1, 2)]
    names = [plan.id for plan in plans if isinstance(plan, PlanProposed)]
    assert len(names) == 2

    def adopt(person: Person, name: str) -> Callable[[], httpx.Response]:
        return lambda: person.post(f"/api/plans/{name}/adopt", json={"on_version": 1})

    answers = at_once([adopt(p, name) for p in (commander, second) for name in names])
    assert sorted(a.status_code for a in answers) == [200, 409, 409, 409], [a.text for a in answers]
    assert {code_of(a) for a in answers if a.status_code == 409} <= {
        "plan.adopted_meanwhile",
        "plan.superseded",
    }
    assert board(commander)["plan"]["version"] == 2


def test_of_two_who_set_the_terms_at_once_one_does(town: Town, commander: Person) -> None:
    second = someone(town, "Deputy", "commander")
    terms = {"basis": "Order 7", "until_at": DAWN.isoformat(), "review_at": DAWN.isoformat(), "phone": "1"}

    def say(person: Person, signed_by: str, on_version: int = 0) -> Callable[[], httpx.Response]:
        asked = terms | {"signed_by": signed_by, "on_version": on_version}
        return lambda: person.post("/api/terms", json=asked)

    asks = [say(commander, "Lin"), say(second, "Wu")] * 2
    one_stands(at_once(asks), "terms.set_meanwhile", {"commander", "Deputy"})
    assert say(second, "Wu", 1)().status_code == 200, "who has seen the last word may change it"
    own = terms | {"signed_by": "Wu", "neighbourhood": "pond", "on_version": 0}
    assert second.post("/api/terms", json=own).status_code == 200, "another neighbourhood's are others"


def test_of_two_who_give_a_key_at_once_one_does(town: Town, commander: Person) -> None:
    begun(town, commander)
    second = someone(town, "Deputy", "commander")

    def give(person: Person, holder: str, on_version: int = 0) -> Callable[[], httpx.Response]:
        asked = {"opening": WILLOW_LANE, "holder": holder, "on_version": on_version}
        return lambda: person.post("/api/keys", json=asked)

    asks = [give(commander, "Old Li"), give(second, "Old Wu")] * 2
    one_stands(at_once(asks), "key.given_meanwhile", {"commander", "Deputy"})
    points = commander.get("/api/talking-points/willow").json()
    assert points["key_versions"] == {WILLOW_LANE: 1}
    assert give(second, "Old Wu", 1)().status_code == 200


def test_of_two_who_set_or_lift_the_standing_rule_at_once_one_does(town: Town, commander: Person) -> None:
    begun(town, commander)
    second = someone(town, "Deputy", "commander")

    def fix(person: Person, share: float, on_version: int) -> Callable[[], httpx.Response]:
        asked = {"most_moved_share": share, "least_gain_min": 10, "on_version": on_version}
        return lambda: person.post("/api/standing-rule", json=asked)

    def lift(person: Person, on_version: int) -> Callable[[], httpx.Response]:
        return lambda: person.post("/api/standing-rule/lift", json={"on_version": on_version})

    asks = [fix(commander, 0.1, 0), fix(second, 0.5, 0)] * 2
    one_stands(at_once(asks), "rule.changed_meanwhile", {"commander", "Deputy"})
    assert board(commander)["rule_version"] == 1
    asks = [lift(commander, 1), fix(second, 0.2, 1)] * 2
    one_stands(at_once(asks), "rule.changed_meanwhile", {"commander", "Deputy"})
    assert fix(second, 0.3, 2)().status_code == 200, "who has seen the last word may change it"
    assert board(commander)["standing_rule"]["most_moved_share"] == 0.3


def test_the_standing_rule_and_a_person_never_adopt_on_the_same_version(
    town: Town, commander: Person
) -> None:
    begun(town, commander)
    rule = {"most_moved_share": 1.0, "least_gain_min": 0.0, "why": "try", "on_version": 0}
    assert commander.post("/api/standing-rule", json=rule).status_code == 200
    had = crew_of(commander, WILLOW_STEPS)
    to = SOUTH_CREW if had == NORTH_CREW else NORTH_CREW
    commander.say(CrewLost(had, "the van broke down"), minutes=1)
    start = Barrier(2, timeout=60)

    def look() -> None:
        start.wait()
        town.board.commanding.rule.look()

    def put() -> httpx.Response:
        start.wait()
        asked = {"opening": WILLOW_STEPS, "crew": to, "on_version": 1}
        return commander.post("/api/plans/put", json=asked)

    with ThreadPoolExecutor(2) as pool:
        looked, answer = pool.submit(look), pool.submit(put).result()
        looked.result()
    assert answer.status_code in {200, 409}, answer.text
    proposed: dict[str, PlanProposed] = {}
    versions = []
    for entry in town.board.desk.read(0):
        event = KINDS.decode(entry.kind, entry.schema, entry.body)
        if isinstance(event, PlanProposed):
            proposed[event.id] = event
        if entry.kind == "plan.adopted":
            versions.append(entry.version)
            assert proposed[getattr(event, "plan")].on_version == entry.version - 1  # noqa: B009 - a union
    assert versions == list(range(1, len(versions) + 1))
    if answer.status_code == 409:
        assert code_of(answer) == "plan.adopted_meanwhile"
        assert str(answer.json()["facts"]["by"]).startswith("standing rule")
