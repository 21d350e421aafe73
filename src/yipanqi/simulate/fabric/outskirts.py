"""Round the town: villages with their crooked lanes, fields, orchards, woods and ponds."""

from collections.abc import Sequence
from itertools import pairwise, product

import numpy as np
import shapely
from shapely import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from yipanqi.ground.plane import XY
from yipanqi.simulate.fabric import names
from yipanqi.simulate.fabric.blocks import pavement_m
from yipanqi.simulate.fabric.chance import pick, shuffled, stream
from yipanqi.simulate.fabric.houses import houses_of
from yipanqi.simulate.fabric.lanes import draw_lanes
from yipanqi.simulate.fabric.model import Lane, Patch, Path, Place, Scene, Spot, Street
from yipanqi.simulate.fabric.plan import RING_U, RING_V
from yipanqi.simulate.fabric.plot_model import Plot
from yipanqi.simulate.fabric.plots import plan_plot
from yipanqi.simulate.fabric.streets import BOUNDS, at_centimetre
from yipanqi.simulate.fabric.styles import VILLAGE
from yipanqi.simulate.fabric.terrain import HALF_HEIGHT_M, HALF_WIDTH_M, PLAN_MARGIN_M, Terrain

VILLAGE_HALF_M = (118.0, 92.0)
VILLAGES_APART_M = 330.0
FIELD_PATHS = 3
SMALLEST_FIELD_M2 = 1500.0
FIELD_KINDS = (
    ("landuse", "farmland"), ("landuse", "farmland"), ("landuse", "farmland"), ("landuse", "farmland"),
    ("landuse", "orchard"), ("landuse", "greenhouse_horticulture"), ("landuse", "grass"),
)  # fmt: skip


def lay_outskirts(seed: int, terrain: Terrain, streets: Sequence[Street], river: Path) -> Scene:
    """Seven villages, each with a road to town, and the fields between them."""
    country = _country(terrain, streets, river)
    shapes = _village_shapes(seed, terrain, country)
    villages = [
        _village(seed, name, shape, streets, _without(country, shapes, shape))
        for name, shape in zip(names.VILLAGES, shapes, strict=True)
    ]
    roads = shapely.union_all([LineString(v.lanes[0].points).buffer(6.0) for v in villages])
    built = shapely.union_all([s.buffer(9.0) for s in shapes])
    fields = _fields(seed, terrain, country.difference(built).difference(roads))
    return Scene(
        houses=tuple(h for v in villages for h in v.houses),
        lanes=tuple(lane for v in villages for lane in v.lanes),
        patches=tuple(fields),
        spots=tuple(s for v in villages for s in v.spots),
        joints=tuple(j for v in villages for j in v.joints),
        places=tuple(p for v in villages for p in v.places),
    )


def _country(terrain: Terrain, streets: Sequence[Street], river: Path) -> BaseGeometry:
    corners = [(-RING_U, -RING_V), (RING_U, -RING_V), (RING_U, RING_V), (-RING_U, RING_V)]
    ring: list[XY] = []
    for a, b in zip(corners, corners[1:] + corners[:1], strict=True):
        ring += terrain.line(a, b)[:-1]
    town = Polygon(ring).buffer(20.0)
    roads = [LineString(s.points).buffer(s.width_m / 2 + pavement_m(s) + 2) for s in streets]
    return (
        BOUNDS.difference(town).difference(shapely.union_all(roads)).difference(Polygon(river).buffer(14.0))
    )


def _village_shapes(seed: int, terrain: Terrain, country: BaseGeometry) -> list[Polygon]:
    """Seven blobs well apart in open country; smaller ones where there is less room.

    Raises:
        ValueError: there is no room for seven.
    """
    rng = stream(seed, "villages")
    us = np.arange(-HALF_WIDTH_M, HALF_WIDTH_M + 1, 60.0)
    vs = np.arange(-HALF_HEIGHT_M, HALF_HEIGHT_M + 1, 60.0)
    centres = shuffled(rng, list(product(us.tolist(), vs.tolist())))
    room = country.buffer(-12.0)
    shapely.prepare(room)
    found: list[Polygon] = []
    for scale in (1.0, 0.88, 0.76, 0.64):
        for centre in centres:
            if len(found) == len(names.VILLAGES):
                return found
            at = Point(terrain.warp(centre))
            if not room.contains(at) or any(at.distance(f.centroid) < VILLAGES_APART_M for f in found):
                continue
            blob = _blob(rng, terrain, centre, scale)
            if room.contains(blob):
                found.append(blob)
    if len(found) < len(names.VILLAGES):
        raise ValueError(f"seed {seed} has room for {len(found)} villages only")
    return found


def _blob(rng: np.random.Generator, terrain: Terrain, centre: XY, scale: float) -> Polygon:
    """A rounded, uneven patch of ground."""
    a, b = VILLAGE_HALF_M[0] * scale, VILLAGE_HALF_M[1] * scale
    t = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    rough = (
        1 + 0.10 * np.sin(2 * t + float(rng.uniform(0, 6))) + 0.07 * np.sin(3 * t + float(rng.uniform(0, 6)))
    )
    c, s = np.cos(t), np.sin(t)
    round_m = (np.abs(c) ** 3 + np.abs(s) ** 3) ** (-1 / 3)
    uv = np.column_stack((centre[0] + a * rough * round_m * c, centre[1] + b * rough * round_m * s))
    return Polygon([at_centimetre((float(x), float(y))) for x, y in terrain.warp_many(uv)])


def _village(seed: int, name: str, shape: Polygon, streets: Sequence[Street], country: BaseGeometry) -> Scene:
    """Houses, lanes, a road to the nearest street, and the name on the map; the road comes first."""
    rng = stream(seed, "village", name)
    plot = plan_plot(rng, shape, VILLAGE)
    lanes = draw_lanes(plot, ())
    clear = country.difference(shape.buffer(-15.0))
    road, joint = _road(name, plot, streets)
    centre = at_centimetre((shape.centroid.x, shape.centroid.y))
    return Scene(
        houses=tuple(houses_of(rng, plot)),
        lanes=(road, *lanes, *_field_paths(rng, plot, joint[1], clear)),
        spots=(Spot(centre, (("place", "village"), ("name", name))),),
        joints=(joint,),
        places=(Place(name, "village", centre),),
    )


def _without(country: BaseGeometry, shapes: Sequence[Polygon], but: Polygon) -> BaseGeometry:
    """Open country without the other villages."""
    return country.difference(shapely.union_all([s.buffer(6.0) for s in shapes if s is not but]))


def _field_paths(rng: np.random.Generator, plot: Plot, road: XY, clear: BaseGeometry) -> list[Lane]:
    """Paths from lanes' ends out into the fields, away from the road to town."""
    ends = [(plot.turn.out(lane.at(x)), side) for lane in plot.lanes for x, side in _sides(lane.reach)]
    ends.sort(key=lambda e: -float(np.hypot(e[0][0] - road[0], e[0][1] - road[1])))
    out = []
    for end, side in ends[:FIELD_PATHS]:
        heading = plot.turn.angle + (np.pi if side < 0 else 0.0) + float(rng.uniform(-0.5, 0.5))
        points = [end]
        for _ in range(int(rng.integers(4, 9))):
            heading += float(rng.uniform(-0.35, 0.35))
            x, y = points[-1]
            ahead = at_centimetre((x + 38 * float(np.cos(heading)), y + 38 * float(np.sin(heading))))
            if len(points) > 1 and not clear.contains(LineString([points[-1], ahead])):
                break
            points.append(ahead)
        if len(points) > 3 and clear.contains(LineString(points[1:])):
            out.append(Lane(tuple(points), str(rng.choice(("path", "track"))), 2.0))
    return out


def _sides(reach: tuple[float, float]) -> list[tuple[float, int]]:
    return [(reach[0], -1), (reach[1], 1)]


def _road(name: str, plot: Plot, streets: Sequence[Street]) -> tuple[Lane, tuple[int, XY]]:
    """From the lane's end nearest to a street, straight to it."""
    ends = [plot.turn.out(lane.at(x)) for lane in plot.lanes for x in lane.reach]
    ends += [plot.turn.out(plot.lanes[i].at(s.x)) for s in plot.spines for i in (s.first, s.last)]
    lines = [LineString(s.points) for s in streets]
    _, index, end = min((lines[k].distance(Point(e)), k, e) for e in ends for k in range(len(lines)))
    joint = lines[index].interpolate(lines[index].project(Point(end)))
    at = at_centimetre((joint.x, joint.y))
    return Lane((at, end), "unclassified", 6.0, name=f"{name[:-1]}村道"), (index, at)


def _fields(seed: int, terrain: Terrain, ground: BaseGeometry) -> list[Patch]:
    """Open country cut along the plan's uneven lines; one corner is wooded hill."""
    rng = stream(seed, "fields")
    reach_u, reach_v = HALF_WIDTH_M + PLAN_MARGIN_M, HALF_HEIGHT_M + PLAN_MARGIN_M
    us, vs = _cuts(rng, reach_u), _cuts(rng, reach_v)
    hill = (float(rng.choice((-1, 1))) * HALF_WIDTH_M, float(rng.choice((-1, 1))) * HALF_HEIGHT_M)
    hill_m = float(rng.uniform(420, 620))
    out = []
    for (a, b), (c, d) in product(pairwise(us), pairwise(vs)):
        outline = [*terrain.line((a, c), (b, c)), *terrain.line((b, d), (a, d))]
        cell = Polygon(outline).buffer(-2.5, join_style="mitre").intersection(ground)
        parts = [p for p in shapely.get_parts(cell) if isinstance(p, Polygon) and p.area > SMALLEST_FIELD_M2]
        out += [_field(rng, part, hill, hill_m) for part in parts]
    return out


def _cuts(rng: np.random.Generator, reach: float) -> list[float]:
    out = [-reach]
    while out[-1] < reach:
        out.append(out[-1] + float(rng.uniform(90, 210)))
    return out


def _field(rng: np.random.Generator, part: Polygon, hill: XY, hill_m: float) -> Patch:
    at = part.centroid
    near = float(np.hypot(at.x - hill[0], at.y - hill[1])) < hill_m * float(rng.uniform(0.85, 1.15))
    tag = ("natural", "wood") if near else pick(rng, FIELD_KINDS)
    shell = part.exterior.simplify(0.5)
    return Patch(tuple(at_centimetre((x, y)) for x, y in shell.coords[:-1]), (tag,))
