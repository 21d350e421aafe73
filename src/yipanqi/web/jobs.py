"""Openings that crews take by themselves, over HTTP."""

import asyncio
from typing import Any

from litestar import Controller, Request, Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from yipanqi.desk.claims import claim, outcome
from yipanqi.desk.desk import Desk
from yipanqi.ground.ids import CrewId, EventId, OpeningId
from yipanqi.ground.refusal import Refusal
from yipanqi.journal.envelope import Recorded
from yipanqi.web.access import may, who
from yipanqi.web.answers import refusals, refused


class Claim(Struct, frozen=True):
    """Who takes it; by default the crew of whoever asks, on the opening as it stands now."""

    crew: CrewId | None = None
    on_version: int | None = None
    """The claim's version as the crew saw it (0: never taken); None: as the board has it."""
    event_id: EventId | None = None
    """A UUID of the phone's own making: sent again it counts once, and gets the first receipt."""


class JobsApi(Controller):
    """Claims."""

    path = "/api/jobs"

    @post("/{opening:str}/take", guards=[may("job.take")], status_code=200, responses=refusals(403, 404, 409))
    async def take(
        self,
        request: Request[Any, Any, Any],
        opening: FromPath[str],
        data: JSONBody[Claim],
        desk: NamedDependency[Desk],
    ) -> Response[Recorded]:
        """A crew takes an opening: of two at once one does, the other is told who and when."""
        return await _claimed(request, opening, data, desk, back=False)

    @post(
        "/{opening:str}/give-back",
        guards=[may("job.take")],
        status_code=200,
        responses=refusals(403, 404, 409),
    )
    async def give_back(
        self,
        request: Request[Any, Any, Any],
        opening: FromPath[str],
        data: JSONBody[Claim],
        desk: NamedDependency[Desk],
    ) -> Response[Recorded]:
        """A crew gives back what it took; the opening is again whose the plan says."""
        return await _claimed(request, opening, data, desk, back=True)


async def _claimed(
    request: Request[Any, Any, Any], opening: str, data: Claim, desk: Desk, *, back: bool
) -> Response[Any]:
    decided = claim(
        desk,
        who(request),
        OpeningId(opening),
        data.crew,
        back=back,
        on_version=data.on_version,
        event_id=data.event_id,
    )
    if not isinstance(decided, Refusal):
        decided_by_journal = outcome(desk, OpeningId(opening), await asyncio.wrap_future(decided))
        if isinstance(decided_by_journal, Recorded):
            return Response(decided_by_journal)
        decided = decided_by_journal
    return refused(decided)
