"""Facts from the field: taken in batches, each with a durable receipt."""

import asyncio
import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from litestar import Controller, Request, Response, post
from litestar.di import NamedDependency
from litestar.openapi.spec import OpenAPIFormat, OpenAPIMediaType, OpenAPIType, Operation, RequestBody, Schema
from msgspec import Raw, Struct

from yipanqi.close.kinds import KINDS
from yipanqi.desk.desk import Desk
from yipanqi.desk.permissions_reports import judge_for
from yipanqi.desk.resent import ReportReceipt
from yipanqi.ground.ids import Actor, Device
from yipanqi.ground.refusal import Refusal
from yipanqi.web.access import may, who
from yipanqi.web.answers import refusals, refused

MADE_ON_KEPT = 40
"""Characters kept of the name of a phone that handed its reports over; the sender's own is never cut."""


UNPACKED_MOST = 50_000_000
"""Bytes of a compressed batch, unpacked; what comes as it is may have a fifth of that."""


class Batch(Struct, frozen=True):
    """Reports of one device in the order they were made."""

    reports: tuple[Raw, ...]
    device: str = ""
    made_on: str = ""
    """The phone they were made on, where that handed them over to the one that sends them."""
    sent_at: Any = None
    """The device's time as it sends this (RFC 3339), so that a clock that is wrong can be told; anything
    else is passed over, since no report may be kept apart for it."""


@dataclass
class ReportsOperation(Operation):
    """The request's body for the API's description; the handler reads it itself, tolerantly."""

    def __post_init__(self) -> None:
        facts = [kind.name for kind in KINDS if kind.sort == "fact"]
        report = Schema(
            type=OpenAPIType.OBJECT,
            required=["event_id", "kind", "happened_at", "body"],
            properties={
                "event_id": Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.UUID),
                "kind": Schema(type=OpenAPIType.STRING, enum=facts),
                "happened_at": Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.DATE_TIME),
                "schema": Schema(type=OpenAPIType.INTEGER, default=1),
                "body": Schema(type=OpenAPIType.OBJECT, description="As docs/reference/journal.md has it"),
            },
        )
        batch = Schema(
            type=OpenAPIType.OBJECT,
            required=["reports"],
            properties={
                "reports": Schema(type=OpenAPIType.ARRAY, items=report),
                "device": Schema(type=OpenAPIType.STRING),
                "made_on": Schema(
                    type=OpenAPIType.STRING,
                    description="The phone they were made on, if another one sends them",
                ),
                "sent_at": Schema(
                    type=OpenAPIType.STRING,
                    format=OpenAPIFormat.DATE_TIME,
                    description="The device's time as it sends this; a wrong clock is set right by it",
                ),
            },
        )
        self.request_body = RequestBody(
            content={"application/json": OpenAPIMediaType(schema=batch)}, required=True
        )


def _instant(said: Any) -> datetime | None:
    """A time as a device says it, or None where that is none."""
    try:
        return msgspec.convert(said, datetime)
    except msgspec.ValidationError:
        return None


class TooLargeError(ValueError):
    """More than a batch of reports comes to."""


def unpacked(body: bytes) -> bytes:
    """A body that was compressed by gzip (RFC 1952).

    Raises:
        TooLargeError: it would be larger than any batch of reports.
        zlib.error: it is damaged, or cut.
    """
    reader = zlib.decompressobj(wbits=31)
    text = reader.decompress(body, UNPACKED_MOST)
    if reader.unconsumed_tail:
        raise TooLargeError
    if not reader.eof:
        raise zlib.error("the compressed body is cut")
    return text


class Receipts(Struct, frozen=True):
    """A receipt for each report, in the order sent. Only now may the device forget them."""

    receipts: tuple[ReportReceipt, ...]


class ReportsApi(Controller):
    """Reporting."""

    path = "/api/reports"
    guards = [may("report")]  # noqa: RUF012 - Litestar reads it from the class

    @post("/", status_code=200, operation_class=ReportsOperation, responses=refusals(400, 413, 503))
    async def report(
        self, request: Request[Any, Any, Any], desk: NamedDependency[Desk]
    ) -> Response[Receipts]:
        """Record facts. None is refused: one that can't be understood is kept in quarantine and says so."""
        body = await request.body()
        me = who(request)
        actor = Actor(me.name)
        try:
            if request.headers.get("content-encoding") == "gzip":
                body = unpacked(body)
            batch = msgspec.json.decode(body, type=Batch)
        except TooLargeError:
            return refused(Refusal("request.too_large", {"most": UNPACKED_MOST}))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, zlib.error) as error:
            kept = await asyncio.wrap_future(desk.report([Raw(body)], actor, Device(me.device)))
            facts: dict[str, str | int | float] = {"detail": str(error), "kept_at": kept[0].position}
            return refused(Refusal("reports.unreadable", facts))
        device = Device(me.device or batch.device)
        if batch.made_on:
            device = Device(f"{batch.made_on[:MADE_ON_KEPT]} via {device}")
        receipts = await asyncio.wrap_future(
            desk.report(
                batch.reports, actor, device, _instant(batch.sent_at), judge=judge_for(me, desk.board)
            )
        )
        return Response(Receipts(receipts))
