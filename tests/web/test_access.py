"""Everything but the sign-in page refuses strangers."""

import pytest
from litestar.routes import HTTPRoute

from tests.web.conftest import Person, Town
from yipanqi.close.events import OpeningDone
from yipanqi.ground.ids import CrewId, OpeningId
from yipanqi.web.app import create_app

OPEN_TO_STRANGERS = {"/sign-in", "/healthz", "/api/session"}
PHONE = "/field"
"""A phone opens its page before it is enrolled; what it asks for lies under /api."""


def test_every_route_refuses_strangers(town: Town, stranger: Person) -> None:
    stranger.get("/sign-in")
    stranger.headers["x-csrftoken"] = stranger.cookies["csrftoken"]
    asked = 0
    for route in create_app(town.board.office()).routes:
        if (
            not isinstance(route, HTTPRoute)
            or route.path in OPEN_TO_STRANGERS
            or route.path.startswith(PHONE)
        ):
            continue
        path = route.path_format.replace("{", "").replace("}", "")
        for method in route.methods - {"OPTIONS"}:
            answer = stranger.request(method, path)
            assert answer.status_code in {302, 401}, (method, path, answer.status_code)
            assert answer.status_code == 401 or answer.headers["location"] == "/sign-in"
            asked += 1
    assert asked > 8


def test_who_is_signed_in_is_not_told_to_strangers(stranger: Person) -> None:
    assert stranger.get("/api/session").status_code == 401


def test_a_wrong_password_does_not_get_in(town: Town, stranger: Person) -> None:
    stranger.sign_in((town.account[0], "wrong"))
    assert stranger.get("/api/board").status_code == 401
    assert 'role="alert"' in stranger.get("/sign-in?wrong=true").text


def test_the_form_works_without_script(town: Town, stranger: Person) -> None:
    page = stranger.get("/sign-in", headers={"accept-language": "en"})
    assert "<script" not in page.text
    assert 'lang="en"' in page.text
    assert stranger.sign_in(town.account).get("/api/session").json() == {
        "name": "commander",
        "role": "commander",
    }


def test_a_program_signs_in_by_json(town: Town, stranger: Person) -> None:
    stranger.get("/sign-in")
    stranger.headers["x-csrftoken"] = stranger.cookies["csrftoken"]
    name, password = town.account
    assert (
        stranger.post("/api/session", json={"name": name, "password": "no"}).json()["code"] == "sign_in.wrong"
    )
    assert stranger.post("/api/session", json={"name": name, "password": password}).status_code == 200
    assert stranger.get("/api/board").status_code == 200


def test_signing_out_closes_the_door(commander: Person) -> None:
    assert commander.get("/api/board").status_code == 200
    assert commander.delete("/api/session").status_code == 204
    assert commander.get("/api/board").status_code == 401


@pytest.mark.parametrize("token", ["", "made-up"])
def test_an_unsafe_request_without_the_right_token_is_forbidden(commander: Person, token: str) -> None:
    fact = OpeningDone(OpeningId("willow-lane"), CrewId("north-1"))
    commander.headers["x-csrftoken"] = token
    assert commander.say(fact).status_code == 403
    assert commander.get("/api/board").json()["position"] == 1


def test_guessing_is_slowed_down(town: Town, stranger: Person) -> None:
    stranger.get("/sign-in")
    stranger.headers["x-csrftoken"] = stranger.cookies["csrftoken"]
    answers = [
        stranger.post("/api/session", json={"name": "x", "password": str(n)}).status_code for n in range(22)
    ]
    assert answers[-1] == 429


def test_the_password_is_told_once_and_kept_as_a_hash_only(town: Town) -> None:
    assert town.board.first_account() is None
    account = town.board.stored.accounts.find("commander")
    assert account is not None
    assert account.password_hash.startswith("$argon2id$")
    assert town.account[1] not in account.password_hash
