"""Travel times between the places of a night on the survey's road network.

A place is joined to the nearest point of a way that can be driven; off the road it goes straight, with the
detour. One-way streets are driven both ways: at night, and behind a cordon, crews do.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import ceil

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import KDTree

from yipanqi.ground.plane import XY, Frame
from yipanqi.plan.crews.model import CrewProblem, RoadTimes, Travel
from yipanqi.plan.crews.travel import NO_WAY_S, places
from yipanqi.survey.model import Way

_STEP_M = 25.0
"""Points on a way are no farther apart than this, so a place joins it where it is near."""
_OFF_ROAD_M = 300.0
"""A place farther from any road is not joined to one."""

Floats = NDArray[np.float64]


class ByRoad(Struct, frozen=True):
    """A problem that travels by road, and the places (metres) that no road leads to from most others."""

    problem: CrewProblem
    unreached: tuple[XY, ...]


def by_road(problem: CrewProblem, ways: Sequence[Way], frame: Frame) -> ByRoad:
    """The problem with road times between all its places; `frame` is the plane its places are on."""
    spots = sorted({(float(x), float(y)) for x, y in places(problem)})
    if not spots:
        return ByRoad(problem, ())
    seconds = seconds_by_road(problem.travel, ways, frame, spots)
    lost = (seconds == NO_WAY_S).sum(axis=1) > (len(spots) - 1) / 2
    roads = RoadTimes(tuple(spots), seconds.astype("<u2").tobytes())
    travelling = replace(problem, travel=replace(problem.travel, roads=roads))
    return ByRoad(travelling, tuple(spot for spot, is_lost in zip(spots, lost, strict=True) if is_lost))


def seconds_by_road(
    travel: Travel, ways: Sequence[Way], frame: Frame, spots: Sequence[XY]
) -> NDArray[np.int64]:
    """Whole seconds between places (metres), shape (n, n); `NO_WAY_S` where no road leads."""
    points, ends, lengths = _network(ways, frame)
    size = len(spots)
    if not len(points):
        return np.where(np.eye(size, dtype=np.bool_), 0, NO_WAY_S)
    away_m, nearest = KDTree(points).query(np.array(spots))
    joint = np.asarray(nearest, dtype=np.intp)
    graph = coo_array((lengths, (ends[:, 0], ends[:, 1])), shape=(len(points), len(points))).tocsr()
    sources, back = np.unique(joint, return_inverse=True)
    along_m = dijkstra(graph, directed=False, indices=sources)[:, sources][np.ix_(back, back)]
    off_m = np.where(away_m <= _OFF_ROAD_M, travel.detour * away_m, np.inf)
    across = np.array(spots)[:, None, :] - np.array(spots)[None, :, :]
    straight_m = travel.detour * np.sqrt((across**2).sum(axis=2))
    metres = along_m + off_m[:, None] + off_m[None, :]
    # Two places that join a road at the same spot go straight, not there and back.
    metres = np.where(joint[:, None] == joint[None, :], np.minimum(metres, straight_m), metres)
    metres[~np.isfinite(off_m), :] = np.inf
    metres[:, ~np.isfinite(off_m)] = np.inf
    np.fill_diagonal(metres, 0.0)
    seconds = np.ceil(metres / travel.speed_m_s)
    return np.where(seconds < NO_WAY_S, seconds, NO_WAY_S).astype(np.int64)


def _network(ways: Sequence[Way], frame: Frame) -> tuple[Floats, NDArray[np.intp], Floats]:
    """Points (metres) of all ways that can be driven, neighbouring pairs of them, and metres between."""
    known: dict[int, int] = {}
    points: list[XY] = []
    ends: list[tuple[int, int]] = []
    driven = [way for way in ways if way.vehicle and not way.area and len(way.line) > 1]
    for way in driven:
        spots = frame.to_xy(np.array(way.line, dtype=np.float64))
        for node, (x, y) in zip(way.nodes, spots, strict=True):
            if node not in known:
                known[node] = len(points)
                points.append((float(x), float(y)))
        numbers = [known[node] for node in way.nodes]
        for a, b in pairwise(numbers):
            if a != b:
                _lay(points, ends, a, b)
    pairs = np.array(sorted(set(ends)), dtype=np.intp).reshape(-1, 2)
    spot = np.array(points, dtype=np.float64).reshape(-1, 2)
    lengths = np.sqrt(((spot[pairs[:, 0]] - spot[pairs[:, 1]]) ** 2).sum(axis=1))
    return spot, pairs, np.maximum(lengths, 1e-6)


def _lay(points: list[XY], ends: list[tuple[int, int]], a: int, b: int) -> None:
    """One straight piece of road from point a to point b, with points between where it is long."""
    (x, y), (u, v) = points[a], points[b]
    pieces = max(1, ceil(((u - x) ** 2 + (v - y) ** 2) ** 0.5 / _STEP_M))
    before = a
    for n in range(1, pieces):
        points.append((x + (u - x) * n / pieces, y + (v - y) * n / pieces))
        ends.append((before, len(points) - 1))
        before = len(points) - 1
    ends.append((min(before, b), max(before, b)))
