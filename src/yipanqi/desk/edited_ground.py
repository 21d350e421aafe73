"""The ground a board plans on: the map it was surveyed from, kept as a document, with the edits in force.

Decoding, laying out and editing are done once and kept: a second look takes no time.
"""

import zlib
from collections.abc import Collection
from datetime import UTC, datetime

import msgspec
from msgspec import Struct

from yipanqi.close.model import OpeningRow
from yipanqi.close.state import Board
from yipanqi.desk.desk import Desk
from yipanqi.desk.ports import ClosureMaker, ClosureMakers, Documents
from yipanqi.ground.ids import Digest, EventId, NeighbourhoodId, OpeningId, WayId
from yipanqi.ground.plane import LonLat, metres_between
from yipanqi.ground.refusal import Refusal
from yipanqi.survey.edited_map import SAME_OPENING_M, EditedMap, edited_map, further_edited, number_of
from yipanqi.survey.editing import EditRow
from yipanqi.survey.edits import OpeningAbsent, OpeningAdded
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


def with_found(ground: Ground, names: Collection[NeighbourhoodId]) -> Ground:
    """The ground with the openings people found tonight in some neighbourhoods, which no map knows.

    Each counts as an opening that was added, until somebody adds it or says that there is none.
    """
    rows = [
        EditRow(EventId(row.id), _added(row), "", row.since or datetime.min.replace(tzinfo=UTC), 0)
        for row in _found(ground.board, names)
        if not any(
            metres_between(_middle(row), added.place) <= SAME_OPENING_M
            for added in ground.edited.added.values()
        )
    ]
    if not rows:
        return ground
    return msgspec.structs.replace(ground, edited=further_edited(ground.edited, rows))


def ways_found(board: Board, names: Collection[NeighbourhoodId]) -> dict[WayId, OpeningId]:
    """The ways that `with_found` leads through openings found tonight."""
    return {WayId(-number_of(EventId(row.id))): row.id for row in _found(board, names)}


def _found(board: Board, names: Collection[NeighbourhoodId]) -> list[OpeningRow]:
    rows = [row for row in board.openings.values() if row.found_tonight and row.neighbourhood in names]
    absent = {e.edit.opening for e in board.editing.in_force if isinstance(e.edit, OpeningAbsent)}
    return [row for row in rows if row.id not in absent and not row.gone]


def _added(row: OpeningRow) -> OpeningAdded:
    return OpeningAdded(row.neighbourhood, _middle(row), row.width_m, row.vehicle, row.name)


def _middle(row: OpeningRow) -> LonLat:
    (a, b), (c, d) = row.line[0], row.line[-1]
    return (a + c) / 2, (b + d) / 2
