"""The free ground between buildings, walls and water: its cheapest closed line of nets.

The ground a person can walk on is triangulated (constrained Delaunay), so that every side of a
triangle runs from obstacle to obstacle or to the neighbourhood's edge; a side is a place for a net
and costs its metres, a little for one more piece, and something for every way across it. The
cheapest line is a minimum cut between the residents' doors and their ways to the gate on one
hand, and the world outside on the other. It is sought twice, with the neighbourhood's edge as
part of the triangulation and without, since each misses what the other finds.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import shapely
from msgspec import Struct
from numpy.typing import NDArray
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from yipanqi.solvers.closure.obstacles import Facing, Leaning, Shapes, obstacles_near, together
from yipanqi.solvers.closure.tightening import Tightening
from yipanqi.solvers.closure.triangles import Flags, Mesh, triangulated
from yipanqi.survey.chart import Chart, Floats, Ints, points_at
from yipanqi.survey.pieces import rings_of

OUT_M = (15.0, 40.0, 60.0)
"""How far beyond the edge the line may stand. Each is tried: with less room the ground is cut into other
triangles, and now and then into better ones."""
BEST, LOOSE = 6, 1
"""So many of the cuts are looked at closely, pulled tight; and so many as they were besides."""
ALIKE = 0.005
"""Cuts that differ by less than this share, in net and in ground, are as good as one."""
ON_OBSTACLE_M = 0.15
DEEP_M = 250.0
"""How far inside; what lies deeper is inside whatever the line does (for the largest areas' sake)."""
DENSE_M = (12.0, 25.0)
"""Outlines get a vertex at least this often, so that nets may stand between long fronts; each is tried."""
MANY, MANY_TRIANGLES = 250, 2500
"""Among so many obstacles, and in so many triangles, the first that gives a ring will do."""
FIRST = ("both", "inside", "outside")
"""Which side is joined first where both come out in parts: each is tried."""
CLEFT_M, SPIKE_M = 0.2, 0.1
"""Clefts and spikes of a line thinner than twice this are smoothed away."""
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

    @property
    def core(self) -> BaseGeometry:
        """The ground so deep inside that no line goes there."""
        return self.area.buffer(-DEEP_M)

    def zone(self, reach_m: float) -> Polygon:
        """The area and the ground around it, within so many metres."""
        return self.area.buffer(reach_m, join_style="mitre", mitre_limit=2.0)


def cheapest_lines(chart: Chart, task: Task) -> list[GroundCut]:
    """The cuts, the cheapest first; none where none gives a ring that holds every own building."""
    obstacles = obstacles_near(chart, task.zone(max(OUT_M)))
    whole = together(obstacles)
    leaning = Leaning(whole, ON_OBSTACLE_M)
    homes = chart.centroids[np.concatenate((task.own, task.others)).astype(np.int64)]
    fixed = np.concatenate((task.doors, points_at(task.strangers), points_at(homes)))
    tightening = Tightening(whole, leaning, fixed)

    def tight(line: Polygon) -> GroundCut:
        pulled = tightening.tightened(line)
        ring = line if pulled is line else _smooth(pulled)
        ring = ring if ring is not None and _sound(chart, task, ring) else line
        return GroundCut(ring, leaning.ring_m(ring))

    rings = {ring.wkb: ring for ring in _rings(chart, task, obstacles)}
    pulled = sorted(((tight(ring), ring) for ring in rings.values()), key=lambda pair: pair[0].net_m)
    best = _unlike(pulled)
    loose = [GroundCut(ring, leaning.ring_m(ring)) for cut, ring in best[:LOOSE] if cut.ring is not ring]
    edge = [cut for cut in (tight(task.area),) if cut.ring is not task.area]
    return sorted([*(cut for cut, _ in best), *loose, *edge], key=lambda cut: cut.net_m)


def _unlike(pulled: Sequence[tuple[GroundCut, Polygon]]) -> list[tuple[GroundCut, Polygon]]:
    """The first few that are not the same but for where some of their corners lie."""
    found: list[tuple[GroundCut, Polygon]] = []
    for cut, ring in pulled:
        if len(found) < BEST and not any(_alike(cut, other) for other, _ in found):
            found.append((cut, ring))
    return found


def _alike(one: GroundCut, other: GroundCut) -> bool:
    same_net = abs(one.net_m - other.net_m) < ALIKE * other.net_m
    return same_net and abs(one.ring.area - other.ring.area) < ALIKE * other.ring.area


def _rings(chart: Chart, task: Task, obstacles: Shapes) -> Iterator[Polygon]:
    """Rings with the edge as part of the triangulation and without, with much room beyond it and little."""
    known: dict[bytes, NDArray[np.object_]] = {}
    found = False
    for dense_m in DENSE_M:
        if found and len(obstacles) > MANY:
            return
        facing = Facing(obstacles, dense_m)
        for reach_m in OUT_M:
            zone = task.zone(reach_m)
            near = np.asarray(shapely.intersects(zone, obstacles), dtype=bool)
            free = zone.difference(task.core).difference(together(facing.outlines(near)))
            for parts in ([free], [free.intersection(task.area), free.difference(task.area)]):
                for part in parts:
                    if part.wkb not in known:  # with more room beyond the edge, the ground within is the same
                        known[part.wkb] = triangulated(part)
                triangles = np.concatenate([known[part.wkb] for part in parts])
                if len(triangles) > 1:
                    for ring in _cuts(chart, task, Mesh(chart, triangles), zone):
                        found = True
                        yield ring


def _cuts(chart: Chart, task: Task, mesh: Mesh, zone: Polygon) -> Iterator[Polygon]:
    """Rings along the sides of triangles; several where what is joined first makes a difference."""
    inside, outside = _pinned(mesh, task, zone)
    if not inside.any() or not outside.any():
        return
    beyond = ~shapely.contains_xy(task.area, mesh.middles)
    for first in FIRST:
        search = _Search(chart, task, mesh, beyond, first)
        ring = search.outline(inside, outside)
        if ring is not None and _sound(chart, task, ring):
            yield ring
            if len(mesh) > MANY_TRIANGLES:
                return
        if not search.torn:
            return


class _Search:
    """A cut, sought again with what came out separate joined, until nobody is shut in, or out, alone."""

    def __init__(self, chart: Chart, task: Task, mesh: Mesh, beyond: Flags, first: str) -> None:
        """`beyond` says which triangles lie outside the edge; `first`, which side is joined first."""
        self.chart, self.task, self.mesh = chart, task, mesh
        self.beyond, self.first = beyond, first
        self.torn = False
        """Whether both sides came out in parts at once: then it matters which is joined first."""

    def outline(self, inside: Flags, outside: Flags) -> Polygon | None:
        """The ring that holds some triangles, and not others."""
        inside, outside = inside.copy(), outside.copy()
        ring = None
        for _ in range(MOST_LINKS):
            held = self.mesh.parted(inside, outside)
            into, out = self._links(held, inside, outside)
            ring = None if len(into) or len(out) else self._ring(held)
            if ring is not None:
                out = self._around_the_taken(ring)
            before = int(inside.sum() + outside.sum())
            inside[into[~outside[into]]] = True
            outside[out[~inside[out]]] = True
            if int(inside.sum() + outside.sum()) == before:
                break
        return ring or self._ring(held)

    def _links(self, held: Flags, inside: Flags, outside: Flags) -> tuple[Ints, Ints]:
        into = self.mesh.links(held, inside, disliked=self.beyond, barred=outside)
        out = self.mesh.links(~held, outside, disliked=~self.beyond, barred=inside)
        if len(into) and len(out):
            self.torn = True
            into = into[:0] if self.first == "outside" else into
            out = out[:0] if self.first == "inside" else out
        return into, out

    def _ring(self, held: Flags) -> Polygon | None:
        return _outline(self.chart, self.task, self.mesh.triangles[held])

    def _around_the_taken(self, ring: Polygon) -> Ints:
        """Triangles that touch a building of others which the line has taken in with the ground around it."""
        others = self.task.others
        taken = others[np.atleast_1d(shapely.contains_xy(ring, self.chart.centroids[others]))]
        return self.mesh.touched_by(self.chart.buildings[taken], within_m=0.01)


def _pinned(mesh: Mesh, task: Task, zone: Polygon) -> tuple[Flags, Flags]:
    """Triangles that must be inside, and outside; one that is both counts by where its middle lies."""
    inside, outside = np.zeros(len(mesh), dtype=bool), np.zeros(len(mesh), dtype=bool)
    inside[mesh.touched_by(task.doors)] = True
    inside[mesh.touched_by([task.core.buffer(0.05)])] = True
    outside[mesh.touched_by([zone.boundary.buffer(0.05)])] = True
    outside[mesh.touched_by(points_at(task.strangers))] = True
    both = inside & outside
    middle = shapely.contains_xy(task.area, mesh.middles)
    return inside & (~both | middle), outside & (~both | ~middle)


def _outline(chart: Chart, task: Task, within: NDArray[np.object_]) -> Polygon | None:
    """The ground of the triangles inside with the neighbourhood's own buildings, without holes."""
    ground = shapely.make_valid(shapely.coverage_union_all(within))
    filled = _filled(ground)
    own = chart.buildings[task.own]
    covered = shapely.STRtree(own).query(filled, predicate="covers")[1] if len(own) else own
    leant_on = np.delete(own, np.unique(covered.astype(np.int64)))
    return _smooth(shapely.union_all([*filled, *leant_on, task.core]))


def _smooth(ground: BaseGeometry) -> Polygon | None:
    """The largest part of some ground, without clefts and spikes: no net may run along another."""
    closed = _filled(ground.buffer(CLEFT_M, join_style="mitre").buffer(-CLEFT_M, join_style="mitre"))
    if not closed:
        return None
    main = max(closed, key=lambda p: p.area)
    stout = _filled(main.buffer(-SPIKE_M, join_style="mitre").buffer(SPIKE_M, join_style="mitre"))
    return max(stout, key=lambda p: p.area) if stout else None


def _filled(shape: BaseGeometry) -> list[Polygon]:
    """The parts of a shape without their holes."""
    return [Polygon(part.exterior) for part in shapely.get_parts(shape) if isinstance(part, Polygon)]


def _sound(chart: Chart, task: Task, ring: Polygon) -> bool:
    """Whether a ring holds every own building, no other, and does not cross itself."""
    held = np.atleast_1d(shapely.contains_xy(ring, chart.centroids[task.own]))
    taken = np.atleast_1d(shapely.contains_xy(ring, chart.centroids[task.others]))
    return bool(held.all()) and not taken.any() and stays_simple(chart, ring)


def stays_simple(chart: Chart, ring: Polygon) -> bool:
    """Whether a ring, and not an empty one, still does not cross itself when it is written down as places."""
    if ring.is_empty or not ring.is_valid:
        return False
    rings = [chart.places(np.array(line.coords)) for line in rings_of(ring)]
    laid = chart.laid(rings)
    return bool(Polygon(laid[0], laid[1:]).is_valid)
