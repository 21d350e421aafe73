"""The lie of the land: a plan drawn straight, and the gentle warp that makes it a place.

Streets, river and fields are first laid out on a straight (u, v) plan in metres. `Terrain.warp`
bends that plan smoothly, most of all beside the river, so that everything stays joined and yet
nothing is quite straight.
"""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from yipanqi.ground.plane import XY
from yipanqi.simulate.fabric.chance import stream

HALF_WIDTH_M = 1500.0
HALF_HEIGHT_M = 1250.0
"""The town is cut at 3 x 2.5 km."""

PLAN_MARGIN_M = 260.0
"""How far the straight plan reaches past the cut, so that the warp leaves no bare corner."""


class Terrain(Struct, frozen=True):
    """The warp's few numbers: metres and radians."""

    river_v: float
    river_half_m: float
    meander_m: float
    meander_length_m: float
    meander_phase: float
    sway_m: float
    sway_length_m: float
    sway_phase: float
    turn: float

    def warp_many(self, uv: NDArray[np.float64]) -> NDArray[np.float64]:
        """Places in metres, shape (n, 2), of plan points, shape (n, 2)."""
        u, v = uv[:, 0], uv[:, 1]
        near = np.exp(-(((v - self.river_v) / 520.0) ** 2))
        tau = 2 * np.pi
        bend = np.sin(tau * u / self.meander_length_m + self.meander_phase)
        x = u + self.sway_m * np.sin(tau * v / self.sway_length_m + self.sway_phase)
        y = v + self.meander_m * near * bend
        y = y + 0.45 * self.sway_m * np.sin(
            tau * (u + 0.4 * v) / (1.3 * self.sway_length_m) - self.sway_phase
        )
        c, s = np.cos(self.turn), np.sin(self.turn)
        return np.column_stack((c * x - s * y, s * x + c * y))

    def warp(self, uv: XY) -> XY:
        """The place of one plan point."""
        x, y = self.warp_many(np.array([uv], dtype=np.float64))[0]
        return float(x), float(y)

    def line(self, a: XY, b: XY, step_m: float = 35.0) -> list[XY]:
        """A straight piece of plan, bent: points no more than about `step_m` apart, both ends included."""
        pieces = max(1, int(np.ceil(np.hypot(b[0] - a[0], b[1] - a[1]) / step_m)))
        t = np.linspace(0.0, 1.0, pieces + 1)[:, None]
        uv = np.array([a]) * (1 - t) + np.array([b]) * t
        return [(float(x), float(y)) for x, y in self.warp_many(uv)]


def lay_terrain(seed: int) -> Terrain:
    """A river through the town from west to east, and a sway of streets."""
    rng = stream(seed, "terrain")
    return Terrain(
        river_v=float(rng.uniform(-190, -90)),
        river_half_m=float(rng.uniform(20, 28)),
        meander_m=float(rng.uniform(60, 95) * rng.choice((-1, 1))),
        meander_length_m=float(rng.uniform(1900, 2500)),
        meander_phase=float(rng.uniform(0, 2 * np.pi)),
        sway_m=float(rng.uniform(28, 55)),
        sway_length_m=float(rng.uniform(2100, 2900)),
        sway_phase=float(rng.uniform(0, 2 * np.pi)),
        turn=float(np.radians(rng.uniform(3, 9) * rng.choice((-1, 1)))),
    )
