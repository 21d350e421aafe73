"""Pulls a line over free ground tight, like a string: corners that lie free are cut off where that may be.

A cut of triangles can put nets only where a triangle has a side, so its line follows corners of the edge,
and comes from one front to the next by a third, where a straight net would be shorter.
"""

from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from yipanqi.ground.plane import XY
from yipanqi.solvers.closure.obstacles import Leaning
from yipanqi.survey.chart import Floats, straight_pieces

GAIN_M = 0.05
"""A corner is cut off where that saves so much net, at least."""
SKIN_M = 0.05
"""A net may graze an obstacle by so much, and cut off no more of it."""
MOST_SIDES = 8
"""Over so many sides of a line at once."""
LEANT_M = 5.0
"""A straight line that is longer than the net it saves by more than this is not looked at: it would have to
lean on obstacles for the rest."""
THIN_M2 = 1e-6

Side = tuple[XY, XY]


class Tightening:
    """The ground a line may be pulled over: what it leans on, and what must stay on its side of it."""

    def __init__(self, obstacles: BaseGeometry, leaning: Leaning, fixed: NDArray[np.object_]) -> None:
        """`obstacles` are all together; `fixed` are points and lines that keep their side."""
        self._leaning = leaning
        self._solid = shapely.STRtree(shapely.get_parts(obstacles.buffer(-SKIN_M)))
        self._fixed = shapely.STRtree(fixed)
        self._side_m: dict[Side, float] = {}
        """Metres of net of sides of lines, and of straight lines that might replace some: most are asked
        about again on the next round. A straight line through a house is endless."""
        self._straight_m: dict[Side, float] = {}
        self._allowed: dict[tuple[XY, ...], bool] = {}

    def tightened(self, ring: Polygon) -> Polygon:
        """The ring, or a shorter one that has the same things inside and needs less net."""
        if ring.interiors:
            return ring
        xy = shapely.get_coordinates(ring.exterior)[:-1]
        before = len(xy) + 1
        while 4 < len(xy) < before:
            before = len(xy)
            xy = self._round(xy)
        found = Polygon(xy)
        return found if found.is_valid and len(xy) < len(ring.exterior.coords) - 1 else ring

    def _round(self, xy: Floats) -> Floats:
        """Once round: every straight line that saves net, those first that save most."""
        kept = np.ones(len(xy), dtype=bool)
        for start, sides in self._worth(xy):
            run = np.arange(start, start + sides + 1) % len(xy)
            if not kept[run].all() or kept.sum() - (sides - 1) < 4:
                continue
            if self._may(tuple(map(tuple, xy[run].tolist()))):
                left = kept.copy()
                left[run[1:-1]] = False
                if Polygon(xy[left]).is_valid:
                    kept = left
        return xy[kept]

    def _worth(self, xy: Floats) -> list[tuple[int, int]]:
        """From which corner over how many sides a straight line saves net, the most first."""
        count = len(xy)
        twice = np.concatenate((xy, xy))
        places: list[XY] = list(map(tuple, twice.tolist()))
        side_m = self._sides_m(list(pairwise(places[: count + 1])))
        run_m = np.concatenate(([0.0], np.cumsum(side_m + side_m)))
        asked: list[tuple[int, int]] = []
        for sides in range(2, min(MOST_SIDES, count - 3) + 1):
            now_m = run_m[sides : sides + count] - run_m[:count]
            chord_m = np.hypot(*(twice[sides : sides + count] - xy).T)
            may_pay = (now_m > GAIN_M) & (chord_m < now_m + LEANT_M)
            asked += [(int(i), sides) for i in np.flatnonzero(may_pay)]
        straight_m = self._chords_m([(places[i], places[i + sides]) for i, sides in asked])
        first, sides_of = np.array(asked, dtype=np.int64).reshape(-1, 2).T
        gains = run_m[first + sides_of] - run_m[first] - np.array(straight_m)
        order = np.argsort(-gains, kind="stable")
        return [asked[i] for i in order if gains[i] > GAIN_M]

    def _sides_m(self, sides: list[Side]) -> list[float]:
        fresh = [side for side in dict.fromkeys(sides) if side not in self._side_m]
        if fresh:
            found = self._leaning.net_m(np.array(fresh, dtype=np.float64))
            self._side_m.update(zip(fresh, found.tolist(), strict=True))
        return [self._side_m[side] for side in sides]

    def _chords_m(self, chords: list[Side]) -> list[float]:
        fresh = [chord for chord in dict.fromkeys(chords) if chord not in self._straight_m]
        if fresh:
            ends = np.array(fresh, dtype=np.float64)
            found = self._leaning.net_m(ends)
            found[self._solid.query(straight_pieces(ends), predicate="intersects")[0]] = np.inf
            self._straight_m.update(zip(fresh, found.tolist(), strict=True))
        return [self._straight_m[chord] for chord in chords]

    def _may(self, corners: tuple[XY, ...]) -> bool:
        """Whether nothing lies between a line and the straight one that would change sides."""
        if corners not in self._allowed:
            between = Polygon(corners)
            self._allowed[corners] = between.is_valid and (
                between.area < THIN_M2 or not len(self._fixed.query(between, predicate="intersects"))
            )
        return self._allowed[corners]
