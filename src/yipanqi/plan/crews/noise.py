"""How far real work times stray from planned ones, learned from tonight's finished jobs.

The logarithm of took/planned is a sum: the night, the kind of job, the crew, and the job's own chance.
Each is normal around nought at first; finished jobs pull them, few jobs pull little (shrinkage), as in
a linear mixed model (Henderson 1975; variances by EM with prior weight, Dempster, Laird and Rubin 1977).
Jobs under way count as "longer than until now" (Tobin 1958), for as much as that says: or the quick ones
alone would be believed, and early in the night what little is known would be believed too much.
"""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from scipy.special import ndtr

from yipanqi.ground.ids import CrewId

Floats = NDArray[np.float64]

_STEPS = 12
"""Rounds of fitting effects and spreads in turn."""


class Took(Struct, frozen=True):
    """A job finished (or, under way, not finished yet) after `took_s` where `planned_s` was planned."""

    crew: CrewId
    kind: str
    planned_s: float
    took_s: float


class Spread(Struct, frozen=True):
    """What is believed before anything has finished: standard deviations of log(took/planned)."""

    night: float = 0.14
    kind: float = 0.08
    crew: float = 0.12
    job: float = 0.25
    travel: float = 0.15
    weight: float = 20.0
    """How many observations the standard deviations above are worth."""


class Noise(Struct, frozen=True):
    """What is believed now: a joint normal of night, kinds and crews, and each job's own chance.

    `mean` has 1 + kinds + crews entries, `root` is a square root of their covariance, row by row.
    `residuals` are tonight's own, scaled to the job's spread; they lend it their shape.
    """

    kinds: tuple[str, ...] = ()
    crews: tuple[CrewId, ...] = ()
    mean: tuple[float, ...] = (0.0,)
    root: tuple[tuple[float, ...], ...] = ((0.14,),)
    spread: Spread = Spread()
    residuals: tuple[float, ...] = ()


def learn(done: Sequence[Took], under_way: Sequence[Took] = (), prior: Spread | None = None) -> Noise:
    """What tonight's jobs teach.

    Raises:
        ValueError: a job took or was planned for no time at all.
    """
    prior = prior or Spread()
    seen = [*done, *under_way]
    if any(t.planned_s <= 0 for t in seen) or any(t.took_s <= 0 for t in done):
        raise ValueError("a job that takes no time teaches nothing")
    kinds = tuple(sorted({t.kind for t in seen}))
    crews = tuple(sorted({t.crew for t in seen}))
    design = _design(seen, kinds, crews)
    floor = np.array([np.log(max(t.took_s, 1e-9) / t.planned_s) for t in seen])
    spread, open_ = prior, np.arange(len(seen)) >= len(done)
    mean = np.zeros(design.shape[1])
    for _ in range(_STEPS):
        y, weight, off = _read(floor, design @ mean, open_, spread.job)
        mean, cover = _posterior(design, y, weight, spread, len(kinds))
        spread = _spread(prior, mean, cover, off, design, len(kinds))
    residuals = (floor - design @ mean)[: len(done)]
    scale = spread.job / max(float(residuals.std()), 1e-6) if len(done) > 1 else 1.0
    root = np.linalg.cholesky(cover + 1e-12 * np.eye(len(mean)))
    return Noise(
        kinds=kinds,
        crews=crews,
        mean=tuple(map(float, mean)),
        root=tuple(tuple(map(float, row)) for row in root),
        spread=spread,
        residuals=tuple(float(r) for r in (residuals - residuals.mean()) * scale) if len(done) else (),
    )


def _design(seen: Sequence[Took], kinds: tuple[str, ...], crews: tuple[CrewId, ...]) -> Floats:
    """Which effects bear on which job, shape (jobs, 1 + kinds + crews)."""
    design = np.zeros((len(seen), 1 + len(kinds) + len(crews)))
    for row, took in zip(design, seen, strict=True):
        row[0] = row[1 + kinds.index(took.kind)] = row[1 + len(kinds) + crews.index(took.crew)] = 1.0
    return design


def _read(
    floor: Floats, fitted: Floats, open_: NDArray[np.bool_], sd: float
) -> tuple[Floats, Floats, Floats]:
    """What jobs say where the fit is now: log ratios, their worth beside a finished job, squared errors.

    A job under way is known to exceed `floor`. That says little while `floor` is far below the fit, and the
    weight is the curvature of its likelihood there (one step of Fisher scoring, as in censored regression).
    """
    z = (floor - fitted) / sd
    excess = _excess(z)
    worth = np.clip(excess * (excess - z), 1e-3, 1.0)
    y = np.where(open_, fitted + sd * np.minimum(excess / worth, 3.0), floor)
    off = np.where(open_, sd**2 * (1.0 + z * excess), (floor - fitted) ** 2)
    return y, np.where(open_, worth, 1.0), off


def _posterior(
    design: Floats, y: Floats, weight: Floats, spread: Spread, kinds: int
) -> tuple[Floats, Floats]:
    """Mean and covariance of the effects given the jobs."""
    crews = design.shape[1] - 1 - kinds
    sd = np.array([spread.night] + [spread.kind] * kinds + [spread.crew] * crews)
    weighted = design.T * (weight / spread.job**2)
    cover = np.asarray(
        np.linalg.inv(weighted @ design + np.diag(1 / np.maximum(sd, 1e-3) ** 2)), dtype=np.float64
    )
    return cover @ weighted @ y, cover


def _excess(z: Floats) -> Floats:
    """Mean of a standard normal known to exceed z."""
    density = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    excess: Floats = np.minimum(density / np.maximum(ndtr(-z), 1e-9), np.maximum(z, 0) + 1.0)
    return excess


def _spread(prior: Spread, mean: Floats, cover: Floats, off: Floats, design: Floats, kinds: int) -> Spread:
    """Standard deviations after a step of EM; `off` is squared, the prior counts as `weight` jobs."""
    second = mean**2 + np.diag(cover)
    crew, kind = second[1 + kinds :], second[1 : 1 + kinds]
    own = off + np.einsum("ij,jk,ik->i", design, cover, design)

    def towards(old: float, values: Floats) -> float:
        total = prior.weight * old**2 + float(values.sum())
        return float(np.sqrt(total / (prior.weight + len(values))))

    return Spread(
        night=prior.night,
        kind=towards(prior.kind, kind),
        crew=towards(prior.crew, crew),
        job=towards(prior.job, own),
        travel=prior.travel,
        weight=prior.weight,
    )
