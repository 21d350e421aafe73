"""Free ground cut into triangles, and the cheapest line of their sides between what is in and what is out."""

from collections.abc import Sequence

import igraph
import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely.geometry.base import BaseGeometry

from yipanqi.survey.chart import Chart, Floats, Ints, straight_pieces

PIECE_M, WAY_M = 1.0, 2.0
"""What one more piece of net costs, and one more way across it, in metres of net."""
SLIVER_M2 = 1e-6
AVOIDED = 20.0
"""How many metres of ground that is walked unwillingly count as one."""
NEVER = 1e7

Flags = NDArray[np.bool_]


def triangulated(ground: BaseGeometry) -> NDArray[np.object_]:
    """The triangles of an area, every vertex of its outline a corner of one."""
    if ground.is_empty:
        return np.empty(0, dtype=object)
    found = np.asarray(shapely.get_parts(shapely.constrained_delaunay_triangles(ground)), dtype=object)
    return found[shapely.area(found) > SLIVER_M2]


class Mesh:
    """Triangles, the sides they share, and what a net on each side costs."""

    def __init__(self, chart: Chart, triangles: NDArray[np.object_]) -> None:
        self.triangles = triangles
        self.tree = shapely.STRtree(triangles)
        corners = shapely.get_coordinates(triangles).reshape(-1, 4, 2)
        self.middles: Floats = corners[:, :3].mean(axis=1)
        self.pairs, sides = _shared_sides(corners)
        """Which two triangles share a side, shape (m, 2)."""
        self.prices = _prices(chart, sides)
        self._graph = igraph.Graph(n=len(triangles), edges=self.pairs)
        self._piece = _components(len(triangles), self.pairs)
        self._steps = np.hypot(*(self.middles[self.pairs[:, 0]] - self.middles[self.pairs[:, 1]]).T)

    def __len__(self) -> int:
        return len(self.triangles)

    def parted(self, inside: Flags, outside: Flags) -> Flags:
        """Which triangles are in when the sides between in and out cost least."""
        number = np.where(inside, 0, np.where(outside, 1, -1))
        free = number < 0
        number[free] = np.arange(2, 2 + int(free.sum()))
        edges = number[self.pairs]
        matter = edges[:, 0] != edges[:, 1]
        graph = igraph.Graph(n=2 + int(free.sum()), edges=edges[matter])
        within = igraph.GraphBase.mincut(graph, 0, 1, self.prices[matter].tolist())[2]
        held: Flags = np.isin(number, within)
        return held

    def links(self, held: Flags, pinned: Flags, disliked: Flags, barred: Flags) -> Ints:
        """Triangles that join the separate parts of one side, so that nobody is shut in, or out, alone.

        From each part with something pinned to it but the largest, the shortest way over free ground to
        that. Ground that is disliked is avoided, and what is barred hardly ever gone over.
        """
        part = _components(len(self), self.pairs[held[self.pairs].all(axis=1)])
        known, firsts, sizes = np.unique(part[held], return_index=True, return_counts=True)
        firsts = np.flatnonzero(held)[firsts]
        wanted = np.flatnonzero(np.isin(known, part[held & pinned]))
        if len(wanted) < 2:
            return np.empty(0, dtype=np.int64)
        *others, main = wanted[np.lexsort((firsts[wanted], sizes[wanted]))]
        target = int(firsts[main])
        starts = [
            int(np.argmax(pinned & held & (part == known[other])))
            for other in others
            if self._piece[firsts[other]] == self._piece[target]
        ]
        steps = np.where(disliked[self.pairs].any(axis=1), self._steps * AVOIDED, self._steps)
        steps = np.maximum(steps + NEVER * barred[self.pairs].any(axis=1), 1e-3)
        paths = self._graph.get_shortest_paths(target, to=starts, weights=steps.tolist())
        return np.array(sorted({i for path in paths for i in path if not pinned[i]}), dtype=np.int64)

    def touched_by(self, shapes: Sequence[BaseGeometry] | NDArray[np.object_], within_m: float = 0.0) -> Ints:
        """Triangles that any of the shapes meets, or comes so near to."""
        if within_m:
            found = self.tree.query(shapes, predicate="dwithin", distance=within_m)[1]
        else:
            found = self.tree.query(shapes, predicate="intersects")[1]
        return np.unique(found).astype(np.int64)


def _components(size: int, pairs: Ints) -> Ints:
    """For each triangle, which connected part it is in."""
    links = coo_array((np.ones(len(pairs), dtype=np.int8), pairs.T), shape=(size, size))
    return np.asarray(connected_components(links, directed=False)[1], dtype=np.int64)


def _shared_sides(corners: Floats) -> tuple[Ints, Floats]:
    """Pairs of triangles with a side in common, shape (m, 2), and the sides, shape (m, 2, 2)."""
    sides = np.stack((corners[:, :-1], corners[:, 1:]), axis=2).reshape(-1, 2, 2)
    owner = np.repeat(np.arange(len(corners)), 3)
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
    which, near = tree.query(straight_pieces(sides), predicate="intersects")
    ground = chart.grounded[owners[near]]
    crossed = np.unique(np.stack((which[ground], owners[near[ground]]), axis=1), axis=0)
    np.add.at(prices, crossed[:, 0], WAY_M)
    return prices
