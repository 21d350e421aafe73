"""A closure over HTTP: proposed as a difference, adopted by one, verified; and the first plan of a night."""

from concurrent.futures import ThreadPoolExecutor

from tests.desk.yards_board import surveyed
from tests.survey.towns import Town as Drawing
from tests.survey.yards import opening
from tests.web.conftest import Person, Town, report
from tests.web.staff import someone
from tests.web.yards import yards
from yipanqi.close.events import OpeningDone, OpeningFound, OpeningTakenDown
from yipanqi.desk.permissions import Scope
from yipanqi.ground.ids import CrewId, NeighbourhoodId, OpeningId

__all__ = ["yards"]

PATH = opening(106)


def absent(person: Person, name: str = PATH) -> None:
    answer = person.post("/api/survey/edits", json={"edit": {"do": "no-opening", "opening": name}})
    assert answer.status_code == 200, answer.text


def propose(person: Person, place: str = "n1") -> dict[str, object]:
    answer = person.post("/api/closure/propose", json={"neighbourhood": place})
    assert answer.status_code == 200, answer.text
    view: dict[str, object] = answer.json()
    return view


def test_an_edit_is_proposed_as_a_difference_adopted_and_given_to_crews(
    commander: Person, yards: Drawing
) -> None:
    absent(commander)
    view = propose(commander)
    assert view["adoptable"]
    assert view["changes"] == [
        {
            "opening": PATH,
            "name": "",
            "before": "bar",
            "after": None,
            "net_m_before": 3,
            "net_m_after": 0,
            "moves": False,
        }
    ]
    waiting = commander.get("/api/closure").json()
    assert waiting["proposal"]["id"] == view["id"]
    assert waiting["to_plan"] == ["n1"]
    answer = commander.post(f"/api/closure/{view['id']}/adopt", json={"on_version": 0})
    assert answer.status_code == 200, answer.text
    state = commander.get("/api/closure").json()
    assert (state["version"], state["adopted_by"], state["proposal"], state["to_plan"]) == (
        1,
        "commander",
        None,
        [],
    )
    row = next(o for o in commander.get("/api/board").json()["openings"] if o["id"] == PATH)
    assert (row["gone"], row["role"], row["crew"]) == (True, "inside", None)
    replan = commander.post("/api/plans/propose").json()
    assert commander.post(f"/api/plans/{replan['id']}/adopt", json={"on_version": 1}).status_code == 200
    assert commander.post("/api/closure/verify").json()["holds"]


def test_of_many_who_adopt_at_once_exactly_one_does_and_the_others_are_told_who(
    commander: Person, yards: Drawing
) -> None:
    absent(commander)
    view = propose(commander)
    with ThreadPoolExecutor(6) as pool:
        answers = list(
            pool.map(
                lambda _: commander.post(f"/api/closure/{view['id']}/adopt", json={"on_version": 0}), range(8)
            )
        )
    assert sorted(a.status_code for a in answers) == [200] + [409] * 7
    told = [a.json() for a in answers if a.status_code == 409]
    assert {t["code"] for t in told} == {"closure.adopted_meanwhile"}
    assert {t["facts"]["by"] for t in told} == {"commander"}


def test_what_cannot_be_adopted_says_why(commander: Person, yards: Drawing) -> None:
    none = commander.post("/api/closure/nothing/adopt", json={"on_version": 0})
    assert (none.status_code, none.json()["code"]) == (404, "closure.nothing_proposed")
    absent(commander)
    old = propose(commander)
    wrong = commander.post(f"/api/closure/{old['id']}/adopt", json={"on_version": 7})
    assert wrong.json()["code"] == "closure.wrong_version"
    new = propose(commander, "n2")
    second = commander.post(f"/api/closure/{old['id']}/adopt", json={"on_version": 0})
    assert (second.json()["code"], second.json()["facts"]["by"]) == ("closure.superseded", new["id"])
    absent(commander, opening(107, 1, "n2"))
    third = commander.post(f"/api/closure/{new['id']}/adopt", json={"on_version": 0})
    assert third.json()["code"] == "closure.made_on_old_map"
    assert commander.post("/api/closure/propose", json={"neighbourhood": "n9"}).status_code == 404


def test_an_edit_that_opens_the_ring_is_found_by_verifying_and_drawn(
    commander: Person, yards: Drawing
) -> None:
    place = list(yards.places((0, 90))[0])
    hole = {"do": "opening", "neighbourhood": "n1", "place": place, "width_m": 2.0}
    assert commander.post("/api/survey/edits", json={"edit": hole}).status_code == 200
    told = commander.post("/api/closure/verify").json()
    assert not told["holds"]
    assert {finding["code"] for finding in told["findings"]} >= {"leak"}
    assert told["leaks"]["features"]


def test_the_rules_say_whether_sharing_a_ring_has_to_be_asked_for(commander: Person, yards: Drawing) -> None:
    rules = {"rules": {"joint_most": 2}, "sharing": "assumed"}
    assert commander.post("/api/closure/rules", json=rules).json()["sharing"] == "assumed"
    state = commander.get("/api/closure").json()
    assert (state["sharing"], state["rules"]["joint_most"]) == ("assumed", 2)


def test_where_no_plan_is_in_force_a_first_one_is_proposed(town: Town, commander: Person) -> None:
    surveyed(town.board)
    night = {"starts_at": "2026-02-03T12:00:00Z", "deadline_at": "2026-02-03T20:00:00Z"}
    plan = commander.post("/api/plans/propose", params=night)
    assert plan.status_code == 200, plan.text
    assert plan.json()["kind"] == "first"
    again = commander.post("/api/plans/propose").json()  # the same night as proposed before
    assert commander.post(f"/api/plans/{again['id']}/adopt", json={"on_version": 0}).status_code == 200
    board = commander.get("/api/board").json()
    assert board["night"] == {"starts_at": "2026-02-03T12:00:00Z", "deadline_at": "2026-02-03T20:00:00Z"}
    assert commander.post("/api/plans/propose").json()["kind"] == "replan"


def test_half_a_night_is_no_night(town: Town, commander: Person) -> None:
    surveyed(town.board)
    for night in (
        {"starts_at": "2026-02-03T12:00:00Z"},
        {"starts_at": "2026-02-03T12:00:00Z", "deadline_at": "2026-02-03T11:00:00Z"},
        {"starts_at": "2026-02-03T12:00:00", "deadline_at": "2026-02-03T20:00:00"},
    ):
        answer = commander.post("/api/plans/propose", params=night)
        assert (answer.status_code, answer.json()["code"]) == (400, "request.invalid")


def test_what_was_found_tonight_is_barred_by_the_next_closure_and_an_edit_elsewhere_takes_none_away(
    commander: Person, yards: Drawing
) -> None:
    one, other = yards.places((0, 89), (0, 91))
    found = OpeningFound(OpeningId("n1/found-1"), NeighbourhoodId("n1"), (one, other), 2.0, name="hole")
    assert "quarantined" not in commander.tell([report(found, 30)]).json()["receipts"][0]
    view = propose(commander)
    assert [(c["opening"], c["after"]) for c in view["changes"]] == [("n1/found-1", "bar")]  # type: ignore[attr-defined]
    absent(commander, opening(107, place="n2"))
    answer = commander.post(f"/api/closure/{view['id']}/adopt", json={"on_version": 0})
    assert answer.status_code == 200, answer.text
    row = next(o for o in commander.get("/api/board").json()["openings"] if o["id"] == "n1/found-1")
    assert (row["role"], row["state"], row["gone"]) == ("bar", "planned", False)


def test_what_is_not_needed_any_more_is_an_alarm_until_whoever_may_says_it_is_down(
    town: Town, commander: Person, yards: Drawing
) -> None:
    def unneeded() -> list[str]:
        told = commander.get("/api/board").json()["pulse"]["alarms"]
        return [alarm["opening"] for alarm in told if alarm["move"] == "take_down"]

    commander.tell([report(OpeningDone(PATH, CrewId("north-1"), net_m=3), 30)])
    absent(commander)
    view = propose(commander)
    assert commander.post(f"/api/closure/{view['id']}/adopt", json={"on_version": 0}).status_code == 200
    assert unneeded() == [PATH]
    down = OpeningTakenDown(PATH)
    there = someone(town, "Elsewhere", "community_lead", Scope(neighbourhoods=(NeighbourhoodId("n2"),)))
    assert there.tell([report(down, 31)]).json()["receipts"][0]["quarantined"] == "not_yours"
    assert unneeded() == [PATH]
    lead = someone(town, "Mill lead", "community_lead", Scope(neighbourhoods=(NeighbourhoodId("n1"),)))
    assert "quarantined" not in lead.tell([report(down, 32)]).json()["receipts"][0]
    assert unneeded() == []
    row = next(o for o in commander.get("/api/board").json()["openings"] if o["id"] == PATH)
    assert (row["state"], row["stands"], row["flags"]) == ("planned", None, [])
