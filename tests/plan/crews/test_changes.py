"""What a new plan changes for whom."""

from tests.plan.crews.lane import MINUTE, plan, works
from yipanqi.ground.ids import CrewId, JobId
from yipanqi.plan.crews.changes import ForCrew, changes
from yipanqi.plan.crews.model import Undone

ANN, BO = CrewId("ann"), CrewId("bo")


def test_the_same_plan_changes_nothing() -> None:
    one = plan(ann=(works("a", 1),), bo=(works("b", 1),))
    told = changes(one, one)
    assert (told.moved, told.added, told.dropped, told.crews) == ((), (), (), {})


def test_another_order_is_no_change_of_jobs() -> None:
    told = changes(plan(ann=(works("a", 1), works("b", 12))), plan(ann=(works("b", 1), works("a", 12))))
    assert told.crews == {}


def test_a_job_that_moves_is_told_to_both() -> None:
    told = changes(
        plan(ann=(works("a", 1), works("b", 12)), bo=()), plan(ann=(works("a", 1),), bo=(works("b", 3),))
    )
    assert told.moved == (JobId("b"),)
    assert told.crews[ANN] == ForCrew((), (JobId("b"),), 22 * MINUTE, 11 * MINUTE)
    assert told.crews[BO] == ForCrew((JobId("b"),), (), 0, 13 * MINUTE)


def test_new_and_dropped_jobs_are_no_moves() -> None:
    before = plan(ann=(works("a", 1),))
    after = plan(ann=(works("new", 1),), undone=(Undone(JobId("a"), "no time"),))
    told = changes(before, after)
    assert (told.moved, told.added, told.dropped) == ((), (JobId("new"),), (JobId("a"),))


def test_a_team_with_another_member_has_moved() -> None:
    before = plan(ann=(works("pair", 5),), bo=(works("pair", 5),), cy=())
    after = plan(ann=(works("pair", 5),), bo=(), cy=(works("pair", 5),))
    assert changes(before, after).moved == (JobId("pair"),)
