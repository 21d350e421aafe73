"""Loans over HTTP: the office takes or declines an offer; the account of a lender on paper."""

import asyncio
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Struct

from yipanqi.close.goods_events import LoanDeclined, LoanTaken
from yipanqi.desk.desk import Desk
from yipanqi.desk.loans import outcome, settle
from yipanqi.desk.printing import PaperForm, PaperLanguage, Printing
from yipanqi.ground.ids import Actor, CrewId, OrganisationId, SupplierId
from yipanqi.ground.refusal import Refusal
from yipanqi.journal.envelope import Recorded
from yipanqi.web.access import NotAllowed, may, who
from yipanqi.web.answers import refusals, refused
from yipanqi.web.orders import FILE, as_file


class Taking(Struct, frozen=True):
    """How much of an offer is taken, and where it goes; made on a version of the loan."""

    on_version: int
    people: int = 0
    amount: int = 0
    crew: str | None = None
    supplier: str | None = None
    note: str = ""


class Declining(Struct, frozen=True):
    """Why an offer is not taken; made on a version of the loan."""

    on_version: int
    note: str = ""


class LoansApi(Controller):
    """Deciding about offers, and settling in the end."""

    path = "/api"

    @post(
        "/loans/{loan:str}/take", guards=[may("goods.order")], status_code=200, responses=refusals(404, 409)
    )
    async def take(
        self,
        request: Request[Any, Any, Any],
        loan: FromPath[str],
        data: JSONBody[Taking],
        desk: NamedDependency[Desk],
    ) -> Response[Recorded]:
        """Take people or goods that are offered."""
        crew = CrewId(data.crew) if data.crew else None
        supplier = SupplierId(data.supplier) if data.supplier else None
        wanted = LoanTaken(loan, data.people, data.amount, crew, supplier, data.note)
        return await _settled(desk, wanted, data.on_version, Actor(who(request).name))

    @post(
        "/loans/{loan:str}/decline",
        guards=[may("goods.order")],
        status_code=200,
        responses=refusals(404, 409),
    )
    async def decline(
        self,
        request: Request[Any, Any, Any],
        loan: FromPath[str],
        data: JSONBody[Declining],
        desk: NamedDependency[Desk],
    ) -> Response[Recorded]:
        """Decline what is offered."""
        wanted = LoanDeclined(loan, data.note)
        return await _settled(desk, wanted, data.on_version, Actor(who(request).name))

    @get("/lenders/{lender:str}/account.pdf", guards=[may("papers.print")], responses=FILE)
    async def account_pdf(
        self,
        request: Request[Any, Any, Any],
        lender: FromPath[str],
        desk: NamedDependency[Desk],
        printing: NamedDependency[Printing],
        lang: FromQuery[PaperLanguage] = "zh",
    ) -> Response[Any]:
        """A lender's account of hours and goods, to print and sign."""
        return await _account(request, lender, "pdf", desk, printing, lang)

    @get("/lenders/{lender:str}/account.xlsx", guards=[may("papers.print")], responses=FILE)
    async def account_xlsx(
        self,
        request: Request[Any, Any, Any],
        lender: FromPath[str],
        desk: NamedDependency[Desk],
        printing: NamedDependency[Printing],
        lang: FromQuery[PaperLanguage] = "zh",
    ) -> Response[Any]:
        """A lender's account of hours and goods, as a workbook."""
        return await _account(request, lender, "xlsx", desk, printing, lang)


async def _settled(
    desk: Desk, wanted: LoanTaken | LoanDeclined, on_version: int, actor: Actor
) -> Response[Recorded]:
    decided = settle(desk, wanted, on_version, actor)
    if isinstance(decided, Refusal):
        return refused(decided)
    told = outcome(await asyncio.wrap_future(decided))
    return refused(told) if isinstance(told, Refusal) else Response(told)


async def _account(
    request: Request[Any, Any, Any],
    lender: str,
    form: PaperForm,
    desk: Desk,
    printing: Printing,
    language: PaperLanguage,
) -> Response[Any]:
    """The account, for the office and for the lender itself.

    Raises:
        NotAllowed: somebody else's.
    """
    person = who(request)
    office = person.role in {"commander", "community_lead", "auditor"}
    if not office and person.scope.organisation != lender:
        raise NotAllowed("papers.print", person.role)
    paper = await asyncio.to_thread(
        printing.account,
        desk.board,
        OrganisationId(lender),
        form,
        now=desk.clock.now(),
        language=language,
    )
    return as_file(paper)
