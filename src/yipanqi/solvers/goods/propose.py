"""The entrance to the goods planner: a problem in, orders out, with what is proven of them."""

from collections import defaultdict

from msgspec.structs import replace

from yipanqi.ground.ids import GoodKey
from yipanqi.plan.goods.cover import arrivals_of, shortages, waited
from yipanqi.plan.goods.model import GoodsPlan, GoodsProblem, Offer, Supply
from yipanqi.solvers.goods.program import Floats, Order, Program, Solved, Terms


def plan_goods(problem: GoodsProblem, *, seconds: float = 5.0) -> GoodsPlan:
    """Orders that hold up vans least; of those the ones with the least waiting, then cost, then moving.

    Each step is a mixed-integer program of its own, held to what those before have reached.

    Raises:
        ValueError: seconds are not positive.
    """
    if seconds <= 0:
        raise ValueError("a goods plan takes some time")
    program = Program(problem)
    steps = [_least(program, aim, seconds) for aim in (program.held_up, program.short, program.cost())]
    supplies = _supplies(program, program.solve(program.moved(), seconds).columns)
    offered = {offer.good for offer in problem.offers}
    asked = replace(problem, needs=tuple(need for need in problem.needs if need.good in offered))
    firm = replace(asked, needs=tuple(need for need in asked.needs if need.firm))
    coming = arrivals_of(supplies)
    values = (waited(firm, coming), waited(asked, coming), sum(supply.cost for supply in supplies))
    bounds = [min(step.bound, value) for step, value in zip(steps, values, strict=True)]
    return GoodsPlan(
        supplies=supplies,
        shortages=shortages(asked.needs, coming),
        unoffered=_unoffered(problem),
        held_up=values[0],
        held_up_bound=bounds[0],
        short=values[1],
        short_bound=bounds[1],
        cost=values[2],
        cost_bound=bounds[2],
    )


def _least(program: Program, aim: Terms, seconds: float) -> Solved:
    """The least of something, which every later step has to keep to."""
    solved = program.solve(aim, seconds)
    program.limit(aim, solved.value)
    return solved


def _unoffered(problem: GoodsProblem) -> dict[GoodKey, int]:
    offered = {offer.good for offer in problem.offers}
    told: dict[GoodKey, int] = defaultdict(int)
    for need in problem.needs:
        if need.good not in offered:
            told[need.good] += need.amount
    return dict(told)


def _supplies(program: Program, columns: Floats) -> tuple[Supply, ...]:
    """The orders, offer by offer; what is lent of an offer goes to its yards in order."""
    told: list[Supply] = []
    mine: dict[str, list[tuple[Order, int]]] = defaultdict(list)
    for order in program.orders:
        amount = round(float(columns[order.packs])) * order.offer.pack
        if amount > 0:
            mine[order.offer.id].append((order, amount))
    for orders in mine.values():
        left = sum(amount for _, amount in orders) * orders[0][0].offer.lent_percent // 100
        for order, amount in orders:
            lent = min(left, amount)
            left -= lent
            told.append(_supply(order, amount, lent))
    return tuple(sorted(told, key=lambda s: (s.arrives_s, s.yard, s.good, s.offer)))


def _supply(order: Order, amount: int, lent: int) -> Supply:
    offer: Offer = order.offer
    brought = offer.charge if offer.yard != order.yard else 0
    return Supply(
        offer.id,
        offer.by,
        offer.good,
        order.yard,
        amount,
        lent,
        order.arrives_s,
        offer.price * (amount - lent) + brought,
    )
