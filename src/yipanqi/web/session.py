"""Signing in and out, and one's own password."""

import asyncio
from typing import Any
from urllib.parse import urlencode

from litestar import Controller, MediaType, Request, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.exceptions import PermissionDeniedException
from litestar.middleware.rate_limit import RateLimitConfig
from litestar.params import FromQuery, JSONBody, URLEncodedBody
from litestar.response import Redirect
from litestar.utils.scope.state import ScopeState
from msgspec import Struct

from yipanqi.desk.people import People
from yipanqi.desk.permissions import Role, Scope
from yipanqi.desk.ports import Account, Accounts
from yipanqi.ground.refusal import Refusal
from yipanqi.web.access import anybody, may, password_hash, verified, who
from yipanqi.web.answers import refusals, refused
from yipanqi.web.oidc_settings import OidcSettings
from yipanqi.web.sign_in_page import csrf_field, invited_page, landing, language_of, shown, sign_in_page

TRIES = RateLimitConfig(rate_limit=("minute", 20), store="tries")
"""Sign-ins a minute from one address; a stolen list of passwords gets nowhere at that rate."""
PASSWORD_LEAST = 10
PASSWORD_MOST = 1_000
"""Characters; hashing more would only cost time."""


class Session(Struct, frozen=True):
    """Who is signed in."""

    name: str
    role: Role
    scope: Scope = Scope()


class Credentials(Struct, frozen=True):
    """What the sign-in asks for."""

    name: str
    password: str


class NewPassword(Struct, frozen=True):
    """Another password, and the present one, so that an unwatched screen is not enough."""

    present: str
    new: str


def enter_as(request: Request[Any, Any, Any], account: Account) -> None:
    """Let a browser in until its session ends, or its account's epoch goes up."""
    request.set_session({"name": account.name, "epoch": account.epoch})


def short(password: str) -> Refusal | None:
    """Why a password will not do."""
    if PASSWORD_LEAST <= len(password) <= PASSWORD_MOST:
        return None
    return Refusal("password.too_short", {"least": PASSWORD_LEAST})


def once_more(request: Request[Any, Any, Any], _: PermissionDeniedException) -> Redirect:
    """The page again, for a form whose token does not hold: with what was typed, but no password."""
    form = ScopeState.from_scope(request.scope).form
    typed = {k: v for k, v in form.items() if k in {"name", "code"}} if isinstance(form, dict) else {}
    return Redirect(f"{request.url.path}?{urlencode({'wrong': 'form.stale', **typed})}", status_code=303)


class SignIn(Controller):
    """The page strangers see; it works without JavaScript."""

    path = "/sign-in"
    guards = [anybody]  # noqa: RUF012 - Litestar reads it from the class
    exception_handlers = {PermissionDeniedException: once_more}  # noqa: RUF012 - as above

    @get("/", media_type=MediaType.HTML, include_in_schema=False)
    async def page(
        self,
        request: Request[Any, Any, Any],
        oidc: NamedDependency[OidcSettings | None],
        wrong: FromQuery[str] = "",
        name: FromQuery[str] = "",
    ) -> Response[str]:
        """The form."""
        key = "wrong" if wrong == "true" else wrong
        page = sign_in_page(language_of(request), csrf_field(request), key, name, office=oidc is not None)
        return shown(page)

    @post("/", middleware=[TRIES.middleware], include_in_schema=False, status_code=303)
    async def enter(
        self,
        request: Request[Any, Any, Any],
        accounts: NamedDependency[Accounts],
        data: URLEncodedBody[dict[str, str]],
    ) -> Redirect:
        """Sign in by the form."""
        name, password = data.get("name", ""), data.get("password", "")
        account = await asyncio.to_thread(verified, accounts, name, password)
        if account is None:
            return Redirect("/sign-in?wrong=true", status_code=303)
        enter_as(request, account)
        return Redirect(landing(account.role), status_code=303)


class InvitedPage(Controller):
    """Where the invited choose their password, with the code they were given."""

    path = "/invited"
    guards = [anybody]  # noqa: RUF012 - Litestar reads it from the class
    exception_handlers = {PermissionDeniedException: once_more}  # noqa: RUF012 - as above

    @get("/", media_type=MediaType.HTML, include_in_schema=False)
    async def page(
        self, request: Request[Any, Any, Any], code: FromQuery[str] = "", wrong: FromQuery[str] = ""
    ) -> Response[str]:
        """The form."""
        return shown(invited_page(language_of(request), csrf_field(request), code, wrong))

    @post("/", middleware=[TRIES.middleware], include_in_schema=False, status_code=303)
    async def choose(
        self,
        request: Request[Any, Any, Any],
        people: NamedDependency[People],
        data: URLEncodedBody[dict[str, str]],
    ) -> Response[Any]:
        """Choose the password and come in."""
        code, password = data.get("code", ""), data.get("password", "")
        refusal = Refusal("password.differs") if password != data.get("again") else short(password)
        if refusal is None:
            hashed = await asyncio.to_thread(password_hash, password)
            account = await asyncio.to_thread(people.choose_password, code, hashed)
            if isinstance(account, Account):
                enter_as(request, account)
                return Redirect(landing(account.role), status_code=303)
            refusal = account
        page = invited_page(language_of(request), csrf_field(request), code, refusal.code)
        return shown(page, 400)


class SessionApi(Controller):
    """Signing in by a program, signing out, and one's own password."""

    path = "/api/session"

    @post("/", guards=[anybody], middleware=[TRIES.middleware], status_code=200, responses=refusals(401))
    async def enter(
        self,
        request: Request[Any, Any, Any],
        accounts: NamedDependency[Accounts],
        data: JSONBody[Credentials],
    ) -> Response[Session]:
        """Sign in."""
        account = await asyncio.to_thread(verified, accounts, data.name, data.password)
        if account is None:
            return refused(Refusal("sign_in.wrong"))
        enter_as(request, account)
        return Response(Session(account.name, account.role, account.scope))

    @get("/", guards=[may("own.account")])
    async def who(self, request: Request[Any, Any, Any]) -> Session:
        """Who is signed in."""
        person = who(request)
        return Session(person.name, person.role, person.scope)

    @delete("/", guards=[may("own.account")])
    async def leave(self, request: Request[Any, Any, Any]) -> None:
        """Sign out this browser."""
        request.clear_session()

    @post("/everywhere", guards=[may("own.account")], status_code=204)
    async def leave_everywhere(
        self, request: Request[Any, Any, Any], people: NamedDependency[People]
    ) -> None:
        """Sign out every browser of one's own at once; phones stay enrolled."""
        await asyncio.to_thread(people.sign_out_everywhere, who(request).name)
        request.clear_session()

    @post(
        "/password",
        guards=[may("own.account")],
        middleware=[TRIES.middleware],
        status_code=200,
        responses=refusals(400, 403, 404),
    )
    async def change_password(
        self,
        request: Request[Any, Any, Any],
        data: JSONBody[NewPassword],
        accounts: NamedDependency[Accounts],
        people: NamedDependency[People],
    ) -> Response[Session]:
        """Change one's own password; other browsers are signed out."""
        me = who(request)
        if await asyncio.to_thread(verified, accounts, me.name, data.present) is None:
            return refused(Refusal("password.wrong"))
        if refusal := short(data.new):
            return refused(refusal)
        hashed = await asyncio.to_thread(password_hash, data.new)
        account = await asyncio.to_thread(people.set_password, me.name, hashed)
        if isinstance(account, Refusal):
            return refused(account)
        if not me.device:
            enter_as(request, account)
        return Response(Session(account.name, account.role, account.scope))
