"""A neighbourhood's ring: closed only when everything planned for it stands and nothing else is open."""

from collections.abc import Iterable

from msgspec.structs import replace

from yipanqi.close.model import NeighbourhoodRow, OpeningRow, RingState
from yipanqi.close.state import Board
from yipanqi.ground.ids import NeighbourhoodId


def refreshed(board: Board, which: Iterable[NeighbourhoodId], position: int) -> Board:
    """The board with the rings of those neighbourhoods worked out anew."""
    wanted = {n for n in which if n in board.neighbourhoods}
    rows = dict(board.neighbourhoods)
    for name in wanted:
        row = _ring(rows[name], [board.openings[o] for o in board.openings_of.get(name, ())])
        if row != rows[name]:
            rows[name] = replace(row, position=position)
    return replace(board, neighbourhoods=rows)


def _ring(row: NeighbourhoodRow, openings: list[OpeningRow]) -> NeighbourhoodRow:
    if row.walled:
        return row
    openings = [o for o in openings if o.role != "inside"]
    done = [o for o in openings if o.state == "done"]
    due = [o.due_at for o in openings if o.due_at is not None]
    ring = ring_state(openings)
    return replace(
        row,
        openings=len(openings),
        done=len(done),
        blocked=sum(o.state == "blocked" for o in openings),
        ring=ring,
        due_at=max(due, default=None),
        closed_at=max((o.since for o in done if o.since), default=None) if ring == "closed" else None,
    )


def ring_state(openings: list[OpeningRow]) -> RingState:
    """Closed when every opening is done, one found tonight included; one hole and it is not.

    A neighbourhood in which the map found no opening at all is not proven closed by that.
    """
    if openings and all(o.state == "done" for o in openings):
        return "closed"
    return "closing" if any(o.state in {"done", "under_way"} for o in openings) else "open"
