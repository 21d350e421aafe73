"""People over HTTP: who there is, invited, given another role, revoked, let in again."""

import asyncio
from datetime import datetime
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from yipanqi.desk.desk import Desk
from yipanqi.desk.people import GivenCode, People
from yipanqi.desk.permissions import Person, Role, Scope
from yipanqi.desk.permissions_scope import may_give
from yipanqi.desk.ports import Account
from yipanqi.ground.refusal import Refusal
from yipanqi.web.access import may, who
from yipanqi.web.answers import refusals, refused
from yipanqi.web.people_codes import Address, CodeView, code_view


class PhoneRow(Struct, frozen=True):
    """An enrolled phone."""

    id: str
    label: str
    enrolled_at: datetime
    enrolled_by: str
    seen_at: datetime | None
    revoked_at: datetime | None


class PersonRow(Struct, frozen=True):
    """Somebody who may come in, or might once."""

    name: str
    role: Role
    scope: Scope
    invited_at: datetime
    invited_by: str
    seen_at: datetime | None
    """When last heard of, to the minute."""
    revoked_at: datetime | None
    revoked_by: str
    has_password: bool
    from_office: bool
    """Signs in by the office's own server."""
    yours: bool
    """Whoever asks may change, revoke and enrol for this person."""
    phones: tuple[PhoneRow, ...]


class PeopleView(Struct, frozen=True):
    """Everybody whoever asks may see, and the roles they may give."""

    people: tuple[PersonRow, ...]
    me: str


class Invited(Struct, frozen=True):
    """Whom to invite, as what, and for what part of the board."""

    name: str
    role: Role
    scope: Scope = Scope()


class Reassigned(Struct, frozen=True):
    """Another role and scope."""

    role: Role
    scope: Scope = Scope()


class PeopleApi(Controller):
    """People."""

    path = "/api/people"

    @get("/", guards=[may("people.see")], sync_to_thread=True)
    def everybody(
        self, request: Request[Any, Any, Any], people: NamedDependency[People], desk: NamedDependency[Desk]
    ) -> PeopleView:
        """Everybody, with phones; a community lead sees those of the own community."""
        me = who(request)
        accounts, phones = people.everybody()
        of = {a.name: tuple(PhoneRow(p.id, p.label, p.enrolled_at, p.enrolled_by, p.seen_at, p.revoked_at)
                            for p in phones if p.person == a.name) for a in accounts}  # fmt: skip
        rows = (_row(a, of[a.name], yours=_gives(me, a, desk)) for a in accounts)
        all_seen = me.role in {"commander", "auditor"}
        return PeopleView(tuple(r for r in rows if all_seen or r.yours or r.name == me.name), me.name)

    @post("/", guards=[may("people.invite")], responses=refusals(400, 403, 409))
    async def invite(
        self,
        request: Request[Any, Any, Any],
        data: JSONBody[Invited],
        people: NamedDependency[People],
        desk: NamedDependency[Desk],
        address: NamedDependency[Address],
    ) -> Response[CodeView]:
        """Invite somebody; the answer holds the one-time code, which is kept nowhere else."""
        given = await asyncio.to_thread(
            people.invite, who(request), data.name, data.role, data.scope, desk.board
        )
        return _code(given, address, request, 201)

    @post("/{name:str}/password-code", guards=[may("people.invite")], responses=refusals(403, 404, 409))
    async def password_code(
        self,
        request: Request[Any, Any, Any],
        name: FromPath[str],
        people: NamedDependency[People],
        desk: NamedDependency[Desk],
        address: NamedDependency[Address],
    ) -> Response[CodeView]:
        """A fresh code to choose a password with; older ones count no more."""
        given = await asyncio.to_thread(people.give_code, who(request), name, "password", desk.board)
        return _code(given, address, request, 201)

    @post("/{name:str}/phone-code", guards=[may("device.enrol")], responses=refusals(403, 404, 409))
    async def phone_code(
        self,
        request: Request[Any, Any, Any],
        name: FromPath[str],
        people: NamedDependency[People],
        desk: NamedDependency[Desk],
        address: NamedDependency[Address],
    ) -> Response[CodeView]:
        """A code to enrol a phone with, as a QR code to be scanned from the screen; good for ten minutes."""
        given = await asyncio.to_thread(people.give_code, who(request), name, "phone", desk.board)
        return _code(given, address, request, 201, phone=True)

    @post(
        "/{name:str}/role", guards=[may("people.invite")], status_code=200, responses=refusals(403, 404, 409)
    )
    async def reassign(
        self,
        request: Request[Any, Any, Any],
        name: FromPath[str],
        data: JSONBody[Reassigned],
        people: NamedDependency[People],
        desk: NamedDependency[Desk],
    ) -> Response[PersonRow]:
        """Give somebody another role or scope."""
        me = who(request)
        done = await asyncio.to_thread(people.reassign, me, name, data.role, data.scope, desk.board)
        return _changed(done, me, desk)

    @post(
        "/{name:str}/revoke",
        guards=[may("people.invite")],
        status_code=200,
        responses=refusals(403, 404, 409),
    )
    async def revoke(
        self,
        request: Request[Any, Any, Any],
        name: FromPath[str],
        people: NamedDependency[People],
        desk: NamedDependency[Desk],
    ) -> Response[PersonRow]:
        """Shut somebody out at once; the last commander stays."""
        me = who(request)
        return _changed(await asyncio.to_thread(people.revoke, me, name, desk.board), me, desk)

    @post("/{name:str}/restore", guards=[may("people.invite")], status_code=200, responses=refusals(403, 404))
    async def restore(
        self,
        request: Request[Any, Any, Any],
        name: FromPath[str],
        people: NamedDependency[People],
        desk: NamedDependency[Desk],
    ) -> Response[PersonRow]:
        """Let somebody in again."""
        me = who(request)
        return _changed(await asyncio.to_thread(people.restore, me, name, desk.board), me, desk)


def _code(
    given: GivenCode | Refusal,
    address: Address,
    request: Request[Any, Any, Any],
    status: int,
    *,
    phone: bool = False,
) -> Response[Any]:
    if isinstance(given, Refusal):
        return refused(given)
    view = code_view(given, address.of(request), phone=phone)
    return Response(view, status_code=status, headers={"Cache-Control": "no-store"})


def _changed(done: Account | Refusal, me: Person, desk: Desk) -> Response[Any]:
    if isinstance(done, Refusal):
        return refused(done)
    return Response(_row(done, (), yours=_gives(me, done, desk)))


def _gives(me: Person, account: Account, desk: Desk) -> bool:
    return may_give(me.role, me.scope, account.role, account.scope, desk.board) and me.role != "auditor"


def _row(account: Account, phones: tuple[PhoneRow, ...], *, yours: bool) -> PersonRow:
    return PersonRow(
        name=account.name,
        role=account.role,
        scope=account.scope,
        invited_at=account.created_at,
        invited_by=account.invited_by,
        seen_at=account.seen_at,
        revoked_at=account.revoked_at,
        revoked_by=account.revoked_by,
        has_password=bool(account.password_hash),
        from_office=bool(account.subject),
        yours=yours,
        phones=phones,
    )
