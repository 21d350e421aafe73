"""The account of a night over HTTP: as JSON, PDF or workbook."""

import asyncio
from collections.abc import Iterator
from typing import Any, Literal

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from yipanqi.desk.afterwards import Afterwards, afterwards
from yipanqi.desk.desk import PAGE, Desk
from yipanqi.desk.ports import Paper
from yipanqi.desk.printing import PaperLanguage, Printing
from yipanqi.ground.refusal import Refusal
from yipanqi.journal.envelope import Entry
from yipanqi.web.access import may
from yipanqi.web.orders import FILE, as_file


class AfterwardsApi(Controller):
    """Once it is over, or so far."""

    path = "/api/afterwards"

    @get("/", guards=[may("replay.see")])
    async def told(self, desk: NamedDependency[Desk]) -> Afterwards:
        """Plan against fact by opening, crew, lender and neighbourhood; problems and decisions."""
        return await asyncio.to_thread(_told, desk)

    @get("/account.pdf", guards=[may("replay.see")], responses=FILE)
    async def pdf(
        self,
        desk: NamedDependency[Desk],
        printing: NamedDependency[Printing],
        lang: FromQuery[PaperLanguage] = "zh",
    ) -> Response[Any]:
        """The account to read and to file."""
        return as_file(await asyncio.to_thread(_printed, desk, printing, "pdf", lang))

    @get("/account.xlsx", guards=[may("replay.see")], responses=FILE)
    async def xlsx(
        self,
        desk: NamedDependency[Desk],
        printing: NamedDependency[Printing],
        lang: FromQuery[PaperLanguage] = "zh",
    ) -> Response[Any]:
        """The account to reckon with."""
        return as_file(await asyncio.to_thread(_printed, desk, printing, "xlsx", lang))


def _printed(
    desk: Desk, printing: Printing, form: Literal["pdf", "xlsx"], language: PaperLanguage
) -> Paper | Refusal:
    return printing.afterwards(_told(desk), form, language)


def _told(desk: Desk) -> Afterwards:
    return afterwards(_entries(desk))


def _entries(desk: Desk) -> Iterator[Entry]:
    """The whole journal, page by page."""
    position = 0
    while page := desk.read(position, PAGE):
        yield from page
        position = page[-1].position
