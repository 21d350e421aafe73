"""A neighbourhood's ring: closed only when everything planned for it stands and nothing else is open."""

from collections.abc import Iterable

from msgspec.structs import replace

from yipanqi.close.model import NeighbourhoodRow, OpeningRow, RingState
from yipanqi.close.state import Board
from yipanqi.ground.ids import NeighbourhoodId


def refreshed(board: Board, which: Iterable[NeighbourhoodId], position: int) -> Board:
    """The board with the rings of those neighbourhoods worked out anew."""
    wanted = {m for n in which for m in board.ring_of.get(n, (n,)) if m in board.neighbourhoods}
    rows = dict(board.neighbourhoods)
    for name in wanted:
        members = board.ring_of.get(name, (name,))
        row = _ring(rows[name], _of(board, (name,)), _of(board, members))
        if row != rows[name]:
            rows[name] = replace(row, position=position)
    return replace(board, neighbourhoods=rows)


def _of(board: Board, places: Iterable[NeighbourhoodId]) -> list[OpeningRow]:
    """The openings of some neighbourhoods that a ring needs; those inside it need nothing."""
    rows = (board.openings[o] for place in places for o in board.openings_of.get(place, ()))
    return [o for o in rows if o.role != "inside"]


def _ring(row: NeighbourhoodRow, own: list[OpeningRow], whole: list[OpeningRow]) -> NeighbourhoodRow:
    """The row by its own openings in numbers, and by its whole ring's in state."""
    if row.walled:
        return row
    due = [o.due_at for o in whole if o.due_at is not None]
    ring = ring_state(whole)
    closed = [o.since for o in whole if o.since is not None]
    return replace(
        row,
        openings=len(own),
        done=sum(o.state == "done" for o in own),
        blocked=sum(o.state == "blocked" for o in own),
        ring=ring,
        due_at=max(due, default=None),
        closed_at=max(closed, default=None) if ring == "closed" else None,
    )


def ring_state(openings: list[OpeningRow]) -> RingState:
    """Closed when every opening is done, one found tonight included; one hole and it is not.

    A neighbourhood in which the map found no opening at all is not proven closed by that.
    """
    if openings and all(o.state == "done" for o in openings):
        return "closed"
    return "closing" if any(o.state in {"done", "under_way"} for o in openings) else "open"
