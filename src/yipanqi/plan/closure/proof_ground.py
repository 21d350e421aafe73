"""What the check reads: plan.geojson and the extract laid on one plane, by its own hand.

Nothing here or in the other `proof_` modules is used by a planner, and nothing of a planner is
used here: what they share is the map, the contract of plan.geojson and plane geometry.
"""

from functools import cached_property
from operator import is_
from typing import Any

import numpy as np
import shapely
from msgspec import Struct
from numpy.typing import NDArray
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from yipanqi.ground.plane import Frame
from yipanqi.plan.closure.model import Finding
from yipanqi.survey.model import Extract, Line, Way

Floats = NDArray[np.float64]
STANDS = ("barrier", "gate", "emergency")
BODY_M = 0.15
"""Half of what a person needs to slip through sideways: nearer to an obstacle than this nobody passes."""
WALL_M = 0.15
"""Half the thickness a wall may have: the map draws it as a line."""

HOUSES = ("building_shapes", "building_tree", "building_centroids")


class Stand(Struct, frozen=True):
    """A net, a gate or an emergency opening, as plan.geojson has it."""

    kind: str
    opening: str
    line: LineString
    said_m: float | None
    ways: frozenset[int] = frozenset()
    """The ways it is said to stand across: a bridge is barred only by what is meant for it."""


class Ring(Struct, frozen=True):
    """A ring with all that lies on it."""

    neighbourhoods: tuple[str, ...]
    shape: Polygon
    stands: tuple[Stand, ...]
    assumed: tuple[LineString, ...]

    @property
    def name(self) -> str:
        return "+".join(self.neighbourhoods)


class Ground:
    """The extract on a plane: metres east and north of its middle."""

    def __init__(self, extract: Extract) -> None:
        west, south, east, north = extract.bounds
        self.frame = Frame(((west + east) / 2, (south + north) / 2))
        self.extract = extract

    def like(self, other: "Ground") -> "Ground":
        """This ground with the houses as another has laid them out, where both have the very same houses."""
        mine, theirs = self.extract.buildings, other.extract.buildings
        same = len(mine) == len(theirs) and all(map(is_, mine, theirs))
        if same and self.extract.bounds == other.extract.bounds:
            vars(self).update({name: vars(other)[name] for name in HOUSES if name in vars(other)})
        return self

    @cached_property
    def ways(self) -> tuple[Way, ...]:
        return tuple(way for way in self.extract.ways if len(way.line) > 1)

    @cached_property
    def way_lines(self) -> NDArray[np.object_]:
        return self.lines([way.line for way in self.ways])

    @cached_property
    def way_tree(self) -> shapely.STRtree:
        return shapely.STRtree(self.way_lines)

    @cached_property
    def building_shapes(self) -> NDArray[np.object_]:
        areas = [building.area for building in self.extract.buildings]
        found = np.empty(len(areas), dtype=object)
        if areas:
            flat = np.array([place for area in areas for ring in area for place in ring], dtype=np.float64)
            lengths = [len(ring) for area in areas for ring in area]
            rings = shapely.linearrings(
                self.frame.to_xy(flat), indices=np.repeat(np.arange(len(lengths)), lengths)
            )
            owners = np.repeat(np.arange(len(areas)), [len(area) for area in areas])
            found[:] = shapely.polygons(np.asarray(rings), indices=owners)
            broken = ~shapely.is_valid(found)
            found[broken] = shapely.make_valid(found[broken])
        return found

    @cached_property
    def building_tree(self) -> shapely.STRtree:
        return shapely.STRtree(self.building_shapes)

    @cached_property
    def building_centroids(self) -> Floats:
        return shapely.get_coordinates(shapely.centroid(self.building_shapes)).reshape(-1, 2)

    @cached_property
    def walls(self) -> shapely.STRtree:
        """Lines of walls, fences and hedges that stop everybody."""
        walls = [b.line for b in self.extract.barriers if b.stops == "everybody" and len(b.line) > 1]
        return shapely.STRtree(self.lines(walls))

    @cached_property
    def water(self) -> shapely.STRtree:
        """Water nobody walks through: ponds and lakes, and canals as wide as they are."""
        canals = [w for w in self.extract.water if not w.area]
        found: list[BaseGeometry] = [
            line.buffer((water.width_m or 2.0) / 2 + BODY_M)
            for water, line in zip(canals, self.lines([w.line for w in canals]), strict=True)
        ]
        ponds = [list(w.line) for w in self.extract.water if w.area and len(w.line) > 3]
        found += [self.polygon([pond]).buffer(BODY_M) for pond in ponds]
        return shapely.STRtree(found)

    def obstacles_at(self, line: BaseGeometry) -> list[BaseGeometry]:
        """Everything mapped at a line that stops a person: houses, walls, water; widened by `BODY_M`.

        What is left of a ring between two of them is room for a person. A wall is not made longer: a
        hole in it stays a hole.
        """
        near = np.unique(self.building_tree.query(straights(line), predicate="dwithin", distance=BODY_M)[1])
        found = list(shapely.buffer(self.building_shapes[near], BODY_M, quad_segs=2))
        near = self.walls.query(line, predicate="dwithin", distance=WALL_M + BODY_M)
        found += list(shapely.buffer(self.walls.geometries[near], WALL_M + BODY_M, cap_style="flat"))
        near = self.water.query(line, predicate="intersects")
        return found + list(self.water.geometries[near])

    def lines(self, lines: list[Line]) -> NDArray[np.object_]:
        """Lines of places as lines on the plane, projected all at once."""
        found = np.empty(len(lines), dtype=object)
        if lines:
            flat = np.array([place[:2] for line in lines for place in line], dtype=np.float64)
            owner = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
            found[:] = shapely.linestrings(self.frame.to_xy(flat), indices=owner)
        return found

    def line(self, places: Any) -> LineString:
        """One line on the plane."""
        return LineString(self.frame.to_xy(np.array(places, dtype=np.float64)[:, :2]))

    def polygon(self, rings: Any) -> BaseGeometry:
        """An area on the plane, made valid."""
        laid = [self.frame.to_xy(np.array(ring, dtype=np.float64)[:, :2]) for ring in rings]
        return shapely.make_valid(Polygon(laid[0], laid[1:]))

    def places(self, shape: BaseGeometry) -> Line:
        """A line's or point's places in degrees."""
        xy = shapely.get_coordinates(shape)
        degrees = self.frame.to_lonlat(xy) if len(xy) else xy
        return tuple((round(float(lon), 8), round(float(lat), 8)) for lon, lat in degrees)


def straights(shape: BaseGeometry) -> NDArray[np.object_]:
    """A line cut at its corners: small things near short pieces are found without looking at the whole."""
    xy, part = shapely.get_coordinates(shapely.get_parts(shape), return_index=True)
    corner = np.flatnonzero(part[1:] == part[:-1])
    return np.asarray(shapely.linestrings(np.stack((xy[corner], xy[corner + 1]), axis=1)), dtype=object)


def kinds(plan: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """The plan's features of one kind."""
    return [f for f in plan["features"] if f["properties"].get("kind") == kind]


def rings_of_plan(plan: dict[str, Any], ground: Ground) -> tuple[list[Ring], list[Finding]]:
    """Each ring with the stands and assumed stretches nearest to it, and what is wrong with their shapes."""
    findings: list[Finding] = []
    bare: list[tuple[tuple[str, ...], Polygon]] = []
    for feature in kinds(plan, "ring"):
        ids = tuple(str(n) for n in feature["properties"].get("neighbourhoods", ()))
        laid = [ground.frame.to_xy(np.array(r, dtype=np.float64)[:, :2]) for r in _coordinates(feature)]
        raw = Polygon(laid[0], laid[1:])
        if not raw.is_valid:
            findings.append(Finding("ring-not-simple", "+".join(ids), {"why": shapely.is_valid_reason(raw)}))
            continue
        bare.append((ids, raw))
    stands = _stands([feature for kind in STANDS for feature in kinds(plan, kind)], ground)
    stretches = list(ground.lines([_coordinates(feature) for feature in kinds(plan, "assumed")]))
    owners = {
        str(f["properties"]["id"]): str(f["properties"]["neighbourhood"]) for f in kinds(plan, "opening")
    }
    edges: list[BaseGeometry] = [shape.boundary for _, shape in bare]
    stands_of, strays = _on_edges(edges, [stand.line for stand in stands])
    findings += [
        Finding("stand-off-ring", stands[i].opening, {"kind": stands[i].kind}, ground.places(stands[i].line))
        for i in strays
    ]
    assumed_of, astray = _on_edges(edges, stretches)
    findings += [Finding("assumed-off-ring", "", {}, ground.places(stretches[i])) for i in astray]
    rings = []
    for number, (ids, shape) in enumerate(bare):
        own = [stands[i] for i in stands_of[number] if owners.get(stands[i].opening, "") in ids]
        rings.append(Ring(ids, shape, tuple(own), tuple(stretches[i] for i in assumed_of[number])))
    return rings, findings


OFF_RING_M = 0.5
"""Farther than this from its ring, a net does not stand on it."""


def _on_edges(edges: list[BaseGeometry], lines: list[LineString]) -> tuple[list[list[int]], list[int]]:
    """For each edge the lines that lie on it along their whole length; and the lines on none."""
    found: list[list[int]] = [[] for _ in edges]
    tree = shapely.STRtree(edges)
    laid = np.array(lines, dtype=object)
    which, near = tree.query(laid, predicate="dwithin", distance=OFF_RING_M)
    here = [_near_line(edges[edge], lines[line]) for line, edge in zip(which, near, strict=True)]
    around = shapely.buffer(np.array(here, dtype=object), OFF_RING_M, quad_segs=2)
    on = shapely.contains(around, laid[which])
    for line, edge in zip(which[on].tolist(), near[on].tolist(), strict=True):
        found[edge].append(line)
    return found, sorted(set(range(len(lines))).difference(which[on].tolist()))


def _near_line(edge: BaseGeometry, line: LineString) -> BaseGeometry:
    """The part of an edge that lies near enough to a line for the line to lie on it."""
    west, south, east, north = line.bounds
    beyond = 2 * OFF_RING_M
    return shapely.clip_by_rect(edge, west - beyond, south - beyond, east + beyond, north + beyond)


def _stands(features: list[dict[str, Any]], ground: Ground) -> list[Stand]:
    lines = ground.lines([_coordinates(feature) for feature in features])
    return [_stand(feature["properties"], line) for feature, line in zip(features, lines, strict=True)]


def _stand(properties: dict[str, Any], line: LineString) -> Stand:
    said = properties.get("length_m")
    return Stand(
        kind=properties["kind"],
        opening=str(properties.get("opening", properties.get("id", ""))),
        line=line,
        said_m=float(said) if isinstance(said, int | float) else None,
        ways=frozenset(int(way) for way in properties.get("ways", ())),
    )


def _coordinates(feature: dict[str, Any]) -> Any:
    return feature["geometry"]["coordinates"]
