"""What the crews' problem is told of its yards: net that is there, and net that really comes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from yipanqi.ground.ids import OfferId, SupplierId
from yipanqi.plan.crews.model import CrewPlan, CrewProblem, Delivery, Step, Yard
from yipanqi.plan.goods.cover import Arrival, arrives_s
from yipanqi.plan.goods.materials import NET
from yipanqi.plan.goods.model import GoodsPlan, GoodsProblem, Offer

Nets = Mapping[SupplierId, Sequence[Arrival]]


def hoped_for(crews: CrewProblem, goods: GoodsProblem) -> CrewProblem:
    """The yards as if every offer went to each of them in full: for a first look at where net is wanted."""
    told: dict[SupplierId, list[Arrival]] = defaultdict(list)
    for offer in goods.offers:
        for yard in goods.yards if offer.good == NET else ():
            there_s = arrives_s(goods, offer, yard)
            if there_s is not None:
                told[yard].append(Arrival(there_s, _all(offer)))
    return _with(crews, told)


def certain(crews: CrewProblem, goods: GoodsProblem, plan: GoodsPlan) -> CrewProblem:
    """The yards with what the plan brings them, and what lies there to be fetched and goes nowhere else."""
    told: dict[SupplierId, list[Arrival]] = defaultdict(list)
    away: dict[OfferId, int] = defaultdict(int)
    lies_at = {offer.id: offer.yard for offer in goods.offers}
    for supply in plan.supplies:
        if supply.good == NET and supply.yard != lies_at[supply.offer]:
            told[supply.yard].append(Arrival(supply.arrives_s, supply.amount))
            away[supply.offer] += supply.amount
    for offer in goods.offers:
        there_s = arrives_s(goods, offer, offer.yard) if offer.yard is not None else None
        if offer.good == NET and offer.yard is not None and there_s is not None:
            told[offer.yard].append(Arrival(there_s, _all(offer) - away[offer.id]))
    return _with(crews, told)


_ENDLESS_M = 10_000_000
"""More net than any town; an offer without a limit counts as so much."""


def _all(offer: Offer) -> int:
    """All of an offer that can be had, in whole packs."""
    return _ENDLESS_M if offer.amount is None else offer.amount // offer.pack * offer.pack


def _with(crews: CrewProblem, nets: Nets) -> CrewProblem:
    return replace(crews, suppliers=tuple(_yard(y, nets.get(y.id, ())) for y in crews.suppliers))


def _yard(yard: Yard, nets: Sequence[Arrival]) -> Yard:
    """What is there when the night starts is stock; what comes later comes when it does."""
    there_m = sum(a.amount for a in nets if a.at_s <= 0)
    later = tuple(Delivery(a.at_s, a.amount) for a in sorted(nets) if a.at_s > 0 and a.amount > 0)
    return replace(yard, stock_m=None if there_m >= _ENDLESS_M else there_m, deliveries=later)


Lots = Mapping[SupplierId, SupplierId]
"""By the name of a lot, the yard it comes into."""


def in_lots(problem: CrewProblem) -> tuple[CrewProblem, Lots]:
    """The problem with each delivery as a yard of its own that opens when it is there, so that a crew waits.

    Whatever can be done with the lots can be done with the yards; not quite the other way round, as no van
    is filled out of two lots at once.
    """
    yards: list[Yard] = []
    lots: dict[SupplierId, SupplierId] = {}
    for yard in problem.suppliers:
        yards.append(replace(yard, deliveries=()))
        for at_s, net_m in sorted(_by_time(yard).items()):
            lot = SupplierId(f"{yard.id} @{at_s}")
            lots[lot] = yard.id
            stock_m = None if net_m >= _ENDLESS_M else net_m
            opens_s = max(yard.opens_s, at_s)
            yards.append(replace(yard, id=lot, stock_m=stock_m, opens_s=opens_s, deliveries=()))
    return replace(problem, suppliers=tuple(yards)), lots


def _by_time(yard: Yard) -> dict[int, int]:
    told: dict[int, int] = defaultdict(int)
    for delivery in yard.deliveries:
        told[delivery.at_s] += delivery.net_m
    return told


def out_of_lots(plan: CrewPlan, lots: Lots) -> CrewPlan:
    """The plan with yards for lots."""
    told = {
        crew: tuple(replace(s, at=lots.get(SupplierId(s.at), s.at)) for s in steps)
        for crew, steps in plan.crews.items()
    }
    return replace(plan, crews=told)


def into_lots(plan: CrewPlan, lots: Lots, problem: CrewProblem) -> CrewPlan:
    """A plan in force with lots for yards: each load from the newest lot that is there by then."""
    opens = {y.id: y.opens_s for y in problem.suppliers}
    told = {
        crew: tuple(replace(s, at=_newest(s, lots, opens)) if s.do == "load" else s for s in steps)
        for crew, steps in plan.crews.items()
    }
    return replace(plan, crews=told)


def _newest(step: Step, lots: Lots, opens: Mapping[SupplierId, int]) -> str:
    there = [lot for lot, yard in lots.items() if yard == step.at and opens[lot] <= step.starts_s]
    return max(there, key=lambda lot: opens[lot], default=SupplierId(step.at))
