"""Goods problems and plans: format `goods-problem/1`. Times are seconds of the night; money is in fen."""

from typing import Literal

from msgspec import Struct

from yipanqi.ground.ids import GoodKey, JobId, OfferId, SupplierId


class Need(Struct, frozen=True):
    """So much of a good has to lie at a yard by then, for the work that is done with it."""

    yard: SupplierId
    good: GoodKey
    at_s: int
    amount: int
    jobs: tuple[JobId, ...] = ()
    """The openings that wait when it is not there."""
    firm: bool = True
    """A van will come for it; otherwise it is only wished for, and gets what those leave over."""


class Offer(Struct, frozen=True):
    """What somebody would supply: sold, lent, or half and half.

    What lies at a yard is there for who fetches it; what is brought stands at the yard it is ordered to
    `lead_s` after the order, or after `from_s` where that is later.
    """

    id: OfferId
    by: str
    """A supplier or an organisation."""
    good: GoodKey
    amount: int | None = None
    """At most; None when it has all anybody could want."""
    price: int = 0
    """Of one unit of what is bought."""
    lent_percent: int = 0
    """Of what is taken, so much goes back afterwards and costs nothing."""
    least: int = 1
    """The smallest order."""
    pack: int = 1
    """Comes in multiples of this."""
    yard: SupplierId | None = None
    """Where it lies, to be fetched there; None when it is only brought."""
    brought: bool = False
    """Its owner brings it to any yard."""
    lead_s: int = 0
    charge: int = 0
    """For each yard it is brought to."""
    from_s: int | None = None
    """Not to be had before."""
    valid_until_s: int | None = None
    """An order after this comes too late."""
    settled: bool = False
    """Ordered already, and on its way: it comes whatever is planned."""


class GoodsProblem(Struct, frozen=True):
    """What is needed where and when, and what is offered by orders that go out at `now_s`."""

    now_s: int
    horizon_s: int
    """What has not come by then counts as never."""
    yards: tuple[SupplierId, ...]
    offers: tuple[Offer, ...]
    needs: tuple[Need, ...]
    format: Literal["goods-problem/1"] = "goods-problem/1"


class Supply(Struct, frozen=True):
    """An order: so much of an offer for one yard, and when it is there."""

    offer: OfferId
    by: str
    good: GoodKey
    yard: SupplierId
    amount: int
    lent: int
    """Of the amount, what is borrowed; the rest is bought."""
    arrives_s: int
    cost: int


class Shortage(Struct, frozen=True):
    """A need nobody can meet in time: how much at most is missing, from when until when, and what waits."""

    yard: SupplierId
    good: GoodKey
    amount: int
    from_s: int
    until_s: int | None
    """When the last of it has come; None when it never does."""
    jobs: tuple[JobId, ...]


class GoodsPlan(Struct, frozen=True):
    """Who supplies what when to which yard: vans held up least, then least waiting, then least cost.

    Each bound is proven: no plan has less of it that has no more of those before it.
    """

    supplies: tuple[Supply, ...]
    shortages: tuple[Shortage, ...]
    unoffered: dict[GoodKey, int]
    """Goods no row of the tables offers, and how much of them is needed: nobody has been asked."""
    held_up: int
    """Weighted amount x seconds that firm needs wait for goods."""
    held_up_bound: int
    short: int
    """The same of all needs."""
    short_bound: int
    cost: int
    cost_bound: int

    @property
    def proven(self) -> bool:
        """Whether no plan is better."""
        values = (self.held_up, self.short, self.cost)
        return values == (self.held_up_bound, self.short_bound, self.cost_bound)
