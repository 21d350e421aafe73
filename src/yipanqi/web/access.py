"""Who may come in: one sign-in, a signed cookie, and a closed door for everybody else."""

from typing import Any, cast

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from litestar.connection import ASGIConnection, Request
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException
from litestar.handlers import BaseRouteHandler

from yipanqi.desk.permissions import ACTS, ActName, Person, Role, allowed
from yipanqi.desk.ports import Account, Accounts

AnyRequest = Request[Any, Any, Any]
AnyConnection = ASGIConnection[Any, Any, Any, Any]

_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash("nobody has this password, and asking takes as long as for somebody")


class NotAllowed(PermissionDeniedException):
    """Somebody whose role may not do this; answered with the code `role.not_allowed`."""

    def __init__(self, act: str, role: str) -> None:
        super().__init__(f"a {role} may not do this: {act}")
        self.code = "role.not_allowed"
        self.facts = {"act": act, "role": role}


def password_hash(password: str) -> str:
    """The argon2id hash under which a password is kept (RFC 9106)."""
    return _HASHER.hash(password)


def verified(accounts: Accounts, name: str, password: str) -> Account | None:
    """The account, if name and password fit; as slow for an unknown name as for a known one."""
    account = accounts.find(name)
    try:
        _HASHER.verify(account.password_hash if account else _NOBODY, password)
    except (VerifyMismatchError, InvalidHashError):
        return None
    return account


def who(connection: AnyConnection) -> Person:
    """Whoever is signed in: name, role, scope, and the enrolled device if the request came from one.

    Raises:
        NotAuthorizedException: nobody is.
    """
    name = connection.session.get("name")
    if not name:
        raise NotAuthorizedException("sign in first")
    return Person(name, cast("Role", connection.session.get("role", "commander")))


def signed_in(connection: AnyConnection, _: BaseRouteHandler) -> None:
    """Guard: refuses whoever has not signed in. Routes name their act with `may` instead."""
    who(connection)


class May:
    """Guard: refuses strangers (401) and those whose role may not do this act (403 `role.not_allowed`)."""

    def __init__(self, act: ActName) -> None:
        if act not in ACTS:
            raise ValueError(f"no act is called {act!r}")
        self.act: ActName = act

    async def __call__(self, connection: AnyConnection, _: BaseRouteHandler) -> None:
        """Let the request through, or not."""
        person = who(connection)
        if not allowed(person.role, self.act):
            raise NotAllowed(self.act, person.role)


def may(act: ActName) -> May:
    """The guard of a route on which this is done: `guards=[may("plan.adopt")]`."""
    return May(act)


async def anybody(_: AnyConnection, __: BaseRouteHandler) -> None:
    """Guard of the few routes strangers may use; says that it is meant."""
