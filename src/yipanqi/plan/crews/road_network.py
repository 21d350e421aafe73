"""The roads a van can drive, as stretches between junctions, and where each place joins them.

All lengths are whole millimetres: sums of them are exact, so a way is as long from one end as from the
other, and the same town gives the same times whatever was asked for before. One-way streets are driven
both ways: at night, and behind a cordon, crews do.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from shapely import STRtree, get_coordinates, intersection, line_locate_point, linestrings
from shapely.geometry import LineString, Point

from yipanqi.ground.plane import XY, Frame
from yipanqi.survey.model import Barrier, Way

OFF_ROAD_M = 300.0
"""A place farther from any road is not joined to one."""
_AT_THE_NET_MM = 2_000
"""Whoever stands as near as this to a net that bars a road can go on on either side of it."""

Floats = NDArray[np.float64]
Cut = tuple[int, int]
"""A stretch that is barred, and how far along it (mm)."""


class Stretch(NamedTuple):
    """Road between two junctions (their numbers), and its length; `raised`: on a bridge or in a tunnel."""

    start: int
    end: int
    length_mm: int
    raised: bool


class Joint(NamedTuple):
    """Where a place joins the roads: how far along which stretch, and how far off it; stretch -1: nowhere."""

    stretch: int
    along_mm: int
    off_m: float


class RoadNetwork:
    """The roads of one map on one plane; built once, asked often, never changed."""

    def __init__(self, ways: Iterable[Way], barriers: Iterable[Barrier], frame: Frame) -> None:
        self.stretches: list[Stretch] = []
        self.junctions = 0
        lines, posts = self._lay(list(_driven(ways)), _posts(barriers), frame)
        self._lines = np.array([linestrings(line) for line in lines], dtype=object)
        self._tree = STRtree(self._lines)
        on_ground = [n for n, stretch in enumerate(self.stretches) if not stretch.raised]
        self._ground = np.array(on_ground, dtype=np.intp)
        self._ground_tree = STRtree(self._lines[self._ground])
        self.always = frozenset(posts)
        """Bollards and the like, which hold back vans whatever stands tonight."""

    def joints(self, spots: Sequence[XY]) -> list[Joint]:
        """Where places (metres) join the roads on the ground."""
        if not len(self._ground) or not spots:
            return [Joint(-1, 0, np.inf)] * len(spots)
        here = [Point(x, y) for x, y in spots]
        (found, nearest), away_m = self._ground_tree.query_nearest(
            here, max_distance=OFF_ROAD_M, return_distance=True, all_matches=True
        )
        best: dict[int, tuple[float, int]] = {}
        for spot, line, away in zip(found, nearest, away_m, strict=True):
            best[int(spot)] = min(best.get(int(spot), (np.inf, -1)), (float(away), int(self._ground[line])))
        joined = []
        for n in range(len(spots)):
            away, stretch = best.get(n, (np.inf, -1))
            along_mm = (
                round(1000 * float(line_locate_point(self._lines[stretch], here[n]))) if n in best else 0
            )
            joined.append(Joint(stretch, min(along_mm, self._length_mm(stretch)), away))
        return joined

    def cuts(self, line: Sequence[XY], *, raised: bool = False) -> frozenset[Cut]:
        """Where a net along a line (metres) bars a road."""
        net = LineString(line)
        told = set()
        for n in self._tree.query(net, predicate="intersects"):
            stretch = self.stretches[n]
            if stretch.raised != raised:
                continue
            for spot in get_coordinates(intersection(self._lines[n], net)):
                along_mm = round(1000 * float(line_locate_point(self._lines[n], Point(spot))))
                told.add((int(n), min(along_mm, stretch.length_mm)))
        return frozenset(told)

    def graph(self, cuts: Iterable[Cut]) -> csr_array:
        """Junction to junction, in millimetres, without the stretches that are barred."""
        barred = {stretch for stretch, _ in cuts}
        shortest: dict[tuple[int, int], int] = {}
        for n, stretch in enumerate(self.stretches):
            if n not in barred and stretch.start != stretch.end:
                ends = min(stretch.start, stretch.end), max(stretch.start, stretch.end)
                shortest[ends] = min(shortest.get(ends, stretch.length_mm), stretch.length_mm)
        pairs = np.array(sorted(shortest), dtype=np.intp).reshape(-1, 2)
        lengths = np.array([shortest[a, b] for a, b in pairs.tolist()], dtype=np.float64)
        return csr_array((lengths, (pairs[:, 0], pairs[:, 1])), shape=(self.junctions, self.junctions))

    def ways_out(self, joint: Joint, cuts: Mapping[int, Sequence[int]]) -> Iterator[tuple[int, int]]:
        """The junctions a place's own stretch leads to, and how far they are (mm)."""
        if joint.stretch < 0:
            return
        stretch, barred = self.stretches[joint.stretch], cuts.get(joint.stretch, ())
        if not _between(barred, 0, joint.along_mm, joint.along_mm):
            yield stretch.start, joint.along_mm
        if not _between(barred, joint.along_mm, stretch.length_mm, joint.along_mm):
            yield stretch.end, stretch.length_mm - joint.along_mm

    def _length_mm(self, stretch: int) -> int:
        return self.stretches[stretch].length_mm if stretch >= 0 else 0

    def _lay(
        self, ways: list[Way], posts: set[tuple[float, float]], frame: Frame
    ) -> tuple[list[Floats], list[Cut]]:
        """Cut the ways at junctions, and where they go up or down; lines in metres, and posts on them."""
        ends = Counter(node for way in ways for node in (way.nodes[0], way.nodes[-1]))
        inside = Counter(node for way in ways for node in way.nodes[1:-1])
        junction = ends.keys() | {node for node, times in inside.items() if times > 1}
        number = {node: n for n, node in enumerate(sorted(junction))}
        self.junctions = len(number)
        lines: list[Floats] = []
        barred: list[Cut] = []
        for way in ways:
            spots = frame.to_xy(np.array(way.line, dtype=np.float64))
            cut_at = [n for n, node in enumerate(way.nodes) if node in number]
            for first, last in pairwise(cut_at):
                line = spots[first : last + 1]
                steps = np.sqrt((np.diff(line, axis=0) ** 2).sum(axis=1))
                along = np.concatenate(([0.0], np.cumsum(steps)))
                barred += [
                    (len(lines), round(1000 * float(along[n - first])))
                    for n in range(first, last + 1)
                    # A post where three ways meet says nothing of which of them it bars.
                    if way.line[n] in posts and ends[way.nodes[n]] + 2 * inside[way.nodes[n]] == 2
                ]
                length_mm = max(1, round(1000 * float(along[-1])))
                a, b = number[way.nodes[first]], number[way.nodes[last]]
                self.stretches.append(Stretch(a, b, length_mm, _raised(way)))
                lines.append(line)
        return lines, barred


def barred_at(cuts: Iterable[Cut]) -> dict[int, list[int]]:
    """The cuts by stretch, in order along it."""
    told: dict[int, list[int]] = defaultdict(list)
    for stretch, along_mm in sorted(cuts):
        told[stretch].append(along_mm)
    return told


def apart_mm(one: Joint, other: Joint, cuts: Mapping[int, Sequence[int]]) -> int | None:
    """How far two places are along one stretch; None on two stretches, or where a net stands between."""
    if one.stretch != other.stretch or one.stretch < 0:
        return None
    low, high = sorted((one.along_mm, other.along_mm))
    if any(low + _AT_THE_NET_MM < cut < high - _AT_THE_NET_MM for cut in cuts.get(one.stretch, ())):
        return None
    return high - low


def _between(cuts: Sequence[int], low: int, high: int, here: int) -> bool:
    """Whether a net stands between two points of a stretch, but not right at the place itself."""
    return any(low <= cut <= high and abs(cut - here) > _AT_THE_NET_MM for cut in cuts)


def _driven(ways: Iterable[Way]) -> Iterator[Way]:
    return (way for way in ways if way.vehicle and not way.area and len(way.line) > 1)


def _raised(way: Way) -> bool:
    return (way.bridge or way.tunnel) and not way.passage


def _posts(barriers: Iterable[Barrier]) -> set[tuple[float, float]]:
    """Places on ways at which something holds vans back."""
    return {b.line[0] for b in barriers if len(b.line) == 1 and b.stops != "nobody"}
