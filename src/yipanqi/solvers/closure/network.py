"""The ways inside a ring as a graph: who gets from where to where without passing the ring."""

from functools import cached_property
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components, dijkstra
from shapely.geometry import Polygon

from yipanqi.survey.chart import Chart, Floats, Ints, straight_pieces
from yipanqi.survey.pieces import IN, Contact, between, contact_at, pieces_at_edge


class Network:
    """Nodes and straight edges of every walkable way inside; `way` tells whose edge it is."""

    def __init__(self, names: dict[Contact, int], xy: Floats, ends: Ints, ways: Ints) -> None:
        self.names = names
        """Contact -> node."""
        self.xy = xy
        self.ends = ends
        """Node numbers of each edge, shape (m, 2)."""
        self.ways = ways
        across = xy[ends[:, 0]] - xy[ends[:, 1]] if len(ends) else np.empty((0, 2))
        self.lengths = np.hypot(across[:, 0], across[:, 1])

    @property
    def empty(self) -> bool:
        return len(self.ends) == 0

    @cached_property
    def lines(self) -> NDArray[np.object_]:
        """The edges as lines."""
        return straight_pieces(self.xy[self.ends]) if len(self.ends) else np.empty(0, dtype=object)

    @cached_property
    def tree(self) -> shapely.STRtree:
        """The edges' tree."""
        return shapely.STRtree(self.lines)

    def walk_from(self, nodes: Ints) -> Floats:
        """Metres along ways from each given node to every node, shape (k, n); infinite where no way leads."""
        found: Floats = dijkstra(self._matrix, directed=False, indices=nodes)
        return np.atleast_2d(found)

    def parts(self, allowed: NDArray[np.bool_], cut_nodes: Ints) -> Ints:
        """The connected part each edge belongs to, -1 if not allowed; no way leads on at a cut node."""
        found = np.full(len(self.ends), -1, dtype=np.int64)
        chosen = np.flatnonzero(allowed)
        if not len(chosen):
            return found
        ends = self.ends[chosen].copy()
        fresh = len(self.xy)
        for column in (0, 1):
            cut = np.isin(ends[:, column], cut_nodes)
            ends[cut, column] = fresh + np.arange(cut.sum())
            fresh += int(cut.sum())
        joined = csr_matrix((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(fresh, fresh))
        labels = connected_components(joined, directed=False)[1]
        found[chosen] = labels[ends[:, 0]]
        return found

    @cached_property
    def _matrix(self) -> csr_matrix:
        """Edge lengths; of several edges between two nodes the shortest (a sum would be a lie)."""
        low, high = self.ends.min(axis=1), self.ends.max(axis=1)
        order = np.lexsort((self.lengths, high, low))
        keep = np.ones(len(order), dtype=bool)
        keep[1:] = (np.diff(low[order]) != 0) | (np.diff(high[order]) != 0)
        chosen = order[keep]
        size = len(self.xy)
        weights = np.maximum(self.lengths[chosen], 1e-6)
        return csr_matrix((weights, (low[chosen], high[chosen])), shape=(size, size))


def network_inside(chart: Chart, ring: Polygon) -> Network:
    """Every way, and part of a way, that lies inside the ring; bridges and tunnels inside too."""
    return chart.remembered("network", ring, _network_inside)


def _network_inside(chart: Chart, ring: Polygon) -> Network:
    at_edge = pieces_at_edge(chart, ring)
    cut = {piece.way for piece in at_edge}
    owners, tree = chart.segments
    whole = [int(w) for w in np.unique(owners[tree.query(ring, predicate="intersects")]) if int(w) not in cut]
    builder = _Builder(chart)
    for way in whole:
        builder.add_way(way, 0.0, float(len(chart.lines[way]) - 1))
    for piece in at_edge:
        if piece.state == IN:
            builder.add_way(piece.way, piece.first, piece.last)
    for way in chart.surfaces[0]:
        builder.add_edge_of_surface(int(way), ring)
    return builder.done()


class _Builder:
    def __init__(self, chart: Chart) -> None:
        self.chart = chart
        self.names: dict[Contact, int] = {}
        self.xy: list[Floats] = []
        self.ends: list[tuple[int, int]] = []
        self.ways: list[int] = []

    def add_way(self, way: int, first: float, last: float) -> None:
        points = between(self.chart.lines[way], first, last)
        positions = [first, *range(int(np.floor(first)) + 1, int(np.ceil(last))), last]
        numbers = [
            self._node(contact_at(self.chart.ways[way], way, float(position)), point)
            for position, point in zip(positions, points, strict=True)
        ]
        for one, other in pairwise(numbers):
            self._join(one, other, way)

    def add_edge_of_surface(self, way: int, ring: Polygon) -> None:
        """A square is walked round its edge, and across between any of its places that lead on."""
        line = self.chart.lines[way]
        inside = shapely.contains_xy(ring, line)
        if not inside.any():
            return
        numbers = [
            self._node(contact_at(self.chart.ways[way], way, float(position)), line[position])
            if inside[position]
            else None
            for position in range(len(line))
        ]
        for one, other in pairwise(numbers):
            if one is not None and other is not None:
                self._join(one, other, way)

    def _node(self, name: Contact, point: Floats) -> int:
        if name not in self.names:
            self.names[name] = len(self.xy)
            self.xy.append(point)
        return self.names[name]

    def _join(self, one: int, other: int, way: int) -> None:
        if one != other:
            self.ends.append((one, other))
            self.ways.append(way)

    def done(self) -> Network:
        return Network(
            self.names,
            np.array(self.xy, dtype=np.float64).reshape(-1, 2),
            np.array(self.ends, dtype=np.int64).reshape(-1, 2),
            np.array(self.ways, dtype=np.int64),
        )
