"""Travel between the places of a crew problem: the one formula, for one pair and for all."""

import math

import numpy as np
from numpy.typing import NDArray

from yipanqi.ground.plane import XY
from yipanqi.plan.crews.model import CrewProblem, Travel

_ROWS = 256


def travel_s(travel: Travel, here: XY, there: XY) -> int:
    """Whole seconds from one place to another: ceil(detour x straight distance / speed)."""
    east_m, north_m = there[0] - here[0], there[1] - here[1]
    return math.ceil(travel.detour * math.sqrt(east_m * east_m + north_m * north_m) / travel.speed_m_s)


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
    return seconds
