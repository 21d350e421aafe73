"""The check catches every way of spoiling a plan, and lets good ones pass."""

import pytest
from msgspec.structs import replace

from tests.plan.crews.lane import crew, job, loads, night, plan, works, yard
from yipanqi.ground.ids import CrewId, JobId
from yipanqi.plan.crews.check import check_crew_plan
from yipanqi.plan.crews.model import CrewPlan, CrewProblem, Delivery, Locked, Place, Undone

LANE = night(
    [job("gate", 1), job("net", 3, 20), job("pair", 5, 9, crews=2, skills=("weld",))],
    [crew("ann", skills=("weld",)), crew("bo", 4, loaded_m=10, skills=("weld",))],
    [yard("yard", 2, stock_m=60)],
)
GOOD = plan(
    ann=(works("gate", 1), loads("yard", 12, 50), works("net", 18, 20), works("pair", 30, 4)),
    bo=(works("pair", 30, 5),),
)


def codes(problem: CrewProblem, made: CrewPlan) -> set[str]:
    return {finding.code for finding in check_crew_plan(problem, made)}


def ann(*steps: object, **more: object) -> CrewPlan:
    """The good plan with other steps for Ann."""
    return plan(ann=steps, bo=GOOD.crews[CrewId("bo")], **more)  # type: ignore[arg-type]


def test_a_good_plan_passes() -> None:
    assert check_crew_plan(LANE, GOOD) == ()


def test_waiting_is_allowed() -> None:
    late = plan(
        ann=(works("gate", 2), loads("yard", 13, 50), works("net", 20, 20), works("pair", 33, 4)),
        bo=(works("pair", 33, 5),),
    )
    assert codes(LANE, late) == set()


SPOILED = {
    "too-early": ann(works("gate", 0.5), loads("yard", 12, 50), works("net", 18, 20), works("pair", 30, 4)),
    "duration-wrong": ann(
        works("gate", 1, minutes=9), loads("yard", 12, 50), works("net", 18, 20), works("pair", 30, 4)
    ),
    "van-empty": ann(works("gate", 1), works("net", 18, 20), works("pair", 30, 4)),
    "van-overfull": ann(works("gate", 1), loads("yard", 12, 51), works("net", 18, 20), works("pair", 30, 4)),
    "net-negative": ann(
        works("gate", 1, -1), loads("yard", 12, 50), works("net", 18, 20), works("pair", 30, 4)
    ),
    "not-together": ann(works("gate", 1), loads("yard", 12, 50), works("net", 18, 20), works("pair", 31, 4)),
    "net-mismatch": ann(works("gate", 1), loads("yard", 12, 50), works("net", 18, 19), works("pair", 30, 4)),
    "crews-missing": ann(works("gate", 1), loads("yard", 12, 50), works("net", 18, 20)),
    "done-twice": ann(
        works("gate", 1), loads("yard", 12, 50), works("net", 18, 20), works("pair", 30, 4), works("net", 42)
    ),
    "job-forgotten": ann(loads("yard", 12, 50), works("net", 18, 20), works("pair", 30, 4)),
    "place-unknown": ann(works("nowhere", 1), *GOOD.crews[CrewId("ann")]),
    "crew-unknown": replace(GOOD, crews=GOOD.crews | {CrewId("ghost"): ()}),
    "finish-wrong": replace(GOOD, finish_s=GOOD.finish_s - 1),
    "bound-wrong": replace(GOOD, bound_s=GOOD.finish_s + 1),
    "undone-but-planned": replace(GOOD, undone=(Undone(JobId("gate"), "no time"),)),
    "job-unknown": replace(GOOD, undone=(Undone(JobId("moon"), "too far"),)),
    "reason-missing": ann(
        loads("yard", 12, 50),
        works("net", 18, 20),
        works("pair", 30, 4),
        undone=(Undone(JobId("gate"), " "),),
    ),
    "undone-twice": ann(
        loads("yard", 12, 50),
        works("net", 18, 20),
        works("pair", 30, 4),
        undone=(Undone(JobId("gate"), "no time"), Undone(JobId("gate"), "no time")),
    ),
}


@pytest.mark.parametrize("code", sorted(SPOILED))
def test_a_spoiled_plan_is_caught(code: str) -> None:
    assert code in codes(LANE, SPOILED[code])


def test_a_job_left_undone_with_its_reason_passes() -> None:
    made = ann(
        loads("yard", 12, 50),
        works("net", 18, 20),
        works("pair", 30, 4),
        undone=(Undone(JobId("gate"), "no time"),),
    )
    assert codes(LANE, made) == set()


def test_a_crew_without_the_skill_is_caught() -> None:
    unskilled = replace(LANE, crews=(replace(LANE.crews[0], skills=()), LANE.crews[1]))
    assert codes(unskilled, GOOD) == {"skill-missing"}


def test_a_crew_past_its_hours_is_caught() -> None:
    short = replace(LANE, crews=(replace(LANE.crews[0], until_s=39 * 60), LANE.crews[1]))
    assert codes(short, GOOD) == {"past-hours"}


def test_a_crew_that_is_not_where_it_must_end_by_its_hours_is_caught() -> None:
    """Ann's last job ends at minute 40, five minutes' walk from the well."""

    def ends_at_the_well(by_minute: int) -> CrewProblem:
        ann = replace(LANE.crews[0], ends_at=Place(0.0, 0.0), until_s=by_minute * 60)
        return replace(LANE, crews=(ann, LANE.crews[1]))

    assert codes(ends_at_the_well(45), GOOD) == set()
    assert codes(ends_at_the_well(44), GOOD) == {"past-hours"}


def test_the_way_back_counts_in_the_finish_where_the_problem_says_so() -> None:
    at_the_well = tuple(replace(c, ends_at=Place(0.0, 0.0)) for c in LANE.crews)
    returning = replace(LANE, crews=at_the_well, counts_return=True)
    assert codes(returning, GOOD) == {"finish-wrong"}
    assert codes(returning, replace(GOOD, finish_s=45 * 60)) == set()
    assert codes(replace(returning, counts_return=False), GOOD) == set()


def test_more_net_than_a_yard_has_is_caught() -> None:
    poor = replace(LANE, suppliers=(replace(LANE.suppliers[0], stock_m=49),))
    assert codes(poor, GOOD) == {"stock-short"}


def test_net_that_comes_in_too_late_is_caught() -> None:
    def delivered(minute: int) -> CrewProblem:
        coming = replace(LANE.suppliers[0], stock_m=40, deliveries=(Delivery(minute * 60, 10),))
        return replace(LANE, suppliers=(coming,))

    assert codes(delivered(12), GOOD) == set()
    assert codes(delivered(13), GOOD) == {"stock-short"}


def test_a_closed_yard_is_caught() -> None:
    for hours in ({"opens_s": 13 * 60}, {"closes_s": 16 * 60}):
        closed = replace(LANE, suppliers=(replace(LANE.suppliers[0], **hours),))
        assert codes(closed, GOOD) == {"yard-closed"}


def test_a_job_outside_its_window_is_caught() -> None:
    for window in ({"earliest_s": 2 * 60}, {"latest_s": 10 * 60}):
        gate = replace(LANE.jobs[0], **window)
        assert codes(replace(LANE, jobs=(gate, *LANE.jobs[1:])), GOOD) == {"window-missed"}


def test_a_locked_job_given_to_somebody_else_is_caught() -> None:
    assert codes(replace(LANE, locked=(Locked(JobId("gate"), CrewId("ann")),)), GOOD) == set()
    assert codes(replace(LANE, locked=(Locked(JobId("gate"), CrewId("bo")),)), GOOD) == {"lock-broken"}
