"""What was kept apart, over HTTP: the office sees who said what, and believes it or leaves it."""

from uuid import uuid4

import pytest

from tests.towns import NORTH_CREW, POND_PATH, SOUTH_CREW, WILLOW_LANE, by_two_crews
from tests.web.conftest import Person, Town
from tests.web.staff import code_of, someone
from yipanqi.close.events import OpeningDone
from yipanqi.desk.permissions import Scope
from yipanqi.ground.ids import Actor, PlanId


@pytest.fixture
def told(town: Town, commander: Person) -> tuple[Person, str]:
    """The commander of a night begun, and a report of a volunteer's that was kept apart."""
    town.board.desk.record(by_two_crews(), Actor("office")).result()
    town.board.desk.adopt(PlanId("plan-1"), 0, Actor("office")).result()
    volunteer = someone(town, "Chen", "volunteer")
    receipt = volunteer.say(OpeningDone(WILLOW_LANE, NORTH_CREW), device="Chen's phone").json()["receipts"][0]
    assert receipt["quarantined"] == "not_yours"
    return commander, receipt["event_id"]


def state(person: Person, opening: str = WILLOW_LANE) -> str:
    row = next(o for o in person.get("/api/board").json()["openings"] if o["id"] == opening)
    assert isinstance(row["state"], str)
    return row["state"]


def test_the_office_sees_who_said_what_and_why_it_is_apart(told: tuple[Person, str]) -> None:
    commander, name = told
    (kept,) = commander.get("/api/quarantine").json()
    assert (kept["id"], kept["actor"], kept["device"]) == (name, "Chen", "Chen's phone")
    assert (kept["problem"], kept["readable"], kept["opening"]) == ("not_yours", True, WILLOW_LANE)
    assert '"kind":"opening.done"' in kept["raw"].replace(" ", "")
    assert state(commander) != "done"


def test_believed_it_counts_and_the_next_is_told_who_was_first(told: tuple[Person, str]) -> None:
    commander, name = told
    asked = {"on_version": 0, "event_id": str(uuid4())}
    first = commander.post(f"/api/quarantine/{name}/accept", json=asked)
    assert first.status_code == 200, first.text
    assert state(commander) == "done"
    again = commander.post(f"/api/quarantine/{name}/accept", json=asked)
    assert again.json() == first.json() | {"again": True}
    late = commander.post(f"/api/quarantine/{name}/leave", json={})
    assert (late.status_code, code_of(late)) == (409, "quarantine.settled_meanwhile")
    assert late.json()["facts"]["by"]


def test_left_it_changes_nothing(told: tuple[Person, str]) -> None:
    commander, name = told
    assert commander.post(f"/api/quarantine/{name}/leave", json={}).status_code == 200
    assert state(commander) != "done"
    assert commander.get("/api/quarantine").json()[0]["settled"] == "left"
    assert code_of(commander.post("/api/quarantine/nothing/accept", json={})) == "quarantine.unknown"


def test_a_community_lead_settles_what_is_the_communitys(town: Town, told: tuple[Person, str]) -> None:
    _, name = told
    south = someone(town, "South", "community_lead", Scope(organisation="south"))
    north = someone(town, "North", "community_lead", Scope(organisation="north"))
    assert south.get("/api/quarantine").json() == []
    refused = south.post(f"/api/quarantine/{name}/accept", json={})
    assert (refused.status_code, code_of(refused)) == (403, "quarantine.not_yours")
    assert [k["id"] for k in north.get("/api/quarantine").json()] == [name]
    assert north.post(f"/api/quarantine/{name}/accept", json={}).status_code == 200


def test_nobody_believes_the_own_report(town: Town, told: tuple[Person, str]) -> None:
    lead = someone(town, "South", "community_lead", Scope(organisation="south"))
    apart = lead.say(OpeningDone(WILLOW_LANE, NORTH_CREW)).json()["receipts"][0]
    assert apart["quarantined"] == "not_yours"
    assert lead.post(f"/api/quarantine/{apart['event_id']}/accept", json={}).status_code == 403
    assert not lead.say(OpeningDone(POND_PATH, SOUTH_CREW)).json()["receipts"][0].get("quarantined")


def test_what_cannot_be_read_is_the_commanders_to_leave(town: Town, told: tuple[Person, str]) -> None:
    commander, _ = told
    garbled = {"event_id": str(uuid4()), "kind": "opening.sideways", "happened_at": "now", "body": {}}
    name = commander.tell([garbled]).json()["receipts"][0]["event_id"]
    refused = commander.post(f"/api/quarantine/{name}/accept", json={})
    assert (refused.status_code, code_of(refused)) == (409, "quarantine.unreadable")
    lead = someone(town, "North", "community_lead", Scope(organisation="north"))
    assert name not in [k["id"] for k in lead.get("/api/quarantine").json()]
    assert commander.post(f"/api/quarantine/{name}/leave", json={}).status_code == 200
