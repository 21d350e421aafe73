"""The closure over HTTP: planned again on the edited map, shown as a difference, adopted, verified."""

import asyncio
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from yipanqi.close.closure_events import ClosureRulesSet
from yipanqi.desk.closing import Closing, ClosureStateView, ClosureView, VerifyView
from yipanqi.ground.ids import Actor, NeighbourhoodId, PlanId
from yipanqi.ground.refusal import Refusal
from yipanqi.journal.envelope import Recorded
from yipanqi.web.access import may, who
from yipanqi.web.answers import refusals, refused


class OneNeighbourhood(Struct, frozen=True):
    """Which neighbourhood to plan again; those it shares a ring with come along."""

    neighbourhood: NeighbourhoodId


class OnClosureVersion(Struct, frozen=True):
    """The version of the closure in force that the decision was made on; 0 as first planned."""

    on_version: int


class ClosureApi(Controller):
    """Planning the closure again."""

    path = "/api/closure"

    @get("/", guards=[may("board.read")])
    async def state(self, closing: NamedDependency[Closing]) -> ClosureStateView:
        """The closure in force, by which rules, and the proposal that waits."""
        return closing.state()

    @post("/propose", guards=[may("closure.propose")], status_code=200, responses=refusals(404, 409))
    async def propose(
        self,
        request: Request[Any, Any, Any],
        data: JSONBody[OneNeighbourhood],
        closing: NamedDependency[Closing],
    ) -> Response[ClosureView]:
        """Plan a neighbourhood on the map as edited; nothing changes until it is adopted.

        What its check does not pass comes back with the findings, and cannot be adopted.
        """
        actor = Actor(who(request).name)
        made = await asyncio.to_thread(closing.propose, data.neighbourhood, actor)
        return refused(made) if isinstance(made, Refusal) else Response(made)

    @post(
        "/{closure:str}/adopt", guards=[may("closure.adopt")], status_code=200, responses=refusals(404, 409)
    )
    async def adopt(
        self,
        request: Request[Any, Any, Any],
        closure: FromPath[str],
        data: JSONBody[OnClosureVersion],
        closing: NamedDependency[Closing],
    ) -> Response[Recorded]:
        """Put a proposed closure in force; of two at once one wins, the other is told who."""
        actor = Actor(who(request).name)
        decided = await asyncio.to_thread(closing.adopt, PlanId(closure), data.on_version, actor)
        return refused(decided) if isinstance(decided, Refusal) else Response(decided)

    @post("/rules", guards=[may("closure.adopt")], status_code=200)
    async def rules(
        self,
        request: Request[Any, Any, Any],
        data: JSONBody[ClosureRulesSet],
        closing: NamedDependency[Closing],
    ) -> ClosureStateView:
        """By what rules closures are planned from now on, and whether sharing a ring has to be asked for."""
        await asyncio.to_thread(closing.rule, data, Actor(who(request).name))
        return closing.state()

    @post("/verify", guards=[may("board.read")], status_code=200, responses=refusals(409))
    async def verify(self, closing: NamedDependency[Closing]) -> Response[VerifyView]:
        """Hold the closure in force against the map as edited, with nothing of the planner."""
        told = await asyncio.to_thread(closing.verify)
        return refused(told) if isinstance(told, Refusal) else Response(told)
