"""The part of a map around some neighbourhoods, picked out by a chart of that map, or of one much like it."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

import numpy as np
import shapely
from msgspec.structs import replace
from shapely.geometry.base import BaseGeometry

from yipanqi.survey.chart import Chart, Ints
from yipanqi.survey.model import Extract, Line, Neighbourhood

AROUND_M = 400.0
"""What lies farther from a neighbourhood's edge changes nothing in its openings or its ring."""
OUTWARD = np.array([-1.0, -1.0, 1.0, 1.0])
Thing = TypeVar("Thing")


def part_of(extract: Extract, chart: Chart, neighbourhoods: Sequence[Neighbourhood]) -> Extract:
    """What an extract holds within `AROUND_M` of neighbourhoods; bounds, and so the plane, stay the whole's.

    `chart` is of the same map, or of one from which this was made by `replace`: what both hold is
    looked up there, and what is new is taken wherever it lies.
    """
    boxes = shapely.bounds(chart.shapes([n.area for n in neighbourhoods])) + AROUND_M * OUTWARD
    ground = shapely.union_all(shapely.box(*boxes.T))
    before = chart.extract
    owners, tree = chart.segments
    surfaces, shapes = chart.surfaces
    ways = {int(i) for i in owners[_near(tree, ground)]}
    ways |= {int(surfaces[i]) for i in _near(shapely.STRtree(shapes), ground)}
    west, south, east, north = ground.bounds
    corners = chart.places(np.array([[west, south], [east, south], [east, north], [west, north]]))
    box = _bounds(corners)
    return replace(
        extract,
        ways=_kept(extract.ways, before.ways, ways),
        buildings=_kept(extract.buildings, before.buildings, _near(chart.building_tree, ground)),
        barriers=tuple(b for b in extract.barriers if _meets(b.line, box)),
        water=tuple(w for w in extract.water if _meets(w.line, box)),
        entrances=tuple(place for place in extract.entrances if _meets((place,), box)),
    )


Box = tuple[float, float, float, float]


def _bounds(line: Line) -> Box:
    lons, lats = [lon for lon, _ in line], [lat for _, lat in line]
    return min(lons), min(lats), max(lons), max(lats)


def _meets(line: Line, box: Box) -> bool:
    west, south, east, north = _bounds(line)
    return west <= box[2] and east >= box[0] and south <= box[3] and north >= box[1]


def _near(tree: shapely.STRtree, ground: BaseGeometry) -> Ints:
    found: Ints = tree.query(ground)
    return found


def _kept(things: Sequence[Thing], before: Sequence[Thing], near: Iterable[int]) -> tuple[Thing, ...]:
    """Things that are near, and things that were not there before; in the map's own order."""
    if things is before:
        return tuple(things[i] for i in sorted(near))
    close = {id(before[i]) for i in near}
    known = {id(thing) for thing in before}
    return tuple(thing for thing in things if id(thing) in close or id(thing) not in known)
