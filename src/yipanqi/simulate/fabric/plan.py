"""The straight plan: which streets there are, before the terrain bends them."""

from itertools import pairwise
from typing import Literal

import numpy as np
from msgspec import Struct

from yipanqi.ground.plane import XY
from yipanqi.simulate.fabric import names
from yipanqi.simulate.fabric.chance import pick, shuffled, stream
from yipanqi.simulate.fabric.terrain import HALF_HEIGHT_M, HALF_WIDTH_M, PLAN_MARGIN_M, Terrain

RING_U = 1070.0
RING_V = 840.0
EMBANKMENT_M = 30.0
"""From the river's edge to the middle of the riverside road."""

Pattern = Literal["whole", "pair_h", "pair_v", "tee_h", "tee_v", "quad", "six"]
CELLS = {"whole": 1, "pair_h": 2, "pair_v": 2, "tee_h": 3, "tee_v": 3, "quad": 4, "six": 6}
PATTERN_ORDER: tuple[Pattern, ...] = ("pair_h", "tee_v", "tee_h", "quad", "six")
BLOCKS_WANTED = 92


class PlanLine(Struct, frozen=True):
    """A street of the plan: corners in (u, v), and whether it may bridge the river."""

    name: str
    highway: str
    width_m: float
    corners: tuple[XY, ...]


class TownPlan(Struct, frozen=True):
    """All street lines, and the main grid they hang on."""

    lines: tuple[PlanLine, ...]
    us: tuple[float, ...]
    vs: tuple[float, ...]
    river_row: int
    """Index of the row (between vs[i] and vs[i + 1]) that the river takes."""


def draw_plan(seed: int, terrain: Terrain) -> TownPlan:
    """Ring, main streets, riverside roads, a diagonal or two, and the small streets between."""
    rng = stream(seed, "plan")
    us = _spread(rng, -RING_U, RING_U, 6)
    bank = terrain.river_half_m + EMBANKMENT_M
    south = _spread(rng, -RING_V, terrain.river_v - bank, 2)
    north = _spread(rng, terrain.river_v + bank, RING_V, 3)
    vs = (*south, *north)
    river_row = len(south) - 1
    diagonal, crossed = _diagonals(rng, us, vs, river_row)
    lines = (
        *_ring(us, vs),
        *_main_streets(rng, us, vs, river_row),
        *diagonal,
        *_small_streets(rng, us, vs, river_row, crossed),
    )
    return TownPlan(lines=lines, us=us, vs=vs, river_row=river_row)


def _spread(rng: np.random.Generator, low: float, high: float, gaps: int) -> tuple[float, ...]:
    """Ends and the uneven steps between them, rounded to a millimetre."""
    step = (high - low) / gaps
    inner = [low + step * k + step * float(rng.uniform(-0.11, 0.11)) for k in range(1, gaps)]
    return tuple(round(x, 3) for x in (low, *inner, high))


def _ring(us: tuple[float, ...], vs: tuple[float, ...]) -> list[PlanLine]:
    west, east, south, north = us[0], us[-1], vs[0], vs[-1]
    return [
        PlanLine("环城南路", "secondary", 24.0, ((west, south), (east, south))),
        PlanLine("环城东路", "secondary", 24.0, ((east, south), (east, north))),
        PlanLine("环城北路", "secondary", 24.0, ((west, north), (east, north))),
        PlanLine("环城西路", "secondary", 24.0, ((west, south), (west, north))),
    ]


def _main_streets(
    rng: np.random.Generator, us: tuple[float, ...], vs: tuple[float, ...], river_row: int
) -> list[PlanLine]:
    """Riverside roads, streets along and across; some reach out of town, some stop at the river."""
    far_u, far_v = HALF_WIDTH_M + PLAN_MARGIN_M, HALF_HEIGHT_M + PLAN_MARGIN_M
    along = shuffled(rng, names.EAST_WEST)
    across = shuffled(rng, names.NORTH_SOUTH)
    out = [
        PlanLine("滨江南路", "tertiary", 13.0, ((us[0], vs[river_row]), (us[-1], vs[river_row]))),
        PlanLine("滨江北路", "tertiary", 13.0, ((us[0], vs[river_row + 1]), (us[-1], vs[river_row + 1]))),
    ]
    trunk = river_row + 2
    for j in range(1, len(vs) - 1):
        if j in (river_row, river_row + 1):
            continue
        reach = far_u if j == trunk else us[-1]
        rank = ("primary", 30.0) if j == trunk else ("secondary", 20.0)
        out.append(PlanLine(along.pop(), *rank, ((-reach, vs[j]), (reach, vs[j]))))
    middle = len(us) // 2
    stopped = pick(rng, [i for i in range(1, len(us) - 1) if i != middle])
    for i in range(1, len(us) - 1):
        south, north = (-far_v, far_v) if i == middle else (vs[0], vs[-1])
        rank = ("primary", 28.0) if i == middle else ("secondary" if i % 2 == 0 else "tertiary", 16.0)
        name = across.pop()
        if i == stopped:
            out.append(PlanLine(name, *rank, ((us[i], vs[0]), (us[i], vs[river_row]))))
            out.append(PlanLine(name, *rank, ((us[i], vs[river_row + 1]), (us[i], vs[-1]))))
        else:
            out.append(PlanLine(name, *rank, ((us[i], south), (us[i], north))))
    return out


def _diagonals(
    rng: np.random.Generator, us: tuple[float, ...], vs: tuple[float, ...], river_row: int
) -> tuple[list[PlanLine], set[tuple[int, int]]]:
    """Two slanting avenues from crossing to crossing, and the blocks (column, row) they cut."""
    columns, rows = len(us) - 1, len(vs) - 1
    rising = bool(rng.integers(2))
    first = int(rng.integers(0, columns - 1))
    north = [(first + k, rows - 2 + k) for k in (0, 1)]
    if not rising:
        north = [(first + 1 - k, rows - 2 + k) for k in (0, 1)]
    other = pick(rng, [c for c in range(columns) if abs(c - first) > 1])
    south = [(other, 0)]
    lines = [
        PlanLine(names.DIAGONALS[0], "secondary", 22.0, _corner_to_corner(us, vs, north, rising)),
        PlanLine(names.DIAGONALS[1], "tertiary", 15.0, _corner_to_corner(us, vs, south, not rising)),
    ]
    assert river_row not in {j for _, j in north + south}  # noqa: S101 - a diagonal never meets the river
    return lines, {*north, *south}


def _corner_to_corner(
    us: tuple[float, ...], vs: tuple[float, ...], cells: list[tuple[int, int]], rising: bool
) -> tuple[XY, ...]:
    """Through each cell from one corner to the opposite one, from south to north."""
    left, right = (0, 1) if rising else (1, 0)
    i, j = cells[0]
    points = [(us[i + left], vs[j])]
    points += [(us[i + right], vs[j + 1]) for i, j in cells]
    return tuple(points)


def _small_streets(
    rng: np.random.Generator,
    us: tuple[float, ...],
    vs: tuple[float, ...],
    river_row: int,
    crossed: set[tuple[int, int]],
) -> list[PlanLine]:
    """Streets within the main blocks: the nearer the centre, the denser."""
    cells = [
        (i, j)
        for i in range(len(us) - 1)
        for j in range(len(vs) - 1)
        if j != river_row and (i, j) not in crossed
    ]
    centre = (0.0, vs[river_row + 1] + 150.0)
    cells.sort(key=lambda c: _far(us, vs, c, centre) + float(rng.uniform(0, 260)))
    patterns = _patterns(cells, len(crossed) * 2)
    pool = shuffled(rng, names.MINOR)
    out: list[PlanLine] = []
    for cell in cells:
        out += _split(rng, us, vs, cell, patterns[cell], pool)
    return out


def _far(us: tuple[float, ...], vs: tuple[float, ...], cell: tuple[int, int], centre: XY) -> float:
    i, j = cell
    return float(np.hypot((us[i] + us[i + 1]) / 2 - centre[0], (vs[j] + vs[j + 1]) / 2 - centre[1]))


def _patterns(cells: list[tuple[int, int]], already: int) -> dict[tuple[int, int], Pattern]:
    """A pattern for each cell, nearest first, refined in rounds until there are blocks enough."""
    level = dict.fromkeys(cells, 0)

    def count() -> int:
        return already + sum(CELLS[PATTERN_ORDER[k]] for k in level.values())

    finest = len(PATTERN_ORDER) - 1
    for reach in (1.0, 1.0, 0.7, 0.25):
        for cell in cells[: int(len(cells) * reach)]:
            if count() < BLOCKS_WANTED and level[cell] < finest:
                level[cell] += 1
    return {cell: PATTERN_ORDER[k] for cell, k in level.items()}


def _split(
    rng: np.random.Generator,
    us: tuple[float, ...],
    vs: tuple[float, ...],
    cell: tuple[int, int],
    pattern: Pattern,
    pool: list[str],
) -> list[PlanLine]:
    """The small streets of one cell."""
    i, j = cell
    west, east, south, north = us[i], us[i + 1], vs[j], vs[j + 1]

    def part(low: float, high: float, share: float) -> float:
        return round(low + (high - low) * (share + float(rng.uniform(-0.06, 0.06))), 3)

    u, v = part(west, east, 0.5), part(south, north, 0.5)
    up, right = bool(rng.integers(2)), bool(rng.integers(2))
    across: list[tuple[XY, XY]] = []
    if pattern in ("pair_h", "tee_h", "quad", "six"):
        across.append(((west, v), (east, v)))
    if pattern in ("pair_v", "tee_v", "quad"):
        across.append(((u, south), (u, north)))
    if pattern == "tee_h":
        across.append(((u, v), (u, north)) if up else ((u, south), (u, v)))
    if pattern == "tee_v":
        across.append(((u, v), (east, v)) if right else ((west, v), (u, v)))
    if pattern == "six":
        across += [((w, south), (w, north)) for w in (part(west, east, 0.33), part(west, east, 0.67))]
    return [_small(rng, pool.pop() if pool else "", a, b) for a, b in across]


def _small(rng: np.random.Generator, name: str, a: XY, b: XY) -> PlanLine:
    kinds = (("residential", 9.0), ("residential", 8.0), ("tertiary", 12.0), ("unclassified", 10.0))
    highway, width_m = pick(rng, kinds)
    return PlanLine(name, highway, width_m, (a, b))


def meeting(a: tuple[XY, XY], b: tuple[XY, XY]) -> XY | None:
    """Where two pieces of plan meet, ends included; None when they don't or run parallel."""
    (ax, ay), (bx, by) = a
    (cx, cy), (dx, dy) = b
    det = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx)
    if abs(det) < 1e-9:
        return None
    t = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / det
    s = ((cx - ax) * (by - ay) - (cy - ay) * (bx - ax)) / det
    edge = 1e-5
    if not (-edge <= t <= 1 + edge and -edge <= s <= 1 + edge):
        return None
    return round(ax + t * (bx - ax), 3), round(ay + t * (by - ay), 3)


def pieces(line: PlanLine) -> list[tuple[XY, XY]]:
    """A line's straight pieces."""
    return list(pairwise(line.corners))
