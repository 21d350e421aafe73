"""Orders, arrivals and hand-outs: stock that adds up, contradictions that show, shortages told ahead."""

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct

from tests.towns import (
    NORTH_CREW,
    SOUTH_CREW,
    YARD,
    Chronicle,
    at,
    by_two_crews,
    entry_of,
    night_begun,
    two_neighbourhoods,
)
from yipanqi.close import events as ev
from yipanqi.close import goods_events as gv
from yipanqi.close.alarms import alarms
from yipanqi.close.board import fold
from yipanqi.close.goods_ahead import shortages_ahead
from yipanqi.close.remaining import remaining
from yipanqi.close.state import Board
from yipanqi.ground.ids import PlanId, SupplierId
from yipanqi.plan.events import PlanAdopted
from yipanqi.plan.goods.materials import NET, TIES
from yipanqi.plan.jobs import WorkRules


def board_after(told: Chronicle) -> Board:
    return fold(Board(), told.entries)


def ordered(order: str = "o1", amount: int = 50, minutes: float = 120) -> gv.GoodsOrdered:
    return gv.GoodsOrdered(order, "mill", NET, amount, YARD, at(minutes))


def test_what_arrives_lies_in_the_yard() -> None:
    told = night_begun()
    told.say(ordered(), 1)
    told.say(gv.GoodsArrived("o1", YARD, NET, 30, "Wang"), 110)
    board = board_after(told)
    assert board.suppliers[YARD].stock_m == 130
    assert (board.goods.orders["o1"].arrived, board.goods.orders["o1"].signed_by) == (30, "Wang")


def test_a_hand_out_and_the_crews_own_word_count_once() -> None:
    told = night_begun()
    told.say(gv.GoodsHandedOut(YARD, NORTH_CREW, NET, 60, "Li"), 11)
    assert board_after(told).suppliers[YARD].stock_m == 40
    told.say(ev.CrewLoaded(NORTH_CREW, YARD, 60), 12)
    yard = board_after(told).suppliers[YARD]
    assert (yard.stock_m, yard.handed_out_m, yard.flags) == (40, 60, ())


def test_two_different_figures_are_shown_to_both() -> None:
    told = night_begun()
    told.say(ev.CrewLoaded(NORTH_CREW, YARD, 60), 12)
    told.say(gv.GoodsHandedOut(YARD, NORTH_CREW, NET, 50, "Li"), 11)
    yard = board_after(told).suppliers[YARD]
    assert yard.stock_m == 50, "what the crew signed for is believed"
    assert [(f.code, f.facts["fetched"], f.facts["handed_out"]) for f in yard.flags] == [
        ("counts_differ", 60.0, 50.0)
    ]
    (alarm,) = (a for a in alarms(board_after(told), at(15)) if a.code == "contradiction")
    assert alarm.supplier == YARD


def test_giving_out_more_than_there_is_is_kept_and_flagged_and_stock_is_never_below_nothing() -> None:
    told = night_begun()
    for crew, metres in ((NORTH_CREW, 60), (SOUTH_CREW, 60)):
        told.say(gv.GoodsHandedOut(YARD, crew, NET, metres), 11)
    yard = board_after(told).suppliers[YARD]
    assert (yard.stock_m, yard.handed_out_m) == (0, 120)
    assert [(f.code, f.facts["missing"]) for f in yard.flags] == [("beyond_stock", 20.0)]


def test_more_than_was_ordered_is_flagged() -> None:
    told = night_begun()
    told.say(ordered(amount=50), 1)
    told.say(gv.GoodsArrived("o1", YARD, NET, 50), 100)
    told.say(gv.GoodsArrived("o1", YARD, NET, 50), 101)
    assert [f.code for f in board_after(told).goods.orders["o1"].flags] == ["more_arrived_than_ordered"]


def test_what_a_yard_sends_to_another_lies_there_no_more() -> None:
    told = night_begun()
    told.say(gv.GoodsOrdered("o1", YARD, NET, 30, SupplierId("site"), at(60)), 1)
    told.say(gv.GoodsArrived("o1", SupplierId("site"), NET, 30), 50)
    assert board_after(told).suppliers[YARD].stock_m == 70


def test_other_goods_do_not_touch_the_net() -> None:
    told = night_begun()
    told.say(gv.GoodsArrived("o9", YARD, TIES, 500), 5)
    told.say(gv.GoodsHandedOut(YARD, NORTH_CREW, TIES, 90), 11)
    assert board_after(told).suppliers[YARD].stock_m == 100


def test_a_count_stands_over_what_came_and_went_before_it() -> None:
    told = night_begun()
    told.say(gv.GoodsArrived("o1", YARD, NET, 30), 5)
    told.say(ev.SupplierCounted(YARD, 120), 6)
    told.say(gv.GoodsHandedOut(YARD, NORTH_CREW, NET, 60), 11)
    assert board_after(told).suppliers[YARD].stock_m == 60


def test_net_that_crews_will_miss_is_told_before_they_come() -> None:
    told = night_begun()
    told.say(ev.SupplierCounted(YARD, 5), 1)
    board = board_after(told)
    (short,) = shortages_ahead(board, at(1))
    assert (short.yard, short.amount, short.from_s) == (YARD, 7, 60)
    (alarm,) = (a for a in alarms(board, at(1)) if a.code == "shortage_ahead")
    assert (alarm.supplier, alarm.facts["amount"]) == (YARD, 7.0)
    told.say(ordered(amount=20, minutes=1.5), 1)
    assert shortages_ahead(board_after(told), at(1)) == ()


def test_an_order_that_has_not_come_in_time_raises_an_alarm() -> None:
    told = night_begun()
    told.say(ordered(minutes=30), 1)
    board = board_after(told)
    assert "delivery_late" not in {a.code for a in alarms(board, at(40))}
    (alarm,) = (a for a in alarms(board, at(50)) if a.code == "delivery_late")
    assert (alarm.supplier, alarm.facts["minutes"]) == (YARD, 20.0)


def test_a_replan_counts_on_what_is_due_and_not_on_what_is_overdue() -> None:
    told = night_begun()
    told.say(ordered("soon", 40, 120), 1)
    told.say(ordered("late", 30, 10), 1)
    board = board_after(told)
    assert board.night is not None
    problem = remaining(board, board.night, board.planned, at(60), WorkRules()).problem
    assert [(d.at_s, d.net_m) for d in problem.suppliers[0].deliveries] == [(7200, 40)]


def test_a_plans_orders_go_out_when_it_is_adopted_and_not_before() -> None:
    line = gv.PlannedOrder("p1", "mill", NET, 40, YARD, at(60), lent=20, cost=900)
    told = Chronicle()
    told.say(two_neighbourhoods())
    told.say(by_two_crews())
    told.say(gv.GoodsPlanned(PlanId("plan-1"), (line,)))
    assert board_after(told).goods.orders == {}
    told.say(PlanAdopted(PlanId("plan-1")))
    board = board_after(told)
    assert (board.goods.orders["p1"].amount, board.goods.orders["p1"].lent) == (40, 20)
    assert board.goods.planned is None


def test_a_plan_that_was_superseded_orders_nothing() -> None:
    told = Chronicle()
    told.say(two_neighbourhoods())
    told.say(gv.GoodsPlanned(PlanId("plan-0"), (gv.PlannedOrder("p", "mill", NET, 4, YARD, at(60)),)))
    told.say(by_two_crews())
    told.say(PlanAdopted(PlanId("plan-1")))
    assert board_after(told).goods.orders == {}


crews = st.sampled_from([NORTH_CREW, SOUTH_CREW])
amounts = st.integers(0, 60)
goods = st.sampled_from([NET, TIES])
facts: st.SearchStrategy[Struct] = st.one_of(
    st.sampled_from(["a", "b"]).map(lambda order: ordered(order, 40, 90)),
    st.builds(gv.GoodsArrived, st.sampled_from(["a", "b", "c"]), st.just(YARD), goods, amounts),
    st.builds(gv.GoodsHandedOut, st.just(YARD), crews, goods, amounts),
    st.builds(ev.CrewLoaded, crews, st.just(YARD), amounts),
    st.builds(ev.SupplierCounted, st.just(YARD), amounts),
)
nights = st.lists(st.tuples(facts, st.integers(1, 500)), max_size=14)


@given(nights, st.data())
@settings(max_examples=150, deadline=None)
def test_the_order_of_arrival_changes_no_stock_and_no_flag(
    night: list[tuple[Struct, int]], data: st.DataObject
) -> None:
    begun = night_begun().entries
    order = data.draw(st.permutations(range(len(night))))

    def after(which: list[int]) -> tuple[object, object]:
        entries = [
            entry_of(night[n][0], len(begun) + place + 1, night[n][1], number=n)
            for place, n in enumerate(which)
        ]
        board = fold(Board(), [*begun, *entries])
        yard = board.suppliers[YARD]
        arrived = {key: (row.arrived, row.flags) for key, row in sorted(board.goods.orders.items())}
        return (yard.stock_m, yard.handed_out_m, yard.flags, yard.heard_at), arrived

    assert after(list(range(len(night)))) == after(list(order))


@given(nights)
@settings(max_examples=100, deadline=None)
def test_stock_is_never_below_nothing(night: list[tuple[Struct, int]]) -> None:
    begun = night_begun().entries
    entries = [entry_of(fact, len(begun) + n + 1, when, number=n) for n, (fact, when) in enumerate(night)]
    yard = fold(Board(), [*begun, *entries]).suppliers[YARD]
    assert yard.stock_m is not None
    assert yard.stock_m >= 0
    assert (yard.stock_m == 0) or not any(f.code == "beyond_stock" for f in yard.flags)


def test_a_yard_nobody_knows_stops_nothing() -> None:
    told = night_begun()
    told.say(gv.GoodsArrived("x", SupplierId("moon"), NET, 5), 5)
    told.say(gv.GoodsHandedOut(SupplierId("moon"), NORTH_CREW, NET, 5), 6)
    assert board_after(told).quarantined == 0
