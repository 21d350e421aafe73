"""People come by invitation, and go at once when they are revoked."""

import re

import pytest

from tests.towns import NORTH_CREW, SOUTH_CREW
from tests.web.conftest import Person, Town
from tests.web.staff import PASSWORD, account, code_of, someone
from yipanqi.desk.permissions import Scope

NORTH = Scope(organisation="north")


def invited(by: Person, name: str, role: str, **scope: object) -> str:
    """The code somebody is invited with."""
    answer = by.post("/api/people", json={"name": name, "role": role, "scope": scope})
    assert answer.status_code == 201, answer.text
    code: str = answer.json()["code"]
    return code


def choose(town: Town, code: str, password: str = PASSWORD, again: str = "") -> Person:
    """The invited, in a browser of their own, at the page the link leads to."""
    person = Person(town.url)
    page = person.get("/invited", params={"code": code})
    assert code in page.text
    token = re.search(r'name="_csrf_token" value="([^"]+)"', page.text)
    assert token is not None
    form = {"_csrf_token": token[1], "code": code, "password": password, "again": again or password}
    person.last = person.post("/invited", data=form)  # type: ignore[attr-defined]
    person.headers["x-csrftoken"] = person.cookies["csrftoken"]
    return person


def test_the_invited_choose_a_password_and_are_who_they_were_invited_as(
    town: Town, commander: Person
) -> None:
    code = invited(commander, "王春居委", "community_lead", organisation="north")
    lead = choose(town, code.lower().replace("-", " "))
    assert lead.get("/api/session").json() == {
        "name": "王春居委",
        "role": "community_lead",
        "scope": {"organisation": "north"},
    }
    with Person(town.url) as later:
        assert later.sign_in(("王春居委", PASSWORD)).get("/api/board").status_code == 200


def test_a_code_works_once_and_a_newer_one_overtakes_it(town: Town, commander: Person) -> None:
    first = invited(commander, "Li", "volunteer")
    second = commander.post("/api/people/Li/password-code").json()["code"]
    assert choose(town, first).get("/api/session").status_code == 401
    assert choose(town, second).get("/api/session").status_code == 200
    again = choose(town, second)
    assert 'role="alert"' in again.last.text  # type: ignore[attr-defined]
    assert again.get("/api/session").status_code == 401


@pytest.mark.parametrize(("password", "again"), [("short", "short"), (PASSWORD, "another one entirely")])
def test_a_password_that_will_not_do_does_not_use_up_the_code(
    town: Town, commander: Person, password: str, again: str
) -> None:
    code = invited(commander, "Li", "volunteer")
    assert choose(town, code, password, again).get("/api/session").status_code == 401
    assert choose(town, code).get("/api/session").status_code == 200


def test_whoever_has_not_chosen_a_password_cannot_sign_in(town: Town, commander: Person) -> None:
    invited(commander, "Li", "volunteer")
    with Person(town.url) as li:
        assert li.sign_in(("Li", "")).get("/api/session").status_code == 401


def test_a_revoked_person_is_out_at_once_and_back_when_restored(town: Town, commander: Person) -> None:
    patroller = someone(town, "Chen", "patroller")
    assert patroller.get("/api/board").status_code == 200
    assert commander.post("/api/people/Chen/revoke").json()["revoked_by"] == "commander"
    assert patroller.get("/api/board").status_code == 401
    with Person(town.url) as again:
        assert again.sign_in(("Chen", PASSWORD)).get("/api/board").status_code == 401
    assert commander.post("/api/people/Chen/restore").json()["revoked_at"] is None
    assert patroller.get("/api/board").status_code == 401
    with Person(town.url) as again:
        assert again.sign_in(("Chen", PASSWORD)).get("/api/board").status_code == 200


def test_a_stream_ends_when_its_reader_is_revoked(town: Town, commander: Person) -> None:
    patroller = someone(town, "Chen", "patroller")
    with patroller.stream("GET", "/api/changes") as response:
        lines = response.iter_lines()
        next(lines)
        commander.post("/api/people/Chen/revoke")
        for _ in lines:  # else it goes on until the whole test is ended
            pass


def test_the_last_commander_stays(town: Town, commander: Person) -> None:
    assert code_of(commander.post("/api/people/commander/revoke")) == "people.last_commander"
    as_auditor = {"role": "auditor", "scope": {}}
    assert code_of(commander.post("/api/people/commander/role", json=as_auditor)) == "people.last_commander"
    invited(commander, "second", "commander")
    assert code_of(commander.post("/api/people/commander/revoke")) == "people.last_commander"
    second = someone(town, "third", "commander")
    assert second.post("/api/people/commander/revoke").status_code == 200
    assert commander.get("/api/board").status_code == 401


def test_another_role_counts_from_the_next_request_on(town: Town, commander: Person) -> None:
    chen = someone(town, "Chen", "volunteer")
    assert code_of(chen.get("/api/people")) == "role.not_allowed"
    commander.post("/api/people/Chen/role", json={"role": "auditor", "scope": {}})
    assert chen.get("/api/people").status_code == 200


def test_a_community_lead_invites_within_the_own_community_only(town: Town, commander: Person) -> None:
    lead = someone(town, "lead", "community_lead", NORTH)
    invited(lead, "crew", "crew_lead", crew=NORTH_CREW)
    invited(lead, "guard", "gatekeeper", neighbourhoods=["willow"])
    for role, scope in (
        ("crew_lead", {"crew": SOUTH_CREW}),
        ("gatekeeper", {"neighbourhoods": ["pond"]}),
        ("volunteer", {"organisation": "south"}),
        ("community_lead", {"organisation": "north"}),
        ("commander", {}),
        ("supplier", {"supplier": "yard"}),
    ):
        answer = lead.post("/api/people", json={"name": "x", "role": role, "scope": scope})
        assert (answer.status_code, code_of(answer)) == (403, "people.not_yours")
    account(town, "southern", "volunteer", Scope(organisation="south"))
    assert code_of(lead.post("/api/people/southern/revoke")) == "people.not_yours"
    assert code_of(lead.post("/api/people/commander/password-code")) == "people.not_yours"
    seen = {p["name"] for p in lead.get("/api/people").json()["people"]}
    assert seen == {"lead", "crew", "guard"}


@pytest.mark.parametrize("name", ["", "  ", "a/b", "x" * 61, "tab\u0007"])
def test_a_name_that_will_not_do_is_said_so(commander: Person, name: str) -> None:
    answer = commander.post("/api/people", json={"name": name, "role": "volunteer"})
    assert (answer.status_code, code_of(answer)) == (400, "people.name_unfit")


def test_a_name_is_taken_once_and_a_scope_is_of_this_board(commander: Person) -> None:
    invited(commander, "Li", "volunteer")
    again = commander.post("/api/people", json={"name": " Ｌi ", "role": "volunteer"})
    assert code_of(again) == "people.name_taken"
    odd = {"name": "Wu", "role": "crew_lead", "scope": {"crew": "nobody-9"}}
    assert code_of(commander.post("/api/people", json=odd)) == "people.scope_unknown"


def test_another_password_signs_out_every_other_browser(town: Town, commander: Person) -> None:
    chen = someone(town, "Chen", "patroller")
    with Person(town.url) as elsewhere:
        elsewhere.sign_in(("Chen", PASSWORD))
        wrong = chen.post("/api/session/password", json={"present": "no", "new": "a new password"})
        assert (wrong.status_code, code_of(wrong)) == (403, "password.wrong")
        short = chen.post("/api/session/password", json={"present": PASSWORD, "new": "short"})
        assert code_of(short) == "password.too_short"
        done = chen.post("/api/session/password", json={"present": PASSWORD, "new": "a new password"})
        assert done.status_code == 200
        assert chen.get("/api/session").status_code == 200
        assert elsewhere.get("/api/session").status_code == 401
        assert elsewhere.sign_in(("Chen", "a new password")).get("/api/session").status_code == 200


def test_signing_out_everywhere_ends_a_copied_cookie_too(town: Town) -> None:
    chen = someone(town, "Chen", "patroller")
    with Person(town.url) as thief:
        thief.cookies.update(dict(chen.cookies))
        assert thief.get("/api/session").status_code == 200
        assert chen.post("/api/session/everywhere").status_code == 204
        assert thief.get("/api/session").status_code == 401


def test_the_list_says_when_somebody_was_last_heard_of(town: Town, commander: Person) -> None:
    account(town, "Chen", "patroller")
    people = {p["name"]: p for p in commander.get("/api/people").json()["people"]}
    assert people["Chen"]["seen_at"] is None
    assert people["commander"]["seen_at"] is not None
