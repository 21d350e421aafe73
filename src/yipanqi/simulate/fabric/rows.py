"""Rows of houses on a plot: flush with both fronts, clear of lanes and spines."""

from itertools import pairwise

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray
from shapely import Polygon, box

from yipanqi.simulate.fabric.chords import fronts_at, reach_between, upright
from yipanqi.simulate.fabric.model import Path
from yipanqi.simulate.fabric.plot_model import Footprint, Interval, LanePlan
from yipanqi.simulate.fabric.styles import Style, draw

FRONT_YARD_M = 5.0
"""Between a shop front's back and the row behind it."""

MARGIN_M = 14.0
"""Room for a lane behind a plot's only row."""

OFF_LANE_M = 0.6
"""Houses keep so far off a lane at least."""

SLIM = 0.6
"""A house is left out rather than be less deep than this share of its row."""

FOLLOW_M = 9.0
"""How far a house of an outer row may be moved to follow the edge."""


class Ground(Struct, frozen=True):
    """What a row is laid on: the plot within its setback, and what has to stay clear."""

    inset: Polygon
    bands: tuple[Interval, ...]
    corridors: tuple[Interval, ...]
    lanes: tuple[LanePlan, ...]
    style: Style


def lay_bands(rng: np.random.Generator, inset: Polygon, style: Style) -> tuple[Interval, ...]:
    """The rows' (low, high) in y: as many as fit, the first and the last flush with the fronts.

    Where only one fits it stands at the south, and an empty row marks the north front.
    """
    low, high = fronts_at(inset)
    depth, space = draw(rng, style.depth_m), draw(rng, style.space_m)
    count = int((high - low + space) / (depth + space))
    if count < 2:
        depth = min(depth, high - low - MARGIN_M)
        return (low, low + depth), (high, high)
    pitch = (high - low - depth) / (count - 1)
    return tuple((low + k * pitch, low + k * pitch + depth) for k in range(count))


def lay_row(rng: np.random.Generator, ground: Ground, index: int) -> tuple[Footprint, ...]:
    """One row's houses; those of the outer rows are moved to follow the plot's edge."""
    low, high = ground.bands[index]
    if high - low < 1:
        return ()
    first, last = index == 0, index == len(ground.bands) - 1
    inner = (high - 1.0, high) if first else (low, low + 1.0) if last else (low, high)
    taken = ground.style.front_m + FRONT_YARD_M if ground.style.front_m else 0.0
    reach = reach_between(ground.inset, *inner, taken)
    shape = ground.inset.buffer(0.3, join_style="mitre")
    out = []
    for west, east in _houses(rng, reach, ground.corridors, ground.style):
        house = Footprint(west, east, low, high)
        if first or last:
            house = _slimmed(_at_edge(shape, house, first), ground.lanes, first)
        plan = box(house.west, house.low, house.east, house.high)
        if house.high - house.low > (high - low) * SLIM and shape.contains(plan.buffer(-0.1)):
            out.append(house)
    return tuple(out)


def _at_edge(shape: Polygon, house: Footprint, first: bool) -> Footprint:
    """A house of an outer row moved to the plot's edge, but not far."""
    span = upright(shape, house.west, house.east)
    if span is None:
        return house
    depth = house.high - house.low
    low = max(span[0], house.low - FOLLOW_M) if first else min(span[1] - depth, house.low + FOLLOW_M)
    return replace(house, low=low, high=low + depth)


def _slimmed(house: Footprint, lanes: tuple[LanePlan, ...], first: bool) -> Footprint:
    """A house of an outer row made less deep where it would stand in the lane behind it."""
    for lane in lanes:
        reach = lane.width_m / 2 + lane.wiggle[0] + OFF_LANE_M
        low, high = lane.y - reach, lane.y + reach
        if house.low < high and house.high > low:
            house = replace(house, high=low) if first else replace(house, low=high)
    return house


def lay_fronts(inset: Polygon, lanes: tuple[LanePlan, ...], style: Style) -> tuple[Path, ...]:
    """Shop fronts at the plot's west and east, from one lane's mouth to the next."""
    _, south, _, north = inset.bounds
    marks = [south - 2.0, *(lane.y for lane in lanes), north + 2.0]
    out: list[Path] = []
    for k, (below, above) in enumerate(pairwise(marks)):
        low = below + (lanes[k - 1].width_m / 2 + 2.0 if k else 2.0)
        high = above - (lanes[k].width_m / 2 + 2.0 if k < len(lanes) else 2.0)
        reach = reach_between(inset, low, high) if high - low > 8 else None
        if reach is None or reach[1] - reach[0] < 60:
            continue
        out += [
            ((x, low), (x + style.front_m, low), (x + style.front_m, high), (x, high))
            for x in (reach[0], reach[1] - style.front_m)
        ]
    return tuple(out)


def _houses(
    rng: np.random.Generator, reach: Interval | None, corridors: tuple[Interval, ...], style: Style
) -> list[Interval]:
    """Intervals in x for the houses of one row, spines' corridors left free."""
    if reach is None:
        return []
    free = [reach[0]]
    for low, high in sorted(corridors):
        if low < reach[1] and high > reach[0]:
            free += [max(low, reach[0]), min(high, reach[1])]
    free.append(reach[1])
    return [house for a, b in zip(free[::2], free[1::2], strict=True) for house in _fill(rng, a, b, style)]


def _fill(rng: np.random.Generator, a: float, b: float, style: Style) -> list[Interval]:
    """Houses between a and b: as many as fit at the style's usual length, none shorter than its least."""
    room, gap = b - a, draw(rng, style.gap_m)
    if room < style.length_m[0] * 0.75:
        return []
    usual = sum(style.length_m) / 2
    count = max(1, round((room + gap) / (usual + gap)))
    if style.name == "towers":
        size = min(usual, room)
        gap = (room - count * size) / (count - 1) if count > 1 else 0.0
        if count > 1 and gap < style.gap_m[0]:
            count, gap = count - 1, (room - (count - 1) * size) / max(1, count - 2)
        shares: NDArray[np.float64] = np.ones(count)
        total = count * size
    else:
        shares = rng.uniform(0.82, 1.18, count)
        total = room - gap * (count - 1)
    lengths = shares / shares.sum() * total
    starts = a + np.concatenate(([0.0], np.cumsum(lengths + gap)[:-1]))
    return [(float(s), float(s + n)) for s, n in zip(starts, lengths, strict=True)]
