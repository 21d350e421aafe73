"""An edge drawn roughly, laid onto the walls and building fronts beside it.

People draw the edge of a neighbourhood some metres off the wall that really is its edge. Where a wall
or a front lies within a tolerance, the edge is laid onto it; elsewhere it stays. Nothing may change
sides by that but bare ground: a strip that holds a building's middle, a mapped door, or a way that
ends, branches or runs along in it keeps its old edge.
"""

from collections.abc import Callable, Iterable
from itertools import pairwise

import numpy as np
import shapely
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from yipanqi.survey.chart import Chart, Floats, Ints, points_at, straight_pieces, straight_pieces_of
from yipanqi.survey.model import Area, MovedEdge, Neighbourhood
from yipanqi.survey.openings import along, largest_polygon
from yipanqi.survey.pieces import rings_of

Flags = NDArray[np.bool_]
STEP_M = 1.0
"""The edge is looked at this often."""
SHORTEST_M = 3.0
"""A wall beside less of the edge than this is not followed."""
ROUNDABOUT = 1.4
"""A wall more than this many times as long as the edge beside it, and then some, is not its edge."""
BRIDGED_M = 10.0
"""Between the ends of two walls this near to each other the edge runs straight: a gateway."""
ROUNDS = 8
ON_IT_M = 0.02


class Snapped(Struct, frozen=True):
    """An edge after it was laid onto what is beside it; `moved` is None where it stayed as it was."""

    polygon: Polygon
    moved: MovedEdge | None = None


class _Run(Struct, frozen=True):
    """A stretch of a ring, in metres along it, and the line of the wall or front that takes its place."""

    from_m: float
    to_m: float
    line: LineString


def snapped_neighbourhoods(
    chart: Chart, neighbourhoods: tuple[Neighbourhood, ...], within_m: float
) -> tuple[Neighbourhood, ...]:
    """Neighbourhoods with their edges laid onto walls and fronts, and how far each moved.

    Two that share an edge can both move it, each to the wall nearest to its own line.
    """
    shapes = chart.shapes([n.area for n in neighbourhoods])
    found = []
    for neighbourhood, shape in zip(neighbourhoods, shapes, strict=True):
        after = snapped(chart, largest_polygon(shape), within_m)
        if after.moved is None:
            found.append(neighbourhood)
        else:
            area = _area(chart, after.polygon)
            found.append(replace(neighbourhood, area=area, moved=after.moved))
    return tuple(found)


def snapped(chart: Chart, polygon: Polygon, within_m: float) -> Snapped:
    """A polygon with its edge laid onto walls and fronts no farther than `within_m` from it."""
    rings = rings_of(polygon)
    runs = list(chart.remembered(f"beside {within_m}", polygon, _beside_edge(within_m)))
    for _ in range(ROUNDS):
        if not any(runs):
            break
        after = _assembled(rings, runs, within_m)
        wrong = _wrong_strips(chart, polygon, after, within_m) if after is not None else None
        if after is not None and wrong is not None and not len(wrong):
            fresh = [
                line for ring, mine in zip(rings, runs, strict=True) for line in _fresh(ring, mine, within_m)
            ]
            return Snapped(after, _moved(polygon, after, fresh, within_m))
        runs = [_without(mine, wrong) for mine in runs]
    return Snapped(polygon)


def _area(chart: Chart, polygon: Polygon) -> Area:
    return tuple(chart.lines_of_places(rings_of(polygon)))


def _beside_edge(within_m: float) -> Callable[[Chart, Polygon], list[list[_Run]]]:
    """What lies beside each ring of a polygon; it has to do with walls and buildings alone."""

    def found(chart: Chart, polygon: Polygon) -> list[list[_Run]]:
        return [_runs(chart, ring, within_m) for ring in rings_of(polygon)] if within_m > 0 else []

    return found


def _runs(chart: Chart, ring: LineString, within_m: float) -> list[_Run]:
    """Stretches of a ring that have one wall or front beside them, in order."""
    shapely.prepare(ring)
    lines, tree = chart.fronts
    near = tree.query(straight_pieces_of(ring), predicate="dwithin", distance=within_m)
    beside = np.unique(near[1])
    if not len(beside):
        return []
    places = np.arange(0.0, ring.length, STEP_M)
    points = points_at(_points_along(ring, places))
    owner = _owners(lines, beside, points, within_m)
    ends = np.flatnonzero(_breaks(lines, owner, points, within_m)) + 1
    found = []
    for first, after in pairwise([0, *ends.tolist(), len(owner)]):
        if owner[first] >= 0 and (after - 1 - first) * STEP_M >= SHORTEST_M:
            line = _beside(lines[owner[first]], points[first:after])
            stretch_m = float(places[after - 1] - places[first])
            if line is not None and line.length <= ROUNDABOUT * stretch_m and _near(line, ring, within_m):
                found.append(_Run(float(places[first]), float(places[after - 1]), line))
    return found


def _owners(lines: NDArray[np.object_], beside: Ints, points: NDArray[np.object_], within_m: float) -> Ints:
    """The line nearest to each point, of those `beside` their ring; -1 where none is near enough."""
    xy, of = shapely.get_coordinates(lines[beside], return_index=True)
    first = np.flatnonzero(np.diff(of) == 0)
    straight = shapely.STRtree(straight_pieces(np.stack((xy[first], xy[first + 1]), axis=1)))
    which, piece = straight.query_nearest(points, max_distance=within_m)
    near = beside[of[first[piece]]]
    order = np.argsort(-near, kind="stable")
    owner = np.full(len(points), -1, dtype=np.int64)
    owner[which[order]] = near[order]  # of two as near as each other the map's first
    return owner


def _breaks(lines: NDArray[np.object_], owner: Ints, points: NDArray[np.object_], within_m: float) -> Flags:
    """Whether the wall beside a row of points changes from each to the next, or is met at another place."""
    found: Flags = np.diff(owner) != 0
    there = np.flatnonzero(~found & (owner[1:] >= 0))
    walls = lines[owner[there]]
    at, after = (shapely.line_locate_point(walls, points[there + step]) for step in (0, 1))
    jump = np.abs(after - at)
    round_m = np.where(shapely.is_closed(walls), shapely.length(walls) - jump, np.inf)
    found[there] = np.minimum(jump, round_m) > STEP_M + 2 * within_m
    return found


def _near(line: LineString, ring: LineString, within_m: float) -> bool:
    """Whether all of a line is within a distance of a ring."""
    dense = shapely.segmentize(line, STEP_M) if line.length else line
    points = points_at(shapely.get_coordinates(dense))
    return bool(shapely.dwithin(ring, points, within_m).all())


def _beside(wall: LineString, points: NDArray[np.object_]) -> LineString | None:
    """The stretch of a wall that a row of points lies beside, in their direction."""
    at = shapely.line_locate_point(wall, points[[0, len(points) // 2, -1]])
    start, middle, end = (float(m) for m in at)
    closed = wall.is_closed
    if not closed or min(start, end) <= middle <= max(start, end):
        if abs(end - start) < SHORTEST_M / 2:
            return None
        low, high = min(start, end), max(start, end)
        line = _part(wall, low, high)
        return line if start <= end else line.reverse()
    # round past the start of a closed outline
    line = along(wall, max(start, end), min(start, end) + wall.length)
    return line if start >= end else line.reverse()


def _part(line: LineString, from_m: float, to_m: float) -> LineString:
    xy = shapely.get_coordinates(line)
    run = _run(xy)
    ends = _points_along(line, np.array([from_m, to_m]))
    return LineString(np.concatenate((ends[:1], xy[(run > from_m) & (run < to_m)], ends[1:])))


def _run(xy: Floats) -> Floats:
    """Metres along a line at each of its places."""
    found: Floats = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(xy, axis=0).T))))
    return found


def _points_along(line: LineString, places: Floats) -> Floats:
    """Points at so many metres along a line."""
    xy = shapely.get_coordinates(line)
    run = _run(xy)
    return np.stack([np.interp(places, run, xy[:, axis]) for axis in (0, 1)], axis=1)


def _assembled(rings: list[LineString], runs: list[list[_Run]], within_m: float) -> Polygon | None:
    """The polygon with every run in the place of its stretch; None where that is none."""
    laid = [_laid(ring, mine, within_m) for ring, mine in zip(rings, runs, strict=True)]
    polygon = Polygon(laid[0], laid[1:])
    return polygon if polygon.is_valid and polygon.area > 0 else None


def _laid(ring: LineString, runs: list[_Run], within_m: float) -> Floats:
    if not runs:
        return np.asarray(shapely.get_coordinates(ring))
    parts: list[Floats] = []
    for run, after in _pairs(ring, runs):
        parts.append(shapely.get_coordinates(run.line))
        if _bridge(ring, run, after, within_m) is None:
            parts.append(shapely.get_coordinates(along(ring, run.to_m, after.from_m)))
    xy = np.concatenate([*parts, parts[0][:1]])
    kept = np.concatenate(([True], (np.abs(np.diff(xy, axis=0)) > 1e-6).any(axis=1)))
    return xy[kept]


def _pairs(ring: LineString, runs: list[_Run]) -> Iterable[tuple[_Run, _Run]]:
    """Each run with the one after it, the last with the first, a turn of the ring further."""
    return pairwise([*runs, replace(runs[0], from_m=runs[0].from_m + ring.length)])


def _bridge(ring: LineString, run: _Run, after: _Run, within_m: float) -> LineString | None:
    """The straight line over a gateway between the ends of two walls, where they are near enough."""
    if after.from_m - run.to_m > BRIDGED_M:
        return None
    straight = LineString([run.line.coords[-1], after.line.coords[0]])
    return straight if _near(straight, ring, within_m) else None


def _fresh(ring: LineString, runs: list[_Run], within_m: float) -> list[LineString]:
    """What is new in a ring's edge: walls and fronts, straight over gateways, and the steps onto them."""
    found: list[LineString] = []
    for run, after in _pairs(ring, runs) if runs else ():
        found.append(run.line)
        bridge = _bridge(ring, run, after, within_m)
        if bridge is not None:
            found.append(bridge)
        else:
            off, on = _points_along(ring, np.array([run.to_m, after.from_m % ring.length]))
            found += [LineString([run.line.coords[-1], off]), LineString([on, after.line.coords[0]])]
    return [line for line in found if line.length > 0]


def _wrong_strips(chart: Chart, before: Polygon, after: Polygon, within_m: float) -> NDArray[np.object_]:
    """Ground that would change sides and must not."""
    strips = np.array(
        [p for p in shapely.get_parts(before.symmetric_difference(after)) if isinstance(p, Polygon)],
        dtype=object,
    )
    wrong = np.zeros(len(strips), dtype=bool)
    if not len(strips):
        return strips
    grown = shapely.buffer(strips, ON_IT_M)
    middles = shapely.STRtree(points_at(chart.centroids)) if len(chart.centroids) else None
    if middles is not None:
        wrong[middles.query(grown, predicate="intersects")[0]] = True
    doors = chart.entrances[1]
    if len(doors):
        wrong[shapely.STRtree(doors).query(grown, predicate="intersects")[0]] = True
    for number, strip in enumerate(strips):
        wrong[number] |= _way_lost(chart, strip, within_m)
    return strips[wrong]


def _way_lost(chart: Chart, strip: BaseGeometry, within_m: float) -> bool:
    """Whether a way ends, branches or runs along in a strip of ground."""
    owners, tree = chart.segments
    near = tree.query(strip, predicate="intersects")
    near = near[chart.grounded[owners[near]]]
    for way in np.unique(owners[near]):
        segments = tree.geometries[near[owners[near] == way]]
        if shapely.length(shapely.intersection(segments, strip)).sum() > 2 * within_m:
            return True
        if _has_knot(chart, int(way), strip):
            return True
    return False


def _has_knot(chart: Chart, way: int, strip: BaseGeometry) -> bool:
    line, nodes = chart.lines[way], chart.ways[way].nodes
    for position in np.flatnonzero(shapely.intersects_xy(strip, line[:, 0], line[:, 1])):
        if position in (0, len(line) - 1) or len(chart.ways_at.get(nodes[int(position)], ())) > 1:
            return True
    return False


def _without(runs: list[_Run], wrong: NDArray[np.object_] | None) -> list[_Run]:
    """Runs that no wrong strip lies beside; without the longest where it is not known which is wrong."""
    if wrong is None:
        longest = max(runs, key=lambda run: run.to_m - run.from_m, default=None)
        return [run for run in runs if run is not longest]
    tree = shapely.STRtree(wrong)
    return [run for run in runs if not len(tree.query(run.line, predicate="dwithin", distance=0.1))]


def _moved(before: Polygon, after: Polygon, fresh: list[LineString], within_m: float) -> MovedEdge | None:
    """How far the edge has moved: at most, on average over its length, and how much of it at all.

    Only along what is fresh in it can it have moved.
    """
    xy = [_points_along(line, np.arange(0.0, line.length, STEP_M)) for line in fresh]
    each_m = np.concatenate(
        [np.full(len(p), line.length / len(p)) for p, line in zip(xy, fresh, strict=True)]
    )
    edges = shapely.STRtree(straight_pieces_of(before.boundary))
    away = edges.query_nearest(points_at(np.concatenate(xy)), return_distance=True, all_matches=False)[1]
    if float(away.max()) < ON_IT_M:
        return None
    return MovedEdge(
        within_m=within_m,
        most_m=round(float(away.max()), 2),
        mean_m=round(float(away @ each_m) / after.length, 2),
        share=round(float((away > ON_IT_M) @ each_m) / after.length, 3),
    )
