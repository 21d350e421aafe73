"""Whoever signs in by name and password comes to the page their work is on."""

import re

import pytest

from tests.web.conftest import Person, Town
from tests.web.staff import PASSWORD, account
from yipanqi.desk.permissions import ROLES, Role
from yipanqi.web.sign_in_page import landing

PAGES = {"/": {"commander", "community_lead", "auditor"}, "/goods": {"lender", "supplier"}}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_is_led_to_the_page_it_needs(role: Role) -> None:
    assert landing(role) == next((page for page, roles in PAGES.items() if role in roles), "/field")


def test_a_crew_leads_password_opens_the_crews_page_and_a_suppliers_the_goods(
    town: Town, stranger: Person
) -> None:
    for name, role, page in (
        ("Zhao", "crew_lead", "/field"),
        ("Depot", "supplier", "/goods"),
        ("Ann", "auditor", "/"),
    ):
        account(town, name, role)  # type: ignore[arg-type]
        stranger.get("/sign-in")
        form = {"_csrf_token": stranger.cookies["csrftoken"], "name": name, "password": PASSWORD}
        answer = stranger.post("/sign-in", data=form)
        assert (answer.status_code, answer.headers["location"]) == (303, page)
        assert stranger.get(page).status_code in {200, 503}


def token_on(page: str) -> str:
    """The one in the form."""
    found = re.search(r'name="_csrf_token" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def first_of_two(stranger: Person, path: str) -> str:
    """The token of a page that was opened at once with another: the other's cookie is the one that stays."""
    first = token_on(stranger.get(path).text)
    stranger.cookies.clear()
    assert token_on(stranger.get(path).text) != first
    return first


def test_of_two_sign_in_pages_opened_at_once_either_lets_in(town: Town, stranger: Person) -> None:
    form = {"_csrf_token": first_of_two(stranger, "/sign-in")}
    form |= dict(zip(("name", "password"), town.account, strict=True))
    answer = stranger.post("/sign-in", data=form, headers={"origin": town.url})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert stranger.get("/api/session").status_code == 200


@pytest.mark.parametrize(
    ("origin", "token"), [("http://elsewhere.test", None), ("", None), ("ours", "made up" * 20)]
)
def test_a_form_that_may_be_another_sites_is_shown_again_with_what_was_typed(
    town: Town, stranger: Person, origin: str, token: str | None
) -> None:
    first = first_of_two(stranger, "/sign-in")
    form = {"_csrf_token": token or first, "name": "<Zhao>", "password": town.account[1]}
    headers = {"origin": town.url if origin == "ours" else origin} if origin else {}
    answer = stranger.post("/sign-in", data=form, headers=headers)
    assert answer.status_code == 303
    for language, words in (("zh", "已失效"), ("en", "gone stale")):
        again = stranger.get(answer.headers["location"], headers={"accept-language": language}).text
        assert words in again
        assert 'value="&lt;Zhao&gt;"' in again
        assert town.account[1] not in again
    assert stranger.get("/api/session").status_code == 401


def test_an_invitation_keeps_its_code_where_the_browser_keeps_no_cookies(stranger: Person) -> None:
    form = {"_csrf_token": token_on(stranger.get("/invited?code=ABCD-EFGH").text), "code": "ABCD-EFGH"}
    stranger.cookies.clear()
    answer = stranger.post("/invited", data=form)
    assert answer.status_code == 303
    assert 'value="ABCD-EFGH"' in stranger.get(answer.headers["location"]).text


def test_no_other_form_goes_without_the_cookies_own_token(town: Town, commander: Person) -> None:
    other = token_on(Person(town.url).get("/sign-in").text)
    commander.headers.pop("x-csrftoken")
    answer = commander.post("/api/plans/lock", data={"_csrf_token": other}, headers={"origin": town.url})
    assert answer.status_code == 403
