"""Every way of spoiling a goods plan is caught."""

from collections.abc import Callable

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.plan.goods.offers import EAST, HOUR, WEST, net_at, offer, problems, tonight
from yipanqi.ground.ids import GoodKey, OfferId, SupplierId
from yipanqi.plan.goods.check import check_goods_plan
from yipanqi.plan.goods.materials import POSTS
from yipanqi.plan.goods.model import GoodsPlan, GoodsProblem, Supply
from yipanqi.solvers.goods import plan_goods

NIGHT = tonight(
    net_at(EAST, 1, 30, "lane"),
    net_at(WEST, 2, 25, "steps"),
    net_at(WEST, 6, 40, "path"),
    offers=(
        offer("roll", 60, price=900, pack=10, least=20, brought=True, lead_s=2 * HOUR, charge=5000),
        offer("site", 20, by="site", price=700, lent_percent=50, yard=WEST),
    ),
)
PLAN = plan_goods(NIGHT)


def codes(plan: GoodsPlan, problem: GoodsProblem = NIGHT) -> set[str]:
    return {finding.code for finding in check_goods_plan(problem, plan)}


def changed(name: str, **changes: object) -> GoodsPlan:
    """The plan with every order of one offer changed."""
    supplies = (replace(s, **changes) if s.offer == name else s for s in PLAN.supplies)
    return replace(PLAN, supplies=tuple(supplies))


def test_the_plan_itself_passes() -> None:
    assert codes(PLAN) == set()
    assert PLAN.shortages, "this night lacks 15 m"


def _roll() -> Supply:
    return next(s for s in PLAN.supplies if s.offer == "roll")


SPOILT: dict[str, Callable[[], GoodsPlan]] = {
    "offer-unknown": lambda: changed("roll", offer=OfferId("nobody")),
    "yard-unknown": lambda: changed("roll", yard=SupplierId("moon")),
    "offer-other": lambda: changed("roll", by="somebody else"),
    "amount-odd": lambda: changed("roll", amount=31),
    "beyond-offer": lambda: changed("roll", amount=90),
    "below-least": lambda: replace(PLAN, supplies=(replace(_roll(), amount=10),)),
    "too-early": lambda: replace(
        PLAN, supplies=tuple(replace(s, arrives_s=s.arrives_s - 1) for s in PLAN.supplies)
    ),
    "lent-odd": lambda: changed("site", lent=-1),
    "beyond-lent": lambda: replace(PLAN, supplies=tuple(replace(s, lent=s.amount) for s in PLAN.supplies)),
    "cost-wrong": lambda: changed("site", cost=0),
    "ordered-twice": lambda: replace(PLAN, supplies=(*PLAN.supplies, PLAN.supplies[0])),
    "shortage-unnamed": lambda: replace(PLAN, shortages=()),
    "shortage-false": lambda: replace(
        PLAN, shortages=(*PLAN.shortages, replace(PLAN.shortages[0], good=POSTS))
    ),
    "shortage-wrong": lambda: replace(
        PLAN, shortages=(replace(PLAN.shortages[0], until_s=7 * HOUR), *PLAN.shortages[1:])
    ),
    "shortage-twice": lambda: replace(PLAN, shortages=(*PLAN.shortages, PLAN.shortages[0])),
    "unoffered-wrong": lambda: replace(PLAN, unoffered={GoodKey("ties"): 4}),
    "short-wrong": lambda: replace(PLAN, short=PLAN.short - 1),
    "bound-wrong": lambda: replace(PLAN, cost_bound=PLAN.cost + 1),
}


@pytest.mark.parametrize("code", SPOILT)
def test_a_spoilt_plan_is_caught(code: str) -> None:
    assert code in codes(SPOILT[code]())


def test_an_order_that_cannot_come_is_caught() -> None:
    site = next(s for s in PLAN.supplies if s.offer == "site")
    moved = replace(PLAN, supplies=tuple(replace(s, yard=EAST) if s is site else s for s in PLAN.supplies))
    assert "cannot-come" in codes(moved)


def test_an_offer_that_has_lapsed_cannot_be_ordered() -> None:
    lapsed = replace(NIGHT, offers=tuple(replace(o, valid_until_s=NIGHT.now_s - 1) for o in NIGHT.offers))
    assert "cannot-come" in codes(PLAN, lapsed)
    assert plan_goods(lapsed).supplies == ()


def test_what_is_on_its_way_comes_in_whole() -> None:
    settled = offer("van", 30, yard=EAST, from_s=0, settled=True)
    night = tonight(net_at(EAST, 1, 10), offers=(settled,))
    plan = plan_goods(night)
    assert [s.amount for s in plan.supplies] == [30]
    assert "settled-changed" in codes(replace(plan, supplies=()), night)


@given(problems(), st.data())
@settings(max_examples=60, deadline=None)
def test_no_order_can_be_changed_unnoticed(problem: GoodsProblem, data: st.DataObject) -> None:
    plan = plan_goods(problem)
    assert check_goods_plan(problem, plan) == ()
    assume(plan.supplies)
    which = data.draw(st.integers(0, len(plan.supplies) - 1))
    supply = plan.supplies[which]
    spoilt: Supply | None = data.draw(
        st.sampled_from(
            [
                replace(supply, amount=-supply.amount),
                replace(supply, lent=supply.lent + 1),
                replace(supply, cost=supply.cost + 1),
                replace(supply, arrives_s=supply.arrives_s - 1),
                replace(supply, offer=OfferId("nobody")),
            ]
        )
    )
    supplies = (*plan.supplies[:which], *([spoilt] if spoilt else []), *plan.supplies[which + 1 :])
    assert check_goods_plan(problem, replace(plan, supplies=supplies)) != ()
