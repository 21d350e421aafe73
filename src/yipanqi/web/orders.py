"""Work orders over HTTP: a crew's as PDF, XLSX or GPX, and all of them to print or to hand out."""

import asyncio
from typing import Any
from urllib.parse import quote

from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, FromQuery

from yipanqi.desk.desk import Desk
from yipanqi.desk.permissions import Person
from yipanqi.desk.permissions_scope import crews_of
from yipanqi.desk.ports import Paper
from yipanqi.desk.printing import PaperForm, PaperLanguage, Printing
from yipanqi.ground.ids import CrewId
from yipanqi.ground.refusal import Refusal
from yipanqi.web.access import NotAllowed, may, who
from yipanqi.web.answers import refusals, refused

FILE: Any = {
    200: ResponseSpec(bytes, generate_examples=False, description="The file", media_type="application/*"),
    **refusals(404, 409, 503),
}


def as_file(paper: Paper | Refusal) -> Response[Any]:
    """A paper as a download under its name (RFC 6266), never kept by a cache; or why there is none."""
    if isinstance(paper, Refusal):
        return refused(paper)
    headers = {
        "Content-Disposition": f"inline; filename*=UTF-8''{quote(paper.name)}",
        "Cache-Control": "no-store",
    }
    return Response(paper.body, media_type=paper.media_type, headers=headers)


class OrdersApi(Controller):
    """What crews are handed."""

    path = "/api"
    guards = [may("papers.print")]  # noqa: RUF012 - Litestar reads it from the class

    @get("/crews/{crew:str}/order.pdf", responses=FILE)
    async def pdf(
        self,
        request: Request[Any, Any, Any],
        crew: FromPath[str],
        desk: NamedDependency[Desk],
        printing: NamedDependency[Printing],
        lang: FromQuery[PaperLanguage] = "zh",
    ) -> Response[Any]:
        """A crew's work order to print."""
        return await _printed(request, desk, printing, CrewId(crew), "pdf", lang)

    @get("/crews/{crew:str}/order.xlsx", responses=FILE)
    async def xlsx(
        self,
        request: Request[Any, Any, Any],
        crew: FromPath[str],
        desk: NamedDependency[Desk],
        printing: NamedDependency[Printing],
        lang: FromQuery[PaperLanguage] = "zh",
    ) -> Response[Any]:
        """A crew's work order as a workbook."""
        return await _printed(request, desk, printing, CrewId(crew), "xlsx", lang)

    @get("/crews/{crew:str}/order.gpx", responses=FILE)
    async def gpx(
        self,
        request: Request[Any, Any, Any],
        crew: FromPath[str],
        desk: NamedDependency[Desk],
        printing: NamedDependency[Printing],
        lang: FromQuery[PaperLanguage] = "zh",
    ) -> Response[Any]:
        """A crew's way for a phone's own map."""
        return await _printed(request, desk, printing, CrewId(crew), "gpx", lang)

    @get("/orders.pdf", responses=FILE)
    async def all_pdf(
        self,
        request: Request[Any, Any, Any],
        desk: NamedDependency[Desk],
        printing: NamedDependency[Printing],
        lang: FromQuery[PaperLanguage] = "zh",
    ) -> Response[Any]:
        """Every crew's work order, to print in one go."""
        return await _printed(request, desk, printing, None, "pdf", lang)

    @get("/orders.zip", responses=FILE)
    async def all_files(
        self,
        request: Request[Any, Any, Any],
        desk: NamedDependency[Desk],
        printing: NamedDependency[Printing],
        lang: FromQuery[PaperLanguage] = "zh",
    ) -> Response[Any]:
        """All work orders: one PDF, one workbook, and each crew's route."""
        return await _printed(request, desk, printing, None, "zip", lang)


async def _printed(
    request: Request[Any, Any, Any],
    desk: Desk,
    printing: Printing,
    crew: CrewId | None,
    form: PaperForm,
    language: PaperLanguage,
) -> Response[Any]:
    """Printing takes a while, so it is done beside the event loop.

    Raises:
        NotAllowed: a crew that is not theirs.
    """
    crews = _theirs(who(request), desk, crew)
    url = str(request.base_url)
    paper = await asyncio.to_thread(
        printing.orders, desk.board, crews, form, now=desk.clock.now(), url=url, language=language
    )
    return as_file(paper)


def _theirs(person: Person, desk: Desk, crew: CrewId | None) -> list[CrewId] | None:
    """The crews whose orders somebody gets: the office any, others the own and those they lend."""
    if person.role in {"commander", "community_lead", "auditor"}:
        return None if crew is None else [crew]
    own = crews_of(person.scope, desk.board)
    if crew is not None and crew not in own:
        raise NotAllowed("papers.print", person.role)
    return sorted(own) if crew is None else [crew]
