"""What was kept apart, over HTTP: seen by the office, and believed or left."""

import asyncio
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from yipanqi.desk.desk import Desk
from yipanqi.desk.quarantine import KeptView, kept_for, outcome, settled
from yipanqi.ground.ids import EventId
from yipanqi.ground.refusal import Refusal
from yipanqi.journal.envelope import Recorded
from yipanqi.web.access import may, who
from yipanqi.web.answers import refusals, refused


class Settling(Struct, frozen=True):
    """What it is decided on."""

    on_version: int | None = None
    """The report's `version` as it was seen; None: as the board has it."""
    event_id: EventId | None = None
    """A UUID of the client's own making: sent again it counts once."""


class QuarantineApi(Controller):
    """Reports kept apart."""

    path = "/api/quarantine"
    guards = [may("quarantine.settle")]  # noqa: RUF012 - Litestar reads it from the class

    @get("/", sync_to_thread=True)
    def kept(self, request: Request[Any, Any, Any], desk: NamedDependency[Desk]) -> tuple[KeptView, ...]:
        """What was kept apart and is whoever asks' to settle; what waits comes first."""
        return kept_for(desk.board, who(request))

    @post("/{entry:str}/accept", status_code=200, responses=refusals(403, 404, 409))
    async def accept(
        self,
        request: Request[Any, Any, Any],
        entry: FromPath[str],
        data: JSONBody[Settling],
        desk: NamedDependency[Desk],
    ) -> Response[Recorded]:
        """Believe it: it counts as if somebody had sent it whose it is to report."""
        return await _settled(request, EventId(entry), data, desk, accept=True)

    @post("/{entry:str}/leave", status_code=200, responses=refusals(403, 404, 409))
    async def leave(
        self,
        request: Request[Any, Any, Any],
        entry: FromPath[str],
        data: JSONBody[Settling],
        desk: NamedDependency[Desk],
    ) -> Response[Recorded]:
        """Leave it apart; it can be believed later all the same."""
        return await _settled(request, EventId(entry), data, desk, accept=False)


async def _settled(
    request: Request[Any, Any, Any], entry: EventId, data: Settling, desk: Desk, *, accept: bool
) -> Response[Any]:
    me, version, event_id = who(request), data.on_version, data.event_id
    decided = settled(desk, me, entry, accept=accept, on_version=version, event_id=event_id)
    if not isinstance(decided, Refusal):
        receipt = outcome(desk, entry, await asyncio.wrap_future(decided))
        if isinstance(receipt, Recorded):
            return Response(receipt)
        decided = receipt
    return refused(decided)
