"""The check of a goods plan: knows no solver, counts everything anew, and says all that is wrong.

Codes are stable; `docs/reference/goods-problem.md` lists them.
"""

from collections import defaultdict
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from yipanqi.ground.ids import GoodKey, OfferId
from yipanqi.plan.goods.cover import arrivals_of, arrives_s, shortages, waited
from yipanqi.plan.goods.model import GoodsPlan, GoodsProblem, Offer, Supply


class Finding(Struct, frozen=True):
    """One thing wrong with a plan: a stable code, what it is about (offer, yard), and words."""

    code: str
    about: str
    says: str


def check_goods_plan(problem: GoodsProblem, plan: GoodsPlan) -> tuple[Finding, ...]:
    """Everything wrong with the plan; empty when orders may go out by it."""
    return (
        *_supplies(problem, plan),
        *_offers(problem, plan),
        *_settled(problem, plan),
        *_shortages(problem, plan),
        *_worth(problem, plan),
    )


def _supplies(problem: GoodsProblem, plan: GoodsPlan) -> Iterator[Finding]:
    """Each order by itself: a known offer, to a yard it can come to, at its time and price."""
    offers = {o.id: o for o in problem.offers}
    seen: set[tuple[str, str]] = set()
    for supply in plan.supplies:
        offer = offers.get(supply.offer)
        if offer is None:
            yield Finding("offer-unknown", supply.offer, "the problem has no such offer")
        elif supply.yard not in problem.yards:
            yield Finding("yard-unknown", supply.yard, "the problem has no such yard")
        else:
            yield from _supply(problem, offer, supply)
        if (supply.offer, supply.yard) in seen:
            yield Finding("ordered-twice", supply.offer, f"two orders for {supply.yard}")
        seen.add((supply.offer, supply.yard))


def _supply(problem: GoodsProblem, offer: Offer, supply: Supply) -> Iterator[Finding]:
    if (supply.by, supply.good) != (offer.by, offer.good):
        yield Finding("offer-other", offer.id, f"{supply.by} does not offer {supply.good} under it")
    if supply.amount <= 0 or supply.amount % offer.pack:
        yield Finding("amount-odd", offer.id, f"{supply.amount} in packs of {offer.pack}")
    there_s = arrives_s(problem, offer, supply.yard)
    if there_s is None:
        yield Finding("cannot-come", offer.id, f"not to {supply.yard}, or not any more")
    elif supply.arrives_s < there_s:
        says = f"at {supply.yard} at {supply.arrives_s} s, not before {there_s} s"
        yield Finding("too-early", offer.id, says)
    if not 0 <= supply.lent <= supply.amount:
        yield Finding("lent-odd", offer.id, f"{supply.lent} lent of {supply.amount}")
    cost = offer.price * (supply.amount - supply.lent) + _charge(offer, supply)
    if supply.cost != cost:
        yield Finding("cost-wrong", offer.id, f"the order says {supply.cost}, it comes to {cost}")


def _charge(offer: Offer, supply: Supply) -> int:
    """Bringing costs; what lies at the yard is not brought."""
    return 0 if offer.yard == supply.yard else offer.charge


def _offers(problem: GoodsProblem, plan: GoodsPlan) -> Iterator[Finding]:
    """Of each offer never more than there is, nor less than is sold, nor more lent than is lent."""
    taken: dict[OfferId, int] = defaultdict(int)
    lent: dict[OfferId, int] = defaultdict(int)
    for supply in plan.supplies:
        taken[supply.offer] += supply.amount
        lent[supply.offer] += supply.lent
    for offer in problem.offers:
        if offer.amount is not None and taken[offer.id] > offer.amount:
            yield Finding("beyond-offer", offer.id, f"{taken[offer.id]} ordered, {offer.amount} offered")
        if 0 < taken[offer.id] < offer.least:
            yield Finding("below-least", offer.id, f"{taken[offer.id]} ordered, {offer.least} at least")
        if lent[offer.id] * 100 > offer.lent_percent * taken[offer.id]:
            yield Finding("beyond-lent", offer.id, f"{lent[offer.id]} of {taken[offer.id]} lent")


def _settled(problem: GoodsProblem, plan: GoodsPlan) -> Iterator[Finding]:
    """What is on its way comes in whole."""
    for offer in problem.offers:
        if offer.settled and offer.amount != sum(s.amount for s in plan.supplies if s.offer == offer.id):
            yield Finding("settled-changed", offer.id, f"{offer.amount} are on their way")


def _shortages(problem: GoodsProblem, plan: GoodsPlan) -> Iterator[Finding]:
    """Whatever is missing is named as it is, and nothing else; needs nobody was asked for stand apart."""
    offered = {o.good for o in problem.offers}
    unasked: dict[GoodKey, int] = defaultdict(int)
    for need in problem.needs:
        if need.good not in offered:
            unasked[need.good] += need.amount
    if dict(unasked) != plan.unoffered:
        yield Finding("unoffered-wrong", "plan", f"the plan says {plan.unoffered}, it is {dict(unasked)}")
    asked = [n for n in problem.needs if n.good in offered]
    true = {(s.yard, s.good): s for s in shortages(asked, arrivals_of(plan.supplies))}
    said = {(s.yard, s.good): s for s in plan.shortages}
    for place in sorted(true.keys() | said.keys()):
        if place not in said:
            yield Finding("shortage-unnamed", place[0], f"{true[place].amount} of {place[1]} are missing")
        elif place not in true:
            yield Finding("shortage-false", place[0], f"nothing of {place[1]} is missing")
        elif said[place] != true[place]:
            yield Finding("shortage-wrong", place[0], f"{place[1]}: it is {true[place]}")
    if len(said) < len(plan.shortages):
        yield Finding("shortage-twice", "plan", "a shortage is named twice")


def _worth(problem: GoodsProblem, plan: GoodsPlan) -> Iterator[Finding]:
    """Waiting and cost are as counted, and the bounds lie below."""
    offered = {o.good for o in problem.offers}
    asked = replace(problem, needs=tuple(n for n in problem.needs if n.good in offered))
    firm = replace(asked, needs=tuple(n for n in asked.needs if n.firm))
    coming = arrivals_of(plan.supplies)
    for said, true in ((plan.held_up, waited(firm, coming)), (plan.short, waited(asked, coming))):
        if said != true:
            yield Finding("short-wrong", "plan", f"the plan says {said}, it is {true}")
    cost = sum(s.cost for s in plan.supplies)
    if plan.cost != cost:
        yield Finding("cost-wrong", "plan", f"the plan says {plan.cost}, its orders come to {cost}")
    steps = ((plan.held_up_bound, plan.held_up), (plan.short_bound, plan.short), (plan.cost_bound, plan.cost))
    for bound, value in steps:
        if bound > value:
            yield Finding("bound-wrong", "plan", f"a bound of {bound} is above the plan's own {value}")
        if bound != value:
            return  # a bound further on is only proven of plans that reach all before it
