"""Ways cut where they meet an edge, into pieces inside, outside and along it.

A piece *along* the edge keeps within `CLEAR_M` of it. Pieces meet at *contacts*: a map node, or
a place where a way crosses the edge between two nodes.
"""

from itertools import pairwise

import numpy as np
import shapely
from msgspec import Struct
from numpy.typing import NDArray
from shapely.geometry import LineString, Polygon

from yipanqi.survey.chart import Chart, Floats, straight_pieces_of
from yipanqi.survey.model import Way

BESIDE_M = 0.05
"""Nearer than this to the edge, a way is drawn along it: finer than any survey."""
CLEAR_M = 0.015
"""Farther than this from the edge, a way is on one side of it: coarser than the map's rounding of places."""
SAME_PLACE_M = 0.01

IN, OUT, ON = 1, -1, 0

Contact = tuple[str, int, int]
"""A place where pieces of ways meet, by name: a map node's, or a cut between two nodes."""


class Piece(Struct, frozen=True):
    """A way, or the part of one between two contacts with an edge."""

    way: int
    state: int
    start: Contact
    end: Contact
    leaves_start: tuple[float, float]
    """Unit vector of the piece at its start, pointing away from it."""
    leaves_end: tuple[float, float]
    first: float
    """Where on the way it begins and ends: segment number + share of that segment."""
    last: float
    beside: bool
    """Whether it keeps within `BESIDE_M` of the edge, on whatever side."""


def rings_of(polygon: Polygon) -> list[LineString]:
    """The polygon's edge as lines: the shell, then the holes."""
    return [LineString(ring.coords) for ring in (polygon.exterior, *polygon.interiors)]


def pieces_at_edge(chart: Chart, polygon: Polygon) -> tuple[Piece, ...]:
    """Every way that meets the edge (surfaces apart), cut there."""
    return chart.remembered("pieces", polygon, _pieces_at_edge)


def _pieces_at_edge(chart: Chart, polygon: Polygon) -> tuple[Piece, ...]:
    spans = [
        (way, start, end)
        for way, cuts in _cuts(chart, polygon).items()
        for start, end in pairwise(sorted({0.0, float(len(chart.lines[way]) - 1), *cuts}))
    ]
    points = [between(chart.lines[way], start, end) for way, start, end in spans]
    states, beside = _states(points, polygon)
    return tuple(
        Piece(
            way=way,
            state=state,
            start=contact_at(chart.ways[way], way, start),
            end=contact_at(chart.ways[way], way, end),
            leaves_start=_unit(line[0], line),
            leaves_end=_unit(line[-1], line[::-1]),
            first=start,
            last=end,
            beside=near,
        )
        for (way, start, end), line, state, near in zip(spans, points, states, beside, strict=True)
    )


def _cuts(chart: Chart, polygon: Polygon) -> dict[int, list[float]]:
    """For each way that meets the edge, where: vertices on it, and points between vertices.

    Positions are segment number + share of that segment.
    """
    owners, tree = chart.segments
    edges = straight_pieces_of(polygon.boundary)
    which, near = tree.query(edges, predicate="dwithin", distance=BESIDE_M)
    found: dict[int, list[float]] = {}
    for segment, point in _meeting_points(edges[which], tree.geometries[near], near):
        way = int(owners[segment])
        number = chart.segment_numbers[segment]
        found.setdefault(way, []).append(_position(chart.lines[way], int(number), point))
    touched = np.unique(near)
    for way, position in _vertices_on(chart, touched, polygon):
        found.setdefault(way, []).append(position)
    return {
        way: cuts
        for way in sorted(found)
        if (cuts := _without_near_vertices(chart.lines[way], sorted(set(found[way]))))
    }


def _meeting_points(
    edges: NDArray[np.object_], segments: NDArray[np.object_], numbers: NDArray[np.int64]
) -> list[tuple[int, Floats]]:
    coordinates, owner = shapely.get_coordinates(shapely.intersection(edges, segments), return_index=True)
    return [(int(numbers[i]), point) for point, i in zip(coordinates, owner, strict=True)]


def _vertices_on(chart: Chart, segments: NDArray[np.int64], polygon: Polygon) -> list[tuple[int, float]]:
    """The ends of segments that lie on the edge, each with its way."""
    owners, tree = chart.segments
    ends = shapely.points(shapely.get_coordinates(tree.geometries[segments]))
    edge = polygon.boundary
    shapely.prepare(edge)
    close = np.flatnonzero(shapely.dwithin(edge, ends, BESIDE_M))
    of = segments[close // 2]
    positions = chart.segment_numbers[of] + close % 2
    return [(int(way), float(position)) for way, position in zip(owners[of], positions, strict=True)]


def _position(line: Floats, segment: int, point: Floats) -> float:
    whole = float(np.hypot(*(line[segment + 1] - line[segment])))
    share = float(np.hypot(*(point - line[segment]))) / whole if whole else 0.0
    return segment + min(max(share, 0.0), 1.0)


def _without_near_vertices(line: Floats, cuts: list[float]) -> list[float]:
    """Cuts moved onto a vertex, or onto each other, where they are the same place."""
    kept: list[float] = []
    for place in cuts:
        nearest = float(round(place))
        cut = nearest if place != nearest and _gap(line, place, nearest) <= SAME_PLACE_M else place
        if kept and (cut == kept[-1] or (cut % 1 and _gap(line, kept[-1], cut) <= SAME_PLACE_M)):
            continue
        kept.append(cut)
    return kept


def at(line: Floats, position: float) -> Floats:
    """The point at a position: segment number + share of that segment."""
    if position == int(position):
        vertex: Floats = line[int(position)]
        return vertex
    segment = min(int(position), len(line) - 2)
    share = position - segment
    point: Floats = line[segment] + (line[segment + 1] - line[segment]) * share
    return point


def _gap(line: Floats, one: float, other: float) -> float:
    return float(np.hypot(*(at(line, one) - at(line, other))))


def between(line: Floats, start: float, end: float) -> Floats:
    """The places of a way between two positions, ends included."""
    middle = line[int(np.floor(start)) + 1 : int(np.ceil(end))]
    return np.concatenate((at(line, start)[None], middle, at(line, end)[None]))


def _states(pieces: list[Floats], polygon: Polygon) -> tuple[list[int], list[bool]]:
    """Inside, outside or along, and whether beside: a piece is along the edge when every place of it is.

    Its ends count too: most lie on the edge, but a way may end a hand's breadth beyond it.
    """
    if not pieces:
        return [], []
    probes = [np.concatenate((p, (p[:-1] + p[1:]) / 2)) for p in pieces]
    owner = np.repeat(np.arange(len(pieces)), [len(p) for p in probes])
    flat = np.concatenate(probes)
    edge = polygon.boundary
    shapely.prepare(edge)
    shapely.prepare(polygon)
    places = shapely.points(flat)
    clear = ~shapely.dwithin(edge, places, CLEAR_M)
    apart = np.bincount(owner, ~shapely.dwithin(edge, places, BESIDE_M), len(pieces))
    within = shapely.contains_xy(polygon, flat)
    inside = np.bincount(owner, clear & within, len(pieces))
    outside = np.bincount(owner, clear & ~within, len(pieces))
    states = [ON if i == o == 0 else IN if i >= o else OUT for i, o in zip(inside, outside, strict=True)]
    return states, (apart == 0).tolist()


def contact_at(way: Way, index: int, position: float) -> Contact:
    """A contact's name: the same for all ways that meet at one place of the map."""
    if position % 1:
        return ("cut", index, round(position * 1e6))
    lon, lat = way.line[int(position)]
    return ("node", round(lon * 1e7), round(lat * 1e7))


def _unit(start: Floats, points: Floats) -> tuple[float, float]:
    """The direction a piece leaves its first place in, looking up to 3 m ahead."""
    ahead = next((p for p in points[1:] if np.hypot(*(p - start)) > 3.0), points[-1])
    length = float(np.hypot(*(ahead - start)))
    if length == 0:
        return (0.0, 0.0)
    x, y = (ahead - start) / length
    return (float(x), float(y))
