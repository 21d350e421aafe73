"""Which gaps make a good gate: not steep, not soft, room to queue before it and to turn behind it."""

from functools import cached_property

import numpy as np
import shapely
from shapely.geometry import Point, Polygon
from shapely.geometry.base import BaseGeometry

from yipanqi.plan.closure.model import ClosureRules
from yipanqi.solvers.closure.cut import MAIN
from yipanqi.solvers.closure.fire import lets_engine_in
from yipanqi.solvers.closure.network import Network
from yipanqi.survey.bare_edge import WALL_M
from yipanqi.survey.chart import Chart
from yipanqi.survey.model import Way
from yipanqi.survey.openings import Gap
from yipanqi.survey.widths import width_of

STEEPEST = 0.08
"""GB 50016-2014 (2018), 7.1.8: a fire lane should be no steeper than 8 %."""
QUEUE_AROUND_M, QUEUE_M2 = 8.0, 40.0
"""Twenty people with two square metres each, within sight of whoever stands at the gate."""
WIDEST_M = 20.0
REVERSED_M = 20.0
"""Farther than this no engine should have to back out (England, Approved Document B, B5)."""


class Room:
    """What is known of the room around the gaps of one ring; each gap is looked at only when asked about."""

    def __init__(
        self,
        chart: Chart,
        ring: Polygon,
        found: list[Gap],
        nodes: list[list[int]],
        network: Network,
        rules: ClosureRules,
    ) -> None:
        self.chart, self.ring, self.found, self.nodes = chart, ring, found, nodes
        self.network, self.rules = network, rules

    def suits(self, number: int) -> bool:
        """Whether an engine fits through a gap by the cautious reading, and it is a good gate in all else."""
        gap = self.found[number]
        driven = [self.chart.ways[way] for way in gap.ways if self.chart.ways[way].vehicle]
        return (
            lets_engine_in(self.chart, gap, self.rules, cautious=True)
            and all(_easy(way, self.rules) for way in driven)
            and any(self._turns(node) for node in self.nodes[number] if node in self._driven_at)
            and room_to_queue_m2(self.chart, self.ring, gap) >= QUEUE_M2
        )

    @cached_property
    def _driven_at(self) -> dict[int, list[int]]:
        """The edges cars may drive at each node."""
        ways = np.unique(self.network.ways)
        driven = ways[[self.chart.ways[int(w)].vehicle for w in ways]] if len(ways) else ways
        found: dict[int, list[int]] = {}
        edges = np.flatnonzero(np.isin(self.network.ways, driven))
        for edge, ends in zip(edges.tolist(), self.network.ends[edges].tolist(), strict=True):
            for node in ends:
                found.setdefault(node, []).append(edge)
        return found

    @cached_property
    def _turning(self) -> set[int]:
        places = self.chart.extract.turning_places
        names = [("node", round(lon * 1e7), round(lat * 1e7)) for lon, lat in places]
        return {self.network.names[name] for name in names if name in self.network.names}

    def _turns(self, node: int) -> bool:
        """Follow the way in until it branches, comes to a turning circle, closes a loop, or ends."""
        gone_m, edge, seen = 0.0, self._driven_at[node][0], {node}
        while True:
            one, other = (int(n) for n in self.network.ends[edge])
            node = other if node == one else one
            gone_m += float(self.network.lengths[edge])
            onward = [e for e in self._driven_at[node] if e != edge]
            if node in self._turning or node in seen or len(onward) > 1:
                return True
            if not onward:
                return gone_m <= REVERSED_M
            seen.add(node)
            edge = onward[0]


def _easy(way: Way, rules: ClosureRules) -> bool:
    """Neither steep nor soft nor narrowed."""
    narrow = way.max_width_m is not None and way.max_width_m < rules.fire_width_m
    return not (narrow or way.soft or (way.slope is not None and way.slope > STEEPEST))


def room_to_queue_m2(chart: Chart, ring: Polygon, gap: Gap) -> float:
    """Square metres right outside a gap where people can wait: no house, wall, water or main carriageway."""
    around = Point(gap.middle).buffer(QUEUE_AROUND_M, quad_segs=4)
    outside = around.difference(ring)
    taken = [*_carriageways(chart, around)]
    for tree in (chart.building_tree, chart.water_tree):
        taken += list(tree.geometries[tree.query(around, predicate="intersects")])
    walls = chart.wall_tree.query(around, predicate="intersects")
    taken += list(shapely.buffer(chart.wall_tree.geometries[walls], WALL_M, cap_style="flat"))
    free = outside.difference(shapely.union_all(taken)) if taken else outside
    here = Point(gap.middle).buffer(QUEUE_AROUND_M / 2)
    return float(sum(part.area for part in shapely.get_parts(free) if part.intersects(here)))


def _carriageways(chart: Chart, ground: BaseGeometry) -> list[BaseGeometry]:
    owners, tree = chart.segments
    near = tree.query(ground, predicate="dwithin", distance=WIDEST_M / 2)
    return [
        tree.geometries[i].buffer(width_of(chart.ways[int(owners[i])]) / 2, cap_style="flat")
        for i in near
        if chart.ways[int(owners[i])].highway in MAIN
    ]
