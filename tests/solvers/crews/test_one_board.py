"""One board against each for itself, on a lane of two communities."""

import pytest

from tests.plan.crews.lane import MINUTE, crew, job, night
from yipanqi.ground.ids import OrganisationId
from yipanqi.solvers.crews.one_board import compare, worth

EAST = [job(f"e{n}", 1) for n in range(4)]
WEST = [job(f"w{n}", 2, community="west") for n in range(2)]


def test_a_community_without_crews_is_closed_by_the_others_only_on_one_board() -> None:
    told = compare(night([*EAST, *WEST], [crew("k"), crew("l")]), 0.2)
    assert told.one_board.undone == 0
    assert told.each_for_itself.undone == 2
    assert told.each_for_itself.neighbourhoods_late == 1


def test_where_crews_are_spread_evenly_one_board_is_no_later() -> None:
    told = compare(night([*EAST[:2], *WEST], [crew("k"), crew("l", community="west")]), 0.2)
    assert told.unequal == pytest.approx(1.0)
    assert told.one_board.finish_s <= told.each_for_itself.finish_s


def test_where_one_community_has_all_the_work_it_is_worse_off_alone() -> None:
    told = compare(night([*EAST, WEST[0]], [crew("k"), crew("l", community="west")]), 0.2)
    assert told.unequal > 1.5
    assert told.one_board.finish_s < told.each_for_itself.finish_s


def test_what_one_more_crew_and_one_lender_less_are_worth() -> None:
    mill = OrganisationId("mill")
    told = worth(night(EAST[:3], [crew("k"), crew("l", lender=mill)]), 0.2)
    assert told.another_crew_s == 10 * MINUTE
    assert told.an_hour_earlier_s == 60 * MINUTE
    assert told.without_lender_s[mill] == 10 * MINUTE
    assert told.without_lender_undone == {OrganisationId("village"): 0, mill: 0}
