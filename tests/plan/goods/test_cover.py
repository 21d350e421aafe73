"""Whatever is missing is named: how much, from when, until when, and who waits."""

from hypothesis import given
from hypothesis import strategies as st

from tests.plan.goods.offers import EAST, HOUR, WEST, net_at
from yipanqi.plan.goods.cover import Arrival, shortages, waited, worst_gap
from yipanqi.plan.goods.materials import NET, WEIGHT
from yipanqi.plan.goods.model import GoodsProblem


def test_a_yard_with_enough_in_time_lacks_nothing() -> None:
    needs = [net_at(EAST, 1, 30, "lane"), net_at(EAST, 3, 30, "steps")]
    assert shortages(needs, {(EAST, NET): [Arrival(0, 30), Arrival(3 * HOUR, 30)]}) == ()


def test_net_that_comes_late_is_named_with_the_openings_that_wait() -> None:
    needs = [net_at(EAST, 1, 30, "lane"), net_at(EAST, 3, 30, "steps", "path")]
    (short,) = shortages(needs, {(EAST, NET): [Arrival(0, 40), Arrival(5 * HOUR, 40)]})
    assert (short.yard, short.amount, short.jobs) == (EAST, 20, ("steps", "path"))
    assert (short.from_s, short.until_s) == (3 * HOUR, 5 * HOUR)


def test_net_that_never_comes_has_no_end() -> None:
    (short,) = shortages([net_at(WEST, 2, 10, "gate")], {})
    assert (short.amount, short.until_s) == (10, None)


def test_what_lies_at_one_yard_does_not_help_the_other() -> None:
    assert [s.yard for s in shortages([net_at(WEST, 2, 10)], {(EAST, NET): [Arrival(0, 99)]})] == [WEST]


def test_waiting_is_counted_in_metres_and_seconds_to_the_horizon() -> None:
    problem = GoodsProblem(0, 10 * HOUR, (EAST,), (), (net_at(EAST, 2, 10),))
    weight = WEIGHT[NET]
    assert waited(problem, {}) == weight * 10 * 8 * HOUR
    assert waited(problem, {(EAST, NET): [Arrival(3 * HOUR, 4), Arrival(20 * HOUR, 6)]}) == weight * (
        10 * HOUR + 6 * 7 * HOUR
    )


moments = st.integers(0, 8).map(lambda h: h * HOUR)
arrivals = st.lists(st.builds(Arrival, moments, st.integers(1, 9)), max_size=6)
wanted = st.lists(st.tuples(st.integers(0, 8), st.integers(1, 9)), min_size=1, max_size=6)


@given(wanted, arrivals)
def test_a_shortage_is_named_exactly_when_stock_would_go_below_nothing(
    wanted: list[tuple[int, int]], came: list[Arrival]
) -> None:
    needs = [net_at(EAST, hour, metres) for hour, metres in wanted]
    level_ok = all(
        sum(a.amount for a in came if a.at_s <= n.at_s) >= sum(m.amount for m in needs if m.at_s <= n.at_s)
        for n in needs
    )
    named = shortages(needs, {(EAST, NET): came})
    assert (named == ()) == level_ok
    assert sum(s.amount for s in named) == worst_gap(needs, came)


@given(wanted, arrivals, st.integers(1, 9))
def test_more_goods_never_make_anybody_wait_longer(
    wanted: list[tuple[int, int]], came: list[Arrival], more: int
) -> None:
    needs = tuple(net_at(EAST, hour, metres) for hour, metres in wanted)
    problem = GoodsProblem(0, 10 * HOUR, (EAST,), (), needs)
    fewer = waited(problem, {(EAST, NET): came})
    assert waited(problem, {(EAST, NET): [*came, Arrival(2 * HOUR, more)]}) <= fewer
