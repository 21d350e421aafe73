"""The fewest places that part a neighbourhood's doors from the world outside: a minimum cut."""

from collections.abc import Sequence

import igraph
import numpy as np
import shapely
from msgspec import Struct
from numpy.typing import NDArray
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from yipanqi.solvers.closure.homes import doors_in, doors_of, homes_in
from yipanqi.solvers.closure.network import network_inside
from yipanqi.solvers.closure.streets import Chain, Mark, Streets
from yipanqi.survey.chart import Chart, Floats, Ints
from yipanqi.survey.pieces import IN, OUT
from yipanqi.survey.widths import width_of

MAIN = frozenset(
    kind + link
    for kind in ("motorway", "trunk", "primary", "secondary", "tertiary")
    for link in ("", "_link")
)
"""Streets the town needs; a ring never takes them in."""
REACH_OUT_M = 60.0
"""A ring goes no farther than this beyond the neighbourhood's edge."""
MARGIN_M = 1.0
"""Ground beside a street that a ring round it takes in."""
NEVER = 1e6
ELSEWHERE = 0.001
"""What a cut away from the edge costs more than one on it: where both are as good, the edge stays."""
AT_VERTEX_M = 0.1
"""A door so near to a vertex of its way opens onto the vertex."""
SAME_PLACE_M = 0.01
"""Two ways that cross without a shared node: nothing can stand between them."""
LIFTED = 3.0
"""What cutting a bridge or tunnel costs; a ring does not cross those on the ground."""


class Cut(Struct, frozen=True):
    """What a minimum cut changes of an area, as strips of ground: streets taken in, streets given up."""

    value: float
    taken_in: tuple[BaseGeometry, ...]
    given_up: tuple[BaseGeometry, ...]


class Doors(Struct, frozen=True):
    """Where doors open onto ways: those that must stay inside, and those that must stay out."""

    own: tuple[Mark, ...]
    others: tuple[Mark, ...]


def doors_near(chart: Chart, ring: Polygon, zone: Polygon) -> Doors:
    """Own homes open onto the nearest way inside; all others in the zone onto their nearest way."""
    homes, network = homes_in(chart, ring), network_inside(chart, ring)
    own: list[Mark] = []
    if len(homes) and not network.empty:
        doors = doors_in(chart, ring)
        own = _marks(chart, network.ways[doors.edges], doors.meeting)
    ours = set(homes.indices.tolist())
    near = chart.building_tree.query(zone, predicate="intersects")
    others = np.array(sorted(int(i) for i in near if int(i) not in ours), dtype=np.int64)
    return Doors(tuple(own), tuple(_foreign(chart, others)))


def _foreign(chart: Chart, buildings: Ints) -> list[Mark]:
    owners, tree = chart.segments
    if not len(buildings) or not len(owners):
        return []
    doors = doors_of(chart, buildings)[1]
    which, edges = tree.query_nearest(doors, all_matches=False)
    links = shapely.shortest_line(doors[which], tree.geometries[edges])
    return _marks(chart, owners[edges], shapely.get_coordinates(shapely.get_point(links, 1)))


def _marks(chart: Chart, ways: Ints, points: Floats) -> list[Mark]:
    """The place on each way nearest to its point, a tenth of a metre at least away from the way's vertices.

    Squares, which are no chain, give none.
    """
    walked = np.array([not chart.ways[way].area for way in ways.tolist()], dtype=bool)
    ways, points = ways[walked], points[walked]
    if not len(ways):
        return []
    lines = [chart.lines[way] for way in ways.tolist()]
    sizes = np.array([len(line) - 1 for line in lines])
    begin = np.concatenate([line[:-1] for line in lines])
    along = np.concatenate([line[1:] for line in lines]) - begin
    point = np.repeat(points, sizes, axis=0)
    squared = np.maximum((along**2).sum(axis=1), 1e-12)
    shares = np.clip(((point - begin) * along).sum(axis=1) / squared, 0.0, 1.0)
    away = np.hypot(*(begin + along * shares[:, None] - point).T)
    first = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    nearest = np.flatnonzero(away == np.repeat(np.minimum.reduceat(away, first), sizes))
    best = nearest[np.searchsorted(nearest, first)]
    length, share = np.sqrt(squared[best]), shares[best]
    share = np.where(
        share * length < AT_VERTEX_M, 0.0, np.where((1 - share) * length < AT_VERTEX_M, 1.0, share)
    )
    return list(zip(ways.tolist(), (best - first + share).tolist(), strict=True))


def minimum_cut(chart: Chart, area: Polygon, doors: Doors, bare: Sequence[Polygon]) -> Cut:
    """The cheapest cut between the area's doors and the world outside.

    Outside are: everything beyond `REACH_OUT_M`, main streets outside the area, all other doors,
    and dead ends (people come there over open ground, or the map stops there). `bare` are parts
    of the area where no building is mapped: people live there all the same, so every way there
    stays inside. Cost is the number of places, ties going to the area's own edge.
    """
    zone = area.buffer(REACH_OUT_M, quad_segs=4)
    streets = Streets(chart, area, zone, [*doors.own, *doors.others])
    inside = streets.inside()
    sources = {n for mark in doors.own if (n := streets.node_at(mark)) is not None}
    for part in bare:
        held = inside & np.atleast_1d(shapely.contains_xy(part, np.array(streets.xy).reshape(-1, 2)))
        sources |= {int(i) for i in np.flatnonzero(held)}
    sinks = _sinks(streets, inside, doors) - sources
    if not sources or not sinks:
        return Cut(0.0, (), ())
    value, within = _solve(streets, sources, sinks)
    taken: list[BaseGeometry] = []
    given: list[BaseGeometry] = []
    for chain in streets.chains:
        taken += _taken_in(chart, streets, chain, within)
        given += _given_up(chart, streets, chain, within)
    return Cut(value, _clusters(taken), _clusters(given))


def _sinks(streets: Streets, inside: NDArray[np.bool_], doors: Doors) -> set[int]:
    found = set(streets.outside_zone)
    others = {n for mark in doors.others if (n := streets.node_at(mark)) is not None}
    found |= {n for n in others if not inside[n]}
    found |= {n for n in streets.dead_ends() if not inside[n]}
    for chain in streets.chains:
        if chain.state != IN and any(streets.chart.ways[w].highway in MAIN for w in chain.ways):
            found |= {n for n in (chain.start, chain.end) if not inside[n]}
    return found


def _solve(streets: Streets, sources: set[int], sinks: set[int]) -> tuple[float, set[int]]:
    size = len(streets.xy)
    edges = [(chain.start, chain.end) for chain in streets.chains]
    capacity = [_price(streets.chart, streets, chain) for chain in streets.chains]
    edges += [(size, node) for node in sorted(sources)] + [(node, size + 1) for node in sorted(sinks)]
    capacity += [NEVER] * (len(sources) + len(sinks))
    graph = igraph.Graph(n=size + 2, edges=edges)
    cut = graph.mincut(source=size, target=size + 1, capacity=capacity)
    return float(cut.value), set(cut.partition[0])


def _price(chart: Chart, streets: Streets, chain: Chain) -> float:
    """One net, and a little for standing elsewhere than on the edge; too short a chain holds none."""
    if not chain.grounded:
        return LIFTED
    if chain.length_m < SAME_PLACE_M:
        return NEVER
    width = max(width_of(chart.ways[w]) for w in chain.ways)
    on_edge = chain.start in streets.special and chain.state == OUT and chain.length_m > 0
    away = 0.0 if on_edge else ELSEWHERE
    if chain.length_m < 2 * (width / 2 + MARGIN_M):
        away += 1.0
    return 1.0 + away + width * 1e-6


def _reach(chart: Chart, chain: Chain) -> float:
    return max(width_of(chart.ways[w]) for w in chain.ways) / 2 + MARGIN_M


def _strip(chart: Chart, chain: Chain, line: LineString) -> BaseGeometry:
    return line.buffer(_reach(chart, chain), cap_style="flat", join_style="mitre", mitre_limit=2.0)


def _taken_in(chart: Chart, streets: Streets, chain: Chain, within: set[int]) -> list[BaseGeometry]:
    """Ground of a street outside the area that the cut puts inside."""
    if chain.state == IN or not chain.grounded or chain.length_m == 0:
        return []
    start, end = chain.start in within, chain.end in within
    if start and end:
        return [chain.line.buffer(_reach(chart, chain), quad_segs=4)]
    if not (start or end):
        return []
    kept, line = (chain.start, chain.line) if start else (chain.end, chain.line.reverse())
    if _on_edge(streets, kept):
        return []
    stub = substring(line, 0.0, min(_reach(chart, chain) + 1.0, line.length / 2))
    return [_strip(chart, chain, stub)] if isinstance(stub, LineString) else []


def _given_up(chart: Chart, streets: Streets, chain: Chain, within: set[int]) -> list[BaseGeometry]:
    """Ground of a street inside the area that the cut leaves outside."""
    if chain.state != IN or not chain.grounded or chain.length_m == 0:
        return []
    start, end = chain.start in within, chain.end in within
    if not (start or end):
        return [chain.line.buffer(_reach(chart, chain), quad_segs=4)]
    if start and end:
        return []
    lost, line = (chain.end, chain.line.reverse()) if start else (chain.start, chain.line)
    if _on_edge(streets, lost):
        return []
    stub = substring(line, 0.0, min(_reach(chart, chain) + 1.0, line.length / 2))
    return [_strip(chart, chain, stub)] if isinstance(stub, LineString) else []


def _on_edge(streets: Streets, node: int) -> bool:
    x, y = streets.xy[node]
    return bool(streets.area.boundary.distance(shapely.Point(x, y)) < 0.1)


def _clusters(strips: list[BaseGeometry]) -> tuple[BaseGeometry, ...]:
    """Strips that touch, as one piece of ground each."""
    if not strips:
        return ()
    return tuple(shapely.get_parts(shapely.union_all(strips)))
