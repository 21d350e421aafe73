"""Who may come in: one sign-in, a signed cookie, and a closed door for everybody else."""

from typing import Any, Protocol

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from litestar.connection import ASGIConnection, Request
from litestar.exceptions import NotAuthorizedException
from litestar.handlers import BaseRouteHandler

from yipanqi.desk.ports import Account, Accounts

AnyRequest = Request[Any, Any, Any]

_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash("nobody has this password, and asking takes as long as for somebody")


class HasSession(Protocol):
    """A connection with a session."""

    session: dict[str, Any]


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


def signed_in(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Guard: refuses whoever has not signed in."""
    if not connection.session.get("name"):
        raise NotAuthorizedException("sign in first")
