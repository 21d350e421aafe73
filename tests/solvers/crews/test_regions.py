"""A large night is cut so that nothing is lost, nothing promised twice, and teams stay together."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.plan.crews.lane import crew, job, loads, night, plan, works, yard
from tests.solvers.crews.towns import nights
from yipanqi.ground.ids import CrewId, JobId
from yipanqi.plan.crews.check import check_crew_plan
from yipanqi.plan.crews.model import CrewPlan, CrewProblem, Delivery, Locked
from yipanqi.solvers.crews import large, plan_crews, regions
from yipanqi.solvers.crews.regions import Region, first_regions, how_many, next_regions, night_in, shared_out

CALM = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


@pytest.fixture
def small_regions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nights of a few jobs count as large, and are cut into regions of two."""
    monkeypatch.setattr(large, "LARGE", 2)
    monkeypatch.setattr(regions, "_PARTS", 2)


def all_of(problem: CrewProblem, cut: list[Region]) -> bool:
    """Whether every job and crew is in just one region."""
    jobs = sorted(j for r in cut for j in r.jobs)
    crews = sorted(k for r in cut for k in r.crews)
    return jobs == list(range(len(problem.jobs))) and crews == list(range(len(problem.crews)))


@settings(max_examples=60, deadline=None, suppress_health_check=CALM)
@given(nights(most_jobs=8, most_crews=6, scarce=True), st.integers(1, 3), st.integers(0, 5))
def test_every_job_and_crew_is_in_one_region(problem: CrewProblem, count: int, turn: int) -> None:
    count = min(count, len(problem.crews))
    assert all_of(problem, first_regions(problem, count))
    assert all_of(problem, next_regions(problem, plan_crews(problem, seconds=0), count, turn))


@pytest.mark.usefixtures("small_regions")
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[*CALM, HealthCheck.function_scoped_fixture],
)
@given(nights(most_jobs=8, most_crews=6, scarce=True))
def test_a_plan_made_by_regions_passes_the_check(problem: CrewProblem) -> None:
    made = plan_crews(problem, seconds=0, rounds=160, workers=2)
    assert check_crew_plan(problem, made) == ()
    again = plan_crews(problem, seconds=0, rounds=80, workers=2, start=made, stay_s=30)
    assert check_crew_plan(problem, again) == ()


@pytest.mark.usefixtures("small_regions")
def test_a_crew_is_lent_to_the_town_next_door() -> None:
    """Two towns, a mile apart; all crews live in one, all work is in the other."""
    works_there = [job(f"j{n}", 20 + n) for n in range(6)]
    made = plan_crews(night(works_there, [crew("k"), crew("l", 1)]), seconds=0, rounds=80, workers=2)
    assert made.undone == ()
    assert all(made.crews[CrewId(k)] for k in ("k", "l"))


def test_each_side_gets_the_hours_its_work_takes() -> None:
    """Nine jobs in the west, three in the east; crews live the other way round."""
    jobs = [job(f"w{n}", n) for n in range(9)] + [job(f"e{n}", 50 + n) for n in range(3)]
    crews = [crew("a", 1), *(crew(f"b{n}", 50 + n) for n in range(3))]
    cut = first_regions(night(jobs, crews), 2)
    assert [len(r.jobs) for r in cut] == [6, 6]
    assert [len(r.crews) for r in cut] == [2, 2]


def test_crews_that_meet_stay_in_one_region() -> None:
    jobs = [job("pair", 5, crews=2), job("a", 0), job("b", 9)]
    problem = night(jobs, [crew("k"), crew("l", 10), crew("m", 11)])
    before = plan(k=(works("a", 0), works("pair", 15)), l=(works("pair", 15),), m=(works("b", 2),))
    for turn in range(4):
        assert any({0, 1} <= set(r.crews) for r in next_regions(problem, before, 2, turn))


def test_what_nobody_does_goes_to_the_nearest_region() -> None:
    problem = night([job("a", 0), job("b", 50), job("new", 51)], [crew("k"), crew("l", 50)])
    before = plan(k=(works("a", 0),), l=(works("b", 0),))
    with_new = next(r for r in next_regions(problem, before, 2, 0) if 2 in r.jobs)
    assert with_new.crews == [1]


def test_a_locked_job_is_where_its_crew_is() -> None:
    problem = night([job("a", 0), job("b", 50)], [crew("k"), crew("l", 50)])
    locked = replace(problem, locked=(Locked(JobId("a"), CrewId("l")),))
    for cut in (first_regions(locked, 2), next_regions(locked, plan(), 2, 1)):
        region = next(r for r in cut if 0 in r.jobs)
        assert 1 in region.crews
        assert night_in(locked, region, ()).locked == locked.locked


def test_no_yard_promises_more_than_it_has_and_everybody_what_they_draw() -> None:
    scarce = yard("s", 3, stock_m=31, deliveries=(Delivery(600, 10),))
    jobs = [job("a", 0, 20), job("b", 50, 9)]
    problem = night(jobs, [crew("k"), crew("l", 50)], [scarce, yard("plenty", 4)])
    before = plan(k=(loads("s", 3, 20), works("a", 11, 20)), l=())
    cut = next_regions(problem, before, 2, 0)
    shares = shared_out(problem, cut, before)
    own = next(own for own, r in zip(shares, cut, strict=True) if 0 in r.crews)
    assert sum(share[0].stock_m or 0 for share in shares) <= 31
    assert sum(share[0].deliveries[0].net_m for share in shares) <= 10
    assert (own[0].stock_m or 0) + own[0].deliveries[0].net_m >= 20
    assert all(share[1].stock_m is None for share in shares)


def test_as_many_regions_as_keep_all_workers_busy() -> None:
    many = night([job(f"j{n}", n % 9) for n in range(2600)], [crew(f"k{n}") for n in range(260)])
    assert how_many(many, 1) == 6
    assert how_many(many, 4) == 8


def test_a_plan_without_an_end_in_sight_can_be_stopped() -> None:
    problem = night([job(f"j{n}", n % 9) for n in range(950)], [crew(f"k{n}") for n in range(40)])
    first: CrewPlan = plan_crews(problem, seconds=0)
    made = plan_crews(problem, seconds=600, start=first, progress=lambda _: False)
    assert check_crew_plan(problem, made) == ()
