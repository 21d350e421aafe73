"""The ground a board plans on: the map it was surveyed from, kept as a document, with the edits in force.

Decoding, laying out and editing are done once and kept: a second look takes no time.
"""

import zlib

import msgspec
from msgspec import Struct

from yipanqi.close.state import Board
from yipanqi.desk.desk import Desk
from yipanqi.desk.ports import ClosureMaker, ClosureMakers, Documents
from yipanqi.ground.ids import Digest
from yipanqi.ground.refusal import Refusal
from yipanqi.survey.edited_map import EditedMap, edited_map, further_edited
from yipanqi.survey.editing import EditRow
from yipanqi.survey.model import Extract

MAP_TYPE = "application/vnd.yipanqi.extract+msgpack+zlib"


def packed(extract: Extract) -> bytes:
    """A map as a document's body: MessagePack, compressed; a town takes about a third of a megabyte."""
    return zlib.compress(msgspec.msgpack.encode(extract), level=6)


def unpacked(body: bytes) -> Extract:
    """The map out of a document's body.

    Raises:
        msgspec.DecodeError: it was written by a release that knew other maps.
        zlib.error: it is no such document.
    """
    return msgspec.msgpack.decode(zlib.decompress(body), type=Extract)


class Ground(Struct, frozen=True):
    """One board's ground at one moment."""

    board: Board
    extract: Extract
    """As surveyed."""
    maker: ClosureMaker
    """Plans on it, and on slight changes of it."""
    edited: EditedMap


class _Kept(Struct, frozen=True):
    digest: str
    extract: Extract
    maker: ClosureMaker
    rows: tuple[EditRow, ...]
    edited: EditedMap


class EditedGround:
    """Hands out the ground; may be asked from any thread."""

    def __init__(self, desk: Desk, documents: Documents, makers: ClosureMakers) -> None:
        self._desk = desk
        self._documents = documents
        self._makers = makers
        self._kept: _Kept | None = None

    def now(self) -> Ground | Refusal:
        """The ground as the board stands, or that nobody kept the map."""
        board = self._desk.board
        kept = self._laid(board.editing.extract_digest)
        if kept is None:
            return Refusal("survey.no_map")
        kept = _edited(board, kept)
        self._kept = kept
        return Ground(board, kept.extract, kept.maker, kept.edited)

    def warm(self) -> None:
        """Do now what the first to ask would have to wait for."""
        self.now()

    def _laid(self, digest: str) -> _Kept | None:
        """The map of a digest, laid out: the one at hand, or out of its document."""
        kept = self._kept
        if kept is not None and kept.digest == digest:
            return kept
        found = self._documents.get(Digest(digest)) if digest else None
        if found is None:
            return None
        try:
            extract = unpacked(found[0])
        except (msgspec.DecodeError, zlib.error):
            return None
        return _Kept(digest, extract, self._makers(extract), (), edited_map(extract, (), ()))


def _edited(board: Board, kept: _Kept) -> _Kept:
    """With the edits in force; from those applied already, where the new ones only come after them."""
    rows = board.editing.in_force
    if kept.rows and rows[: len(kept.rows)] == kept.rows:
        edited = further_edited(kept.edited, rows[len(kept.rows) :])
    else:
        edited = edited_map(kept.extract, board.editing.neighbourhoods, rows)
    return msgspec.structs.replace(kept, rows=rows, edited=edited)
