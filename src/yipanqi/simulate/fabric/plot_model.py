"""A plot as planned, in its own frame: rows of houses, lanes between them, spines across."""

import numpy as np
from msgspec import Struct
from shapely import Polygon
from shapely.affinity import affine_transform

from yipanqi.ground.plane import XY
from yipanqi.simulate.fabric.model import Path
from yipanqi.simulate.fabric.styles import Style

Interval = tuple[float, float]


class Turn(Struct, frozen=True):
    """The plot's own frame: its origin and the direction of its rows."""

    origin: XY
    angle: float

    def local(self, polygon: Polygon) -> Polygon:
        """A polygon of the town's plane in the plot's frame."""
        c, s = float(np.cos(self.angle)), float(np.sin(self.angle))
        x, y = self.origin
        return affine_transform(polygon, [c, s, -s, c, -c * x - s * y, s * x - c * y])

    def out(self, point: XY) -> XY:
        """A point of the plot's frame on the town's plane, to the centimetre."""
        c, s = float(np.cos(self.angle)), float(np.sin(self.angle))
        x, y = point
        return round(self.origin[0] + c * x - s * y, 2), round(self.origin[1] + s * x + c * y, 2)


class Footprint(Struct, frozen=True):
    """A house's ground in the plot's frame."""

    west: float
    east: float
    low: float
    high: float


class LanePlan(Struct, frozen=True):
    """A lane between two rows: its height, reach in x, width and wiggle."""

    y: float
    reach: Interval
    width_m: float
    wiggle: tuple[float, float, float]

    def at(self, x: float) -> XY:
        """The lane's middle at x."""
        size, length, phase = self.wiggle
        return x, self.y + size * float(np.sin(x / length + phase))


class SpinePlan(Struct, frozen=True):
    """A way across the lanes, from lane `first` to lane `last`."""

    x: float
    first: int
    last: int
    width_m: float


class Plot(Struct, frozen=True):
    """A plot as planned, in its own frame."""

    turn: Turn
    edge: Path
    rows: tuple[tuple[Footprint, ...], ...]
    """Houses row by row from south to north, each row from west to east."""
    lanes: tuple[LanePlan, ...]
    spines: tuple[SpinePlan, ...]
    style: Style
    fronts: tuple[Path, ...] = ()
    """Low shop fronts along the rows' ends."""

    @property
    def polygon(self) -> Polygon:
        """The plot's edge in its own frame."""
        return Polygon(self.edge)


def along_rows(polygon: Polygon) -> float:
    """The direction, within 45 degrees of east, of the plot's two long fronts taken together."""
    ring = np.asarray(polygon.exterior.coords)
    step = np.diff(ring, axis=0)
    length = np.hypot(step[:, 0], step[:, 1])
    angle = np.arctan2(step[:, 1], step[:, 0])
    rough = np.arctan2((length * np.sin(angle * 4)).sum(), (length * np.cos(angle * 4)).sum()) / 4
    off = (angle - rough + np.pi / 2) % np.pi - np.pi / 2
    front = np.abs(off) < np.pi / 5
    return float(rough + np.average(off[front], weights=length[front]))
