"""Will we make it? The rest of a plan, played many times with the work times tonight's jobs teach.

All runs are played at once: every moment is an array over runs. Crews stay until their jobs are done;
starting early is allowed, teams wait for each other, and who runs late is helped (`helping_s`).
"""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from yipanqi.ground.ids import NeighbourhoodId
from yipanqi.plan.crews.chance import Chance, UnderWay
from yipanqi.plan.crews.model import CrewPlan, CrewProblem
from yipanqi.plan.crews.noise import Noise
from yipanqi.plan.crews.play import Play

__all__ = ["Closing", "Forecast", "UnderWay", "forecast"]

Floats = NDArray[np.float64]


class Closing(Struct, frozen=True):
    """When a neighbourhood will be closed; None when a job of it is left undone."""

    p50_s: float | None
    p90_s: float | None
    chance: float


class Forecast(Struct, frozen=True):
    """When it will all be done, in seconds from the problem's start.

    `chance`: that everything is done by the deadline; nought when the plan leaves something undone.
    `quantiles_s`: the finish at 5, 10 ... 95 %.
    """

    runs: int
    p50_s: float
    p90_s: float
    chance: float
    quantiles_s: tuple[float, ...]
    neighbourhoods: dict[NeighbourhoodId, Closing]


def forecast(
    problem: CrewProblem,
    plan: CrewPlan,
    *,
    runs: int = 1000,
    noise: Noise,
    rng: np.random.Generator,
    under_way: Sequence[UnderWay] = (),
    now_s: float = 0.0,
    helping_s: float | None = 2100.0,
) -> Forecast:
    """The finish of a plan by simulation, overall and by neighbourhood.

    A crew in `under_way` is free when its present job ends, not at its `from_s`; `now_s` is the moment
    `elapsed_s` was taken. A job that another crew could start `helping_s` sooner is given to that crew,
    as the desk would do by replanning; None keeps every job where the plan has it.

    Raises:
        ValueError: fewer than one run.
    """
    if runs < 1:
        raise ValueError("a forecast takes at least one run")
    night = Play(problem, Chance(noise, tuple(c.id for c in problem.crews), runs, rng), helping_s)
    for work in under_way:
        night.begin(work, now_s)
    closed = night.run(plan)
    return _summary(problem, plan, runs, closed)


def _summary(
    problem: CrewProblem, plan: CrewPlan, runs: int, closed: dict[NeighbourhoodId, Floats]
) -> Forecast:
    """Quantiles and chances out of the runs."""
    undone = {u.job for u in plan.undone}
    holes = {j.neighbourhood for j in problem.jobs if j.id in undone}
    finish = np.max(list(closed.values()), axis=0) if closed else np.zeros(runs)
    percent = np.percentile(finish, np.arange(5, 100, 5))
    neighbourhoods = {
        name: Closing(
            p50_s=None if name in holes else float(np.percentile(end, 50)),
            p90_s=None if name in holes else float(np.percentile(end, 90)),
            chance=0.0 if name in holes else float((end <= problem.deadline_s).mean()),
        )
        for name, end in closed.items()
    }
    for name in holes - set(closed):
        neighbourhoods[name] = Closing(p50_s=None, p90_s=None, chance=0.0)
    return Forecast(
        runs=runs,
        p50_s=float(percent[9]),
        p90_s=float(percent[17]),
        chance=0.0 if undone else float((finish <= problem.deadline_s).mean()),
        quantiles_s=tuple(map(float, percent)),
        neighbourhoods=neighbourhoods,
    )
