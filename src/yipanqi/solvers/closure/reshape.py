"""Reshapes a ring by what a minimum cut says, piece by piece, keeping only what saves a net."""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from yipanqi.solvers.closure.cut import Cut
from yipanqi.solvers.closure.freeground import stays_simple
from yipanqi.survey.chart import Chart
from yipanqi.survey.openings import gaps

CLOSE_M = 1.5
"""A slit narrower than twice this between a ring and a street it takes in is taken in with it."""

LEAST_KEPT = 0.9
"""Of each neighbourhood's ground; a ring that gives up more is not that neighbourhood's any more."""


class Shape:
    """Rings that may be tried for one set of buildings."""

    def __init__(self, chart: Chart, ring: Polygon, areas: Sequence[Polygon], own: NDArray[np.int64]) -> None:
        self.chart = chart
        self.own = own
        self.parts = [area.intersection(ring) for area in areas]
        """What the ring holds of each neighbourhood before it is reshaped."""
        near = chart.building_tree.query(ring.buffer(100.0))
        ours = set(own.tolist())
        self.others = np.array(sorted(int(i) for i in near if int(i) not in ours), dtype=np.int64)

    def count(self, ring: Polygon) -> int:
        """Gaps in a ring."""
        return len(gaps(self.chart, ring))

    def sound(self, before: Polygon, ring: Polygon) -> bool:
        """Whether a ring holds every own building, and no other that the ring before did not."""
        if ring.is_empty or not stays_simple(self.chart, ring):
            return False
        if any(ring.intersection(part).area < LEAST_KEPT * part.area for part in self.parts):
            return False
        points = self.chart.centroids
        if len(self.own) and not shapely.contains_xy(ring, points[self.own]).all():
            return False
        if not len(self.others):
            return True
        held = shapely.contains_xy(ring, points[self.others])
        return not bool((held & ~shapely.contains_xy(before, points[self.others])).any())

    def reshaped(self, ring: Polygon, cut: Cut) -> Polygon:
        """The ring with every change that leaves fewer gaps, as it is written; else the ring itself."""
        best, fewest = ring, self.count(ring)
        changes = [(strip, True) for strip in cut.taken_in] + [(strip, False) for strip in cut.given_up]
        everything = best
        for strips, taken in ((cut.taken_in, True), (cut.given_up, False)):
            if strips:
                everything = self._changed(everything, shapely.union_all(strips), taken)
        everything = self.chart.as_written(everything)
        if self.sound(ring, everything) and self.count(everything) < fewest:
            best, fewest = everything, self.count(everything)
        for strip, taken in changes:
            if fewest <= cut.value:
                break
            tried = self._changed(best, strip, taken)
            if tried is best:
                continue
            tried = self.chart.as_written(tried)
            if not self.sound(best, tried):
                continue
            count = self.count(tried)
            if count < fewest:
                best, fewest = tried, count
        return best

    def _changed(self, ring: Polygon, strip: BaseGeometry, taken: bool) -> Polygon:
        """The ring with a strip of ground taken in, or given up; unchanged where that leaves no ring."""
        if not taken:
            return self._main_part(ring.difference(strip)) or ring
        joined = ring.union(strip.buffer(0.05))
        closed = joined.buffer(CLOSE_M, join_style="mitre").buffer(-CLOSE_M, join_style="mitre")
        main = self._main_part(closed.union(joined))
        return self._without_holes(main) if main is not None else ring

    def _main_part(self, shape: BaseGeometry) -> Polygon | None:
        parts = [part for part in shapely.get_parts(shape) if isinstance(part, Polygon)]
        if not parts:
            return None
        points = self.chart.centroids[self.own]
        held = [int(shapely.contains_xy(part, points).sum()) if len(points) else 0 for part in parts]
        best = max(range(len(parts)), key=lambda i: (held[i], parts[i].area))
        return parts[best]

    def _without_holes(self, ring: Polygon) -> Polygon:
        """Holes with nobody's building in them are ground inside."""
        points = self.chart.centroids[self.others]
        kept = [
            hole
            for hole in ring.interiors
            if len(points) and shapely.contains_xy(Polygon(hole), points).any()
        ]
        return Polygon(ring.exterior, kept)
