"""Openings: where a person on foot gets through a neighbourhood's edge."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString

from tests.survey.oracle import Oracle
from tests.survey.towns import Town
from yipanqi.feeds.neighbourhoods import neighbourhoods_of
from yipanqi.feeds.osm import read_extract
from yipanqi.ground.ids import OpeningId
from yipanqi.survey.model import Extract, Neighbourhood, Opening
from yipanqi.survey.openings import find_openings

EXTRACTS = sorted((Path(__file__).parents[3] / "shared" / "data" / "osm").glob("*.osm*"))


def openings(town: Town) -> tuple[Opening, ...]:
    return find_openings(town.extract, town.neighbourhoods)


def square_town() -> Town:
    town = Town()
    town.quarter(0, 0, 200, 200)
    return town


def test_a_street_into_a_neighbourhood_is_one_opening() -> None:
    town = square_town()
    street = town.way((-50, 100), (50, 100), name="湖滨路", width_m=6.0)
    (opening,) = openings(town)
    assert opening.ways == (street.id,)
    assert opening.name == "湖滨路"
    assert opening.vehicle
    assert opening.side == "W"
    assert opening.width_m == pytest.approx(6.0, abs=0.1)
    assert opening.width_from == "map"


def test_the_opening_s_line_lies_across_the_street_on_the_edge() -> None:
    town = square_town()
    town.way((-50, 100), (50, 100), width_m=6.0)
    (opening,) = openings(town)
    ends = [town.frame.xy(place) for place in opening.line]
    assert [round(x, 2) for x, _ in ends] == [0.0, 0.0]
    assert sorted(round(y, 1) for _, y in ends) == [97.0, 103.0]


def test_a_way_straight_through_without_a_node_inside_makes_two() -> None:
    town = square_town()
    town.way((-50, 100), (250, 110))
    assert len(openings(town)) == 2


def test_a_way_that_ends_a_finger_s_breadth_inside_is_an_opening() -> None:
    town = square_town()
    town.way((-1.0, 100), (0.03, 100.4), highway="footway")
    town.way((-1.0, 150), (0.01, 150.4), highway="footway")
    assert len(openings(town)) == 1


def test_a_footpath_counts_as_much_as_a_street() -> None:
    town = square_town()
    town.way((-50, 100), (50, 100), highway="footway")
    town.way((100, -50), (100, 50), highway="steps")
    assert [o.vehicle for o in openings(town)] == [False, False]


def test_a_bridge_over_the_edge_is_no_opening() -> None:
    town = square_town()
    town.way((-50, 100), (250, 100), bridge=True, layer=1)
    town.way((-50, 150), (250, 150), tunnel=True, layer=-1)
    assert openings(town) == ()


def test_a_bridge_that_comes_down_inside_is_an_opening() -> None:
    town = square_town()
    town.way((-50, 100), (50, 100), bridge=True, layer=1)
    town.way((50, 100), (90, 100), highway="footway")
    (opening,) = openings(town)
    assert opening.level == "bridge"


def test_a_bridge_whose_foot_stands_on_the_edge_is_an_opening_on_the_ground() -> None:
    town = square_town()
    town.way((-50, 100), (0, 100), bridge=True, layer=1)
    town.way((0, 100), (90, 100), highway="footway")
    (opening,) = openings(town)
    assert opening.level == "ground"


def test_a_layer_tag_alone_lifts_no_way_off_the_ground() -> None:
    town = square_town()
    town.way((-50, 100), (50, 100), layer=1)
    assert len(openings(town)) == 1


def test_a_street_and_its_pavements_are_one_opening() -> None:
    town = square_town()
    street = town.way((-50, 100), (50, 100), width_m=7.0)
    north = town.way((-50, 106), (50, 106), highway="footway", width_m=2.0)
    south = town.way((-50, 94), (50, 94), highway="footway", width_m=2.0)
    (opening,) = openings(town)
    assert set(opening.ways) == {street.id, north.id, south.id}
    assert opening.width_m == pytest.approx(14.0, abs=0.1)


def test_two_alleys_with_a_house_between_them_are_two_openings() -> None:
    town = square_town()
    town.way((-50, 100), (50, 100), highway="footway", width_m=2.0)
    town.way((-50, 106), (50, 106), highway="footway", width_m=2.0)
    assert len(openings(town)) == 1
    town.house(-5, 101.5, 10, 3)
    assert len(openings(town)) == 2


def test_two_alleys_far_apart_are_two_openings() -> None:
    town = square_town()
    town.way((-50, 100), (50, 100), highway="footway")
    town.way((-50, 120), (50, 120), highway="footway")
    assert len(openings(town)) == 2


def test_pavements_merge_across_the_place_where_the_edge_begins() -> None:
    town = Town()
    town.quarter_of((0, 100), (0, 0), (200, 0), (200, 200), (0, 200))
    town.way((-50, 102), (50, 102), highway="footway", width_m=2.0)
    town.way((-50, 98), (50, 98), highway="footway", width_m=2.0)
    (opening,) = openings(town)
    assert opening.width_m == pytest.approx(6.0, abs=0.1)


def test_a_road_along_the_edge_is_no_opening_but_the_drives_off_it_are() -> None:
    town = square_town()
    town.way((0, -100), (0, 50), (0, 150), (0, 300))
    town.way((0, 50), (60, 50), highway="service")
    town.way((0, 150), (60, 150), highway="footway")
    found = openings(town)
    assert [o.vehicle for o in sorted(found, key=lambda o: o.line[0][1])] == [True, False]


def test_a_way_that_goes_along_the_edge_and_then_in_is_one_opening() -> None:
    town = square_town()
    town.way((0, -100), (0, 120), (60, 120))
    assert len(openings(town)) == 1


def test_a_path_that_touches_the_edge_from_inside_is_no_opening() -> None:
    town = square_town()
    town.way((50, 50), (0, 100), (50, 150), highway="footway")
    town.way((100, 100), (200, 100), highway="footway")
    town.way((250, 50), (200, 50), (250, 40), highway="footway")
    assert openings(town) == ()


def test_two_ways_that_meet_exactly_on_the_edge_are_an_opening() -> None:
    town = square_town()
    town.way((-50, 100), (0, 100))
    town.way((0, 100), (50, 120), highway="footway")
    (opening,) = openings(town)
    assert len(opening.ways) == 2
    assert not opening.vehicle


def test_neighbours_that_share_an_edge_each_have_their_own_opening_there() -> None:
    town = Town()
    town.quarter(0, 0, 200, 200)
    town.quarter(200, 0, 400, 200)
    town.way((150, 100), (250, 100))
    assert [o.neighbourhood for o in openings(town)] == ["n1", "n2"]


def test_a_square_open_to_both_sides_is_an_opening_as_wide_as_it_is() -> None:
    town = square_town()
    town.way((-20, 80), (20, 80), (20, 120), (-20, 120), (-20, 80), highway="pedestrian", area=True)
    (opening,) = openings(town)
    assert opening.width_m == pytest.approx(40.0, abs=0.5)


def test_ids_stay_when_ways_come_in_another_order() -> None:
    town = square_town()
    for y in (20, 60, 100, 140):
        town.way((-50, y), (50, y))
    before = {o.id for o in openings(town)}
    town.ways.reverse()
    assert {o.id for o in openings(town)} == before


corners = st.tuples(st.integers(-300, 300), st.integers(-300, 300))


@given(st.lists(st.lists(corners, min_size=2, max_size=5, unique=True), min_size=1, max_size=6))
@settings(max_examples=150, deadline=None)
def test_any_tangle_of_ways_has_an_opening_wherever_the_oracle_passes(
    lines: list[list[tuple[int, int]]],
) -> None:
    town = Town()
    town.quarter_of((-103, -97), (99, -101), (107, 103), (3, 41), (-95, 105))
    for line in lines:
        town.way(*[(float(x), float(y)) for x, y in line])
    missed, invented = compare(town)
    assert missed == []
    assert invented == []


def compare(town: Town) -> tuple[list[LineString], list[OpeningId]]:
    """What the oracle passes and no opening covers; and openings no way passes through.

    Where a way ends so near to the edge that the oracle calls it neither in nor out, either answer is right.
    """
    oracle, home, found = Oracle(town.extract), town.neighbourhoods[0], openings(town)
    missed, invented = against_oracle(oracle, home, found)
    ways = {opening.id: opening.ways for opening in found}
    return missed, [name for name in invented if not oracle.is_joint(home, ways[name])]


def against_oracle(
    oracle: Oracle, neighbourhood: Neighbourhood, found: tuple[Opening, ...]
) -> tuple[list[LineString], list[OpeningId]]:
    passages = [passage for _, passage in oracle.passages(neighbourhood)]
    lines = [LineString(oracle.frame.to_xy(np.array(o.stretch or o.line))) for o in found]
    missed = [p for p in passages if not any(line.distance(p) < 0.5 for line in lines)]
    invented = [
        o.id
        for o, line in zip(found, lines, strict=True)
        if o.level == "ground" and not any(line.distance(p) < 0.5 for p in passages)
    ]
    return missed, invented


@pytest.mark.skipif(not EXTRACTS, reason="the extracts of ../shared/data are not here")
@pytest.mark.parametrize("path", EXTRACTS, ids=lambda path: path.name.split(".")[0])
def test_on_real_maps_the_openings_are_the_oracle_s(path: Path) -> None:
    extract = read_extract(path)
    neighbourhoods = neighbourhoods_of(extract)
    assert disagreements(extract, neighbourhoods) == []


def disagreements(extract: Extract, neighbourhoods: tuple[Neighbourhood, ...]) -> list[str]:
    """Where the oracle passes and no opening is; openings nobody passes, which no joint explains."""
    found = find_openings(extract, neighbourhoods)
    oracle = Oracle(extract)
    surfaces = {way.id for way in extract.ways if way.area}
    wrong = []
    for neighbourhood in neighbourhoods:
        here = tuple(o for o in found if o.neighbourhood == neighbourhood.id)
        missed, invented = against_oracle(oracle, neighbourhood, here)
        wrong += [f"{neighbourhood.id} missed {passage.wkt}" for passage in missed]
        ways = {o.id: o.ways for o in here}
        wrong += [
            f"{o} invented"
            for o in invented
            if not surfaces.intersection(ways[o]) and not oracle.is_joint(neighbourhood, ways[o])
        ]
    return wrong
