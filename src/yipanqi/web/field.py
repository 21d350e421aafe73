"""The phone's pages, open to everybody, and the card of a crew's night."""

import asyncio
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
from litestar import Controller, MediaType, Request, Response, Router, get
from litestar.datastructures import CacheControlHeader
from litestar.di import NamedDependency
from litestar.params import FromPath, Parameter
from litestar.static_files import create_static_files_router
from msgspec.structs import replace

from yipanqi.close.state import Board
from yipanqi.desk.desk import Desk
from yipanqi.desk.field import FieldCard, field_card, places_of
from yipanqi.desk.field_map import BaseMap, near_neighbourhoods
from yipanqi.desk.permissions_phones import card_with_phones, phones_seen
from yipanqi.desk.ports import Documents
from yipanqi.ground.ids import Digest
from yipanqi.web.access import anybody, may, who

BUILT = Path(__file__).parent / "static" / "field"
"""The built client of the phone; it holds no secrets, so that a phone can open it before it is enrolled."""

PAGE_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; object-src 'none'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
SHELL = {
    "sw.js": "text/javascript",
    "manifest.webmanifest": "application/manifest+json",
    "goods.webmanifest": "application/manifest+json",
    "icon-192.png": "image/png",
    "icon-512.png": "image/png",
    "apple-touch-icon.png": "image/png",
}
"""Files beside the page that keep their names."""
ALSO_AT_MOST = 50
MAPS_KEPT = 200


@get("/field", guards=[anybody], media_type=MediaType.HTML, include_in_schema=False, sync_to_thread=True)
def page() -> Response[bytes]:
    """The crew's page: says how to enrol when the phone is not."""
    return _built("field.html")


@get("/goods", guards=[anybody], media_type=MediaType.HTML, include_in_schema=False, sync_to_thread=True)
def goods_page() -> Response[bytes]:
    """The page of yards and lenders, which works without a signal as the crew's does."""
    return _built("goods.html")


def _built(name: str) -> Response[bytes]:
    file = BUILT / name
    headers = {"Cache-Control": "no-cache", "Content-Security-Policy": PAGE_POLICY}
    if not file.exists():
        words = b"<!doctype html><p>The client has not been built: run <code>make setup</code>."
        return Response(words, media_type=MediaType.HTML, status_code=503)
    return Response(file.read_bytes(), media_type=MediaType.HTML, headers=headers)


@get("/field/{name:str}", guards=[anybody], include_in_schema=False, sync_to_thread=True)
def shell(name: FromPath[str]) -> Response[Any]:
    """The service worker, one script for both pages, the manifests and the icons."""
    file = BUILT / name
    if name not in SHELL or not file.exists():
        return Response(None, status_code=404)
    headers = {"Cache-Control": "no-cache", "Service-Worker-Allowed": "/"}
    return Response(file.read_bytes(), media_type=SHELL[name], headers=headers)


def phone_files() -> Router:
    """The page's scripts and styles, named by what is in them."""
    return create_static_files_router(
        "/field/assets",
        [BUILT / "assets"],
        guards=[anybody],
        name="field-assets",
        cache_control=CacheControlHeader(public=True, immutable=True, max_age=31_536_000),
        include_in_schema=False,
    )


class Maps:
    """Small maps cut from the board's base map, each kept while the base map is the same."""

    def __init__(self) -> None:
        self._digest = ""
        self._base: BaseMap | None = None
        self._cut: dict[str, FieldCard] = {}

    def onto(self, card: FieldCard, board: Board, documents: Documents, known: str) -> FieldCard:
        """The card with its map, unless the phone shows the key of the very same one."""
        places, yards = places_of(card), tuple(yard.place for yard in card.yards)
        if not places or not board.map_digest:
            return card
        key = sha256(msgspec.json.encode((board.map_digest, places, yards))).hexdigest()[:16]
        if key == known:
            return replace(card, map_key=key)
        if board.map_digest != self._digest:
            self._read(board.map_digest, documents)
        if self._base is None:
            return card
        kept = self._cut.get(key)
        if kept is None:
            areas = near_neighbourhoods(board.neighbourhoods.values(), places)
            kept = replace(card, map=self._base.around(places, yards), neighbourhoods=areas)
            while len(self._cut) >= MAPS_KEPT:
                self._cut.pop(next(iter(self._cut)))
            self._cut[key] = kept
        return replace(card, map_key=key, map=kept.map, neighbourhoods=kept.neighbourhoods)

    def _read(self, digest: str, documents: Documents) -> None:
        found = documents.get(Digest(digest))
        self._base = BaseMap(found[0]) if found else None
        self._digest, self._cut = digest, {}


class FieldApi(Controller):
    """What a crew's phone asks for."""

    path = "/api/field"

    @get("/card", guards=[may("board.read")])
    async def card(
        self,
        request: Request[Any, Any, Any],
        desk: NamedDependency[Desk],
        documents: NamedDependency[Documents],
        field_maps: NamedDependency[Maps],
        crew: str = Parameter(default="", max_length=100, description="Whose phone, if not as enrolled"),
        choose: bool = Parameter(default=False, description="Name the crews to choose from, and no more"),
        also: str = Parameter(default="", max_length=8_000, description="More openings, by comma"),
        known: str = Parameter(default="", max_length=64, description="The `map_key` of the map it has"),
        receipt: str = Parameter(default="", max_length=100, description="Its last: `position:event_id`"),
    ) -> Response[FieldCard]:
        """A crew's night in one answer.

        The ETag leaves out what every entry of the journal changes; a 304 carries position and board time in
        the headers `Yipanqi-Position` and `Yipanqi-Now`.
        """
        board = desk.board
        made = await asyncio.to_thread(
            lambda: field_maps.onto(
                field_card(
                    board,
                    desk.clock,
                    who(request),
                    asked=None if choose else crew,
                    also=[o for o in also.split(",") if o][:ALSO_AT_MOST],
                    journal=_first(desk),
                    forgotten=not _holds(desk, receipt),
                ),
                board,
                documents,
                known,
            )
        )
        made = card_with_phones(made, phones_seen(who(request), board))
        headers = {
            "ETag": _tag(made),
            "Cache-Control": "private, no-cache",
            "Yipanqi-Position": str(made.position),
            "Yipanqi-Now": made.clock.now.isoformat(),
        }
        if request.headers.get("if-none-match") == headers["ETag"]:
            unchanged: Response[Any] = Response(None, status_code=304, headers=headers)
            return unchanged
        return Response(made, headers=headers)


def _tag(card: FieldCard) -> str:
    still = replace(card, position=0, clock=replace(card.clock, now=card.clock.now.min), map=None)
    return f'"{sha256(msgspec.json.encode(still)).hexdigest()[:32]}"'


def _first(desk: Desk) -> str:
    """The id of the journal's first entry; it never changes, and a restored backup has the same."""
    entries = desk.read(0, 1)
    return entries[0].event_id if entries else ""


def _holds(desk: Desk, receipt: str) -> bool:
    """Whether the journal holds what the phone has a receipt for; one that can't be read proves nothing."""
    position, _, event_id = receipt.partition(":")
    if not event_id or not position.isdecimal() or not 0 < int(position) < 1 << 62:
        return True
    entries = desk.read(int(position) - 1, 1)
    return bool(entries) and entries[0].position == int(position) and entries[0].event_id == event_id
