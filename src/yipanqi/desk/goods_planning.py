"""A first plan together with the goods it takes, where the registry has quotes, loans or deliveries."""

from collections.abc import Callable
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from yipanqi.close.goods_events import GoodsPlanned, PlannedOrder
from yipanqi.close.goods_left import goods_left
from yipanqi.close.model import NightRow
from yipanqi.close.remaining import Remaining
from yipanqi.close.state import Board
from yipanqi.desk.ports import Scheduler
from yipanqi.ground.ids import PlanId
from yipanqi.ground.time import after, seconds_between
from yipanqi.plan.crews.model import CrewPlan, CrewProblem
from yipanqi.plan.goods.check import check_goods_plan
from yipanqi.plan.goods.materials import MaterialRules
from yipanqi.plan.goods.model import GoodsPlan, GoodsProblem, Supply
from yipanqi.plan.goods.offers import AFTER_S
from yipanqi.plan.goods.together import Buys, plan_together


class WithGoods(Struct, frozen=True):
    """A crew plan for yards as they will really be, and what has to be ordered for it."""

    left: Remaining
    crews: CrewPlan
    goods: GoodsProblem
    orders: GoodsPlan


def with_goods(
    board: Board,
    left: Remaining,
    night: NightRow,
    now: datetime,
    schedule: Scheduler,
    buys: Buys,
    *,
    seed: int,
    seconds: float,
) -> WithGoods | None:
    """Crews and goods planned together; None where nobody was asked for goods.

    Raises:
        ValueError: the goods plan does not pass its check.
    """
    offered = board.goods.offered
    if offered is None:
        return None
    return _together(
        left,
        _as_offered(offered, left, night, now),
        lambda problem, quick: schedule(problem, seconds=0.0 if quick else seconds, seed=seed),
        buys,
    )


def with_more_goods(
    board: Board,
    left: Remaining,
    night: NightRow,
    now: datetime,
    schedule: Callable[[CrewProblem, bool], CrewPlan],
    buys: Buys,
) -> WithGoods | None:
    """What is left planned with the net that could still be ordered; None where there is nothing to order.

    None, too, when no orders are found in the time there is: crews can't wait for that.
    """
    asked = goods_left(board, night, round(seconds_between(night.starts_at, now)))
    if asked is None or not any(offer.brought for offer in asked.offers):
        return None
    asked = replace(asked, horizon_s=left.problem.deadline_s + AFTER_S)
    try:
        return _together(left, asked, schedule, buys)
    except ValueError:
        return None


def _as_offered(offered: GoodsProblem, left: Remaining, night: NightRow, now: datetime) -> GoodsProblem:
    return replace(
        offered,
        now_s=min(0, round(seconds_between(night.starts_at, now))),
        horizon_s=left.problem.deadline_s + AFTER_S,
    )


def _together(
    left: Remaining, asked: GoodsProblem, schedule: Callable[[CrewProblem, bool], CrewPlan], buys: Buys
) -> WithGoods:
    def schedules(problem: CrewProblem, /, *, quick: bool) -> CrewPlan:
        return schedule(problem, quick)

    both = plan_together(left.problem, asked, MaterialRules(), schedules, buys)
    wrong = check_goods_plan(both.goods, both.orders)
    if wrong:
        raise ValueError(f"goods plan: {wrong[0].code} {wrong[0].about}: {wrong[0].says}")
    return WithGoods(replace(left, problem=both.crews), both.plan, both.goods, both.orders)


def to_be_ordered(plan: PlanId, night: NightRow, both: WithGoods, *, again: bool = False) -> GoodsPlanned:
    """What goes out when the plan is adopted; `again`: only what was not ordered, or there, before."""
    lies_at = {offer.id: offer.yard for offer in both.goods.offers if not offer.settled}
    orders = tuple(
        _order(f"{plan}/{n}", night, supply, lies_there=lies_at.get(supply.offer) == supply.yard)
        for n, supply in enumerate(both.orders.supplies, start=1)
        if not (again and (lies_at.get(supply.offer) == supply.yard or supply.offer not in lies_at))
    )
    return GoodsPlanned(plan, orders, both.orders.shortages)


def _order(order: str, night: NightRow, supply: Supply, *, lies_there: bool) -> PlannedOrder:
    return PlannedOrder(
        order=order,
        seller=supply.by,
        good=supply.good,
        amount=supply.amount,
        supplier=supply.yard,
        due_at=after(night.starts_at, supply.arrives_s),
        lent=supply.lent,
        cost=supply.cost,
        lies_there=lies_there,
    )
