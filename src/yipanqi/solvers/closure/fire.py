"""Fire engines inside a ring: which gap serves which building, and the fewest to keep openable.

Two readings of the map are respected at once: the *cautious* one trusts only ways wide and high
enough, mapped or by class, and no archway of unknown height; the *hopeful* one every way a car may
drive. A building that either reading serves before the closure is served after it.
"""

from collections.abc import Sequence

import numpy as np
import shapely
from msgspec import Struct
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from shapely.geometry import LineString, Polygon

from yipanqi.plan.closure.model import ClosureRules
from yipanqi.solvers.closure.homes import Homes
from yipanqi.solvers.closure.network import Network
from yipanqi.survey.chart import Chart, Ints
from yipanqi.survey.model import Way
from yipanqi.survey.openings import Gap, along, gaps
from yipanqi.survey.pieces import rings_of
from yipanqi.survey.widths import width_of

Flags = NDArray[np.bool_]
AT_STAND_M = 0.3
"""A way this near to a gap comes up to it."""


class Service(Struct, frozen=True):
    """Which gap serves which home, by each reading; shape (gaps, homes)."""

    cautious: Flags
    hopeful: Flags


def wide_enough(way: Way, rules: ClosureRules) -> bool:
    """Whether a fire engine fits, by the cautious reading."""
    if not way.vehicle or width_of(way) < rules.fire_width_m:
        return False
    if way.max_height_m is not None:
        return way.max_height_m >= rules.fire_height_m
    return not way.passage


def lets_engine_in(chart: Chart, gap: Gap, rules: ClosureRules, cautious: bool) -> bool:
    """Whether a fire engine can drive through a gap: one crossing with fit ways on both sides."""
    for member in gap.members:
        if member.grazes:
            continue
        ways = [chart.ways[i] for i in member.ways]
        fit = [wide_enough(way, rules) if cautious else way.vehicle for way in ways]
        if fit and fit[0] and (len(fit) == 1 or any(fit[1:])):
            return True
    return False


def service(
    chart: Chart,
    ring: Polygon,
    found: list[Gap],
    gap_nodes: list[list[int]],
    network: Network,
    homes: Homes,
    rules: ClosureRules,
) -> Service:
    """What every gap alone would serve: homes near ways it leads to, and homes near itself."""
    blocked = _blocked_nodes(chart, network)
    wanted = np.array(sorted({node for nodes in gap_nodes for node in nodes}), dtype=np.int64)
    stands = stands_in(chart, ring)
    beside, met = _homes_beside(stands, homes, rules.fire_reach_m), _ways_met(chart, ring, stands)
    readings = []
    for cautious in (True, False):
        ways = np.unique(network.ways)
        fit = ways[[_fit(chart.ways[int(w)], rules, cautious) for w in ways]] if len(ways) else ways
        parts = network.parts(np.isin(network.ways, fit), blocked)
        led_to = _parts_at(network, parts, wanted)
        near = _homes_near_parts(network, homes, parts, rules.fire_reach_m)
        served = np.zeros((len(found), len(homes)), dtype=bool)
        for number, (gap, nodes) in enumerate(zip(found, gap_nodes, strict=True)):
            if lets_engine_in(chart, gap, rules, cautious):
                for part in {part for node in nodes for part in led_to.get(node, ())}:
                    served[number, near.get(part, [])] = True
            if any(_fit(chart.ways[way], rules, cautious) for way in met[number]):
                served[number] |= beside[number]
        readings.append(served)
    return Service(readings[0], readings[1])


def stands_in(chart: Chart, ring: Polygon) -> tuple[LineString, ...]:
    """What stands, or stays open, across each gap of a ring: its stretch of it; worked out once."""
    return chart.remembered("stands", ring, _stands_in)


def _stands_in(chart: Chart, ring: Polygon) -> tuple[LineString, ...]:
    rings = rings_of(ring)
    return tuple(along(rings[gap.ring], gap.from_m, gap.to_m) for gap in gaps(chart, ring))


def _ways_met(chart: Chart, ring: Polygon, stands: Sequence[LineString]) -> list[set[int]]:
    """The ways of the ring that come up to each stand, through it or past it: an engine stops there."""
    owners, tree = chart.segments
    which, near = tree.query(stands, predicate="dwithin", distance=AT_STAND_M)
    met: list[set[int]] = [set() for _ in stands]
    ours = {way: LineString(chart.lines[way]).intersects(ring) for way in np.unique(owners[near]).tolist()}
    for stand, way in zip(which.tolist(), owners[near].tolist(), strict=True):
        if ours[way]:
            met[stand].add(way)
    return met


def _homes_beside(stands: Sequence[LineString], homes: Homes, reach_m: float) -> Flags:
    """Which homes are within reach of each gap itself, shape (gaps, homes)."""
    places = shapely.line_interpolate_point(np.array(stands, dtype=object), 0.5, normalized=True)
    found: Flags = shapely.dwithin(homes.shapes[None, :], places[:, None], reach_m)
    return found


def _parts_at(network: Network, parts: Ints, nodes: Ints) -> dict[int, set[int]]:
    """The connected parts that edges at some nodes belong to."""
    found: dict[int, set[int]] = {}
    chosen = np.flatnonzero((parts >= 0) & np.isin(network.ends, nodes).any(axis=1))
    for (one, other), part in zip(network.ends[chosen].tolist(), parts[chosen].tolist(), strict=True):
        found.setdefault(one, set()).add(part)
        found.setdefault(other, set()).add(part)
    return found


def _fit(way: Way, rules: ClosureRules, cautious: bool) -> bool:
    return wide_enough(way, rules) if cautious else way.vehicle


def _blocked_nodes(chart: Chart, network: Network) -> Ints:
    """Nodes with a bollard or the like, where no vehicle goes on."""
    found = []
    for barrier in chart.extract.barriers:
        if len(barrier.line) == 1 and barrier.stops != "nobody":
            lon, lat = barrier.line[0]
            node = network.names.get(("node", round(lon * 1e7), round(lat * 1e7)))
            if node is not None:
                found.append(node)
    return np.array(found, dtype=np.int64)


def _homes_near_parts(network: Network, homes: Homes, parts: Ints, reach_m: float) -> dict[int, Ints]:
    """For every part of the network, the homes within reach of one of its edges."""
    edges = np.flatnonzero(parts >= 0)
    if not len(edges) or not len(homes):
        return {}
    names, part_of = np.unique(parts[edges], return_inverse=True)
    order = np.argsort(part_of, kind="stable")
    wholes = shapely.multilinestrings(network.lines[edges[order]], indices=part_of[order])
    which, near = shapely.STRtree(homes.shapes).query(wholes, predicate="dwithin", distance=reach_m)
    return {int(name): near[which == number] for number, name in enumerate(names)}


def fewest(service_: Service, gates: list[int]) -> list[int]:
    """The fewest gaps besides the gates that leave no home worse off; exact (a small set cover, by HiGHS).

    Raises:
        RuntimeError: the solver gave no proven optimum, which for sizes met here means a fault.
    """
    rows = np.vstack((service_.cautious.T, service_.hopeful.T))
    needed = rows[rows.any(axis=1) & ~rows[:, gates].any(axis=1)]
    if not len(needed):
        return []
    needed = np.unique(needed, axis=0)
    forced = np.unique(np.flatnonzero(needed[needed.sum(axis=1) == 1].any(axis=0)))
    needed = needed[~needed[:, forced].any(axis=1)].astype(float)
    if not len(needed):  # every gap is the only one for some home
        return [int(i) for i in forced]
    gaps = int(needed.shape[1])
    cost = 1.0 + np.arange(gaps) * (1e-4 / gaps)
    upper = np.ones(gaps)
    upper[gates] = 0.0
    solved = milp(
        cost,
        constraints=LinearConstraint(needed, lb=1.0),
        integrality=np.ones(gaps, dtype=np.int64),
        bounds=Bounds(np.zeros(gaps), upper),
    )
    if not solved.success:
        raise RuntimeError(f"emergency openings: {solved.message}")
    return sorted({*forced.tolist(), *np.flatnonzero(solved.x > 0.5).tolist()})
