"""Facts from the field: taken in batches, each with a durable receipt."""

import asyncio
from typing import Any

import msgspec
from litestar import Controller, Request, Response, post
from msgspec import Raw, Struct

from yipanqi.desk.desk import Desk, ReportReceipt
from yipanqi.desk.intake import Report
from yipanqi.ground.ids import Actor, Device
from yipanqi.ground.refusal import Refusal
from yipanqi.web.access import signed_in
from yipanqi.web.answers import refused


class Batch(Struct, frozen=True):
    """Reports of one device in the order they were made."""

    reports: tuple[Raw, ...]
    device: str = ""


class ReportsSent(Struct, frozen=True):
    """What is sent; see docs/reference/journal.md for the kinds and their bodies."""

    reports: tuple[Report, ...]
    device: str = ""


class Receipts(Struct, frozen=True):
    """A receipt for each report, in the order sent. Only now may the device forget them."""

    receipts: tuple[ReportReceipt, ...]


class ReportsApi(Controller):
    """Reporting."""

    path = "/api/reports"
    guards = [signed_in]  # noqa: RUF012 - Litestar reads it from the class

    @post("/", status_code=200)
    async def report(self, request: Request[Any, Any, Any], desk: Desk) -> Response[Receipts | Refusal]:
        """Record facts. None is refused: one that can't be understood is kept in quarantine and says so."""
        body = await request.body()
        actor = Actor(request.session["name"])
        try:
            batch = msgspec.json.decode(body, type=Batch)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            kept = await asyncio.wrap_future(desk.report([Raw(body)], actor, Device("")))
            facts: dict[str, str | int | float] = {"detail": str(error), "kept_at": kept[0].position}
            return refused(Refusal("reports.unreadable", facts))  # type: ignore[return-value]
        receipts = await asyncio.wrap_future(desk.report(batch.reports, actor, Device(batch.device)))
        return Response(Receipts(receipts))
