"""Travel between the places of a crew problem: the one formula, for one pair and for all."""

import math
from bisect import bisect_left

import numpy as np
from numpy.typing import NDArray

from yipanqi.ground.plane import XY
from yipanqi.plan.crews.model import CrewProblem, RoadTimes, Travel

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
    xy = places(problem)
    seconds = np.empty((len(xy), len(xy)), dtype=np.int32)
    for low in range(0, len(xy), _ROWS):  # all at once would take eight times the memory of the answer
        across = xy[low : low + _ROWS, None, :] - xy[None, :, :]
        distance_m = np.sqrt(across[..., 0] * across[..., 0] + across[..., 1] * across[..., 1])
        seconds[low : low + _ROWS] = np.ceil(problem.travel.detour * distance_m / problem.travel.speed_m_s)
    if problem.travel.roads is not None:
        _put_roads(problem.travel.roads, xy, seconds)
    return seconds


def _put_roads(roads: RoadTimes, xy: NDArray[np.float64], seconds: NDArray[np.int32]) -> None:
    """Write in place the seconds by road wherever they are known."""
    rows = [_number(roads, (float(x), float(y))) for x, y in xy]
    known = np.flatnonzero(np.array(rows) >= 0)
    number = np.array(rows, dtype=np.intp)[known]
    size = len(roads.places)
    by_road = np.frombuffer(roads.seconds, dtype="<u2").reshape(size, size)[np.ix_(number, number)]
    straight = seconds[np.ix_(known, known)]
    seconds[np.ix_(known, known)] = np.where(by_road < NO_WAY_S, by_road, straight)
