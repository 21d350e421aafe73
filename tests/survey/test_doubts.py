"""What the map cannot prove is listed for the field."""

import itertools
from datetime import UTC, datetime

import numpy as np
from msgspec.structs import replace

from tests.survey.towns import Town
from yipanqi.survey.doubts import Doubt, find_doubts, walk_over
from yipanqi.survey.openings import find_openings


def doubts(town: Town) -> tuple[Doubt, ...]:
    openings = find_openings(town.extract, town.neighbourhoods)
    return find_doubts(town.extract, town.neighbourhoods, openings)


def kinds(town: Town) -> list[str]:
    """Of what is doubted but for the wall that no test town has."""
    return [doubt.kind for doubt in doubts(town) if doubt.kind != "wall-unmapped"]


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
    found = tuple(doubt for doubt in doubts(town) if doubt.kind == "width-unknown")
    walked = walk_over(found)
    assert sorted(d.place for d in walked) == sorted(d.place for d in found)

    def length(order: tuple[Doubt, ...]) -> float:
        xy = np.array([town.frame.xy(d.place) for d in order])
        return float(np.hypot(*np.diff(xy, axis=0).T).sum())

    assert length(walked) <= min(length(order) for order in itertools.permutations(found)) + 1


def test_an_edge_without_a_wall_is_to_be_walked_along_but_not_where_one_is_mapped() -> None:
    town = square()
    town.wall((0, 0), (0, 200), (200, 200), (200, 0))
    (doubt,) = doubts(town)
    assert doubt.kind == "wall-unmapped"
    x, y = town.frame.xy(doubt.place)
    assert (round(x), round(y)) == (100, 0)
    town.wall((0, 0), (200, 0))
    assert doubts(town) == ()


def test_a_house_on_the_edge_is_asked_for_its_doors_unless_they_are_mapped() -> None:
    town = square()
    town.wall((90, 0), (0, 0), (0, 200), (200, 200), (200, 0), (110, 0))
    town.house(90, -5, 20, 10)
    town.house(50, 60)
    assert kinds(town) == ["door-unknown"]
    extract = replace(town.extract, entrances=town.places((100, 5)))
    assert find_doubts(extract, town.neighbourhoods, ()) == ()


def test_openings_on_ways_nobody_has_edited_for_long_come_last() -> None:
    town = square()
    town.way((-50, 50), (50, 50), highway="footway", width_m=2.0, edited_year=2012)
    town.way((-50, 150), (50, 150), highway="footway", edited_year=2025)
    openings = find_openings(town.extract, town.neighbourhoods)
    now = datetime(2026, 2, 3, tzinfo=UTC)
    found = find_doubts(town.extract, town.neighbourhoods, openings, now)
    assert [doubt.kind for doubt in found][-2:] == ["width-unknown", "old-data"]
    assert found[-1].ways == (town.ways[0].id,)
    assert "old-data" not in kinds(town)
