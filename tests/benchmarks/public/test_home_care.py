"""Two carers, three people, one of whom takes both at once."""

import pytest

from benchmarks.public import home_care, home_care_least
from yipanqi.plan.crews.check import check_crew_plan
from yipanqi.solvers.crews import plan_crews

DAY = """# two carers
set N0 = 0;
set Shared_Visited:= (1,4),;
param kn:= 2;
param dn:= 1;
param T:= 90;
param s_id:\t1\t:=
0\t0
1\t30
2\t10
3\t10
4\t30
;
param t_ij:  0\t1\t2\t3\t4\t:=
0\t0\t5\t5\t5\t5
1\t5\t10000\t7\t7\t10000
2\t5\t7\t10000\t7\t7
3\t5\t7\t7\t10000\t7
4\t5\t10000\t7\t7\t10000
;
param e_id:\t1\t:=
0\t0
1\t30
2\t0
3\t0
4\t30
;
param l_id:\t1\t:=
0\t90
1\t40
2\t10
3\t10
4\t40
;
"""


def test_a_visit_for_two_is_one_job_for_two_crews() -> None:
    given = home_care.read(DAY)
    problem = home_care.night_of(given)
    assert {str(j.id): j.crews for j in problem.jobs} == {"1": 2, "2": 1, "3": 1}
    together = problem.jobs[0]
    assert (together.earliest_s, together.latest_s) == (30 * 60, 70 * 60)  # its start by 40, and half an hour


def test_both_go_to_one_person_first_and_meet_then() -> None:
    given = home_care.read(DAY)
    problem = home_care.night_of(given)
    plan = plan_crews(problem, seconds=0, rounds=60)
    assert check_crew_plan(problem, plan) == ()
    assert plan.undone == ()
    assert {tuple(s.at for s in steps) for steps in plan.crews.values()} == {("2", "1"), ("3", "1")}
    # five minutes there, seven across, five home, for both; a day of 90 minutes stands for nine hours
    assert home_care.travel_h(given, problem, plan) == pytest.approx(2 * 17 * 9 / 90)


def test_the_least_travel_is_what_the_only_plan_takes() -> None:
    given = home_care.read(DAY)
    assert home_care_least.least_travel_h(given, 60.0) == pytest.approx(2 * 17 * 9 / 90)


def test_a_file_without_a_table_is_refused() -> None:
    with pytest.raises(ValueError, match="no t_ij"):
        home_care.read(DAY.replace("t_ij", "ways"))
    with pytest.raises(ValueError, match="no rows of"):
        home_care.read(DAY.replace("3\t10\n4\t30", "3\t10\n4"))
