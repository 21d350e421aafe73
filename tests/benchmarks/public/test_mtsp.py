"""Salesmen from the first city and back: four cities round a square, and one far off."""

import pytest

from benchmarks.public import mtsp
from yipanqi.plan.crews.check import check_crew_plan
from yipanqi.solvers.crews import plan_crews

SQUARE = """NAME : square
TYPE : TSP
DIMENSION : 5
EDGE_WEIGHT_TYPE : {kind}
NODE_COORD_SECTION
1 0 0
2 3 0
3 3 4
4 0 4
5 -10 0
EOF
"""


def test_the_longest_tour_goes_there_and_back_to_the_far_city() -> None:
    cities = mtsp.read(SQUARE.format(kind="EUC_2D"))
    lengths, problem = cities.lengths, mtsp.night_of(cities, 2)
    plan = plan_crews(problem, seconds=0, rounds=40)
    assert check_crew_plan(problem, plan) == ()
    tours = mtsp.tours_of(problem, plan)
    assert sorted(city for tour in tours for city in tour) == [1, 2, 3, 4]
    assert mtsp.longest(lengths, tours) == pytest.approx(20.0)
    assert plan.finish_s == plan.bound_s == 20 * mtsp.scale_of(lengths)
    assert mtsp.furthest(lengths) == 20.0


def test_the_way_home_counts() -> None:
    lengths = mtsp.read(SQUARE.format(kind="EUC_2D")).lengths
    assert mtsp.longest(lengths, [[1, 2, 3], []]) == 3 + 4 + 3 + 4
    assert mtsp.longest(lengths, [[2]]) == 10.0


def test_lengths_are_those_of_the_files_own_rule() -> None:
    euclid, att, ceiled = (mtsp.read(SQUARE.format(kind=k)).lengths for k in ("EUC_2D", "ATT", "CEIL_2D"))
    assert euclid[1, 4] == 13.0
    assert att[0, 1] == 1.0  # the square root of 9/10, and up
    assert ceiled[2, 4] == 14.0  # 13.6, and up


@pytest.mark.parametrize(
    ("form", "numbers"),
    [
        ("FULL_MATRIX", "0 1 2  1 0 3  2 3 0"),
        ("LOWER_ROW", "1  2 3"),
        ("LOWER_DIAG_ROW", "0  1 0  2 3 0"),
        ("UPPER_ROW", "1 2  3"),
        ("UPPER_DIAG_ROW", "0 1 2  0 3  0"),
    ],
)
def test_a_matrix_is_the_same_however_it_is_written(form: str, numbers: str) -> None:
    text = f"DIMENSION: 3\nEDGE_WEIGHT_TYPE: EXPLICIT\nEDGE_WEIGHT_FORMAT: {form}\n"
    cities = mtsp.read(text + f"EDGE_WEIGHT_SECTION\n{numbers}\nEOF\n")
    assert cities.lengths.tolist() == [[0, 1, 2], [1, 0, 3], [2, 3, 0]]
    plan = plan_crews(mtsp.night_of(cities, 1), seconds=0, rounds=20)
    assert mtsp.longest(cities.lengths, mtsp.tours_of(mtsp.night_of(cities, 1), plan)) == 6.0


def test_what_is_not_known_is_said() -> None:
    with pytest.raises(ValueError, match="GEO is not known"):
        mtsp.read(SQUARE.format(kind="GEO"))
    with pytest.raises(ValueError, match="line 1: '1 0 0' belongs to no section"):
        mtsp.read("1 0 0\n")
