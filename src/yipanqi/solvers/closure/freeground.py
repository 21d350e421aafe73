"""The free ground between buildings, walls and water: its cheapest closed line of nets.

The ground a person can walk on is triangulated (constrained Delaunay), so that every side of a
triangle runs from obstacle to obstacle or to the neighbourhood's edge; a side is a place for a net
and costs its metres, a little for one more piece, and something for every way across it. The
cheapest line is a minimum cut between the residents' doors and their ways to the gate on one
hand, and the world outside on the other. It is sought twice, with the neighbourhood's edge as
part of the triangulation and without, since each misses what the other finds.
"""

from collections.abc import Sequence

import igraph
import numpy as np
import shapely
from msgspec import Struct
from numpy.typing import NDArray
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from yipanqi.solvers.closure.tightening import Tightening
from yipanqi.survey.bare_edge import WALL_M
from yipanqi.survey.chart import Chart, Floats, Ints, points_at
from yipanqi.survey.pieces import rings_of
from yipanqi.survey.widths import width_of

OUT_M = (15.0, 40.0, 60.0)
"""How far beyond the edge the line may stand. Each is tried: with less room the ground is cut into other
triangles, and now and then into better ones."""
BEST = 4
"""So many of the cuts are looked at closely."""
ON_OBSTACLE_M = 0.15
DEEP_M = 250.0
"""How far inside; what lies deeper is inside whatever the line does (for the largest areas' sake)."""
DENSE_M = (12.0, 25.0)
"""Outlines get a vertex at least this often, so that nets may stand between long fronts; each is tried."""
FACING_M = 30.0
"""Obstacles nearer than this to each other get vertices where they come nearest."""
CLEFT_M, SPIKE_M = 0.2, 0.1
"""Clefts and spikes of a line thinner than twice this are smoothed away."""
PIECE_M, WAY_M = 1.0, 2.0
"""What one more piece of net costs, and one more way across it, in metres of net."""
NEVER = 1e7
AVOIDED = 20.0
"""How many metres inside are gone rather than one beyond the edge."""
MOST_LINKS = 6
"""How often parts of the inside are joined and the line sought again."""


class GroundCut(Struct, frozen=True):
    """A ring that stands on free ground and leans on obstacles."""

    ring: Polygon
    net_m: float


class Task(Struct, frozen=True):
    """What a line has to part."""

    area: Polygon
    own: Ints
    """The buildings that must be inside."""
    doors: NDArray[np.object_]
    """What must be inside besides: points, and lines from doors to ways."""
    strangers: Floats
    """Points that must stay outside: other doors, main streets."""
    others: Ints
    """Buildings around that must not come inside."""


def free_length(obstacles: BaseGeometry, ring: Polygon) -> float:
    """Metres of a ring that lie on free ground: what nets along it would have to span."""
    return float(ring.boundary.difference(obstacles).length)


def obstacles_near(chart: Chart, ground: BaseGeometry) -> list[BaseGeometry]:
    """Buildings, walls and water in an area, opened where ways on the ground lead through."""
    found: list[BaseGeometry] = []
    for tree, thick in ((chart.building_tree, 0.0), (chart.wall_tree, WALL_M), (chart.water_tree, 0.0)):
        for index in np.sort(tree.query(ground, predicate="intersects")):
            shape = tree.geometries[index]
            found.append(shape.buffer(thick, cap_style="flat", quad_segs=2) if thick else shape)
    ways = _corridors(chart, ground)
    if ways is None:
        return found
    return [shape.difference(ways) if shape.intersects(ways) else shape for shape in found]


def _corridors(chart: Chart, ground: BaseGeometry) -> BaseGeometry | None:
    """The ground of ways that lead through walls, water or archways."""
    owners, tree = chart.segments
    near = np.unique(owners[tree.query(ground, predicate="intersects")])
    strips = [
        LineString(chart.lines[w]).buffer(width_of(chart.ways[w]) / 2, cap_style="flat", quad_segs=2)
        for w in near
        if chart.grounded[w]
    ]
    return shapely.union_all(strips) if strips else None


def cheapest_lines(chart: Chart, task: Task) -> list[GroundCut]:
    """The cuts, the cheapest first; none where none gives a ring that holds every own building."""
    found = [cut for reach_m in OUT_M for cut in _lines_within(chart, task, reach_m)]
    best = sorted({cut.ring.wkb: cut for cut in found}.values(), key=lambda cut: cut.net_m)[:BEST]
    return sorted([*best, *_tightened(chart, task, best)], key=lambda cut: cut.net_m)


def _tightened(chart: Chart, task: Task, cuts: Sequence[GroundCut]) -> list[GroundCut]:
    """Those of the cuts, and the edge itself, that can be pulled tight, pulled tight."""
    obstacles = obstacles_near(chart, task.area.buffer(max(OUT_M), join_style="mitre", mitre_limit=2.0))
    homes = chart.centroids[np.concatenate((task.own, task.others)).astype(np.int64)]
    fixed = np.concatenate((task.doors, points_at(task.strangers), points_at(homes)))
    tightening = Tightening(obstacles, ON_OBSTACLE_M, fixed)
    solid = shapely.union_all(obstacles).buffer(ON_OBSTACLE_M) if obstacles else Polygon()
    found = []
    for line in (*(cut.ring for cut in cuts), task.area):
        ring = tightening.tightened(line)
        if ring is not line and stays_simple(chart, ring):
            found.append(GroundCut(ring, free_length(solid, ring)))
    return found


def _lines_within(chart: Chart, task: Task, reach_m: float) -> list[GroundCut]:
    """With the edge as part of the triangulation and without."""
    zone = task.area.buffer(reach_m, join_style="mitre", mitre_limit=2.0)
    core = task.area.buffer(-DEEP_M)
    obstacles = obstacles_near(chart, zone)
    solid = shapely.union_all(obstacles).buffer(ON_OBSTACLE_M) if obstacles else Polygon()
    found = []
    for dense_m in DENSE_M:
        facing = _with_facing_vertices(obstacles, dense_m)
        free = zone.difference(core).difference(shapely.union_all(facing) if facing else Polygon())
        for parts in ([free], [free.intersection(task.area), free.difference(task.area)]):
            ring = _cut(chart, task, parts, core, zone)
            if ring is not None:
                found.append(GroundCut(ring, free_length(solid, ring)))
    return found


def _with_facing_vertices(obstacles: Sequence[BaseGeometry], dense_m: float) -> list[BaseGeometry]:
    """Outlines with a vertex where they come nearest to another obstacle, and every so many metres."""
    shapes = [shapely.segmentize(shape, dense_m) for shape in obstacles if not shape.is_empty]
    if len(shapes) < 2:
        return shapes
    tree = shapely.STRtree(shapes)
    one, other = tree.query(shapes, predicate="dwithin", distance=FACING_M)
    apart = one < other
    links = shapely.shortest_line(np.array(shapes)[one[apart]], np.array(shapes)[other[apart]])
    extra: dict[int, list[Floats]] = {}
    for link, i, j in zip(links, one[apart], other[apart], strict=True):
        ends = shapely.get_coordinates(link)
        extra.setdefault(int(i), []).append(ends[0])
        extra.setdefault(int(j), []).append(ends[1])
    return [_with_vertices(shape, extra.get(i, [])) for i, shape in enumerate(shapes)]


def _with_vertices(shape: BaseGeometry, points: list[Floats]) -> BaseGeometry:
    """A polygon with more vertices on its shell; its ground stays the same."""
    if not points or not isinstance(shape, Polygon):
        return shape
    shell = LineString(shape.exterior.coords)
    places = shapely.line_locate_point(shell, shapely.points(np.array(points)))
    own = shapely.line_locate_point(shell, shapely.points(shapely.get_coordinates(shell)[:-1]))
    order = np.unique(np.round(np.concatenate((places, own)), 3))
    ring = shapely.get_coordinates(shapely.line_interpolate_point(shell, order))
    return Polygon(ring, list(shape.interiors)) if len(ring) > 3 else shape


def _cut(
    chart: Chart, task: Task, parts: list[BaseGeometry], core: BaseGeometry, zone: Polygon
) -> Polygon | None:
    triangles = _triangles(parts)
    if len(triangles) < 2:
        return None
    inside, outside = _pinned(triangles, task, core, zone)
    if not inside.any() or not outside.any():
        return None
    pairs, sides = _shared_sides(triangles)
    prices = _prices(chart, sides)
    graph = igraph.Graph(n=len(triangles), edges=pairs.tolist())
    middles = shapely.get_coordinates(shapely.centroid(triangles))
    steps = np.hypot(*(middles[pairs[:, 0]] - middles[pairs[:, 1]]).T)
    beyond = ~shapely.contains_xy(task.area, middles)
    for _ in range(MOST_LINKS):
        within = _solve(len(triangles), pairs, prices, inside, outside)
        held = np.zeros(len(triangles), dtype=bool)
        held[within] = True
        into = _link(graph, _avoiding(steps, pairs, beyond, outside), held, inside)
        out = _link(graph, _avoiding(steps, pairs, ~beyond, inside), ~held, outside)
        if not len(into) and not len(out):
            out = _around_the_taken(chart, task, triangles, within, core)
        before = int(inside.sum() + outside.sum())
        inside[into[~outside[into]]] = True
        outside[out[~inside[out]]] = True
        if int(inside.sum() + outside.sum()) == before:
            break
    return _ring(chart, task, triangles[within], core)


def _around_the_taken(
    chart: Chart, task: Task, triangles: NDArray[np.object_], within: Ints, core: BaseGeometry
) -> Ints:
    """Triangles that touch a building of others which the line has taken in with the ground around it."""
    main = _outline(chart, task, triangles[within], core)
    if main is None or not len(task.others):
        return np.empty(0, dtype=np.int64)
    held = np.atleast_1d(shapely.contains_xy(main, chart.centroids[task.others]))
    taken = chart.buildings[task.others[held]]
    if not len(taken):
        return np.empty(0, dtype=np.int64)
    touching = shapely.STRtree(triangles).query(taken, predicate="dwithin", distance=0.01)[1]
    return np.unique(touching).astype(np.int64)


def _avoiding(steps: Floats, pairs: Ints, disliked: NDArray[np.bool_], barred: NDArray[np.bool_]) -> Floats:
    """Lengths of steps from triangle to triangle: dear over some ground, hardly possible over other."""
    dear = np.where(disliked[pairs].any(axis=1), steps * AVOIDED, steps)
    found: Floats = dear + NEVER * barred[pairs].any(axis=1)
    return found


def _link(graph: igraph.Graph, steps: Floats, held: NDArray[np.bool_], pinned: NDArray[np.bool_]) -> Ints:
    """Triangles that join the separate parts of one side, so that nobody is shut in, or out, alone.

    From each part with something pinned to it but the largest, the shortest way over free
    ground to that. For the inside, ground beyond the edge (the street in front) is avoided;
    for the outside, ground within.
    """
    chosen = np.flatnonzero(held)
    parts = [
        [int(chosen[i]) for i in part]
        for part in graph.induced_subgraph(chosen.tolist()).connected_components()
    ]
    parts = sorted((part for part in parts if pinned[part].any()), key=len)
    if len(parts) < 2:
        return np.empty(0, dtype=np.int64)
    target = parts[-1][0]
    reachable = set(graph.subcomponent(target))
    starts = [next(i for i in part if pinned[i]) for part in parts[:-1] if part[0] in reachable]
    paths = graph.get_shortest_paths(target, to=starts, weights=np.maximum(steps, 1e-3).tolist())
    return np.array(sorted({i for path in paths for i in path if not pinned[i]}), dtype=np.int64)


def _triangles(parts: list[BaseGeometry]) -> NDArray[np.object_]:
    found = [
        shapely.get_parts(shapely.constrained_delaunay_triangles(part)) for part in parts if not part.is_empty
    ]
    whole = np.concatenate(found) if found else np.empty(0, dtype=object)
    return whole[shapely.area(whole) > 1e-6]


def _pinned(
    triangles: NDArray[np.object_], task: Task, core: BaseGeometry, zone: Polygon
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Triangles that must be inside, and outside; one that is both counts by where its middle lies."""
    tree = shapely.STRtree(triangles)
    inside = np.zeros(len(triangles), dtype=bool)
    outside = np.zeros(len(triangles), dtype=bool)
    if len(task.doors):
        inside[tree.query(task.doors, predicate="intersects")[1]] = True
    if not core.is_empty:
        inside[tree.query(core.buffer(0.05), predicate="intersects")] = True
    outside[tree.query(zone.boundary.buffer(0.05), predicate="intersects")] = True
    if len(task.strangers):
        outside[tree.query(shapely.points(task.strangers), predicate="intersects")[1]] = True
    both = inside & outside
    middle = shapely.contains(task.area, shapely.centroid(triangles))
    return inside & (~both | middle), outside & (~both | ~middle)


def _shared_sides(triangles: NDArray[np.object_]) -> tuple[Ints, Floats]:
    """Pairs of triangles with a side in common, shape (m, 2), and the sides, shape (m, 2, 2)."""
    corners = shapely.get_coordinates(triangles).reshape(-1, 4, 2)
    sides = np.stack((corners[:, :-1], corners[:, 1:]), axis=2).reshape(-1, 2, 2)
    owner = np.repeat(np.arange(len(triangles)), 3)
    keys = np.round(sides * 1000).astype(np.int64)
    swap = (keys[:, 0] > keys[:, 1])[:, 0] | (
        (keys[:, 0, 0] == keys[:, 1, 0]) & (keys[:, 0, 1] > keys[:, 1, 1])
    )
    keys[swap] = keys[swap][:, ::-1]
    flat = keys.reshape(-1, 4)
    order = np.lexsort(flat.T[::-1])
    same = (flat[order][1:] == flat[order][:-1]).all(axis=1)
    first, second = order[:-1][same], order[1:][same]
    return np.stack((owner[first], owner[second]), axis=1), sides[first]


def _prices(chart: Chart, sides: Floats) -> Floats:
    """Metres, a piece, and what crosses."""
    prices: Floats = np.hypot(*(sides[:, 1] - sides[:, 0]).T) + PIECE_M
    owners, tree = chart.segments
    lines = shapely.linestrings(sides)
    which, near = tree.query(lines, predicate="intersects")
    ground = chart.grounded[owners[near]]
    crossed = np.unique(np.stack((which[ground], owners[near[ground]]), axis=1), axis=0)
    np.add.at(prices, crossed[:, 0], WAY_M)
    return prices


def _solve(
    size: int, pairs: Ints, prices: Floats, inside: NDArray[np.bool_], outside: NDArray[np.bool_]
) -> Ints:
    edges = [(int(a), int(b)) for a, b in pairs]
    edges += [(size, int(i)) for i in np.flatnonzero(inside)]
    edges += [(int(i), size + 1) for i in np.flatnonzero(outside)]
    capacity = [*prices.tolist(), *[NEVER] * int(inside.sum() + outside.sum())]
    cut = igraph.Graph(n=size + 2, edges=edges).mincut(source=size, target=size + 1, capacity=capacity)
    return np.array([i for i in cut.partition[0] if i < size], dtype=np.int64)


def _outline(chart: Chart, task: Task, within: NDArray[np.object_], core: BaseGeometry) -> Polygon | None:
    """The ground of the triangles inside with the neighbourhood's own buildings, without holes."""
    ground = shapely.make_valid(shapely.coverage_union_all(within))
    whole = shapely.union_all([ground, *chart.buildings[task.own], core])
    closed = whole.buffer(CLEFT_M, join_style="mitre").buffer(-CLEFT_M, join_style="mitre")
    filled = [Polygon(p.exterior) for p in shapely.get_parts(closed) if isinstance(p, Polygon)]
    if not filled:
        return None
    main = max(filled, key=lambda p: p.area)
    stout = main.buffer(-SPIKE_M, join_style="mitre").buffer(SPIKE_M, join_style="mitre")
    parts = [p for p in shapely.get_parts(stout) if isinstance(p, Polygon)]
    return Polygon(max(parts, key=lambda p: p.area).exterior) if parts else None


def _ring(chart: Chart, task: Task, within: NDArray[np.object_], core: BaseGeometry) -> Polygon | None:
    """The outline, where it holds every own building, no other, and does not cross itself."""
    main = _outline(chart, task, within, core)
    if main is None:
        return None
    held = np.atleast_1d(shapely.contains_xy(main, chart.centroids[task.own]))
    taken = np.atleast_1d(shapely.contains_xy(main, chart.centroids[task.others]))
    return main if held.all() and not taken.any() and stays_simple(chart, main) else None


def stays_simple(chart: Chart, ring: Polygon) -> bool:
    """Whether a ring still does not cross itself when it is written down as places."""
    rings = [chart.places(np.array(line.coords)) for line in rings_of(ring)]
    laid = chart.laid(rings)
    return ring.is_valid and Polygon(laid[0], laid[1:]).is_valid
