"""What a yard has left of net: its newest count, with what came in and what was fetched after it."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from itertools import zip_longest
from typing import NamedTuple

from msgspec.structs import replace

from yipanqi.close.goods_model import GoodsFlag
from yipanqi.close.state import Board, Count
from yipanqi.ground.ids import CrewId, SupplierId
from yipanqi.journal.envelope import Entry
from yipanqi.plan.goods.materials import NET


class Given(NamedTuple):
    """Net that left a yard in one go: what the crew said of it, and what the yard did."""

    at: datetime | None
    crew: CrewId
    fetched_m: int | None
    handed_m: int | None

    @property
    def net_m(self) -> int:
        """What is believed: the yard's word, which the crew has signed, before the crew's own."""
        return self.handed_m if self.handed_m is not None else self.fetched_m or 0


def counted(board: Board, supplier: SupplierId, stock_m: int, entry: Entry) -> Board:
    """A yard's own count, taken unless a newer one is known."""
    count = Count(entry.happened_at, entry.event_id, stock_m)
    known = board.counts.get(supplier)
    if known is None or known < count:
        board = replace(board, counts=board.counts | {supplier: count})
    return restocked(board, supplier, entry.position)


def restocked(board: Board, supplier: SupplierId, position: int) -> Board:
    """The yard's row with its stock worked out anew from counts, arrivals and hand-outs.

    Stock is never shown below nothing: what was given out beyond it is flagged instead.
    """
    yard = board.suppliers.get(supplier)
    if yard is None:
        return board
    count, given = board.counts.get(supplier), tuple(given_out(board, supplier))
    came = list(_came(board, supplier))
    out_m = sum(g.net_m for g in given if count is None or (g.at is not None and g.at > count.at))
    in_m = sum(net_m for at, net_m in came if count is None or at > count.at)
    base = count.stock_m if count is not None else yard.first_stock_m
    left = None if base is None else base + in_m - out_m
    words = [g.at for g in given if g.at is not None] + [at for at, _ in came]
    words += [count.at] if count is not None else []
    yard = replace(
        yard,
        stock_m=None if left is None else max(0, left),
        handed_out_m=sum(g.net_m for g in given),
        short=left is not None and left < smallest_van_m(board),
        heard_at=max(words, default=None),
        flags=tuple(_flags(given, left)),
        position=position,
    )
    return replace(board, suppliers=board.suppliers | {supplier: yard})


def given_out(board: Board, supplier: SupplierId) -> Iterator[Given]:
    """Every time net left the yard; of each crew the first load it told is the first the yard handed out."""
    fetched: dict[CrewId, list[tuple[datetime, int]]] = defaultdict(list)
    for crew, marks in board.marks.items():
        for mark in marks.values():
            if mark.do == "load" and mark.at == supplier and mark.end is not None:
                fetched[crew].append((mark.end, mark.net_m))
    handed: dict[CrewId, list[tuple[datetime, int]]] = defaultdict(list)
    for said in board.goods.hand_outs.get(supplier, ()):
        if said.good == NET:
            handed[said.crew].append((said.at, said.amount))
    for crew in sorted(fetched.keys() | handed.keys()):
        for mine, theirs in zip_longest(sorted(fetched[crew]), sorted(handed[crew])):
            at = max(moment for moment, _ in (mine, theirs) if moment) if mine and theirs else None
            at = at or (mine or theirs)[0]
            yield Given(at, crew, mine[1] if mine else None, theirs[1] if theirs else None)


def _came(board: Board, supplier: SupplierId) -> Iterator[tuple[datetime, int]]:
    """Net that came into the yard, and, negative, what it sent to another one."""
    for order, came in board.goods.arrivals.items():
        row = board.goods.orders.get(order)
        for said in came:
            if said.good != NET:
                continue
            if said.supplier == supplier:
                yield said.at, said.amount
            elif row is not None and row.seller == supplier:
                yield said.at, -said.amount


def _flags(given: tuple[Given, ...], left: int | None) -> Iterator[GoodsFlag]:
    """What does not fit together."""
    if left is not None and left < 0:
        yield GoodsFlag("beyond_stock", {"good": NET, "missing": float(-left)})
    for one in given:
        if one.fetched_m is not None and one.handed_m is not None and one.fetched_m != one.handed_m:
            facts: dict[str, str | float] = {
                "crew": one.crew,
                "fetched": float(one.fetched_m),
                "handed_out": float(one.handed_m),
            }
            yield GoodsFlag("counts_differ", facts)


def smallest_van_m(board: Board) -> int:
    """Metres below which a yard can't fill the smallest van any more."""
    return min((crew.van_m for crew in board.crews.values()), default=0)
