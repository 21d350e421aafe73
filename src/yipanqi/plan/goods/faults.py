"""What makes a goods problem from a file unfit to be planned: every fault with its field."""

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from yipanqi.plan.goods.model import GoodsProblem, Offer


class Fault(Struct, frozen=True):
    """One thing wrong with a problem: the field, and words."""

    field: str
    says: str


def goods_faults(problem: GoodsProblem) -> tuple[Fault, ...]:
    """Everything wrong with the problem; empty when it can be planned."""
    return tuple(_faults(problem))


def _faults(problem: GoodsProblem) -> Iterator[Fault]:
    yards: set[str] = set(problem.yards)
    if len(yards) < len(problem.yards):
        yield Fault("$.yards", "a yard is named twice")
    if problem.horizon_s <= problem.now_s:
        yield Fault("$.horizon_s", "is not after now_s")
    for n, need in enumerate(problem.needs):
        if need.yard not in yards:
            yield Fault(f"$.needs[{n}].yard", f"there is no yard {need.yard!r}")
        if need.amount < 0:
            yield Fault(f"$.needs[{n}].amount", "is negative")
    doubled = [key for key, times in Counter(o.id for o in problem.offers).items() if times > 1]
    yield from (Fault("$.offers", f"there is more than one {key!r}") for key in doubled)
    for n, offer in enumerate(problem.offers):
        yield from (Fault(f"$.offers[{n}].{field}", says) for field, says in _of_offer(offer, yards))


def _of_offer(offer: Offer, yards: set[str]) -> Iterator[tuple[str, str]]:
    if offer.yard is not None and offer.yard not in yards:
        yield "yard", f"there is no yard {offer.yard!r}"
    if offer.yard is None and not offer.brought:
        yield "brought", "it lies at no yard and is not brought to any"
    if not 0 <= offer.lent_percent <= 100:
        yield "lent_percent", "is not from 0 to 100"
    for field, least in (("price", 0), ("charge", 0), ("lead_s", 0), ("least", 1), ("pack", 1)):
        if getattr(offer, field) < least:
            yield field, f"is less than {least}"
    if offer.amount is not None and offer.amount < 0:
        yield "amount", "is negative"
    if offer.settled and (offer.amount is None or offer.yard is None or offer.pack > 1):
        yield "settled", "what is on its way has an amount, a yard, and comes by the piece"
