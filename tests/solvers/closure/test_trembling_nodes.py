"""Small towns whose nodes are some centimetres off: planner and check see the same ways through a ring."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.plan.closure.towns import codes, on_paper
from tests.solvers.closure.test_unseen_maps import RULES
from tests.survey.towns import Town
from yipanqi.ground.plane import XY
from yipanqi.plan.closure.model import ClosureRules

PITCH_M = 50.0
LEAKS = {"leak", "leak-by-network", "stand-too-short", "ring-bare", "stand-off-ring", "opening-stands-twice"}


def trembling_town(seed: int, sigma_m: float) -> Town:
    """Streets along a grid, some missing; neighbourhoods whose edges follow it, on nodes or not."""
    chance = random.Random(seed)
    town = Town()
    size = chance.choice((3, 4, 5))
    far = range(-1, size + 2)

    def shaken(x: float, y: float) -> XY:
        return (x + chance.gauss(0, sigma_m), y + chance.gauss(0, sigma_m))

    def off_the_grid(i: int, j: int) -> XY:
        return shaken(i * PITCH_M + chance.choice((0, 0, 0, 7)), j * PITCH_M + chance.choice((0, 0, 0, -5)))

    nodes = {(i, j): off_the_grid(i, j) for i in far for j in far}
    for (i, j), node in nodes.items():
        for after in (nodes.get((i + 1, j)), nodes.get((i, j + 1))):
            if after is not None and chance.random() < 0.55:
                middle = shaken((node[0] + after[0]) / 2, (node[1] + after[1]) / 2)
                bent = [middle] if chance.random() < 0.2 else []
                town.way(node, *bent, after, highway=chance.choice(("residential", "service", "footway")))
    _stubs(town, chance, nodes, size)
    _beside_the_grid(town, chance, size)
    own = chance.random() < 0.5
    across = chance.randrange(1, size)
    for west, east in ((0, across), (across, size))[: chance.choice((1, 2))]:
        shell = [nodes[corner] for corner in _round(west, east, size, chance)]
        town.quarter_of(*(shaken(*place) if own else place for place in shell))
    for i in range(size):
        for j in range(size):
            if chance.random() < 0.7:
                corner = i * PITCH_M + chance.uniform(6, 20), j * PITCH_M + chance.uniform(6, 20)
                town.house(*corner, chance.uniform(6, 20), chance.uniform(6, 20))
    return town


def _stubs(town: Town, chance: random.Random, nodes: dict[tuple[int, int], XY], size: int) -> None:
    for _ in range(chance.randrange(8)):
        x, y = nodes[chance.randrange(size + 1), chance.randrange(size + 1)]
        town.way((x, y), (x + chance.uniform(-60, 60), y + chance.uniform(-60, 60)), highway="service")


def _beside_the_grid(town: Town, chance: random.Random, size: int) -> None:
    """Drives a finger's breadth beside a line of the grid, that turn away from it."""
    for _ in range(chance.randrange(4)):
        y = chance.randrange(size + 1) * PITCH_M
        off = chance.choice((0, 0.01, -0.015, 0.03, -0.03, 0.04, -0.04, 0.06, 0.5))
        start, end = chance.uniform(0, 70), chance.uniform(80, 140)
        turn = (end + chance.uniform(-9, 9), y + chance.choice((-20, 20)))
        line = ((start, y + off), (end, y + off + chance.choice((0, 0, 0.02, -0.03))), turn)
        town.way(*line, highway="service", unshared=chance.random() < 0.5)


def _round(west: int, east: int, size: int, chance: random.Random) -> list[tuple[int, int]]:
    """Nodes of the grid round a block of it, some between the corners left out."""
    corners = {(west, 0), (east, 0), (east, size), (west, size)}
    found = [(i, 0) for i in range(west, east)] + [(east, j) for j in range(size)]
    found += [(i, size) for i in range(east, west, -1)] + [(west, j) for j in range(size, 0, -1)]
    return [node for node in found if node in corners or chance.random() < 0.8]


def leaks(town: Town, rules: ClosureRules) -> set[str]:
    return codes(on_paper(town, rules), town) & LEAKS


@given(
    st.integers(0, 10**6), st.sampled_from((0.0, 0.005, 0.01, 0.02, 0.03, 0.05)), st.sampled_from(RULES[:3])
)
@settings(max_examples=40, deadline=None)
def test_where_nodes_tremble_nothing_leaks(seed: int, sigma_m: float, rules: ClosureRules) -> None:
    assert leaks(trembling_town(seed, sigma_m), rules) == set()


@pytest.mark.slow
@given(st.integers(0, 10**6), st.sampled_from((0.0, 0.005, 0.01, 0.02, 0.03, 0.05)), st.sampled_from(RULES))
@settings(max_examples=600, deadline=None)
def test_where_nodes_tremble_nothing_leaks_in_six_hundred_towns(
    seed: int, sigma_m: float, rules: ClosureRules
) -> None:
    assert leaks(trembling_town(seed, sigma_m), rules) == set()


def test_a_drive_that_runs_a_finger_s_breadth_inside_before_it_turns_in_is_barred_where_it_comes_in() -> None:
    town = Town()
    town.quarter(0, 0, 100, 100)
    town.way((20, -40), (20, 0.03), (60, 0.03), (60, 40), highway="service")
    town.house(65, 30)
    assert leaks(town, RULES[0]) == set()


def test_a_way_that_leaves_a_corner_of_the_edge_at_a_flat_angle_is_barred_at_the_corner() -> None:
    """It runs within two centimetres of the edge for half a step: the check counts that as outside."""
    town = Town()
    town.quarter_of((100, 0), (100, 50), (98, 80), (100, 100), (0, 100), (0, 0))
    town.way((100, 50), (93, 105), highway="service")
    town.house(60, 60)
    assert leaks(town, RULES[0]) == set()
