"""What has been edited: every edit with its author and age, and which of them stand.

Undoing names an event: an edit, or an earlier undoing, which redoes. Whether an edit stands follows from
the set of events alone, in whatever order they came in.
"""

from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from yipanqi.ground.ids import EventId
from yipanqi.survey.edits import Edit
from yipanqi.survey.model import Neighbourhood, Opening


class EditRow(Struct, frozen=True):
    """An edit as it was made."""

    id: EventId
    edit: Edit
    by: str
    at: datetime
    position: int
    """In the journal: edits take effect in this order."""


class UndoRow(Struct, frozen=True):
    """An undoing: of an edit, or of an undoing."""

    id: EventId
    of: EventId
    by: str
    at: datetime
    position: int


class Editing(Struct, frozen=True):
    """A survey as it was made, and all edits of it."""

    extract_digest: str = ""
    """The document with the map it was made from; empty where nobody kept it."""
    neighbourhoods: tuple[Neighbourhood, ...] = ()
    openings: tuple[Opening, ...] = ()
    edits: dict[EventId, EditRow] = {}
    undos: dict[EventId, UndoRow] = {}
    position: int = 0
    """Of the newest entry about edits."""

    def edited(self, row: EditRow) -> "Editing":
        """With one more edit."""
        return replace(self, edits=self.edits | {row.id: row}, position=max(self.position, row.position))

    def undone(self, row: UndoRow) -> "Editing":
        """With one more undoing."""
        return replace(self, undos=self.undos | {row.id: row}, position=max(self.position, row.position))

    def knows(self, event: EventId) -> bool:
        """Whether an event is an edit or an undoing of this survey."""
        return event in self.edits or event in self.undos

    def stands(self, event: EventId) -> bool:
        """Whether an edit or undoing is in force: no undoing of it is."""
        return self._stands(event, frozenset())

    def _stands(self, event: EventId, seen: frozenset[EventId]) -> bool:
        if event in seen:  # two undoings of each other: made by no client of ours, and must end all the same
            return False
        return not any(self._stands(u.id, seen | {event}) for u in self.undos.values() if u.of == event)

    def undoing(self, event: EventId) -> UndoRow | None:
        """The undoing in force of an event that does not stand: undo that to redo."""
        return next((u for u in self.undos.values() if u.of == event and self.stands(u.id)), None)

    @property
    def in_force(self) -> tuple[EditRow, ...]:
        """The edits that stand, in the order they take effect."""
        rows = sorted(self.edits.values(), key=lambda row: row.position)
        return tuple(row for row in rows if self.stands(row.id))

    def root(self, event: EventId) -> EditRow | None:
        """The edit that an undoing comes down to, through undoings of undoings."""
        seen: set[EventId] = set()
        while event in self.undos and event not in seen:
            seen.add(event)
            event = self.undos[event].of
        return self.edits.get(event)
