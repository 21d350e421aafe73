"""Use cases of the survey: edits with their authors, undone and redone; blocks to accept; doubts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from yipanqi.close.state import Board
from yipanqi.desk.desk import Desk
from yipanqi.desk.edited_ground import EditedGround
from yipanqi.desk.ports import EditReader, ImportProblem
from yipanqi.desk.survey_looking import BlockView, ChecklistView, blocks, checklist, exported, known_survey
from yipanqi.ground.ids import Actor, EventId, NeighbourhoodId, OpeningId, WayId
from yipanqi.ground.refusal import Refusal
from yipanqi.journal.envelope import Conflict
from yipanqi.survey.blocks import Rank
from yipanqi.survey.edit_faults import fault_of
from yipanqi.survey.edited_map import EditedMap, meant
from yipanqi.survey.editing import EditRow
from yipanqi.survey.edits import Edit, NeighbourhoodAdded
from yipanqi.survey.events import SurveyEdited, SurveyEditUndone


class WayAsked(Struct, frozen=True):
    """A way that a wall is drawn across, as people know it."""

    id: WayId
    name: str
    """As on the map; empty where it has none."""
    vehicle: bool
    """Cars may drive it; else it is one for people on foot."""


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
    problem: str = ""
    """Why it changes nothing on the map as it is now (a code); empty when it does."""
    asks: tuple[WayId, ...] | None = None
    """Ways a wall is drawn across: whether it shuts them is to be asked on the spot. Until somebody says
    (`closes`), they count as open."""
    asked: tuple[WayAsked, ...] = ()
    """The same ways by name."""


class EditsView(Struct, frozen=True):
    """All edits, the newest first."""

    edits: tuple[EditView, ...]
    can_plan: bool
    """The map is kept with the board, so that closures can be planned on it again."""


class BlockChosen(Struct, frozen=True):
    """A block somebody has looked at and accepts, under a name."""

    id: NeighbourhoodId
    name: str


class ImportView(Struct, frozen=True):
    """What became of a file of edits: all of it was taken in, or none."""

    taken: tuple[EditView, ...]
    problems: tuple[ImportProblem, ...] = ()
    unchanged: int = 0
    """Features that say what is known already."""


class Surveying:
    """Correcting one board's survey."""

    def __init__(self, desk: Desk, ground: EditedGround, reader: EditReader) -> None:
        self._desk = desk
        self._ground = ground
        self._reader = reader

    def edits(self) -> EditsView:
        """Every edit of the survey, the newest first."""
        board = self._desk.board
        ground = self._ground.now()
        edited = None if isinstance(ground, Refusal) else ground.edited
        rows = sorted(board.editing.edits.values(), key=lambda row: -row.position)
        told = tuple(edit_view(board, row, edited) for row in rows)
        return EditsView(told, can_plan=edited is not None)

    def edit(self, edit: Edit, actor: Actor, event_id: EventId | None = None) -> EditView | Refusal:
        """Record an edit; sent twice under one id it counts once."""
        if event_id is not None and event_id in self._desk.board.editing.edits:
            return self._view(event_id)
        whole = self._meant(edit)
        if isinstance(whole, Refusal):
            return whole
        receipt = self._desk.decide(SurveyEdited(whole), actor, event_id=event_id).result()
        return self._view(receipt.event_id)

    def edit_all(self, edits: Sequence[Edit], actor: Actor) -> tuple[EditView, ...] | Refusal:
        """Record several edits, all or none."""
        whole = [self._meant(edit) for edit in edits]
        for one in whole:
            if isinstance(one, Refusal):
                return one
        bodies = [SurveyEdited(edit) for edit in whole if not isinstance(edit, Refusal)]
        receipt = self._desk.decide_all([(body, None) for body in bodies], actor).result()
        if isinstance(receipt, Refusal):
            return receipt
        first, rows = receipt.position - len(bodies), self._desk.board.editing.edits.values()
        made = [row for row in rows if first < row.position <= receipt.position]
        return tuple(self._view(row.id) for row in sorted(made, key=lambda row: row.position))

    def _view(self, event: EventId) -> EditView:
        board = self._desk.board
        ground = self._ground.now()
        edited = None if isinstance(ground, Refusal) else ground.edited
        return edit_view(board, board.editing.edits[event], edited)

    def _meant(self, edit: Edit) -> Edit | Refusal:
        """The edit with what it leaves to the desk filled in, or what is wrong with it."""
        board = self._desk.board
        ground = self._ground.now()
        places = board.editing.neighbourhoods
        if not isinstance(ground, Refusal):
            places = ground.edited.neighbourhoods
        known = {place.id: place for place in places}
        name = getattr(edit, "neighbourhood", None)
        if name is not None and name not in known and not isinstance(edit, NeighbourhoodAdded):
            return Refusal("survey.unknown_neighbourhood", {"neighbourhood": name})
        if isinstance(edit, NeighbourhoodAdded) and name in known:
            return Refusal("survey.edit_invalid", {"field": "neighbourhood", "why": "there-already"})
        opening: OpeningId | None = getattr(edit, "opening", None)
        if opening is not None and opening not in board.openings:
            return Refusal("survey.unknown_opening", {"opening": opening})
        fault = fault_of(edit, known, board.bounds)
        if fault is not None:
            facts: dict[str, str | int | float] = {"field": fault.field, "why": fault.why}
            return Refusal("survey.edit_invalid", facts | ({"other": fault.other} if fault.other else {}))
        gap = board.mapped.get(opening) if opening is not None else None
        row = board.openings.get(opening) if opening is not None else None
        line = (gap.stretch or gap.line) if gap else row.line if row else ()
        edited = None if isinstance(ground, Refusal) else ground.edited
        return meant(edit, line, gap.ways if gap else (), edited)

    def undo(self, event: EventId, actor: Actor) -> EditView | Refusal:
        """Take back an edit, or an undoing; of two at once one is told of the other."""
        editing = self._desk.board.editing
        edit = editing.root(event)
        if edit is None:
            return Refusal("survey.unknown_edit", {"edit": event})
        before = editing.undoing(event)
        if before is not None:
            return Refusal("survey.undone_meanwhile", {"by": before.by, "at": before.at.isoformat()})
        receipt = self._desk.decide(SurveyEditUndone(event), actor, on_version=0).result()
        if isinstance(receipt, Conflict):
            facts: dict[str, str | int | float] = {
                "by": receipt.actor,
                "at": receipt.recorded_at.isoformat(),
            }
            return Refusal("survey.undone_meanwhile", facts)
        return self._view(edit.id)

    def take_in(self, name: str, body: bytes, actor: Actor) -> ImportView | Refusal:
        """Record the edits of a CSV, XLSX or GeoJSON file, all of them, or none and say what is wrong."""
        ground = self._ground.now()
        if isinstance(ground, Refusal):
            return ground
        read = self._reader(name, body, known_survey(ground))
        if read.problems:
            return ImportView((), read.problems, read.unchanged)
        made = self.edit_all(read.edits, actor) if read.edits else ()
        return made if isinstance(made, Refusal) else ImportView(made, (), read.unchanged)

    def export(self) -> dict[str, Any] | Refusal:
        """The survey as edited, as GeoJSON to change and send back."""
        ground = self._ground.now()
        return ground if isinstance(ground, Refusal) else exported(ground)

    def checklist(self, neighbourhood: NeighbourhoodId | None) -> ChecklistView | Refusal:
        """What the map cannot prove, of one neighbourhood or of all, in walking order."""
        ground = self._ground.now()
        if isinstance(ground, Refusal):
            return ground
        if neighbourhood is not None and all(p.id != neighbourhood for p in ground.edited.neighbourhoods):
            return Refusal("survey.unknown_neighbourhood", {"neighbourhood": neighbourhood})
        return checklist(ground, neighbourhood, self._desk.clock.now())

    def blocks(self, rank: Rank) -> tuple[BlockView, ...] | Refusal:
        """Blocks between streets of a rank, to look at."""
        ground = self._ground.now()
        return ground if isinstance(ground, Refusal) else blocks(ground, rank)

    def accept(
        self, rank: Rank, chosen: tuple[BlockChosen, ...], actor: Actor
    ) -> tuple[EditView, ...] | Refusal:
        """Record blocks that were shown as neighbourhoods; one that shares ground with another is refused."""
        shown = self.blocks(rank)
        if isinstance(shown, Refusal):
            return shown
        by_id = {block.id: block for block in shown}
        unknown = [block.id for block in chosen if block.id not in by_id]
        if unknown:
            return Refusal("survey.unknown_block", {"block": unknown[0]})
        edits = [NeighbourhoodAdded(b.id, b.name.strip() or b.id, by_id[b.id].area) for b in chosen]
        return self.edit_all(edits, actor)


def edit_view(board: Board, row: EditRow, edited: EditedMap | None = None) -> EditView:
    """An edit as people see it, with what came of it on the map as edited."""
    undoing = board.editing.undoing(row.id)
    asks = edited.asks.get(row.id) if edited else None
    return EditView(
        id=row.id,
        edit=row.edit,
        by=row.by,
        at=row.at,
        stands=undoing is None,
        undone_by=undoing.by if undoing else "",
        undone_at=undoing.at if undoing else None,
        undo=undoing.id if undoing else None,
        problem=edited.odd.get(row.id, "") if edited else "",
        asks=asks,
        asked=_asked(edited, asks) if edited and asks else (),
    )


def _asked(edited: EditedMap, asks: tuple[WayId, ...]) -> tuple[WayAsked, ...]:
    known = {way.id: way for way in edited.extract.ways if way.id in asks}
    return tuple(WayAsked(way.id, way.name, way.vehicle) for way in map(known.get, asks) if way is not None)
