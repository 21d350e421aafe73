"""The survey over HTTP: edits, files of edits, what to look at on the spot, blocks to accept."""

import asyncio
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Controller, Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, MultipartBody
from msgspec import Meta, Struct

from yipanqi.desk.survey_looking import BlockView, ChecklistView
from yipanqi.desk.surveying import (
    BlockChosen,
    EditsView,
    EditView,
    ImportView,
    Surveying,
)
from yipanqi.ground.ids import Actor, EventId, NeighbourhoodId
from yipanqi.ground.refusal import Refusal
from yipanqi.survey.blocks import Rank
from yipanqi.survey.edits import Edit
from yipanqi.web.access import may, who
from yipanqi.web.answers import refusals, refused

GEOJSON = "application/geo+json"


class NewEdit(Struct, frozen=True):
    """An edit to record; with an id of the client's own it counts once, however often it is sent."""

    edit: Edit
    event_id: UUID | None = None


class ChosenBlocks(Struct, frozen=True):
    """Blocks to accept as neighbourhoods, of those shown for a rank of street."""

    rank: Rank
    blocks: Annotated[tuple[BlockChosen, ...], Meta(min_length=1)]


class SurveyApi(Controller):
    """Correcting the survey."""

    path = "/api/survey"

    @get("/edits", guards=[may("board.read")])
    async def edits(self, surveying: NamedDependency[Surveying]) -> EditsView:
        """Every edit with its author and time, the newest first."""
        return surveying.edits()

    @post("/edits", guards=[may("survey.edit")], status_code=200, responses=refusals(400, 404, 409))
    async def edit(
        self, request: Request[Any, Any, Any], data: JSONBody[NewEdit], surveying: NamedDependency[Surveying]
    ) -> Response[EditView]:
        """Record an edit. It changes the closure only through one planned with it and adopted."""
        event_id = EventId(str(data.event_id)) if data.event_id else None
        actor = Actor(who(request).name)
        made = await asyncio.to_thread(surveying.edit, data.edit, actor, event_id)
        return refused(made) if isinstance(made, Refusal) else Response(made)

    @post(
        "/edits/{event:str}/undo",
        guards=[may("survey.edit")],
        status_code=200,
        responses=refusals(404, 409),
    )
    async def undo(
        self, request: Request[Any, Any, Any], event: FromPath[str], surveying: NamedDependency[Surveying]
    ) -> Response[EditView]:
        """Take back an edit; naming its undoing (`undo`) redoes it. Answers with the edit as it stands."""
        made = await asyncio.to_thread(surveying.undo, EventId(event), Actor(who(request).name))
        return refused(made) if isinstance(made, Refusal) else Response(made)

    @post("/import", guards=[may("survey.edit")], status_code=200, responses=refusals(409))
    async def take_in(
        self,
        request: Request[Any, Any, Any],
        data: MultipartBody[UploadFile],
        surveying: NamedDependency[Surveying],
    ) -> Response[ImportView]:
        """Edits from a CSV, XLSX or GeoJSON file: all of it, or none and every problem with its place."""
        body = await data.read()
        actor = Actor(who(request).name)
        taken = await asyncio.to_thread(surveying.take_in, data.filename, body, actor)
        return refused(taken) if isinstance(taken, Refusal) else Response(taken)

    @get("/export", guards=[may("board.read")], media_type=GEOJSON, responses=refusals(409))
    async def export(self, surveying: NamedDependency[Surveying]) -> Response[Any]:
        """The survey as edited, as GeoJSON to change in a map program and send back."""
        told = await asyncio.to_thread(surveying.export)
        if isinstance(told, Refusal):
            return refused(told)
        headers = {
            "Content-Disposition": 'attachment; filename="survey.geojson"',
            "Cache-Control": "no-store",
        }
        return Response(msgspec.json.encode(told), media_type=GEOJSON, headers=headers)

    @get("/checklist", guards=[may("board.read")], responses=refusals(404, 409))
    async def checklist(
        self, surveying: NamedDependency[Surveying], neighbourhood: FromQuery[str | None] = None
    ) -> Response[ChecklistView]:
        """What the map cannot prove, of one neighbourhood or of all, in the order of a short walk."""
        name = NeighbourhoodId(neighbourhood) if neighbourhood else None
        told = await asyncio.to_thread(surveying.checklist, name)
        return refused(told) if isinstance(told, Refusal) else Response(told)

    @get("/blocks", guards=[may("board.read")], responses=refusals(409))
    async def blocks(
        self, surveying: NamedDependency[Surveying], rank: FromQuery[Rank] = "tertiary"
    ) -> Response[tuple[BlockView, ...]]:
        """Blocks between streets of a rank, railways and water, to look at; nothing is adopted by this."""
        told = await asyncio.to_thread(surveying.blocks, rank)
        return refused(told) if isinstance(told, Refusal) else Response(told)

    @post("/blocks", guards=[may("survey.edit")], status_code=200, responses=refusals(404, 409))
    async def accept(
        self,
        request: Request[Any, Any, Any],
        data: JSONBody[ChosenBlocks],
        surveying: NamedDependency[Surveying],
    ) -> Response[tuple[EditView, ...]]:
        """Accept some of the blocks shown, each by its id and under a name, as neighbourhoods."""
        actor = Actor(who(request).name)
        made = await asyncio.to_thread(surveying.accept, data.rank, data.blocks, actor)
        return refused(made) if isinstance(made, Refusal) else Response(made)
