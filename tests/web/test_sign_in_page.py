"""Whoever signs in by name and password comes to the page their work is on."""

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
