"""A crew's steps made ready for paper: jobs numbered, loads with the goods of the jobs after them."""

from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from yipanqi.ground.ids import GoodKey
from yipanqi.papers.orders.model import Stop
from yipanqi.plan.goods.materials import MaterialRules, goods_of


def in_order(stops: Sequence[Stop], rules: MaterialRules) -> tuple[Stop, ...]:
    """The stops with their numbers and goods."""
    told: list[Stop] = []
    number = 0
    for stop in stops:
        if stop.do == "job" and stop.role is not None:
            number += 1
            goods = goods_of(stop.role, stop.net_m, rules)
            stop = replace(stop, number=number, goods=tuple(goods.items()))
        told.append(stop)
    return tuple(
        replace(stop, goods=_ahead(told[n + 1 :])) if stop.do == "load" else stop
        for n, stop in enumerate(told)
    )


def _ahead(stops: Sequence[Stop]) -> tuple[tuple[GoodKey, int], ...]:
    """What the jobs until the next load take, but for the net, which the load itself tells."""
    total: Counter[GoodKey] = Counter()
    for stop in stops:
        if stop.do == "load":
            break
        total.update(dict(stop.goods))
    return tuple((good, amount) for good, amount in total.items() if good != "net")
