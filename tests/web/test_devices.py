"""Phones are enrolled by a code shown once, need no cookie, and are revoked from the board."""

from datetime import timedelta

import pytest

from tests.towns import NORTH_CREW, WILLOW_LANE
from tests.web.conftest import Person, Town
from tests.web.staff import account, code_of, enrolled, phone_code
from yipanqi.close.events import OpeningDone
from yipanqi.desk.permissions import Scope

CREW = Scope(crew=NORTH_CREW)


@pytest.fixture
def north(town: Town) -> str:
    """The lead of North 1."""
    return account(town, "North 1", "crew_lead", CREW).name


def test_an_enrolled_phone_reports_without_cookie_or_csrf_token(
    town: Town, commander: Person, north: str
) -> None:
    phone, got = enrolled(commander, north)
    assert (got["person"], got["role"], got["scope"]) == (north, "crew_lead", {"crew": NORTH_CREW})
    assert got["board"] == "Two Neighbourhoods"
    answer = phone.say(OpeningDone(WILLOW_LANE, NORTH_CREW))
    assert answer.status_code == 200, answer.text
    entry = town.board.desk.read(1)[0]
    assert (entry.actor, entry.device) == (north, got["device"])
    assert phone.get("/api/session").json()["name"] == north


def test_the_code_is_shown_as_a_picture_and_a_link_once(commander: Person, north: str) -> None:
    shown = commander.post(f"/api/people/{north}/phone-code")
    told = shown.json()
    assert told["url"].endswith(f"/field#enrol={told['code']}")
    assert told["qr"].startswith("<svg")
    assert shown.headers["cache-control"] == "no-store"
    assert told["code"] not in commander.get("/api/people").text


def test_a_code_enrols_one_phone(commander: Person, stranger: Person, north: str) -> None:
    code = phone_code(commander, north)
    assert stranger.post("/api/devices/enrol", json={"code": code}).status_code == 200
    again = stranger.post("/api/devices/enrol", json={"code": code})
    assert (again.status_code, code_of(again)) == (404, "code.unknown")


def test_a_code_is_not_good_for_anything_else(town: Town, stranger: Person, commander: Person) -> None:
    code = commander.post("/api/people", json={"name": "Li", "role": "volunteer"}).json()["code"]
    assert code_of(stranger.post("/api/devices/enrol", json={"code": code})) == "code.unknown"


def test_a_code_ends_after_ten_minutes(
    town: Town, commander: Person, stranger: Person, north: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yipanqi.desk.people.SHOWN_FOR", timedelta(0))
    code = phone_code(commander, north)
    assert code_of(stranger.post("/api/devices/enrol", json={"code": code})) == "code.unknown"


def test_a_revoked_phone_is_told_so_and_its_reports_stay_its_own(
    town: Town, commander: Person, north: str
) -> None:
    phone, got = enrolled(commander, north)
    other, _ = enrolled(commander, north)
    assert commander.post(f"/api/devices/{got['device']}/revoke").json()["revoked_at"]
    refused = phone.say(OpeningDone(WILLOW_LANE, NORTH_CREW))
    assert (refused.status_code, code_of(refused)) == (401, "device.revoked")
    assert town.board.desk.board.position == 1
    assert other.say(OpeningDone(WILLOW_LANE, NORTH_CREW)).status_code == 200
    commander.post(f"/api/devices/{got['device']}/restore")
    assert phone.say(OpeningDone(WILLOW_LANE, NORTH_CREW)).status_code == 200


def test_who_is_revoked_takes_the_phones_along(commander: Person, north: str) -> None:
    phone, _ = enrolled(commander, north)
    commander.post(f"/api/people/{north}/revoke")
    assert code_of(phone.get("/api/board")) == "device.revoked"
    commander.post(f"/api/people/{north}/restore")
    assert phone.get("/api/board").status_code == 200


def test_signing_out_everywhere_leaves_phones_enrolled(commander: Person, north: str) -> None:
    phone, _ = enrolled(commander, north)
    assert phone.post("/api/session/everywhere").status_code == 204
    assert phone.get("/api/board").status_code == 200


def test_a_made_up_token_opens_nothing_even_beside_a_good_cookie(commander: Person) -> None:
    commander.headers["authorization"] = "Bearer yp-made-up"
    answer = commander.get("/api/board")
    assert (answer.status_code, code_of(answer)) == (401, "device.unknown")


def test_the_token_is_kept_as_a_hash_only(town: Town, commander: Person, north: str) -> None:
    _, got = enrolled(commander, north)
    kept = town.board.stored.phones.find(got["device"])
    assert kept is not None
    assert got["token"] not in str(kept)
    listed = next(p for p in commander.get("/api/people").json()["people"] if p["name"] == north)
    assert [p["id"] for p in listed["phones"]] == [got["device"]]


def test_a_phone_of_a_role_may_no_more_than_the_role(commander: Person, north: str) -> None:
    phone, _ = enrolled(commander, north)
    assert code_of(phone.post("/api/plans/propose")) == "role.not_allowed"
