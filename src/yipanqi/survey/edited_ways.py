"""Ways cut, or of another width, just where they pass an opening."""

from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
import shapely
from msgspec.structs import replace
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from yipanqi.ground.ids import WayId
from yipanqi.ground.plane import Frame, LonLat
from yipanqi.survey.chart import Floats
from yipanqi.survey.edits import WidthMeasured
from yipanqi.survey.model import Extract, Line, Way
from yipanqi.survey.widths import on_ground, width_of

CUT_M = 2.0
"""So far before an edge nobody gets through a way ends, on either side: too far to seem joined."""
PASSAGE_M = 8.0
"""For so far to either side of the edge a way has the width that was measured there."""
NARROWEST_M = 0.3
NODES_AN_EDIT = 256
Passage = Callable[[Way], Way | None]
"""What becomes of the part of a way that lies near an opening; None where it goes."""


def cut_at(extract: Extract, line: Line, ids: set[WayId], number: int) -> tuple[tuple[Way, ...], bool]:
    """The extract's ways, those of `ids` ending on either side of a line across them; and whether any does.

    The pieces keep the way's id. Squares are not cut: people walk round a line on them.
    """
    zone = _across(line).buffer(CUT_M, cap_style="square")
    return _split(extract, Frame(line[0]), zone, ids, number, lambda _: None)


def closed_by(extract: Extract, line: Line, number: int) -> tuple[tuple[Way, ...], tuple[Way, ...]]:
    """The extract's ways, those a wall crosses ending on either side of it; and the parts that went.

    Put back among the ways, the parts join again what they were cut out of.
    """
    frame, wall = Frame(line[0]), _across(line)
    gone: list[Way] = []
    crossed = ways_across(extract, line)
    near = [_line_on(frame, way.line).intersection(wall) for way in crossed]
    zone = shapely.union_all(near).buffer(CUT_M)
    ways, _ = _split(extract, frame, zone, {way.id for way in crossed}, number, gone.append)
    return ways, tuple(gone)


def ways_across(extract: Extract, line: Line) -> tuple[Way, ...]:
    """The ways on the ground that a wall is drawn across; squares, on which people walk round it, apart."""
    frame, wall = Frame(line[0]), _across(line)
    return tuple(
        way
        for way in extract.ways
        if on_ground(way)
        and not way.area
        and _bounds_meet(way.line, line)
        and _line_on(frame, way.line).intersects(wall)
    )


def _across(line: Line) -> LineString:
    return _line_on(Frame(line[0]), line)


def _line_on(frame: Frame, line: Line) -> LineString:
    return LineString(frame.to_xy(np.array(line, dtype=np.float64)))


def with_width(extract: Extract, edit: WidthMeasured, number: int) -> tuple[tuple[Way, ...], bool]:
    """The extract's ways, those through an opening of the width that was measured there; and whether any is.

    Of several ways side by side each is wider or narrower by what the whole is.
    """
    were = dict(zip(edit.ways, edit.were_m, strict=False))
    factor = edit.width_m / edit.was_m if edit.was_m else 1.0
    more_m = edit.width_m - edit.was_m if edit.was_m else 0.0

    def passage(way: Way) -> Way:
        before = were.get(way.id, width_of(way))
        width_m = before * factor if len(were) == 1 else before + more_m
        high = way.max_height_m if edit.clear_height_m is None else edit.clear_height_m
        return replace(way, width_m=round(max(width_m, NARROWEST_M), 3), max_height_m=high)

    zone = _across(edit.line).buffer(PASSAGE_M, cap_style="square")
    return _split(extract, Frame(edit.line[0]), zone, set(edit.ways), number, passage)


def widths_at(extract: Extract, line: Line, ids: tuple[WayId, ...]) -> tuple[float, ...]:
    """How wide each way is where it passes a line across it, in metres."""
    frame, across = Frame(line[0]), _across(line)
    nearest: dict[WayId, tuple[float, float]] = {}
    for way in extract.ways:
        if way.id in ids and len(way.line) > 1:
            away_m = across.distance(_line_on(frame, way.line))
            if way.id not in nearest or away_m < nearest[way.id][0] - 0.01:
                nearest[way.id] = away_m, width_of(way)
    return tuple(nearest[name][1] if name in nearest else 0.0 for name in ids)


def posts_along(extract: Extract, line: Line, number: int) -> tuple[tuple[Way, ...], Line]:
    """The extract's ways with a place of their own where vehicles would cross a line, and those places.

    A bollard on a map stands on a place of the way it stops.
    """
    frame, wall = Frame(line[0]), _across(line)
    fresh = iter(range(-(number + 1) * NODES_AN_EDIT + 1, -number * NODES_AN_EDIT))
    ways: list[Way] = []
    posts: list[LonLat] = []
    for way in extract.ways:
        if not way.vehicle or way.area or not on_ground(way) or not _bounds_meet(way.line, line):
            ways.append(way)
            continue
        xy = frame.to_xy(np.array(way.line, dtype=np.float64))
        vertices: list[_Vertex] = [(way.line[0], way.nodes[0])]
        before = len(posts)
        for index in range(len(xy) - 1):
            for share in _shares(xy[index], xy[index + 1], wall):
                posts.append(frame.lonlat(_point(xy[index], xy[index + 1], share)))
                vertices.append((posts[-1], next(fresh)))
            vertices.append((way.line[index + 1], way.nodes[index + 1]))
        if len(posts) == before:
            ways.append(way)
        else:
            line_, nodes = tuple(p for p, _ in vertices), tuple(n for _, n in vertices)
            ways.append(replace(way, line=line_, nodes=nodes))
    return tuple(ways), tuple(posts)


def _bounds_meet(one: Line, other: Line) -> bool:
    """Whether the bounds of two lines meet: asked of every way, so without laying any out."""
    for axis in (0, 1):
        a, b = [place[axis] for place in one], [place[axis] for place in other]
        if max(a) < min(b) or min(a) > max(b):
            return False
    return True


def _split(
    extract: Extract,
    frame: Frame,
    zone: BaseGeometry,
    ids: set[WayId],
    number: int,
    passage: Passage,
) -> tuple[tuple[Way, ...], bool]:
    fresh = iter(range(-(number + 1) * NODES_AN_EDIT + 1, -number * NODES_AN_EDIT))
    ways: list[Way] = []
    changed = False
    for way in extract.ways:
        if way.id not in ids or way.area or len(way.line) < 2:
            ways.append(way)
            continue
        xy = frame.to_xy(np.array(way.line, dtype=np.float64))
        if not shapely.intersects(zone, LineString(xy)):
            ways.append(way)
            continue
        changed = True
        ways += _parts(way, _with_ends(way, xy, zone, frame, fresh), passage)
    return tuple(ways), changed


_Vertex = tuple[LonLat, int]


def _with_ends(
    way: Way, xy: Floats, zone: BaseGeometry, frame: Frame, fresh: Iterator[int]
) -> list[tuple[bool, list[_Vertex]]]:
    """The way as runs of vertices, alternately outside and inside the zone; runs share their end vertices."""
    runs: list[tuple[bool, list[_Vertex]]] = []
    for index in range(len(xy) - 1):
        start, end = (way.line[index], way.nodes[index]), (way.line[index + 1], way.nodes[index + 1])
        stops = _crossings(xy[index], xy[index + 1], zone)
        points = [
            start,
            *((frame.lonlat(_point(xy[index], xy[index + 1], s)), next(fresh)) for s in stops),
            end,
        ]
        shares = [0.0, *stops, 1.0]
        for (one, other), low, high in zip(pairwise(points), shares, shares[1:], strict=False):
            middle = _point(xy[index], xy[index + 1], (low + high) / 2)
            within = bool(shapely.contains_xy(zone, *middle))
            if runs and runs[-1][0] == within:
                runs[-1][1].append(other)
            else:
                runs.append((within, [one, other]))
    return runs


def _crossings(a: Floats, b: Floats, zone: BaseGeometry) -> list[float]:
    """Where a straight piece crosses the zone's edge, as shares of its length, ends left out."""
    return _shares(a, b, zone.boundary)


def _shares(a: Floats, b: Floats, edge: BaseGeometry) -> list[float]:
    met = shapely.get_coordinates(LineString([a, b]).intersection(edge))
    length = float(np.hypot(*(b - a)))
    shares = sorted(float(np.hypot(*(point - a))) / length for point in met) if length else []
    return [share for share in shares if 1e-6 < share < 1 - 1e-6]


def _point(a: Floats, b: Floats, share: float) -> tuple[float, float]:
    x, y = a + (b - a) * share
    return float(x), float(y)


def _parts(way: Way, runs: list[tuple[bool, list[_Vertex]]], passage: Passage) -> list[Way]:
    parts = []
    for within, vertices in runs:
        part = replace(way, line=tuple(p for p, _ in vertices), nodes=tuple(n for _, n in vertices))
        after = passage(part) if within else part
        if after is not None:
            parts.append(after)
    return parts
