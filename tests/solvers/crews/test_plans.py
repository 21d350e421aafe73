"""Whatever the night, the plan passes the check, says why something is undone, and is as good as can be."""

import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

from tests.plan.crews.lane import MINUTE, crew, job, loads, night, plan, works, yard
from tests.solvers.crews.towns import best_finish, nights
from yipanqi.ground.ids import CrewId, JobId, NeighbourhoodId
from yipanqi.plan.crews.changes import changes
from yipanqi.plan.crews.check import check_crew_plan
from yipanqi.plan.crews.model import CrewPlan, CrewProblem, Delivery, Locked, Place
from yipanqi.solvers.crews import Progress, plan_crews

CALM = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


def first_plan(problem: CrewProblem) -> CrewPlan:
    made = plan_crews(problem, seconds=0)
    assert check_crew_plan(problem, made) == ()
    return made


def searched(problem: CrewProblem, rounds: int = 400, **more: object) -> CrewPlan:
    made = plan_crews(problem, seconds=0, rounds=rounds, **more)  # type: ignore[arg-type]
    assert check_crew_plan(problem, made) == ()
    return made


def why(made: CrewPlan) -> dict[str, str]:
    return {u.job: u.code for u in made.undone}


@settings(max_examples=150, deadline=None, suppress_health_check=CALM)
@given(nights(most_jobs=6, most_crews=3, scarce=True))
def test_every_plan_passes_the_check(problem: CrewProblem) -> None:
    first = first_plan(problem)
    better = searched(problem, 60)
    assert better.made is not None
    assert first.made is not None
    assert (better.made.value.missed, better.finish_s) <= (first.made.value.missed, first.finish_s)


@settings(max_examples=40, deadline=None, suppress_health_check=CALM)
@given(nights(most_jobs=3, teams=False))
def test_on_tiny_nights_without_windows_the_search_finds_the_best(problem: CrewProblem) -> None:
    problem = replace(problem, jobs=tuple(replace(j, earliest_s=0) for j in problem.jobs))
    best = best_finish(problem)
    made = searched(problem)
    if best is not None:
        assert made.undone == ()
        assert made.finish_s == best


@settings(max_examples=40, deadline=None, suppress_health_check=CALM)
@given(nights(most_jobs=5, most_crews=3, scarce=True))
def test_the_same_seed_makes_the_same_plan(problem: CrewProblem) -> None:
    assert searched(problem, 50, seed=3) == searched(problem, 50, seed=3)


def test_a_crew_fetches_net_before_it_puts_it_up() -> None:
    made = first_plan(night([job("a", 3, 20)], [crew("k")], [yard("s", 1)]))
    assert [s.at for s in made.crews[CrewId("k")]] == ["s", "a"]
    assert made.crews[CrewId("k")][0].net_m == 50


def test_a_crew_with_enough_in_its_van_fetches_none() -> None:
    made = first_plan(night([job("a", 3, 20)], [crew("k", loaded_m=20)], [yard("s", 1)]))
    assert [s.at for s in made.crews[CrewId("k")]] == ["a"]


def test_two_crews_start_a_big_job_together() -> None:
    made = first_plan(night([job("pair", 5, 9, crews=2)], [crew("k"), crew("l", 4)], [yard("s", 1)]))
    starts = {s.starts_s for steps in made.crews.values() for s in steps if s.do == "job"}
    assert len(starts) == 1
    assert made.undone == ()


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (night([job("a", 1, skills=("weld",))], [crew("k")]), "skill-missing"),
        (night([job("a", 1, crews=2)], [crew("k")]), "crews-too-few"),
        (night([job("a", 1, 51)], [crew("k")], [yard("s", 1)]), "van-too-small"),
        (night([job("a", 1, 20)], [crew("k")], [yard("s", 1, stock_m=19)]), "no-stock"),
        (night([job("a", 1)], [crew("k", until_s=10 * MINUTE)]), "no-time"),
        (night([job("a", 1, latest_s=10 * MINUTE)], [crew("k")]), "window-missed"),
        (night([job("a", 1)], []), "crews-too-few"),
    ],
)
def test_what_cannot_be_done_says_why(problem: CrewProblem, code: str) -> None:
    assert why(first_plan(problem)) == {"a": code}
    assert why(searched(problem, 20)) == {"a": code}


def test_scarce_net_goes_where_it_is_missed_most() -> None:
    jobs = [job("small", 1, 10, priority=3), job("large", 2, 20, priority=1), job("other", 3, 10, priority=3)]
    made = searched(night(jobs, [crew("k")], [yard("s", 1, stock_m=20)]))
    assert why(made) == {"large": "no-stock"}


def test_net_that_comes_late_is_waited_for_by_nobody_in_vain() -> None:
    coming = yard("s", 1, stock_m=0, deliveries=(Delivery(30 * MINUTE, 50),))
    made = searched(night([job("a", 2), job("b", 2), job("c", 2), job("net", 3, 20)], [crew("k")], [coming]))
    assert made.undone == ()


def test_a_crew_that_must_be_home_in_time_does_not_go_too_far() -> None:
    home = Place(0.0, 0.0)
    near_and_far = [job("near", 1), job("far", 20)]
    free = night(near_and_far, [crew("k", until_s=50 * MINUTE)])
    bound = night(near_and_far, [crew("k", until_s=50 * MINUTE, ends_at=home)])
    assert why(searched(free, 50)) == {}
    assert why(first_plan(bound)) == {"far": "no-time"}
    assert why(searched(bound, 50)) == {"far": "no-time"}


def test_where_returns_count_the_last_job_is_the_one_near_the_end() -> None:
    lane = [job("near", 1), job("far", 9)]
    walker = crew("k", ends_at=Place(0.0, 0.0))
    there = replace(night(lane, [walker]), counts_return=True)
    made = searched(there, 50)
    assert made.finish_s == (9 + 10 + 10 + 9) * MINUTE
    assert searched(replace(there, counts_return=False), 50).finish_s == (9 + 10 + 10) * MINUTE


def test_a_locked_job_stays_with_its_crew() -> None:
    problem = night([job("a", 1)], [crew("near", 1), crew("far", 9)])
    locked = replace(problem, locked=(Locked(JobId("a"), CrewId("far")),))
    assert first_plan(locked).crews[CrewId("near")] == ()
    assert searched(locked, 50).crews[CrewId("near")] == ()


def test_a_plan_to_go_on_from_is_kept_where_it_is_as_good() -> None:
    problem = night([job("a", 1), job("b", 2), job("c", 9)], [crew("k"), crew("l", 10)])
    before = plan(k=(works("a", 1), works("b", 12)), l=(works("c", 1),))
    kept = plan_crews(problem, seconds=0, start=before)
    assert kept.crews == before.crews


def test_a_new_job_is_added_to_a_plan_to_go_on_from() -> None:
    problem = night([job("a", 1), job("new", 2)], [crew("k")])
    made = plan_crews(problem, seconds=0, start=plan(k=(works("a", 1),)))
    assert [s.at for s in made.crews[CrewId("k")]] == ["a", "new"]


def test_progress_ends_the_search_when_it_says_so() -> None:
    seen: list[Progress] = []

    def enough(progress: Progress) -> bool:
        seen.append(progress)
        return False

    made = plan_crews(night([job("a", 1), job("b", 2)], [crew("k")]), seconds=600, progress=enough)
    assert seen
    assert made.finish_s == 22 * MINUTE


def test_a_night_without_jobs_or_without_crews_has_an_empty_plan() -> None:
    assert searched(night([], [crew("k")]), 10).finish_s == 0
    assert len(searched(night([job("a", 1)], []), 10).undone) == 1


def test_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="one worker"):
        plan_crews(night([], []), seconds=1, workers=0)


def test_the_dearer_a_move_the_fewer_there_are() -> None:
    problem = night([job(f"j{n}", n) for n in range(8)], [crew("k"), crew("l", 8)])
    lopsided = plan(k=tuple(works(f"j{n}", 11 * n) for n in range(7)), l=(works("j7", 1),))

    def moves(stay_s: float) -> int:
        return len(changes(lopsided, searched(problem, start=lopsided, stay_s=stay_s)).moved)

    assert moves(100_000.0) == 0
    assert moves(0.0) >= moves(600.0) >= 1


def test_when_a_yard_is_gone_its_loads_go_to_another() -> None:
    problem = night([job("a", 3, 20), job("b", 4, 20)], [crew("k")], [yard("other", 2)])
    before = plan(k=(loads("gone", 1, 50), works("a", 8, 20), works("b", 19, 20)))
    made = plan_crews(problem, seconds=0, start=before, stay_s=15)
    assert check_crew_plan(problem, made) == ()
    assert [s.at for s in made.crews[CrewId("k")]] == ["other", "a", "b"]


def test_among_equal_finishes_neighbourhoods_are_closed_early() -> None:
    """One crew, two neighbourhoods at the same place: whose jobs are mixed closes both late."""
    sides = [job(f"j{n}", 1, neighbourhood=NeighbourhoodId("north" if n % 2 else "south")) for n in range(6)]
    made = searched(night(sides, [crew("k")]))
    assert made.made is not None
    assert made.made.value.neighbourhoods_s == (31 + 61) * MINUTE
