"""The goods problem as a mixed-integer program: its columns, its rows, and HiGHS to solve it."""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from yipanqi.ground.ids import SupplierId
from yipanqi.plan.goods.cover import Place, arrives_s
from yipanqi.plan.goods.materials import WEIGHT
from yipanqi.plan.goods.model import GoodsProblem, Need, Offer

OPTIMAL = 0
"""HiGHS's word, as scipy tells it, that nothing better is left."""

Floats = NDArray[np.float64]
Terms = dict[int, float]
"""Column by column, its factor."""


class Order(Struct, frozen=True):
    """An offer that can be ordered for a yard: its columns, and when it would be there."""

    offer: Offer
    yard: SupplierId
    arrives_s: int
    packs: int
    """The column with the number of packs."""
    brought: int | None
    """The column that is 1 when it is brought there at all, where that costs."""


class Solved(Struct, frozen=True):
    """A solution column by column, what it is worth, and below which value none is."""

    columns: Floats
    value: int
    bound: int


class Program:
    """The rows and columns of one problem, without what is to be made small."""

    def __init__(self, problem: GoodsProblem) -> None:
        self.problem = problem
        self._lower: list[float] = []
        self._upper: list[float] = []
        self._whole: list[int] = []
        self._rows: list[tuple[Terms, float, float]] = []
        self.orders: list[Order] = []
        self.lent: dict[str, int] = {}
        """By offer, the column with how much of it is lent; only where that is the plan's to say."""
        self.held_up: Terms = {}
        """Weighted amount x seconds by the columns of what is missing of firm needs."""
        self.short: Terms = {}
        """The same of all needs."""
        self._needed = _needed(problem)
        for offer in problem.offers:
            self._offer(offer)
        for place, needs in _places(problem).items():
            firm = [need for need in needs if need.firm]
            missing = self._cover(place, firm)
            self.held_up |= missing
            self.short |= missing if len(firm) == len(needs) else self._cover(place, needs)

    def cost(self) -> Terms:
        """Money by column."""
        terms: Terms = defaultdict(float)
        for order in self.orders:
            terms[order.packs] += order.offer.price * order.offer.pack
            if order.brought is not None:
                terms[order.brought] += order.offer.charge
            if order.offer.lent_percent == 100:
                terms[order.packs] -= order.offer.price * order.offer.pack
        price: dict[str, int] = {o.id: o.price for o in self.problem.offers}
        for offer, column in self.lent.items():
            terms[column] -= price[offer]
        return dict(terms)

    def moved(self) -> Terms:
        """Units by column: of plans that cost the same, the one that moves least is taken."""
        return {order.packs: float(order.offer.pack) for order in self.orders}

    def limit(self, terms: Terms, most: int) -> None:
        """From now on the terms, none of which is ever negative, must not come to more."""
        if most > 0:
            self._rows.append((terms, -np.inf, most + 0.5))
            return
        for column, factor in terms.items():
            if factor > 0:  # nothing at all: said column by column, which is easier to solve than a sum
                self._upper[column] = self._lower[column]

    def solve(self, terms: Terms, seconds: float) -> Solved:
        """The least the terms can come to; as good as the seconds allow, and with what is proven.

        Raises:
            ValueError: no solution was found in the time, not even ordering nothing.
        """
        aim = np.zeros(len(self._lower))
        if not len(aim):
            return Solved(aim, 0, 0)
        for column, factor in terms.items():
            aim[column] = factor
        kinds = np.zeros(len(aim), dtype=np.int8)
        kinds[self._whole] = 1
        result = milp(
            aim,
            integrality=kinds,
            bounds=Bounds(np.array(self._lower), np.array(self._upper)),
            constraints=self._matrix(),
            options={"time_limit": max(0.1, seconds), "mip_rel_gap": 0.0},
        )
        if result.x is None:
            raise ValueError(f"no goods plan within {seconds:.1f} s: {result.message}")
        value = round(float(result.fun))
        if result.status == OPTIMAL or result.mip_dual_bound is None:
            return Solved(np.asarray(result.x, dtype=np.float64), value, value)
        # All factors are whole numbers and so is the best value: a bound may be rounded up to the next one.
        proven = float(result.mip_dual_bound)
        least = int(np.ceil(proven - 1e-6 * max(1.0, abs(proven))))
        return Solved(np.asarray(result.x, dtype=np.float64), value, min(value, least))

    def _column(self, upper: float, *, lower: float = 0.0, whole: bool = True) -> int:
        self._lower.append(lower)
        self._upper.append(upper)
        if whole:
            self._whole.append(len(self._lower) - 1)
        return len(self._lower) - 1

    def _offer(self, offer: Offer) -> None:
        """An offer's columns: packs for each yard it can come to, and what ties them together."""
        most = self._most(offer)
        mine = []
        for yard in self.problem.yards:
            there_s = arrives_s(self.problem, offer, yard)
            if there_s is None:
                continue
            packs = most // offer.pack
            column = self._column(packs, lower=packs if offer.settled else 0)
            brought = self._column(1) if offer.charge and offer.yard != yard else None
            if brought is not None:
                self._rows.append(({column: 1.0, brought: -float(packs)}, -np.inf, 0.0))
            mine.append(Order(offer, yard, there_s, column, brought))
        if not mine:
            return
        self.orders += mine
        taken: Terms = {order.packs: float(offer.pack) for order in mine}
        self._rows.append((taken, 0.0, most))
        if offer.least > 1:
            any_ = self._column(1)
            self._rows.append((taken | {any_: -float(most)}, -np.inf, 0.0))
            self._rows.append((taken | {any_: -float(offer.least)}, 0.0, np.inf))
        if 0 < offer.lent_percent < 100:
            lent = self._column(most)
            share = {column: -offer.lent_percent * factor for column, factor in taken.items()}
            self._rows.append((share | {lent: 100.0}, -np.inf, 0.0))
            self.lent[offer.id] = lent

    def _most(self, offer: Offer) -> int:
        """How much of an offer anybody could want: what is needed in whole packs, or the least sold."""
        if offer.settled:
            return offer.amount or 0
        packs = -(-max(self._needed[offer.good], offer.least) // offer.pack)
        wanted = packs * offer.pack + offer.pack * len(self.problem.yards)
        return wanted if offer.amount is None else min(wanted, offer.amount)

    def _cover(self, place: Place, needs: list[Need]) -> Terms:
        """At each moment: what has come and what is missing are at least what is needed by then.

        Returns weighted seconds by the columns of what is missing.
        """
        if not needs:
            return {}
        told: Terms = {}
        coming = [o for o in self.orders if (o.yard, o.offer.good) == place]
        horizon_s = self.problem.horizon_s
        moments = sorted({n.at_s for n in needs} | {o.arrives_s for o in coming if o.arrives_s < horizon_s})
        weight = WEIGHT.get(place[1], 1)
        for at_s, next_s in zip(moments, [*moments[1:], max(horizon_s, moments[-1])], strict=True):
            wanted = sum(n.amount for n in needs if n.at_s <= at_s)
            if not wanted:
                continue
            missing = self._column(wanted, whole=False)
            told[missing] = float(weight * max(0, min(next_s, horizon_s) - at_s))
            terms = {o.packs: float(o.offer.pack) for o in coming if o.arrives_s <= at_s}
            self._rows.append((terms | {missing: 1.0}, wanted, np.inf))
        return told

    def _matrix(self) -> LinearConstraint | tuple[()]:
        if not self._rows:
            return ()
        rows = [row for row, (terms, _, _) in enumerate(self._rows) for _ in terms]
        columns = [column for terms, _, _ in self._rows for column in terms]
        factors = [factor for terms, _, _ in self._rows for factor in terms.values()]
        matrix = coo_array((factors, (rows, columns)), shape=(len(self._rows), len(self._lower)))
        lower = np.array([low for _, low, _ in self._rows])
        upper = np.array([high for _, _, high in self._rows])
        return LinearConstraint(matrix.tocsr(), lower, upper)


def _needed(problem: GoodsProblem) -> dict[str, int]:
    told: dict[str, int] = defaultdict(int)
    for need in problem.needs:
        told[need.good] += need.amount
    return told


def _places(problem: GoodsProblem) -> dict[Place, list[Need]]:
    """The needs by yard and good, without those nobody offers anything for."""
    offered = {o.good for o in problem.offers}
    told: dict[Place, list[Need]] = defaultdict(list)
    for need in _sorted(problem.needs):
        if need.good in offered:
            told[need.yard, need.good].append(need)
    return told


def _sorted(needs: Iterable[Need]) -> list[Need]:
    return sorted(needs, key=lambda n: (n.yard, n.good, n.at_s))
