"""One-time codes as they are shown: the code, the link, and for a phone a QR code."""

from datetime import datetime
from typing import Any
from urllib.parse import quote

import segno
from litestar import Request
from msgspec import Struct

from yipanqi.desk.people import GivenCode


class Address(Struct, frozen=True):
    """Under which address people reach this board, where the office says so."""

    public: str = ""
    """As https://board.example; empty: the address of whoever asks."""

    def of(self, request: Request[Any, Any, Any]) -> str:
        """The address to write into links, without a slash at the end."""
        return (self.public or str(request.base_url)).rstrip("/")


class CodeView(Struct, frozen=True):
    """A one-time code, shown once."""

    person: str
    code: str
    url: str
    ends_at: datetime
    qr: str
    """The link as a QR code: an SVG picture."""


def password_url(address: str, code: str) -> str:
    """Where the invited choose their password."""
    return f"{address}/invited?code={quote(code)}"


def phone_url(address: str, code: str) -> str:
    """What a phone opens to enrol; the code stands behind the # and so never reaches a server's log."""
    return f"{address}/field#enrol={quote(code)}"


def code_view(given: GivenCode, address: str, *, phone: bool) -> CodeView:
    """The code with its link and picture."""
    url = phone_url(address, given.code) if phone else password_url(address, given.code)
    picture = segno.make(url, error="m", micro=False)
    svg = picture.svg_inline(scale=6, border=4, dark="#000", light="#fff", omitsize=True)
    return CodeView(given.person, given.code, url, given.ends_at, svg)
