"""A plot built up: rows of houses, lanes between the rows, spines across them.

All work is done in the plot's own frame, turned so that rows run along x. Rows stand flush with both
fronts; a lane runs in the middle of each space between two rows; spines cross all lanes.
"""

from itertools import pairwise

import numpy as np
from shapely import Polygon

from yipanqi.simulate.fabric.chords import largest, reach_between
from yipanqi.simulate.fabric.plot_model import Interval, LanePlan, Plot, SpinePlan, Turn, along_rows
from yipanqi.simulate.fabric.rows import Ground, lay_bands, lay_fronts, lay_row
from yipanqi.simulate.fabric.styles import Style, draw

CORRIDOR_M = 2.5
"""Clear ground on each side of a spine."""


def plan_plot(rng: np.random.Generator, polygon: Polygon, style: Style) -> Plot:
    """Rows, lanes and spines for a plot's polygon on the town's plane."""
    turn = Turn((polygon.centroid.x, polygon.centroid.y), along_rows(polygon))
    local = turn.local(polygon)
    inset = largest(local.buffer(-style.setback_m, join_style="mitre"))
    bands = lay_bands(rng, inset, style)
    spine_xs = _spine_xs(rng, inset, style)
    lanes = _lanes(rng, inset, bands, spine_xs, style)
    spines = _spines(rng, lanes, spine_xs, style)
    corridors = tuple((s.x - s.width_m / 2 - CORRIDOR_M, s.x + s.width_m / 2 + CORRIDOR_M) for s in spines)
    ground = Ground(inset, bands, corridors, lanes, style)
    return Plot(
        turn=turn,
        edge=tuple((float(x), float(y)) for x, y in local.exterior.coords[:-1]),
        rows=tuple(lay_row(rng, ground, k) for k in range(len(bands))),
        lanes=lanes,
        spines=spines,
        style=style,
        fronts=lay_fronts(inset, lanes, style) if style.front_m else (),
    )


def _spine_xs(rng: np.random.Generator, inset: Polygon, style: Style) -> list[float]:
    west, _, east, _ = inset.bounds
    wide = east - west
    count = 1 if wide < 190 else 2 if wide < 340 else 3
    if style.name in ("old", "village"):
        count += 1
    shares = (np.arange(count) + 1) / (count + 1) + rng.uniform(-0.05, 0.05, count)
    return [float(west + wide * share) for share in shares]


def _lanes(
    rng: np.random.Generator, inset: Polygon, bands: tuple[Interval, ...], spine_xs: list[float], style: Style
) -> tuple[LanePlan, ...]:
    """A lane in each space between two rows, if a spine reaches it."""
    lanes = []
    for (_, below), (above, _) in pairwise(bands):
        y = (below + above) / 2 + float(rng.uniform(-0.04, 0.04)) * (above - below)
        reach = reach_between(inset, y - 2.5, y + 2.5)
        wiggle = (style.wiggle_m * float(rng.uniform(0.5, 1)), float(rng.uniform(9, 15)), draw(rng, (0, 6)))
        width_m = round(draw(rng, style.lane_m) * 2) / 2
        if reach is not None and any(reach[0] + 3 < x < reach[1] - 3 for x in spine_xs):
            lanes.append(LanePlan(y, reach, width_m, wiggle))
    return tuple(lanes)


def _spines(
    rng: np.random.Generator, lanes: tuple[LanePlan, ...], xs: list[float], style: Style
) -> tuple[SpinePlan, ...]:
    spines = []
    for x in xs:
        crossed = [i for i, lane in enumerate(lanes) if lane.reach[0] + 3 < x < lane.reach[1] - 3]
        width_m = round(draw(rng, style.spine_m) * 2) / 2
        if crossed:
            spines.append(SpinePlan(x, crossed[0], crossed[-1], width_m))
    return tuple(spines)
