"""Plans over HTTP: proposed after a check, adopted by one."""

from concurrent.futures import ThreadPoolExecutor

from tests.towns import NORTH_CREW, SOUTH_CREW, WILLOW_LANE
from tests.web.conftest import Person, Town
from yipanqi.close.events import CrewLost, OpeningStarted


def test_a_first_plan_is_adopted_and_gives_every_opening_a_crew(town: Town, commander: Person) -> None:
    plan = town.propose()
    answer = commander.post(f"/api/plans/{plan.id}/adopt", json={"on_version": 0})
    assert answer.status_code == 200, answer.text
    board = commander.get("/api/board").json()
    assert board["phase"] == "close"
    assert board["proposal"] is None
    assert all(o["crew"] and o["due_at"] for o in board["openings"])


def test_a_plan_on_an_old_version_is_refused_with_who_and_when(town: Town, commander: Person) -> None:
    first = town.propose()
    commander.post(f"/api/plans/{first.id}/adopt", json={"on_version": 0})
    again = commander.post(f"/api/plans/{first.id}/adopt", json={"on_version": 0})
    assert again.status_code == 409
    assert again.json()["code"] == "plan.adopted_meanwhile"
    assert again.json()["facts"]["by"] == "commander"
    assert again.json()["facts"]["at"]


def test_of_many_who_adopt_at_once_exactly_one_does(town: Town, commander: Person) -> None:
    plan = town.propose()
    with ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(
                lambda _: commander.post(f"/api/plans/{plan.id}/adopt", json={"on_version": 0}), range(16)
            )
        )
    assert sorted(a.status_code for a in answers) == [200] + [409] * 15
    assert commander.get("/api/board").json()["plan"]["version"] == 1


def test_a_superseded_proposal_is_not_adopted(town: Town, commander: Person) -> None:
    old, new = town.propose(), town.propose()
    answer = commander.post(f"/api/plans/{old.id}/adopt", json={"on_version": 0})
    assert (answer.status_code, answer.json()["code"]) == (409, "plan.superseded")
    assert commander.post(f"/api/plans/{new.id}/adopt", json={"on_version": 0}).status_code == 200


def test_after_a_crew_is_lost_a_replan_gives_its_work_to_the_other(town: Town, commander: Person) -> None:
    plan = town.propose()
    commander.post(f"/api/plans/{plan.id}/adopt", json={"on_version": 0})
    commander.say(OpeningStarted(WILLOW_LANE, NORTH_CREW), minutes=5)
    commander.say(CrewLost(NORTH_CREW, "van broke down"), minutes=10)
    proposed = commander.post("/api/plans/propose").json()
    assert proposed["kind"] == "replan"
    assert proposed["jobs_moved"] > 0
    assert commander.post(f"/api/plans/{proposed['id']}/adopt", json={"on_version": 1}).status_code == 200
    openings = commander.get("/api/board").json()["openings"]
    assert {o["crew"] for o in openings} == {SOUTH_CREW}


def test_there_is_no_replan_before_there_is_a_plan(commander: Person) -> None:
    answer = commander.post("/api/plans/propose")
    assert (answer.status_code, answer.json()["code"]) == (409, "plan.nothing_in_force")


def test_a_body_of_the_wrong_shape_is_told_where_it_is_wrong(town: Town, commander: Person) -> None:
    plan = town.propose()
    answer = commander.post(f"/api/plans/{plan.id}/adopt", json={"on_version": "one"})
    assert answer.status_code == 400
    assert "on_version" in answer.json()["facts"]["detail"]
