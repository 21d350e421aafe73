"""Who lives where inside a ring, and how far each walks to each gap."""

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from yipanqi.solvers.closure.network import Network, network_inside
from yipanqi.survey.chart import Chart, Floats, Ints, points_at
from yipanqi.survey.model import Building

DWELLING_M2 = 100.0
"""Gross floor of one dwelling, stairs included."""
LEVELS = {"apartments": 6.0, "residential": 4.0, "dormitory": 5.0}
NOBODY_LIVES_IN = frozenset(
    {
        "garage", "garages", "shed", "kiosk", "industrial", "commercial", "retail", "school", "hospital",
        "church", "mosque", "temple", "warehouse", "service", "office", "public", "greenhouse", "barn",
        "parking", "transformer_tower", "train_station", "kindergarten", "university", "farm_auxiliary",
        "hut", "stable", "supermarket", "civic", "construction",
    }
)  # fmt: skip
LEAST_FRONT_M = 1.0
LINK_M, STEP_M = 40.0, 2.0
PATHLESS = 1.5
"""Where no mapped way leads from a door to a gap, the walk is this many times the straight line."""


def dwellings(building: Building, footprint_m2: float) -> float:
    """Dwellings in a building: as mapped, or footprint x levels / 100 m2; 0 where nobody lives."""
    if building.dwellings is not None:
        return float(building.dwellings)
    if building.kind in NOBODY_LIVES_IN:
        return 0.0
    levels = building.levels if building.levels is not None else LEVELS.get(building.kind, 1.0)
    return footprint_m2 * levels / DWELLING_M2


class Homes:
    """The buildings whose centroid lies inside a ring; arrays in step with `indices`."""

    def __init__(self, chart: Chart, ring: Polygon) -> None:
        near = np.sort(chart.building_tree.query(ring))
        inside = shapely.contains_xy(ring, chart.centroids[near]) if len(near) else np.empty(0, dtype=bool)
        self.indices: Ints = near[inside].astype(np.int64)
        self.shapes: NDArray[np.object_] = chart.buildings[self.indices]
        self.centroids: Floats = chart.centroids[self.indices]
        mapped = [chart.extract.buildings[i] for i in self.indices]
        areas = shapely.area(self.shapes)
        weights = np.array([dwellings(b, float(a)) for b, a in zip(mapped, areas, strict=True)])
        self.weights: Floats = weights if weights.sum() > 0 else np.ones(len(mapped))
        self.door_of, self.doors = doors_of(chart, self.indices)
        """Which home each door belongs to, and where it is: a point, or the whole outline."""

    def __len__(self) -> int:
        return len(self.indices)


def homes_in(chart: Chart, ring: Polygon) -> Homes:
    """The homes inside a ring, worked out once."""
    return chart.remembered("homes", ring, Homes)


def doors_of(chart: Chart, buildings: Ints) -> tuple[Ints, NDArray[np.object_]]:
    """The mapped doors of buildings; where none is mapped, the outline stands for one somewhere on it.

    The first array says which of the given buildings each belongs to; in their order.
    """
    owners, points = chart.entrances
    first, last = (np.searchsorted(owners, buildings, side=side) for side in ("left", "right"))
    number = np.repeat(np.arange(len(buildings)), np.maximum(last - first, 1))
    found = chart.buildings[buildings][number]
    own = [np.arange(a, b) for a, b in zip(first, last, strict=True) if b > a]
    if own:
        found[(last > first)[number]] = points[np.concatenate(own)]
    return number.astype(np.int64), found


def walks(chart: Chart, ring: Polygon, gap_nodes: list[list[int]], gap_xy: Floats) -> tuple[Floats, Ints]:
    """Metres from every home in a ring to every gap, shape (gaps, homes), and how many have a mapped way.

    From a mapped door by the nearest way inside, the mean where a house has several; a door that is
    not mapped is taken to be where the outline comes nearest to a way inside.
    """
    homes, network = homes_in(chart, ring), network_inside(chart, ring)
    straight = np.hypot(
        gap_xy[:, None, 0] - homes.centroids[None, :, 0], gap_xy[:, None, 1] - homes.centroids[None, :, 1]
    )
    if network.empty or not len(homes):
        return straight * PATHLESS, np.zeros(len(gap_xy), dtype=np.int64)
    doors = doors_in(chart, ring)
    nodes = np.array(sorted({node for nodes in gap_nodes for node in nodes}), dtype=np.int64)
    from_node = network.walk_from(nodes) if len(nodes) else np.empty((0, len(network.xy)))
    found = straight * PATHLESS
    reached = np.zeros(len(gap_xy), dtype=np.int64)
    for gap, mine in enumerate(gap_nodes):
        if mine:
            metres = doors.walk(from_node[np.searchsorted(nodes, mine)].min(axis=0))
            mapped = np.isfinite(metres)
            reached[gap] = int(mapped.sum())
            found[gap, mapped] = metres[mapped]
    return found, reached


class DoorsInside:
    """Where each home's doors meet the network: an edge, and how far along it."""

    def __init__(self, homes: Homes, network: Network) -> None:
        which, edges = network.tree.query_nearest(homes.doors, all_matches=False)
        order = np.argsort(which)
        self.of, self.homes = homes.door_of, len(homes)
        self.edges: Ints = edges[order].astype(np.int64)
        chosen = network.lines[self.edges]
        links = shapely.shortest_line(homes.doors, chosen)
        self.to_way: Floats = shapely.length(links)
        self.meeting: Floats = shapely.get_coordinates(shapely.get_point(links, 1))
        self.along: Floats = shapely.line_locate_point(chosen, shapely.points(self.meeting))
        self.rest: Floats = network.lengths[self.edges] - self.along
        self.ends: Ints = network.ends[self.edges]

    def walk(self, to_nodes: Floats) -> Floats:
        """Metres from each home when `to_nodes` holds the metres from each node."""
        over_start = to_nodes[self.ends[:, 0]] + self.along
        over_end = to_nodes[self.ends[:, 1]] + self.rest
        metres = self.to_way + np.minimum(over_start, over_end)
        summed = np.bincount(self.of, metres, self.homes)
        found: Floats = summed / np.bincount(self.of, minlength=self.homes)
        return found


def doors_in(chart: Chart, ring: Polygon) -> DoorsInside:
    """Where the doors in a ring meet its ways, worked out once; there has to be a way and a home."""
    return chart.remembered("doors", ring, lambda c, r: DoorsInside(homes_in(c, r), network_inside(c, r)))


def door_links(chart: Chart, ring: Polygon) -> NDArray[np.object_]:
    """A line from each home's door to the nearest way inside; nothing where there is no way.

    A door that is not mapped is taken to be in the middle of the front nearest to that way: a corner
    would say nothing about which side of the house it is on. Where the way is farther than `LINK_M`, only
    the first steps towards it are known.
    """
    homes, network = homes_in(chart, ring), network_inside(chart, ring)
    if network.empty or not len(homes):
        return np.empty(0, dtype=object)
    ways = network.lines[doors_in(chart, ring).edges]
    links = np.empty(len(homes.doors), dtype=object)
    for number, (shape, way) in enumerate(zip(homes.doors, ways, strict=True)):
        door = shape if isinstance(shape, Point) else _facing(shape, way)
        link = shapely.shortest_line(door, way)
        links[number] = link if link.length <= LINK_M else substring(link, 0.0, STEP_M)
    return links


def _facing(shape: BaseGeometry, way: BaseGeometry) -> Point:
    """The middle of a building's front that is nearest to a way."""
    corners = shapely.get_coordinates(shape)
    fronts = np.hypot(*np.diff(corners, axis=0).T)
    middles = points_at((corners[:-1] + corners[1:]) / 2)
    away = np.where(fronts > LEAST_FRONT_M, shapely.distance(middles, way), np.inf)
    found: Point = middles[int(np.argmin(away))]
    return found
