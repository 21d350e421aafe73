"""A problem that makes no sense is refused with the field that is wrong."""

import pytest
from msgspec.structs import replace

from tests.plan.crews.lane import crew, job, night, yard
from yipanqi.ground.ids import CrewId, JobId
from yipanqi.plan.crews.faults import problem_faults
from yipanqi.plan.crews.model import CrewProblem, Delivery, Locked, Travel


def fields(problem: CrewProblem) -> set[str]:
    return {fault.field for fault in problem_faults(problem)}


def test_a_sound_problem_has_no_faults() -> None:
    assert problem_faults(night([job("a", 1, 5)], [crew("k")], [yard("s", 2)])) == ()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"net_m": -1}, "jobs[0].net_m"),
        ({"work_s": -5}, "jobs[0].work_s"),
        ({"crews": 0}, "jobs[0].crews"),
        ({"x_m": float("nan")}, "jobs[0].x_m"),
        ({"priority": -1}, "jobs[0].priority"),
        ({"id": ""}, "jobs[0].id"),
    ],
)
def test_a_bad_job_is_named(change: dict[str, object], field: str) -> None:
    assert fields(night([replace(job("a", 1), **change)], [crew("k")])) == {field}


def test_a_van_holding_more_than_it_can_is_named() -> None:
    assert fields(night([], [crew("k", loaded_m=51)])) == {"crews[0].loaded_m"}


def test_names_used_twice_are_named_each() -> None:
    assert fields(night([job("a", 1), job("a", 2)], [])) == {"jobs[0].id", "jobs[1].id"}


def test_a_travel_speed_of_nought_is_named() -> None:
    assert fields(replace(night([], []), travel=Travel(0.0, 1.3))) == {"travel.speed_m_s"}


def test_a_bad_delivery_is_named() -> None:
    assert fields(night([], [], [yard("s", 1, deliveries=(Delivery(0, -3),))])) == {
        "suppliers[0].deliveries[0].net_m"
    }


def test_a_lock_on_what_is_not_there_is_named() -> None:
    locked = replace(night([job("a", 1)], [crew("k")]), locked=(Locked(JobId("b"), CrewId("l")),))
    assert fields(locked) == {"locked[0].job", "locked[0].crew"}
