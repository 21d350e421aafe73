"""Times kept through a night: to the second what would come out anew, whatever was asked for before."""

from itertools import pairwise
from math import dist

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yipanqi.ground.ids import WayId
from yipanqi.ground.plane import XY, Frame
from yipanqi.plan.crews.model import RoadTimes, Travel
from yipanqi.plan.crews.road_network import RoadNetwork
from yipanqi.plan.crews.road_times import RoadTimesKeeper
from yipanqi.plan.crews.travel import NO_WAY_S
from yipanqi.survey.model import Barrier, Way

FRAME = Frame((120.0, 30.0))
A_METRE_A_SECOND = Travel(1.0, 1.0)
BLOCK_M = 100.0


def placed(*spots: XY) -> tuple[tuple[float, float], ...]:
    degrees = FRAME.to_lonlat(np.array(spots, dtype=np.float64))
    return tuple((float(lon), float(lat)) for lon, lat in degrees)


def street(number: int, *crossings: XY, bridge: bool = False) -> Way:
    """A street through crossings of the grid; streets meet where they share one."""
    nodes = tuple(1 + round(x) * 10_000 + round(y) for x, y in crossings)
    return Way(WayId(number), placed(*crossings), nodes, "residential", vehicle=True, bridge=bridge)


def network(*ways: Way, posts: tuple[XY, ...] = ()) -> RoadNetwork:
    barriers = [Barrier(n, "bollard", placed(spot), "vehicles") for n, spot in enumerate(posts)]
    return RoadNetwork(ways, barriers, FRAME)


def seconds(roads: RoadTimes, here: XY, there: XY) -> int:
    size = len(roads.places)
    told = np.frombuffer(roads.seconds, dtype="<u2").reshape(size, size)
    return int(told[roads.places.index(here), roads.places.index(there)])


SQUARE = network(
    street(1, (0, 0), (300, 0)),
    street(2, (300, 0), (300, 300)),
    street(3, (300, 300), (0, 300)),
    street(4, (0, 300), (0, 0)),
)
"""Once round is 1,200 m."""
SOUTH, NORTH, BESIDE = (150.0, 0.0), (150.0, 300.0), (250.0, 0.0)


def round_the_square(cuts: frozenset[tuple[int, int]] = frozenset()) -> RoadTimes:
    return RoadTimesKeeper(SQUARE).times(A_METRE_A_SECOND, [SOUTH, NORTH, BESIDE], cuts)


def test_a_net_across_a_street_sends_vans_the_other_way_round() -> None:
    east = SQUARE.cuts([(290, 150), (310, 150)])
    assert seconds(round_the_square(), BESIDE, NORTH) == pytest.approx(500, abs=2)
    assert seconds(round_the_square(east), BESIDE, NORTH) == pytest.approx(700, abs=2)


def test_two_places_on_one_street_are_apart_once_a_net_stands_between_them() -> None:
    between = SQUARE.cuts([(200, -5), (200, 5)])
    assert seconds(round_the_square(), SOUTH, BESIDE) == pytest.approx(100, abs=2)
    assert seconds(round_the_square(between), SOUTH, BESIDE) == pytest.approx(1100, abs=2)


def test_a_crew_that_has_just_put_up_a_net_goes_on_on_either_side_of_it() -> None:
    own = SQUARE.cuts([(150, -5), (150, 5)])
    told = round_the_square(own)
    assert seconds(told, SOUTH, BESIDE) == pytest.approx(100, abs=2)
    assert seconds(told, SOUTH, NORTH) == pytest.approx(600, abs=2)


def test_behind_nets_on_both_sides_no_road_is_known() -> None:
    shut = SQUARE.cuts([(100, -5), (100, 5)]) | SQUARE.cuts([(200, -5), (200, 5)])
    told = round_the_square(shut)
    assert seconds(told, SOUTH, NORTH) == NO_WAY_S
    assert seconds(told, SOUTH, BESIDE) == NO_WAY_S


def test_a_net_under_a_bridge_leaves_the_bridge_alone() -> None:
    over = network(street(1, (0, 0), (300, 0), bridge=True), street(2, (100, -50), (100, 50)))
    assert {stretch for stretch, _ in over.cuts([(95, 0), (105, 0)])} == {1}
    assert over.cuts([(200, -5), (200, 5)]) == frozenset()
    assert len(over.cuts([(200, -5), (200, 5)], raised=True)) == 1


@pytest.mark.parametrize(
    "ways",
    [
        (street(1, (0, 0), (150, 0), (300, 0)),),
        (street(1, (0, 0), (150, 0)), street(2, (150, 0), (300, 0))),
    ],
)
def test_a_bollard_holds_vans_back_inside_a_way_and_where_two_ways_meet(ways: tuple[Way, ...]) -> None:
    open_road, barred = network(*ways), network(*ways, posts=((150, 0),))
    for roads, told in ((open_road, 200), (barred, NO_WAY_S)):
        times = RoadTimesKeeper(roads).times(A_METRE_A_SECOND, [(50.0, 0.0), (250.0, 0.0)])
        assert seconds(times, (50.0, 0.0), (250.0, 0.0)) == pytest.approx(told, abs=1)


crossing = st.tuples(st.integers(0, 3), st.integers(0, 3)).map(lambda c: (c[0] * BLOCK_M, c[1] * BLOCK_M))


@st.composite
def streets(draw: st.DrawFn) -> list[Way]:
    """Some streets of a grid of sixteen crossings, each some blocks long, straight or round a corner."""
    told = []
    for number in range(draw(st.integers(1, 8))):
        x, y = draw(crossing)
        spots = [(x, y)]
        for _ in range(draw(st.integers(1, 4))):
            east, north = draw(st.sampled_from([(1, 0), (-1, 0), (0, 1), (0, -1)]))
            x, y = x + east * BLOCK_M, y + north * BLOCK_M
            spots.append((x, y))
        told.append(street(number, *spots))
    return told


spot_on = st.tuples(st.integers(-1, 4), st.integers(-1, 4), st.sampled_from([10.0, 37.0, 61.0, 90.0]))


def spot_of(drawn: tuple[int, int, float]) -> XY:
    """Somewhere beside the middle of a block."""
    x, y, along = drawn
    return x * BLOCK_M + along, y * BLOCK_M + 3.0


spots_drawn = st.lists(spot_on.map(spot_of), min_size=1, max_size=8)
net_drawn = st.tuples(
    st.integers(0, 3), st.integers(0, 3), st.sampled_from([25.0, 50.0, 75.0]), st.booleans()
)


def net_of(roads: RoadNetwork, drawn: tuple[int, int, float, bool]) -> frozenset[tuple[int, int]]:
    """A net across one block's street, if there is one."""
    x, y, along, upwards = drawn
    here = (x * BLOCK_M, y * BLOCK_M)
    if upwards:
        return roads.cuts([(here[0] - 4, here[1] + along), (here[0] + 4, here[1] + along)])
    return roads.cuts([(here[0] + along, here[1] - 4), (here[0] + along, here[1] + 4)])


@settings(max_examples=150, deadline=None)
@given(streets(), st.lists(st.tuples(spots_drawn, st.lists(net_drawn, max_size=4)), min_size=1, max_size=5))
def test_what_is_kept_is_what_would_come_out_anew(
    ways: list[Way], night: list[tuple[list[XY], list[tuple[int, int, float, bool]]]]
) -> None:
    roads = network(*ways)
    keeper = RoadTimesKeeper(roads)
    stands: set[tuple[int, int]] = set()
    for turn, (spots, nets) in enumerate(night):
        # Nets come to stand one after the other; in the third turn what stood is found not to stand.
        stands = (set() if turn == 2 else stands).union(*(net_of(roads, net) for net in nets))
        kept = keeper.times(A_METRE_A_SECOND, spots, stands)
        assert kept == RoadTimesKeeper(roads).times(A_METRE_A_SECOND, spots, stands)
        told = np.frombuffer(kept.seconds, dtype="<u2").reshape(len(kept.places), -1)
        assert (told == told.T).all()


def by_hand(ways: list[Way], spots: list[XY], barred: list[XY]) -> "nx.Graph[XY]":
    """The streets as a graph of points: crossings, places moved onto the nearest street, and nets."""
    pieces = {tuple(sorted(pair)) for way in ways for pair in pairwise(_line(way))}
    points = [(x, y - 3.0) for x, y in spots]
    graph: nx.Graph[XY] = nx.Graph()
    for a, b in pieces:
        inside = [p for p in {*points, *barred} if abs(dist(a, p) + dist(p, b) - dist(a, b)) < 1e-6]
        for one, other in pairwise(sorted([a, b, *inside], key=lambda p: dist(a, p))):
            graph.add_edge(one, other, weight=dist(one, other))
    graph.remove_nodes_from(barred)
    return graph


def _line(way: Way) -> list[XY]:
    return [(round(x / 10) * 10.0, round(y / 10) * 10.0) for x, y in FRAME.to_xy(np.array(way.line))]


@settings(max_examples=150, deadline=None)
@given(streets(), spots_drawn, st.lists(net_drawn, max_size=4))
def test_ways_are_as_long_as_a_slow_search_by_hand_finds_them(
    ways: list[Way], spots: list[XY], nets: list[tuple[int, int, float, bool]]
) -> None:
    roads = network(*ways)
    on_a_street = {
        spot for spot in spots if any(_on(spot, pair) for way in ways for pair in pairwise(_line(way)))
    }
    cuts: frozenset[tuple[int, int]] = frozenset().union(*(net_of(roads, net) for net in nets))
    barred = [
        (x * BLOCK_M + (0 if up else along), y * BLOCK_M + (along if up else 0)) for x, y, along, up in nets
    ]
    graph = by_hand(ways, sorted(on_a_street), barred)
    told = RoadTimesKeeper(roads).times(A_METRE_A_SECOND, on_a_street, cuts)
    for here in on_a_street:
        for there in on_a_street:
            try:
                far = nx.dijkstra_path_length(graph, (here[0], here[1] - 3.0), (there[0], there[1] - 3.0))
            except nx.NetworkXNoPath:
                assert seconds(told, here, there) == NO_WAY_S
                continue
            off = 0 if here == there else 6
            assert seconds(told, here, there) == pytest.approx(far + off, abs=2 + off)


def _on(spot: XY, pair: tuple[XY, XY]) -> bool:
    """Whether a place lies right beside a level piece of street."""
    (a, b), foot = pair, (spot[0], spot[1] - 3.0)
    return a[1] == b[1] and abs(dist(a, foot) + dist(foot, b) - dist(a, b)) < 1e-6
