"""One board against each for itself, on a lane of two communities, and what one thing more is worth."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.plan.crews.lane import MINUTE, crew, job, night, yard
from yipanqi.ground.ids import OrganisationId
from yipanqi.plan.crews.check import check_crew_plan
from yipanqi.plan.crews.model import CrewPlan, CrewProblem
from yipanqi.plan.crews.worth import (
    Night,
    Span,
    Weighed,
    WorthReport,
    luck_of,
    played,
    sobered,
    told_apart,
    weighed,
)
from yipanqi.solvers.crews import plan_crews
from yipanqi.solvers.crews.one_board import SHARES, Effort, shared_out, worth

EAST = [job(f"e{n}", 1) for n in range(4)]
WEST = [job(f"w{n}", 2, community="west") for n in range(2)]
MILL = OrganisationId("mill")


def planned(problem: CrewProblem, seconds: float, seed: int) -> CrewPlan:
    plan = plan_crews(problem, seconds=0, rounds=200, seed=seed)
    assert check_crew_plan(problem, plan) == ()
    return plan


def told(problem: CrewProblem, **how: Any) -> WorthReport:
    report = worth(problem, planned, Effort(0.1, seeds=2, **how))
    assert report is not None
    return report


def one(report: WorthReport, kind: str, about: str | None = None) -> Weighed:
    (found,) = [w for w in report.weighed if w.kind == kind and about in (None, w.about)]
    return found


def test_a_community_without_crews_is_closed_by_the_others_only_on_one_board() -> None:
    report = told(night([*EAST, *WEST], [crew("k"), crew("l")]))
    alone = one(report, "each_for_itself")
    assert report.one_board.undone.high == 0
    assert (alone.night.undone.low, alone.night.neighbourhoods_late.low) == (2, 1)
    assert alone.fewer_undone == Span(-2, -2, -2)
    assert alone.told_apart
    assert report.unequal is None


def test_where_crews_are_spread_evenly_one_board_is_no_later() -> None:
    report = told(night([*EAST[:2], *WEST], [crew("k"), crew("l", community="west")]))
    assert report.unequal == pytest.approx(1.0)
    assert one(report, "each_for_itself").earlier_s.middle <= 0


def test_where_one_community_has_all_the_work_it_is_worse_off_alone() -> None:
    report = told(night([*EAST, WEST[0]], [crew("k"), crew("l", community="west")]))
    assert report.unequal is not None
    assert report.unequal > 1.5
    alone = one(report, "each_for_itself")
    assert alone.earlier_s.high < 0
    assert alone.told_apart


def test_crews_of_lenders_without_a_community_stay_at_home_when_each_is_for_itself() -> None:
    report = told(night(EAST[:2], [crew("k"), crew("l", community="nowhere")]))
    assert report.homeless == 1


def test_what_one_more_crew_an_hour_and_one_lender_less_are_worth() -> None:
    report = told(night(EAST[:3], [crew("k"), crew("l", lender=MILL)]))
    assert one(report, "another_crew").earlier_s.middle == 10 * MINUTE
    assert one(report, "an_hour_earlier").earlier_s.middle == 60 * MINUTE
    without = one(report, "without_lender", MILL)
    assert (without.earlier_s.middle, without.crews) == (-10 * MINUTE, 1)
    assert without.told_apart
    assert not any(
        w.kind == "an_hour_earlier" for w in told(night(EAST[:3], [crew("k")]), begun=True).weighed
    )


def test_a_yard_in_the_middle_of_the_work_saves_the_way_to_one_far_off() -> None:
    wanted = [replace(j, net_m=10) for j in EAST]
    far = told(night(wanted, [crew("k")], [yard("s", 90)]))
    assert one(far, "nearer_supplier").earlier_s.low >= 60 * MINUTE
    assert one(far, "nearer_supplier").about in {j.id for j in wanted}
    near = told(night(wanted, [crew("k")], [yard("s", 1)]))
    assert not one(near, "nearer_supplier").told_apart


def test_nights_that_differ_by_luck_are_not_told_apart() -> None:
    calm = played([Night(1000, 0, 0, 0), Night(1200, 0, 0, 0)])
    assert not told_apart(calm, played([Night(1100, 0, 0, 0), Night(1400, 0, 0, 0)]))
    assert told_apart(calm, played([Night(1201, 0, 0, 0), Night(1400, 0, 0, 0)]))
    assert told_apart(calm, played([Night(900, 2, 1, 0), Night(1100, 3, 1, 0)]))
    assert not told_apart(calm, played([Night(100, 0, 0, 0), Night(200, 1, 1, 0)]))


def test_whoever_has_heard_enough_ends_it() -> None:
    heard: list[float] = []

    def listen(kind: str, about: str, share: float) -> bool:
        heard.append(share)
        return len(heard) < 3

    assert worth(night(EAST, [crew("k")]), planned, Effort(0.1, seeds=2), listen) is None
    assert heard == sorted(heard)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["east", "west", "hill"]), st.integers(1, 9)), min_size=2, max_size=9),
    st.integers(1, 9),
    st.sampled_from(SHARES),
)
def test_crews_shared_out_anew_are_the_same_crews_each_with_one_community(
    work: list[tuple[str, int]], crews: int, share: float
) -> None:
    jobs = [replace(job(f"j{n}", at), community=place) for n, (place, at) in enumerate(work)]
    before = night(jobs, [crew(f"k{n}") for n in range(crews)])
    after = shared_out(before, share)
    places = {place for place, _ in work}
    assert [replace(c, community="") for c in after.crews] == [replace(c, community="") for c in before.crews]
    assert {c.community for c in after.crews} <= places


def test_the_more_unevenly_crews_are_shared_out_the_worse_each_for_itself_gets() -> None:
    crews = [crew(f"k{n}", community="east" if n % 2 else "west") for n in range(4)]
    report = told(night([*EAST, *WEST, *(replace(j, id=j.id + "'") for j in WEST)], crews), lenders=False)
    assert [u.share for u in report.uneven] == list(SHARES)
    assert report.uneven[0].night.undone.high == 0
    assert report.uneven[-1].night.undone.low > 0
    assert report.uneven[-1].told_apart
    assert report.uneven[-1].unequal is None


def gain(kind: str, earlier_s: int, undone: int = 0) -> Weighed:
    """A line that is earlier by so much, told apart by its spans alone."""
    told = played([Night(10_000 - earlier_s, undone, 0, 0)])
    return weighed(kind, played([Night(10_000, 0, 0, 0)]), told)  # type: ignore[arg-type]


def test_a_night_with_less_that_is_done_sooner_shows_how_much_is_luck() -> None:
    base = played([Night(10_000, 0, 0, 0), Night(10_040, 0, 0, 0)])
    lines = [gain("without_lender", 300), gain("without_lender", -200), gain("without_lender", -900)]
    assert luck_of(base, [lines[1]]) == 40
    luck_s = luck_of(base, lines)
    assert luck_s == 300
    assert [sobered(line, luck_s).told_apart for line in lines] == [False, False, True]
    assert sobered(gain("another_crew", 301), luck_s).told_apart
    assert not sobered(gain("another_crew", -500), luck_s).told_apart
    assert sobered(gain("each_for_itself", 500, undone=3), luck_s).told_apart
