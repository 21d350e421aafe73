"""Alerts to systems of others, over HTTP."""

from xml.etree import ElementTree as ET

from tests.towns import POND, WILLOW
from tests.web.conftest import Person, Town
from yipanqi.papers.cap import NAMESPACE


def adopted(town: Town, commander: Person) -> None:
    plan = town.propose()
    assert commander.post(f"/api/plans/{plan.id}/adopt", json={"on_version": 0}).status_code == 200


def test_the_second_alert_updates_the_first(town: Town, commander: Person) -> None:
    adopted(town, commander)
    first = commander.post(f"/api/alerts/{WILLOW}")
    assert first.status_code == 201, first.text
    assert commander.post(f"/api/alerts/{WILLOW}").json()["version"] == 2
    answer = commander.get(f"/api/alerts/{WILLOW}/cap.xml")
    assert answer.headers["content-type"].startswith("application/cap+xml")
    root = ET.fromstring(answer.content)  # noqa: S314 - our own
    told = {child.tag.removeprefix(f"{{{NAMESPACE}}}"): child.text for child in root}
    assert (told["msgType"], told["status"]) == ("Update", "Exercise")
    assert f"-{WILLOW}-1," in (told["references"] or "")
    assert [row["version"] for row in commander.get("/api/alerts").json()] == [2]


def test_there_is_no_alert_of_what_is_not_planned(town: Town, commander: Person) -> None:
    assert commander.post(f"/api/alerts/{WILLOW}").json()["code"] == "plan.nothing_in_force"
    assert commander.get(f"/api/alerts/{POND}/cap.xml").json()["code"] == "alert.none"
    assert commander.post("/api/alerts/nowhere").status_code == 404
