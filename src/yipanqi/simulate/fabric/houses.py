"""Houses drawn out on the town's plane: outlines and floors."""

import numpy as np

from yipanqi.ground.plane import XY
from yipanqi.simulate.fabric.model import House
from yipanqi.simulate.fabric.plot_model import Footprint, Plot
from yipanqi.simulate.fabric.styles import Style

STAIRWELL_M = 1.2
"""How far a stairwell stands out."""


def houses_of(rng: np.random.Generator, plot: Plot) -> list[House]:
    """The plot's houses on the town's plane: most rows of one height, some houses lower or higher."""
    low, high = plot.style.levels
    usual = int(rng.integers(low, high + 1))
    out = []
    for row in plot.rows:
        for house in row:
            levels = usual if rng.random() < 0.7 else int(rng.integers(low, high + 1))
            ring = _outline(house, plot.style)
            out.append(House(tuple(plot.turn.out(p) for p in ring), levels, plot.style.kind))
    return out + [House(tuple(plot.turn.out(p) for p in ring), 2, "retail") for ring in plot.fronts]


def _outline(house: Footprint, style: Style) -> list[XY]:
    """A rectangle, or one with stairwells pushed out to the north, or a tower's cross."""
    west, east, low, high = house.west, house.east, house.low, house.high
    if style.name == "towers":
        a, b = (east - west) * 0.26, (high - low) * 0.24
        return [
            (west + a, low), (east - a, low), (east - a, low + b), (east, low + b), (east, high - b),
            (east - a, high - b), (east - a, high), (west + a, high), (west + a, high - b), (west, high - b),
            (west, low + b), (west + a, low + b),
        ]  # fmt: skip
    if style.name not in ("rows", "courts") or east - west < 24:
        return [(west, low), (east, low), (east, high), (west, high)]
    stairs = max(2, round((east - west) / 14))
    step = (east - west) / stairs
    points = [(west, low), (east, low), (east, high - STAIRWELL_M)]
    for k in reversed(range(stairs)):
        left, right = west + step * (k + 0.38), west + step * (k + 0.62)
        points += [(right, high - STAIRWELL_M), (right, high), (left, high), (left, high - STAIRWELL_M)]
    return [*points, (west, high - STAIRWELL_M)]
