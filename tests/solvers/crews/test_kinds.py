"""Nights of every kind, and odd ones: a plan that passes the check, nothing undone that can be done."""

import pytest
from benchmarks.crew_nights import KINDS, night
from msgspec.structs import replace

from tests.plan.crews import lane
from tests.plan.crews.lane import MINUTE, crew, job, yard
from yipanqi.ground.ids import CrewId
from yipanqi.plan.crews.check import check_crew_plan
from yipanqi.plan.crews.faults import problem_faults
from yipanqi.plan.crews.model import CrewPlan, CrewProblem
from yipanqi.solvers.crews import plan_crews

MORE_THAN_CAN_BE_DONE = {"too-few", "everything"}


def planned(problem: CrewProblem, rounds: int) -> CrewPlan:
    assert problem_faults(problem) == ()
    made = plan_crews(problem, seconds=0, rounds=rounds)
    assert check_crew_plan(problem, made) == ()
    return made


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_night_of_any_kind_is_planned_whole(kind: str) -> None:
    made = planned(night(f"{kind}-0"), 400)
    if kind not in MORE_THAN_CAN_BE_DONE:
        assert made.undone == ()
    assert made.made is not None
    assert made.bound_s <= made.finish_s or made.undone


def test_net_brought_in_late_is_fetched_in_two_goes() -> None:
    """Whoever takes a full van at the start leaves others without; who takes part of it comes again."""
    problem = night("scarce-0")
    first, made = planned(problem, 0), planned(problem, 1200)
    assert made.finish_s < 0.95 * first.finish_s


def test_where_crews_leave_early_teams_and_windows_are_searched_all_the_same() -> None:
    problem = night("everything-0")
    first, made = planned(problem, 0), planned(problem, 1200)
    assert first.made is not None
    assert made.made is not None
    assert made.made.value.missed == 0 < first.made.value.missed


def test_the_same_name_is_the_same_night() -> None:
    assert night("windows-4") == night("windows-4")
    assert night("windows-4") != night("windows-5")


@pytest.mark.parametrize("name", ["plain", "plain-", "unheard-of-1", ""])
def test_a_name_without_a_kind_or_a_seed_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="a kind"):
        night(name)


ODD = {
    "nothing at all": lane.night([], []),
    "no jobs": lane.night([], [crew("k")], [yard("s", 1)]),
    "no crews": lane.night([job("a", 1)], [], [yard("s", 1)]),
    "no yards": lane.night([job("a", 1), job("net", 2, 9)], [crew("k", loaded_m=9)]),
    "a job nobody can do": lane.night([job("a", 1), job("weld", 2, skills=("weld",))], [crew("k")]),
    "a yard never open": lane.night([job("net", 2, 9)], [crew("k")], [yard("s", 1, opens_s=60, closes_s=0)]),
    "nobody has an hour": lane.night([job("a", 1)], [crew("k", from_s=100, until_s=50)]),
    "no work at all": lane.night([job("a", 0, work_s=0), job("b", 0, work_s=0)], [crew("k")]),
}
UNDONE = {
    "no crews": ["a"],
    "a job nobody can do": ["weld"],
    "a yard never open": ["net"],
    "nobody has an hour": ["a"],
}


@pytest.mark.parametrize("what", sorted(ODD))
def test_an_odd_night_leaves_undone_only_what_nobody_can_do(what: str) -> None:
    for rounds in (0, 30):
        assert [u.job for u in planned(ODD[what], rounds).undone] == UNDONE.get(what, [])


def test_nets_are_fetched_before_the_near_yard_closes_or_from_the_far_one() -> None:
    """Loading in passing at the near yard would come too late after a long job: what is open counts."""
    jobs = [job("long", 1, 0, work_s=60 * MINUTE), job("net", 3, 9)]
    yards = [yard("near", 2, closes_s=30 * MINUTE), yard("far", 12)]
    made = planned(replace(lane.night(jobs, [crew("k")], yards), deadline_s=36000), 60)
    assert [s.at for s in made.crews[CrewId("k")]] == ["near", "net", "long"]
    locked_in = [replace(jobs[1], earliest_s=62 * MINUTE), jobs[0]]
    made = planned(lane.night(locked_in, [crew("k")], yards), 60)
    assert made.undone == ()
    assert made.finish_s < 100 * MINUTE
