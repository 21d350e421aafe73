"""Where ways cross an edge: exact places, whatever the edge is the edge of.

A way is cut where it meets the edge; each piece is inside, outside, or runs along the edge
(within `CLEAR_M`). Pieces meet at *contacts*: a map node on the edge, or a place where a way
crosses it without one. A contact is a crossing when ground inside is met there by ground
outside - or by a piece along the edge that leads outside. Bridges and tunnels pass over and
under, and cross only where they come up inside.
"""

from collections.abc import Sequence

import numpy as np
import shapely
from msgspec import Struct
from shapely.geometry import LineString, MultiLineString, Polygon
from shapely.geometry.base import BaseGeometry

from yipanqi.survey.chart import Chart
from yipanqi.survey.model import Way
from yipanqi.survey.pieces import IN, ON, OUT, Contact, Piece, at, pieces_at_edge, rings_of
from yipanqi.survey.widths import width_of

STEEPEST = 0.4
"""Sine of the flattest angle that still widens a gap: a way along the edge is no gap of its length."""


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
    """Where it is in the network; no name for a surface's stretch, or where ways but graze the edge."""
    grazes: bool = False
    """No way leads through, but somebody may step over: to be barred, and never a gate."""


def crossings(chart: Chart, polygon: Polygon) -> tuple[Crossing, ...]:
    """Every crossing of the polygon's edge, sorted by ring and place along it."""
    return chart.remembered("crossings", polygon, _crossings)


def _crossings(chart: Chart, polygon: Polygon) -> tuple[Crossing, ...]:
    rings = rings_of(polygon)
    pieces = pieces_at_edge(chart, polygon)
    found = [_of_contact(chart, rings, key, met) for key, met in _open_contacts(chart, polygon, pieces)]
    found += _of_surfaces(chart, polygon, rings)
    return tuple(sorted(found, key=lambda crossing: (crossing.ring, crossing.at_m)))


def grazing(chart: Chart, polygon: Polygon, way: int, point: tuple[float, float]) -> Crossing:
    """A place where a way touches the edge, as a crossing as wide as the way."""
    rings = rings_of(polygon)
    ring, at_m = _place_on(rings, point)
    half = width_of(chart.ways[way]) / 2
    x, y = _tangent(rings[ring], at_m)
    return Crossing(ring, at_m, at_m - half, at_m + half, point, (way,), (-y, x), grazes=True)


_Met = list[tuple[Piece, tuple[float, float]]]
"""Pieces that meet at a contact, each with the direction it leaves in."""


def _open_contacts(chart: Chart, polygon: Polygon, pieces: Sequence[Piece]) -> list[tuple[Contact, _Met]]:
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
    place = at(chart.lines[piece.way], piece.first if piece.start == key else piece.last)
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
