"""Photos from the field: each under the SHA-256 of what was sent, so that sending it again changes nothing.

What is kept is the picture alone: not where it was taken, when, with what and by whom.
"""

import asyncio
from hashlib import sha256
from typing import Any

from litestar import Controller, Request, Response, put
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from yipanqi.desk.ports import Documents
from yipanqi.ground.ids import Digest
from yipanqi.ground.refusal import Refusal
from yipanqi.web.access import may
from yipanqi.web.answers import refusals, refused
from yipanqi.web.jpeg import bare

LARGEST = 1_000_000
"""Bytes; a phone shrinks its photos to a third of that."""
LARGEST_PX = 50_000_000
"""Pixels; a file of 1 MB may claim four thousand million, and a screen would try to show them."""


class Kept(Struct, frozen=True):
    """The photo is on disk: found again at /api/documents/{digest}."""

    digest: str
    bytes: int


class PhotosApi(Controller):
    """Sending photos."""

    path = "/api/photos"

    @put(
        "/{digest:str}",
        guards=[may("photo.add")],
        status_code=200,
        request_max_body_size=LARGEST + 1_000,
        responses=refusals(400, 413, 503),
    )
    async def keep(
        self, request: Request[Any, Any, Any], digest: FromPath[str], documents: NamedDependency[Documents]
    ) -> Response[Kept]:
        """Keep a JPEG of at most 1 MB whose SHA-256 is the path's; sent again it is kept once.

        Only the picture is kept: whatever else a camera wrote into the file is taken out.
        """
        body = await request.body()
        if len(body) > LARGEST:
            return refused(Refusal("photo.too_large", {"bytes": len(body), "most": LARGEST}))
        picture = bare(body)
        if picture is None:
            return refused(Refusal("photo.not_jpeg"))
        pixels = picture.width * picture.height
        if pixels > LARGEST_PX:
            return refused(Refusal("photo.too_large", {"pixels": pixels, "most": LARGEST_PX}))
        is_really = Digest(sha256(body).hexdigest())
        if is_really != digest.lower():
            return refused(Refusal("photo.wrong_digest", {"said": digest, "is": is_really}))
        named = await asyncio.to_thread(documents.put, picture.body, "image/jpeg", is_really)
        return Response(Kept(named, len(picture.body)))
