"""Map layers as SVG path data: metres on a local plane, north up, no finer than a reader can see."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

import numpy as np
import shapely
from msgspec import Struct
from numpy.typing import NDArray

from yipanqi.ground.plane import Frame, LonLat
from yipanqi.survey.model import Area, Extract, Line, Way

Floats = NDArray[np.float64]

NEAR_M = 250.0
"""Buildings and footpaths farther than this from every neighbourhood are left out: orientation only."""
TILE_M = 800.0
"""Shapes of one layer are gathered into one path a tile, so that a browser can skip what is out of sight."""

_ROAD_CLASSES = {
    "major": ("motorway", "trunk", "primary", "secondary"),
    "middle": ("tertiary", "unclassified", "residential", "living_street", "road", "busway"),
    "service": ("service", "track"),
}
_CLASS_OF = {highway: key for key, names in _ROAD_CLASSES.items() for highway in names}


Box = tuple[float, float, float, float]
"""Left, top, right, bottom in metres on the report's plane."""


class Tile(Struct, frozen=True):
    """Part of a layer as SVG path data in tenths of metres, and the box it lies in."""

    path: str
    box: Box


class Layer(Struct, frozen=True):
    """One layer of the map: its class in the style sheet, and its tiles."""

    key: str
    tiles: tuple[Tile, ...]


class Label(Struct, frozen=True):
    """A name on the map, turned along its street."""

    text: str
    x_m: float
    y_m: float
    turn_deg: float
    rank: int
    """0 for names shown at every scale; higher ones appear as one looks closer."""


class Ground:
    """The plane that a report's map is drawn on, y pointing down as in SVG."""

    def __init__(self, bounds: tuple[float, float, float, float]) -> None:
        west, south, east, north = bounds
        self._frame = Frame(((west + east) / 2, (south + north) / 2))

    def points(self, line: Sequence[LonLat]) -> Floats:
        """Metres, shape (n, 2)."""
        xy = self._frame.to_xy(np.array(line, dtype=np.float64).reshape(-1, 2))
        xy[:, 1] = -xy[:, 1]
        return xy

    def many(self, lines: Sequence[Line]) -> list[Floats]:
        """As `points` for many lines at once, which is much faster than one by one."""
        if not lines:
            return []
        ends = np.cumsum([len(line) for line in lines])
        flat = self.points([place for line in lines for place in line])
        return np.split(flat, ends[:-1])

    def polygon(self, area: Area) -> shapely.Polygon:
        """A polygon on the plane; holes included."""
        shell, *holes = (self.points(ring) for ring in area)
        return shapely.Polygon(shell, holes)


def path_of(points: Floats, *, closed: bool = False) -> str:
    """SVG path data in tenths of metres, each point relative to the one before."""
    whole = np.rint(points * 10).astype(np.int64)
    keep = np.ones(len(whole), dtype=bool)
    keep[1:] = (np.diff(whole, axis=0) != 0).any(axis=1)
    whole = whole[keep]
    if len(whole) < 2:
        return ""
    steps = np.diff(whole, axis=0)
    if closed and (whole[0] == whole[-1]).all():
        steps = steps[:-1]
    run = "".join(f"{_signed(x)}{_signed(y)}" for x, y in steps.tolist())
    return f"M{whole[0][0]} {whole[0][1]}l{run.strip()}" + ("z" if closed else "")


def _signed(number: int) -> str:
    """A number that needs no separator before it when it is negative."""
    return str(number) if number < 0 else f" {number}"


def gathered(pieces: Iterable[tuple[Floats, bool]], simplify_m: float) -> tuple[Tile, ...]:
    """Lines and closed rings as path data, one path a tile; what starts in a tile is kept whole."""
    tiles: dict[tuple[int, int], list[str]] = defaultdict(list)
    boxes: dict[tuple[int, int], Box] = {}
    for points, closed in pieces:
        if len(points) < 2:
            continue
        thin = shapely.get_coordinates(shapely.simplify(shapely.LineString(points), simplify_m))
        data = path_of(thin if len(thin) > (3 if closed else 1) else points, closed=closed)
        if data:
            at = int(points[0][0] // TILE_M), int(points[0][1] // TILE_M)
            tiles[at].append(data)
            boxes[at] = _joint(boxes.get(at), points)
    return tuple(Tile("".join(tile), boxes[at]) for at, tile in sorted(tiles.items()))


def _joint(box: Box | None, points: Floats) -> Box:
    (left, top), (right, bottom) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    if box is None:
        return left, top, right, bottom
    return min(left, box[0]), min(top, box[1]), max(right, box[2]), max(bottom, box[3])


class Backcloth(Struct, frozen=True):
    """Everything under the plan."""

    layers: tuple[Layer, ...]
    labels: tuple[Label, ...]


def backcloth(extract: Extract, ground: Ground, rings: Sequence[shapely.Polygon]) -> Backcloth:
    """The map under the plan: green, water, buildings, ways by class, walls, railways, names of streets."""
    near = _nearness(rings)
    areas = [b for b in extract.backdrop if b.area and b.kind != "rail"]
    lines = [b for b in extract.backdrop if not b.area and b.kind == "rail"]
    layers = [
        Layer("green", _filled([b.line for b in areas if b.kind == "green"], ground, 2.0)),
        Layer("place", _filled([b.line for b in areas if b.kind != "green"], ground, 2.0)),
        Layer("water", _filled([w.line for w in extract.water if w.area], ground, 1.5)),
        Layer("stream", _drawn([w.line for w in extract.water if not w.area], ground, 1.5)),
        Layer("building", _buildings(extract, ground, near)),
        Layer("rail", _drawn([b.line for b in lines], ground, 1.5)),
        *_ways(extract.ways, ground, near),
        Layer("wall", _walls(extract, ground, near)),
    ]
    return Backcloth(
        tuple(layer for layer in layers if layer.tiles), street_names(extract.ways, ground, near)
    )


Near = Callable[[Floats], bool]


def _nearness(rings: Sequence[shapely.Polygon]) -> Near:
    """Whether any point of a line lies in or near a neighbourhood."""
    around = shapely.union_all([ring.buffer(NEAR_M, quad_segs=2) for ring in rings])
    shapely.prepare(around)

    def near(points: Floats) -> bool:
        return bool(shapely.intersects_xy(around, points[:, 0], points[:, 1]).any())

    return near


def _filled(lines: Sequence[Line], ground: Ground, simplify_m: float) -> tuple[Tile, ...]:
    return gathered(((points, True) for points in ground.many(lines)), simplify_m)


def _drawn(lines: Sequence[Line], ground: Ground, simplify_m: float) -> tuple[Tile, ...]:
    return gathered(((points, False) for points in ground.many(lines)), simplify_m)


def _buildings(extract: Extract, ground: Ground, near: Near) -> tuple[Tile, ...]:
    rings = [ring for building in extract.buildings for ring in building.area]
    return gathered(((p, True) for p in ground.many(rings) if near(p)), 0.4)


def _walls(extract: Extract, ground: Ground, near: Near) -> tuple[Tile, ...]:
    lines = [b.line for b in extract.barriers if len(b.line) > 1 and b.stops == "everybody"]
    return gathered(((p, False) for p in ground.many(lines) if near(p)), 0.5)


def way_class(way: Way) -> str:
    """The layer that a way is drawn in."""
    if way.area:
        return "square"
    highway = way.highway.removesuffix("_link")
    return _CLASS_OF.get(highway, "foot")


def _ways(ways: Sequence[Way], ground: Ground, near: Near) -> list[Layer]:
    """Layers from the least to the most important; small ways only near the neighbourhoods."""
    pieces: dict[str, list[tuple[Floats, bool]]] = defaultdict(list)
    for way, points in zip(ways, ground.many([way.line for way in ways]), strict=True):
        key = way_class(way)
        if key in ("major", "middle") or near(points):
            pieces[key].append((points, way.area))
    return [
        Layer(key, gathered(pieces[key], 0.7)) for key in ("square", "foot", "service", "middle", "major")
    ]


def street_names(ways: Sequence[Way], ground: Ground, near: Near) -> tuple[Label, ...]:
    """Names along streets, each no closer than 450 m to the same name."""
    ranks = {"major": 0, "middle": 1, "service": 2, "foot": 2, "square": 2}
    named = [way for way in ways if way.name and len(way.line) > 1]
    put: dict[str, list[Floats]] = defaultdict(list)
    labels = []
    lined = list(zip(named, ground.many([way.line for way in named]), strict=True))
    for way, points in sorted(lined, key=lambda pair: -shapely.LineString(pair[1]).length):
        middle, turn = _middle(points)
        if not near(points) or any(np.hypot(*(middle - other)) < 450 for other in put[way.name]):
            continue
        put[way.name].append(middle)
        labels.append(Label(way.name, float(middle[0]), float(middle[1]), turn, ranks[way_class(way)]))
    return tuple(labels)


def _middle(points: Floats) -> tuple[Floats, float]:
    """Half way along, and the direction there in degrees, readable from below."""
    line = shapely.LineString(points)
    at = line.length / 2
    here = np.array(line.interpolate(at).coords[0])
    (x0, y0), (x1, y1) = (line.interpolate(at + d).coords[0] for d in (-12.0, 12.0))
    turn = float(np.degrees(np.arctan2(y1 - y0, x1 - x0)))
    return here, turn - 180 if turn > 90 else turn + 180 if turn <= -90 else turn
