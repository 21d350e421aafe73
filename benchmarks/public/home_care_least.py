"""The least travel a home care instance allows, proven by a mixed integer program (HiGHS, by scipy).

Two-index: who of the staff goes a way does not matter, since all are alike. Start times keep routes from
going round, and pairs apart, since nobody starts two visits at once.
"""

import numpy as np
from benchmarks.public.home_care import DAY_H, Instance, Ints
from scipy.optimize import Bounds, LinearConstraint, milp


def least_travel_h(given: Instance, seconds: float) -> float:
    """Lower bound of all ways in hours of a day of nine; the least there is, if there was time enough."""
    size = len(given.ways)
    early = np.maximum(given.early, given.ways[0])
    late = np.minimum(given.late, given.day - given.takes - given.ways[:, 0])
    early[0], late[0] = 0, given.day
    partner = {a: b for pair in given.pairs for a, b in (pair, pair[::-1])}
    legs = [
        (a, b)
        for a in range(size)
        for b in range(size)
        if a != b and partner.get(a) != b and (not a or not b or _waits(given, early, late, a, b) >= 0)
    ]
    columns = len(legs) + size  # a leg is gone; when a visit starts
    rows: list[tuple[dict[int, float], float, float]] = []
    for place in range(1, size):
        rows.append(({n: 1.0 for n, (_, b) in enumerate(legs) if b == place}, 1, 1))
        rows.append(({n: 1.0 for n, (a, _) in enumerate(legs) if a == place}, 1, 1))
    rows.append(({n: 1.0 for n, (a, _) in enumerate(legs) if a == 0}, 0, given.staff))
    for n, (a, b) in enumerate(legs):
        if a and b:
            way = float(given.takes[a] + given.ways[a, b])
            slack = max(0.0, float(late[a] - early[b]) + way)
            rows.append(({len(legs) + b: 1.0, len(legs) + a: -1.0, n: -slack}, way - slack, np.inf))
    rows += [({len(legs) + a: 1.0, len(legs) + b: -1.0}, 0, 0) for a, b in given.pairs]
    matrix = np.zeros((len(rows), columns))
    for n, (entries, _, _) in enumerate(rows):
        matrix[n, list(entries)] = list(entries.values())
    found = milp(
        np.concatenate(([given.ways[leg] for leg in legs], np.zeros(size))),
        integrality=np.concatenate((np.ones(len(legs)), np.zeros(size))),
        bounds=Bounds(
            np.concatenate((np.zeros(len(legs)), early)), np.concatenate((np.ones(len(legs)), late))
        ),
        constraints=LinearConstraint(matrix, [low for _, low, _ in rows], [high for _, _, high in rows]),
        options={"time_limit": seconds},
    )
    return float(found.mip_dual_bound or 0.0) * DAY_H / given.day


def _waits(given: Instance, early: Ints, late: Ints, a: int, b: int) -> int:
    """Minutes to spare at b after a visit to a as early as it may be."""
    return int(late[b] - early[a] - given.takes[a] - given.ways[a, b])
