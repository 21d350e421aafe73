"""Alerts over HTTP: issued as a decision, read by systems of others as CAP 1.2."""

import asyncio
from concurrent.futures import Future
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.openapi import ResponseSpec
from litestar.params import FromPath

from yipanqi.close.state import AlertRow
from yipanqi.desk.alerting import MEDIA_TYPE, Alerting
from yipanqi.desk.desk import Desk
from yipanqi.desk.ports import Documents
from yipanqi.ground.ids import Actor, Digest, NeighbourhoodId
from yipanqi.ground.refusal import Refusal
from yipanqi.web.access import may, who
from yipanqi.web.answers import refusals, refused

CAP: Any = {200: ResponseSpec(bytes, generate_examples=False, description="CAP 1.2", media_type=MEDIA_TYPE)}


class AlertsApi(Controller):
    """Telling systems of others."""

    path = "/api/alerts"

    @get("/", guards=[may("board.read")])
    async def all(self, desk: NamedDependency[Desk]) -> tuple[AlertRow, ...]:
        """The newest alert of each neighbourhood, the newest first."""
        newest = [alerts[-1] for alerts in desk.board.alerts.values()]
        return tuple(sorted(newest, key=lambda alert: alert.sent_at, reverse=True))

    @post("/{neighbourhood:str}", guards=[may("decision.make")], responses=refusals(404, 409))
    async def issue(
        self,
        request: Request[Any, Any, Any],
        neighbourhood: FromPath[str],
        desk: NamedDependency[Desk],
        alerting: NamedDependency[Alerting],
    ) -> Response[AlertRow]:
        """Send an alert of the closure as it stands; later ones name those before and take their place."""
        place = NeighbourhoodId(neighbourhood)
        sender, actor = request.url.hostname or "yipanqi", Actor(who(request).name)
        begun = await asyncio.to_thread(alerting.issue, place, sender, actor)
        issued = await asyncio.wrap_future(begun) if isinstance(begun, Future) else begun
        if isinstance(issued, Refusal):
            return refused(issued)
        sent = next(a for a in reversed(desk.board.alerts[place]) if a.version == issued.version)
        return Response(sent, status_code=201)

    @get("/{neighbourhood:str}/cap.xml", guards=[may("board.read")], responses=CAP | refusals(404))
    async def cap(
        self, neighbourhood: FromPath[str], desk: NamedDependency[Desk], documents: NamedDependency[Documents]
    ) -> Response[Any]:
        """The newest alert of a neighbourhood."""
        alerts = desk.board.alerts.get(NeighbourhoodId(neighbourhood), ())
        found = await asyncio.to_thread(documents.get, Digest(alerts[-1].digest)) if alerts else None
        if found is None:
            return refused(Refusal("alert.none", {"neighbourhood": neighbourhood}))
        return Response(found[0], media_type=MEDIA_TYPE)
