"""A work order's maps as SVG: streets, buildings and a crew's stops, drawn for a bad printer and a torch."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

import msgspec
import numpy as np
import shapely
import shapely.affinity
from numpy.typing import NDArray

from yipanqi.ground.plane import Frame, LonLat
from yipanqi.papers.orders.model import Stop, WorkOrder
from yipanqi.survey.model import Area

Floats = NDArray[np.float64]
Shape = tuple[str, str, Floats]
"""A layer, a name, and where."""
Window = tuple[float, float, float, float]
"""Left, top, right, bottom in metres, y downwards."""

_WIDE = {"motorway", "trunk", "primary", "secondary", "tertiary"}
_PATHS = {"footway", "path", "steps", "pedestrian", "cycleway", "track"}
_FEWEST_M = 260.0
"""A map of one stop still shows so much round it."""
NAME_MM = 2.5
"""Height of a street's name on paper."""
CLOSE_M = 150.0
"""Width of the map of one stop."""


class Sheet:
    """The base map on a plane around one place, ready to be cut into small maps."""

    def __init__(self, base_map: bytes, areas: Sequence[Area], centre: LonLat) -> None:
        self._frame = Frame(centre)
        self._shapes: list[Shape] = []
        features = msgspec.json.decode(base_map)["features"] if base_map else []
        for feature in features:
            self._add(feature)
        for area in areas:
            self._shapes.append(("ring", "", self.points(area[0])))
        boxes = [shapely.box(*_box(points)) for _, _, points in self._shapes]
        self._tree = shapely.STRtree(boxes)

    def points(self, line: Iterable[LonLat]) -> Floats:
        """Metres with y downwards, shape (n, 2)."""
        xy = self._frame.to_xy(np.array(list(line), dtype=np.float64).reshape(-1, 2))
        xy[:, 1] = -xy[:, 1]
        return xy

    def overview(self, order: WorkOrder, width: float, height: float) -> str:
        """The crew's whole way on one map of so many millimetres."""
        places = self.points([order.home, *(stop.place for stop in order.stops)])
        window = _window(places, width / height)
        scale = (window[2] - window[0]) / width
        marks = self._way(places, scale) + self._home(places[0], scale)
        taken: list[tuple[float, float]] = []
        for stop, place in zip(order.stops, places[1:], strict=True):
            marks += _mark(stop, _apart(place, taken, 5.2 * scale), place, scale)
        return self._svg(window, width, height, scale, marks, places, 12)

    def close_up(self, stop: Stop, size: float) -> str:
        """One stop from near, with its gap drawn across."""
        (place,) = self.points([stop.place])
        half = CLOSE_M / 2
        window = (place[0] - half, place[1] - half, place[0] + half, place[1] + half)
        scale = CLOSE_M / size
        marks = ""
        if stop.line is not None:
            across = _wider(self.points(stop.line), 7.0)
            marks += _line(across, "#fff", 2.6 * scale) + _line(across, "#000", 1.5 * scale)
        else:
            marks += _triangle(place, 2.2 * scale)
        return self._svg(window, size, size, scale, marks, place.reshape(1, 2), 5)

    def _add(self, feature: dict[str, Any]) -> None:
        told, shape = feature["properties"], feature["geometry"]
        kind = told["layer"]
        lines = shape["coordinates"] if shape["type"] == "Polygon" else [shape["coordinates"]]
        points = self.points(lines[0])
        name = str(told.get("name", ""))
        if kind == "way":
            highway = str(told.get("highway", ""))
            kind = "path" if highway in _PATHS else "wide" if highway in _WIDE else "street"
        if kind in _STYLE:
            self._shapes.append((kind, name, points))

    def _way(self, places: Floats, scale: float) -> str:
        """From stop to stop as the crow flies: the order, not the streets."""
        return _line(places, "#0072b2", 0.55 * scale, dash=f"{1.6 * scale:.1f} {1.1 * scale:.1f}")

    def _home(self, place: Floats, scale: float) -> str:
        x, y = place
        return (
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{1.3 * scale:.1f}" fill="#fff" stroke="#0072b2" '
            f'stroke-width="{0.6 * scale:.2f}"/>'
        )

    def _svg(
        self,
        window: Window,
        width: float,
        height: float,
        scale: float,
        marks: str,
        places: Floats,
        names: int,
    ) -> str:
        """A window of the map with its marks on top, and at most so many street names."""
        left, top, right, bottom = window
        near = sorted(self._tree.query(shapely.box(left, top, right, bottom)))
        shapes = [self._shapes[i] for i in near]
        drawn = "".join(
            _drawn(kind, points, scale) for wanted in _STYLE for kind, _, points in shapes if kind == wanted
        )
        told = _names(shapes, window, scale, list(places), names)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" '
            f'viewBox="{left:.1f} {top:.1f} {right - left:.1f} {bottom - top:.1f}">'
            f'<rect x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" height="{bottom - top:.1f}" '
            f'fill="#fff"/>{drawn}{told}{marks}</svg>'
        )


_STYLE: dict[str, tuple[str, str, float]] = {
    "green": ("#f0f4ee", "none", 0),
    "water": ("#dbe8f2", "none", 0),
    "building": ("#dcdcdc", "#b5b5b5", 0.15),
    "path": ("none", "#9a9a9a", 0.35),
    "street": ("none", "#8a8a8a", 0.9),
    "wide": ("none", "#6f6f6f", 1.5),
    "barrier": ("none", "#444444", 0.35),
    "ring": ("none", "#000000", 0.45),
}
"""By layer, from the bottom up: fill, stroke, and its millimetres on paper."""
_DASHED = {"path": "1 0.8", "ring": "0.3 1.1"}


def _drawn(kind: str, points: Floats, scale: float) -> str:
    fill, stroke, width = _STYLE[kind]
    dash = " ".join(f"{float(part) * scale:.1f}" for part in _DASHED.get(kind, "").split())
    if kind == "water" and len(points) and not _closed(points):
        fill, stroke, width = "none", "#b9d3e6", 1.2
    return _line(points, stroke, width * scale, fill=fill, dash=dash)


def _closed(points: Floats) -> bool:
    return len(points) > 3 and bool((points[0] == points[-1]).all())


def _line(points: Floats, stroke: str, width: float, *, fill: str = "none", dash: str = "") -> str:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    more = f' stroke-dasharray="{dash}"' if dash else ""
    cap = "round" if not dash or dash.startswith("0") else "butt"
    return (
        f'<polyline points="{path}" fill="{fill}" stroke="{stroke}" stroke-width="{width:.2f}" '
        f'stroke-linejoin="round" stroke-linecap="{cap}"{more}/>'
    )


def _mark(stop: Stop, at: Floats, place: Floats, scale: float) -> str:
    """A stop's number in a black disc, on a thread where it had to move aside; a triangle to load."""
    if stop.do == "load":
        return _triangle(place, 2.3 * scale)
    x, y = at
    thread = _line(np.array([place, at]), "#000", 0.3 * scale) if np.hypot(*(at - place)) > scale else ""
    size = 3.4 if stop.number < 10 else 3.0
    return (
        f'{thread}<circle cx="{x:.1f}" cy="{y:.1f}" r="{2.6 * scale:.1f}" fill="#000" stroke="#fff" '
        f'stroke-width="{0.5 * scale:.2f}"/><text x="{x:.1f}" y="{y + size * 0.36 * scale:.1f}" '
        f'font-family="Noto Sans SC, Noto Sans CJK SC" font-weight="700" font-size="{size * scale:.1f}" '
        f'text-anchor="middle" fill="#fff">{stop.number}</text>'
    )


def _triangle(place: Floats, size: float) -> str:
    x, y = place
    corners = (
        f"{x:.1f},{y - size:.1f} {x - size:.1f},{y + size * 0.8:.1f} {x + size:.1f},{y + size * 0.8:.1f}"
    )
    return f'<polygon points="{corners}" fill="#0072b2" stroke="#fff" stroke-width="{size * 0.2:.2f}"/>'


def _apart(place: Floats, taken: list[tuple[float, float]], room: float) -> Floats:
    """The nearest free spot for a mark; tried in rings round its place."""
    for ring in range(5):
        for turn in range(1 if ring == 0 else 8):
            angle = turn * np.pi / 4
            spot = place + ring * room * 0.75 * np.array([np.cos(angle), np.sin(angle)])
            if all(np.hypot(spot[0] - x, spot[1] - y) >= room for x, y in taken):
                taken.append((float(spot[0]), float(spot[1])))
                return np.asarray(spot)
    return place


def _names(shapes: Sequence[Shape], window: Window, scale: float, marks: Sequence[Floats], most: int) -> str:
    """Street names along their longest piece in sight, main streets first, none on another or on a mark."""
    best: dict[str, tuple[bool, float, Floats]] = {}
    sight = shapely.box(*window).buffer(-3 * scale)
    for kind, name, points in shapes:
        if name and kind in {"street", "wide", "path"} and len(points) > 1:
            for part in shapely.get_parts(shapely.intersection(shapely.LineString(points), sight)):
                if part.length > best.get(name, (False, 0.0, points))[1]:
                    best[name] = kind == "wide", part.length, shapely.get_coordinates(part)
    taken = [shapely.Point(mark).buffer(3.2 * scale) for mark in marks]
    told: list[str] = []
    for name, (_, length, points) in sorted(best.items(), key=lambda n: (not n[1][0], -n[1][1])):
        wide = _em(name) * NAME_MM * scale
        if length < wide * 1.1 or len(told) >= most:
            continue
        words, box = _name(name, points, wide, scale)
        if not any(box.intersects(other) for other in taken):
            taken.append(box)
            told.append(words)
    return "".join(told)


def _em(name: str) -> float:
    """About how many letters' heights a name is long: Chinese characters are square, others half that."""
    return sum(1.0 if ord(letter) > 0x2E80 else 0.56 for letter in name)


def _name(name: str, points: Floats, wide: float, scale: float) -> tuple[str, shapely.Polygon]:
    """A name on its street, and the ground it covers."""
    line = shapely.LineString(points)
    middle, before, after = (
        shapely.get_coordinates(line.interpolate(share, normalized=True))[0] for share in (0.5, 0.4, 0.6)
    )
    turn = float(np.degrees(np.arctan2(*(after - before)[::-1])))
    turn = turn - 180 if turn > 90 else turn + 180 if turn < -90 else turn
    size = NAME_MM * scale
    style = f'font-family="Noto Sans SC, Noto Sans CJK SC" font-size="{size:.1f}" text-anchor="middle"'
    moved = f"translate({middle[0]:.1f} {middle[1]:.1f}) rotate({turn:.1f}) translate(0 {size * 0.35:.1f})"
    words = escape(name)
    told = (
        f'<g transform="{moved}"><text {style} fill="#fff" stroke="#fff" stroke-width="{0.8 * scale:.2f}" '
        f'stroke-linejoin="round">{words}</text><text {style} fill="#222">{words}</text></g>'
    )
    flat = shapely.box(-wide / 2, -size * 0.6, wide / 2, size * 0.6)
    turned = shapely.affinity.rotate(flat, turn, origin=(0, 0))
    return told, shapely.affinity.translate(turned, *middle)


def _wider(line: Floats, least_m: float) -> Floats:
    """A gap drawn at least so long, or nobody sees it."""
    middle, half = line.mean(axis=0), (line[-1] - line[0]) / 2
    length = float(np.hypot(*half)) * 2
    if length >= least_m or length == 0:
        return line
    return np.array([middle - half * least_m / length, middle + half * least_m / length])


def _box(points: Floats) -> tuple[float, float, float, float]:
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    return float(left), float(top), float(right), float(bottom)


def _window(places: Floats, aspect: float) -> Window:
    """What a map shows: every place with a margin, in the paper's proportions."""
    left, top, right, bottom = _box(places)
    wide = max((right - left) * 1.16, _FEWEST_M, (bottom - top) * 1.2 * aspect)
    x, y = (left + right) / 2, (top + bottom) / 2
    return x - wide / 2, y - wide / aspect / 2, x + wide / 2, y + wide / aspect / 2
