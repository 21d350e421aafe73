"""What hands and goods are worth, over HTTP: asked for by a button, weighed beside the night."""

from threading import Thread
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency

from yipanqi.desk.weighing import Weighing, WorthView
from yipanqi.ground.ids import Actor
from yipanqi.ground.refusal import Refusal
from yipanqi.web.access import may, who
from yipanqi.web.answers import refusals, refused


class WorthApi(Controller):
    """Weighing."""

    path = "/api/worth"

    @get("/", guards=[may("plan.propose")])
    async def look(self, weighing: NamedDependency[Weighing]) -> WorthView:
        """How far the weighing is, and what the last one found."""
        return weighing.view

    @post("/", guards=[may("plan.propose")], status_code=202, responses=refusals(409))
    async def begin(
        self, request: Request[Any, Any, Any], weighing: NamedDependency[Weighing]
    ) -> Response[WorthView]:
        """Begin to weigh the board as it stands; answers at once. One at a time: a second asker joins."""
        running = weighing.view.state == "running"
        view = weighing.begin(Actor(who(request).name))
        if isinstance(view, Refusal):
            return refused(view)
        if not running:
            Thread(target=weighing.run, name="weighing", daemon=True).start()
        return Response(view, status_code=202)

    @post("/stop", guards=[may("plan.propose")], status_code=200)
    async def stop(self, weighing: NamedDependency[Weighing]) -> WorthView:
        """End the weighing that is running, if one is."""
        weighing.stop()
        return weighing.view
