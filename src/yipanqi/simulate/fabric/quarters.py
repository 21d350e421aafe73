"""Neighbourhoods built on their blocks, with exactly as many openings as asked for in all."""

import itertools
from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from shapely import LineString, Point, Polygon
from shapely.ops import substring

from yipanqi.simulate.fabric import styles
from yipanqi.simulate.fabric.blocks import Block
from yipanqi.simulate.fabric.chance import pick, shuffled, stream
from yipanqi.simulate.fabric.houses import houses_of
from yipanqi.simulate.fabric.lanes import draw_lanes
from yipanqi.simulate.fabric.model import Edging, Lane, Mouth, Path, Quarter
from yipanqi.simulate.fabric.mouths import StreetMap, find_mouths
from yipanqi.simulate.fabric.plot_model import Plot
from yipanqi.simulate.fabric.plots import plan_plot
from yipanqi.simulate.fabric.styles import Style

FEWEST_OPENINGS = 4
WALL_INSET_M = 1.2
CUT_OFF = 14
"""So many open neighbourhoods have a part that no vehicle reaches from the other."""


class Site(Struct, frozen=True):
    """A block to be built up as a neighbourhood, with all mouths it could have."""

    number: int
    block: Block
    name: str
    walled: bool
    plot: Plot
    mouths: tuple[Mouth, ...]


def lay_sites(
    seed: int, blocks: Sequence[tuple[int, Block]], names: Sequence[str], walled: bool, streets: StreetMap
) -> list[Site]:
    """Blocks planned as neighbourhoods; `blocks` come with their numbers in the town."""
    sites = []
    for (number, block), name in zip(blocks, names, strict=True):
        rng = stream(seed, "site", number)
        style = _walled_style(rng) if walled else _open_style(rng, block, name)
        plot = plan_plot(rng, block.polygon, style)
        mouths = find_mouths(rng, plot, block.polygon, streets)
        sites.append(Site(number, block, name, walled, plot, mouths))
    return sites


def _walled_style(rng: np.random.Generator) -> Style:
    return pick(rng, (styles.TOWERS, styles.TOWERS, styles.SLABS))


def _open_style(rng: np.random.Generator, block: Block, name: str) -> Style:
    if "片区" in name or "巷" in name:
        return styles.OLD
    if block.polygon.area > 30_000 and rng.random() < 0.3:
        return styles.SLABS
    return pick(rng, (styles.ROWS, styles.COURTS))


def share_out(rng: np.random.Generator, total: int, room: Sequence[int], least: int) -> list[int]:
    """Whole numbers that add up to `total`, each at least `least` and at most its room.

    Raises:
        ValueError: the rooms together hold less than `total`, or one holds less than `least`.
    """
    if sum(room) < total or min(room, default=0) < least or least * len(room) > total:
        raise ValueError(f"{total} do not fit into {len(room)} places with room for {sum(room)}")
    shares = [least] * len(room)
    liking = rng.uniform(0.5, 1.0, len(room)) * np.asarray(room)
    for _ in range(total - sum(shares)):
        wish = [
            like / (share + 1) if share < most else -1.0
            for like, share, most in zip(liking, shares, room, strict=True)
        ]
        shares[int(np.argmax(wish))] += 1
    return shares


def build_open(seed: int, sites: Sequence[Site], openings: int) -> list[Quarter]:
    """Open neighbourhoods that have exactly `openings` in all."""
    rng = stream(seed, "openings")
    shares = share_out(rng, openings, [len(s.mouths) for s in sites], FEWEST_OPENINGS)
    deep = [k for k, s in enumerate(sites) if len(s.plot.lanes) >= 4 and s.plot.style.name != "old"]
    cut = set(sorted(shuffled(rng, deep), key=lambda k: -len(sites[k].plot.lanes))[:CUT_OFF])
    return [
        _open(seed, site, share, k in cut) for k, (site, share) in enumerate(zip(sites, shares, strict=True))
    ]


def _open(seed: int, site: Site, share: int, cut: bool) -> Quarter:
    rng = stream(seed, "open", site.number)
    chosen = choose_mouths(rng, site.mouths, share)
    cut_after = len(site.plot.lanes) // 2 - 1 if cut else None
    quarter = _quarter(rng, site, chosen, draw_lanes(site.plot, chosen, cut_after, _short(site.name)))
    if rng.random() < 0.45:
        return replace(quarter, edgings=_fences(rng, site.block.polygon, chosen))
    return quarter


def _short(name: str) -> str:
    """A neighbourhood's name without its kind: 花园新村 is 花园 on its street signs."""
    for kind in ("小区", "新村", "片区"):
        name = name.removesuffix(kind)
    return name


def build_walled(seed: int, sites: Sequence[Site]) -> list[Quarter]:
    """Walled neighbourhoods with two or three gates each."""
    out = []
    for site in sites:
        rng = stream(seed, "walled", site.number)
        vehicle = [replace(m, beside=()) for m in site.mouths if m.vehicle]
        chosen = choose_mouths(rng, vehicle, min(len(vehicle), int(rng.integers(2, 4))))
        wall, gates = _wall(site.block.polygon, chosen)
        lanes = [_through(lane, gates) for lane in draw_lanes(site.plot, chosen)]
        quarter = _quarter(rng, site, chosen, lanes)
        out.append(replace(quarter, edgings=(Edging(wall, "wall", gates),)))
    return out


def choose_mouths(rng: np.random.Generator, mouths: Sequence[Mouth], count: int) -> tuple[Mouth, ...]:
    """So many of the mouths, a spine's among them where there is one, in order along the edge."""
    order = shuffled(rng, range(len(mouths)))
    order.sort(key=lambda k: not mouths[k].lane.startswith("spine"))
    first, rest = order[:1], shuffled(rng, order[1:])
    kept = sorted((first + rest)[:count])
    return tuple(mouths[k] for k in kept)


def _quarter(
    rng: np.random.Generator, site: Site, chosen: tuple[Mouth, ...], lanes: Sequence[Lane]
) -> Quarter:
    return Quarter(
        name=site.name,
        walled=site.walled,
        style=site.plot.style.name,
        edge=site.block.ring,
        openings=len(chosen),
        houses=tuple(houses_of(rng, site.plot)),
        lanes=tuple(lanes),
        mouths=(*chosen, *(pavement for mouth in chosen for pavement in mouth.beside)),
    )


def _wall(polygon: Polygon, mouths: Sequence[Mouth]) -> tuple[Path, Path]:
    """The wall just inside the edge, closed, with a point at every gate; and the gates."""
    shell = LineString(polygon.buffer(-WALL_INSET_M, join_style="mitre").exterior.coords)
    ring = [(shell.project(_point(p)), (round(p[0], 2), round(p[1], 2))) for p in shell.coords[:-1]]
    gates = []
    for mouth in mouths:
        meet = LineString([mouth.inside, mouth.street]).intersection(shell)
        gate = (round(meet.centroid.x, 2), round(meet.centroid.y, 2))
        gates.append(gate)
        ring.append((shell.project(_point(gate)), gate))
    ring.sort()
    points = [p for _, p in ring]
    return (*points, points[0]), tuple(gates)


def _point(at: Sequence[float]) -> Point:

    return Point(at[0], at[1])


def _through(lane: Lane, gates: Path) -> Lane:
    """A lane with a point where it passes a gate."""
    points = list(lane.points)
    for gate in gates:
        for k in range(len(points) - 1):
            piece = LineString(points[k : k + 2])
            if piece.distance(_point(gate)) < 0.05:
                points.insert(k + 1, gate)
                break
    return replace(lane, points=tuple(points))


def _fences(rng: np.random.Generator, polygon: Polygon, mouths: Sequence[Mouth]) -> tuple[Edging, ...]:
    """Fences along some stretches of the edge between two openings."""
    shell = LineString(polygon.exterior.coords)
    stops = sorted((shell.project(_point(m.edge)), m.width_m) for m in mouths)
    out = []
    for (a, wide_a), (b, wide_b) in itertools.pairwise(stops):
        low, high = a + wide_a / 2 + 1.5, b - wide_b / 2 - 1.5
        if high - low < 25 or rng.random() < 0.4:
            continue
        stretch = _stretch(shell, low, high)
        out.append(Edging(stretch, "fence"))
    return tuple(out)


def _stretch(shell: LineString, low: float, high: float) -> Path:

    piece = substring(shell, low, high)
    return tuple((round(x, 2), round(y, 2)) for x, y in piece.coords)
