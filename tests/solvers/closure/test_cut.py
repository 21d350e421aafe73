"""The minimum cut of streets, against brute force and networkx."""

import itertools

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Polygon

from tests.survey.towns import Town
from yipanqi.solvers.closure.cut import MAIN, REACH_OUT_M, doors_near, minimum_cut
from yipanqi.solvers.closure.streets import Streets
from yipanqi.survey.chart import Chart

SQUARE = Polygon([(0, 0), (200, 0), (200, 200), (0, 200)])
GRID = st.tuples(st.integers(-3, 5), st.integers(-3, 5))


def on_plane(town: Town) -> tuple[Chart, Polygon]:
    """The town's chart, and its square on the chart's plane."""
    chart = Chart(town.extract)
    return chart, chart.shapes([town.quarters[0].area])[0]


def cut_value(town: Town) -> float:
    chart, area = on_plane(town)
    doors = doors_near(chart, area, area.buffer(REACH_OUT_M))
    return minimum_cut(chart, area, doors, () if doors.own else (area,)).value


def oracle_value(town: Town) -> float:
    """The same cut by networkx, which shares nothing with igraph, on the same chains.

    A chain too short for a net costs two; where two ways cross without a node there is no chain.
    """
    chart, area = on_plane(town)
    doors = doors_near(chart, area, area.buffer(REACH_OUT_M))
    zone = area.buffer(REACH_OUT_M, quad_segs=4)
    streets = Streets(chart, area, zone, [*doors.own, *doors.others])
    graph: nx.Graph[object] = nx.Graph()
    graph.add_nodes_from(["in", "out"])
    for chain in streets.chains:
        if chain.start != chain.end:
            length = chain.line.length
            price = 10**6 if length < 0.01 else 2 if length < 8.0 else 1
            price += graph.get_edge_data(chain.start, chain.end, {}).get("capacity", 0)
            graph.add_edge(chain.start, chain.end, capacity=price)
    inside = streets.inside()
    own = {streets.node_at(mark) for mark in doors.own} or {n for n, held in enumerate(inside) if held}
    ends = streets.outside_zone | {n for n in streets.dead_ends() if not inside[n]}
    for node in own:
        graph.add_edge("in", node, capacity=10**6)
    for node in ends - own:
        graph.add_edge(node, "out", capacity=10**6)
    return float(nx.maximum_flow_value(graph, "in", "out"))


def test_two_drives_that_meet_outside_are_cut_once() -> None:
    town = Town()
    town.quarter(0, 0, 200, 200)
    town.way((100, -300), (100, -30), highway="service")
    town.way((100, -30), (60, -30), (60, 50), highway="service")
    town.way((100, -30), (140, -30), (140, 50), highway="service")
    town.way((60, 50), (140, 50), highway="service")
    town.house(90, 60)
    assert round(cut_value(town)) == 1


def test_main_streets_are_never_taken_in() -> None:
    town = Town()
    town.quarter(0, 0, 200, 200)
    town.way((-300, -30), (60, -30), (140, -30), (500, -30), highway="tertiary")
    town.way((60, -30), (60, 50), highway="service")
    town.way((140, -30), (140, 50), highway="service")
    town.way((60, 50), (140, 50), highway="service")
    town.house(90, 60)
    assert "tertiary" in MAIN
    assert round(cut_value(town)) == 2


@given(st.lists(st.tuples(GRID, GRID), min_size=2, max_size=9, unique=True))
@settings(max_examples=120, deadline=None)
def test_any_streets_are_cut_as_cheaply_as_networkx_cuts_them(
    lines: list[tuple[tuple[int, int], tuple[int, int]]],
) -> None:
    town = Town()
    town.quarter(0, 0, 200, 200)
    for (x1, y1), (x2, y2) in lines:
        if (x1, y1) != (x2, y2):
            town.way((x1 * 50.0 + 3, y1 * 50.0 + 7), (x2 * 50.0 + 3, y2 * 50.0 + 7), highway="residential")
    town.house(95, 95)
    if town.ways:
        assert round(cut_value(town)) == oracle_value(town)


def every_choice(town: Town) -> int:
    """The fewest streets whose closing parts the doors from outside, by trying every set of streets."""
    chart, area = on_plane(town)
    doors = doors_near(chart, area, area.buffer(REACH_OUT_M))
    streets = Streets(chart, area, area.buffer(REACH_OUT_M, quad_segs=4), [*doors.own, *doors.others])
    own = {node for mark in doors.own if (node := streets.node_at(mark)) is not None}
    inside = streets.inside()
    out = streets.outside_zone | {n for n in streets.dead_ends() if not inside[n]}
    chains = [(c.start, c.end) for c in streets.chains]
    for size in range(len(chains) + 1):
        for closed in itertools.combinations(range(len(chains)), size):
            left: nx.Graph[int] = nx.Graph([c for i, c in enumerate(chains) if i not in closed])
            left.add_nodes_from(own | out)
            if not any(nx.has_path(left, a, b) for a in own for b in out - own):
                return size
    return len(chains)


@pytest.mark.parametrize("legs", [(60, 140), (60, 100, 140), (40, 80, 120, 160)])
def test_the_cut_is_the_best_of_all_choices(legs: tuple[int, ...]) -> None:
    town = Town()
    town.quarter(0, 0, 200, 200)
    for x in legs:
        town.way((100, -40), (x, -30), (x, 50), highway="service")
    town.way(*[(float(x), 50.0) for x in legs], highway="service")
    town.way((100, -40), (100, -200), highway="service")
    town.way((legs[0], 50), (-200, 50), highway="service")
    town.house(90, 60)
    assert round(cut_value(town)) == every_choice(town) == 2
