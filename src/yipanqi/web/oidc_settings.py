"""How to reach the office's own sign-in server (OpenID Connect), from the environment or a file.

`docs/reference/sign-in-server.md` explains each setting.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from yipanqi.desk.permissions import ROLES, Role, Scope

PREFIX = "YIPANQI_OIDC_"
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


class OidcSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """The office's server, this board as its client, and how its claims become a role and a scope."""

    issuer: str
    client_id: str
    client_secret: str = ""
    """Empty for a public client, which PKCE alone protects."""
    role_claim: str = "groups"
    roles: dict[str, Role] = {}
    """From a value of that claim to a role of ours; empty: only people invited before may come in."""
    name_claim: str = "name"
    organisation_claim: str = ""
    """A claim that names the organisation as the registry has it; empty: none does."""

    def role_of(self, claims: Mapping[str, Any]) -> Role | None:
        """The role the claims give, the one that reaches furthest where they give several."""
        said = claims.get(self.role_claim, ())
        values = {said} if isinstance(said, str) else {v for v in said if isinstance(v, str)}
        given = {self.roles[v] for v in values if v in self.roles}
        return next((role for role in ROLES if role in given), None)

    def scope_of(self, claims: Mapping[str, Any]) -> Scope:
        """The scope the claims give."""
        organisation = claims.get(self.organisation_claim, "") if self.organisation_claim else ""
        return Scope(organisation=organisation if isinstance(organisation, str) else "")

    def name_of(self, claims: Mapping[str, Any]) -> str:
        """What people call whoever the claims are about."""
        said = claims.get(self.name_claim) or claims.get("preferred_username") or claims["sub"]
        return str(said)


def oidc_settings(environment: Mapping[str, str], file: str = "") -> OidcSettings | None:
    """The settings of a TOML file's text, each overruled by the environment; None where there is no issuer.

    Raises:
        ValueError: a setting is missing, unknown or of the wrong kind, or the server is not reached by TLS.
    """
    said: dict[str, Any] = msgspec.toml.decode(file) if file else {}
    for field in OidcSettings.__struct_fields__:
        value = environment.get(PREFIX + field.upper())
        if value is not None:
            said[field] = dict(_pair(p) for p in value.split(",")) if field == "roles" else value
    if not said.get("issuer"):
        return None
    settings = msgspec.convert(said, OidcSettings)
    parts = urlsplit(settings.issuer)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise ValueError(f"the sign-in server {settings.issuer} must be reached by https")
    return settings


def _pair(text: str) -> tuple[str, str]:
    group, _, role = text.partition("=")
    return group.strip(), role.strip()
