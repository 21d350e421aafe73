"""What if this crew did that job: always a plan that passes the check, or a reason."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.solvers.crews.towns import nights
from yipanqi.ground.ids import CrewId, JobId, NeighbourhoodId, OrganisationId, SupplierId
from yipanqi.plan.crews.check import check_crew_plan
from yipanqi.plan.crews.model import CrewOnShift, CrewPlan, CrewProblem, Job, Travel, Undone, Yard
from yipanqi.solvers.crews import plan_crews
from yipanqi.solvers.crews.what_if import WhatIf


def doing(plan: CrewPlan, job: str) -> set[str]:
    return {crew for crew, steps in plan.crews.items() for s in steps if s.do == "job" and s.at == job}


@given(nights(most_jobs=5, most_crews=3, scarce=True), st.data())
@settings(max_examples=80, deadline=None)
def test_a_job_put_with_a_crew_gives_a_sound_plan_or_a_reason(
    problem: CrewProblem, data: st.DataObject
) -> None:
    start = plan_crews(problem, seconds=0)
    what_if = WhatIf(problem, start)
    assert check_crew_plan(problem, what_if.plan) == ()
    job = data.draw(st.sampled_from([j.id for j in problem.jobs]))
    crew = data.draw(st.sampled_from([c.id for c in problem.crews]))
    told = what_if.with_job(job, crew)
    if isinstance(told, Undone):
        assert told.why
        assert told.code
        return
    assert check_crew_plan(problem, told) == ()
    assert doing(told, job) == {crew}
    assert {u.job for u in told.undone} <= {u.job for u in what_if.plan.undone}


@given(nights(most_jobs=5, most_crews=3, teams=False))
@settings(max_examples=40, deadline=None)
def test_put_back_in_front_of_what_followed_it_the_plan_is_as_it_was(problem: CrewProblem) -> None:
    first = WhatIf(problem, plan_crews(problem, seconds=0)).plan
    for crew, steps in first.crews.items():
        jobs = [s.at for s in steps if s.do == "job"]
        for job, following in zip(jobs, [*jobs[1:], ""][: len(jobs)], strict=True):
            for other in (c.id for c in problem.crews if c.id != crew):
                moved = WhatIf(problem, first).with_job(JobId(job), other)
                if isinstance(moved, Undone):
                    continue
                before = JobId(following) if following else None
                back = WhatIf(problem, moved).with_job(JobId(job), crew, before)
                assert isinstance(back, CrewPlan)
                if following:
                    order = [s.at for s in back.crews[crew] if s.do == "job"]
                    assert order.index(job) + 1 == order.index(following)


def test_a_crew_without_the_skill_or_with_too_small_a_van_is_told_so() -> None:
    problem = one_job()
    unskilled = WhatIf(problem, plan_crews(problem, seconds=0)).with_job(JobId("j1"), CrewId("k1"))
    assert isinstance(unskilled, Undone)
    assert unskilled.code == "skill-missing"
    small = replace(problem, crews=(problem.crews[0], replace(problem.crews[1], skills=("weld",), van_m=3)))
    told = WhatIf(small, plan_crews(small, seconds=0)).with_job(JobId("j1"), CrewId("k1"))
    assert isinstance(told, Undone)
    assert told.code == "van-too-small"


def test_a_job_or_crew_nobody_knows_is_a_wrong_call() -> None:
    problem = one_job()
    what_if = WhatIf(problem, plan_crews(problem, seconds=0))
    with pytest.raises(ValueError, match="no job"):
        what_if.with_job(JobId("nowhere"), CrewId("k0"))
    with pytest.raises(ValueError, match="no crew"):
        what_if.with_job(JobId("j1"), CrewId("nobody"))


def one_job() -> CrewProblem:
    def crew(name: str, skills: tuple[str, ...]) -> CrewOnShift:
        return CrewOnShift(CrewId(name), 0, 0, OrganisationId("v"), "c", 0, 20_000, 30, 0, skills)

    return CrewProblem(
        format="crew-problem/1",
        starts_at="2026-02-03T10:00:00+00:00",
        deadline_s=20_000,
        travel=Travel(5.0, 1.3),
        jobs=(Job(JobId("j1"), 100, 0, NeighbourhoodId("n"), "c", "bar", 4, 600, ("weld",)),),
        crews=(crew("k0", ("weld",)), crew("k1", ())),
        suppliers=(Yard(SupplierId("s"), 50, 0, 120),),
    )
