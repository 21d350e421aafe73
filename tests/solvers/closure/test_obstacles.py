"""What a line leans on: walls open where ways lead through, corners where houses come nearest."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Polygon

from tests.survey.towns import Town
from yipanqi.solvers.closure.obstacles import Facing, Leaning, as_shapes, obstacles_near, together
from yipanqi.survey.chart import Chart

LEAN_M = 0.15
ONE, OTHER = shapely.box(0, 0, 40, 10), Polygon([(15, 22), (20, 17), (25, 22), (20, 27)])


def outlines(*shapes: Polygon, chosen: tuple[bool, ...] = (True, True)) -> list[Polygon]:
    return list(Facing(as_shapes(shapes), 100.0).outlines(np.array(chosen)))


def corners(shape: Polygon) -> set[tuple[float, float]]:
    return {(round(x, 2), round(y, 2)) for x, y in shapely.get_coordinates(shape)}


def test_a_wall_stands_open_where_a_path_leads_through() -> None:
    town = Town()
    town.wall((-50, 0), (50, 0))
    town.way((0, -40), (0, 40), highway="footway")
    whole = together(obstacles_near(Chart(town.extract), shapely.box(-100, -100, 100, 100)))
    assert len(shapely.get_parts(whole)) == 2
    assert not whole.intersects(shapely.LineString([(0, -5), (0, 5)]))


def test_a_house_gets_a_corner_where_another_comes_nearest() -> None:
    front = outlines(ONE, OTHER)[0]
    assert (20.0, 10.0) in corners(front)
    assert front.symmetric_difference(ONE).area < 1e-6


def test_who_is_not_asked_for_gets_no_corner_and_gives_none() -> None:
    (alone,) = outlines(ONE, OTHER, chosen=(True, False))
    assert corners(alone) == corners(ONE)


def test_only_what_stands_free_needs_a_net() -> None:
    leaning = Leaning(together(as_shapes([ONE])), LEAN_M)
    sides = np.array([[(-10, 0), (0, 0)], [(0, 0), (40, 0)], [(-10, 5), (50, 5)]], dtype=np.float64)
    assert leaning.net_m(sides) == pytest.approx([10 - LEAN_M, 0.0, 20 - 2 * LEAN_M])
    assert leaning.ring_m(ONE) == pytest.approx(0.0)
    assert Leaning(together(as_shapes([])), LEAN_M).ring_m(ONE) == pytest.approx(ONE.length)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(1, 9)), max_size=12))
def test_together_they_are_what_they_are_apart(boxes: list[tuple[int, int, int]]) -> None:
    shapes = as_shapes([shapely.box(x, y, x + size, y + size) for x, y, size in boxes])
    whole = together(shapes)
    assert whole.is_valid
    assert whole.symmetric_difference(shapely.union_all(shapes)).area < 1e-9
