"""Photos from the field: each under the SHA-256 of its bytes, so that sending it again changes nothing."""

import asyncio
from hashlib import sha256
from typing import Any

from litestar import Controller, Request, Response, put
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from yipanqi.desk.ports import Documents
from yipanqi.ground.refusal import Refusal
from yipanqi.web.access import may
from yipanqi.web.answers import refusals, refused

LARGEST = 1_000_000
"""Bytes; a phone shrinks its photos to a third of that."""
JPEG = b"\xff\xd8\xff"
"""How a JPEG file begins (ISO/IEC 10918-1, annex B)."""


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
        """Keep a JPEG of at most 1 MB whose SHA-256 is the path's; sent again it is kept once."""
        body = await request.body()
        if len(body) > LARGEST:
            return refused(Refusal("photo.too_large", {"bytes": len(body), "most": LARGEST}))
        if not body.startswith(JPEG):
            return refused(Refusal("photo.not_jpeg"))
        is_really = sha256(body).hexdigest()
        if is_really != digest.lower():
            return refused(Refusal("photo.wrong_digest", {"said": digest, "is": is_really}))
        return Response(Kept(await asyncio.to_thread(documents.put, body, "image/jpeg"), len(body)))
