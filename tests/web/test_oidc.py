"""Signing in by the office's own server: who it vouches for comes in, and nothing that does not hold."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc.jwk import OctKey, RSAKey

from tests.web.conftest import Person, Town
from tests.web.issuer import Issuer
from yipanqi.web.oidc_settings import OidcSettings, oidc_settings


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    issuer = Issuer()
    yield issuer
    issuer.stop()


@pytest.fixture
def town(issuer: Issuer, tmp_path: Path) -> Iterator[Town]:
    """A town whose office has a sign-in server, named in a file beside the board."""
    (tmp_path / "sign-in.toml").write_text(
        f'issuer = "{issuer.url}"\nclient_id = "yipanqi"\norganisation_claim = "unit"\n'
        '[roles]\nnight-command = "commander"\nnorth-leads = "community_lead"\n'
    )
    town = Town(tmp_path)
    yield town
    town.stop()


def back_from(issuer: Issuer, person: Person, **instead: str) -> httpx.Response:
    """Off to the server and back, with the code and state it gave, or others instead."""
    leaving = person.get("/sign-in/office")
    assert leaving.status_code == 303, leaving.text
    code, state = issuer.vouches(leaving.headers["location"])
    return person.get("/sign-in/office/back", params={"code": code, "state": state} | instead)


def refused(answer: httpx.Response) -> str:
    """Why nobody came in, as the sign-in page is told."""
    assert answer.status_code == 303
    where = urlsplit(answer.headers["location"])
    assert where.path == "/sign-in", answer.headers["location"]
    return parse_qs(where.query)["wrong"][0]


def test_whom_the_server_vouches_for_comes_in_with_the_role_its_claims_give(
    issuer: Issuer, stranger: Person
) -> None:
    assert "/sign-in/office" in stranger.get("/sign-in").text
    assert back_from(issuer, stranger).headers["location"] == "/"
    assert stranger.get("/api/session").json() == {"name": "王主任", "role": "commander", "scope": {}}


def test_the_scope_comes_from_the_claims_too_and_the_same_person_is_one_account(
    town: Town, issuer: Issuer, stranger: Person
) -> None:
    issuer.claims = {"groups": "north-leads", "unit": "north"}
    for _ in range(2):
        assert back_from(issuer, stranger).headers["location"] == "/"
    assert stranger.get("/api/session").json()["scope"] == {"organisation": "north"}
    assert [a.name for a in town.board.stored.accounts.all()] == ["commander", "王主任"]


def test_whose_claims_give_no_role_is_told_so(issuer: Issuer, stranger: Person) -> None:
    issuer.claims = {"groups": ["staff"]}
    assert refused(back_from(issuer, stranger)) == "sign_in.no_role"
    page = stranger.get("/sign-in?wrong=sign_in.no_role", headers={"accept-language": "en"})
    assert "no role here" in page.text


def test_who_was_revoked_here_stays_out_whatever_the_server_says(
    town: Town, issuer: Issuer, stranger: Person
) -> None:
    back_from(issuer, stranger)
    with Person(town.url) as commander:
        commander.sign_in(town.account)
        assert commander.post("/api/people/王主任/revoke").status_code == 200
    assert stranger.get("/api/session").status_code == 401
    assert refused(back_from(issuer, stranger)) == "people.revoked"


def test_a_name_that_is_taken_is_not_taken_over(issuer: Issuer, stranger: Person) -> None:
    issuer.claims = {"name": "commander"}
    assert refused(back_from(issuer, stranger)) == "people.name_taken"


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"aud": "another-client"},
        {"aud": ["yipanqi", "another"], "azp": "another"},
        {"iss": "http://elsewhere"},
        {"exp": 1_000_000_000},
        {"exp": None},
        {"iat": 4_000_000_000},
        {"sub": None},
        {"calls_itself": "http://elsewhere"},
    ],
    ids=str,
)
def test_a_token_that_does_not_hold_lets_nobody_in(
    issuer: Issuer, stranger: Person, claims: dict[str, Any]
) -> None:
    leaving = stranger.get("/sign-in/office")
    code, state = issuer.vouches(leaving.headers["location"])
    issuer.claims = claims
    answer = stranger.get("/sign-in/office/back", params={"code": code, "state": state})
    assert refused(answer) == "sign_in.not_vouched"
    assert stranger.get("/api/session").status_code == 401


def test_a_token_signed_by_another_key_lets_nobody_in(issuer: Issuer, stranger: Person) -> None:
    issuer.signs_with = RSAKey.generate_key(2048)
    assert refused(back_from(issuer, stranger)) == "sign_in.not_vouched"


def test_a_token_signed_with_what_everybody_knows_lets_nobody_in(issuer: Issuer, stranger: Person) -> None:
    issuer.signs_with = OctKey.import_key("a secret that both sides share, as HS256 would have it")  # type: ignore[assignment]
    issuer.algorithm = "HS256"
    assert refused(back_from(issuer, stranger)) == "sign_in.not_vouched"


@pytest.mark.parametrize("instead", [{"state": "another"}, {"state": ""}, {"code": "another"}], ids=str)
def test_another_state_or_code_lets_nobody_in(
    issuer: Issuer, stranger: Person, instead: dict[str, str]
) -> None:
    assert refused(back_from(issuer, stranger, **instead)) == "sign_in.not_vouched"
    assert stranger.get("/api/session").status_code == 401


def test_the_way_back_works_once_and_in_one_browser_only(
    town: Town, issuer: Issuer, stranger: Person
) -> None:
    leaving = stranger.get("/sign-in/office")
    code, state = issuer.vouches(leaving.headers["location"])
    with Person(town.url) as another:
        answer = another.get("/sign-in/office/back", params={"code": code, "state": state})
        assert refused(answer) == "sign_in.not_vouched"
    assert stranger.get("/sign-in/office/back", params={"code": code, "state": state}).status_code == 303
    again = stranger.get("/sign-in/office/back", params={"code": code, "state": state})
    assert refused(again) == "sign_in.not_vouched"


def test_a_server_that_does_not_answer_is_said_so(issuer: Issuer, stranger: Person) -> None:
    issuer.stop()
    assert refused(stranger.get("/sign-in/office")) == "sign_in.not_vouched"


def test_without_a_server_there_is_no_such_way_in() -> None:
    assert oidc_settings({}) is None


def test_the_environment_goes_before_the_file() -> None:
    file = 'issuer = "https://a.example"\nclient_id = "one"\n[roles]\nx = "auditor"\n'
    environment = {
        "YIPANQI_OIDC_CLIENT_ID": "two",
        "YIPANQI_OIDC_ROLES": "boss=commander, eyes=auditor",
    }
    assert oidc_settings(environment, file) == OidcSettings(
        "https://a.example", "two", roles={"boss": "commander", "eyes": "auditor"}
    )


@pytest.mark.parametrize(
    "file",
    [
        'issuer = "http://a.example"\nclient_id = "x"',
        'issuer = "https://a.example"',
        'issuer = "https://a.example"\nclient_id = "x"\nclient_idd = "y"',
        'issuer = "https://a.example"\nclient_id = "x"\n[roles]\nboss = "emperor"',
    ],
)
def test_settings_that_cannot_be_meant_are_refused(file: str) -> None:
    with pytest.raises(ValueError, match=r"https|client_id|emperor|unknown"):
        oidc_settings({}, file)
