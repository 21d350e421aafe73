"""Draws of work and travel times for a forecast: every draw is an array over runs."""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from yipanqi.ground.ids import CrewId, NeighbourhoodId
from yipanqi.plan.crews.noise import Noise

Floats = NDArray[np.float64]


class UnderWay(Struct, frozen=True):
    """A job a crew is at when the plan begins: what was planned for it and how long it has lasted."""

    crew: CrewId
    kind: str
    neighbourhood: NeighbourhoodId
    planned_s: float
    elapsed_s: float


class Chance:
    """One set of night, kind and crew effects for each run, and the chance of each job and way on top.

    Arrays by crew have shape (crews, runs), in the order of the crews handed in.
    """

    def __init__(self, noise: Noise, crews: tuple[CrewId, ...], runs: int, rng: np.random.Generator) -> None:
        self.noise, self.runs, self.rng = noise, runs, rng
        draws = rng.standard_normal((runs, len(noise.mean)))
        effects = (np.array(noise.mean) + draws @ np.array(noise.root).T).T
        known = {crew: 1 + len(noise.kinds) + n for n, crew in enumerate(noise.crews)}
        self.crew_level = (
            np.array(
                [effects[known[c]] if c in known else self._unseen(noise.spread.crew) for c in crews]
            ).reshape(len(crews), runs)
            + effects[0]
        )
        self.kind_level = {kind: effects[1 + n] for n, kind in enumerate(noise.kinds)}
        seen = len(noise.residuals)
        self.own_shape = seen / (seen + 30.0)  # how often tonight's own residuals are drawn
        self.own = np.array(noise.residuals or (0.0,))

    def _unseen(self, sd: float) -> Floats:
        """The effect of a crew or kind nothing is known of yet."""
        return sd * self.rng.standard_normal(self.runs)

    def level(self, kind: str) -> Floats:
        """Log ratio of a kind of job, whoever does it; shape (runs,)."""
        if kind not in self.kind_level:
            self.kind_level[kind] = self._unseen(self.noise.spread.kind)
        level: Floats = self.kind_level[kind]
        return level

    def job_ratio(self, kind: str) -> Floats:
        """Took/planned of one job but for the crew's own effect; shape (runs,)."""
        own = self.noise.spread.job * self.rng.standard_normal(self.runs)
        if self.noise.residuals:
            drawn = self.rng.choice(self.own, self.runs)
            own = np.where(self.rng.random(self.runs) < self.own_shape, drawn, own)
        ratio: Floats = np.exp(self.level(kind) + own)
        return ratio

    def way_ratio(self) -> Floats:
        """Took/planned of one way; shape (runs,)."""
        ratio: Floats = np.exp(self.noise.spread.travel * self.rng.standard_normal(self.runs))
        return ratio

    def still_s(self, work: UnderWay, crew: int) -> Floats:
        """How much longer a job lasts that has lasted so long already; shape (runs,)."""
        level = self.crew_level[crew] + self.level(work.kind)
        sd = max(self.noise.spread.job, 1e-6)
        at = (np.log(max(work.elapsed_s, 1e-9) / work.planned_s) - level) / sd
        passed = np.minimum(ndtr(at), 1.0 - 1e-9)
        own = ndtri(passed + (1.0 - passed) * self.rng.random(self.runs))
        rest: Floats = np.maximum(work.planned_s * np.exp(level + sd * own) - work.elapsed_s, 0.0)
        return rest
