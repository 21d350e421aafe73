"""The commander's board over HTTP: moves, what-if, decisions, locks, the standing rule, talking points."""

import asyncio
from datetime import datetime
from typing import Any

import msgspec
from litestar import Controller, MediaType, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Struct

from yipanqi.close.decisions_model import (
    DecisionMade,
    DecisionWhat,
    KeyGiven,
    StandingRuleLifted,
    StandingRuleSet,
    TermsSet,
)
from yipanqi.close.moves import ProposedMove
from yipanqi.close.talking_points import TalkingPoints, talking_points
from yipanqi.desk.commanding import Commanding, Decided, WhatIf
from yipanqi.desk.desk import Desk
from yipanqi.desk.permissions_scope import may_move
from yipanqi.desk.ports import Documents
from yipanqi.ground.ids import Actor, CrewId, Digest, NeighbourhoodId, OpeningId
from yipanqi.ground.refusal import Refusal
from yipanqi.journal.envelope import Recorded
from yipanqi.web.access import may, who
from yipanqi.web.answers import refusals, refused
from yipanqi.web.talking_page import talking_page

AnyRequest = Request[Any, Any, Any]


class Put(Struct, frozen=True):
    """An opening for a crew; in front of another of its openings, or where it costs the crew least."""

    opening: OpeningId
    crew: CrewId
    before: OpeningId | None = None


class PutOn(Struct, frozen=True):
    """The same as a decision, on the version of the plan it was made on; locked there unless told."""

    opening: OpeningId
    crew: CrewId
    on_version: int
    before: OpeningId | None = None
    lock: bool = True


class MoveOn(Struct, frozen=True):
    """A proposed move, by its name, on the version of the plan it was proposed for."""

    move: str
    on_version: int


class Lock(Struct, frozen=True):
    """An opening to keep with the crew that has it; no crew lets it go."""

    opening: OpeningId
    crew: CrewId | None = None


class DecisionDraft(Struct, frozen=True):
    """A decision as it is put; `on_version` is the problem's as it was seen, 0 for one about none."""

    decision: str
    about: str
    on_version: int
    what: DecisionWhat
    words: str
    why: str
    signed_by: str
    carried_out_by: str
    by_at: datetime
    crew: CrewId | None = None
    opening: OpeningId | None = None


class RuleOn(StandingRuleSet, frozen=True, kw_only=True):
    """A standing rule, on the version that was seen; 0 where there never was one."""

    on_version: int


class LiftOn(StandingRuleLifted, frozen=True, kw_only=True):
    """The end of a standing rule, on the version that was seen."""

    on_version: int


class TermsOn(TermsSet, frozen=True, kw_only=True):
    """A closure's terms, on the version they were seen at; 0 where there were none."""

    on_version: int


class KeyOn(KeyGiven, frozen=True, kw_only=True):
    """A key's holder, on the version that was seen; 0 where nobody was named yet."""

    on_version: int


class CommandApi(Controller):
    """Commanding."""

    path = "/api"

    @post("/plans/what-if", guards=[may("crew.move")], status_code=200, responses=refusals(404, 409))
    async def what_if(self, data: JSONBody[Put], commanding: NamedDependency[Commanding]) -> Response[WhatIf]:
        """What giving an opening to a crew would change; nothing is recorded."""
        told = await asyncio.to_thread(commanding.what_if, data.opening, data.crew, data.before)
        return refused(told) if isinstance(told, Refusal) else Response(told)

    @post("/plans/put", guards=[may("crew.move")], status_code=200, responses=refusals(403, 404, 409, 500))
    async def put(
        self,
        request: AnyRequest,
        data: JSONBody[PutOn],
        commanding: NamedDependency[Commanding],
        desk: NamedDependency[Desk],
    ) -> Response[Recorded]:
        """Give an opening to a crew: proposed, checked and adopted in one step."""
        if not may_move(who(request), data.opening, data.crew, desk.board):
            return _not_yours(data.crew)
        decided = await asyncio.to_thread(
            commanding.put,
            data.opening,
            data.crew,
            data.on_version,
            _actor(request),
            before=data.before,
            lock=data.lock,
        )
        return _answer(decided)

    @post("/plans/lock", guards=[may("crew.move")], status_code=200, responses=refusals(403, 404, 409))
    async def lock(
        self,
        request: AnyRequest,
        data: JSONBody[Lock],
        commanding: NamedDependency[Commanding],
        desk: NamedDependency[Desk],
    ) -> Response[Recorded]:
        """Keep an opening with the crew that has it, or let it go."""
        if not may_move(who(request), data.opening, data.crew, desk.board):
            return _not_yours(data.crew)
        return _answer(await asyncio.to_thread(commanding.lock, data.opening, data.crew, _actor(request)))

    @get("/moves", guards=[may("plan.propose")])
    async def moves(self, commanding: NamedDependency[Commanding]) -> tuple[ProposedMove, ...]:
        """What could be done now, the best first, worked out on the spot; the pulse brings them anyway."""
        return await asyncio.to_thread(commanding.moves)

    @post("/moves/adopt", guards=[may("plan.adopt")], status_code=200, responses=refusals(404, 409, 500))
    async def adopt_move(
        self, request: AnyRequest, data: JSONBody[MoveOn], commanding: NamedDependency[Commanding]
    ) -> Response[Recorded]:
        """Make a proposed move: made anew on the board as it stands, checked, and adopted in one step."""
        return _answer(
            await asyncio.to_thread(commanding.adopt_move, data.move, data.on_version, _actor(request))
        )

    @post("/decisions", guards=[may("decision.make")], status_code=200, responses=refusals(404, 409))
    async def decide(
        self, request: AnyRequest, data: JSONBody[DecisionDraft], commanding: NamedDependency[Commanding]
    ) -> Response[Recorded]:
        """Record a decision; about a problem that was decided meanwhile it is refused with who and when."""
        made = DecisionMade(
            data.decision,
            data.about,
            data.what,
            data.words,
            data.why,
            data.signed_by,
            data.carried_out_by,
            data.by_at,
            data.crew,
            data.opening,
        )
        return _answer(await asyncio.wrap_future(commanding.decide(made, data.on_version, _actor(request))))

    @post("/standing-rule", guards=[may("plan.adopt")], status_code=200, responses=refusals(409))
    async def set_rule(
        self, request: AnyRequest, data: JSONBody[RuleOn], commanding: NamedDependency[Commanding]
    ) -> Response[Recorded]:
        """Let replans within limits be adopted without asking, from now until it is taken back."""
        rule = msgspec.convert(data, StandingRuleSet, from_attributes=True)
        return _answer(await asyncio.wrap_future(commanding.record(rule, _actor(request), data.on_version)))

    @post("/standing-rule/lift", guards=[may("plan.adopt")], status_code=200, responses=refusals(409))
    async def lift_rule(
        self, request: AnyRequest, data: JSONBody[LiftOn], commanding: NamedDependency[Commanding]
    ) -> Response[Recorded]:
        """Take the standing rule back."""
        lifted = StandingRuleLifted(data.why)
        return _answer(await asyncio.wrap_future(commanding.record(lifted, _actor(request), data.on_version)))

    @post("/terms", guards=[may("decision.make")], status_code=200, responses=refusals(409))
    async def set_terms(
        self, request: AnyRequest, data: JSONBody[TermsOn], commanding: NamedDependency[Commanding]
    ) -> Response[Recorded]:
        """Say on what basis, by whose signature and until when is closed, and who answers."""
        terms = msgspec.convert(data, TermsSet, from_attributes=True)
        return _answer(await asyncio.wrap_future(commanding.record(terms, _actor(request), data.on_version)))

    @post("/keys", guards=[may("crew.move")], status_code=200, responses=refusals(409))
    async def give_key(
        self, request: AnyRequest, data: JSONBody[KeyOn], commanding: NamedDependency[Commanding]
    ) -> Response[Recorded]:
        """Name who holds an emergency opening's key."""
        key = KeyGiven(data.opening, data.holder, data.phone)
        return _answer(await asyncio.wrap_future(commanding.record(key, _actor(request), data.on_version)))

    @get(
        "/talking-points/{neighbourhood:str}",
        guards=[may("board.read")],
        responses=refusals(404, 409),
        sync_to_thread=True,
    )
    def points(
        self,
        neighbourhood: FromPath[str],
        desk: NamedDependency[Desk],
        documents: NamedDependency[Documents],
    ) -> Response[TalkingPoints]:
        """What to tell a neighbourhood's residents, in both languages."""
        told = talking_points(desk.board, NeighbourhoodId(neighbourhood), _paper(desk, documents))
        return refused(told) if isinstance(told, Refusal) else Response(told)

    @get(
        "/talking-points/{neighbourhood:str}/page",
        guards=[may("board.read")],
        media_type=MediaType.HTML,
        include_in_schema=False,
        sync_to_thread=True,
    )
    def page(
        self,
        neighbourhood: FromPath[str],
        desk: NamedDependency[Desk],
        documents: NamedDependency[Documents],
        lang: FromQuery[str] = "zh",
    ) -> Response[Any]:
        """The same as a page to print, one sheet of A4."""
        told = talking_points(desk.board, NeighbourhoodId(neighbourhood), _paper(desk, documents))
        if isinstance(told, Refusal):
            return refused(told)
        policy = "default-src 'none'; style-src 'unsafe-inline'; font-src 'self'; frame-ancestors 'none'"
        page = talking_page(told, desk.board, "en" if lang == "en" else "zh")
        return Response(page, media_type=MediaType.HTML, headers={"Content-Security-Policy": policy})


def _actor(request: AnyRequest) -> Actor:
    return Actor(who(request).name)


def _not_yours(crew: CrewId | None) -> Response[Any]:
    """A community lead moves within the own community only."""
    return refused(Refusal("job.not_yours", {"crew": crew or ""}))


def _answer(decided: Decided) -> Response[Any]:
    return refused(decided) if isinstance(decided, Refusal) else Response(decided)


def _paper(desk: Desk, documents: Documents) -> dict[str, Any] | None:
    """The closure in force, if its document is there."""
    plan = desk.board.plan
    found = documents.get(Digest(plan.digest)) if plan is not None and plan.digest else None
    if found is None:
        return None
    paper: Any = msgspec.json.decode(found[0])
    return paper if isinstance(paper, dict) else None
