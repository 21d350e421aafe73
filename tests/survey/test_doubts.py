"""What the map cannot prove is listed for the field."""

import itertools

import numpy as np

from tests.survey.towns import Town
from yipanqi.survey.doubts import Doubt, find_doubts, walk_over
from yipanqi.survey.openings import find_openings


def doubts(town: Town) -> tuple[Doubt, ...]:
    openings = find_openings(town.extract, town.neighbourhoods)
    return find_doubts(town.extract, town.neighbourhoods, openings)


def kinds(town: Town) -> list[str]:
    return [doubt.kind for doubt in doubts(town)]


def square() -> Town:
    town = Town()
    town.quarter(0, 0, 200, 200)
    return town


def test_a_path_that_stops_short_of_a_street_is_doubted() -> None:
    town = square()
    town.way((-20, -50), (-20, 250), width_m=6)
    town.way((-18, 100), (50, 100), highway="footway", width_m=2)
    assert kinds(town) == ["near-miss"]


def test_ways_that_cross_without_a_node_are_doubted_unless_one_is_a_bridge() -> None:
    town = square()
    town.way((-20, -50), (-20, 250), width_m=6)
    town.way((-50, 100), (50, 100), highway="footway", width_m=2)
    assert kinds(town) == ["crossing-without-node"]
    bridged = square()
    bridged.way((-20, -50), (-20, 250), width_m=6, bridge=True)
    bridged.way((-50, 100), (50, 100), highway="footway", width_m=2)
    assert kinds(bridged) == []


def test_a_path_just_inside_the_edge_is_an_opening_if_the_edge_moves() -> None:
    town = square()
    town.way((50, 50), (3, 100), (50, 150), highway="footway", width_m=2)
    assert kinds(town) == ["opening-if-edge-moves"]


def test_an_opening_of_unknown_width_comes_last() -> None:
    town = square()
    town.way((-20, -50), (-20, 250), width_m=6)
    town.way((-18, 100), (50, 100), highway="footway")
    assert kinds(town) == ["near-miss", "width-unknown"]


def test_the_walk_over_them_is_short() -> None:
    town = square()
    for y in (10, 150, 50, 190, 100):
        town.way((-50, y), (50, y), highway="footway")
    found = doubts(town)
    walked = walk_over(found)
    assert sorted(d.place for d in walked) == sorted(d.place for d in found)

    def length(order: tuple[Doubt, ...]) -> float:
        xy = np.array([town.frame.xy(d.place) for d in order])
        return float(np.hypot(*np.diff(xy, axis=0).T).sum())

    assert length(walked) <= min(length(order) for order in itertools.permutations(found)) + 1
