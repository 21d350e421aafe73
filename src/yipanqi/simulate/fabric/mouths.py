"""Where lanes can leave a plot: candidates on its edge, each with a straight way out to a street."""

import itertools
from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from shapely import LineString, Point, Polygon, STRtree

from yipanqi.ground.plane import XY
from yipanqi.simulate.fabric.blocks import pavement_m
from yipanqi.simulate.fabric.model import Mouth, Street
from yipanqi.simulate.fabric.plot_model import Plot

APART_M = 17.0
"""Two mouths of one plot are at least so far apart along its edge."""

INSIDE_M = 3.2
CLEAR_OF_JUNCTION_M = 9.0
CLEAR_OF_CORNER_M = 7.0
FOOTPATH_GAP_M = 4.4
PAVED_SHARE = 0.3
"""So many of the spines' mouths have a pavement of their own."""

PAVEMENT_M = 1.8
PAVEMENT_OFF_M = 1.3
"""From the carriageway's edge to the pavement's middle."""


class StreetMap:
    """Finds the street that a place on a plot's edge faces."""

    def __init__(self, streets: Sequence[Street]) -> None:
        self.streets = streets
        self.lines = [LineString(s.points) for s in streets]
        self.tree = STRtree(self.lines)
        counted: dict[XY, int] = {}
        for street in streets:
            for point in street.points:
                counted[point] = counted.get(point, 0) + 1
        self.junctions = STRtree([Point(p) for p, n in counted.items() if n > 1])
        self.bridges = [
            LineString(s.points[a : b + 1]) for s in streets for a, b in s.bridges
        ]  # nobody joins a bridge from the side
        self.bridge_tree = STRtree(self.bridges)

    def facing(self, edge: XY) -> tuple[int, XY] | None:
        """Index of the street right before `edge`, and where to join it; None where there is none."""
        here = Point(edge)
        index = int(self.tree.query_nearest(here)[0])
        street, line = self.streets[index], self.lines[index]
        joint = line.interpolate(line.project(here))
        if here.distance(joint) > street.width_m / 2 + pavement_m(street) + 3:
            return None
        near_junction = self.junctions.query(joint, predicate="dwithin", distance=CLEAR_OF_JUNCTION_M)
        near_bridge = self.bridge_tree.query(joint, predicate="dwithin", distance=CLEAR_OF_JUNCTION_M)
        if len(near_junction) or len(near_bridge):
            return None
        return index, (round(joint.x, 2), round(joint.y, 2))


class _Exit(Struct, frozen=True):
    """A lane's end before it is known whether a street lies outside: a place on the edge, local frame."""

    lane: str
    end: str
    at: XY
    vehicle: bool
    width_m: float


def find_mouths(
    rng: np.random.Generator, plot: Plot, polygon: Polygon, streets: StreetMap
) -> tuple[Mouth, ...]:
    """All mouths a plot could have, well apart from one another, in order along its edge."""
    shell = LineString(polygon.exterior.coords)
    corners = _sharp_corners(polygon)
    taken: list[float] = []
    found: list[tuple[float, Mouth]] = []
    for leaving in (*_lane_ends(plot), *_spine_ends(plot), *_gaps(rng, plot)):
        mouth = _mouth(leaving, plot, polygon, shell, streets)
        if mouth is None:
            continue
        along = shell.project(Point(mouth.edge))
        crowded = any(_apart(along, other, shell.length) < APART_M for other in taken)
        cornered = any(np.hypot(mouth.edge[0] - x, mouth.edge[1] - y) < CLEAR_OF_CORNER_M for x, y in corners)
        if not crowded and not cornered:
            taken.append(along)
            paved = rng.random() < PAVED_SHARE and leaving.lane.startswith("spine")
            pavement = _pavement(leaving, plot, polygon, shell, streets) if paved else None
            found.append((along, replace(mouth, beside=(pavement,)) if pavement else mouth))
    return tuple(mouth for _, mouth in sorted(found, key=lambda pair: pair[0]))


def _pavement(
    spine: _Exit, plot: Plot, polygon: Polygon, shell: LineString, streets: StreetMap
) -> Mouth | None:
    """The pavement that runs along a spine from its last lane to the street."""
    plan = plot.spines[int(spine.lane.split()[1])]
    lane = plan.first if spine.end == "low" else plan.last
    off = plan.width_m / 2 + PAVEMENT_OFF_M
    x = round(plan.x + off, 2)
    if not plot.lanes[lane].reach[0] < x < plot.lanes[lane].reach[1]:
        return None
    leaving = _Exit(f"foot {lane} {x:.2f}", spine.end, (spine.at[0] + off, spine.at[1]), False, PAVEMENT_M)
    mouth = _mouth(leaving, plot, polygon, shell, streets)
    return replace(mouth, pavement=True) if mouth else None


def _apart(a: float, b: float, around: float) -> float:
    direct = abs(a - b)
    return min(direct, around - direct)


def _sharp_corners(polygon: Polygon) -> list[XY]:
    ring = np.asarray(polygon.exterior.coords[:-1])
    before, after = ring - np.roll(ring, 1, axis=0), np.roll(ring, -1, axis=0) - ring
    bend = np.arctan2(before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0], (before * after).sum(axis=1))
    return [(float(x), float(y)) for (x, y), turn in zip(ring, bend, strict=True) if abs(turn) > 0.6]


def _lane_ends(plot: Plot) -> list[_Exit]:
    west, _, east, _ = plot.polygon.bounds
    out = []
    for i, lane in enumerate(plot.lanes):
        for end, far, near in (("low", west - 9, lane.reach[0]), ("high", east + 9, lane.reach[1])):
            at = _hit(plot.polygon, lane.at(near), (far, lane.at(near)[1]))
            if at is not None:
                out.append(_Exit(f"lane {i}", end, at, True, lane.width_m))
    return out


def _spine_ends(plot: Plot) -> list[_Exit]:
    _, south, _, north = plot.polygon.bounds
    out = []
    for i, spine in enumerate(plot.spines):
        for end, far, lane in (("low", south - 9, spine.first), ("high", north + 9, spine.last)):
            at = _hit(plot.polygon, plot.lanes[lane].at(spine.x), (spine.x, far))
            if at is not None:
                out.append(_Exit(f"spine {i}", end, at, True, spine.width_m))
    return out


def _gaps(rng: np.random.Generator, plot: Plot) -> list[_Exit]:
    """Footpaths between the houses of the outermost rows."""
    _, south, _, north = plot.polygon.bounds
    out = []
    for end, far, row, lane in (("low", south - 9, 0, 0), ("high", north + 9, -1, len(plot.lanes) - 1)):
        houses = plot.rows[row]
        for before, after in itertools.pairwise(houses):
            a, b = before.east, after.west
            x = round((a + b) / 2, 2)
            reach = plot.lanes[lane].reach
            clear = all(abs(x - s.x) > APART_M for s in plot.spines)
            if b - a < FOOTPATH_GAP_M or not clear or not reach[0] < x < reach[1]:
                continue
            start = plot.lanes[lane].at(x)
            at = None if _built_over(plot, start, far) else _hit(plot.polygon, start, (x, far))
            width_m = float(rng.choice((2.5, 3.0, 3.0, 3.5, 4.0)))
            if at is not None:
                out.append(_Exit(f"foot {lane} {x:.2f}", end, at, False, min(width_m, b - a - 1)))
    return out


def _built_over(plot: Plot, start: XY, far: float) -> bool:
    """Whether a house stands in the way north or south from a lane."""
    low, high = min(start[1], far), max(start[1], far)
    return any(
        house.west < start[0] < house.east and house.low < high and house.high > low
        for row in plot.rows
        for house in row
    )


def _hit(polygon: Polygon, inner: XY, outer: XY) -> XY | None:
    """Where the way from inner to outer leaves the plot; None unless it does so just once."""
    cut = LineString([inner, outer]).intersection(polygon.exterior)
    return (cut.x, cut.y) if isinstance(cut, Point) and not cut.is_empty else None


def _mouth(
    leaving: _Exit, plot: Plot, polygon: Polygon, shell: LineString, streets: StreetMap
) -> Mouth | None:
    edge = plot.turn.out(leaving.at)
    faced = streets.facing(edge)
    if faced is None:
        return None
    index, street = faced
    dx, dy = edge[0] - street[0], edge[1] - street[1]
    far = float(np.hypot(dx, dy))
    inside = (round(edge[0] + dx / far * INSIDE_M, 2), round(edge[1] + dy / far * INSIDE_M, 2))
    way = LineString([inside, street])
    crossing = way.intersection(shell)
    if not isinstance(crossing, Point) or not polygon.contains(Point(inside)):
        return None
    return Mouth(
        lane=leaving.lane,
        end="low" if leaving.end == "low" else "high",
        inside=inside,
        edge=(crossing.x, crossing.y),
        street=street,
        street_index=index,
        vehicle=leaving.vehicle,
        width_m=leaving.width_m,
    )
