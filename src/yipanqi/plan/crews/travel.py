"""Travel between the places of a crew problem: the one formula, for one pair and for all."""

import math
from bisect import bisect_left

import numpy as np
from numpy.typing import NDArray

from yipanqi.ground.plane import XY
from yipanqi.plan.crews.model import CrewOnShift, CrewProblem, RoadTimes, Travel

NO_WAY_S = 65_535
"""In `RoadTimes.seconds`: no road is known to lead from one place to the other."""
_ROWS = 256


def travel_s(travel: Travel, here: XY, there: XY) -> int:
    """Whole seconds from one place to another: by road where that is known, else straight with a detour."""
    if travel.roads is not None:
        by_road_s = _by_road_s(travel.roads, here, there)
        if by_road_s < NO_WAY_S:
            return by_road_s
    east_m, north_m = there[0] - here[0], there[1] - here[1]
    return math.ceil(travel.detour * math.sqrt(east_m * east_m + north_m * north_m) / travel.speed_m_s)


def way_back_s(travel: Travel, crew: CrewOnShift, here: XY) -> int:
    """Whole seconds from a place to where a crew must end; 0 for a crew that may stay where it is."""
    return 0 if crew.ends_at is None else travel_s(travel, here, (crew.ends_at.x_m, crew.ends_at.y_m))


def _by_road_s(roads: RoadTimes, here: XY, there: XY) -> int:
    a, b = _number(roads, here), _number(roads, there)
    if a < 0 or b < 0:
        return NO_WAY_S
    at = 2 * (a * len(roads.places) + b)
    return int.from_bytes(roads.seconds[at : at + 2], "little")


def _number(roads: RoadTimes, place: XY) -> int:
    """A place's number among those roads are known between; -1 if it is none of them."""
    at = bisect_left(roads.places, place)
    return at if at < len(roads.places) and roads.places[at] == place else -1


def places(problem: CrewProblem) -> NDArray[np.float64]:
    """Metres, shape (crews + suppliers + jobs, 2): where crews start, yards, jobs, in the problem's order."""
    rows = [(c.x_m, c.y_m) for c in problem.crews]
    rows += [(y.x_m, y.y_m) for y in problem.suppliers]
    rows += [(j.x_m, j.y_m) for j in problem.jobs]
    return np.array(rows, dtype=np.float64).reshape(-1, 2)


def travel_matrix(problem: CrewProblem) -> NDArray[np.int32]:
    """Seconds between all `places`, shape (n, n); the same operations as `travel_s`, so the same seconds."""
    return seconds_between(problem.travel, places(problem), places(problem))


def ways_back(problem: CrewProblem) -> NDArray[np.int32]:
    """Seconds from all `places` (columns) to where each crew (rows) must end; noughts where it need not."""
    seconds = np.zeros((len(problem.crews), len(places(problem))), dtype=np.int32)
    ends = {(c.ends_at.x_m, c.ends_at.y_m) for c in problem.crews if c.ends_at is not None}
    for end in ends:
        rows = [n for n, c in enumerate(problem.crews) if c.ends_at and (c.ends_at.x_m, c.ends_at.y_m) == end]
        seconds[rows] = seconds_between(problem.travel, places(problem), np.array([end]))[:, 0]
    return seconds


def seconds_between(
    travel: Travel, here: NDArray[np.float64], there: NDArray[np.float64]
) -> NDArray[np.int32]:
    """Seconds from each place (row) to each other (column)."""
    seconds = np.empty((len(here), len(there)), dtype=np.int32)
    for low in range(0, len(here), _ROWS):  # all at once would take eight times the memory of the answer
        across = here[low : low + _ROWS, None, :] - there[None, :, :]
        distance_m = np.sqrt(across[..., 0] * across[..., 0] + across[..., 1] * across[..., 1])
        seconds[low : low + _ROWS] = np.ceil(travel.detour * distance_m / travel.speed_m_s)
    if travel.roads is not None:
        _put_roads(travel.roads, here, there, seconds)
    return seconds


def _put_roads(
    roads: RoadTimes, here: NDArray[np.float64], there: NDArray[np.float64], seconds: NDArray[np.int32]
) -> None:
    """Write in place the seconds by road wherever they are known."""
    begin, end = (
        np.array([_number(roads, (float(x), float(y))) for x, y in xy], dtype=np.int64)
        for xy in (here, there)
    )
    known = np.ix_(np.flatnonzero(begin >= 0), np.flatnonzero(end >= 0))
    size = len(roads.places)
    table = np.frombuffer(roads.seconds, dtype="<u2").reshape(size, size)
    by_road = table[np.ix_(begin[begin >= 0], end[end >= 0])]
    seconds[known] = np.where(by_road < NO_WAY_S, by_road, seconds[known])
