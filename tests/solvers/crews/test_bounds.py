"""No bound is ever above what a feasible plan reaches: tried against every plan of tiny nights."""

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.plan.crews.lane import crew, job, night, yard
from tests.solvers.crews.exact import exact_finish
from tests.solvers.crews.towns import best_finish, nights
from yipanqi.ground.ids import CrewId, JobId
from yipanqi.plan.crews.model import CrewProblem, Locked
from yipanqi.solvers.crews import bound
from yipanqi.solvers.crews.board import board_of
from yipanqi.solvers.crews.bound import hours_bound_in_blocks_s, hours_bound_s
from yipanqi.solvers.crews.milp_bound import milp_bound_s
from yipanqi.solvers.crews.tree_bound import edges_of, tree_bound_s
from yipanqi.solvers.crews.tree_demands import all_loads, cases_of, hours_until

CALM = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


def no_bound_exceeds_the_best(problem: CrewProblem) -> None:
    best = exact_finish(problem)
    assume(best is not None)
    assert best is not None
    board = board_of(problem)
    assert hours_bound_s(board) <= best
    for known in (best, best + 500):
        assert tree_bound_s(board, known, seconds=9.0, rounds=60) <= best
        assert milp_bound_s(board, known, seconds=9.0) <= best


@settings(max_examples=100, deadline=None, suppress_health_check=CALM)
@given(nights(most_jobs=3))
def test_no_bound_exceeds_the_best_of_all_plans(problem: CrewProblem) -> None:
    no_bound_exceeds_the_best(problem)


@settings(max_examples=60, deadline=None, suppress_health_check=CALM)
@given(nights(most_jobs=3, most_crews=3, teams=False))
def test_no_bound_exceeds_the_best_of_three_crews(problem: CrewProblem) -> None:
    no_bound_exceeds_the_best(problem)


@settings(max_examples=100, deadline=None, suppress_health_check=CALM)
@given(nights(most_jobs=4, small_vans=True))
def test_no_bound_exceeds_the_best_where_vans_come_again(problem: CrewProblem) -> None:
    no_bound_exceeds_the_best(problem)


@settings(max_examples=60, deadline=None, suppress_health_check=CALM)
@given(nights(most_jobs=3, most_crews=3, teams=False))
def test_two_ways_of_trying_everything_agree(problem: CrewProblem) -> None:
    assert exact_finish(problem) == best_finish(problem)


def test_in_a_team_one_may_bring_all_the_net() -> None:
    """The other's van is empty and the yard an hour away: no bound may send it there."""
    both = [job("pair", 1, 12, crews=2)]
    problem = night(both, [crew("k", loaded_m=12), crew("l")], [yard("s", 60)])
    assert exact_finish(problem) == 11 * 60
    board = board_of(problem)
    assert hours_bound_s(board) <= 11 * 60
    assert tree_bound_s(board, 20_000) <= 11 * 60
    assert milp_bound_s(board, 20_000, 60.0) == 11 * 60


def test_a_van_too_small_for_half_the_net_is_enough_for_who_brings_none() -> None:
    both = [job("pair", 1, 30, crews=2)]
    problem = night(both, [crew("k", loaded_m=30), crew("l", van_m=5)], [yard("s", 60)])
    assert exact_finish(problem) == 11 * 60
    assert max(tree_bound_s(board_of(problem), 20_000), hours_bound_s(board_of(problem))) <= 11 * 60


def test_a_lock_does_not_say_who_brings_the_net() -> None:
    both = [job("pair", 1, 12, crews=2)]
    crews = [crew("k", loaded_m=12), crew("l")]
    for who in ("k", "l"):
        locked = replace(night(both, crews, [yard("s", 60)]), locked=(Locked(JobId("pair"), CrewId(who)),))
        assert tree_bound_s(board_of(locked), 20_000) <= 11 * 60


def test_the_program_proves_what_the_tree_cannot() -> None:
    """Three jobs of ten minutes for two crews: hours could be split at will, jobs cannot."""
    three = night([job(f"j{n}", n) for n in range(3)], [crew("k"), crew("l")])
    best = exact_finish(three)
    assert best == 21 * 60  # the one who does two walks a minute between them
    board = board_of(three)
    assert tree_bound_s(board, best) < best
    assert milp_bound_s(board, best, 60.0) == best
    assert milp_bound_s(board, best + 500, 60.0) == best


def test_a_crew_that_is_not_needed_may_come_late() -> None:
    problem = night([job("j", 1)], [crew("k"), crew("late", from_s=9000)])
    assert milp_bound_s(board_of(problem), 9900, 60.0) == 11 * 60


def test_a_night_too_large_for_the_program_is_left_alone() -> None:
    many = night([job(f"j{n}", n % 30) for n in range(120)], [crew(f"k{n}") for n in range(40)])
    assert milp_bound_s(board_of(many), 20_000, 9.0) == 0


@settings(max_examples=60, deadline=None, suppress_health_check=CALM)
@given(nights(most_jobs=6, most_crews=4))
def test_block_by_block_the_hours_bound_is_the_same(problem: CrewProblem) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bound, "_BLOCK", 2)
        assert hours_bound_in_blocks_s(problem) == hours_bound_s(board_of(problem))


def test_who_never_takes_net_does_gates_one_after_the_other() -> None:
    """Two crews, two hours of nets, two of gates: both load, or one does nets and the other gates alone."""
    works = [job(f"net{n}", 1, 9, work_s=1200) for n in range(6)] + [job(f"gate{n}", 2) for n in range(12)]
    board = board_of(night(works, [crew("k"), crew("l")], [yard("s", 3)]))
    none_before, just, plenty = (
        cases_of(board, hours_until(board, edges_of(board), u)) for u in (6000, 8700, 20_000)
    )
    assert none_before == ()
    assert any(c.loads == 2 and c.pairs == 0 for c in just)
    assert next(c for c in just if c.loads == 1).pairs > next(c for c in plenty if c.loads == 1).pairs


def test_small_vans_must_come_again() -> None:
    """Four nets of twelve metres, vans of twelve: four loads of ten minutes, whoever makes them."""
    four = night(
        [job(f"n{n}", 10 + n, 12) for n in range(4)],
        [crew("k", van_m=12), crew("l", van_m=12)],
        [yard("s", 10, load_s=600)],
    )
    best = exact_finish(four)
    assert best is not None
    board = board_of(four)
    assert all_loads(board, hours_until(board, edges_of(board), best)) == 4
    assert best - 300 < tree_bound_s(board, best) <= best


def test_a_van_half_full_saves_a_load() -> None:
    nets = [job(f"n{n}", 10 + n, 12) for n in range(4)]
    loads = []
    for loaded_m in (0, 6, 12):
        some = night(nets, [crew("k", van_m=24, loaded_m=loaded_m)], [yard("s", 10)])
        board = board_of(some)
        loads.append(all_loads(board, hours_until(board, edges_of(board), 20_000)))
    assert loads == [2, 2, 2]
    full = board_of(night(nets, [crew("k", van_m=24, loaded_m=24)], [yard("s", 10)]))
    assert all_loads(full, hours_until(full, edges_of(full), 20_000)) == 1


def test_the_largest_van_takes_no_more_than_its_hours_hold() -> None:
    """One large van could bring all, but not in an hour."""
    nets = [job(f"n{n}", 10, 12, work_s=1200) for n in range(6)]
    board = board_of(night(nets, [crew("k", van_m=72), crew("l", van_m=12)], [yard("s", 10)]))
    long, short = (all_loads(board, hours_until(board, edges_of(board), u)) for u in (20_000, 5_000))
    assert long == 1
    assert short is not None
    assert short >= 3


@pytest.mark.slow
@pytest.mark.parametrize("part", range(6))
@settings(max_examples=500, deadline=None, suppress_health_check=CALM)
@given(st.booleans().flatmap(lambda small_vans: nights(most_jobs=4, small_vans=small_vans)))
def test_no_bound_exceeds_the_best_of_thousands_of_nights(part: int, problem: CrewProblem) -> None:
    no_bound_exceeds_the_best(problem)
