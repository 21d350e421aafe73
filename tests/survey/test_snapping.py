"""Edges laid onto the walls and fronts beside them: what may move, how far, and what must not."""

from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from shapely.geometry import Point

from tests.survey.test_openings import disagreements
from tests.survey.towns import Town
from yipanqi.feeds.neighbourhoods import neighbourhoods_of
from yipanqi.feeds.osm import read_extract
from yipanqi.survey.chart import Chart
from yipanqi.survey.model import MovedEdge
from yipanqi.survey.openings import gaps
from yipanqi.survey.snapping import snapped, snapped_neighbourhoods

EXTRACTS = sorted((Path(__file__).parents[3] / "shared" / "data" / "osm").glob("*.osm*"))
WITHIN_M = 3.0


def laid(town: Town, within_m: float = WITHIN_M) -> tuple[shapely.Polygon, MovedEdge | None]:
    """The first neighbourhood's edge on the plane after it was laid onto what is beside it."""
    chart = Chart(town.extract)
    found = snapped(chart, chart.shapes([town.quarters[0].area])[0], within_m)
    return found.polygon, found.moved


def corner_yard() -> Town:
    """A square whose west side has a wall two metres inside it, with a gateway and a drive through."""
    town = Town()
    town.quarter(0, 0, 100, 100)
    town.wall((2, 5), (2, 45))
    town.wall((2, 51), (2, 95))
    town.way((-50, 48), (50, 48), highway="service", width_m=4.5)
    town.house(40, 60)
    return town


def test_an_edge_drawn_beside_a_wall_is_laid_onto_it_and_straight_across_its_gateway() -> None:
    polygon, moved = laid(corner_yard())
    assert not polygon.contains(Point(1, 20))
    assert not polygon.contains(Point(1, 48))
    assert polygon.contains(Point(2.1, 48))
    assert polygon.contains(Point(99, 50))
    assert moved is not None
    assert moved.most_m == pytest.approx(2.0, abs=0.05)
    assert 0.15 < moved.share < 0.3


def test_a_wall_farther_off_than_the_tolerance_is_not_the_edge() -> None:
    polygon, moved = laid(corner_yard(), within_m=1.5)
    assert moved is None
    assert polygon.area == pytest.approx(100 * 100, rel=1e-6)


def test_no_tolerance_means_the_edge_as_it_was_given() -> None:
    assert laid(corner_yard(), within_m=0.0)[1] is None


def test_an_edge_beside_a_long_front_is_laid_onto_the_front_and_keeps_the_house() -> None:
    town = Town()
    town.quarter(0, 0, 100, 100)
    town.house(20, 2, 60, 10)
    town.house(-3, 30, 2, 2, kind="kiosk")
    polygon, moved = laid(town)
    assert moved is not None
    assert not polygon.contains(Point(50, 1))
    assert polygon.contains(Point(50, 7))
    assert not polygon.contains(Point(-2, 31))


def test_a_footpath_along_the_front_stays_inside_with_its_doors() -> None:
    town = Town()
    town.quarter(0, 0, 100, 100)
    town.house(20, 2.5, 60, 10)
    town.way((10, 1.2), (50, 1.2), (90, 1.2), highway="footway", width_m=1.0)
    polygon, _ = laid(town)
    assert polygon.contains(Point(50, 1.2))


def test_a_front_with_a_mapped_door_to_the_strip_is_not_the_edge() -> None:
    town = Town()
    town.quarter(0, 0, 100, 100)
    town.house(20, 2, 60, 10)
    assert laid(town)[1] is not None
    door = replace(town.extract, entrances=town.places((50, 2)))
    chart = Chart(door)
    found = snapped(chart, chart.shapes([town.quarters[0].area])[0], WITHIN_M)
    assert found.polygon.contains(Point(50, 1))


def test_the_edge_never_takes_in_another_s_house() -> None:
    town = Town()
    town.quarter(0, 0, 100, 100)
    town.house(-2.5, 30, 1.5, 40)
    polygon, _ = laid(town)
    assert not polygon.contains(Point(-1.75, 50))


def test_a_neighbourhood_remembers_how_far_its_edge_was_moved() -> None:
    town = corner_yard()
    (moved,) = snapped_neighbourhoods(Chart(town.extract), town.neighbourhoods, WITHIN_M)
    assert moved.moved is not None
    assert moved.moved.within_m == WITHIN_M
    assert moved.id == "n1"
    (same,) = snapped_neighbourhoods(Chart(town.extract), town.neighbourhoods, 0.5)
    assert same == town.neighbourhoods[0]


@pytest.mark.skipif(not EXTRACTS, reason="the extracts of ../shared/data are not here")
@pytest.mark.parametrize(
    "path", [p for p in EXTRACTS if p.suffix == ".gz"], ids=lambda p: p.name.split(".")[0]
)
def test_on_real_maps_a_brute_force_walker_agrees_with_the_openings_of_the_moved_edges(path: Path) -> None:
    extract = read_extract(path)
    places = snapped_neighbourhoods(Chart(extract), neighbourhoods_of(extract), WITHIN_M)
    assert any(place.moved for place in places)
    assert disagreements(extract, places) == []


@settings(max_examples=40, deadline=None)
@given(
    houses=st.lists(
        st.tuples(st.integers(-30, 130), st.integers(-30, 130), st.integers(3, 40), st.integers(3, 40)),
        max_size=8,
    ),
    walls=st.lists(st.tuples(*[st.integers(-10, 110)] * 4), max_size=6),
    ways=st.lists(st.tuples(*[st.integers(-40, 140)] * 4), max_size=5),
    within_m=st.sampled_from([1.0, 3.0, 6.0]),
)
def test_whatever_stands_around_the_edge_moves_no_farther_and_nothing_changes_sides(
    houses: list[tuple[int, int, int, int]],
    walls: list[tuple[int, int, int, int]],
    ways: list[tuple[int, int, int, int]],
    within_m: float,
) -> None:
    town = Town()
    town.quarter(0, 0, 100, 100)
    for x, y, wide, deep in houses:
        town.house(x + 0.3, y + 0.7, wide, deep)
    for a, b, c, d in walls:
        if (a, b) != (c, d):
            town.wall((a, b), (c, d))
    for a, b, c, d in ways:
        if (a, b) != (c, d):
            town.way((a + 0.1, b), (c, d + 0.2), highway="footway")
    chart = Chart(town.extract)
    before = chart.shapes([town.quarters[0].area])[0]
    found = snapped(chart, before, within_m)
    after = found.polygon
    assert after.is_valid
    edge = shapely.segmentize(after.boundary, 0.5)
    assert (
        shapely.distance(shapely.points(shapely.get_coordinates(edge)), before.boundary).max()
        <= within_m + 0.01
    )
    middles = chart.centroids
    if len(middles):
        assert (shapely.contains_xy(before, middles) == shapely.contains_xy(after, middles)).all()
    ends = np.array([place for line in chart.lines for place in line[[0, -1]]]).reshape(-1, 2)
    if len(ends):
        clear = shapely.distance(shapely.points(ends), before.boundary) > 0.05
        held, kept = (shapely.contains_xy(shape, ends) for shape in (before, after))
        assert (held == kept)[clear].all()
    assert gaps(chart, after) is not None
