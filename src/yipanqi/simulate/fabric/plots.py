"""A plot built up: rows of houses, lanes between the rows, spines across them.

All work is done in the plot's own frame, turned so that rows run along x. Rows stand flush with both
fronts; a lane runs in the middle of each space between two rows; spines cross all lanes.
"""

from itertools import pairwise

import numpy as np
import shapely
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray
from shapely import LineString, Polygon, box
from shapely.affinity import affine_transform

from yipanqi.ground.plane import XY
from yipanqi.simulate.fabric.model import House, Path
from yipanqi.simulate.fabric.styles import Range, Style

CORRIDOR_M = 2.5
"""Clear ground on each side of a spine."""

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

Interval = tuple[float, float]


class Turn(Struct, frozen=True):
    """The plot's own frame: its origin and the direction of its rows."""

    origin: XY
    angle: float

    def local(self, polygon: Polygon) -> Polygon:
        """A polygon of the town's plane in the plot's frame."""
        c, s = float(np.cos(self.angle)), float(np.sin(self.angle))
        x, y = self.origin
        return affine_transform(polygon, [c, s, -s, c, -c * x - s * y, s * x - c * y])

    def out(self, point: XY) -> XY:
        """A point of the plot's frame on the town's plane, to the centimetre."""
        c, s = float(np.cos(self.angle)), float(np.sin(self.angle))
        x, y = point
        return round(self.origin[0] + c * x - s * y, 2), round(self.origin[1] + s * x + c * y, 2)


class Footprint(Struct, frozen=True):
    """A house's ground in the plot's frame."""

    west: float
    east: float
    low: float
    high: float


class LanePlan(Struct, frozen=True):
    """A lane between two rows: its height, reach in x, width and wiggle."""

    y: float
    reach: Interval
    width_m: float
    wiggle: tuple[float, float, float]

    def at(self, x: float) -> XY:
        """The lane's middle at x."""
        size, length, phase = self.wiggle
        return x, self.y + size * float(np.sin(x / length + phase))


class SpinePlan(Struct, frozen=True):
    """A way across the lanes, from lane `first` to lane `last`."""

    x: float
    first: int
    last: int
    width_m: float


class Plot(Struct, frozen=True):
    """A plot as planned, in its own frame."""

    turn: Turn
    edge: Path
    rows: tuple[tuple[Footprint, ...], ...]
    """Houses row by row from south to north, each row from west to east."""
    lanes: tuple[LanePlan, ...]
    spines: tuple[SpinePlan, ...]
    style: Style
    fronts: tuple[Path, ...] = ()
    """Low shop fronts along the rows' ends."""

    @property
    def polygon(self) -> Polygon:
        """The plot's edge in its own frame."""
        return Polygon(self.edge)


def along_rows(polygon: Polygon) -> float:
    """The direction, within 45 degrees of east, of the plot's two long fronts taken together."""
    ring = np.asarray(polygon.exterior.coords)
    step = np.diff(ring, axis=0)
    length = np.hypot(step[:, 0], step[:, 1])
    angle = np.arctan2(step[:, 1], step[:, 0])
    rough = np.arctan2((length * np.sin(angle * 4)).sum(), (length * np.cos(angle * 4)).sum()) / 4
    off = (angle - rough + np.pi / 2) % np.pi - np.pi / 2
    front = np.abs(off) < np.pi / 5
    return float(rough + np.average(off[front], weights=length[front]))


def plan_plot(rng: np.random.Generator, polygon: Polygon, style: Style) -> Plot:
    """Rows, lanes and spines for a plot's polygon on the town's plane."""
    turn = Turn((polygon.centroid.x, polygon.centroid.y), along_rows(polygon))
    local = turn.local(polygon)
    inset = largest(local.buffer(-style.setback_m, join_style="mitre"))
    bands = _bands(rng, inset, style)
    spine_xs = _spine_xs(rng, inset, style)
    lanes = _lanes(rng, inset, bands, spine_xs, style)
    spines = _spines(rng, lanes, spine_xs, style)
    corridors = [(s.x - s.width_m / 2 - CORRIDOR_M, s.x + s.width_m / 2 + CORRIDOR_M) for s in spines]
    taken = style.front_m + FRONT_YARD_M if style.front_m else 0.0
    rows = tuple(tuple(_row(rng, inset, bands, k, taken, corridors, lanes, style)) for k in range(len(bands)))
    edge = tuple((float(x), float(y)) for x, y in local.exterior.coords[:-1])
    fronts = _fronts(inset, lanes, style) if style.front_m else ()
    return Plot(turn, edge, rows, lanes, spines, style, fronts)


def _draw(rng: np.random.Generator, between: Range) -> float:
    return float(rng.uniform(*between))


def largest(shape: shapely.Geometry) -> Polygon:
    """The largest polygon of a shape that may have fallen into several."""
    parts = [p for p in shapely.get_parts(shape) if isinstance(p, Polygon) and not p.is_empty]
    return max(parts, key=lambda p: p.area)


def _bands(rng: np.random.Generator, inset: Polygon, style: Style) -> list[Interval]:
    """The rows' (low, high) in y: as many as fit, the first and the last flush with the fronts.

    Where only one fits it stands at the south, and an empty row marks the north front.
    """
    low, high = _fronts_at(inset)
    depth, space = _draw(rng, style.depth_m), _draw(rng, style.space_m)
    count = int((high - low + space) / (depth + space))
    if count < 2:
        depth = min(depth, high - low - MARGIN_M)
        return [(low, low + depth), (high, high)]
    pitch = (high - low - depth) / (count - 1)
    return [(low + k * pitch, low + k * pitch + depth) for k in range(count)]


def _row(
    rng: np.random.Generator,
    inset: Polygon,
    bands: list[Interval],
    index: int,
    taken: float,
    corridors: list[Interval],
    lanes: tuple[LanePlan, ...],
    style: Style,
) -> list[Footprint]:
    """One row's houses; those of the outer rows are moved to follow the plot's edge."""
    low, high = bands[index]
    depth = high - low
    if depth < 1:
        return []
    first, last = index == 0, index == len(bands) - 1
    inner = (high - 1.0, high) if first else (low, low + 1.0) if last else (low, high)
    shape = inset.buffer(0.3, join_style="mitre")
    out = []
    for west, east in _houses(rng, _reach(inset, *inner, taken), corridors, style):
        at = low
        if first or last:
            span = _upright(shape, west, east)
            if span is None:
                continue
            at = max(span[0], low - FOLLOW_M) if first else min(span[1] - depth, low + FOLLOW_M)
        house = _slimmed(Footprint(west, east, at, at + depth), lanes, first)
        ground = box(house.west, house.low, house.east, house.high)
        if house.high - house.low > depth * SLIM and shape.contains(ground):
            out.append(house)
    return out


def _slimmed(house: Footprint, lanes: tuple[LanePlan, ...], first: bool) -> Footprint:
    """A house of an outer row made less deep where it would stand in the lane behind it."""
    for lane in lanes:
        reach = lane.width_m / 2 + lane.wiggle[0] + OFF_LANE_M
        low, high = lane.y - reach, lane.y + reach
        if house.low < high and house.high > low:
            house = replace(house, high=low) if first else replace(house, low=high)
    return house


def _upright(shape: Polygon, west: float, east: float) -> Interval | None:
    """From where to where, in y, the plot reaches over the whole of an x interval."""
    _, south, _, north = shape.bounds
    low, high = south, north
    for x in (west, (west + east) / 2, east):
        cut = shape.intersection(LineString([(x, south - 1), (x, north + 1)]))
        if cut.is_empty:
            return None
        low, high = max(low, cut.bounds[1]), min(high, cut.bounds[3])
    return (low, high) if high > low else None


def _fronts_at(inset: Polygon) -> Interval:
    """From where to where, in y, the plot is wide enough: most of its widest, less in a triangle."""
    west, south, east, north = inset.bounds
    ys = np.arange(south + 0.5, north, 0.5)
    cuts = shapely.intersection(shapely.linestrings([[(west - 1, y), (east + 1, y)] for y in ys]), inset)
    wide = shapely.length(cuts)
    four_sided = inset.area > 0.8 * (east - west) * (north - south)
    kept = ys[wide >= wide.max() * (0.85 if four_sided else 0.25)]
    return float(kept[0]), float(kept[-1])


def _spine_xs(rng: np.random.Generator, inset: Polygon, style: Style) -> list[float]:
    west, _, east, _ = inset.bounds
    wide = east - west
    count = 1 if wide < 190 else 2 if wide < 340 else 3
    if style.name in ("old", "village"):
        count += 1
    shares = (np.arange(count) + 1) / (count + 1) + rng.uniform(-0.05, 0.05, count)
    return [float(west + wide * share) for share in shares]


def _reach(inset: Polygon, low: float, high: float, less: float = 0.0) -> Interval | None:
    """The x interval over which a whole band lies within the inset plot, shortened at both ends."""
    west, _, east, _ = inset.bounds
    reach = (-np.inf, np.inf)
    for y in (low + 0.05, (low + high) / 2, high - 0.05):
        cut = inset.intersection(LineString([(west - 1, y), (east + 1, y)]))
        if cut.is_empty:
            return None
        spans = [p.bounds for p in shapely.get_parts(cut)]
        widest = max(spans, key=lambda b: b[2] - b[0])
        reach = (max(reach[0], widest[0]), min(reach[1], widest[2]))
    return (reach[0] + less, reach[1] - less) if reach[1] - reach[0] > 8 + 2 * less else None


def _fronts(inset: Polygon, lanes: tuple[LanePlan, ...], style: Style) -> tuple[Path, ...]:
    """Shop fronts at the plot's west and east, from one lane's mouth to the next."""
    _, south, _, north = inset.bounds
    marks = [south - 2.0, *(lane.y for lane in lanes), north + 2.0]
    out: list[Path] = []
    for k, (below, above) in enumerate(pairwise(marks)):
        low = below + (lanes[k - 1].width_m / 2 + 2.0 if k else 2.0)
        high = above - (lanes[k].width_m / 2 + 2.0 if k < len(lanes) else 2.0)
        reach = _reach(inset, low, high) if high - low > 8 else None
        if reach is None or reach[1] - reach[0] < 60:
            continue
        out += [
            ((x, low), (x + style.front_m, low), (x + style.front_m, high), (x, high))
            for x in (reach[0], reach[1] - style.front_m)
        ]
    return tuple(out)


def _lanes(
    rng: np.random.Generator, inset: Polygon, bands: list[Interval], spine_xs: list[float], style: Style
) -> tuple[LanePlan, ...]:
    """A lane in each space between two rows, if a spine reaches it."""
    lanes = []
    for (_, below), (above, _) in pairwise(bands):
        y = (below + above) / 2 + float(rng.uniform(-0.04, 0.04)) * (above - below)
        reach = _reach(inset, y - 2.5, y + 2.5)
        wiggle = (style.wiggle_m * float(rng.uniform(0.5, 1)), float(rng.uniform(9, 15)), _draw(rng, (0, 6)))
        width_m = round(_draw(rng, style.lane_m) * 2) / 2
        if reach is not None and any(reach[0] + 3 < x < reach[1] - 3 for x in spine_xs):
            lanes.append(LanePlan(y, reach, width_m, wiggle))
    return tuple(lanes)


def _spines(
    rng: np.random.Generator, lanes: tuple[LanePlan, ...], xs: list[float], style: Style
) -> tuple[SpinePlan, ...]:
    spines = []
    for x in xs:
        crossed = [i for i, lane in enumerate(lanes) if lane.reach[0] + 3 < x < lane.reach[1] - 3]
        width_m = round(_draw(rng, style.spine_m) * 2) / 2
        if crossed:
            spines.append(SpinePlan(x, crossed[0], crossed[-1], width_m))
    return tuple(spines)


def _houses(
    rng: np.random.Generator, reach: Interval | None, corridors: list[Interval], style: Style
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
    room, gap = b - a, _draw(rng, style.gap_m)
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
    points = [(west, low), (east, low), (east, high - 1.2)]
    for k in reversed(range(stairs)):
        left, right = west + step * (k + 0.38), west + step * (k + 0.62)
        points += [(right, high - 1.2), (right, high), (left, high), (left, high - 1.2)]
    return [*points, (west, high - 1.2)]
