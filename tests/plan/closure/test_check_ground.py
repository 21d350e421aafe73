"""The check where only mapped obstacles are trusted: every kind of hole is found there too."""

import copy
from typing import Any

import pytest
from msgspec.structs import replace
from shapely.geometry import LineString, Point

from tests.plan.closure.towns import Paper, codes, features, lake_town, on_paper, redrawn, without
from tests.survey.towns import Town
from yipanqi.ground.ids import WayId
from yipanqi.plan.closure.model import ClosureRules
from yipanqi.survey.model import Way

GROUND = ClosureRules(trust="ground", ring="edge")


@pytest.fixture(scope="module")
def town() -> Town:
    return lake_town()


@pytest.fixture(scope="module")
def paper(town: Town) -> Paper:
    return on_paper(town, GROUND)


def longest(paper: Paper) -> dict[str, Any]:
    return max(features(paper, "barrier"), key=lambda f: f["properties"]["length_m"])


def test_a_plan_over_free_ground_that_holds_has_no_findings(town: Town, paper: Paper) -> None:
    assert codes(paper, town) == set()


def test_every_net_taken_away_is_missed(town: Town, paper: Paper) -> None:
    for net in features(paper, "barrier"):
        assert codes(without(paper, net), town) & {"ring-bare", "leak", "leak-by-network"}


def test_a_net_a_metre_too_short_leaves_the_ring_bare(town: Town, paper: Paper) -> None:
    net = longest(paper)
    xy = [town.frame.xy(tuple(place)) for place in net["geometry"]["coordinates"]]
    line = LineString(xy)
    points = [(float(p[0]), float(p[1])) for p in line.segmentize(0.5).coords if line.project(Point(p)) > 1.0]
    kept = [list(town.frame.lonlat(point)) for point in points]
    assert "ring-bare" in codes(redrawn(paper, net, kept), town)


def test_a_net_moved_off_its_place_is_found(town: Town, paper: Paper) -> None:
    net = copy.deepcopy(longest(paper))
    moved = [[lon + 0.00005, lat + 0.00005] for lon, lat in net["geometry"]["coordinates"]]
    assert codes(redrawn(paper, longest(paper), moved), town) & {"ring-bare", "stand-off-ring"}


def test_a_path_through_the_wall_is_found(town: Town, paper: Paper) -> None:
    path = Way(WayId(-7), town.places((20, 190), (20, 215)), (-71, -72), "path")
    assert "leak" in codes(paper, replace(town.extract, ways=(*town.extract.ways, path)))


def test_a_hole_in_the_wall_the_ring_stands_on_is_found(town: Town, paper: Paper) -> None:
    ring = features(paper, "ring")[0]["geometry"]["coordinates"][0]
    ys = [town.frame.xy(tuple(place))[1] for place in ring]
    assert max(ys) > 199
    west, east = (
        replace(town.barriers[0], line=town.places((a, 200), (b, 200))) for a, b in ((0, 150), (152, 200))
    )
    assert "ring-bare" in codes(paper, replace(town.extract, barriers=(west, east)))


def test_two_ways_that_meet_on_the_ring_are_a_leak_however_their_node_is_rounded() -> None:
    town = Town()
    town.quarter(0, 0, 200, 200)
    town.way((-60, 100), (0, 100), highway="service")
    town.way((0, 100), (100, 100), highway="service")
    town.way((100, 100), (230, 90), highway="service")
    town.house(90, 110)
    whole = on_paper(town)
    assert codes(whole, town) == set()
    for net in features(whole, "barrier"):
        for by in (-1e-9, 0.0, 1e-9):
            nudged = tuple(
                replace(way, line=tuple((lon + by, lat) for lon, lat in way.line)) for way in town.ways
            )
            spoilt = without(whole, net)
            assert codes(spoilt, replace(town.extract, ways=nudged)) & {"leak", "leak-by-network"}


def two_houses(apart_m: float, off_m: float = 1.0) -> Town:
    """A yard walled on three sides, its north edge closed by two houses so far apart, with a drive in."""
    town = Town()
    town.quarter(0, 0, 200, 200, name="夹道里")
    town.way((100, -60), (100, 60), highway="service", width_m=4.0)
    town.wall((98, 0), (0, 0), (0, 200))
    town.wall((102, 0), (200, 0), (200, 200))
    town.house(-5, 200 - off_m, 105, 12)
    town.house(100 + apart_m, 200 - off_m, 105 - apart_m, 12)
    town.house(90, 70)
    return town


@pytest.mark.parametrize("apart_m", [0.45, 0.6, 0.8, 0.9, 1.2])
def test_a_gap_a_person_can_slip_through_gets_a_net_and_without_it_is_a_hole(apart_m: float) -> None:
    town = two_houses(apart_m)
    whole = on_paper(town, GROUND)
    assert codes(whole, town) == set()
    nets = [net for net in features(whole, "barrier") if not net["properties"].get("ways")]
    assert len(nets) == 1
    assert codes(without(whole, *nets), town) == {"ring-bare"}


def test_a_chink_nobody_can_slip_through_gets_no_net() -> None:
    town = two_houses(0.3)
    whole = on_paper(town, GROUND)
    assert codes(whole, town) == set()
    assert not [net for net in features(whole, "barrier") if not net["properties"].get("ways")]


@pytest.mark.parametrize("off_m", [-0.145, -0.155, -0.2, -0.3, -0.34, -0.345, -0.36])
def test_no_net_stands_beside_a_front_that_the_check_would_not_miss(off_m: float) -> None:
    town = two_houses(0.0, off_m)
    whole = on_paper(town, GROUND)
    assert codes(whole, town) == set()
    for net in features(whole, "barrier"):
        assert codes(without(whole, net), town) & {"ring-bare", "leak"}


def test_a_net_that_does_not_reach_across_a_tunnel_is_found_though_a_wall_runs_above_it() -> None:
    town = Town()
    town.quarter(0, 0, 200, 200, name="隧道里")
    town.way((60, -60), (60, 60), highway="service", width_m=5.0, tunnel=True, layer=-1)
    town.way((60, 60), (150, 60), (150, 260), highway="service", width_m=5.0)
    town.wall((0, 0), (200, 0))
    town.house(140, 70)
    whole = on_paper(town, ClosureRules(ring="edge"))
    assert codes(whole, town) == set()
    net = next(f for f in features(whole, "barrier") if 100 in f["properties"]["ways"])
    x, y = (town.frame.xy(tuple(net["geometry"]["coordinates"][end])) for end in (0, -1))
    short = [list(town.frame.lonlat((x[0] + (y[0] - x[0]) * 0.2, 0.0))), net["geometry"]["coordinates"][-1]]
    spoilt = redrawn(whole, net, short)
    spoilt["features"][whole["features"].index(net)]["properties"]["length_m"] = abs(y[0] - x[0]) * 0.8
    assert codes(spoilt, town) == {"stand-too-short"}
