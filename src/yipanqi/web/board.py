"""The board over HTTP: whole, as a stream of changes, its map and its documents."""

from typing import Any

from litestar import Controller, Request, Response, get
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, Parameter
from litestar.response import Stream

from yipanqi.desk.desk import Desk
from yipanqi.desk.permissions_views import shown_to
from yipanqi.desk.ports import Documents
from yipanqi.desk.showing import board_view
from yipanqi.desk.views import BoardView, ChangeView
from yipanqi.ground.ids import Digest
from yipanqi.ground.refusal import Refusal
from yipanqi.survey.weak_plank import WeakPlank
from yipanqi.web.access import Door, may, who
from yipanqi.web.answers import refusals, refused
from yipanqi.web.hub import Hub

STREAM = {
    200: ResponseSpec(
        ChangeView,
        generate_examples=False,
        description="Events `change`; also `pulse` (PulseView) and `reset`",
        media_type="text/event-stream",
    )
}
FOREVER = "private, max-age=31536000, immutable"


class BoardApi(Controller):
    """Reading the board."""

    path = "/api"
    guards = [may("board.read")]  # noqa: RUF012 - Litestar reads it from the class

    @get("/board")
    async def board(
        self, request: Request[Any, Any, Any], desk: NamedDependency[Desk], state: State
    ) -> BoardView:
        """The whole board at one position of the journal, with the numbers and problems one may see."""
        board = desk.board
        view = board_view(board, desk.clock, state.get("forecast"), state.get("moves", ()))
        return shown_to(who(request), view, board)

    @get("/changes", media_type="text/event-stream", responses=STREAM)
    async def changes(
        self,
        request: Request[Any, Any, Any],
        hub: NamedDependency[Hub],
        door: NamedDependency[Door],
        after: int | None = Parameter(default=None, ge=0, description="Resume after this position"),
    ) -> Stream:
        """Server-sent events: `change` (id = position), `pulse`, `reset`.

        `Last-Event-ID` resumes without a gap or a repeat, and goes before `after`.
        """
        last = request.headers.get("last-event-id", "")
        position = int(last) if last.isdigit() else after
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        texts = door.while_welcome(request, hub.stream(position, who(request)))
        return Stream(texts, media_type="text/event-stream", headers=headers)

    @get("/weak-plank")
    async def weak_plank(self, desk: NamedDependency[Desk]) -> WeakPlank | None:
        """What each community would have to carry alone; null before there is a survey."""
        return desk.board.weak_plank

    @get("/map", sync_to_thread=True, responses=refusals(404))
    def map(
        self,
        desk: NamedDependency[Desk],
        documents: NamedDependency[Documents],
        request: Request[Any, Any, Any],
    ) -> Response[Any]:
        """The base map as GeoJSON: one FeatureCollection, `layer` in each feature's properties."""
        digest = desk.board.map_digest
        if not digest:
            return refused(Refusal("map.none"))
        return _document(documents, Digest(digest), request, "private, no-cache")

    @get("/documents/{digest:str}", sync_to_thread=True, responses=refusals(404))
    def document(
        self, digest: FromPath[str], documents: NamedDependency[Documents], request: Request[Any, Any, Any]
    ) -> Response[Any]:
        """A document by its SHA-256; it never changes."""
        return _document(documents, Digest(digest), request, FOREVER)


def _document(
    documents: NamedDependency[Documents], digest: Digest, request: Request[Any, Any, Any], cache: str
) -> Response[Any]:
    etag = f'"{digest}"'
    if request.headers.get("if-none-match") == etag:
        return Response(None, status_code=304, headers={"ETag": etag, "Cache-Control": cache})
    found = documents.get(digest)
    if found is None:
        return refused(Refusal("document.unknown", {"digest": digest}))
    body, media_type = found
    return Response(body, media_type=media_type, headers={"ETag": etag, "Cache-Control": cache})
