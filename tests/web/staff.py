"""People of every role, signed in, and phones that hold a token."""

from typing import Any

import httpx

from tests.web.conftest import Person, Town
from yipanqi.desk.permissions import Role, Scope
from yipanqi.desk.ports import Account
from yipanqi.web.access import password_hash
from yipanqi.wiring import WallClock

PASSWORD = "correct horse battery"  # noqa: S105 - nobody else has it
HASH = password_hash(PASSWORD)
NOTHING = Scope()


def account(town: Town, name: str, role: Role, scope: Scope = NOTHING) -> Account:
    """An account that may sign in with `PASSWORD`."""
    added = Account(name, HASH, role, WallClock().now(), scope)
    town.board.stored.accounts.add(added)
    return added


def someone(town: Town, name: str, role: Role, scope: Scope = NOTHING) -> Person:
    """Somebody of a role, signed in."""
    account(town, name, role, scope)
    return Person(town.url).sign_in((name, PASSWORD))


def phone_code(by: Person, name: str) -> str:
    """A code to enrol somebody's phone with."""
    answer = by.post(f"/api/people/{name}/phone-code")
    assert answer.status_code == 201, answer.text
    code: str = answer.json()["code"]
    return code


def enrolled(by: Person, name: str) -> tuple[Person, dict[str, Any]]:
    """Somebody's phone, enrolled: holds a token and nothing else."""
    phone = Person(str(by.base_url))
    answer = phone.post("/api/devices/enrol", json={"code": phone_code(by, name), "label": "a phone"})
    assert answer.status_code == 200, answer.text
    got: dict[str, Any] = answer.json()
    phone.headers["authorization"] = f"Bearer {got['token']}"
    return phone, got


def code_of(answer: httpx.Response) -> str:
    """The stable code of a refusal."""
    code: str = answer.json()["code"]
    return code
