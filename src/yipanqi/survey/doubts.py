"""What the map cannot prove about a neighbourhood's edge: a checklist for the field, worst first."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

import numpy as np
import shapely
from msgspec import Struct
from shapely.geometry import LineString, Point, Polygon

from yipanqi.ground.ids import NeighbourhoodId, WayId
from yipanqi.ground.plane import LonLat
from yipanqi.survey.bare_edge import bare_stretches, silent_fronts
from yipanqi.survey.chart import Chart, Floats
from yipanqi.survey.model import Extract, Neighbourhood, Opening
from yipanqi.survey.openings import Gap, gaps, largest_polygon

EDGE_M = 5.0
"""An edge drawn on a map may be off by this much."""
NEAR_MISS_M = 3.0
"""A dead end this near to another way is probably joined to it on the ground."""
BESIDE_M = 30.0
"""Doubts farther than this from the edge change no opening."""
SAME_M = 15.0
BARE_M = 10.0
"""Shorter stretches with no wall on the map are seen on the way past."""
OLD_YEARS = 8
"""Ways that nobody has touched for longer than this may have been built over."""

Kind = Literal[
    "opening-if-edge-moves",
    "near-miss",
    "crossing-without-node",
    "wall-unmapped",
    "door-unknown",
    "width-unknown",
    "old-data",
]
WORST_FIRST: tuple[Kind, ...] = (
    "near-miss",
    "crossing-without-node",
    "opening-if-edge-moves",
    "wall-unmapped",
    "door-unknown",
    "width-unknown",
    "old-data",
)


class Doubt(Struct, frozen=True):
    """One thing to look at on the spot."""

    kind: Kind
    neighbourhood: NeighbourhoodId
    place: LonLat
    ways: tuple[WayId, ...]


def find_doubts(
    extract: Extract,
    neighbourhoods: Sequence[Neighbourhood],
    openings: Sequence[Opening],
    today: datetime | None = None,
) -> tuple[Doubt, ...]:
    """All doubts of all neighbourhoods, the kinds that hide an opening first.

    `today` is what the map's age counts from: without it, from when the extract was cut.
    """
    chart = Chart(extract)
    misses, crossings = _near_misses(chart), _bare_crossings(chart)
    found: list[Doubt] = []
    for neighbourhood, shape in zip(
        neighbourhoods, chart.shapes([n.area for n in neighbourhoods]), strict=True
    ):
        area = largest_polygon(shape)
        found += _beside(chart, neighbourhood, area, "near-miss", misses)
        found += _beside(chart, neighbourhood, area, "crossing-without-node", crossings)
        found += _if_the_edge_moves(chart, neighbourhood, area)
        found += _where_nothing_is_mapped(chart, neighbourhood, area)
    found += _grown_old(extract, openings, today or extract.data_at)
    found += [
        Doubt("width-unknown", opening.neighbourhood, opening.line[0], opening.ways)
        for opening in openings
        if opening.width_from == "assumed"
    ]
    return tuple(sorted(found, key=lambda doubt: WORST_FIRST.index(doubt.kind)))


def walk_over(doubts: Sequence[Doubt]) -> tuple[Doubt, ...]:
    """The doubts in the order of a short walk: always to the nearest, then untangled (2-opt)."""
    if len(doubts) < 3:
        return tuple(doubts)
    latitude = np.radians(doubts[0].place[1])
    xy = np.array([doubt.place for doubt in doubts]) * [np.cos(latitude), 1.0]
    apart = np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1))
    order = _nearest_next(apart)
    return tuple(doubts[i] for i in _untangled(order, apart))


def _nearest_next(apart: Floats) -> list[int]:
    order, left = [0], set(range(1, len(apart)))
    while left:
        here = order[-1]
        nearest = min(left, key=lambda i: (apart[here, i], i))
        order.append(nearest)
        left.remove(nearest)
    return order


def _untangled(order: list[int], apart: Floats) -> list[int]:
    """Stretches turned round as long as that shortens the walk (open at both ends)."""
    better = True
    while better:
        better = False
        for i in range(len(order) - 2):
            for j in range(i + 2, len(order)):
                after = apart[order[j], order[j + 1]] if j + 1 < len(order) else 0.0
                turned = apart[order[i + 1], order[j + 1]] if j + 1 < len(order) else 0.0
                now = apart[order[i], order[i + 1]] + after
                if apart[order[i], order[j]] + turned < now - 1e-12:
                    order[i + 1 : j + 1] = order[i + 1 : j + 1][::-1]
                    better = True
    return order


_Spot = tuple[Point, tuple[int, ...]]


def _beside(
    chart: Chart, neighbourhood: Neighbourhood, area: Polygon, kind: Kind, spots: list[_Spot]
) -> list[Doubt]:
    """Spots near the neighbourhood's edge, as doubts of it."""
    if not spots:
        return []
    near = shapely.STRtree([point for point, _ in spots]).query(
        area.boundary, predicate="dwithin", distance=BESIDE_M
    )
    return [_doubt(chart, kind, neighbourhood, *spots[int(i)]) for i in np.sort(near)]


def _doubt(
    chart: Chart, kind: Kind, neighbourhood: Neighbourhood, point: Point, ways: tuple[int, ...]
) -> Doubt:
    place = chart.places(np.array([[point.x, point.y]]))[0]
    return Doubt(kind, neighbourhood.id, place, tuple(chart.ways[w].id for w in ways))


def _near_misses(chart: Chart) -> list[_Spot]:
    """Dead ends that stop just short of a way they share no node with."""
    owners, tree = chart.segments
    found: list[_Spot] = []
    for index, way in enumerate(chart.ways):
        if way.area or not chart.grounded[index]:
            continue
        for position in (0, -1):
            if len(chart.ways_at.get(way.nodes[position], ())) > 1:
                continue
            end = Point(chart.lines[index][position])
            near = tree.query(end, predicate="dwithin", distance=NEAR_MISS_M)
            others = sorted({int(owners[i]) for i in near} - {index})
            others = [
                i for i in others if chart.grounded[i] and not set(way.nodes) & set(chart.ways[i].nodes)
            ]
            if others:
                found.append((end, (index, *others)))
    return found


def _bare_crossings(chart: Chart) -> list[_Spot]:
    """Places where two ways on the ground cross without a node in common."""
    owners, tree = chart.segments
    segments = tree.geometries
    one, other = tree.query(segments, predicate="crosses")
    found: list[_Spot] = []
    for i, j in zip(one, other, strict=True):
        a, b = int(owners[i]), int(owners[j])
        if i < j and a != b and chart.grounded[a] and chart.grounded[b]:
            point = shapely.intersection(segments[i], segments[j])
            if isinstance(point, Point):
                found.append((point, (a, b)))
    return found


def _if_the_edge_moves(chart: Chart, neighbourhood: Neighbourhood, area: Polygon) -> list[Doubt]:
    """Openings that would appear or vanish were the edge `EDGE_M` farther out or in."""
    base = gaps(chart, area)
    found: list[_Spot] = []
    for by_m in (-EDGE_M, EDGE_M):
        moved = largest_polygon(area.buffer(by_m, join_style="mitre"))
        if moved.is_empty:
            continue
        others = gaps(chart, moved)
        found += [_spot(gap) for gap in others if not _matched(gap, base)]
        found += [_spot(gap) for gap in base if not _matched(gap, others)]
    once: dict[tuple[int, ...], _Spot] = {ways: (point, ways) for point, ways in reversed(found)}
    return [_doubt(chart, "opening-if-edge-moves", neighbourhood, *spot) for spot in once.values()]


def _where_nothing_is_mapped(chart: Chart, neighbourhood: Neighbourhood, area: Polygon) -> list[Doubt]:
    """Long stretches of the edge with no wall on the map, longest first; and houses on it without a door."""
    lines = [LineString(xy) for xy in chart.laid(list(bare_stretches(chart, area)))]
    bare = sorted((line for line in lines if line.length > BARE_M), key=lambda line: -line.length)
    middles = [line.interpolate(0.5, normalized=True) for line in bare]
    fronts = [point for _, point in silent_fronts(chart, area)]
    found = [_doubt(chart, "wall-unmapped", neighbourhood, point, ()) for point in middles]
    return found + [_doubt(chart, "door-unknown", neighbourhood, point, ()) for point in fronts]


def _grown_old(extract: Extract, openings: Sequence[Opening], today: datetime | None) -> list[Doubt]:
    """Openings nobody has seen, and whose ways nobody has edited for long."""
    if today is None:
        return []
    edited = {way.id: way.edited_year for way in extract.ways}
    found = []
    for opening in openings:
        years = [year for year in map(edited.get, opening.ways) if year is not None]
        if years and not opening.confirmed and today.year - max(years) > OLD_YEARS:
            found.append(Doubt("old-data", opening.neighbourhood, opening.line[0], opening.ways))
    return found


def _spot(gap: Gap) -> _Spot:
    return Point(gap.middle), gap.ways


def _matched(gap: Gap, others: list[Gap]) -> bool:
    """Whether the same way, or one right beside, has a gap there too."""
    ways = set(gap.ways)
    x, y = gap.middle
    return any(
        ways & set(other.ways) or np.hypot(other.middle[0] - x, other.middle[1] - y) < SAME_M
        for other in others
    )
