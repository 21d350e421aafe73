"""One vehicle for three customers on a line, which must come back to load and wait for goods."""

import pytest

from benchmarks.public import multi_trip
from yipanqi.plan.crews.check import check_crew_plan
from yipanqi.solvers.crews import plan_crews

LINE = """NAME: line
TYPE: MTVRPTWR
EDGE_WEIGHT_TYPE: EUC_2D
DIMENSION: 4
VEHICLES: 1
CAPACITY: 10
SERVICE_TIME: 1
NODE_COORD_SECTION
1 0 0
2 1 0
3 2 0
4 1 1
DEMAND_SECTION
1 0
2 5
3 5
4 5
TIME_WINDOW_SECTION
1 0 100
2 0 50
3 0 50
4 0 {latest}
RELEASE_TIME_SECTION
1 0
2 0
3 0
4 20
VEHICLES_RELOAD_DEPOT_SECTION
1 1
DEPOT_SECTION
1
-1
EOF
"""


def test_lengths_and_times_are_cut_to_tenths() -> None:
    given = multi_trip.read(LINE.format(latest=50))
    assert given.ways[0].tolist() == [0, 10, 20, 14]
    assert given.service.tolist() == [0, 10, 10, 10]
    assert given.window[0].tolist() == [0, 1000]
    assert (given.vehicles, given.capacity) == (1, 10)


def test_a_van_too_small_for_all_goes_twice() -> None:
    given = multi_trip.read(LINE.format(latest=50))
    problem = multi_trip.night_of(given)
    plan = plan_crews(problem, seconds=0, rounds=40)
    assert check_crew_plan(problem, plan) == ()
    trips = multi_trip.trips_of(problem, plan)
    assert sorted(len(trip) for trip in trips[0]) == [1, 2]
    assert multi_trip.driven(given, trips)[1] == []


def test_ways_home_and_back_to_the_depot_count() -> None:
    given = multi_trip.read(LINE.format(latest=50))
    assert multi_trip.driven(given, [[[1, 2], [3]]]) == (10 + 10 + 20 + 14 + 14, [])


def test_a_trip_waits_for_all_it_carries() -> None:
    given = multi_trip.read(LINE.format(latest=22))
    assert multi_trip.driven(given, [[[1, 2], [3]]])[1] == []  # leaves at 20, is there at 21.4
    assert multi_trip.driven(given, [[[1, 3], [2]]])[1] == [3]  # 1 takes it a unit, and the way is longer
    assert multi_trip.driven(given, [[[1, 2]]])[1] == [3]
    assert multi_trip.driven(given, [[[1, 2, 3]]])[1] == [1, 2, 3, 3]  # too much for one van, too


def test_nobody_is_visited_before_his_goods_can_be_there() -> None:
    jobs = {j.id: j for j in multi_trip.night_of(multi_trip.read(LINE.format(latest=50))).jobs}
    assert [jobs[n].earliest_s for n in "123"] == [10, 20, 214]  # type: ignore[index]
    assert jobs["3"].latest_s == 510  # type: ignore[index]


def test_a_nought_within_a_route_is_the_depot() -> None:
    solution = "Route #1: 1 2 0 3\nRoute #2:\nCost: 68\nOptimal: True\n"
    assert multi_trip.read_solution(solution) == ([[[1, 2], [3]], []], 68)


def test_what_a_crew_problem_cannot_say_is_refused() -> None:
    with pytest.raises(ValueError, match="PRIZE_SECTION"):
        multi_trip.read(LINE.format(latest=50).replace("EOF", "PRIZE_SECTION\n2 5\nEOF"))
    with pytest.raises(ValueError, match="one depot"):
        multi_trip.read(LINE.format(latest=50).replace("DEPOT_SECTION\n1\n-1", "DEPOT_SECTION\n1\n2\n-1"))
