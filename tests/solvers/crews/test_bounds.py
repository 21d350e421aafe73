"""No bound is ever above what a feasible plan reaches: tried against every plan of tiny nights."""

import pytest
from hypothesis import HealthCheck, assume, given, settings

from tests.plan.crews.lane import crew, job, night, yard
from tests.solvers.crews.towns import best_finish, nights
from yipanqi.plan.crews.model import CrewProblem
from yipanqi.solvers.crews.board import board_of
from yipanqi.solvers.crews.bound import hours_bound_s
from yipanqi.solvers.crews.tree_bound import Case, cases_of, edges_of, hours_until, tree_bound_s

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


def test_who_never_takes_net_does_gates_one_after_the_other() -> None:
    """Two crews, two hours of nets, two of gates: both load, or one does nets and the other gates alone."""
    works = [job(f"net{n}", 1, 9, work_s=1200) for n in range(6)] + [job(f"gate{n}", 2) for n in range(12)]
    board = board_of(night(works, [crew("k"), crew("l")], [yard("s", 3)]))
    none_before, just, plenty = (
        cases_of(board, hours_until(board, edges_of(board), u)) for u in (6000, 8700, 20_000)
    )
    assert none_before == ()
    assert Case(2, 0) in just
    assert next(c for c in just if c.loads == 1).pairs > next(c for c in plenty if c.loads == 1).pairs


@pytest.mark.slow
@settings(max_examples=3000, deadline=None, suppress_health_check=CALM)
@given(nights(most_jobs=4))
def test_no_bound_exceeds_the_best_of_thousands_of_nights(problem: CrewProblem) -> None:
    neither_bound_exceeds_the_best(problem)
