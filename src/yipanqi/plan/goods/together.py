"""Goods and crews planned together, so that no crew waits for goods that cannot come.

The crews' first plan, made as if every offer went everywhere, shows where goods are wanted; what is
bought for it is what the crews' real plan may count on; and what that plan takes is what is ordered.
"""

from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from yipanqi.plan.crews.model import CrewPlan, CrewProblem, Step
from yipanqi.plan.goods.materials import MaterialRules
from yipanqi.plan.goods.model import GoodsPlan, GoodsProblem
from yipanqi.plan.goods.needs import needs_of
from yipanqi.plan.goods.yards import certain, hoped_for


class Schedules(Protocol):
    """Makes crew plans; `quick` asks for the first good one."""

    def __call__(self, problem: CrewProblem, /, *, quick: bool) -> CrewPlan: ...


class Buys(Protocol):
    """Makes goods plans."""

    def __call__(self, problem: GoodsProblem, /) -> GoodsPlan: ...


class Supplied(Struct, frozen=True):
    """A night with its goods: the crews' problem as its yards will really be, and both plans."""

    crews: CrewProblem
    plan: CrewPlan
    goods: GoodsProblem
    orders: GoodsPlan


def plan_together(
    crews: CrewProblem, goods: GoodsProblem, rules: MaterialRules, schedules: Schedules, buys: Buys
) -> Supplied:
    """Both plans; `goods` comes without needs, which the crews' plan gives."""
    hoped = hoped_for(crews, goods)
    wanted = replace(goods, needs=needs_of(hoped, schedules(hoped, quick=True), rules))
    sure = certain(crews, goods, buys(wanted))
    plan = without_surplus(sure, schedules(sure, quick=False))
    needed = replace(goods, needs=needs_of(sure, plan, rules))
    orders = buys(needed)
    return Supplied(certain(crews, goods, orders), plan, needed, orders)


def without_surplus(problem: CrewProblem, plan: CrewPlan) -> CrewPlan:
    """The plan with vans that take what their jobs need and no more: what is not bought cannot be loaded."""
    van_m = {crew.id: crew.loaded_m for crew in problem.crews}
    crews = {crew: _needed(steps, van_m.get(crew, 0)) for crew, steps in plan.crews.items()}
    return replace(plan, crews=crews)


def _needed(steps: tuple[Step, ...], van_m: int) -> tuple[Step, ...]:
    told = []
    for n, step in enumerate(steps):
        if step.do == "load":
            rest = steps[n + 1 :]
            until = next((i for i, s in enumerate(rest) if s.do == "load"), len(rest))
            step = replace(step, net_m=max(0, sum(s.net_m for s in rest[:until]) - van_m))
        van_m += step.net_m if step.do == "load" else -step.net_m
        told.append(step)
    return tuple(told)
