"""Places where ways only graze an edge, but so closely that somebody may step from one side onto the other.

No way crosses there: one from inside comes up to the edge and runs along it for a step before it turns away,
or meets another, or a square, that lies outside, without a node in common. On a map whose nodes are some
centimetres off, that is where the ground itself may lead through. A ring is barred there; a survey, which
tells what the map has, calls it no opening.
"""

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Polygon

from yipanqi.survey.chart import Chart, Floats, Ints, points_at
from yipanqi.survey.crossings import Crossing, crossings, grazing
from yipanqi.survey.pieces import IN, Piece, at, pieces_at_edge

TOUCHING_M = 0.025
"""Nearer than this to a place, a way goes through it."""
AROUND_M = 0.5
"""So far around a place it is looked at what is walked there: a step."""
STEP_M = 0.01
INSIDE_M, OUTSIDE_M, ALONG_M = 0.04, 0.04, 0.28
"""More than this of the ways around a place lies clearly inside; outside; within reach of the edge."""
CLEAR_M, REACH_M = 0.018, 0.022
"""Farther from the edge than the first is clearly inside; nearer than the second, along it."""


def grazes(chart: Chart, polygon: Polygon) -> list[Crossing]:
    """Every such place that no crossing of the edge covers, as if the way from inside crossed there."""
    open_at = crossings(chart, polygon)
    pieces = [
        piece for piece in pieces_at_edge(chart, polygon) if piece.state == IN and chart.grounded[piece.way]
    ]
    ways, points = _places(chart, polygon, pieces)
    if not len(ways):
        return []
    passed = np.flatnonzero(_passed(chart, polygon, points))
    found: list[Crossing] = []
    for number in passed.tolist():
        x, y = points[number].tolist()
        crossing = grazing(chart, polygon, ways[number], (x, y))
        if not any(_covers(other, crossing) for other in (*open_at, *found)):
            found.append(crossing)
    return found


def _covers(one: Crossing, other: Crossing) -> bool:
    """Whether a net across one crossing stands across another, too."""
    return one.ring == other.ring and one.from_m <= other.from_m and other.to_m <= one.to_m


def _places(chart: Chart, polygon: Polygon, pieces: list[Piece]) -> tuple[list[int], Floats]:
    """Where ways inside come close to the edge: at their own vertices, or at a corner of the edge."""
    edge = polygon.boundary
    shapely.prepare(edge)
    crossed = {crossing.contact for crossing in crossings(chart, polygon)}
    met = [
        (piece.way, position)
        for piece in pieces
        for contact, position in ((piece.start, piece.first), (piece.end, piece.last))
        if contact not in crossed
    ]
    ends = np.array([at(chart.lines[way], position) for way, position in met]).reshape(-1, 2)
    close = np.flatnonzero(shapely.dwithin(edge, points_at(ends), TOUCHING_M))
    at_corners, feet = _at_corners(chart, polygon)
    found = [*(met[number][0] for number in close.tolist()), *at_corners]
    points = np.concatenate((ends[close], feet))
    told = np.column_stack((found, np.round(points, 2)))
    _, first = np.unique(told, axis=0, return_index=True)
    first = np.sort(first)
    return [found[number] for number in first.tolist()], points[first]


def _at_corners(chart: Chart, polygon: Polygon) -> tuple[list[int], Floats]:
    """Where the edge's corners touch ways inside between two of their vertices: ways, and points on them."""
    owners, tree = chart.segments
    corners = points_at(shapely.get_coordinates(polygon))
    which, near = tree.query(corners, predicate="dwithin", distance=TOUCHING_M)
    kept = chart.grounded[owners[near]]
    which, near = which[kept], near[kept]
    feet = shapely.get_coordinates(
        shapely.get_point(shapely.shortest_line(tree.geometries[near], corners[which]), 0)
    )
    ends = shapely.get_coordinates(tree.geometries[near]).reshape(-1, 2, 2)
    between = (np.hypot(*(ends - feet[:, None]).transpose(2, 0, 1)) > TOUCHING_M).all(axis=1)
    aside = _aside(ends, feet)
    beside = shapely.contains_xy(polygon, aside[..., 0], aside[..., 1])
    chosen = between & beside.any(axis=1)
    return [int(way) for way in owners[near[chosen]]], feet[chosen]


def _aside(ends: Floats, feet: Floats) -> Floats:
    """For each place on a straight piece, one to either side of it along the piece, half a step away."""
    along = ends - feet[:, None]
    length = np.maximum(np.hypot(along[..., 0], along[..., 1]), 1e-9)
    found: Floats = feet[:, None] + along / length[..., None] * np.minimum(length, AROUND_M / 2)[..., None]
    return found


def _passed(chart: Chart, polygon: Polygon, points: Floats) -> NDArray[np.bool_]:
    """For each place, whether what is walked there lies inside, and outside or along the edge as well."""
    which, lines = _walked(chart, points)
    local = shapely.intersection(lines, shapely.buffer(points_at(points), AROUND_M)[which])
    parts, of = shapely.get_parts(local, return_index=True)
    xy, part = shapely.get_coordinates(shapely.segmentize(parts, STEP_M), return_index=True)
    first = np.flatnonzero(np.diff(part) == 0)
    middles, lengths = (xy[first] + xy[first + 1]) / 2, np.hypot(*(xy[first + 1] - xy[first]).T)
    place = which[of[part[first]]]
    edge, spots = polygon.boundary, points_at(middles)
    shapely.prepare(edge)
    shapely.prepare(polygon)
    held = shapely.contains_xy(polygon, middles)
    clear, close = ~shapely.dwithin(edge, spots, CLEAR_M), shapely.dwithin(edge, spots, REACH_M)
    inside_m, outside_m, along_m = (
        np.bincount(place, lengths * those, len(points)) for those in (held & clear, ~held, close)
    )
    found: NDArray[np.bool_] = (inside_m > INSIDE_M) & ((outside_m > OUTSIDE_M) | (along_m > ALONG_M))
    return found


def _walked(chart: Chart, points: Floats) -> tuple[Ints, NDArray[np.object_]]:
    """The ways on the ground, and outlines of squares, through places: the place's number, and the line."""
    owners, tree = chart.segments
    places = points_at(points)
    which, near = tree.query(places, predicate="dwithin", distance=TOUCHING_M)
    pairs = np.unique(np.stack((which, owners[near])), axis=1)
    pairs = pairs[:, chart.grounded[pairs[1]]]
    squares = chart.surface_outlines
    on, square = squares.query(places, predicate="dwithin", distance=TOUCHING_M)
    lines = [LineString(chart.lines[way]) for way in pairs[1].tolist()]
    found = np.empty(len(lines) + len(square), dtype=object)
    found[: len(lines)], found[len(lines) :] = lines, squares.geometries[square]
    return np.concatenate((pairs[0], on)), found
