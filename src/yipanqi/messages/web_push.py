"""Web push (RFC 8030): a text to one browser, encrypted for it alone (RFC 8291), signed by us (RFC 8292)."""

import base64
import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import http_ece
import httpx
import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

from yipanqi.desk.message_ports import Address, Gone, Later, Outcome, Sent, Subscription
from yipanqi.messages.allowance import Allowance

_TIMEOUT_S = 10.0
_MOST_BYTES = 2_000
"""A push message holds 4,096 bytes with its wrapping; longer texts nobody reads on a lock screen."""
_PACE = (3, 0.1)
_SIGNED_FOR_S = 12 * 3600
_KEPT_S = 4 * 3600
"""How long a push service keeps a text for a browser that is off; later the night is over."""
_SLOW_S = 300.0
KEY_FILE = "push.pem"


class ServerKey:
    """The server's key pair for web push: made once, kept beside the board, readable by its owner alone."""

    def __init__(self, vapid: Vapid02, contact: str) -> None:
        self._vapid = vapid
        self._contact = contact

    @classmethod
    def beside(cls, folder: Path, contact: str) -> "ServerKey":
        """The key in a folder, made if there is none. `contact` is a mailto: or https: address."""
        file = folder / KEY_FILE
        fresh = Vapid02()
        fresh.generate_keys()
        with suppress(FileExistsError):
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as new:
                new.write(fresh.private_pem())
        return cls(Vapid02.from_pem(file.read_bytes()), contact)

    @property
    def public(self) -> str:
        """What browsers want to know when they subscribe: base64url of the uncompressed point."""
        point = self._vapid.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return base64.urlsafe_b64encode(point).rstrip(b"=").decode()

    def signature(self, endpoint: str, now: float) -> dict[str, str]:
        """The header that tells a push service who sends (RFC 8292)."""
        parts = urlsplit(endpoint)
        claims = {
            "aud": f"{parts.scheme}://{parts.netloc}",
            "exp": int(now) + _SIGNED_FOR_S,
            "sub": self._contact,
        }
        signed: dict[str, str] = self._vapid.sign(claims)
        return signed


class Browser:
    """One subscribed browser."""

    def __init__(
        self,
        address: Address,
        subscription: Subscription,
        key: ServerKey,
        now: Callable[[], float] = time.time,
        client: httpx.Client | None = None,
    ) -> None:
        self.address = address
        self.most_bytes = _MOST_BYTES
        self._to = subscription
        self._key = key
        self._now = now
        self._client = client or httpx.Client(timeout=_TIMEOUT_S)
        self._allowance = Allowance(*_PACE)

    def may_send(self, now_s: float) -> int:
        """How many texts may go now."""
        return self._allowance.left(now_s)

    def wait_s(self, now_s: float) -> float:
        """Seconds until the next one may."""
        return self._allowance.wait_s(now_s)

    def send(self, text: str, path: str, *, urgent: bool, now_s: float) -> Outcome:
        """Send one text; `Gone` when the browser is not subscribed any more."""
        self._allowance.take(now_s)
        headers = {
            "Content-Encoding": "aes128gcm",
            "TTL": str(_KEPT_S),
            "Urgency": "high" if urgent else "normal",
            **self._key.signature(self._to.endpoint, self._now()),
        }
        try:
            body = encrypted(self._to, msgspec.json.encode({"text": text, "path": path, "urgent": urgent}))
            answer = self._client.post(self._to.endpoint, content=body, headers=headers)
        except (httpx.HTTPError, ValueError, http_ece.ECEException) as failure:
            return Later(f"{type(failure).__name__}: {failure}")
        if answer.status_code in (404, 410):
            return Gone(f"{answer.status_code}: not subscribed any more")
        if answer.status_code >= 400:
            wait = answer.headers.get("retry-after", "")
            wait_s = float(wait) if wait.isdigit() else _SLOW_S
            self._allowance.be_silent(now_s, wait_s)
            return Later(f"{answer.status_code}: {answer.text[:200]}", wait_s)
        return Sent()


def encrypted(to: Subscription, body: bytes) -> bytes:
    """A body that only that browser can read (RFC 8291, aes128gcm).

    Raises:
        ValueError: the subscription's keys are none.
    """
    ours = ec.generate_private_key(ec.SECP256R1())
    whole: bytes = http_ece.encrypt(
        body, private_key=ours, dh=_bytes(to.p256dh), auth_secret=_bytes(to.auth), version="aes128gcm"
    )
    return whole


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
