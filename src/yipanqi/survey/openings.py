"""Openings (开口): the gaps in a neighbourhood's edge that a person can pass, found on the map."""

import math
from collections.abc import Collection, Sequence
from functools import lru_cache

import numpy as np
import shapely
from msgspec.structs import replace
from shapely.geometry import LineString, Polygon

from yipanqi.ground.ids import OpeningId
from yipanqi.survey.chart import Chart, Floats
from yipanqi.survey.crossings import Crossing, crossings
from yipanqi.survey.grazes import grazes
from yipanqi.survey.model import Extract, Line, Neighbourhood, Opening
from yipanqi.survey.pieces import rings_of
from yipanqi.survey.widths import width_of

ONE_STREET_GAP_M = 5.0
"""Parallel ways with no more than this between their edges are one street: carriageway and pavements."""
PARALLEL = math.cos(math.radians(35))
TOUCHING_M = 0.5
"""Gaps this near each other are one gap, whatever their directions."""
_SIDES = ("E", "NE", "N", "NW", "W", "SW", "S", "SE")


class Gap:
    """Crossings of one edge that make one physical opening, in order along the ring."""

    def __init__(self, members: Sequence[Crossing]) -> None:
        self.members = tuple(members)
        self.ring = members[0].ring
        self.from_m = min(c.from_m for c in members)
        self.to_m = max(c.to_m for c in members)

    @property
    def ways(self) -> tuple[int, ...]:
        """Indices of all ways through it."""
        return tuple(dict.fromkeys(way for member in self.members for way in member.ways))

    @property
    def leads_through(self) -> bool:
        """Whether some way leads through, and does not merely graze the edge."""
        return not all(member.grazes for member in self.members)

    @property
    def middle(self) -> tuple[float, float]:
        return self.members[len(self.members) // 2].point


def find_openings(extract: Extract, neighbourhoods: Sequence[Neighbourhood]) -> tuple[Opening, ...]:
    """Every opening of every neighbourhood, in order around each edge.

    An opening is where a way a person can walk crosses the edge on the ground's level; parallel
    ways of one street are one opening. Bridges and tunnels cross only where they come up inside.
    Ids name the neighbourhood and its lowest way id there, so they stay when the map is read again.
    """
    return openings_on(Chart(extract), neighbourhoods)


def openings_on(chart: Chart, neighbourhoods: Sequence[Neighbourhood]) -> tuple[Opening, ...]:
    """As `find_openings`, on a chart already laid out."""
    shapes = chart.shapes([n.area for n in neighbourhoods])
    found: list[Opening] = []
    for neighbourhood, shape in zip(neighbourhoods, shapes, strict=True):
        polygon = largest_polygon(shape)
        rings = rings_of(polygon)
        taken: dict[str, int] = {}
        found += [
            opening_at(chart, neighbourhood, polygon, rings[gap.ring], gap, taken)
            for gap in _mapped_gaps(chart, polygon)
        ]
    return tuple(found)


def largest_polygon(shape: shapely.Geometry) -> Polygon:
    """The polygon of a shape that had to be made valid; slivers fall away."""
    parts = [part for part in shapely.get_parts(shape) if isinstance(part, Polygon)]
    return max(parts, key=lambda part: part.area) if parts else Polygon()


def gaps(chart: Chart, polygon: Polygon) -> list[Gap]:
    """Where an edge has to be barred: its crossings, and where ways graze it, gathered into physical gaps."""
    return list(chart.remembered("gaps", polygon, _gaps))


def _gaps(chart: Chart, polygon: Polygon) -> tuple[Gap, ...]:
    return _gathered_on(chart, polygon, (*crossings(chart, polygon), *grazes(chart, polygon)))


def _mapped_gaps(chart: Chart, polygon: Polygon) -> Sequence[Gap]:
    """The gaps that ways lead through."""
    found = gaps(chart, polygon)
    if not any(member.grazes for gap in found for member in gap.members):
        return found
    return _gathered_on(chart, polygon, crossings(chart, polygon))


def _gathered_on(chart: Chart, polygon: Polygon, places: Sequence[Crossing]) -> tuple[Gap, ...]:
    rings = rings_of(polygon)
    found: list[Gap] = []
    by_ring: dict[int, list[Crossing]] = {}
    for crossing in places:
        by_ring.setdefault(crossing.ring, []).append(crossing)
    for number, members in by_ring.items():
        found += _gathered(chart, rings[number], members)
    return tuple(found)


def _gathered(chart: Chart, ring: LineString, members: list[Crossing]) -> list[Gap]:
    """Neighbours along the ring joined where they are one gap, round past its start too."""
    members = sorted(members, key=lambda c: c.from_m)
    groups: list[list[Crossing]] = [[members[0]]]
    for crossing in members[1:]:
        if _one_gap(chart, ring, groups[-1], crossing):
            groups[-1].append(crossing)
        else:
            groups.append([crossing])
    if len(groups) > 1:
        first = [_shifted(c, ring.length) for c in groups[0]]
        if any(_one_gap(chart, ring, groups[-1], c) for c in first):
            groups = [*groups[1:-1], groups[-1] + first]
    return [Gap(group) for group in groups]


def _shifted(crossing: Crossing, by_m: float) -> Crossing:
    """The same crossing one turn of the ring further."""
    return replace(
        crossing,
        at_m=crossing.at_m + by_m,
        from_m=crossing.from_m + by_m,
        to_m=crossing.to_m + by_m,
    )


def _one_gap(chart: Chart, ring: LineString, group: list[Crossing], after: Crossing) -> bool:
    end = max(c.to_m for c in group)
    between = after.from_m - end
    if between <= TOUCHING_M:
        return True
    if between > ONE_STREET_GAP_M or not any(_parallel(c, after) for c in group):
        return False
    stretch = along(ring, end, after.from_m)
    trees = (chart.building_tree, chart.wall_tree, chart.water_tree)
    return not any(len(tree.query(stretch, predicate="intersects")) for tree in trees)


def _parallel(one: Crossing, other: Crossing) -> bool:
    return abs(one.direction[0] * other.direction[0] + one.direction[1] * other.direction[1]) >= PARALLEL


def along(ring: LineString, from_m: float, to_m: float) -> LineString:
    """The stretch of a closed ring between two places; may run past its start."""
    xy, run = _twice_round(ring)
    length = float(run[-1]) / 2
    if to_m - from_m >= length:
        return ring
    start = from_m % length
    end = start + (to_m - from_m)
    ends = np.stack([np.interp((start, end), run, xy[:, axis]) for axis in (0, 1)], axis=1)
    return _line(np.concatenate((ends[:1], xy[(run > start) & (run < end)], ends[1:])))


@lru_cache(maxsize=8)
def _twice_round(ring: LineString) -> tuple[Floats, Floats]:
    """A closed ring's places twice round, and the metres to each; many stretches of one are asked for."""
    xy = shapely.get_coordinates(ring)
    run = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(xy, axis=0).T))))
    return np.concatenate((xy, xy[1:])), np.concatenate((run, run[1:] + run[-1]))


def _line(xy: Floats) -> LineString:
    """Places as a line, each but once in a row; a lone place twice."""
    kept = np.concatenate(([True], (np.diff(xy, axis=0) != 0).any(axis=1)))
    return LineString(xy[kept] if kept.sum() > 1 else xy[[0, 0]])


def opening_at(
    chart: Chart,
    neighbourhood: Neighbourhood,
    polygon: Polygon,
    ring: LineString,
    gap: Gap,
    taken: dict[str, int],
) -> Opening:
    """The opening that a gap in one of a polygon's rings is; `taken` counts ids given on the same way."""
    ways = [chart.ways[index] for index in gap.ways]
    stretch = chart.places(np.array(along(ring, gap.from_m, gap.to_m).coords))
    heights = [way.max_height_m for way in ways if way.vehicle and way.max_height_m is not None]
    inside = [chart.ways[member.ways[0]] for member in gap.members]
    named = sorted((way for way in inside if way.name), key=width_of, reverse=True)
    levels = {member.level for member in gap.members}
    return Opening(
        id=_id(neighbourhood, ways_lowest=min(way.id for way in ways), taken=taken),
        neighbourhood=neighbourhood.id,
        line=(stretch[0], stretch[-1]),
        width_m=round(gap.to_m - gap.from_m, 2),
        ways=tuple(way.id for way in ways),
        vehicle=any(_driven_through(chart, member) for member in gap.members),
        name=named[0].name if named else "",
        width_from="map" if all(way.width_m is not None for way in inside) else "assumed",
        clear_height_m=min(heights) if heights else None,
        stretch=_bent(stretch),
        side=_side(polygon, gap.middle),
        level="ground" if "ground" in levels else "bridge" if "bridge" in levels else "tunnel",
    )


def _driven_through(chart: Chart, crossing: Crossing) -> bool:
    """Whether a vehicle gets from one side to the other: the way itself, or two that meet there."""
    if len(crossing.ways) == 1:
        return chart.ways[crossing.ways[0]].vehicle
    return sum(chart.ways[index].vehicle for index in crossing.ways) > 1


def _bent(stretch: Line) -> Line:
    return stretch if len(stretch) > 2 else ()


def _id(neighbourhood: Neighbourhood, ways_lowest: int, taken: dict[str, int]) -> OpeningId:
    base = f"{neighbourhood.id}/{ways_lowest}"
    taken[base] = taken.get(base, 0) + 1
    return OpeningId(base if taken[base] == 1 else f"{base}-{taken[base]}")


def of_a_ring(opening: OpeningId) -> bool:
    """Whether an id is of an opening that only a ring has, and not the edge of a neighbourhood."""
    return opening.rpartition("/")[2].startswith(("ring-", "ground-"))


def free_id(wanted: OpeningId, used: Collection[OpeningId]) -> OpeningId:
    """The id that is wanted, or the first like it that nobody has."""
    name, number = wanted, 1
    while name in used:
        number += 1
        name = OpeningId(f"{wanted}-{number}")
    return name


def _side(polygon: Polygon, point: tuple[float, float]) -> str:
    centre = polygon.centroid
    angle = math.atan2(point[1] - centre.y, point[0] - centre.x)
    return _SIDES[round(angle / (math.pi / 4)) % 8]
