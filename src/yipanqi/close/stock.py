"""What a yard has left: its newest count, less what was fetched after it."""

from msgspec.structs import replace

from yipanqi.close.state import Board, Count
from yipanqi.ground.ids import SupplierId
from yipanqi.journal.envelope import Entry


def counted(board: Board, supplier: SupplierId, stock_m: int, entry: Entry) -> Board:
    """A yard's own count, taken unless a newer one is known."""
    count = Count(entry.happened_at, entry.event_id, stock_m)
    known = board.counts.get(supplier)
    if known is None or known < count:
        board = replace(board, counts=board.counts | {supplier: count})
    return restocked(board, supplier, entry.position)


def restocked(board: Board, supplier: SupplierId, position: int) -> Board:
    """The yard's row with its stock worked out anew from counts and hand-outs."""
    yard = board.suppliers.get(supplier)
    if yard is None:
        return board
    count = board.counts.get(supplier)
    loads = [
        m for marks in board.marks.values() for m in marks.values() if m.do == "load" and m.at == supplier
    ]
    since = [m.net_m for m in loads if count is None or (m.end is not None and m.end > count.at)]
    words = [m.end for m in loads if m.end is not None] + ([count.at] if count is not None else [])
    base = count.stock_m if count is not None else yard.first_stock_m
    left = None if base is None else base - sum(since)
    yard = replace(
        yard,
        stock_m=left,
        handed_out_m=sum(m.net_m for m in loads),
        short=left is not None and left < smallest_van_m(board),
        heard_at=max(words, default=None),
        position=position,
    )
    return replace(board, suppliers=board.suppliers | {supplier: yard})


def smallest_van_m(board: Board) -> int:
    """Metres below which a yard can't fill the smallest van any more."""
    return min((crew.van_m for crew in board.crews.values()), default=0)
