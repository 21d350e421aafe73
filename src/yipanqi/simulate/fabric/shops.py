"""Shops, eateries and bus stops along the fronts of neighbourhoods."""

from collections.abc import Sequence

import numpy as np
from shapely import Point, Polygon

from yipanqi.simulate.fabric import names
from yipanqi.simulate.fabric.chance import pick, stream
from yipanqi.simulate.fabric.model import House, Quarter, Scene, Spot
from yipanqi.simulate.fabric.streets import at_centimetre

NEAR_EDGE_M = 16.0


def open_shops(seed: int, quarters: Sequence[Quarter]) -> Scene:
    """Shops in the houses that stand along a neighbourhood's edge; low fronts are full of them."""
    spots: list[Spot] = []
    for quarter in quarters:
        if quarter.walled:
            continue
        rng = stream(seed, "shops", quarter.name)
        edge = Polygon(quarter.edge).exterior
        for house in quarter.houses:
            spots += _in_house(rng, house, edge.distance(Polygon(house.ring).centroid))
    return Scene(spots=tuple(spots))


def _in_house(rng: np.random.Generator, house: House, from_edge_m: float) -> list[Spot]:
    if from_edge_m > NEAR_EDGE_M:
        return []
    chance = 0.8 if house.kind == "retail" else 0.22
    count = int(rng.binomial(2, chance))
    outline = Polygon(house.ring)
    inside = outline.buffer(-2.0)
    if inside.is_empty:
        return []
    return [Spot(_somewhere(rng, inside), _shop(rng)) for _ in range(count)]


def _somewhere(rng: np.random.Generator, ground: Polygon) -> tuple[float, float]:
    west, south, east, north = ground.bounds
    for _ in range(20):
        at = Point(float(rng.uniform(west, east)), float(rng.uniform(south, north)))
        if ground.contains(at):
            return at_centimetre((at.x, at.y))
    middle = ground.representative_point()
    return at_centimetre((middle.x, middle.y))


def _shop(rng: np.random.Generator) -> tuple[tuple[str, str], ...]:
    if rng.random() < 0.25:
        return (("amenity", pick(rng, names.EATERIES)),)
    kind, word = pick(rng, names.SHOPS)
    return (("shop", kind), ("name", word))
