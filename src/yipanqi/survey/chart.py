"""An extract laid out on the plane in metres, with the indices that make looking things up fast."""

from collections.abc import Callable, Collection, Hashable, Sequence
from functools import cached_property
from itertools import pairwise
from typing import TypeVar, cast

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from yipanqi.ground.plane import Frame
from yipanqi.survey.model import Area, Extract, Line, Way
from yipanqi.survey.quarters import frame_of
from yipanqi.survey.widths import on_ground

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
AT_WALL_M = 0.5
"""A mapped door this near to a building is in its wall."""
ONE_PLACE_M = 0.005
"""Places of an edge so near to each other are one."""
Found = TypeVar("Found")
REMEMBERED = 48
"""How many answers about polygons a chart remembers: those of a few neighbourhoods at a time."""


def straight_pieces(ends: Floats) -> NDArray[np.object_]:
    """Lines between pairs of points, shape (n, 2, 2)."""
    found = np.empty(len(ends), dtype=object)
    found[:] = shapely.linestrings(ends)
    return found


def straight_pieces_of(line: BaseGeometry) -> NDArray[np.object_]:
    """A line's straight pieces: many small things near them are found far quicker than by the whole."""
    xy, part = shapely.get_coordinates(shapely.get_parts(line), return_index=True)
    first = np.flatnonzero(np.diff(part) == 0)
    return straight_pieces(np.stack((xy[first], xy[first + 1]), axis=1))


def ends_of(way: Way, line: Floats) -> Floats:
    """Where each straight piece of a way begins and ends, shape (n, 2, 2); a surface has none."""
    if way.area or len(line) < 2:
        return np.empty((0, 2, 2))
    return np.stack((line[:-1], line[1:]), axis=1)


def points_at(xy: Floats) -> NDArray[np.object_]:
    """Points as shapes, of places on the plane, shape (n, 2)."""
    return np.asarray(shapely.points(xy.reshape(-1, 2)), dtype=object)


class Chart:
    """The extract's ways, buildings, barriers and water on one plane (x east, y north, metres)."""

    def __init__(self, extract: Extract) -> None:
        self.extract = extract
        self.frame: Frame = frame_of(extract)
        self._answers: dict[tuple[str, Polygon], object] = {}
        self.fresh: tuple[tuple[Hashable, LineString], ...] = ()
        """What a part of a map has, or lacks, that the map it was first cut out of has not, or has."""
        self.kept: dict[Hashable, object] = {}
        """Answers that hold no numbers of a chart's own, by all they depend on: for all parts of one map."""

    def remembered(self, what: str, polygon: Polygon, work: Callable[["Chart", Polygon], Found]) -> Found:
        """What was worked out for the same polygon lately, or is now: rings are asked about many times.

        The answer must not be changed by whoever gets it.
        """
        key = (what, polygon)
        if key not in self._answers:
            while len(self._answers) >= REMEMBERED:
                self._answers.pop(next(iter(self._answers)), None)
            self._answers[key] = work(self, polygon)
        return cast("Found", self._answers[key])

    def differs_near(self, polygon: Polygon, within_m: float) -> frozenset[Hashable]:
        """What of `fresh` lies so near to a polygon."""
        return frozenset(thing for thing, line in self.fresh if line.dwithin(polygon, within_m))

    def take_over(self, other: "Chart", laid: Collection[str], answers: Collection[str] = ()) -> None:
        """Have what another chart has laid out, and answered, by name.

        Whoever asks for this knows that it is the same on both. Answers go by the first word of theirs.
        """
        vars(self).update({name: vars(other)[name] for name in laid if name in vars(other)})
        known = tuple(other._answers.items())
        self._answers |= {key: answer for key, answer in known if key[0].split()[0] in answers}

    @property
    def ways(self) -> tuple[Way, ...]:
        return self.extract.ways

    @cached_property
    def lines(self) -> list[Floats]:
        """The ways' places, shape (n, 2) each."""
        return self.laid([way.line for way in self.extract.ways])

    @cached_property
    def grounded(self) -> NDArray[np.bool_]:
        """Which ways run on the ground."""
        return np.array([on_ground(way) for way in self.extract.ways], dtype=bool)

    @cached_property
    def ways_at(self) -> dict[int, tuple[int, ...]]:
        """Indices of the ways (not surfaces) at each map node."""
        found: dict[int, tuple[int, ...]] = {}
        for index, way in enumerate(self.extract.ways):
            if not way.area:
                for node in way.nodes:
                    known = found.get(node)
                    if known is None:
                        found[node] = (index,)
                    elif known[-1] != index:
                        found[node] = (*known, index)
        return found

    @cached_property
    def segments(self) -> tuple[Ints, shapely.STRtree]:
        """For every straight piece of every way (not surfaces): its way's index; and a tree of the pieces."""
        ends = [ends_of(way, line) for way, line in zip(self.ways, self.lines, strict=True)]
        owners = np.repeat(np.arange(len(ends)), [len(pieces) for pieces in ends]).astype(np.int64)
        return owners, shapely.STRtree(straight_pieces(np.concatenate(ends)) if ends else [])

    @cached_property
    def segment_numbers(self) -> Ints:
        """For every piece of `segments`, which of its way's it is."""
        owners, _ = self.segments
        return np.arange(len(owners)) - np.searchsorted(owners, owners)

    @cached_property
    def surfaces(self) -> tuple[Ints, NDArray[np.object_]]:
        """Squares and other ground walked all over: way indices and valid shapes."""
        indices = [i for i, way in enumerate(self.extract.ways) if way.area and on_ground(way)]
        shapes = [shapely.make_valid(Polygon(self.lines[i])) for i in indices if len(self.lines[i]) > 3]
        indices = [i for i in indices if len(self.lines[i]) > 3]
        return np.array(indices, dtype=np.int64), np.array(shapes, dtype=object)

    @cached_property
    def surface_outlines(self) -> shapely.STRtree:
        """The outlines of `surfaces`, as drawn."""
        return shapely.STRtree([LineString(self.lines[index]) for index in self.surfaces[0].tolist()])

    @cached_property
    def buildings(self) -> NDArray[np.object_]:
        """Outlines as valid shapes, in the extract's order."""
        return self.shapes([building.area for building in self.extract.buildings])

    @cached_property
    def building_tree(self) -> shapely.STRtree:
        return shapely.STRtree(self.buildings)

    @cached_property
    def entrances(self) -> tuple[Ints, NDArray[np.object_]]:
        """Mapped doors: the index of the building each is in the wall of, ascending, and the points."""
        if not self.extract.entrances:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=object)
        points = points_at(self.laid([self.extract.entrances])[0])
        which, owners = self.building_tree.query(points, predicate="dwithin", distance=AT_WALL_M)
        order = np.argsort(owners, kind="stable")
        return owners[order].astype(np.int64), points[which[order]]

    @cached_property
    def centroids(self) -> Floats:
        """The buildings' centroids, shape (n, 2)."""
        return shapely.get_coordinates(shapely.centroid(self.buildings)).reshape(-1, 2)

    @cached_property
    def walls(self) -> NDArray[np.object_]:
        """Lines that stop everybody: walls, fences, hedges."""
        lines = [b.line for b in self.extract.barriers if b.stops == "everybody" and len(b.line) > 1]
        return np.array([shapely.linestrings(xy) for xy in self.laid(lines)], dtype=object)

    @cached_property
    def wall_tree(self) -> shapely.STRtree:
        return shapely.STRtree(self.walls)

    @cached_property
    def fronts(self) -> tuple[NDArray[np.object_], shapely.STRtree]:
        """Walls, and the outer lines of buildings; and a tree of them."""
        parts = shapely.get_parts(self.buildings)
        shells = shapely.get_exterior_ring(parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON])
        xy, owner = shapely.get_coordinates(shells, return_index=True)
        outer = np.asarray(shapely.linestrings(xy, indices=owner), dtype=object)
        lines = np.concatenate((self.walls, outer))
        return lines, shapely.STRtree(lines)

    @cached_property
    def water(self) -> NDArray[np.object_]:
        """Water nobody walks through, as shapes."""
        found: list[BaseGeometry] = []
        lines = self.laid([water.line for water in self.extract.water])
        for water, xy in zip(self.extract.water, lines, strict=True):
            if water.area and len(xy) > 3:
                found.append(shapely.make_valid(Polygon(xy)))
            elif not water.area:
                found.append(LineString(xy).buffer((water.width_m or 2.0) / 2))
        return np.array(found, dtype=object)

    @cached_property
    def water_tree(self) -> shapely.STRtree:
        return shapely.STRtree(self.water)

    def laid(self, lines: Sequence[Line]) -> list[Floats]:
        """Lines of places on the plane, all projected at once."""
        if not lines:
            return []
        lengths = np.array([len(line) for line in lines])
        flat = np.array([place for line in lines for place in line], dtype=np.float64)
        return list(np.split(self.frame.to_xy(flat), np.cumsum(lengths)[:-1]))

    def shapes(self, areas: Sequence[Area]) -> NDArray[np.object_]:
        """Areas as valid shapes on the plane."""
        if not areas:
            return np.empty(0, dtype=object)
        rings = [ring for area in areas for ring in area]
        lengths = [len(ring) for ring in rings]
        flat = np.array([place for ring in rings for place in ring], dtype=np.float64)
        lines = shapely.linearrings(self.frame.to_xy(flat), indices=np.repeat(np.arange(len(rings)), lengths))
        owners = np.repeat(np.arange(len(areas)), [len(area) for area in areas])
        found = np.asarray(shapely.polygons(np.asarray(lines), indices=owners), dtype=object)
        broken = ~shapely.is_valid(found)
        found[broken] = shapely.make_valid(found[broken])
        return found

    def lines_of_places(self, lines: Sequence[BaseGeometry]) -> list[Line]:
        """Lines on the plane as lines of places, all projected at once."""
        xy, owner = shapely.get_coordinates(lines, return_index=True)
        places = self.places(xy)
        ends = np.searchsorted(owner, np.arange(len(lines) + 1))
        return [places[a:b] for a, b in pairwise(ends)]

    def places(self, xy: Floats) -> Line:
        """Points on the plane as places, to a tenth of a millimetre."""
        degrees = self.frame.to_lonlat(np.asarray(xy, dtype=np.float64).reshape(-1, 2))
        return tuple((lon, lat) for lon, lat in np.round(degrees, 9).tolist())

    def as_written(self, polygon: Polygon) -> Polygon:
        """A polygon as it is read again from the places it is written down as; the same where that breaks it.

        Where an edge runs along a way to the tenth of a millimetre, rounding decides where they cross; and
        places nearer to each other than that may change their order, so that the edge would cross itself.
        """
        for drawn in (polygon, shapely.remove_repeated_points(polygon, ONE_PLACE_M)):
            rings = [self.places(np.array(ring.coords)[:, :2]) for ring in (drawn.exterior, *drawn.interiors)]
            laid = self.laid(rings)
            found = Polygon(laid[0], laid[1:])
            if found.is_valid:
                return found
        return polygon
