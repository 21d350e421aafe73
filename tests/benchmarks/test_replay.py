"""Routes of engines that know no job for two, played again so that the two meet."""

from benchmarks.engines.routes import halves, replayed

from tests.plan.crews.lane import crew, job, night, yard
from yipanqi.plan.crews.check import check_crew_plan
from yipanqi.plan.crews.model import CrewProblem


def two_at_the_well() -> CrewProblem:
    jobs = [job("alone", 2), job("pair", 5, 7, crews=2)]
    return night(jobs, [crew("k", loaded_m=9), crew("l", 9, loaded_m=9)], [yard("s", 3)])


def test_a_job_for_two_is_two_jobs_that_share_its_net() -> None:
    given = halves(two_at_the_well())
    assert [(j.crews, j.net_m) for j in given.jobs] == [(1, 0), (1, 4), (1, 3)]
    assert len({j.id for j in given.jobs}) == 3


def test_who_is_there_first_waits() -> None:
    problem = two_at_the_well()
    plan = replayed(problem, [[("job", 0), ("job", 1)], [("job", 2)]])
    assert check_crew_plan(problem, plan) == ()
    assert plan.undone == ()
    assert plan.finish_s == (2 + 10 + 3 + 10) * 60  # l is there after four minutes


def test_a_crew_sent_twice_is_helped_out() -> None:
    problem = two_at_the_well()
    plan = replayed(problem, [[("job", 1), ("job", 2), ("job", 0)], []])
    assert check_crew_plan(problem, plan) == ()
    assert plan.undone == ()
