"""Travel between the places of a crew problem: the one formula, for one pair and for all."""

import math

import numpy as np
from numpy.typing import NDArray

from yipanqi.ground.plane import XY
from yipanqi.plan.crews.model import CrewProblem, Travel


def travel_s(travel: Travel, here: XY, there: XY) -> int:
    """Whole seconds from one place to another: ceil(detour x straight distance / speed)."""
    distance_m = math.hypot(there[0] - here[0], there[1] - here[1])
    return math.ceil(travel.detour * distance_m / travel.speed_m_s)


def places(problem: CrewProblem) -> NDArray[np.float64]:
    """Metres, shape (crews + suppliers + jobs, 2): where crews start, yards, jobs, in the problem's order."""
    rows = [(c.x_m, c.y_m) for c in problem.crews]
    rows += [(y.x_m, y.y_m) for y in problem.suppliers]
    rows += [(j.x_m, j.y_m) for j in problem.jobs]
    return np.array(rows, dtype=np.float64).reshape(-1, 2)


def travel_matrix(problem: CrewProblem) -> NDArray[np.int32]:
    """Seconds between all `places`, shape (n, n).

    Where the formula falls within 1e-9 of a whole second the later one is taken, so that a reader
    who multiplies in another order never finds a crew a second early.
    """
    xy = places(problem)
    across = xy[:, None, :] - xy[None, :, :]
    seconds = problem.travel.detour * np.hypot(across[..., 0], across[..., 1]) / problem.travel.speed_m_s
    return np.where(seconds > 0, np.ceil(seconds + 1e-9), 0).astype(np.int32)
