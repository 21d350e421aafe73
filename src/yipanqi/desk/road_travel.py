"""How crews travel on a board: on the roads of its map, edits included, round the nets that stand.

The roads are laid out once for a map, and the times between places are kept: a report costs what it
changed. On a board without a map crews go straight, with the detour.
"""

from contextlib import AbstractContextManager
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from yipanqi.close.places import frame_of, spots_of, standing
from yipanqi.close.state import Board
from yipanqi.desk.edited_ground import EditedGround
from yipanqi.ground.plane import XY, Frame
from yipanqi.ground.refusal import Refusal
from yipanqi.plan.crews.model import Travel
from yipanqi.plan.crews.road_network import Cut, RoadNetwork
from yipanqi.plan.crews.road_times import RoadTimesKeeper
from yipanqi.survey.model import Extract


class _Kept(Struct, frozen=True):
    """Roads laid out, for one map on one plane."""

    bounds: tuple[float, float, float, float]
    extract: Extract
    frame: Frame
    keeper: RoadTimesKeeper
    cuts: dict[object, frozenset[Cut]]
    """By the line of a net and its level; filled as nets come to stand."""


class RoadTravel:
    """Hands out times by road; may be asked from any thread."""

    def __init__(
        self, ground: EditedGround, straight: Travel, one_at_a_time: AbstractContextManager[Any]
    ) -> None:
        self._ground = ground
        self._straight = straight
        self._kept: _Kept | None = None
        self._last: tuple[tuple[XY, ...], frozenset[Cut], Travel] | None = None
        self._answered: tuple[Board, Travel] | None = None
        self._one_at_a_time = one_at_a_time

    def __call__(self, board: Board) -> Travel:
        """How crews travel on the board as it stands."""
        answered = self._answered
        if answered is not None and answered[0] is board:
            return answered[1]
        travel = self._on(board)
        self._answered = board, travel
        return travel

    def _on(self, board: Board) -> Travel:
        ground = self._ground.now()
        if isinstance(ground, Refusal):
            return self._straight
        with self._one_at_a_time:
            kept = self._laid(board, ground.edited.extract)
            if not kept.keeper.network.stretches:
                return self._straight
            spots = tuple(spots_of(board, kept.frame))
            cuts = frozenset(cut for one in _barred(board, kept) for cut in one)
            if self._last is None or self._last[:2] != (spots, cuts):
                roads = kept.keeper.times(self._straight, spots, cuts)
                self._last = spots, cuts, replace(self._straight, roads=roads)
            return self._last[2]

    def _laid(self, board: Board, extract: Extract) -> _Kept:
        """The roads of a map; kept as long as no edit changes a way or a wall."""
        kept = self._kept
        same = kept is not None and kept.bounds == board.bounds
        if kept is None or not same or not _same_roads(kept.extract, extract):
            frame = frame_of(board)
            network = RoadNetwork(extract.ways, extract.barriers, frame)
            kept = _Kept(board.bounds, extract, frame, RoadTimesKeeper(network), {})
            self._kept, self._last = kept, None
        return kept


def _same_roads(one: Extract, other: Extract) -> bool:
    return one.ways is other.ways and one.barriers is other.barriers


def _barred(board: Board, kept: _Kept) -> list[frozenset[Cut]]:
    """Where the nets that stand bar roads."""
    told = []
    for row, line in standing(board):
        mapped = board.mapped.get(row.id)
        raised = mapped is not None and mapped.level != "ground"
        key = tuple(line), raised
        if key not in kept.cuts:
            kept.cuts[key] = kept.keeper.network.cuts([kept.frame.xy(p) for p in line], raised=raised)
        told.append(kept.cuts[key])
    return told
