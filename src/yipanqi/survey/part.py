"""The part of a map around some neighbourhoods, picked out by a chart of that map, or of one much like it."""

from collections.abc import Callable, Sequence
from operator import is_
from typing import Literal, TypeVar

import numpy as np
import shapely
from msgspec.structs import replace
from numpy.typing import NDArray
from shapely.geometry import LineString

from yipanqi.survey.chart import Chart, Floats, Ints, ends_of, straight_pieces
from yipanqi.survey.model import Barrier, Extract, Line, Neighbourhood, Way

AROUND_M = 400.0
"""What lies farther from a neighbourhood's edge changes nothing in its openings or its ring."""
OUTWARD = np.array([-1.0, -1.0, 1.0, 1.0])
SIDES: tuple[Literal["left"], Literal["right"]] = ("left", "right")
Thing = TypeVar("Thing")


def part_of(
    extract: Extract, chart: Chart, neighbourhoods: Sequence[Neighbourhood], before: Chart | None = None
) -> Chart:
    """What an extract holds within `AROUND_M` of neighbourhoods, laid out; on the plane of the whole.

    `chart` is of the same map, or of one from which this was made by `replace`: what both hold is
    looked up and taken over there. `before` is such a part as
    it was before the last edit, or any other: what is still the same there is not worked out again.
    """
    laid = _laid(extract, chart, neighbourhoods)
    if before is None:
        return laid
    same = {name for name in KINDS if _same(getattr(laid.extract, name), getattr(before.extract, name))}
    if same == set(KINDS):
        return before
    for needed, names, answers in SAME_AS_LONG_AS:
        if needed <= same:
            laid.take_over(before, names, answers)
    return laid


KINDS = ("ways", "buildings", "barriers", "water", "entrances")
SAME_AS_LONG_AS: tuple[tuple[set[str], tuple[str, ...], tuple[str, ...]], ...] = (
    ({"ways"}, ("segments", "segment_numbers", "ways_at", "surfaces", "grounded"), ()),
    ({"buildings"}, ("buildings", "building_tree", "centroids"), ()),
    ({"buildings", "entrances"}, ("entrances",), ("homes",)),
    ({"barriers"}, ("walls", "wall_tree"), ()),
    ({"buildings", "barriers"}, ("fronts",), ("beside",)),
    ({"water"}, ("water", "water_tree"), ()),
)
"""What a chart lays out and answers, by what of the map it depends on alone."""


def _same(things: Sequence[object], others: Sequence[object]) -> bool:
    return len(things) == len(others) and all(map(is_, things, others))


def _laid(extract: Extract, chart: Chart, neighbourhoods: Sequence[Neighbourhood]) -> Chart:
    boxes = shapely.bounds(chart.shapes([n.area for n in neighbourhoods])) + AROUND_M * OUTWARD
    ground = shapely.union_all(shapely.box(*boxes.T))
    whole = chart.extract
    owners, tree = chart.segments
    surfaces, shapes = chart.surfaces
    near = np.union1d(owners[tree.query(ground)], surfaces[shapely.STRtree(shapes).query(ground)])
    west, south, east, north = ground.bounds
    corners = chart.places(np.array([[west, south], [east, south], [east, north], [west, north]]))
    box = _bounds(corners)
    ways, ways_before = _kept(extract.ways, whole.ways, near, lambda way: _meets(way.line, box))
    homes = np.sort(chart.building_tree.query(ground)).astype(np.int64)
    buildings, known = _kept(extract.buildings, whole.buildings, homes, lambda b: _meets(b.area[0], box))
    part = replace(
        extract,
        ways=ways,
        buildings=buildings,
        barriers=tuple(b for b in extract.barriers if _meets(b.line, box)),
        water=tuple(w for w in extract.water if _meets(w.line, box)),
        entrances=tuple(place for place in extract.entrances if _meets((place,), box)),
    )
    laid = Chart(part)
    new = iter(laid.laid([way.line for way, index in zip(ways, ways_before, strict=True) if index < 0]))
    lines = [chart.lines[i] if i >= 0 else next(new) for i in ways_before.tolist()]
    # where its cached properties look first
    vars(laid).update(lines=lines, segments=_segments(part.ways, lines, ways_before, chart))
    if (known >= 0).all():
        vars(laid).update(buildings=chart.buildings[known], centroids=chart.centroids[known])
    laid.kept = chart.kept
    differing: list[Way | Barrier] = [
        *(way for way, index in zip(ways, ways_before, strict=True) if index < 0),
        *(whole.ways[i] for i in np.setdiff1d(near, ways_before).tolist()),
        *_unlike(part.barriers, tuple(b for b in whole.barriers if _meets(b.line, box))),
    ]
    xy = laid.laid([thing.line for thing in differing])
    laid.fresh = tuple((thing, _line(places)) for thing, places in zip(differing, xy, strict=True))
    return laid


def _segments(
    ways: Sequence[Way], lines: Sequence[Floats], before: Ints, whole: Chart
) -> tuple[Ints, shapely.STRtree]:
    """The straight pieces of ways as a chart has them, those of the whole map not made again."""
    owners, tree = whole.segments
    pieces = [
        tree.geometries[a:b] if index >= 0 else straight_pieces(ends_of(way, line))
        for way, line, index, a, b in zip(
            ways, lines, before, *(np.searchsorted(owners, before, side) for side in SIDES), strict=True
        )
    ]
    numbers = np.repeat(np.arange(len(ways)), [len(own) for own in pieces]).astype(np.int64)
    return numbers, shapely.STRtree(np.concatenate(pieces) if pieces else [])


def _unlike(things: Sequence[Barrier], others: Sequence[Barrier]) -> list[Barrier]:
    """What is in one row and not in the other."""
    if _same(things, others):
        return []
    return [thing for thing in (*things, *others) if (thing in things) != (thing in others)]


def _line(xy: Floats) -> LineString:
    return LineString(xy if len(xy) > 1 else xy[[0, 0]])


Box = tuple[float, float, float, float]


def _bounds(line: Line) -> Box:
    lons, lats = [lon for lon, _ in line], [lat for _, lat in line]
    return min(lons), min(lats), max(lons), max(lats)


def _meets(line: Line, box: Box) -> bool:
    west, south, east, north = _bounds(line)
    return west <= box[2] and east >= box[0] and south <= box[3] and north >= box[1]


def _kept(
    things: Sequence[Thing], before: Sequence[Thing], near: Ints, meets: Callable[[Thing], bool]
) -> tuple[tuple[Thing, ...], Ints]:
    """Things that are near, those that were not there before too, in the map's own order.

    With each where it was before, -1 for what is new.
    """
    if things is before:
        return tuple(things[i] for i in near.tolist()), near
    ids, known = _ids(things), _ids(before)
    order = np.argsort(known)
    at = order[np.minimum(np.searchsorted(known, ids, sorter=order), len(known) - 1)] if len(known) else ids
    was = np.where(known[at] == ids, at, -1) if len(known) else np.full(len(ids), -1, dtype=np.int64)
    kept = np.flatnonzero((was < 0) | np.isin(was, near)).tolist()
    kept = [i for i in kept if was[i] >= 0 or meets(things[i])]
    return tuple(things[i] for i in kept), was[kept]


def _ids(things: Sequence[object]) -> NDArray[np.uint64]:
    return np.fromiter(map(id, things), dtype=np.uint64, count=len(things))
