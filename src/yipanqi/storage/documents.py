"""Large immutable bodies, found again by what is in them."""

from hashlib import sha256

from sqlalchemy import ColumnElement, and_, insert, select

from yipanqi.ground.ids import Digest
from yipanqi.storage.medium import Medium
from yipanqi.storage.tables import document
from yipanqi.storage.turns import look, turn


class StoredDocuments:
    """The `Documents` port. The same bytes are kept once, with the media type they first came with."""

    def __init__(self, medium: Medium) -> None:
        self._medium = medium

    def put(self, body: bytes, media_type: str, named: Digest | None = None) -> Digest:
        """Keep a body; its SHA-256 in hexadecimal, or the digest it is named by, once it is durable.

        Raises:
            NotRecorded: the database failed.
        """
        digest = named or Digest(sha256(body).hexdigest())
        with turn(self._medium) as connection:
            known = connection.execute(select(document.c.digest).where(self._of(digest))).one_or_none()
            if known is None:
                row = {"digest": digest, "media_type": media_type, "body": body}
                connection.execute(insert(document).values(board=self._medium.board, **row))
        return digest

    def get(self, digest: Digest) -> tuple[bytes, str] | None:
        """Bytes and media type, or None when there is no such document."""
        wanted = select(document.c.body, document.c.media_type).where(self._of(digest))
        with look(self._medium) as connection:
            row = connection.execute(wanted).one_or_none()
        return None if row is None else (row.body, row.media_type)

    def _of(self, digest: Digest) -> ColumnElement[bool]:
        return and_(document.c.board == self._medium.board, document.c.digest == digest)
