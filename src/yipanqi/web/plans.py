"""Plans over HTTP: propose, adopt, and the weak plank before there is one."""

import asyncio
from typing import Any

from litestar import Controller, Request, Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from yipanqi.desk.desk import Desk
from yipanqi.desk.planning import Planning
from yipanqi.desk.showing import proposal_view
from yipanqi.desk.views import ProposalView
from yipanqi.ground.ids import Actor, PlanId
from yipanqi.ground.refusal import Refusal
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
        desk: NamedDependency[Desk],
    ) -> Response[ProposalView]:
        """Propose a plan for what is left; nothing changes until it is adopted."""
        actor = Actor(who(request).name)
        plan = await asyncio.to_thread(
            planning.replan, seed=desk.board.position, seconds=SECONDS, actor=actor
        )
        if isinstance(plan, Refusal):
            return refused(plan)
        view = proposal_view(desk.board)
        if view is None or view.id != plan.id:
            return refused(Refusal("plan.superseded", {"plan": plan.id}))
        return Response(view)

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
