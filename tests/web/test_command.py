"""The commander's board over HTTP, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

from tests.towns import (
    DAWN,
    NORTH_CREW,
    POND,
    SOUTH_CREW,
    WILLOW,
    WILLOW_LANE,
    WILLOW_STEPS,
    YARD,
    at,
)
from tests.web.conftest import Person, Town
from yipanqi.close.decisions_model import DecisionCarriedOut
from yipanqi.close.events import CrewLoaded, OpeningBlocked
from yipanqi.close.problems_model import ProblemPassedOn, ProblemRaised
from yipanqi.ground.ids import CrewId


def begun(town: Town, commander: Person) -> None:
    plan = town.propose()
    assert commander.post(f"/api/plans/{plan.id}/adopt", json={"on_version": 0}).status_code == 200
    town.clock.at = at(0)


def board(person: Person) -> dict[str, Any]:
    shown: dict[str, Any] = person.get("/api/board").json()
    return shown


def crew_of(person: Person, opening: str) -> CrewId:
    return CrewId(next(o["crew"] for o in board(person)["openings"] if o["id"] == opening))


def decision(about: str, on_version: int = 0, name: str = "") -> dict[str, object]:
    return {
        "decision": name or str(uuid4()),
        "about": about,
        "on_version": on_version,
        "what": "go_now_with_lead",
        "words": "Go now, the lead comes along",
        "why": "the lane is half closed",
        "signed_by": "Secretary Lin",
        "carried_out_by": "North 1",
        "by_at": at(90).isoformat(),
        "crew": NORTH_CREW,
    }


def test_a_problem_goes_up_a_decision_comes_down_and_is_ticked_off(town: Town, commander: Person) -> None:
    begun(town, commander)
    commander.say(ProblemRaised("p1", "residents_object", "wait or go?", opening=WILLOW_LANE), minutes=10)
    commander.say(ProblemPassedOn("p1"), minutes=12)
    town.clock.at = at(13)
    asked = [a for a in board(commander)["pulse"]["alarms"] if a["code"] == "problem"]
    assert [(a["problem"], a["neighbourhood"]) for a in asked] == [("p1", WILLOW)]
    assert commander.post("/api/decisions", json=decision("p1", name="d1")).status_code == 200
    shown = board(commander)
    assert [(p["state"], p["decision"], p["version"]) for p in shown["problems"]] == [("decided", "d1", 1)]
    assert [d["signed_by"] for d in shown["decisions"]] == ["Secretary Lin"]
    commander.say(DecisionCarriedOut("d1", "done"), minutes=40)
    shown = board(commander)
    assert shown["problems"][0]["state"] == "closed"
    assert shown["decisions"][0]["done_words"] == "done"


def test_of_many_who_decide_about_one_problem_exactly_one_does(town: Town, commander: Person) -> None:
    begun(town, commander)
    commander.say(ProblemRaised("p1", "danger", level="office"), minutes=10)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: commander.post("/api/decisions", json=decision("p1")), range(12)))
    assert sorted(a.status_code for a in answers) == [200] + [409] * 11
    told = next(a.json() for a in answers if a.status_code == 409)
    assert (told["code"], told["facts"]["by"]) == ("decision.decided_meanwhile", "commander")
    assert len(board(commander)["decisions"]) == 1


def test_nobody_decides_about_a_problem_nobody_raised(commander: Person) -> None:
    answer = commander.post("/api/decisions", json=decision("p-unknown"))
    assert (answer.status_code, answer.json()["code"]) == (404, "problem.unknown")


def test_dragging_asks_what_if_and_the_drop_puts_it_in_force_and_back(town: Town, commander: Person) -> None:
    begun(town, commander)
    had = crew_of(commander, WILLOW_STEPS)
    to = SOUTH_CREW if had == NORTH_CREW else NORTH_CREW
    told = commander.post("/api/plans/what-if", json={"opening": WILLOW_STEPS, "crew": to}).json()
    assert told["on_version"] == 1
    assert told["finish_before_at"]
    assert told["finish_after_at"]
    position = board(commander)["position"]
    put = {"opening": WILLOW_STEPS, "crew": to, "on_version": 1}
    assert commander.post("/api/plans/put", json=put).status_code == 200
    shown = board(commander)
    assert shown["position"] == position + 3, "locked, proposed and adopted in one breath"
    assert crew_of(commander, WILLOW_STEPS) == to
    assert [(lock["opening"], lock["crew"]) for lock in shown["locks"]] == [(WILLOW_STEPS, to)]
    late = commander.post("/api/plans/put", json=put)
    assert (late.status_code, late.json()["code"]) == (409, "plan.adopted_meanwhile")
    back = put | {"crew": had, "on_version": 2, "lock": False}
    assert commander.post("/api/plans/put", json=back).status_code == 200
    assert crew_of(commander, WILLOW_STEPS) == had
    assert board(commander)["locks"] == []


def test_a_crew_that_cannot_do_it_is_told_why_and_nothing_is_recorded(town: Town, commander: Person) -> None:
    begun(town, commander)
    unknown = commander.post("/api/plans/what-if", json={"opening": WILLOW_LANE, "crew": "nobody"})
    assert (unknown.status_code, unknown.json()["code"]) == (404, "job.unknown")
    town.clock.at = at(595)
    told = commander.post("/api/plans/what-if", json={"opening": WILLOW_LANE, "crew": NORTH_CREW}).json()
    assert told["refused"] == "no-time"
    put = {"opening": WILLOW_LANE, "crew": NORTH_CREW, "on_version": 1}
    refused = commander.post("/api/plans/put", json=put)
    assert (refused.status_code, refused.json()["facts"]["code"]) == (409, "no-time")
    assert board(commander)["plan"]["version"] == 1


def test_a_move_is_proposed_and_made_with_one_click(town: Town, commander: Person) -> None:
    begun(town, commander)
    had = crew_of(commander, WILLOW_LANE)
    other = SOUTH_CREW if had == NORTH_CREW else NORTH_CREW
    commander.say(CrewLoaded(other, YARD, 40), minutes=5)
    commander.say(OpeningBlocked(WILLOW_LANE, had, "no_material"), minutes=10)
    town.clock.at = at(11)
    move = next(m for m in commander.get("/api/moves").json() if m["kind"] == "bring_net")
    assert (move["opening"], move["to_crew"], move["undone_before"]) == (WILLOW_LANE, other, 1)
    made = commander.post("/api/moves/adopt", json={"move": move["id"], "on_version": 1})
    assert made.status_code == 200, made.text
    assert crew_of(commander, WILLOW_LANE) == other
    again = commander.post("/api/moves/adopt", json={"move": move["id"], "on_version": 2})
    assert again.json()["code"] == "move.gone"


def test_a_lock_and_a_standing_rule_are_on_the_board_until_taken_back(town: Town, commander: Person) -> None:
    begun(town, commander)
    crew = crew_of(commander, WILLOW_LANE)
    assert commander.post("/api/plans/lock", json={"opening": WILLOW_LANE, "crew": crew}).status_code == 200
    rule = {"most_moved_share": 0.1, "least_gain_min": 10, "why": "the night is long", "on_version": 0}
    assert commander.post("/api/standing-rule", json=rule).status_code == 200
    shown = board(commander)
    assert (len(shown["locks"]), shown["standing_rule"]["set_by"]) == (1, "commander")
    commander.post("/api/plans/lock", json={"opening": WILLOW_LANE})
    lifted = {"why": "enough", "on_version": shown["rule_version"]}
    assert commander.post("/api/standing-rule/lift", json=lifted).status_code == 200
    shown = board(commander)
    assert (shown["locks"], shown["standing_rule"], shown["rule_version"]) == ([], None, 2)


def test_residents_are_told_why_until_when_and_by_which_gate(town: Town, commander: Person) -> None:
    early = commander.get(f"/api/talking-points/{WILLOW}")
    assert (early.status_code, early.json()["code"]) == (409, "plan.nothing_in_force")
    begun(town, commander)
    terms = {
        "basis": "Order 7",
        "signed_by": "Secretary Lin",
        "until_at": DAWN.isoformat(),
        "review_at": DAWN.isoformat(),
        "phone": "8123 4567",
        "on_version": 0,
    }
    assert commander.post("/api/terms", json=terms).status_code == 200
    assert commander.get(f"/api/talking-points/{POND}").json()["terms_version"] == 1
    told = {p["code"]: p for p in commander.get(f"/api/talking-points/{POND}").json()["points"]}
    assert "Order 7" in told["until"]["en"]
    assert "8123 4567" in told["call"]["zh"]
    page = commander.get(f"/api/talking-points/{POND}/page?lang=en")
    assert page.headers["content-type"].startswith("text/html")
    assert "<script" not in page.text
    assert "Which way in and out?" in page.text
    assert commander.get("/api/talking-points/nowhere").json()["code"] == "neighbourhood.unknown"
