"""Who may come in: a browser by its signed cookie, a phone by its token, and nobody else."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Any, cast
from urllib.parse import urlsplit

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from litestar.connection import ASGIConnection, Request
from litestar.enums import ScopeType
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException
from litestar.handlers import BaseRouteHandler
from litestar.middleware.csrf import CSRFMiddleware
from litestar.types import Receive, Scope, Send

from yipanqi.desk.people import People
from yipanqi.desk.permissions import ACTS, ActName, Person, allowed
from yipanqi.desk.ports import Account, Accounts, NotRecorded
from yipanqi.ground.refusal import Refusal

AnyRequest = Request[Any, Any, Any]
AnyConnection = ASGIConnection[Any, Any, Any, Any]

FRESH_S = 1.0
"""How old the door's knowledge may be; what this server itself changes it knows at once."""
STREAM_FRESH_S = 10.0
"""The same for a stream that is open already."""
SEEN_EVERY_S = 60.0
KNOWN_MOST = 10_000
"""People and phones remembered at a time; beyond that all are asked for anew."""

_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash("nobody has this password, and asking takes as long as for somebody")
_PERSON = "yipanqi.person"
_BEARER = b"bearer "
_FORMS = {"/sign-in", "/invited"}
"""What strangers fill in. Of two pages opened at once each has a token; the cookie holds the later one."""


class NotAllowed(PermissionDeniedException):
    """Somebody whose role may not do this; answered with the code `role.not_allowed`."""

    def __init__(self, act: str, role: str) -> None:
        super().__init__(f"a {role} may not do this: {act}")
        self.code = "role.not_allowed"
        self.facts = {"act": act, "role": role}


class NotWelcome(NotAuthorizedException):
    """A phone whose token counts no more, or never did; it keeps what it has to report."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.code = refusal.code
        self.facts = refusal.facts


def password_hash(password: str) -> str:
    """The argon2id hash under which a password is kept (RFC 9106)."""
    return _HASHER.hash(password)


def verified(accounts: Accounts, name: str, password: str) -> Account | None:
    """The account, if name and password fit; as slow for an unknown name as for a known one."""
    account = accounts.find(name)
    try:
        _HASHER.verify(account.password_hash if account and account.password_hash else _NOBODY, password)
    except (VerifyMismatchError, InvalidHashError):
        return None
    return account if account and account.password_hash and account.revoked_at is None else None


class Door:
    """Knows who is who, and remembers it for a second, so that not every request asks the database."""

    def __init__(self, people: People, now_s: Callable[[], float] = time.monotonic) -> None:
        self._people = people
        self._now_s = now_s
        self._known: dict[str | tuple[str, int], tuple[float, Person | Refusal]] = {}
        self._seen: dict[str, float] = {}
        self._changes = 0

    async def of(self, connection: AnyConnection, fresh_s: float = FRESH_S) -> Person:
        """Who sent a request.

        A phone's token goes before any cookie, so that a request without a CSRF token has no use of one.

        Raises:
            NotAuthorizedException: nobody we know, or nobody any more.
        """
        token = bearer(connection.scope)
        if token is not None:
            found = await self._ask(token, fresh_s)
            if isinstance(found, Refusal):
                raise NotWelcome(found)
            return found
        name, epoch = connection.session.get("name"), connection.session.get("epoch")
        if not isinstance(name, str) or not isinstance(epoch, int):
            raise NotAuthorizedException("sign in first")
        found = await self._ask((name, epoch), fresh_s)
        if isinstance(found, Refusal):
            raise NotAuthorizedException("signed out: sign in again")
        return found

    async def while_welcome(
        self, connection: AnyConnection, texts: AsyncIterator[bytes]
    ) -> AsyncIterator[bytes]:
        """A stream that ends when its reader is revoked, signed out everywhere or given another role."""
        async for text in texts:
            try:
                if await self.of(connection, STREAM_FRESH_S) != who(connection):
                    return
            except NotAuthorizedException:
                return
            yield text

    async def _ask(self, key: str | tuple[str, int], fresh_s: float) -> Person | Refusal:
        if self._changes != self._people.changes or len(self._known) > KNOWN_MOST:
            self._changes = self._people.changes
            self._known.clear()
        now = self._now_s()
        at, found = self._known.get(key, (float("-inf"), Refusal("sign_in.needed")))
        if now - at >= fresh_s:
            found = await asyncio.to_thread(self._look_up, key)
            self._known[key] = now, found
        if isinstance(found, Person):
            await self._note(found, now)
        return found

    def _look_up(self, key: str | tuple[str, int]) -> Person | Refusal:
        if isinstance(key, str):
            return self._people.by_token(key)
        return self._people.by_session(*key) or Refusal("sign_in.needed")

    async def _note(self, person: Person, now: float) -> None:
        """Write down once a minute that somebody was heard of; a board that can't write lets people in."""
        whose = f"{person.device}/{person.name}"
        if now - self._seen.get(whose, float("-inf")) < SEEN_EVERY_S:
            return
        self._seen[whose] = now
        with suppress(NotRecorded):
            await asyncio.to_thread(self._people.heard_of, person)


def bearer(scope: Scope) -> str | None:
    """The token a phone shows (RFC 6750), or None where there is none."""
    value = next((v for k, v in scope["headers"] if k == b"authorization"), b"")
    return value[len(_BEARER) :].decode("latin-1").strip() if value[:7].lower() == _BEARER else None


class CsrfForCookies(CSRFMiddleware):
    """Asks for the CSRF token of whoever comes with a cookie; a phone's token is no cookie and needs none."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check, and pass on."""
        if bearer(scope) is not None or await self._from_our_own_page(scope, receive):
            await self.app(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)

    async def _from_our_own_page(self, scope: Scope, receive: Receive) -> bool:
        """A stranger's form that the browser says is ours, both tokens given out here though not together."""
        if scope["type"] != ScopeType.HTTP or scope["method"] != "POST" or scope["path"] not in _FORMS:
            return False
        request: AnyRequest = Request(scope, receive)
        host = request.headers.get("host", "")
        if not host or urlsplit(request.headers.get("origin", "")).netloc != host:
            return False
        form = await request.form()
        tokens = (form.get("_csrf_token"), request.cookies.get(self.config.cookie_name))
        return all(isinstance(t, str) and self._decode_csrf_token(t) is not None for t in tokens)


async def _identified(connection: AnyConnection) -> Person:
    scope = cast("dict[str, Any]", connection.scope)
    if _PERSON not in scope:
        door: Door = connection.app.state["door"]
        scope[_PERSON] = await door.of(connection)
    person: Person = scope[_PERSON]
    return person


def who(connection: AnyConnection) -> Person:
    """Whoever sent the request: name, role, scope, and the enrolled phone if it came from one.

    Raises:
        NotAuthorizedException: the route has no guard that asked.
    """
    person = cast("dict[str, Any]", connection.scope).get(_PERSON)
    if not isinstance(person, Person):
        raise NotAuthorizedException("sign in first")
    return person


class May:
    """Guard: refuses strangers (401) and those whose role may not do this act (403 `role.not_allowed`)."""

    def __init__(self, act: ActName) -> None:
        if act not in ACTS:
            raise ValueError(f"no act is called {act!r}")
        self.act: ActName = act

    async def __call__(self, connection: AnyConnection, _: BaseRouteHandler) -> None:
        """Let the request through, or not."""
        person = await _identified(connection)
        if not allowed(person.role, self.act):
            raise NotAllowed(self.act, person.role)


def may(act: ActName) -> May:
    """The guard of a route on which this is done: `guards=[may("plan.adopt")]`."""
    return May(act)


async def anybody(_: AnyConnection, __: BaseRouteHandler) -> None:
    """Guard of the few routes strangers may use; says that it is meant."""
