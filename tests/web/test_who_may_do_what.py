"""The table of who may do what, cell by cell over HTTP: every role on every route."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.conftest import Person, Town
from tests.web.routes import Route, routes_of
from tests.web.staff import PASSWORD, account
from yipanqi.desk.permissions import ACTS, ROLES, Role, Scope, allowed
from yipanqi.web.app import create_app

SHORT = {"/api/board", "/api/plans/propose", "/api/people", "/api/jobs/{opening}/take", "/api/session"}
"""Routes asked on PostgreSQL too; who may do what is no matter of the database."""


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def staffed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Town, bool]]:
    """A town with one account of each role, and whether all its routes are asked."""
    where: Path | str = tmp_path_factory.mktemp("town")
    if request.param == "postgresql":
        where = request.getfixturevalue("postgresql_url")
    town = Town(where, f"who may {request.param}")
    for role in ROLES:
        if role != "commander":
            account(town, role, role, Scope("lender", crew="crew"))  # what the routes are asked about
    yield town, request.param == "sqlite"
    town.stop()


def answered(person: Person, route: Route) -> tuple[int, str]:
    """Status and code of a route asked with nothing in particular; a stream is left at once."""
    body: object = None if route.method in {"GET", "DELETE"} else {}
    with person.stream(route.method, route.url, json=body) as response:
        if response.headers.get("content-type", "").startswith("application/json"):
            told = response.read() and response.json()
            return response.status_code, told.get("code", "") if isinstance(told, dict) else ""
        return response.status_code, ""


@pytest.mark.parametrize("role", ROLES)
def test_each_route_lets_in_those_the_table_says_and_nobody_else(
    staffed: tuple[Town, bool], role: Role
) -> None:
    town, everything = staffed
    routes = [r for r in routes_of(create_app(town.board.office())) if not r.open]
    routes = [r for r in routes if everything or r.path in SHORT]
    routes.sort(key=lambda r: (r.path == "/api/session/everywhere", r.path))  # which ends one's own session
    wrong = {}
    with Person(town.url) as person:
        person.sign_in((role, PASSWORD) if role != "commander" else town.account)
        signed_in = dict(person.cookies)
        for route in routes:
            person.cookies.update(signed_in)
            status, code = answered(person, route)
            expected = all(allowed(role, act) for act in route.acts)
            let_in = code != "role.not_allowed" and status != 401
            if let_in is not expected or (not expected and status != 403):
                wrong[f"{route.method} {route.path}"] = (status, code)
    assert wrong == {}
    assert len(routes) > (30 if everything else 4)


def test_every_act_of_the_table_is_done_on_some_route(staffed: tuple[Town, bool]) -> None:
    town, _ = staffed
    done = {act for route in routes_of(create_app(town.board.office())) for act in route.acts}
    assert set(ACTS) - done == set()
