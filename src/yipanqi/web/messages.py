"""Messages over HTTP: what went where and what waits, and browsers that want to be told."""

import asyncio
from collections.abc import Callable
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from litestar import Controller, Request, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from yipanqi.desk.desk import Desk
from yipanqi.desk.message_ports import PUSH, ChannelCount, Letter, Letters, Subscription, Subscriptions
from yipanqi.desk.messages import EXERCISE, Language, clock_time
from yipanqi.ground.refusal import Refusal
from yipanqi.web.access import may, who
from yipanqi.web.answers import refusals, refused

NEWEST = 100
TEST: dict[Language, str] = {
    "zh": "测试：这台设备收得到一盘棋的通知。",
    "en": "A test: this device gets what Yipanqi has to tell.",
}


class Post(Struct, frozen=True):
    """What stands behind this: letters, subscribed browsers, and the key they subscribe with."""

    letters: Letters
    subscriptions: Subscriptions
    push_key: str
    """Base64url of the server's public key; empty where web push is off."""
    wake: Callable[[], None] = lambda: None
    """Has the postman go round at once."""


class MessagesView(Struct, frozen=True):
    """What was told off the board: by channel how many wait, went and failed, and the newest ones."""

    channels: tuple[ChannelCount, ...]
    newest: tuple[Letter, ...]


class PushKey(Struct, frozen=True):
    """The key a browser subscribes with (RFC 8292); empty where web push is off."""

    key: str


class PushKeys(Struct, frozen=True):
    """A browser's own keys, base64url (RFC 8291)."""

    p256dh: str
    auth: str


class Subscribe(Struct, frozen=True):
    """A browser's subscription as its push service gave it."""

    endpoint: str
    keys: PushKeys
    language: Language = "zh"


class Subscribed(Struct, frozen=True):
    """The name under which it can be taken back."""

    id: str


class MessagesApi(Controller):
    """Being told off the board."""

    path = "/api/messages"

    @get("/", guards=[may("message.send")])
    async def state(self, messages: NamedDependency[Post]) -> MessagesView:
        """Every channel's state, and the newest letters with what became of them."""
        letters = messages.letters
        channels, newest = await asyncio.gather(
            asyncio.to_thread(letters.counts), asyncio.to_thread(letters.newest, NEWEST)
        )
        return MessagesView(tuple(channels), tuple(newest))

    @get("/push-key", guards=[may("message.receive")])
    async def key(self, messages: NamedDependency[Post]) -> PushKey:
        """What a browser needs to subscribe."""
        return PushKey(messages.push_key)

    @post("/subscriptions", guards=[may("message.receive")], responses=refusals(400, 409))
    async def subscribe(
        self,
        request: Request[Any, Any, Any],
        data: JSONBody[Subscribe],
        messages: NamedDependency[Post],
        desk: NamedDependency[Desk],
    ) -> Response[Subscribed]:
        """Have this browser told what its owner's role is told; again is the same as once."""
        if not messages.push_key:
            return refused(Refusal("message.push_off"))
        if urlsplit(data.endpoint).scheme != "https":
            return refused(Refusal("message.endpoint_unfit", {"endpoint": data.endpoint[:100]}))
        kept = Subscription(
            id=sha256(data.endpoint.encode()).hexdigest()[:24],
            endpoint=data.endpoint,
            p256dh=data.keys.p256dh,
            auth=data.keys.auth,
            person=who(request).name,
            language=data.language,
            made_at=desk.clock.now(),
        )
        await asyncio.to_thread(messages.subscriptions.add, kept)
        return Response(Subscribed(kept.id), status_code=201)

    @post(
        "/subscriptions/{name:str}/test",
        guards=[may("message.receive")],
        status_code=202,
        responses=refusals(404),
    )
    async def test(
        self,
        request: Request[Any, Any, Any],
        name: FromPath[str],
        messages: NamedDependency[Post],
        desk: NamedDependency[Desk],
    ) -> Response[Any]:
        """Send a message to this browser alone, the way all others go, to see that it arrives."""
        mine = await _mine(messages, who(request).name, name)
        if mine is None:
            return refused(Refusal("message.not_subscribed"))
        board, now = desk.board, desk.clock.now()
        mark = EXERCISE[mine.language] if board.exercise else ""
        text = f"{mark}{clock_time(board, now)} {TEST[mine.language]}"
        letter = Letter(PUSH + mine.id, f"test-{uuid4()}", now, True, text, "/")
        await asyncio.to_thread(messages.letters.put, [letter], None)
        messages.wake()
        return Response(None, status_code=202)

    @delete("/subscriptions/{name:str}", guards=[may("message.receive")])
    async def unsubscribe(
        self, request: Request[Any, Any, Any], name: FromPath[str], messages: NamedDependency[Post]
    ) -> None:
        """Have this browser told nothing any more; only its owner can."""
        if await _mine(messages, who(request).name, name):
            await asyncio.to_thread(messages.subscriptions.remove, name)


async def _mine(messages: Post, person: str, name: str) -> Subscription | None:
    """A subscription by its name, if it is this person's."""
    found = await asyncio.to_thread(messages.subscriptions.all)
    return next((s for s in found if s.id == name and s.person == person), None)
