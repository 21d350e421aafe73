"""Robots, a push service and a gateway that enforce what the makers publish, on a clock we turn."""

import base64
import hashlib
import hmac
import json
from collections import deque
from urllib.parse import parse_qs, parse_qsl, quote

import http_ece
import httpx
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


class Wall:
    """A clock for both sides."""

    def __init__(self) -> None:
        self.now_s = 1_000_000.0

    def __call__(self) -> float:
        return self.now_s


class FakeRobot:
    """Counts what comes in any minute (and second), blocks who sends too much, checks the signature."""

    def __init__(
        self,
        wall: Wall,
        kind: str,
        a_minute: int = 20,
        a_second: int | None = None,
        most_bytes: int | None = None,
        secret: str = "",
    ) -> None:
        self.wall = wall
        self.kind = kind
        self.texts: list[str] = []
        self.blocked = 0
        self.broken = False
        self.secret_word = secret
        self._limits = [(60.0, a_minute), *([(1.0, a_second)] if a_second else [])]
        self._most_bytes = most_bytes
        self._came: deque[float] = deque()
        self._closed_until_s = 0.0

    @property
    def client(self) -> httpx.Client:
        return httpx.Client(transport=httpx.MockTransport(self._answer))

    def fill(self) -> None:
        """Somebody else uses up this minute's allowance."""
        self._came.extend([self.wall()] * self._limits[0][1])

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if self.broken:
            raise httpx.ConnectError("no way there", request=request)
        now_s = self.wall()
        if now_s < self._closed_until_s or self._too_much(now_s):
            self.blocked += 1
            return self._says({"dingtalk": 410100, "wecom": 45009, "feishu": 11232}[self.kind])
        self._came.append(now_s)
        body = json.loads(request.content)
        if not self._signed(request, body):
            return self._says({"dingtalk": 310000, "wecom": 93000, "feishu": 19021}[self.kind])
        text = body["content"]["text"] if self.kind == "feishu" else body["text"]["content"]
        if self._most_bytes is not None and len(text.encode()) > self._most_bytes:
            return self._says(45002)
        self.texts.append(text)
        return self._says(0)

    def _too_much(self, now_s: float) -> bool:
        for window_s, most in self._limits:
            if sum(now_s - came < window_s for came in self._came) >= most:
                self._closed_until_s = now_s + (600.0 if self.kind == "dingtalk" else window_s)
                return True
        return False

    def _says(self, code: int) -> httpx.Response:
        names = ("code", "msg") if self.kind == "feishu" else ("errcode", "errmsg")
        return httpx.Response(200, json=dict(zip(names, (code, "ok" if code == 0 else "no"), strict=True)))

    def _signed(self, request: httpx.Request, body: dict[str, str]) -> bool:
        if not self.secret_word:
            return True
        if self.kind == "dingtalk":
            query = parse_qs(request.url.query.decode())
            stamp, sign = query["timestamp"][0], query["sign"][0]
            key, words = self.secret_word.encode(), f"{stamp}\n{self.secret_word}".encode()
        else:
            stamp, sign = body["timestamp"], body["sign"]
            key, words = f"{stamp}\n{self.secret_word}".encode(), b""
        return sign == base64.b64encode(hmac.new(key, words, hashlib.sha256).digest()).decode()


class FakePush:
    """A push service and the browser behind it: reads what only that browser can."""

    def __init__(self) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.secret = b"0123456789abcdef"
        self.told: list[dict[str, object]] = []
        self.headers: list[httpx.Headers] = []
        self.status = 201

    @property
    def keys(self) -> dict[str, str]:
        point = self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"p256dh": _base64(point), "auth": _base64(self.secret)}

    @property
    def client(self) -> httpx.Client:
        return httpx.Client(transport=httpx.MockTransport(self._answer))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if self.status != 201:
            return httpx.Response(self.status)
        self.headers.append(request.headers)
        body = http_ece.decrypt(
            request.content, private_key=self.private, auth_secret=self.secret, version="aes128gcm"
        )
        self.told.append(json.loads(body))
        return httpx.Response(201)


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


class FakeGateway:
    """Alibaba Cloud's side of a signed call, worked out from its documentation once more."""

    def __init__(self, key_secret: str) -> None:
        self.sent: list[dict[str, str]] = []
        self.code = "OK"
        self._key_secret = key_secret

    @property
    def client(self) -> httpx.Client:
        return httpx.Client(transport=httpx.MockTransport(self._answer))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        fields = dict(parse_qsl(request.url.query.decode()))
        told = dict(part.split("=", 1) for part in request.headers["authorization"].split(" ")[1].split(","))
        names = told["SignedHeaders"].split(";")
        canonical = "&".join(
            f"{quote(k, safe='-_.~')}={quote(v, safe='-_.~')}" for k, v in sorted(fields.items())
        )
        lines = [request.method, "/", canonical, *(f"{n}:{request.headers[n]}" for n in names), ""]
        whole = "\n".join([*lines, told["SignedHeaders"], hashlib.sha256(request.content).hexdigest()])
        to_sign = "ACS3-HMAC-SHA256\n" + hashlib.sha256(whole.encode()).hexdigest()
        expected = hmac.new(self._key_secret.encode(), to_sign.encode(), hashlib.sha256).hexdigest()
        if told["Signature"] != expected:
            return httpx.Response(400, json={"Code": "SignatureDoesNotMatch", "Message": "no"})
        if self.code == "OK":
            self.sent.append(fields)
        return httpx.Response(200, json={"Code": self.code, "Message": self.code})
