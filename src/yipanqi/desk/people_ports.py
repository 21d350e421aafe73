"""What people and their phones need kept: one-time codes and enrolled devices, as Protocols."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, Protocol, runtime_checkable

from msgspec import Struct

Purpose = Literal["password", "phone"]
"""What a code is good for, once: to choose a password, or to enrol a phone."""


class Code(Struct, frozen=True):
    """A one-time code, kept as a hash only."""

    code_hash: str
    purpose: Purpose
    person: str
    made_at: datetime
    made_by: str
    ends_at: datetime
    used_at: datetime | None = None


@runtime_checkable
class Codes(Protocol):
    """One-time codes."""

    def add(self, code: Code) -> None:
        """Keep a code; older ones for the same person and purpose are worth nothing from now on."""
        ...

    def redeem(self, code_hash: str, purpose: Purpose, at: datetime) -> Code | None:
        """The code, used up by this; None where it is unknown, used or past. Of two at once one gets it."""
        ...

    def drop(self, person: str, at: datetime) -> None:
        """Make all of somebody's codes worthless."""
        ...


class Phone(Struct, frozen=True):
    """An enrolled phone; its token is kept as a hash only."""

    id: str
    token_hash: str
    person: str
    label: str
    enrolled_at: datetime
    enrolled_by: str
    seen_at: datetime | None = None
    revoked_at: datetime | None = None
    revoked_by: str = ""


@runtime_checkable
class Phones(Protocol):
    """Enrolled phones."""

    def add(self, phone: Phone) -> None: ...

    def by_token(self, token_hash: str) -> Phone | None: ...

    def find(self, phone: str) -> Phone | None: ...

    def all(self) -> Sequence[Phone]: ...

    def revoke(self, phone: str, by: str, at: datetime | None) -> None:
        """Revoke a phone, or with None take it back."""
        ...

    def seen(self, phone: str, at: datetime) -> None: ...
