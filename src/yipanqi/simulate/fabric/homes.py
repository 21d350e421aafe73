"""Where communities, cooperatives and suppliers are at home, and which neighbourhood is whose."""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from shapely import LineString, Point, Polygon

from yipanqi.ground.plane import XY
from yipanqi.simulate.fabric import names
from yipanqi.simulate.fabric.chance import shuffled, stream
from yipanqi.simulate.fabric.model import Place, Quarter, Street
from yipanqi.simulate.fabric.streets import at_centimetre


class Homes(Struct, frozen=True):
    """Places of all organisations and suppliers, and each neighbourhood's community by name."""

    places: tuple[Place, ...]
    community_of: dict[str, str]


def settle(
    seed: int,
    quarters: Sequence[Quarter],
    yards: Sequence[XY],
    villages: Sequence[Place],
    streets: Sequence[Street],
) -> Homes:
    """Communities by neighbouring neighbourhoods, cooperatives spread over the town, suppliers at yards.

    Args:
        seed: the town's.
        quarters: all neighbourhoods.
        yards: places with room for material, best first; at least as many as suppliers.
        villages: where the villages are.
        streets: homes of communities and cooperatives stand at one.
    """
    rng = stream(seed, "homes")
    at = {q.name: Polygon(q.edge).centroid for q in quarters}
    groups = _halved([(name, (p.x, p.y)) for name, p in sorted(at.items())], len(names.COMMUNITIES))
    groups.sort(key=lambda g: (round(float(np.mean([xy[0] for _, xy in g]))), g[0][0]))
    lines = [LineString(s.points) for s in streets]
    places = []
    community_of: dict[str, str] = {}
    for community, group in zip(names.COMMUNITIES, groups, strict=True):
        community_of.update((name, community) for name, _ in group)
        middle = tuple(float(c) for c in np.mean([xy for _, xy in group], axis=0))
        places.append(Place(community, "community", _at_street(lines, (middle[0], middle[1]))))
    spread = shuffled(rng, [xy for group in groups for _, xy in group])
    hosts = _far_apart(spread, len(names.COOPERATIVES))
    for name, host in zip(names.COOPERATIVES, hosts, strict=True):
        places.append(Place(name, "cooperative", _at_street(lines, host)))
    places += [Place(name, "supplier", yard) for name, yard in zip(names.SUPPLIERS, yards, strict=False)]
    return Homes(places=(*places, *villages), community_of=community_of)


def _halved(items: list[tuple[str, XY]], parts: int, axis: int = 0) -> list[list[tuple[str, XY]]]:
    """Neighbouring items in so many groups (a power of two) of nearly one size."""
    if parts == 1:
        return [items]
    order = sorted(items, key=lambda item: item[1][axis])
    half = len(order) // 2
    other = 1 - axis
    return _halved(order[:half], parts // 2, other) + _halved(order[half:], parts // 2, other)


def _at_street(lines: Sequence[LineString], near: XY) -> XY:
    here = Point(near)
    line = min(lines, key=here.distance)
    at = line.interpolate(line.project(here))
    return at_centimetre((at.x, at.y))


def _far_apart(points: Sequence[XY], count: int) -> list[XY]:
    """Some of the points, each as far as can be from those before."""
    chosen = [points[0]]
    while len(chosen) < count:
        chosen.append(
            max(points, key=lambda p: min(float(np.hypot(p[0] - c[0], p[1] - c[1])) for c in chosen))
        )
    return chosen
