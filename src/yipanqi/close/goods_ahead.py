"""Shortages before they bite: what crews will fetch, against what lies in the yards and is still to come."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from yipanqi.close.goods_model import OrderRow
from yipanqi.close.model import StepRow
from yipanqi.close.state import Board
from yipanqi.ground.ids import JobId, SupplierId
from yipanqi.ground.time import seconds_between
from yipanqi.plan.goods.cover import Arrival, Place, shortages
from yipanqi.plan.goods.materials import NET
from yipanqi.plan.goods.model import Need, Shortage


def pending(board: Board) -> Iterator[OrderRow]:
    """Orders of which something is still to come."""
    for order in board.goods.orders.values():
        if not order.lies_there and order.arrived < order.amount:
            yield order


def shortages_ahead(board: Board, now: datetime) -> tuple[Shortage, ...]:
    """Net that will be missing at a yard, in seconds from now; what is overdue is taken to come right now.

    Yards with enough for anybody lack nothing.
    """
    arrivals: dict[Place, list[Arrival]] = defaultdict(list)
    known = {yard.id for yard in board.suppliers.values() if yard.stock_m is not None}
    for yard in board.suppliers.values():
        arrivals[yard.id, NET].append(Arrival(0, yard.stock_m or 0))
    for order in pending(board):
        if order.good == NET:
            due_s = max(0, round(seconds_between(now, order.due_at)))
            arrivals[order.supplier, NET].append(Arrival(due_s, order.amount - order.arrived))
    needs = [need for need in _fetches(board, now) if need.yard in known]
    return shortages(needs, arrivals)


def _fetches(board: Board, now: datetime) -> Iterator[Need]:
    """The loads still to come, each with what its openings take beyond what is in the van."""
    for crew in board.crews.values():
        if crew.state == "lost":
            continue
        van_m = max(0, crew.load_m)
        load: StepRow | None = None
        ahead: list[StepRow] = []
        for step in (*(s for s in crew.steps if s.state in {"under_way", "to_come"}), None):
            if step is not None and step.do == "job":
                ahead.append(step)
                continue
            used_m = sum(s.net_m for s in ahead)
            taken_m = max(0, used_m - van_m) if load is not None else 0
            if load is not None and taken_m:
                at_s = max(0, round(seconds_between(now, load.starts_at)))
                yield Need(SupplierId(load.at), NET, at_s, taken_m, tuple(JobId(s.at) for s in ahead))
            van_m = max(0, van_m + taken_m - used_m)
            load, ahead = step, []


LATE_AFTER = timedelta(minutes=15)
"""An order counts as late when it should have come so long ago."""


def overdue(board: Board, now: datetime) -> Iterator[OrderRow]:
    """Orders that should have come."""
    return (order for order in pending(board) if now - order.due_at > LATE_AFTER)
