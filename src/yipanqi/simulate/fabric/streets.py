"""Streets on the ground: the plan's lines joined where they meet, bent, bridged, cut at the town's edge."""

from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Polygon, box

from yipanqi.ground.plane import XY
from yipanqi.simulate.fabric.model import Path, Street
from yipanqi.simulate.fabric.plan import PlanLine, TownPlan, meeting, pieces
from yipanqi.simulate.fabric.terrain import HALF_HEIGHT_M, HALF_WIDTH_M, PLAN_MARGIN_M, Terrain

ABUTMENT_M = 7.0
"""A bridge begins so far before the water."""

BOUNDS = box(-HALF_WIDTH_M, -HALF_HEIGHT_M, HALF_WIDTH_M, HALF_HEIGHT_M)


def lay_streets(plan: TownPlan, terrain: Terrain) -> tuple[Street, ...]:
    """Every line of the plan as a street in metres, sharing its points with those it meets."""
    joints: list[set[XY]] = [set(line.corners) for line in plan.lines]
    for i, one in enumerate(plan.lines):
        for j in range(i):
            for point in _meetings(one, plan.lines[j]):
                joints[i].add(point)
                joints[j].add(point)
    return tuple(_street(line, joints[i], terrain) for i, line in enumerate(plan.lines))


def _meetings(a: PlanLine, b: PlanLine) -> list[XY]:
    found = (meeting(p, q) for p in pieces(a) for q in pieces(b))
    return [point for point in found if point is not None]


def _street(line: PlanLine, joints: set[XY], terrain: Terrain) -> Street:
    stops = _in_order(line, joints)
    banks = (
        terrain.river_v - terrain.river_half_m - ABUTMENT_M,
        terrain.river_v + terrain.river_half_m + ABUTMENT_M,
    )
    crosses = stops[0][1] < banks[0] and stops[-1][1] > banks[1]
    if crosses:
        stops = sorted({*stops, *((stops[0][0], v) for v in banks)}, key=lambda p: p[1])
    points: list[XY] = []
    marks: list[int] = []
    for a, b in pairwise(stops):
        if crosses and a[1] == banks[0]:
            marks = [len(points)]
        points += terrain.line(a, b)[:-1]
        if crosses and b[1] == banks[1]:
            marks.append(len(points))
    points.append(terrain.warp(stops[-1]))
    bridges = ((marks[0], marks[1]),) if crosses else ()
    rounded = tuple(at_centimetre(p) for p in points)
    return _within(Street(line.name, line.highway, line.width_m, rounded, bridges))


def at_centimetre(point: XY) -> XY:
    """Rounded, so that streets that meet do so at the same node."""
    return round(point[0], 2), round(point[1], 2)


def _in_order(line: PlanLine, joints: set[XY]) -> list[XY]:
    """Corners and joints from the line's beginning to its end (lines never turn back)."""
    (ax, ay), (bx, by) = line.corners[0], line.corners[-1]
    return sorted(joints, key=lambda p: (p[0] - ax) * (bx - ax) + (p[1] - ay) * (by - ay))


def _within(street: Street) -> Street:
    """The street cut at the town's bounds; only ends that lead out of town are touched."""
    outside = [not _inside(p) for p in street.points]
    if not any(outside):
        return street
    first = outside.index(False)
    last = len(outside) - 1 - outside[::-1].index(False)
    points = list(street.points[first : last + 1])
    shift = first
    if first > 0:
        points.insert(0, _exit(street.points[first], street.points[first - 1]))
        shift = first - 1
    if last < len(outside) - 1:
        points.append(_exit(street.points[last], street.points[last + 1]))
    bridges = tuple((a - shift, b - shift) for a, b in street.bridges)
    return Street(street.name, street.highway, street.width_m, tuple(points), bridges)


def _inside(point: XY) -> bool:
    return abs(point[0]) <= HALF_WIDTH_M and abs(point[1]) <= HALF_HEIGHT_M


def _exit(inner: XY, outer: XY) -> XY:
    cut = LineString([inner, outer]).intersection(BOUNDS)
    x, y = cut.coords[-1]
    return at_centimetre((x, y))


def lay_river(terrain: Terrain) -> tuple[Path, Path]:
    """The river's outline (open ring, reaching past the bounds) and its middle line, in metres."""
    reach = HALF_WIDTH_M + PLAN_MARGIN_M
    u = np.arange(-reach, reach + 1, 40.0)
    swell = 1 + 0.14 * np.sin(u / 170.0 + terrain.meander_phase)
    half = np.minimum(terrain.river_half_m * swell, terrain.river_half_m + ABUTMENT_M - 3)
    south = terrain.warp_many(np.column_stack((u, terrain.river_v - half)))
    north = terrain.warp_many(np.column_stack((u, terrain.river_v + half)))
    middle = terrain.warp_many(np.column_stack((u, np.full_like(u, terrain.river_v))))
    ring = np.concatenate((south, north[::-1]))
    shown = Polygon(ring).intersection(BOUNDS)
    line = LineString(middle).intersection(BOUNDS)
    return _path(shapely.get_coordinates(shown)[:-1]), _path(shapely.get_coordinates(line))


def _path(coords: NDArray[np.float64]) -> Path:
    return tuple(at_centimetre((float(x), float(y))) for x, y in coords)
