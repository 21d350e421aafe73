"""Use cases of the survey: edits with their authors, undone and redone; blocks to accept; doubts."""
# ruff: noqa: ARG002

from concurrent.futures import Future
from datetime import datetime
from typing import Any

from msgspec import Struct

from yipanqi.close.state import Board
from yipanqi.desk.desk import Desk
from yipanqi.ground.ids import Actor, EventId, NeighbourhoodId, OpeningId, WayId
from yipanqi.ground.plane import LonLat
from yipanqi.ground.refusal import Refusal
from yipanqi.journal.envelope import Conflict, Receipt
from yipanqi.survey.blocks import Rank
from yipanqi.survey.editing import EditRow
from yipanqi.survey.edits import Edit
from yipanqi.survey.events import SurveyEdited, SurveyEditUndone
from yipanqi.survey.model import Area


class EditView(Struct, frozen=True):
    """An edit, who made it when, and whether it stands."""

    id: EventId
    edit: Edit
    by: str
    at: datetime
    stands: bool
    undone_by: str = ""
    undone_at: datetime | None = None
    undo: EventId | None = None
    """The undoing in force: undo that, and the edit stands again."""
    adopted: bool = False
    """The closure in force was planned knowing it."""
    problem: str = ""
    """Why it changes nothing on the map as it is now (a code); empty when it does."""


class EditsView(Struct, frozen=True):
    """All edits, the newest first."""

    edits: tuple[EditView, ...]
    can_plan: bool
    """The map is kept with the board, so that closures can be planned on it again."""


class DoubtView(Struct, frozen=True):
    """One thing to look at on the spot, in walking order."""

    kind: str
    """A code; the wording is the client's."""
    neighbourhood: NeighbourhoodId
    name: str
    """The neighbourhood's."""
    place: LonLat
    ways: tuple[WayId, ...]
    opening: OpeningId | None = None
    facts: dict[str, str | int | float] = {}


class ChecklistView(Struct, frozen=True):
    """What the map cannot prove, in the order of a short walk."""

    doubts: tuple[DoubtView, ...]
    walk_m: float


class BlockView(Struct, frozen=True):
    """An area between main streets, railways and water that might be a neighbourhood."""

    id: NeighbourhoodId
    area: Area
    buildings: int
    area_m2: float
    taken: bool
    """It shares ground with a neighbourhood there is already."""


class BlockChosen(Struct, frozen=True):
    """A block somebody has looked at and accepts, under a name."""

    id: NeighbourhoodId
    name: str


class ImportProblem(Struct, frozen=True):
    """One thing wrong with a file of edits, at its place; nothing of the file was taken in."""

    code: str
    file: str
    row: int | None
    """As the spreadsheet counts, or the feature's number from 1."""
    field: str | None
    zh: str
    en: str


class ImportView(Struct, frozen=True):
    """What became of a file of edits: all of it was taken in, or none."""

    taken: tuple[EditView, ...]
    problems: tuple[ImportProblem, ...] = ()
    unchanged: int = 0
    """Features that say what is known already."""


class Surveying:
    """Correcting one board's survey."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def edits(self) -> EditsView:
        """Every edit of the survey, the newest first."""
        board = self._desk.board
        rows = sorted(board.editing.edits.values(), key=lambda row: -row.position)
        return EditsView(tuple(edit_view(board, row) for row in rows), bool(board.editing.extract_digest))

    def edit(self, edit: Edit, actor: Actor, event_id: EventId | None = None) -> EditView | Refusal:
        """Record an edit; sent twice under one id it counts once."""
        board = self._desk.board
        wrong = fault(board, edit)
        if wrong is not None:
            return wrong
        receipt = self._desk.decide(SurveyEdited(edit), actor, event_id=event_id).result()
        return edit_view(self._desk.board, self._desk.board.editing.edits[receipt.event_id])

    def undo(self, event: EventId, actor: Actor) -> EditView | Refusal:
        """Take back an edit, or an undoing; of two at once one is told of the other."""
        editing = self._desk.board.editing
        edit = editing.root(event)
        if edit is None:
            return Refusal("survey.unknown_edit", {"edit": event})
        before = editing.undoing(event)
        if before is not None:
            return Refusal("survey.undone_meanwhile", {"by": before.by, "at": before.at.isoformat()})
        receipt = self._undone(event, actor).result()
        if isinstance(receipt, Conflict):
            facts: dict[str, str | int | float] = {
                "by": receipt.actor,
                "at": receipt.recorded_at.isoformat(),
            }
            return Refusal("survey.undone_meanwhile", facts)
        return edit_view(self._desk.board, edit)

    def _undone(self, event: EventId, actor: Actor) -> "Future[Receipt]":
        return self._desk.decide(SurveyEditUndone(event), actor, on_version=0)

    def take_in(self, name: str, body: bytes, actor: Actor) -> ImportView | Refusal:
        """Record the edits of a file, all or none."""
        return Refusal("survey.no_map")

    def export(self) -> dict[str, Any] | Refusal:
        """The survey as edited, as GeoJSON."""
        return Refusal("survey.no_map")

    def checklist(self, neighbourhood: NeighbourhoodId | None) -> ChecklistView | Refusal:
        """What the map cannot prove, in walking order."""
        return Refusal("survey.no_map")

    def blocks(self, rank: Rank) -> tuple[BlockView, ...] | Refusal:
        """Blocks to look at."""
        return Refusal("survey.no_map")

    def accept(
        self, rank: Rank, chosen: tuple[BlockChosen, ...], actor: Actor
    ) -> tuple[EditView, ...] | Refusal:
        """Record chosen blocks as neighbourhoods."""
        return Refusal("survey.no_map")


def fault(board: Board, edit: Edit) -> Refusal | None:
    """What keeps an edit from meaning anything on this board."""
    opening = getattr(edit, "opening", None)
    if opening is not None and opening not in board.openings:
        return Refusal("survey.unknown_opening", {"opening": opening})
    return None


def edit_view(board: Board, row: EditRow) -> EditView:
    """An edit as people see it."""
    undoing = board.editing.undoing(row.id)
    return EditView(
        id=row.id,
        edit=row.edit,
        by=row.by,
        at=row.at,
        stands=undoing is None,
        undone_by=undoing.by if undoing else "",
        undone_at=undoing.at if undoing else None,
        undo=undoing.id if undoing else None,
    )
