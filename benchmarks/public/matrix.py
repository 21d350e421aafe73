"""A crew problem on a matrix instead of a plane: every place has a number, and ways are looked up."""

import numpy as np
from numpy.typing import NDArray

from yipanqi.ground.ids import JobId, NeighbourhoodId
from yipanqi.plan.crews.model import CrewProblem, Job, RoadTimes, Travel
from yipanqi.plan.crews.travel import NO_WAY_S

STARTS_AT = "2020-02-03T18:00:00+08:00"


def by_matrix(seconds: NDArray[np.int64]) -> Travel:
    """Travel between places (0, 0), (1, 0), … by a matrix of whole seconds.

    Raises:
        ValueError: a way of 65,535 s or more, which the table of ways cannot hold.
    """
    if seconds.max(initial=0) >= NO_WAY_S:
        raise ValueError(f"a way of {seconds.max()} is too long for the table of ways")
    places = tuple((float(n), 0.0) for n in range(len(seconds)))
    return Travel(1.0, 1.0, roads=RoadTimes(places, seconds.astype("<u2").tobytes()))


def visit(place: int, **more: object) -> Job:
    """A job at a place. All are of one neighbourhood, so that only the finish and ways are looked at."""
    plain = {"net_m": 0, "work_s": 0} | more
    return Job(
        id=JobId(str(place)),
        x_m=float(place),
        y_m=0.0,
        neighbourhood=NeighbourhoodId("all"),
        community="all",
        kind="visit",
        **plain,  # type: ignore[arg-type]
    )


def places_of(problem: CrewProblem) -> dict[str, int]:
    """The place of every job and yard by its name."""
    jobs = {str(j.id): int(j.x_m) for j in problem.jobs}
    return jobs | {str(y.id): int(y.x_m) for y in problem.suppliers}
