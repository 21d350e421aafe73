"""Measuring a plot: how far it reaches along a line, from where to where it is wide enough."""

import numpy as np
import shapely
from shapely import LineString, Polygon

from yipanqi.simulate.fabric.plot_model import Interval


def largest(shape: shapely.Geometry) -> Polygon:
    """The largest polygon of a shape that may have fallen into several."""
    parts = [p for p in shapely.get_parts(shape) if isinstance(p, Polygon) and not p.is_empty]
    return max(parts, key=lambda p: p.area)


def upright(shape: Polygon, west: float, east: float) -> Interval | None:
    """From where to where, in y, the plot reaches over the whole of an x interval."""
    _, south, _, north = shape.bounds
    low, high = south, north
    for x in (west, (west + east) / 2, east):
        cut = shape.intersection(LineString([(x, south - 1), (x, north + 1)]))
        if cut.is_empty:
            return None
        low, high = max(low, cut.bounds[1]), min(high, cut.bounds[3])
    return (low, high) if high > low else None


def fronts_at(inset: Polygon) -> Interval:
    """From where to where, in y, the plot is wide enough: most of its widest, less in a triangle."""
    west, south, east, north = inset.bounds
    ys = np.arange(south + 0.5, north, 0.5)
    cuts = shapely.intersection(shapely.linestrings([[(west - 1, y), (east + 1, y)] for y in ys]), inset)
    wide = shapely.length(cuts)
    four_sided = inset.area > 0.8 * (east - west) * (north - south)
    kept = ys[wide >= wide.max() * (0.85 if four_sided else 0.25)]
    return float(kept[0]), float(kept[-1])


def reach_between(inset: Polygon, low: float, high: float, less: float = 0.0) -> Interval | None:
    """The x interval over which a whole band lies within the inset plot, shortened at both ends."""
    west, _, east, _ = inset.bounds
    reach = (-np.inf, np.inf)
    for y in (low + 0.05, (low + high) / 2, high - 0.05):
        cut = inset.intersection(LineString([(west - 1, y), (east + 1, y)]))
        if cut.is_empty:
            return None
        spans = [p.bounds for p in shapely.get_parts(cut)]
        widest = max(spans, key=lambda b: b[2] - b[0])
        reach = (max(reach[0], widest[0]), min(reach[1], widest[2]))
    return (reach[0] + less, reach[1] - less) if reach[1] - reach[0] > 8 + 2 * less else None
