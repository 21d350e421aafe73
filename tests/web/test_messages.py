"""Being told off the board: who may subscribe, who sees what went where."""

from msgspec.structs import replace

from tests.towns import at
from tests.web.conftest import Person, Town
from tests.web.staff import account, enrolled
from yipanqi.desk.message_ports import Letter

KEYS = {"p256dh": "BNcR", "auth": "dGVzdA"}


def subscribe(person: Person, endpoint: str = "https://push.test/1") -> dict[str, str]:
    answer = person.post("/api/messages/subscriptions", json={"endpoint": endpoint, "keys": KEYS})
    assert answer.status_code in (201, 409), answer.text
    told: dict[str, str] = answer.json()
    return told


def test_a_browser_subscribes_once_however_often_it_asks(town: Town, commander: Person) -> None:
    key = commander.get("/api/messages/push-key").json()["key"]
    if not key:  # a board in a database server has no folder for a key of its own
        assert subscribe(commander)["code"] == "message.push_off"
        return
    assert subscribe(commander) == subscribe(commander)
    (kept,) = town.board.stored.subscriptions.all()
    assert kept.person == town.account[0]
    commander.delete(f"/api/messages/subscriptions/{kept.id}")
    assert not town.board.stored.subscriptions.all()


def test_what_went_where_is_shown_to_the_office(town: Town, commander: Person) -> None:
    waiting = Letter("robot", "m1", at(1), True, "18:01 danger", "/")
    town.board.stored.letters.put([waiting, replace(waiting, message="m2", state="sent")], None)
    state = commander.get("/api/messages").json()
    assert [(c["channel"], c["waiting"], c["sent"]) for c in state["channels"]] == [("robot", 1, 1)]
    assert {x["message"] for x in state["newest"]} == {"m1", "m2"}


def test_a_phone_subscribes_by_its_token_and_gets_a_test_message_of_its_own(
    town: Town, commander: Person
) -> None:
    account(town, "Zhao", "crew_lead")
    phone, _ = enrolled(commander, "Zhao")
    if "id" not in (mine := subscribe(phone)):
        return
    theirs = subscribe(commander, "https://push.test/2")
    assert phone.post(f"/api/messages/subscriptions/{mine['id']}/test").status_code == 202
    (letter,) = town.board.stored.letters.waiting(f"push/{mine['id']}", 9)
    assert "测试" in letter.text
    assert letter.text.startswith("【演练】") == town.board.desk.board.exercise
    other = phone.post(f"/api/messages/subscriptions/{theirs['id']}/test")
    assert (other.status_code, other.json()["code"]) == (404, "message.not_subscribed")
    assert not town.board.stored.letters.waiting(f"push/{theirs['id']}", 9)


def test_a_revoked_phone_is_told_nothing_any_more(town: Town, commander: Person) -> None:
    account(town, "Zhao", "crew_lead")
    phone, got = enrolled(commander, "Zhao")
    if "id" not in subscribe(phone):
        return
    subscribe(commander, "https://push.test/2")
    assert commander.post(f"/api/devices/{got['device']}/revoke").status_code == 200
    assert [s.person for s in town.board.stored.subscriptions.all()] == [town.account[0]]


def test_strangers_learn_nothing(stranger: Person) -> None:
    assert stranger.get("/api/messages").status_code == 401
    assert stranger.get("/api/messages/push-key").status_code == 401
