"""The goods planner orders what is needed in time, at the least cost, and proves it."""

from itertools import product

from hypothesis import given, settings
from msgspec.structs import replace

from tests.plan.goods.offers import EAST, HOUR, WEST, net_at, offer, problems, tonight
from yipanqi.ground.ids import GoodKey, SupplierId
from yipanqi.plan.goods.check import check_goods_plan
from yipanqi.plan.goods.cover import Arrival, arrives_s, waited
from yipanqi.plan.goods.materials import TIES
from yipanqi.plan.goods.model import GoodsProblem, Need, Offer
from yipanqi.solvers.goods import plan_goods


def test_what_is_lent_goes_before_what_has_to_be_paid() -> None:
    night = tonight(
        net_at(EAST, 1, 30),
        offers=(offer("mill", 100, price=900, yard=EAST), offer("village", 20, lent_percent=100, yard=EAST)),
    )
    plan = plan_goods(night)
    assert {s.offer: s.amount for s in plan.supplies} == {"village": 20, "mill": 10}
    assert (plan.cost, plan.cost_bound, plan.shortages) == (9000, 9000, ())


def test_a_building_site_lends_half_and_sells_half() -> None:
    site = offer("site", 50, price=800, lent_percent=50, yard=EAST)
    (supply,) = plan_goods(tonight(net_at(EAST, 1, 31), offers=(site,))).supplies
    assert (supply.amount, supply.lent, supply.cost) == (31, 15, 16 * 800)


def test_the_quick_supplier_brings_what_is_needed_first_and_the_cheap_one_the_rest() -> None:
    night = tonight(
        net_at(WEST, 0, 40, "early"),
        net_at(WEST, 7, 60, "late"),
        offers=(
            offer("quick", 100, price=1500, brought=True, lead_s=2 * HOUR),
            offer("cheap", 100, price=500, brought=True, lead_s=9 * HOUR),
        ),
    )
    plan = plan_goods(night)
    assert {s.offer: s.amount for s in plan.supplies} == {"quick": 40, "cheap": 60}
    assert plan.shortages == ()


def test_rolls_come_whole_and_small_orders_are_filled_up() -> None:
    roll = offer("roll", 200, price=100, pack=25, least=75, yard=EAST)
    assert [s.amount for s in plan_goods(tonight(net_at(EAST, 1, 30), offers=(roll,))).supplies] == [75]
    assert [s.amount for s in plan_goods(tonight(net_at(EAST, 1, 80), offers=(roll,))).supplies] == [100]


def test_bringing_to_one_yard_is_cheaper_than_to_two_but_no_yard_is_left_without() -> None:
    van = offer("van", 200, price=10, brought=True, charge=5000)
    both = plan_goods(tonight(net_at(EAST, 1, 30), net_at(WEST, 1, 30), offers=(van,)))
    assert {s.yard for s in both.supplies} == {EAST, WEST}
    spare = offer("here", 30, price=150, yard=WEST)
    one = plan_goods(tonight(net_at(EAST, 1, 30), net_at(WEST, 1, 30), offers=(van, spare)))
    assert {(s.offer, s.yard) for s in one.supplies} == {("van", EAST), ("here", WEST)}


def test_a_shortage_is_named_hours_ahead_and_waiting_is_kept_short() -> None:
    late = offer("late", 100, brought=True, lead_s=8 * HOUR)
    plan = plan_goods(tonight(net_at(EAST, 2, 30, "lane", "steps"), offers=(late,)))
    (short,) = plan.shortages
    assert (short.amount, short.from_s, short.until_s) == (30, 2 * HOUR, 4 * HOUR)
    assert short.jobs == ("lane", "steps")
    assert plan.short == plan.short_bound > 0


def test_goods_nobody_was_asked_for_stand_apart() -> None:
    night = tonight(
        net_at(EAST, 1, 30), Need(EAST, TIES, HOUR, 90), offers=(offer("mill", None, price=1, yard=EAST),)
    )
    plan = plan_goods(night)
    assert (plan.unoffered, plan.shortages) == ({GoodKey("ties"): 90}, ())


def test_nothing_needed_is_nothing_ordered() -> None:
    plan = plan_goods(tonight(offers=(offer("mill", 100, price=1, least=50, yard=EAST),)))
    assert (plan.supplies, plan.cost) == ((), 0)


@given(problems())
@settings(max_examples=60, deadline=None)
def test_every_plan_passes_the_check_and_is_proven(problem: GoodsProblem) -> None:
    plan = plan_goods(problem)
    assert check_goods_plan(problem, plan) == ()
    assert plan.proven


@given(problems(most_needs=3, most_offers=2))
@settings(max_examples=40, deadline=None)
def test_no_plan_found_by_trying_all_is_better(problem: GoodsProblem) -> None:
    plan = plan_goods(problem)
    assert (plan.held_up, plan.short, plan.cost) == _best_by_trying(problem)


def _best_by_trying(problem: GoodsProblem) -> tuple[int, int, int]:
    """Vans held up least, then least waiting, then least cost, over every way of ordering whole packs."""
    offered = {o.good for o in problem.offers}
    asked = GoodsProblem(
        problem.now_s,
        problem.horizon_s,
        problem.yards,
        problem.offers,
        tuple(n for n in problem.needs if n.good in offered),
    )
    firm = replace(asked, needs=tuple(n for n in asked.needs if n.firm))
    best = (waited(firm, {}), waited(asked, {}), 0)
    for chosen in product(*(_ways(asked, o) for o in problem.offers)):
        coming: dict[tuple[SupplierId, GoodKey], list[Arrival]] = {}
        cost = 0
        for offer_, amounts in zip(problem.offers, chosen, strict=True):
            total = sum(amounts.values())
            cost += offer_.price * (total - total * offer_.lent_percent // 100)
            for yard, amount in amounts.items():
                there_s = arrives_s(asked, offer_, yard)
                assert there_s is not None
                coming.setdefault((yard, offer_.good), []).append(Arrival(there_s, amount))
                cost += offer_.charge if yard != offer_.yard else 0
        best = min(best, (waited(firm, coming), waited(asked, coming), cost))
    return best


def _ways(problem: GoodsProblem, offer_: Offer) -> list[dict[SupplierId, int]]:
    """How an offer can be ordered: amounts by yard."""
    wanted = sum(n.amount for n in problem.needs if n.good == offer_.good)
    most = max(wanted, offer_.least) + 2 * offer_.pack
    most = most if offer_.amount is None else min(most, offer_.amount)
    yards = [y for y in problem.yards if arrives_s(problem, offer_, y) is not None]
    steps = range(0, most + 1, offer_.pack)
    return [
        {y: a for y, a in zip(yards, amounts, strict=True) if a}
        for amounts in product(steps, repeat=len(yards))
        if sum(amounts) == 0 or offer_.least <= sum(amounts) <= most
    ]
