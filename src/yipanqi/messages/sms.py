"""Text messages, for what cannot wait: a port, and one gateway behind it.

The gateway is Alibaba Cloud's `SendSms` (API version 2017-05-25), signed by ACS3-HMAC-SHA256 as its public
documentation has it. Texts go through a template the office has registered, with one field named `text`.
"""

import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Protocol
from urllib.parse import quote, urlsplit

import httpx
from msgspec import Struct

from yipanqi.desk.message_ports import Address, Later, Outcome, Sent
from yipanqi.messages.allowance import Allowance

_TIMEOUT_S = 10.0
_MOST_BYTES = 180
"""About one text message of Chinese; a template's field takes few characters."""
_PACE = (1, 1 / 30)
"""One number may be sent one text a minute and five an hour by most gateways' own rules; so be sparing."""


class Gateway(Protocol):
    """Whoever sends text messages."""

    def send(self, numbers: Sequence[str], text: str) -> Outcome: ...


class AliyunAccount(Struct, frozen=True):
    """What the gateway has to know of the office."""

    key_id: str
    key_secret: str
    sign_name: str
    template: str


class AliyunGateway:
    """Alibaba Cloud's `SendSms`."""

    def __init__(
        self,
        account: AliyunAccount,
        url: str = "https://dysmsapi.aliyuncs.com/",
        now: Callable[[], float] = time.time,
        nonce: Callable[[], str] = lambda: secrets.token_hex(16),
        client: httpx.Client | None = None,
    ) -> None:
        self._account = account
        self._url = url
        self._now = now
        self._nonce = nonce
        self._client = client or httpx.Client(timeout=_TIMEOUT_S)

    def send(self, numbers: Sequence[str], text: str) -> Outcome:
        """Send one text to all numbers."""
        query = _query(
            {
                "PhoneNumbers": ",".join(numbers),
                "SignName": self._account.sign_name,
                "TemplateCode": self._account.template,
                "TemplateParam": json.dumps({"text": text}, ensure_ascii=False),
            }
        )
        try:
            answer = self._client.post(f"{self._url}?{query}", headers=self._headers(query))
            told = answer.json()
        except (httpx.HTTPError, ValueError) as failure:
            return Later(f"{type(failure).__name__}: {failure}")
        code = str(told.get("Code", answer.status_code))
        if code == "OK":
            return Sent()
        slow = "LIMIT_CONTROL" in code
        return Later(f"{code}: {told.get('Message', '')}", 600.0 if slow else 120.0)

    def _headers(self, query: str) -> dict[str, str]:
        """The headers that are signed, and the signature (ACS3-HMAC-SHA256)."""
        stamp = datetime.fromtimestamp(self._now(), UTC)
        signed = {
            "host": urlsplit(self._url).netloc,
            "x-acs-action": "SendSms",
            "x-acs-content-sha256": hashlib.sha256(b"").hexdigest(),
            "x-acs-date": f"{stamp:%Y-%m-%dT%H:%M:%SZ}",
            "x-acs-signature-nonce": self._nonce(),
            "x-acs-version": "2017-05-25",
        }
        names = ";".join(signed)
        lines = "".join(f"{name}:{value}\n" for name, value in signed.items())
        request = f"POST\n/\n{query}\n{lines}\n{names}\n{signed['x-acs-content-sha256']}"
        to_sign = f"ACS3-HMAC-SHA256\n{hashlib.sha256(request.encode()).hexdigest()}"
        signature = hmac.new(self._account.key_secret.encode(), to_sign.encode(), hashlib.sha256).hexdigest()
        told = f"Credential={self._account.key_id},SignedHeaders={names},Signature={signature}"
        return signed | {"Authorization": f"ACS3-HMAC-SHA256 {told}"}


def _query(fields: dict[str, str]) -> str:
    """Fields in order of name, escaped as RFC 3986 has it."""
    return "&".join(f"{quote(k, safe='~')}={quote(v, safe='~')}" for k, v in sorted(fields.items()))


class TextMessages:
    """A few numbers behind a gateway; told only what is urgent."""

    def __init__(self, address: Address, numbers: Sequence[str], gateway: Gateway) -> None:
        self.address = address
        self.most_bytes = _MOST_BYTES
        self._numbers = tuple(numbers)
        self._gateway = gateway
        self._allowance = Allowance(*_PACE)

    def may_send(self, now_s: float) -> int:
        """How many texts may go now."""
        return self._allowance.left(now_s)

    def wait_s(self, now_s: float) -> float:
        """Seconds until the next one may."""
        return self._allowance.wait_s(now_s)

    def send(self, text: str, path: str, *, urgent: bool, now_s: float) -> Outcome:  # noqa: ARG002 - one courier's call fits all
        """Send one text to every number."""
        self._allowance.take(now_s)
        outcome = self._gateway.send(self._numbers, text)
        if isinstance(outcome, Later) and outcome.after_s:
            self._allowance.be_silent(now_s, outcome.after_s)
        return outcome
