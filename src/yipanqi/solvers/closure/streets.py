"""The ways around an area as a graph of chains: what a closed line round the area can be cut through.

Nodes are map nodes where ways meet or end, doors, places where a way meets the area's edge, and
places where two ways on the ground cross without a shared node (a person steps from one onto the
other). Everything between two such nodes is one chain, and a net anywhere on it does the same.
"""

from collections.abc import Iterable
from itertools import pairwise
from math import dist

import numpy as np
import shapely
from msgspec import Struct
from numpy.typing import NDArray
from shapely.geometry import LineString, Polygon

from yipanqi.survey.chart import Chart, Floats, Ints
from yipanqi.survey.pieces import IN, OUT, Contact, at, contact_at, pieces_at_edge

Mark = tuple[int, float]
"""A place on a way: its index, and segment number + share."""
AT_END = 0.001
"""A share of a segment: two that meet so near to an end of one meet at its node."""


class Chain(Struct, frozen=True):
    """Ways between two nodes of the graph, without a branch."""

    start: int
    end: int
    points: tuple[tuple[float, float], ...]
    ways: tuple[int, ...]
    state: int
    """Inside the area, outside, or along its edge."""
    grounded: bool

    @property
    def line(self) -> LineString:
        return LineString(self.points)

    @property
    def length_m(self) -> float:
        return sum(dist(one, other) for one, other in pairwise(self.points))


class Streets:
    """Nodes and chains within a zone around an area."""

    def __init__(self, chart: Chart, area: Polygon, zone: Polygon, marks: Iterable[Mark]) -> None:
        self.chart, self.area, self.zone = chart, area, zone
        self.names: dict[Contact, int] = {}
        self.xy: list[tuple[float, float]] = []
        self.special: set[int] = set()
        """Nodes that end a chain whatever else meets there."""
        self._links: list[tuple[int, int, int, int]] = []
        ways = self._ways_in_zone()
        wanted: dict[int, list[float]] = {}
        pairs = _crossing_pairs(chart, ways)
        for way, position in [*marks, *(mark for pair in pairs for mark in pair)]:
            wanted.setdefault(way, []).append(position)
        self._lay(ways, wanted)
        self._join_crossings(pairs)
        self.outside_zone = self._outside_zone()
        self.chains = self._chains()

    def node_at(self, mark: Mark) -> int | None:
        """The node at a place on a way."""
        way, position = mark
        return self.names.get(contact_at(self.chart.ways[way], way, position))

    def inside(self) -> NDArray[np.bool_]:
        """For every node whether it lies in the area."""
        return np.atleast_1d(shapely.contains_xy(self.area, np.array(self.xy).reshape(-1, 2)))

    def dead_ends(self) -> set[int]:
        """Nodes where only one chain ends."""
        ends = [node for chain in self.chains for node in (chain.start, chain.end)]
        nodes, counts = np.unique(np.array(ends, dtype=np.int64), return_counts=True)
        return {int(n) for n in nodes[counts == 1]}

    def _ways_in_zone(self) -> list[int]:
        owners, tree = self.chart.segments
        return [int(w) for w in np.unique(owners[tree.query(self.zone, predicate="intersects")])]

    def _lay(self, ways: list[int], wanted: dict[int, list[float]]) -> None:
        at_edge: dict[int, list[tuple[float, float, int]]] = {}
        for piece in pieces_at_edge(self.chart, self.area):
            at_edge.setdefault(piece.way, []).append((piece.first, piece.last, piece.state))
        for way in ways:
            line = self.chart.lines[way]
            last = float(len(line) - 1)
            state = IN if shapely.contains_xy(self.area, *line[0]) else OUT
            parts = at_edge.get(way, [(0.0, last, state)])
            for first, end, side in parts:
                self._lay_part(way, first, end, side, wanted.get(way, []))
            self.special.update(self._node(way, first) for first, _, _ in parts[1:])

    def _lay_part(self, way: int, first: float, last: float, side: int, marks: list[float]) -> None:
        vertices = range(int(np.floor(first)) + 1, int(np.ceil(last)))
        inner = {float(v) for v in vertices} | {m for m in marks if first < m < last}
        numbers = [self._node(way, position) for position in sorted({first, last} | inner)]
        self.special.update(self._node(way, m) for m in marks if first <= m <= last)
        for one, other in pairwise(numbers):
            if one != other:
                self._links.append((one, other, way, side))

    def _node(self, way: int, position: float) -> int:
        name = contact_at(self.chart.ways[way], way, position)
        if name not in self.names:
            self.names[name] = len(self.xy)
            x, y = at(self.chart.lines[way], position)
            self.xy.append((float(x), float(y)))
        return self.names[name]

    def _join_crossings(self, pairs: list[tuple[Mark, Mark]]) -> None:
        """Two ways that cross on the ground are one place, shared node or not."""
        for one, other in pairs:
            a, b = self._node(*one), self._node(*other)
            if a != b:
                self._links.append((a, b, one[0], self._links[0][3] if self._links else OUT))

    def _outside_zone(self) -> set[int]:
        within = shapely.contains_xy(self.zone, np.array(self.xy, dtype=np.float64).reshape(-1, 2))
        return {int(i) for i in np.flatnonzero(~within)}

    def _chains(self) -> list[Chain]:
        links = [
            link
            for link in self._links
            if not (link[0] in self.outside_zone and link[1] in self.outside_zone)
        ]
        at: dict[int, list[int]] = {}
        for number, (one, other, _, _) in enumerate(links):
            at.setdefault(one, []).append(number)
            at.setdefault(other, []).append(number)
        ends = {n for n, met in at.items() if len(met) != 2 or n in self.special or n in self.outside_zone}
        used: set[int] = set()
        chains = []
        for node in sorted(ends) + sorted(at):
            for number in at.get(node, ()):
                if number not in used:
                    chain = self._follow(links, at, ends, used, node, number)
                    chains.append(chain)
        return chains

    def _follow(
        self,
        links: list[tuple[int, int, int, int]],
        at: dict[int, list[int]],
        ends: set[int],
        used: set[int],
        node: int,
        number: int,
    ) -> Chain:
        """Link after link until a node that ends a chain, or back where it began."""
        nodes, ways, states, current = [node], [], [], node
        while True:
            used.add(number)
            one, other, way, state = links[number]
            current = other if current == one else one
            nodes.append(current)
            ways.append(way)
            states.append(state)
            onward = [n for n in at[current] if n not in used]
            if current in ends or current == node or not onward:
                break
            number = onward[0]
        grounded = all(bool(self.chart.grounded[w]) for w in ways)
        return Chain(
            start=node,
            end=current,
            points=tuple(self.xy[n] for n in nodes),
            ways=tuple(dict.fromkeys(ways)),
            state=states[0],
            grounded=grounded,
        )


def _crossing_pairs(chart: Chart, ways: list[int]) -> list[tuple[Mark, Mark]]:
    """Where two ways on the ground cross inside a segment of each, without a node in common there."""
    owners, tree = chart.segments
    grounded = [way for way in ways if chart.grounded[way]]
    chosen = np.flatnonzero(np.isin(owners, grounded))
    segments = tree.geometries[chosen]
    one, other = shapely.STRtree(segments).query(segments)
    apart = (one < other) & (owners[chosen[one]] != owners[chosen[other]])
    one, other = one[apart], other[apart]
    ends = shapely.get_coordinates(segments).reshape(-1, 2, 2)
    on_one, on_other = _shares(ends[one], ends[other])
    inside = _well_inside(on_one) & _well_inside(on_other)
    first = _marks(chart, chosen[one[inside]], on_one[inside])
    second = _marks(chart, chosen[other[inside]], on_other[inside])
    return sorted(zip(first, second, strict=True))


def _marks(chart: Chart, segments: Ints, shares: Floats) -> list[Mark]:
    """Places on segments of `chart.segments`."""
    ways, numbers = chart.segments[0][segments], chart.segment_numbers[segments]
    return list(zip(ways.tolist(), (numbers + shares).tolist(), strict=True))


def _well_inside(shares: Floats) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = (shares > AT_END) & (shares < 1 - AT_END)
    return found


def _shares(one: Floats, other: Floats) -> tuple[Floats, Floats]:
    """Where the lines through pairs of segments meet, as shares of each segment; both (n, 2, 2).

    Nowhere a number where they are parallel.
    """
    along, across = one[:, 1] - one[:, 0], other[:, 1] - other[:, 0]
    between = other[:, 0] - one[:, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        turned = _cross(along, across)
        return _cross(between, across) / turned, _cross(between, along) / turned


def _cross(one: Floats, other: Floats) -> Floats:
    found: Floats = one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]
    return found
