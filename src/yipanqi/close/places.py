"""Where the night happens, in metres on the board's own plane, and what bars its roads by now."""

from collections.abc import Iterator, Sequence

from yipanqi.close.model import OpeningRow
from yipanqi.close.state import Board
from yipanqi.ground.plane import XY, Frame, LonLat

BARRING = frozenset({"bar", "emergency"})
"""What no van drives through: nets, and emergency openings, which are locked."""


def frame_of(board: Board) -> Frame:
    """The plane that a board's crews are planned on."""
    west, south, east, north = board.bounds
    return Frame(((west + east) / 2, (south + north) / 2))


def middle(line: tuple[LonLat, LonLat]) -> LonLat:
    """Half way between two places near each other."""
    (a, b), (c, d) = line
    return (a + c) / 2, (b + d) / 2


def spots_of(board: Board, frame: Frame) -> list[XY]:
    """Every place that a plan for what is left may send somebody to, or from."""
    places = [middle(o.line) for o in board.openings.values() if o.role != "inside" and o.state != "done"]
    places += [crew.place for crew in board.crews.values()]
    places += [yard.place for yard in board.suppliers.values()]
    return [frame.xy(place) for place in places]


def standing(board: Board) -> Iterator[tuple[OpeningRow, Sequence[LonLat]]]:
    """The openings that are shut by now, each with the line its net stands on."""
    for row in board.openings.values():
        shut = row.role in BARRING if row.state == "done" else row.stands in BARRING
        if shut:
            mapped = board.mapped.get(row.id)
            yield row, (mapped.stretch if mapped and mapped.line == row.line and mapped.stretch else row.line)
