"""Parks, squares and the green banks of the river."""

import itertools
from collections.abc import Sequence

import numpy as np
from shapely import LineString, Point, Polygon

from yipanqi.ground.plane import XY
from yipanqi.simulate.fabric.blocks import Block
from yipanqi.simulate.fabric.model import Lane, Mouth, Patch, Path, Scene, Spot, Street
from yipanqi.simulate.fabric.mouths import StreetMap, find_mouths
from yipanqi.simulate.fabric.plan import TownPlan
from yipanqi.simulate.fabric.plots import plan_plot
from yipanqi.simulate.fabric.quarters import choose_mouths
from yipanqi.simulate.fabric.streets import at_centimetre
from yipanqi.simulate.fabric.styles import ROWS
from yipanqi.simulate.fabric.terrain import Terrain

GROUND = {
    "park": (("leisure", "park"),),
    "square": (("leisure", "park"), ("park:type", "square")),
    "sports": (("leisure", "sports_centre"),),
}
PROMENADE_M = 5.5
"""The riverside path's distance from the water's usual edge: it passes under the bridges' ends."""


def lay_park(
    rng: np.random.Generator, block: Block, use: str, named: tuple[tuple[str, str], ...], streets: StreetMap
) -> Scene:
    """A loop of path inside the edge, ways in from the streets, a pond, trees."""
    polygon = block.polygon
    mouths = find_mouths(rng, plan_plot(rng, polygon, ROWS), polygon, streets)
    chosen = choose_mouths(rng, mouths, int(rng.integers(4, 7)))
    loop = _smooth(polygon.buffer(-24.0))
    ways, loop = _ways_in(chosen, loop)
    lanes = [Lane((*loop, loop[0]), "footway", 3.0), *ways]
    patches = [Patch(block.ring, (*GROUND[use], *named))]
    middle = Polygon(loop).buffer(-14)
    if not middle.is_empty and isinstance(middle, Polygon) and middle.area > 900:
        patches.append(_centre(rng, middle, use))
    return Scene(
        lanes=tuple(lanes),
        patches=tuple(patches),
        spots=tuple(_trees(rng, polygon.buffer(-6.0), patches[-1], 28)),
        joints=tuple((m.street_index, m.street) for m in chosen),
    )


def _smooth(shape: Polygon) -> Path:
    """The outline with its corners rounded, a point every 14 m or so."""
    rounded = shape.buffer(-12).buffer(12, quad_segs=4)
    outline = (rounded if isinstance(rounded, Polygon) and not rounded.is_empty else shape).exterior
    count = max(8, int(outline.length / 14))
    points = (outline.interpolate(k / count, normalized=True) for k in range(count))
    return tuple(at_centimetre((p.x, p.y)) for p in points)


def _ways_in(chosen: Sequence[Mouth], loop: Path) -> tuple[list[Lane], Path]:
    """A path from each mouth to the loop's nearest point."""
    corners = np.array(loop)
    ways = []
    for mouth in chosen:
        near = int(np.argmin(np.hypot(*(corners - mouth.inside).T)))
        ways.append(Lane((mouth.street, mouth.inside, loop[near]), "footway", 3.0))
    return ways, loop


def _centre(rng: np.random.Generator, middle: Polygon, use: str) -> Patch:
    """A pond in a park, a pitch in a sports ground, a paved place in a square."""
    tags = {
        "park": (("natural", "water"), ("water", "pond")),
        "square": (("leisure", "garden"),),
        "sports": (("leisure", "pitch"), ("sport", "soccer")),
    }[use]
    shape = middle.buffer(-18).buffer(14, quad_segs=6)
    ring = shape.exterior if isinstance(shape, Polygon) and not shape.is_empty else middle.exterior
    count = 18
    sway = 1 + 0.10 * np.sin(np.arange(count) * 2 * np.pi / count * 3 + float(rng.uniform(0, 6)))
    x, y = middle.centroid.x, middle.centroid.y
    points = [ring.interpolate(k / count, normalized=True) for k in range(count)]
    share = 0.8 * sway if use == "park" else np.full(count, 0.9)
    return Patch(
        tuple(
            at_centimetre((x + (p.x - x) * float(s), y + (p.y - y) * float(s)))
            for p, s in zip(points, share, strict=True)
        ),
        tags,
    )


def _trees(rng: np.random.Generator, ground: Polygon, keep_off: Patch, count: int) -> list[Spot]:
    west, south, east, north = ground.bounds
    pond = Polygon(keep_off.ring)
    out = []
    for x, y in zip(rng.uniform(west, east, count), rng.uniform(south, north, count), strict=True):
        at = Point(x, y)
        if ground.contains(at) and (pond.area > 0.6 * ground.area or not pond.contains(at)):
            out.append(Spot(at_centimetre((float(x), float(y))), (("natural", "tree"),)))
    return out


def lay_banks(terrain: Terrain, plan: TownPlan, blocks: Sequence[Block], streets: Sequence[Street]) -> Scene:
    """Green on both banks, and a promenade under the bridges with ways up to the riverside roads."""
    patches = tuple(Patch(b.ring, (("leisure", "park"),)) for b in blocks if b.riverside)
    lanes: list[Lane] = []
    joints: list[tuple[int, XY]] = []
    for side, name in ((-1, "滨江南路"), (1, "滨江北路")):
        index = next(k for k, s in enumerate(streets) if s.name == name)
        v = terrain.river_v + side * (terrain.river_half_m + PROMENADE_M)
        us = _steps(plan)
        path: list[XY] = []
        for a, b in itertools.pairwise(us):
            path += [at_centimetre(p) for p in terrain.line((a, v), (b, v))[:-1]]
        path.append(at_centimetre(terrain.warp((us[-1], v))))
        lanes.append(Lane(tuple(path), "footway", 3.0, name="江滨步道"))
        for u in us[::2]:
            foot = at_centimetre(terrain.warp((u, v)))
            joint = _onto(streets[index], foot)
            lanes.append(Lane((foot, joint), "steps", 2.5))
            joints.append((index, joint))
    return Scene(patches=patches, lanes=tuple(lanes), joints=tuple(joints))


def _steps(plan: TownPlan) -> list[float]:
    """Places along the river between the cross streets: where the promenade is met, and where it bends."""
    out: list[float] = []
    for west, east in zip(plan.us, plan.us[1:], strict=False):
        out += [west + (east - west) * share for share in (0.28, 0.5, 0.72)]
    return out[:-1] if len(out) % 2 == 0 else out


def _onto(street: Street, at: XY) -> XY:
    line = LineString(street.points)
    joint = line.interpolate(line.project(Point(at)))
    return at_centimetre((joint.x, joint.y))
