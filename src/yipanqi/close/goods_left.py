"""What net can still be had in the middle of a night: in the yards, on its way, and by further orders."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from math import ceil

from msgspec.structs import replace

from yipanqi.close.goods_ahead import pending
from yipanqi.close.model import NightRow
from yipanqi.close.state import Board
from yipanqi.ground.ids import OfferId
from yipanqi.ground.time import seconds_between
from yipanqi.plan.goods.materials import NET
from yipanqi.plan.goods.model import GoodsProblem, Offer


def goods_left(board: Board, night: NightRow, now_s: int) -> GoodsProblem | None:
    """The registry's offers of net less what was ordered of them, with yards as they stand; none without.

    Other goods are left to the orders that went out: nobody counts them in the yards as closely as net.
    """
    offered = board.goods.offered
    if offered is None:
        return None
    sent: dict[str, int] = defaultdict(int)
    for order in board.goods.orders.values():
        if order.good == NET and not order.lies_there and order.seller != order.supplier:
            sent[order.seller] += order.amount
    asked = [o for o in offered.offers if o.good == NET and o.brought and not o.settled]
    bringing = {offer.by: offer for offer in reversed(asked) if offer.yard == offer.by}
    offers = (
        *_lying(board, bringing),
        *_on_the_way(board, night, now_s),
        *(offer for o in asked if o.by not in bringing for offer in _rest(o, sent[o.by])),
    )
    return replace(offered, now_s=now_s, offers=offers, needs=())


def _lying(board: Board, bringing: Mapping[str, Offer]) -> Iterator[Offer]:
    """What lies in the yards, less what they have promised to send elsewhere; some would bring it, too."""
    promised: dict[str, int] = defaultdict(int)
    for order in pending(board):
        if order.good == NET and order.seller != order.supplier:
            promised[order.seller] += order.amount - order.arrived
    for yard in board.suppliers.values():
        left = None if yard.stock_m is None else max(0, yard.stock_m - promised[yard.id])
        if left == 0:
            continue
        quote = bringing.get(yard.id)
        if quote is not None and (left is None or left >= max(quote.least, quote.pack)):
            yield replace(quote, amount=left)
        else:
            yield Offer(OfferId(f"stock-{yard.id}"), yard.id, NET, left, yard=yard.id)


def _on_the_way(board: Board, night: NightRow, now_s: int) -> Iterator[Offer]:
    """Orders that are still to come, when they are due; nobody counts on what is overdue."""
    for order in pending(board):
        due_s = ceil(seconds_between(night.starts_at, order.due_at))
        if order.good == NET and due_s > now_s:
            yield Offer(
                OfferId(f"order-{order.id}"),
                order.seller,
                NET,
                order.amount - order.arrived,
                yard=order.supplier,
                from_s=due_s,
                settled=True,
            )


def _rest(offer: Offer, sent: int) -> Iterator[Offer]:
    """What is left of an offer that its owner brings."""
    left = None if offer.amount is None else max(0, offer.amount - sent)
    if left is None or left >= max(offer.least, offer.pack):
        yield replace(offer, amount=left)
