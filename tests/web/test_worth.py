"""What hands and goods are worth: asked for by a button, weighed beside the night, told with its moment."""

import time
from datetime import datetime

from tests.towns import NORTH_CREW, SOUTH_CREW, at
from tests.web.conftest import Person, Town
from yipanqi.close.events import CrewLost, OpeningDone
from yipanqi.plan.crews.model import CrewPlan, CrewProblem
from yipanqi.plan.crews.worth import WorthReport
from yipanqi.solvers.crews import plan_crews
from yipanqi.solvers.crews.one_board import Effort, worth


def quickly(problem: CrewProblem, *, begun: bool, told: object) -> WorthReport | None:
    """The real thing by searches of a fixed number of rounds."""

    def plans(asked: CrewProblem, seconds: float, seed: int) -> CrewPlan:
        return plan_crews(asked, seconds=0, rounds=50, seed=seed)

    return worth(problem, plans, Effort(0.1, seeds=2, begun=begun), told)  # type: ignore[arg-type]


def given_up(problem: CrewProblem, **_: object) -> None:
    """Somebody has stopped it."""


def adopted(town: Town, commander: Person) -> None:
    plan = town.propose()
    assert commander.post(f"/api/plans/{plan.id}/adopt", json={"on_version": 0}).status_code == 200


def over(commander: Person) -> dict[str, object]:
    """The view once it is not running any more."""
    while True:
        view: dict[str, object] = commander.get("/api/worth/").json()
        if view["state"] != "running":
            return view
        time.sleep(0.05)


def test_before_there_is_a_plan_there_is_nothing_to_weigh(commander: Person) -> None:
    assert commander.get("/api/worth/").json()["state"] == "never"
    answer = commander.post("/api/worth/")
    assert (answer.status_code, answer.json()["code"]) == (409, "plan.nothing_in_force")


def test_when_all_is_closed_there_is_nothing_to_weigh(town: Town, commander: Person) -> None:
    adopted(town, commander)
    town.clock.at = at(90)
    for opening in list(town.board.desk.board.planned):
        commander.say(OpeningDone(opening, NORTH_CREW, net_m=1), minutes=80)
    answer = commander.post("/api/worth/")
    assert (answer.status_code, answer.json()["code"]) == (409, "plan.nothing_left")


def test_the_board_is_weighed_and_the_figures_carry_their_moment(town: Town, commander: Person) -> None:
    town.board.weighing._weigh = quickly
    adopted(town, commander)
    begun = commander.post("/api/worth/")
    assert (begun.status_code, begun.json()["state"]) == (202, "running")
    view = over(commander)
    assert view["state"] == "done"
    assert datetime.fromisoformat(str(view["report_as_of"])) == at(-10)
    assert (view["plan_version"], view["report_plan_version"], view["jobs"]) == (1, 1, 5)
    report = view["report"]
    assert isinstance(report, dict)
    assert {w["kind"] for w in report["weighed"]} >= {"each_for_itself", "another_crew", "without_lender"}


def test_what_was_found_before_stays_to_be_seen_with_its_own_moment(town: Town, commander: Person) -> None:
    town.board.weighing._weigh = quickly
    adopted(town, commander)
    commander.post("/api/worth/")
    over(commander)
    town.clock.at = at(30)
    commander.say(CrewLost(NORTH_CREW), minutes=29)
    town.board.weighing._weigh = given_up
    commander.post("/api/worth/")
    view = over(commander)
    assert (view["state"], view["report"] is not None) == ("stopped", True)
    assert datetime.fromisoformat(str(view["as_of"])) == at(30)
    assert datetime.fromisoformat(str(view["report_as_of"])) == at(-10)


def test_a_crew_that_is_lost_is_weighed_no_more(town: Town, commander: Person) -> None:
    seen: list[CrewProblem] = []
    adopted(town, commander)
    town.clock.at = at(30)
    commander.say(CrewLost(NORTH_CREW), minutes=29)

    def look(problem: CrewProblem, **_: object) -> None:
        seen.append(problem)

    town.board.weighing._weigh = look
    commander.post("/api/worth/")
    over(commander)
    assert [c.id for c in seen[0].crews] == [SOUTH_CREW]
    assert [c.community for c in seen[0].crews] == ["south"]


def test_what_changes_for_whom_is_told_of_the_plan_that_waits(town: Town, commander: Person) -> None:
    assert commander.get("/api/plans/changes").status_code == 404
    town.propose()
    told = commander.get("/api/plans/changes").json()
    assert sum(len(c["gets"]) for c in told["crews"]) == 5
