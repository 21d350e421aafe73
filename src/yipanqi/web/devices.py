"""Phones over HTTP: enrolled by a code that is shown once, and revoked."""

import asyncio
from typing import Any

from litestar import Controller, Request, Response, post
from litestar.di import NamedDependency
from litestar.middleware.rate_limit import RateLimitConfig
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from yipanqi.desk.desk import Desk
from yipanqi.desk.message_ports import Subscriptions
from yipanqi.desk.people import People
from yipanqi.desk.people_ports import Phone
from yipanqi.desk.permissions import Role, Scope
from yipanqi.ground.refusal import Refusal
from yipanqi.web.access import anybody, may, who
from yipanqi.web.answers import refusals, refused
from yipanqi.web.messages import Post
from yipanqi.web.people import PhoneRow

ENROLMENTS = RateLimitConfig(rate_limit=("minute", 120), store="tries")
"""A minute, from one address: a squad enrols behind one router; 80 bits are not guessed at that rate."""


class Shown(Struct, frozen=True):
    """The code a phone has scanned, and what the phone calls itself."""

    code: str
    label: str = ""


class EnrolledView(Struct, frozen=True):
    """What an enrolled phone keeps: its token, shown from now on as `Authorization: Bearer`."""

    token: str
    device: str
    person: str
    role: Role
    scope: Scope
    board: str
    exercise: bool


class DevicesApi(Controller):
    """Phones."""

    path = "/api/devices"

    @post(
        "/enrol",
        guards=[anybody],
        middleware=[ENROLMENTS.middleware],
        status_code=200,
        exclude_from_csrf=True,
        responses=refusals(404),
    )
    async def enrol(
        self, data: JSONBody[Shown], people: NamedDependency[People], desk: NamedDependency[Desk]
    ) -> Response[EnrolledView]:
        """Exchange a code for a token, once; needs no cookie and no CSRF token: the code is the secret."""
        done = await asyncio.to_thread(people.enrol, data.code, data.label)
        if isinstance(done, Refusal):
            return refused(done)
        person, board = done.person, desk.board
        view = EnrolledView(
            done.token, done.device, person.name, person.role, person.scope, board.name, board.exercise
        )
        return Response(view, headers={"Cache-Control": "no-store"})

    @post(
        "/{device:str}/revoke",
        guards=[may("device.enrol")],
        status_code=200,
        responses=refusals(403, 404),
    )
    async def revoke(
        self,
        request: Request[Any, Any, Any],
        device: FromPath[str],
        people: NamedDependency[People],
        desk: NamedDependency[Desk],
        messages: NamedDependency[Post | None],
    ) -> Response[PhoneRow]:
        """Shut a phone out at once, notifications too; what it still has to report stays on it."""
        done = await asyncio.to_thread(people.revoke_phone, who(request), device, desk.board)
        if isinstance(done, Phone) and messages is not None:
            await asyncio.to_thread(_tell_no_more, messages.subscriptions, done.person)
        return _row(done)

    @post(
        "/{device:str}/restore",
        guards=[may("device.enrol")],
        status_code=200,
        responses=refusals(403, 404),
    )
    async def restore(
        self,
        request: Request[Any, Any, Any],
        device: FromPath[str],
        people: NamedDependency[People],
        desk: NamedDependency[Desk],
    ) -> Response[PhoneRow]:
        """Let a revoked phone in again."""
        done = await asyncio.to_thread(people.revoke_phone, who(request), device, desk.board, back=True)
        return _row(done)


def _tell_no_more(subscriptions: Subscriptions, person: str) -> None:
    """A lost phone must not go on showing messages; its owner's others subscribe again by themselves."""
    for mine in [s for s in subscriptions.all() if s.person == person]:
        subscriptions.remove(mine.id)


def _row(done: Phone | Refusal) -> Response[Any]:
    if isinstance(done, Refusal):
        return refused(done)
    return Response(
        PhoneRow(done.id, done.label, done.enrolled_at, done.enrolled_by, done.seen_at, done.revoked_at)
    )
