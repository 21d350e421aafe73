"""Crews drive on roads where the map has them, and say where it has none."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import json
from msgspec.structs import replace

from tests.plan.crews.lane import crew, job, night, plan, works, yard
from yipanqi.ground.ids import CrewId, WayId
from yipanqi.ground.plane import Frame
from yipanqi.plan.crews.check import check_crew_plan
from yipanqi.plan.crews.faults import problem_faults
from yipanqi.plan.crews.model import CrewProblem, RoadTimes, Travel
from yipanqi.plan.crews.roads import by_road
from yipanqi.plan.crews.travel import NO_WAY_S, places, travel_matrix, travel_s
from yipanqi.plan.crews.value import value_of
from yipanqi.solvers.crews import plan_crews
from yipanqi.survey.model import Way

FRAME = Frame((120.0, 30.0))


def way(number: int, *spots: tuple[float, float], nodes: tuple[int, ...], vehicle: bool = True) -> Way:
    """A way through places given in metres."""
    degrees = FRAME.to_lonlat(np.array(spots, dtype=np.float64))
    line = tuple((float(lon), float(lat)) for lon, lat in degrees)
    return Way(WayId(number), line, nodes, "residential", vehicle=vehicle)


ROUND_THE_RIVER = [
    way(1, (0, 0), (0, 1000), nodes=(1, 2)),
    way(2, (0, 1000), (600, 1000), nodes=(2, 3)),
    way(3, (600, 1000), (600, 0), nodes=(3, 4)),
    way(4, (0, 0), (600, 0), nodes=(1, 4), vehicle=False),
]
"""Two banks joined by a bridge in the north; in the south only a footbridge."""


def two_banks(*more: tuple[float, float]) -> CrewProblem:
    there = [replace(job(f"j{n}", 0), x_m=x, y_m=y) for n, (x, y) in enumerate([(600.0, 0.0), *more])]
    problem = night(there, [replace(crew("k"), x_m=0.0, y_m=0.0)])
    return replace(problem, travel=Travel(speed_m_s=5.0, detour=1.3))


def test_the_way_to_the_other_bank_is_over_the_bridge() -> None:
    found = by_road(two_banks(), ROUND_THE_RIVER, FRAME)
    assert found.unreached == ()
    assert travel_s(found.problem.travel, (0.0, 0.0), (600.0, 0.0)) == pytest.approx(2600 / 5, abs=9)


def test_off_the_road_it_goes_straight_with_the_detour() -> None:
    found = by_road(two_banks((690.0, 500.0)), ROUND_THE_RIVER, FRAME)
    assert travel_s(found.problem.travel, (0.0, 0.0), (690.0, 500.0)) == pytest.approx(
        (1000 + 600 + 500 + 1.3 * 90) / 5, abs=9
    )


def test_a_place_without_a_road_is_named_and_reached_straight() -> None:
    found = by_road(two_banks((5000.0, 0.0), (10.0, 10.0)), ROUND_THE_RIVER, FRAME)
    assert found.unreached == ((5000.0, 0.0),)
    assert travel_s(found.problem.travel, (0.0, 0.0), (5000.0, 0.0)) == 1300


def test_a_map_without_roads_names_every_place() -> None:
    found = by_road(two_banks(), [], FRAME)
    assert found.unreached == ((0.0, 0.0), (600.0, 0.0))
    assert travel_s(found.problem.travel, (0.0, 0.0), (600.0, 0.0)) == 156


def test_places_that_join_a_road_at_the_same_spot_go_straight() -> None:
    found = by_road(two_banks((-50.0, 500.0), (-60.0, 500.0)), ROUND_THE_RIVER, FRAME)
    assert travel_s(found.problem.travel, (-50.0, 500.0), (-60.0, 500.0)) == 3


def test_a_problem_by_road_survives_its_file() -> None:
    problem = by_road(two_banks(), ROUND_THE_RIVER, FRAME).problem
    assert json.decode(json.encode(problem), type=CrewProblem) == problem
    assert problem_faults(problem) == ()


@pytest.mark.parametrize(
    ("roads", "field"),
    [
        (RoadTimes(((1.0, 0.0), (0.0, 0.0)), bytes(8)), "travel.roads.places"),
        (RoadTimes(((0.0, 0.0), (1.0, 0.0)), bytes(7)), "travel.roads.seconds"),
    ],
)
def test_road_times_that_make_no_sense_are_refused(roads: RoadTimes, field: str) -> None:
    spoilt = replace(two_banks(), travel=Travel(5.0, 1.3, roads=roads))
    assert [fault.field for fault in problem_faults(spoilt)] == [field]


def test_search_check_and_value_all_travel_by_road() -> None:
    problem = by_road(two_banks((0.0, 400.0)), ROUND_THE_RIVER, FRAME).problem
    made = plan_crews(problem, seconds=0, rounds=50)
    assert check_crew_plan(problem, made) == ()
    assert [s.at for s in made.crews[CrewId("k")]] == ["j1", "j0"]
    assert value_of(problem, made).travel_s == pytest.approx(2600 / 5, abs=9)
    assert made.bound_s <= made.finish_s
    straight = plan(k=(works("j1", 2), works("j0", 15)))
    assert {f.code for f in check_crew_plan(problem, straight)} == {"too-early"}


@st.composite
def scattered(draw: st.DrawFn) -> CrewProblem:
    """A night whose road times are any numbers at all."""
    spot = st.integers(0, 9).map(float)
    jobs = [
        replace(job(f"j{n}", 0, draw(st.sampled_from([0, 9]))), x_m=draw(spot), y_m=draw(spot))
        for n in range(draw(st.integers(1, 5)))
    ]
    problem = night(jobs, [crew("k"), replace(crew("l"), x_m=draw(spot))], [yard("s", 1)])
    known = sorted({(float(x), float(y)) for x, y in places(problem) if draw(st.booleans())})
    size = len(known) ** 2
    seconds = draw(st.lists(st.sampled_from([0, 5, 60, 700, 3000, NO_WAY_S]), min_size=size, max_size=size))
    roads = RoadTimes(tuple(known), np.array(seconds, dtype="<u2").tobytes())
    return replace(problem, travel=replace(problem.travel, roads=roads))


@settings(max_examples=60, deadline=None)
@given(scattered())
def test_for_one_pair_and_for_all_pairs_it_is_the_same(problem: CrewProblem) -> None:
    xy = [(float(x), float(y)) for x, y in places(problem)]
    matrix = travel_matrix(problem)
    assert all(
        matrix[a, b] == travel_s(problem.travel, here, there)
        for a, here in enumerate(xy)
        for b, there in enumerate(xy)
    )


@settings(max_examples=60, deadline=None)
@given(scattered())
def test_whatever_the_roads_the_plan_passes_and_no_bound_is_above_it(problem: CrewProblem) -> None:
    made = plan_crews(problem, seconds=0, rounds=100)
    assert check_crew_plan(problem, made) == ()
