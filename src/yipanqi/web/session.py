"""Signing in and out."""

from html import escape
from typing import Any, Literal

from litestar import Controller, MediaType, Request, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.middleware.rate_limit import RateLimitConfig
from litestar.params import FromQuery, JSONBody, URLEncodedBody
from litestar.response import Redirect
from litestar.utils.scope.state import ScopeState
from msgspec import Struct

from yipanqi.desk.ports import Accounts
from yipanqi.ground.refusal import Refusal
from yipanqi.web.access import signed_in, verified
from yipanqi.web.answers import refusals, refused
from yipanqi.web.sign_in_page import sign_in_page

TRIES = RateLimitConfig(rate_limit=("minute", 20), store="tries")
"""Sign-ins a minute from one address; a stolen list of passwords gets nowhere at that rate."""


class Session(Struct, frozen=True):
    """Who is signed in."""

    name: str
    role: str


class Credentials(Struct, frozen=True):
    """What the sign-in asks for."""

    name: str
    password: str


def _csrf_token(request: Request[Any, Any, Any]) -> str:
    token = ScopeState.from_scope(request.scope).csrf_token
    return token if isinstance(token, str) else ""


class SignIn(Controller):
    """The one page strangers see; it works without JavaScript."""

    path = "/sign-in"

    @get("/", media_type=MediaType.HTML, include_in_schema=False)
    async def page(self, request: Request[Any, Any, Any], wrong: FromQuery[bool] = False) -> Response[str]:
        """The form."""
        language: Literal["zh", "en"] = (
            "zh" if request.headers.get("accept-language", "zh").lower().startswith("zh") else "en"
        )
        page = sign_in_page(language, escape(_csrf_token(request), quote=True), wrong=wrong)
        headers = {
            "Cache-Control": "no-store",
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
        }
        return Response(page, media_type=MediaType.HTML, headers=headers)

    @post("/", middleware=[TRIES.middleware], include_in_schema=False, status_code=303)
    async def enter(
        self,
        request: Request[Any, Any, Any],
        accounts: NamedDependency[Accounts],
        data: URLEncodedBody[dict[str, str]],
    ) -> Redirect:
        """Sign in by the form."""
        account = verified(accounts, data.get("name", ""), data.get("password", ""))
        if account is None:
            return Redirect("/sign-in?wrong=true", status_code=303)
        request.set_session({"name": account.name, "role": account.role})
        return Redirect("/", status_code=303)


class SessionApi(Controller):
    """Signing in by a program, and signing out."""

    path = "/api/session"

    @post("/", middleware=[TRIES.middleware], status_code=200, responses=refusals(401))
    async def enter(
        self,
        request: Request[Any, Any, Any],
        accounts: NamedDependency[Accounts],
        data: JSONBody[Credentials],
    ) -> Response[Session]:
        """Sign in."""
        account = verified(accounts, data.name, data.password)
        if account is None:
            return refused(Refusal("sign_in.wrong"))
        request.set_session({"name": account.name, "role": account.role})
        return Response(Session(account.name, account.role))

    @get("/", guards=[signed_in])
    async def who(self, request: Request[Any, Any, Any]) -> Session:
        """Who is signed in."""
        return Session(request.session["name"], request.session["role"])

    @delete("/", guards=[signed_in])
    async def leave(self, request: Request[Any, Any, Any]) -> None:
        """Sign out."""
        request.clear_session()
