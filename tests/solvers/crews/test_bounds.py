"""No bound is ever above what a feasible plan reaches: tried against every plan of tiny nights."""

import pytest
from hypothesis import HealthCheck, assume, given, settings

from tests.solvers.crews.towns import best_finish, nights
from yipanqi.plan.crews.model import CrewProblem
from yipanqi.solvers.crews.board import board_of
from yipanqi.solvers.crews.bound import hours_bound_s
from yipanqi.solvers.crews.tree_bound import tree_bound_s

CALM = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


def neither_bound_exceeds_the_best(problem: CrewProblem) -> None:
    best = best_finish(problem)
    assume(best is not None)
    assert best is not None
    board = board_of(problem)
    assert hours_bound_s(board) <= best
    assert tree_bound_s(board, best, seconds=9.0, rounds=60) <= best
    assert tree_bound_s(board, best + 500, seconds=9.0, rounds=60) <= best


@settings(max_examples=150, deadline=None, suppress_health_check=CALM)
@given(nights(most_jobs=3))
def test_no_bound_exceeds_the_best_of_all_plans(problem: CrewProblem) -> None:
    neither_bound_exceeds_the_best(problem)


@settings(max_examples=60, deadline=None, suppress_health_check=CALM)
@given(nights(most_jobs=3, most_crews=3, teams=False))
def test_no_bound_exceeds_the_best_of_three_crews(problem: CrewProblem) -> None:
    neither_bound_exceeds_the_best(problem)


@pytest.mark.slow
@settings(max_examples=3000, deadline=None, suppress_health_check=CALM)
@given(nights(most_jobs=4))
def test_no_bound_exceeds_the_best_of_thousands_of_nights(problem: CrewProblem) -> None:
    neither_bound_exceeds_the_best(problem)
