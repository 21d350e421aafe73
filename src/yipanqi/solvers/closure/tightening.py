"""Pulls a line over free ground tight, like a string: corners that lie free are cut off where that may be.

A cut of triangles can put nets only where a triangle has a side, so its line follows corners of the edge,
and comes from one front to the next by a third, where a straight net would be shorter.
"""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from yipanqi.ground.plane import XY

GAIN_M = 0.05
"""A corner is cut off where that saves so much net, at least."""
SKIN_M = 0.05
"""A net may graze an obstacle by so much, and cut off no more of it."""


class Tightening:
    """The ground a line may be pulled over: what it leans on, and what must stay on its side of it."""

    def __init__(self, obstacles: Sequence[BaseGeometry], reach_m: float, fixed: NDArray[np.object_]) -> None:
        """`reach_m` around obstacles needs no net; `fixed` are points and lines that keep their side."""
        whole = shapely.union_all(obstacles) if len(obstacles) else Polygon()
        self._leant_on = shapely.STRtree(shapely.get_parts(whole.buffer(reach_m)))
        self._solid = shapely.STRtree(shapely.get_parts(whole.buffer(-SKIN_M)))
        self._fixed = shapely.STRtree(fixed)

    def tightened(self, ring: Polygon) -> Polygon:
        """The ring, or a shorter one that has the same things inside and needs less net."""
        if ring.interiors:
            return ring
        xy: list[XY] = [(float(x), float(y)) for x, y in shapely.get_coordinates(ring.exterior)[:-1]]
        net_m = [self._net_m(a, b) for a, b in zip(xy, [*xy[1:], xy[0]], strict=True)]
        before = len(xy) + 1
        while 4 < len(xy) < before:
            before = len(xy)
            self._pass(xy, net_m)
        found = Polygon(xy)
        return found if found.is_valid and len(xy) < len(ring.exterior.coords) - 1 else ring

    def _pass(self, xy: list[XY], net_m: list[float]) -> None:
        """Once round: `net_m[i]` is of the side from corner i to the next."""
        at = 0
        while at < len(xy) and len(xy) > 4:
            before, after = xy[at - 1], xy[(at + 1) % len(xy)]
            now_m = net_m[at - 1] + net_m[at]
            straight_m = self._net_m(before, after) if now_m > GAIN_M else now_m
            if straight_m < now_m - GAIN_M and self._may(before, xy[at], after):
                net_m[at - 1] = straight_m
                del xy[at], net_m[at]
            else:
                at += 1

    def _net_m(self, one: XY, other: XY) -> float:
        """Metres of a straight line that lean on nothing."""
        line = LineString((one, other))
        near = self._leant_on.geometries[self._leant_on.query(line, predicate="intersects")]
        return float(line.length - shapely.length(shapely.intersection(near, line)).sum())

    def _may(self, before: XY, corner: XY, after: XY) -> bool:
        """Whether nothing lies in the corner that would change sides, and no house in the way."""
        if len(self._solid.query(LineString((before, after)), predicate="intersects")):
            return False
        corner_ground = Polygon((before, corner, after))
        thin = corner_ground.area < 1e-6
        return thin or not len(self._fixed.query(corner_ground, predicate="intersects"))
