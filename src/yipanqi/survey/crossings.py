"""Where ways cross an edge: exact places, whatever the edge is the edge of.

A way is cut where it meets the edge; each piece is inside, outside, or runs along the edge
(within `ALONG_M`). Pieces meet at *contacts*: a map node on the edge, or a place where a way
crosses it without one. A contact is a crossing when ground inside is met there by ground
outside - or by a piece along the edge that leads outside. Bridges and tunnels pass over and
under, and cross only where they come up inside.
"""

from collections.abc import Iterable
from itertools import pairwise

import numpy as np
import shapely
from msgspec import Struct
from shapely.geometry import LineString, MultiLineString, Polygon
from shapely.geometry.base import BaseGeometry

from yipanqi.survey.chart import Chart, Floats, straight_pieces
from yipanqi.survey.model import Way
from yipanqi.survey.widths import width_of

ALONG_M = 0.05
"""Nearer than this to the edge, a way runs on it: finer than any survey, coarser than rounding."""
SAME_PLACE_M = 0.01
STEEPEST = 0.4
"""Sine of the flattest angle that still widens a gap: a way along the edge is no gap of its length."""

IN, OUT, ON = 1, -1, 0

Contact = tuple[str, int, int]
"""A place where pieces of ways meet, by name: a map node's, or a cut between two nodes."""


class Crossing(Struct, frozen=True):
    """One place where a way crosses one ring of an edge; metres along that ring from its start."""

    ring: int
    """0 for the shell, then the holes."""
    at_m: float
    from_m: float
    to_m: float
    """The gap: `from_m` may be negative and `to_m` beyond the ring's length where it runs past its start."""
    point: tuple[float, float]
    ways: tuple[int, ...]
    """Indices of the ways that meet here, those inside first."""
    direction: tuple[float, float]
    """The way's direction across the edge, a unit vector."""
    level: str = "ground"
    contact: Contact = ("", 0, 0)
    """Where it is in the network; the empty name for a surface's stretch."""


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


def rings_of(polygon: Polygon) -> list[LineString]:
    """The polygon's edge as lines: the shell, then the holes."""
    return [LineString(ring.coords) for ring in (polygon.exterior, *polygon.interiors)]


def crossings(chart: Chart, polygon: Polygon) -> list[Crossing]:
    """Every crossing of the polygon's edge, sorted by ring and place along it."""
    rings = rings_of(polygon)
    pieces = pieces_at_edge(chart, polygon)
    found = [_of_contact(chart, rings, key, met) for key, met in _open_contacts(chart, polygon, pieces)]
    found += _of_surfaces(chart, polygon, rings)
    return sorted(found, key=lambda crossing: (crossing.ring, crossing.at_m))


def pieces_at_edge(chart: Chart, polygon: Polygon) -> list[Piece]:
    """Every way that meets the edge (surfaces apart), cut there."""
    edge = polygon.boundary
    shapely.prepare(polygon)
    shapely.prepare(edge)
    owners, tree = chart.segments
    near = np.unique(owners[tree.query(edge, predicate="dwithin", distance=ALONG_M)])
    return [piece for way in near for piece in _pieces(chart, int(way), polygon, edge)]


def _pieces(chart: Chart, index: int, polygon: Polygon, edge: BaseGeometry) -> list[Piece]:
    """The way cut where it meets the edge; ways that never do give nothing."""
    line = chart.lines[index]
    cuts = _cuts(line, edge)
    if not cuts:
        return []
    way = chart.ways[index]
    last = float(len(line) - 1)
    marks = sorted({0.0, last, *cuts})
    pieces = []
    for start, end in pairwise(marks):
        points = between(line, start, end)
        pieces.append(
            Piece(
                way=index,
                state=_state(points, polygon, edge),
                start=contact_at(way, index, start),
                end=contact_at(way, index, end),
                leaves_start=_unit(points[0], points),
                leaves_end=_unit(points[-1], points[::-1]),
                first=start,
                last=end,
            )
        )
    return pieces


def _cuts(line: Floats, edge: BaseGeometry) -> list[float]:
    """Positions (segment number + share of it) where a way meets the edge: vertices on it, and points."""
    distances = shapely.distance(shapely.points(line), edge)
    cuts = [float(i) for i in np.flatnonzero(distances <= ALONG_M)]
    segments = straight_pieces(np.stack((line[:-1], line[1:]), axis=1))
    touched = np.flatnonzero(shapely.intersects(segments, edge))
    met = shapely.intersection(segments[touched], edge)
    coordinates, owner = shapely.get_coordinates(met, return_index=True)
    for point, which in zip(coordinates, owner, strict=True):
        segment = int(touched[which])
        cuts.append(_position(line, segment, point))
    return sorted(set(_without_near_vertices(line, cuts)))


def _position(line: Floats, segment: int, point: Floats) -> float:
    whole = float(np.hypot(*(line[segment + 1] - line[segment])))
    share = float(np.hypot(*(point - line[segment]))) / whole if whole else 0.0
    return segment + min(max(share, 0.0), 1.0)


def _without_near_vertices(line: Floats, cuts: Iterable[float]) -> list[float]:
    """Cuts moved onto a vertex, or onto each other, where they are the same place."""
    kept: list[float] = []
    for cut in sorted(cuts):
        nearest = round(cut)
        if cut != nearest and _gap(line, cut, float(nearest)) <= SAME_PLACE_M:
            cut = float(nearest)
        if kept and cut % 1 and _gap(line, kept[-1], cut) <= SAME_PLACE_M:
            continue
        kept.append(cut)
    return kept


def _at(line: Floats, position: float) -> Floats:
    segment = min(int(position), len(line) - 2)
    share = position - segment
    point: Floats = line[segment] + (line[segment + 1] - line[segment]) * share
    return point


def _gap(line: Floats, one: float, other: float) -> float:
    return float(np.hypot(*(_at(line, one) - _at(line, other))))


def between(line: Floats, start: float, end: float) -> Floats:
    """The places of a way between two positions, ends included."""
    middle = line[int(np.floor(start)) + 1 : int(np.ceil(end))]
    return np.vstack((_at(line, start), middle, _at(line, end)))


def _state(points: Floats, polygon: Polygon, edge: BaseGeometry) -> int:
    """Inside, outside or along: told by the place of the piece that is farthest from the edge."""
    middles = (points[:-1] + points[1:]) / 2
    probes = np.vstack((points[1:-1], middles))
    distances = np.atleast_1d(shapely.distance(shapely.points(probes), edge))
    farthest = int(np.argmax(distances))
    if distances[farthest] <= ALONG_M:
        return ON
    return IN if shapely.contains_xy(polygon, *probes[farthest]) else OUT


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


_Met = list[tuple[Piece, tuple[float, float]]]
"""Pieces that meet at a contact, each with the direction it leaves in."""


def _open_contacts(chart: Chart, polygon: Polygon, pieces: list[Piece]) -> list[tuple[Contact, _Met]]:
    """Contacts where a person gets from outside to inside."""
    contacts: dict[Contact, _Met] = {}
    for piece in pieces:
        contacts.setdefault(piece.start, []).append((piece, piece.leaves_start))
        contacts.setdefault(piece.end, []).append((piece, piece.leaves_end))
    leads_out = _edge_runs_leading_out(contacts)
    return [
        (key, met)
        for key, met in contacts.items()
        if any(piece.state == IN for piece, _ in met)
        and any(piece.state == OUT or (piece.state == ON and key in leads_out) for piece, _ in met)
        and _on_the_ground(chart, polygon, met)
    ]


def _edge_runs_leading_out(contacts: dict[Contact, _Met]) -> set[Contact]:
    """Contacts joined, along the edge, to one where a way goes outside."""
    neighbours: dict[Contact, list[Contact]] = {}
    for met in contacts.values():
        for piece, _ in met:
            if piece.state == ON:
                neighbours.setdefault(piece.start, []).append(piece.end)
                neighbours.setdefault(piece.end, []).append(piece.start)
    queue = [key for key in neighbours if any(piece.state == OUT for piece, _ in contacts[key])]
    reached = set(queue)
    while queue:
        for key in neighbours[queue.pop()]:
            if key not in reached:
                reached.add(key)
                queue.append(key)
    return reached


def _on_the_ground(chart: Chart, polygon: Polygon, met: _Met) -> bool:
    """Whether the crossing is one for people on the ground, or a bridge that comes down inside."""
    inside = [piece for piece, _ in met if piece.state == IN]
    rest = [piece for piece, _ in met if piece.state != IN]
    if any(chart.grounded[p.way] for p in inside) and any(chart.grounded[p.way] for p in rest):
        return True
    return any(chart.grounded[p.way] or _comes_down(chart, polygon, p) for p in inside)


def _comes_down(chart: Chart, polygon: Polygon, piece: Piece) -> bool:
    """Whether a bridge or tunnel, followed inside, reaches a way on the ground inside."""
    nodes = chart.ways[piece.way].nodes[int(np.ceil(piece.first)) : int(np.floor(piece.last)) + 1]
    queue, seen = list(nodes), set(nodes)
    while queue:
        node = queue.pop()
        for index in chart.ways_at.get(node, ()):
            way = chart.ways[index]
            place = chart.lines[index][way.nodes.index(node)]
            if not shapely.contains_xy(polygon, *place):
                continue
            if chart.grounded[index]:
                return True
            for further in way.nodes:
                if further not in seen:
                    seen.add(further)
                    queue.append(further)
    return False


def _of_contact(chart: Chart, rings: list[LineString], key: Contact, met: _Met) -> Crossing:
    inside = [(piece, leaves) for piece, leaves in met if piece.state == IN]
    outside = [(piece, leaves) for piece, leaves in met if piece.state == OUT]
    piece = inside[0][0]
    place = _at(chart.lines[piece.way], piece.first if piece.start == key else piece.last)
    point = (float(place[0]), float(place[1]))
    ring, at_m = _place_on(rings, point)
    along = _tangent(rings[ring], at_m)
    halves = [_half_gap(chart.ways[p.way], leaves, along) for p, leaves in inside]
    lifted = [p.way for p, _ in met if p.state == ON and not chart.grounded[p.way]]
    ways = tuple(dict.fromkeys([p.way for p, _ in inside] + [p.way for p, _ in outside] + lifted))
    ground = any(chart.grounded[p.way] for p, _ in inside)
    return Crossing(
        ring=ring,
        at_m=at_m,
        from_m=at_m - max(halves),
        to_m=at_m + max(halves),
        point=point,
        ways=ways,
        direction=inside[0][1],
        level="ground" if ground else "bridge" if chart.ways[piece.way].bridge else "tunnel",
        contact=key,
    )


def _place_on(rings: list[LineString], point: tuple[float, float]) -> tuple[int, float]:
    place = shapely.points(point)
    ring = int(np.argmin([shapely.distance(place, r) for r in rings]))
    return ring, float(shapely.line_locate_point(rings[ring], place))


def _tangent(ring: LineString, at_m: float) -> tuple[float, float]:
    """The edge's direction around a place, a unit vector."""
    length = ring.length
    before = ring.interpolate((at_m - 0.5) % length)
    after = ring.interpolate((at_m + 0.5) % length)
    x, y = after.x - before.x, after.y - before.y
    norm = float(np.hypot(x, y)) or 1.0
    return (x / norm, y / norm)


def _half_gap(way: Way, leaves: tuple[float, float], along: tuple[float, float]) -> float:
    """Half of what the way's width takes up of the edge, wider where it crosses at a slant."""
    sine = abs(leaves[0] * along[1] - leaves[1] * along[0])
    return width_of(way) / 2 / max(sine, STEEPEST)


def _of_surfaces(chart: Chart, polygon: Polygon, rings: list[LineString]) -> list[Crossing]:
    """Stretches of the edge that lie on a square or other surface reaching to both sides."""
    indices, shapes = chart.surfaces
    found = []
    for index, shape in zip(indices, shapes, strict=True):
        if not polygon.intersects(shape) or polygon.contains(shape):
            continue
        if polygon.intersection(shape).area < 1.0 or shape.difference(polygon).area < 1.0:
            continue
        for number, ring in enumerate(rings):
            parts = _lines_in(shapely.intersection(ring, shape))
            found += [_of_stretch(int(index), number, ring, part) for part in parts]
    return found


def _lines_in(geometry: BaseGeometry) -> list[LineString]:
    merged = shapely.line_merge(geometry) if isinstance(geometry, MultiLineString) else geometry
    return [p for p in shapely.get_parts(merged) if isinstance(p, LineString) and p.length > 0.3]


def _of_stretch(way: int, number: int, ring: LineString, part: LineString) -> Crossing:
    middle = part.interpolate(0.5, normalized=True)
    at_m = float(ring.project(middle))
    x, y = _tangent(ring, at_m)
    half = part.length / 2
    return Crossing(number, at_m, at_m - half, at_m + half, (middle.x, middle.y), (way,), (-y, x))
