"""Looking back over HTTP."""

from tests.towns import NORTH_CREW, WILLOW_LANE
from tests.web.conftest import Person, Town
from yipanqi.close.events import OpeningDone, OpeningStarted


def test_the_board_as_it_was_and_what_changed_after_it(town: Town, commander: Person) -> None:
    commander.say(OpeningStarted(WILLOW_LANE, NORTH_CREW))
    commander.say(OpeningDone(WILLOW_LANE, NORTH_CREW), minutes=2)
    past = commander.get("/api/replay/board", params={"position": 2}).json()
    states = {row["id"]: row["state"] for row in past["openings"]}
    assert (past["position"], states[WILLOW_LANE]) == (2, "under_way")
    (change,) = commander.get("/api/replay/changes", params={"after": 2}).json()
    assert [row["state"] for row in change["change"]["openings"]] == ["done"]
    told = commander.get("/api/replay").json()
    assert told["entries"] == 3
    now = commander.get("/api/replay/board", params={"at": told["until_at"]}).json()
    assert now["position"] == 3


def test_strangers_see_nothing_of_it(stranger: Person) -> None:
    assert stranger.get("/api/replay").status_code == 401


def test_the_weak_plank_is_that_of_the_survey_of_then(town: Town, commander: Person) -> None:
    assert commander.get("/api/replay/weak-plank", params={"position": 0}).json() is None
    then = commander.get("/api/replay/weak-plank", params={"position": 1}).json()
    assert then is not None
    assert then == commander.get("/api/weak-plank").json()
