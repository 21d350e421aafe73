"""Ground in triangles: they cover it, and the line between what is in and what is out costs least."""

from itertools import combinations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from tests.survey.towns import Town
from yipanqi.solvers.closure.triangles import PIECE_M, WAY_M, Mesh, triangulated
from yipanqi.survey.chart import Chart

YARD = (
    shapely.box(0, 0, 100, 60).difference(shapely.box(40, 0, 60, 25)).difference(shapely.box(40, 35, 60, 60))
)
"""Two yards, and a passage ten metres wide between two houses."""


def mesh_of(town: Town, ground: BaseGeometry = YARD) -> Mesh:
    """Ground where the town's middle is, in triangles."""
    return Mesh(Chart(town.extract), triangulated(ground))


def bare_town() -> Town:
    town = Town()
    town.way((-500, -500), (-500, 500))
    town.way((500, -500), (500, 500))
    return town


def flags(mesh: Mesh, *points: tuple[float, float]) -> np.ndarray:
    found = np.zeros(len(mesh), dtype=bool)
    found[mesh.touched_by([Point(xy) for xy in points])] = True
    return found


def cost(mesh: Mesh, held: np.ndarray) -> float:
    return float(mesh.prices[held[mesh.pairs[:, 0]] != held[mesh.pairs[:, 1]]].sum())


def test_the_triangles_are_the_ground() -> None:
    triangles = triangulated(YARD)
    assert shapely.area(triangles).sum() == pytest.approx(YARD.area)
    assert shapely.union_all(triangles).symmetric_difference(YARD).area < 1e-6
    assert len(triangulated(shapely.Polygon())) == 0


def test_the_line_stands_in_the_passage() -> None:
    mesh = mesh_of(bare_town())
    held = mesh.parted(flags(mesh, (5, 30)), flags(mesh, (95, 30)))
    assert cost(mesh, held) == pytest.approx(10.0 + PIECE_M)
    assert shapely.union_all(mesh.triangles[held]).area < 2.0 * YARD.area / 3


def test_a_way_across_makes_a_net_dearer() -> None:
    town = bare_town()
    town.way((-400, 30), (400, 30))
    mesh = mesh_of(town)
    held = mesh.parted(flags(mesh, (5, 30)), flags(mesh, (95, 30)))
    assert cost(mesh, held) == pytest.approx(10.0 + PIECE_M + WAY_M)


def test_what_was_shut_out_alone_is_joined_by_the_ground_between() -> None:
    mesh = mesh_of(bare_town())
    held = flags(mesh, (5, 30), (95, 30))
    nothing = np.zeros(len(mesh), dtype=bool)
    links = mesh.links(held, held, disliked=nothing, barred=nothing)
    held[links] = True
    assert shapely.union_all(mesh.triangles[held]).geom_type == "Polygon"
    assert not len(mesh.links(held, held, disliked=nothing, barred=nothing))


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=1, max_size=3, unique=True))
def test_no_other_choice_of_triangles_costs_less(houses: list[tuple[int, int]]) -> None:
    """Against all choices there are, one by one."""
    ground = shapely.box(0, 0, 8, 8).difference(
        shapely.union_all([shapely.box(x, y, x + 1.5, y + 1.5) for x, y in houses])
    )
    mesh = mesh_of(bare_town(), ground)
    inside, outside = flags(mesh, (0.01, 4.0)), flags(mesh, (7.99, 4.0))
    free = np.flatnonzero(~inside & ~outside)
    if (inside & outside).any() or len(free) > 9:
        return
    least = np.inf
    for count in range(len(free) + 1):
        for chosen in combinations(free, count):
            held = inside.copy()
            held[list(chosen)] = True
            least = min(least, cost(mesh, held))
    assert cost(mesh, mesh.parted(inside, outside)) == pytest.approx(least)
