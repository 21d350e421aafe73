"""How reports of goods change the board: orders, arrivals and hand-outs, whatever order they arrive in."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from yipanqi.close import goods_events as ev
from yipanqi.close.goods_model import Arrived, GoodsFlag, GoodsState, HandOut, OrderRow
from yipanqi.close.model import Happening
from yipanqi.close.state import Board, note
from yipanqi.close.stock import restocked
from yipanqi.ground.ids import PlanId, SupplierId
from yipanqi.journal.envelope import Entry


def goods_planned(board: Board, entry: Entry, event: ev.GoodsPlanned) -> Board:
    """Orders wait until the plan they belong to is adopted."""
    board = replace(board, goods=replace(board.goods, planned=event))
    facts: dict[str, str | float] = {
        "orders": float(len(event.orders)),
        "shortages": float(len(event.shortages)),
    }
    return _noted(board, entry, None, facts)


def orders_out(board: Board, plan: PlanId, entry: Entry) -> Board:
    """The adopted plan's orders go out; a replan, which has none, leaves what was ordered."""
    planned = board.goods.planned
    if planned is None or planned.plan != plan:
        return board
    board = replace(board, goods=replace(board.goods, planned=None, shortages=planned.shortages))
    for line in planned.orders:
        row = OrderRow(
            id=line.order,
            seller=line.seller,
            good=line.good,
            amount=line.amount,
            supplier=line.supplier,
            due_at=line.due_at,
            position=entry.position,
            lent=line.lent,
            cost=line.cost,
            lies_there=line.lies_there,
        )
        board = _with_order(board, row, entry.position)
    return board


def goods_ordered(board: Board, entry: Entry, event: ev.GoodsOrdered) -> Board:
    """An order by hand; of two with one id the first stands."""
    if event.order not in board.goods.orders:
        row = OrderRow(
            id=event.order,
            seller=event.seller,
            good=event.good,
            amount=event.amount,
            supplier=event.supplier,
            due_at=event.due_at,
            position=entry.position,
            lent=event.lent,
            cost=event.cost,
        )
        board = _with_order(board, row, entry.position)
    return _noted(
        board,
        entry,
        event.supplier,
        {"good": event.good, "amount": float(event.amount), "seller": event.seller},
    )


def goods_arrived(board: Board, entry: Entry, event: ev.GoodsArrived) -> Board:
    """It lies in the yard; what comes without an order lies there all the same."""
    said = Arrived(
        entry.happened_at, entry.event_id, event.supplier, event.good, event.amount, event.signed_by
    )
    goods = board.goods
    told = tuple(sorted({*goods.arrivals.get(event.order, ()), said}))
    board = replace(board, goods=replace(goods, arrivals=goods.arrivals | {event.order: told}))
    row = board.goods.orders.get(event.order)
    if row is not None:
        board = _with_order(board, row, entry.position)
    board = restocked(board, event.supplier, entry.position)
    return _noted(
        board,
        entry,
        event.supplier,
        {"good": event.good, "amount": float(event.amount), "signed_by": event.signed_by},
    )


def goods_handed_out(board: Board, entry: Entry, event: ev.GoodsHandedOut) -> Board:
    """A crew has it, and has signed."""
    said = HandOut(entry.happened_at, entry.event_id, event.crew, event.good, event.amount, event.signed_by)
    goods = board.goods
    told = tuple(sorted({*goods.hand_outs.get(event.supplier, ()), said}))
    board = replace(board, goods=replace(goods, hand_outs=goods.hand_outs | {event.supplier: told}))
    board = restocked(board, event.supplier, entry.position)
    facts: dict[str, str | float] = {
        "good": event.good,
        "amount": float(event.amount),
        "signed_by": event.signed_by,
    }
    line = Happening(
        entry.position,
        entry.kind,
        entry.happened_at,
        entry.actor,
        crew=event.crew,
        supplier=event.supplier,
        facts=facts,
    )
    return note(board, line)


def _with_order(board: Board, row: OrderRow, position: int) -> Board:
    """The order with what has come of it counted."""
    came = board.goods.arrivals.get(row.id, ())
    arrived = sum(a.amount for a in came)
    flags = (
        (GoodsFlag("more_arrived_than_ordered", {"ordered": float(row.amount), "arrived": float(arrived)}),)
        if arrived > row.amount
        else ()
    )
    row = replace(
        row,
        arrived=arrived,
        arrived_at=came[-1].at if came else None,
        signed_by=came[-1].signed_by if came else "",
        flags=flags,
        position=position,
    )
    goods = replace(board.goods, orders=board.goods.orders | {row.id: row})
    board = restocked(replace(board, goods=goods), row.supplier, position)
    seller = SupplierId(row.seller)
    return restocked(board, seller, position) if seller != row.supplier else board


def _noted(board: Board, entry: Entry, supplier: SupplierId | None, facts: dict[str, str | float]) -> Board:
    return note(
        board,
        Happening(entry.position, entry.kind, entry.happened_at, entry.actor, supplier=supplier, facts=facts),
    )


RULES: dict[type, Callable[[Board, Entry, Any], Board]] = {
    ev.GoodsPlanned: goods_planned,
    ev.GoodsOrdered: goods_ordered,
    ev.GoodsArrived: goods_arrived,
    ev.GoodsHandedOut: goods_handed_out,
}

__all__ = ["RULES", "GoodsState", "orders_out"]
