"""Lines pulled tight: straight across a bend over lawn, and never over a door, a stranger or a house."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from yipanqi.solvers.closure.obstacles import Leaning
from yipanqi.solvers.closure.tightening import Tightening

LEAN_M = 0.15
WEST, EAST = shapely.box(-10, 0, 0, 40), shapely.box(40, 0, 50, 40)
BAY = Polygon([(0, 0), (20, -15), (40, 0), (40, 40), (0, 40)])
"""Between two houses and a wall, with a bay of lawn to the south."""
WALL = LineString([(0, 40), (40, 40)]).buffer(LEAN_M)


def pulled(
    ring: Polygon, *fixed: BaseGeometry, obstacles: tuple[BaseGeometry, ...] = (WEST, EAST, WALL)
) -> Polygon:
    shapes = np.empty(len(fixed), dtype=object)
    shapes[:] = fixed
    whole = shapely.union_all(obstacles)
    return Tightening(whole, Leaning(whole, LEAN_M), shapes).tightened(ring)


def net_m(ring: Polygon) -> float:
    return float(ring.boundary.difference(shapely.union_all([WEST, EAST, WALL]).buffer(LEAN_M)).length)


def test_a_bay_of_lawn_is_left_outside() -> None:
    tight = pulled(BAY)
    assert net_m(tight) < net_m(BAY) - 8.0
    assert not tight.contains(Point(20, -10))


def test_a_door_in_the_bay_stays_inside_and_a_stranger_outside() -> None:
    assert pulled(BAY, Point(20, -10)) is BAY
    dent = Polygon([(0, 0), (20, 15), (40, 0), (40, 40), (0, 40)])
    assert pulled(dent).contains(Point(20, 5))
    assert pulled(dent, Point(20, 5)) is dent


def test_no_net_goes_through_a_house() -> None:
    shed = shapely.box(18, -2, 22, 2)
    assert pulled(BAY, obstacles=(WEST, EAST, WALL, shed)) is BAY


ZIGZAG = Polygon([(0, 0), (10, -9), (20, -1), (30, -9), (40, 0), (40, 40), (0, 40)])
"""Twice round a bay: no corner by itself can be cut off but the middle one, which only makes it worse."""


def test_a_straight_net_replaces_several_at_once() -> None:
    post = Point(20, -4)
    assert not ZIGZAG.contains(post)
    tight = pulled(ZIGZAG, post)
    assert net_m(tight) == pytest.approx(40 - 2 * LEAN_M, abs=0.1)
    assert not tight.contains(post)


def test_a_line_that_would_cross_itself_is_not_pulled() -> None:
    """Between the ends of the outer bend runs another stretch of the same line."""
    bent = Polygon([(0, 0), (-20, 10), (0, 20), (30, 20), (30, 18), (-8, 10), (30, 2), (30, 0)])
    assert bent.is_valid
    tight = pulled(bent, obstacles=(shapely.box(60, 60, 61, 61),))
    assert tight.is_valid
    assert tight.length < bent.length


def test_a_ring_with_a_hole_is_left_as_it_is() -> None:
    holed = Polygon(BAY.exterior, [[(10, 10), (20, 10), (20, 20)]])
    assert pulled(holed) is holed


@given(
    st.lists(st.tuples(st.floats(5, 30), st.integers(-40, 40)), min_size=6, max_size=14),
    st.lists(st.tuples(st.integers(-40, 40), st.integers(-40, 40)), max_size=5),
)
def test_pulled_tight_it_needs_no_more_net_and_holds_the_same(
    away: list[tuple[float, int]], points: list[tuple[int, int]]
) -> None:
    turn = np.linspace(0, 2 * np.pi, len(away), endpoint=False)
    ring = Polygon([(r * np.cos(a), r * np.sin(a)) for (r, _), a in zip(away, turn, strict=True)])
    fixed = [Point(x, y) for x, y in points if Point(x, y).distance(ring.boundary) > 0.01]
    tight = pulled(ring, *fixed, obstacles=(shapely.box(-4, -4, 4, 4),))
    assert tight.is_valid
    assert tight.length <= ring.length + 1e-6
    assert [tight.contains(point) for point in fixed] == [ring.contains(point) for point in fixed]
