"""Group robots of DingTalk, WeCom and Feishu: how each signs, what it takes, and how it complains.

Sources: the three makers' public documentation of custom robots. DingTalk: 20 texts a minute, then nothing
for ten minutes; signature HMAC-SHA256 over time stamp and secret. WeCom: 20 a minute, 2,048 bytes a text.
Feishu: 100 a minute and 5 a second, 20 KB.
"""

import base64
import hashlib
import hmac
import time
from collections.abc import Callable
from typing import Any, Literal
from urllib.parse import quote_plus

import httpx

from yipanqi.desk.message_ports import Address, Later, Outcome, Sent
from yipanqi.messages.allowance import Allowance

RobotKind = Literal["dingtalk", "wecom", "feishu"]

PAUSE_S = 600.0
"""How long nothing is sent after a robot said it was too much; DingTalk's own block is as long."""
_TOO_MUCH = {"dingtalk": {130101, 410100}, "wecom": {45009, 45033}, "feishu": {9499, 11232}}
_PACE = {"dingtalk": (4, 15 / 60), "wecom": (4, 15 / 60), "feishu": (3, 1.5)}
"""Burst and texts a second: in no minute more than 19, 19 and 93; in no second more than 4.5 to Feishu."""
_MOST_BYTES = {"dingtalk": 16_000, "wecom": 2_048, "feishu": 16_000}
_TIMEOUT_S = 10.0
_DONE_AGAIN_S = 600.0


class Robot:
    """A group's robot behind its webhook."""

    def __init__(
        self,
        kind: RobotKind,
        address: Address,
        url: str,
        secret: str = "",
        now: Callable[[], float] = time.time,
        client: httpx.Client | None = None,
    ) -> None:
        self.address = address
        self.most_bytes = _MOST_BYTES[kind]
        self._kind = kind
        self._url = url
        self._secret = secret
        self._now = now
        self._client = client or httpx.Client(timeout=_TIMEOUT_S)
        self._allowance = Allowance(*_PACE[kind])

    def may_send(self, now_s: float) -> int:
        """How many texts may go now."""
        return self._allowance.left(now_s)

    def wait_s(self, now_s: float) -> float:
        """Seconds until the next one may."""
        return self._allowance.wait_s(now_s)

    def send(self, text: str, path: str, *, urgent: bool, now_s: float) -> Outcome:  # noqa: ARG002 - a robot has no links
        """Send one text to the group."""
        self._allowance.take(now_s)
        url, body = self._signed(_body(self._kind, text, urgent=urgent))
        try:
            answer = self._client.post(url, json=body)
            code, says = _complaint(answer)
        except (httpx.HTTPError, ValueError) as failure:
            return Later(f"{type(failure).__name__}: {failure}")
        if answer.status_code == 429 or code in _TOO_MUCH[self._kind]:
            self._allowance.be_silent(now_s, PAUSE_S)
            return Later(f"{code}: {says}", PAUSE_S)
        if code != 0:
            return Later(f"{code}: {says}", _DONE_AGAIN_S)
        return Sent()

    def _signed(self, body: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """Address and body with the robot's signature, where it wants one."""
        if not self._secret or self._kind == "wecom":
            return self._url, body
        if self._kind == "dingtalk":
            stamp = str(round(1000 * self._now()))
            sign = _hmac(self._secret, f"{stamp}\n{self._secret}")
            joint = "&" if "?" in self._url else "?"
            return f"{self._url}{joint}timestamp={stamp}&sign={quote_plus(sign)}", body
        stamp = str(int(self._now()))
        return self._url, {"timestamp": stamp, "sign": _hmac(f"{stamp}\n{self._secret}", ""), **body}


def _hmac(key: str, words: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), words.encode(), hashlib.sha256).digest()).decode()


def _body(kind: RobotKind, text: str, *, urgent: bool) -> dict[str, Any]:
    if kind == "dingtalk":
        return {"msgtype": "text", "text": {"content": text}, "at": {"isAtAll": urgent}}
    if kind == "wecom":
        mentioned = {"mentioned_list": ["@all"]} if urgent else {}
        return {"msgtype": "text", "text": {"content": text, **mentioned}}
    return {"msg_type": "text", "content": {"text": text}}


def _complaint(answer: httpx.Response) -> tuple[int, str]:
    """The robot's own code and words; 0 when it is content.

    Raises:
        ValueError: the answer is none a robot gives.
    """
    if answer.status_code >= 500:
        return answer.status_code, answer.text[:200]
    told = answer.json()
    fields = told if isinstance(told, dict) else {}
    code = next((fields[key] for key in ("errcode", "code", "StatusCode") if key in fields), None)
    if not isinstance(code, int):
        raise ValueError(f"no robot's answer: {answer.text[:200]}")  # noqa: TRY004 - the text is wrong, not a type
    return code, str(fields.get("errmsg") or fields.get("msg") or "")
