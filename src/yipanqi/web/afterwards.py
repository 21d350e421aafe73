"""The account of a night over HTTP: as JSON, PDF or workbook."""

import asyncio
from collections.abc import Iterator
from typing import Any, Literal

from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from msgspec.structs import replace

from yipanqi.desk.afterwards import Afterwards, afterwards
from yipanqi.desk.desk import PAGE, Desk
from yipanqi.desk.permissions import Person
from yipanqi.desk.permissions_problems import hidden_from
from yipanqi.desk.ports import Paper
from yipanqi.desk.printing import PaperLanguage, Printing
from yipanqi.ground.refusal import Refusal
from yipanqi.journal.envelope import Entry
from yipanqi.web.access import may, who
from yipanqi.web.orders import FILE, as_file

AnyRequest = Request[Any, Any, Any]


class AfterwardsApi(Controller):
    """Once it is over, or so far."""

    path = "/api/afterwards"

    @get("/", guards=[may("replay.see")])
    async def told(self, request: AnyRequest, desk: NamedDependency[Desk]) -> Afterwards:
        """Plan against fact by opening, crew, lender and neighbourhood; problems and decisions."""
        return await asyncio.to_thread(_told, desk, who(request))

    @get("/account.pdf", guards=[may("replay.see")], responses=FILE)
    async def pdf(
        self,
        request: AnyRequest,
        desk: NamedDependency[Desk],
        printing: NamedDependency[Printing],
        lang: FromQuery[PaperLanguage] = "zh",
    ) -> Response[Any]:
        """The account to read and to file."""
        return as_file(await asyncio.to_thread(_printed, desk, who(request), printing, "pdf", lang))

    @get("/account.xlsx", guards=[may("replay.see")], responses=FILE)
    async def xlsx(
        self,
        request: AnyRequest,
        desk: NamedDependency[Desk],
        printing: NamedDependency[Printing],
        lang: FromQuery[PaperLanguage] = "zh",
    ) -> Response[Any]:
        """The account to reckon with."""
        return as_file(await asyncio.to_thread(_printed, desk, who(request), printing, "xlsx", lang))


def _printed(
    desk: Desk, reader: Person, printing: Printing, form: Literal["pdf", "xlsx"], language: PaperLanguage
) -> Paper | Refusal:
    return printing.afterwards(_told(desk, reader), form, language)


def _told(desk: Desk, reader: Person) -> Afterwards:
    told, hidden = afterwards(_entries(desk)), hidden_from(reader, desk.board)
    return replace(
        told,
        problems=tuple(row for row in told.problems if row.id not in hidden),
        decisions=tuple(row for row in told.decisions if row.id not in hidden),
    )


def _entries(desk: Desk) -> Iterator[Entry]:
    """The whole journal, page by page."""
    position = 0
    while page := desk.read(position, PAGE):
        yield from page
        position = page[-1].position
