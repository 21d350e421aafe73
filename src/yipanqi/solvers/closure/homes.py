"""Who lives where inside a ring, and how far each walks to each gap."""

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Point, Polygon
from shapely.ops import substring

from yipanqi.solvers.closure.network import Network
from yipanqi.survey.chart import Chart, Floats, Ints
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

    def __len__(self) -> int:
        return len(self.indices)


def walks(homes: Homes, network: Network, gap_nodes: list[list[int]], gap_xy: Floats) -> tuple[Floats, Ints]:
    """Metres from every home to every gap, shape (gaps, homes), and how many homes have a mapped way to each.

    A home's door is taken to be where its outline comes nearest to a way inside.
    """
    straight = np.hypot(
        gap_xy[:, None, 0] - homes.centroids[None, :, 0], gap_xy[:, None, 1] - homes.centroids[None, :, 1]
    )
    if network.empty or not len(homes):
        return straight * PATHLESS, np.zeros(len(gap_xy), dtype=np.int64)
    doors = _Doors(homes, network)
    found = np.empty_like(straight)
    reached = np.zeros(len(gap_xy), dtype=np.int64)
    for gap, nodes in enumerate(gap_nodes):
        if not nodes:
            found[gap] = straight[gap] * PATHLESS
            continue
        metres = doors.walk(network.walk_from(np.array(nodes, dtype=np.int64)).min(axis=0))
        mapped = np.isfinite(metres)
        reached[gap] = int(mapped.sum())
        found[gap] = np.where(mapped, metres, straight[gap] * PATHLESS)
    return found, reached


class _Doors:
    """Where each home's door meets the network: an edge, and how far along it."""

    def __init__(self, homes: Homes, network: Network) -> None:
        lines = network.edge_lines()
        tree = shapely.STRtree(lines)
        which, edges = tree.query_nearest(homes.shapes, all_matches=False)
        order = np.argsort(which)
        self.edges: Ints = edges[order].astype(np.int64)
        chosen = lines[self.edges]
        self.links: NDArray[np.object_] = shapely.shortest_line(homes.shapes, chosen)
        self.to_way: Floats = shapely.length(self.links)
        meeting = shapely.get_point(self.links, 1)
        self.along: Floats = shapely.line_locate_point(chosen, meeting)
        self.rest: Floats = network.lengths[self.edges] - self.along
        self.ends: Ints = network.ends[self.edges]

    def walk(self, to_nodes: Floats) -> Floats:
        """Metres from each door when `to_nodes` holds the metres from each node."""
        over_start = to_nodes[self.ends[:, 0]] + self.along
        over_end = to_nodes[self.ends[:, 1]] + self.rest
        found: Floats = self.to_way + np.minimum(over_start, over_end)
        return found


def door_links(homes: Homes, network: Network) -> NDArray[np.object_]:
    """A line from each home's door to the nearest way inside; nothing where there is no way.

    The door is taken to be in the middle of the front nearest to that way: a corner would say
    nothing about which side of the house it is on. Where the way is farther than `LINK_M`, only
    the first steps towards it are known.
    """
    if network.empty or not len(homes):
        return np.empty(0, dtype=object)
    ways = network.edge_lines()[_Doors(homes, network).edges]
    links = np.empty(len(homes), dtype=object)
    for number, (shape, way) in enumerate(zip(homes.shapes, ways, strict=True)):
        corners = shapely.get_coordinates(shape)
        fronts = np.hypot(*np.diff(corners, axis=0).T)
        middles = [Point(xy) for xy in (corners[:-1] + corners[1:]) / 2]
        away = np.where(fronts > LEAST_FRONT_M, shapely.distance(middles, way), np.inf)
        link = shapely.shortest_line(middles[int(np.argmin(away))], way)
        links[number] = link if link.length <= LINK_M else substring(link, 0.0, STEP_M)
    return links
