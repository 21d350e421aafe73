"""Ways by road between all the places of a night, kept while the night goes on.

A place found tonight costs one more search of the roads, a net that bars a street the rows of those who
drove through it; what is kept is always, to the second, what would come out anew.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import dist

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import dijkstra

from yipanqi.ground.plane import XY
from yipanqi.plan.crews.model import RoadTimes, Travel
from yipanqi.plan.crews.road_network import Cut, Floats, Joint, RoadNetwork, apart_mm, barred_at
from yipanqi.plan.crews.travel import NO_WAY_S

_SAME_SPOT_MM = 25_000
"""Two places that join a road no farther apart than this go straight, not there and back."""
_BATCH = 256
"""Places searched from at a time: all at once would take more memory than the answer is worth."""
_KEPT = 64
"""Places that nobody asks for any more (where crews were) are kept until there are more than these."""


class RoadTimesKeeper:
    """Times on one network; asked again and again with the places and the barred roads of the moment."""

    def __init__(self, network: RoadNetwork) -> None:
        self.network = network
        self._forget(())

    def times(self, travel: Travel, spots: Iterable[XY], cuts: Iterable[Cut] = ()) -> RoadTimes:
        """Seconds between places (metres), with the nets that stand; `NO_WAY_S` where no road leads."""
        wanted = sorted({(float(x), float(y)) for x, y in spots})
        self._bar(frozenset(cuts) | self.network.always)
        if len(self._number) > 2 * len(wanted) + _KEPT:
            self._forget(self._cuts)
        self._learn([spot for spot in wanted if spot not in self._number])
        rows = np.array([self._number[spot] for spot in wanted], dtype=np.intp)
        return RoadTimes(tuple(wanted), self._seconds(travel, wanted, rows).astype("<u2").tobytes())

    def _seconds(self, travel: Travel, spots: list[XY], rows: NDArray[np.intp]) -> NDArray[np.int64]:
        """Along the road, and off it straight with the detour."""
        joints = [self._joints[row] for row in rows]
        off_mm = np.array([_off_mm(travel, joint) for joint in joints], dtype=np.float64)
        metres = self._mm[np.ix_(rows, rows)] + (off_mm[:, None] + off_mm[None, :])
        stretch = np.array([joint.stretch for joint in joints], dtype=np.intp)
        beside = (stretch[:, None] == stretch[None, :]) & (stretch[:, None] >= 0)
        for a, b in np.argwhere(beside).tolist():
            along_mm = apart_mm(joints[a], joints[b], self._barred)
            if a != b and along_mm is not None and along_mm <= _SAME_SPOT_MM:
                metres[a, b] = min(metres[a, b], 1000 * travel.detour * dist(spots[a], spots[b]))
        np.fill_diagonal(metres, 0.0)
        seconds = np.ceil(metres / (1000 * travel.speed_m_s))
        return np.where(seconds < NO_WAY_S, seconds, NO_WAY_S).astype(np.int64)

    def _forget(self, cuts: Iterable[Cut]) -> None:
        self._cuts = frozenset(cuts)
        self._barred = barred_at(self._cuts)
        self._graph = self.network.graph(self._cuts)
        self._number: dict[XY, int] = {}
        self._joints: list[Joint] = []
        self._on: dict[int, list[int]] = defaultdict(list)
        self._mm: Floats = np.zeros((0, 0))

    def _bar(self, cuts: frozenset[Cut]) -> None:
        """Take in what stands now: only the rows of those who drove there are searched anew."""
        if cuts == self._cuts:
            return
        fresh = cuts - self._cuts
        if self._cuts - cuts:
            self._forget(cuts)
            return
        newly = {stretch for stretch, _ in fresh}
        rows = {n for n, joint in enumerate(self._joints) if joint.stretch in newly}
        for stretch in newly - self._barred.keys():
            rows |= self._through(stretch)
        self._cuts, self._barred = cuts, barred_at(cuts)
        self._graph = self.network.graph(cuts)
        self._search(sorted(rows))

    def _through(self, stretch: int) -> set[int]:
        """Places, so that of every two whose shortest way leads along a stretch one is among them."""
        start, end, length_mm, _ = self.network.stretches[stretch]
        from_start, from_end = self._reach(dijkstra(self._graph, directed=False, indices=[start, end]))
        rows: set[int] = set()
        for here, there in ((from_start, from_end), (from_end, from_start)):
            used = np.isfinite(self._mm) & (here[:, None] + length_mm + there[None, :] == self._mm)
            sides = np.flatnonzero(used.any(axis=1)), np.flatnonzero(used.any(axis=0))
            rows |= set(min(sides, key=len).tolist())
        return rows

    def _learn(self, spots: Sequence[XY]) -> None:
        """Take in places that were not known."""
        if not spots:
            return
        first = len(self._joints)
        self._joints += self.network.joints(spots)
        for n, joint in enumerate(self._joints[first:], start=first):
            self._on[joint.stretch].append(n)
        self._number |= {spot: first + n for n, spot in enumerate(spots)}
        grown = np.full((len(self._joints), len(self._joints)), np.inf)
        grown[:first, :first] = self._mm
        self._mm = grown
        self._search(range(first, len(self._joints)))

    def _search(self, rows: Sequence[int]) -> None:
        """Search the roads from some places to all, and write their rows and columns."""
        for low in range(0, len(rows), _BATCH):
            batch = rows[low : low + _BATCH]
            told = self._from(batch)
            self._mm[batch, :] = told
            self._mm[:, batch] = told.T

    def _from(self, rows: Sequence[int]) -> Floats:
        """Millimetres from some places to all."""
        ways = [list(self.network.ways_out(self._joints[row], self._barred)) for row in rows]
        sources = sorted({junction for out in ways for junction, _ in out})
        at = {junction: n for n, junction in enumerate(sources)}
        reached = np.full((len(rows), len(self._joints)), np.inf)
        if sources:
            between = self._reach(dijkstra(self._graph, directed=False, indices=sources))
            for n, out in enumerate(ways):
                for junction, mm in out:
                    reached[n] = np.minimum(reached[n], between[at[junction]] + mm)
        for n, row in enumerate(rows):
            here = self._joints[row]
            for other in self._on.get(here.stretch, ()):
                along = apart_mm(here, self._joints[other], self._barred)
                reached[n, other] = min(reached[n, other], np.inf if along is None else along)
            reached[n, row] = 0.0
        return reached

    def _reach(self, from_junctions: Floats) -> Floats:
        """From distances to junctions, shape (n, junctions), those to all places, shape (n, places)."""
        told = np.full((len(from_junctions), len(self._joints)), np.inf)
        for place, joint in enumerate(self._joints):
            for junction, mm in self.network.ways_out(joint, self._barred):
                told[:, place] = np.minimum(told[:, place], from_junctions[:, junction] + mm)
        return told


def _off_mm(travel: Travel, joint: Joint) -> float:
    return float(np.round(1000 * travel.detour * joint.off_m)) if joint.stretch >= 0 else np.inf
