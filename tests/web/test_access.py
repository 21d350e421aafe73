"""Everything but the sign-in page refuses strangers."""

import pytest

from tests.web.conftest import Person, Town
from tests.web.routes import routes_of
from yipanqi.close.events import OpeningDone
from yipanqi.ground.ids import CrewId, OpeningId
from yipanqi.web.app import create_app

OPEN_TO_STRANGERS = {
    ("GET", "/healthz"),
    ("GET", "/sign-in"),
    ("POST", "/sign-in"),
    ("GET", "/sign-in/office"),
    ("GET", "/sign-in/office/back"),
    ("GET", "/invited"),
    ("POST", "/invited"),
    ("POST", "/api/session"),
    ("POST", "/api/devices/enrol"),
    ("GET", "/field"),
    ("GET", "/goods"),
    ("GET", "/field/{name}"),
    ("GET", "/field/assets/{file_path}"),
}
"""What strangers must reach: to come in at all, and the phone's pages, which hold nothing of the board."""


def test_every_route_refuses_strangers_or_says_that_it_does_not(town: Town, stranger: Person) -> None:
    stranger.get("/sign-in")
    stranger.headers["x-csrftoken"] = stranger.cookies["csrftoken"]
    asked = 0
    for route in routes_of(create_app(town.board.office())):
        if route.open:
            assert (route.method, route.path) in OPEN_TO_STRANGERS
            continue
        answer = stranger.request(route.method, route.url)
        assert answer.status_code in {302, 401}, (route, answer.status_code)
        assert answer.status_code == 401 or answer.headers["location"] == "/sign-in"
        asked += 1
    assert asked > 20


def test_every_route_names_what_is_done_on_it(town: Town) -> None:
    routes = routes_of(create_app(town.board.office()))
    assert [(r.method, r.path) for r in routes if not r.open and not r.acts] == []


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
        "scope": {},
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
