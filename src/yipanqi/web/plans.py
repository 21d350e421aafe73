"""Plans over HTTP: propose, adopt, and the weak plank before there is one."""

import asyncio
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Struct

from yipanqi.close.model import NightRow
from yipanqi.desk.closing import Closing
from yipanqi.desk.desk import Desk
from yipanqi.desk.first_plan import plan_now
from yipanqi.desk.planning import Planning
from yipanqi.desk.proposal_changes import ProposalChanges, proposal_changes
from yipanqi.desk.showing import proposal_view
from yipanqi.desk.views import ProposalView
from yipanqi.ground.ids import Actor, PlanId
from yipanqi.ground.refusal import Refusal
from yipanqi.ground.time import utc
from yipanqi.journal.envelope import Recorded
from yipanqi.web.access import may, who
from yipanqi.web.answers import refusals, refused

SECONDS = 1.0
"""How long a commander waits for a better plan than the first."""


class OnVersion(Struct, frozen=True):
    """The version of the plan in force that the decision was made on; 0 when there is none."""

    on_version: int


class PlansApi(Controller):
    """Planning."""

    path = "/api/plans"

    @post("/propose", guards=[may("plan.propose")], status_code=200, responses=refusals(409, 500))
    async def propose(
        self,
        request: Request[Any, Any, Any],
        planning: NamedDependency[Planning],
        closing: NamedDependency[Closing],
        desk: NamedDependency[Desk],
        starts_at: FromQuery[datetime | None] = None,
        deadline_at: FromQuery[datetime | None] = None,
    ) -> Response[ProposalView]:
        """Propose a plan for what is left; where none is in force, a first one on the map as edited.

        Nothing changes until it is adopted. The night's start and deadline count for a first plan alone;
        else it is the one proposed before, or the next.
        """
        actor = Actor(who(request).name)
        night = _night(starts_at, deadline_at)
        zone = ZoneInfo(desk.board.time_zone or "UTC")
        plan = await asyncio.to_thread(
            plan_now, desk, planning, closing, night, zone, seconds=SECONDS, actor=actor
        )
        if isinstance(plan, Refusal):
            return refused(plan)
        view = proposal_view(desk.board)
        if view is None or view.id != plan.id:
            return refused(Refusal("plan.superseded", {"plan": plan.id}))
        return Response(view)

    @get("/changes", guards=[may("board.read")], responses=refusals(404))
    async def changes(self, desk: NamedDependency[Desk]) -> Response[ProposalChanges]:
        """What changes for whom if the waiting plan is adopted: crews, neighbourhoods, orders."""
        told = proposal_changes(desk.board)
        return refused(told) if isinstance(told, Refusal) else Response(told)

    @post("/{plan:str}/adopt", guards=[may("plan.adopt")], status_code=200, responses=refusals(404, 409))
    async def adopt(
        self,
        request: Request[Any, Any, Any],
        plan: FromPath[str],
        data: JSONBody[OnVersion],
        desk: NamedDependency[Desk],
    ) -> Response[Recorded]:
        """Put a proposed plan in force; of two at once one wins, the other is told who."""
        decided = await asyncio.wrap_future(
            desk.adopt(PlanId(plan), data.on_version, Actor(who(request).name))
        )
        return refused(decided) if isinstance(decided, Refusal) else Response(decided)


def _night(starts_at: datetime | None, deadline_at: datetime | None) -> NightRow | None:
    """The night that was asked for, if any.

    Raises:
        msgspec.ValidationError: half a night, one that ends before it starts, or times without a zone.
    """
    if starts_at is None and deadline_at is None:
        return None
    if starts_at is None or deadline_at is None or not (starts_at.tzinfo and deadline_at.tzinfo):
        raise msgspec.ValidationError("starts_at and deadline_at: both or neither, with a time zone")
    if deadline_at <= starts_at:
        raise msgspec.ValidationError("deadline_at is not after starts_at")
    return NightRow(utc(starts_at), utc(deadline_at))
