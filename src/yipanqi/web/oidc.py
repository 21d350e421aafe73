"""Signing in by the office's own server: OpenID Connect, authorization code with PKCE, state and nonce.

OpenID Connect Core 1.0, section 3.1; RFC 7636 (PKCE); RFC 9700 (best current practice).
"""

import asyncio
import hmac
import logging
import secrets
from typing import Any

import httpx
import msgspec
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from litestar import Controller, Request, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromQuery
from litestar.response import Redirect
from msgspec import Struct

from yipanqi.desk.people import People
from yipanqi.desk.ports import Account
from yipanqi.ground.refusal import Refusal
from yipanqi.web.access import anybody
from yipanqi.web.oidc_settings import OidcSettings
from yipanqi.web.people_codes import Address
from yipanqi.web.session import TRIES, enter_as
from yipanqi.web.sign_in_page import landing

ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
"""Signed with the server's own key; never `none`, and never our secret."""
LEEWAY_S = 60
TIMEOUT_S = 10.0
_BACK = "/sign-in/office/back"

_log = logging.getLogger(__name__)


class Discovered(Struct, frozen=True):
    """What the server says of itself."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str


class NotVouched(Exception):  # noqa: N818 - says what happened
    """What the server sent does not hold."""


class OfficeServer:
    """The office's own server, as asked over HTTP."""

    def __init__(self, settings: OidcSettings) -> None:
        self._settings = settings

    async def discovered(self, client: httpx.AsyncClient) -> Discovered:
        """Its own description (OpenID Connect Discovery 1.0), if it is the issuer we were told of."""
        where = self._settings.issuer.rstrip("/") + "/.well-known/openid-configuration"
        found = msgspec.json.decode(await _body(client.get(where)), type=Discovered)
        if found.issuer != self._settings.issuer:
            raise NotVouched(f"it calls itself {found.issuer}")
        return found

    async def claims(self, code: str, verifier: str, nonce: str, back: str) -> dict[str, Any]:
        """The claims behind a code, once everything about them holds.

        Raises:
            NotVouched: it does not.
        """
        async with httpx.AsyncClient(timeout=TIMEOUT_S) as client:
            try:
                server = await self.discovered(client)
                form = {
                    "grant_type": "authorization_code",
                    "code": code,
                    "redirect_uri": back,
                    "client_id": self._settings.client_id,
                    "code_verifier": verifier,
                }
                if self._settings.client_secret:
                    form["client_secret"] = self._settings.client_secret
                answer = msgspec.json.decode(await _body(client.post(server.token_endpoint, data=form)))
                keys = msgspec.json.decode(await _body(client.get(server.jwks_uri)))
                return self.checked(answer["id_token"], keys, nonce)
            except (httpx.HTTPError, msgspec.MsgspecError, JoseError, KeyError, TypeError, ValueError) as why:
                raise NotVouched(f"{type(why).__name__}: {why}") from why

    def checked(self, token: str, keys: Any, nonce: str) -> dict[str, Any]:
        """The claims of an ID token (section 3.1.3.7): signature, issuer, audience, times, nonce.

        Raises:
            JoseError: one of them does not hold.
            NotVouched: it was made for another client as well, and authorises that one.
        """
        claims = jwt.decode(token, KeySet.import_key_set(keys), algorithms=ALGORITHMS).claims
        jwt.JWTClaimsRegistry(
            leeway=LEEWAY_S,
            iss={"essential": True, "value": self._settings.issuer},
            aud={"essential": True, "value": self._settings.client_id},
            exp={"essential": True},
            iat={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": nonce},
        ).validate(claims)
        if claims.get("azp", self._settings.client_id) != self._settings.client_id:
            raise NotVouched(f"made for {claims['azp']}")
        return claims


async def _body(answer: Any) -> bytes:
    response: httpx.Response = await answer
    return response.raise_for_status().content


class OfficeSignIn(Controller):
    """To the office's server and back."""

    path = "/sign-in/office"
    guards = [anybody]  # noqa: RUF012 - Litestar reads it from the class
    middleware = [TRIES.middleware]  # noqa: RUF012

    @get("/", include_in_schema=False)
    async def leave(
        self,
        request: Request[Any, Any, Any],
        oidc: NamedDependency[OidcSettings | None],
        address: NamedDependency[Address],
    ) -> Redirect:
        """Off to the server, with a state, a nonce and a challenge that only this browser's session knows."""
        settings = _wanted(oidc)
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        try:
            async with httpx.AsyncClient(timeout=TIMEOUT_S) as client:
                server = await OfficeServer(settings).discovered(client)
        except (NotVouched, httpx.HTTPError, msgspec.MsgspecError) as why:
            return _not_vouched(why)
        request.set_session({"oidc": {"state": state, "nonce": nonce, "verifier": verifier}})
        url = prepare_grant_uri(
            server.authorization_endpoint,
            settings.client_id,
            "code",
            redirect_uri=address.of(request) + _BACK,
            scope="openid profile",
            state=state,
            nonce=nonce,
            code_challenge=create_s256_code_challenge(verifier),
            code_challenge_method="S256",
        )
        return Redirect(url, status_code=303)

    @get("/back", include_in_schema=False)
    async def back(
        self,
        request: Request[Any, Any, Any],
        oidc: NamedDependency[OidcSettings | None],
        people: NamedDependency[People],
        address: NamedDependency[Address],
        code: FromQuery[str] = "",
    ) -> Redirect:
        """Back from the server: let in whom it vouches for."""
        settings = _wanted(oidc)
        kept = request.session.get("oidc") or {}
        state = request.query_params.get("state", "")
        request.clear_session()
        if not kept or not hmac.compare_digest(kept["state"].encode(), state.encode()):
            return _not_vouched("another state than this browser's")
        server = OfficeServer(settings)
        try:
            claims = await server.claims(code, kept["verifier"], kept["nonce"], address.of(request) + _BACK)
        except NotVouched as why:
            return _not_vouched(why)
        subject = f"{settings.issuer} {claims['sub']}"
        role, scope = settings.role_of(claims), settings.scope_of(claims)
        name = settings.name_of(claims)
        account = await asyncio.to_thread(people.from_office, name, subject, role, scope)
        if isinstance(account, Account):
            enter_as(request, account)
            return Redirect(landing(account.role), status_code=303)
        return _not_vouched(account)


def _wanted(settings: OidcSettings | None) -> OidcSettings:
    if settings is None:
        raise NotFoundException("this board has no sign-in server of the office's")
    return settings


def _not_vouched(why: object) -> Redirect:
    """Back to the sign-in page, which says so; the log says why."""
    _log.warning("nobody let in by the office's server: %s", why)
    code = why.code if isinstance(why, Refusal) else "sign_in.not_vouched"
    return Redirect(f"/sign-in?wrong={code}", status_code=303)
