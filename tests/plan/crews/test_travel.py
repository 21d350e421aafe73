"""Travel: one formula, for one pair and for all."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.plan.crews.lane import crew, job, night, yard
from yipanqi.plan.crews.model import Travel
from yipanqi.plan.crews.travel import places, travel_matrix, travel_s

metres = st.floats(-5000, 5000) | st.integers(-50, 50).map(lambda n: n * 100.0)


def test_a_metre_a_second_on_the_lane() -> None:
    problem = night([job("a", 3)], [crew("k")], [yard("s", 1)])
    assert travel_matrix(problem).tolist() == [[0, 60, 180], [60, 0, 120], [180, 120, 0]]


def test_part_of_a_second_is_a_second() -> None:
    assert travel_s(Travel(speed_m_s=10.0, detour=1.3), (0.0, 0.0), (0.1, 0.0)) == 1


@given(st.lists(st.tuples(metres, metres), min_size=2, max_size=6), st.sampled_from([1.0, 1.3, 1.25]))
def test_the_matrix_says_what_the_formula_says(points: list[tuple[float, float]], detour: float) -> None:
    jobs = [replace(job(f"j{n}", 0), x_m=x, y_m=y) for n, (x, y) in enumerate(points)]
    problem = replace(night(jobs, []), travel=Travel(20 / 3.6, detour))
    xy = places(problem)
    for a, row in enumerate(travel_matrix(problem)):
        for b, seconds in enumerate(row):
            assert seconds == travel_s(problem.travel, tuple(xy[a]), tuple(xy[b]))
    assert travel_matrix(problem).dtype == np.int32
