"""A strong lower bound of the finish: all ways together are at least a cheapest tree with penalties.

Held and Karp (1970, 1971), made for crews that load at yards: see `docs/reference/bounds.md`, which
proves it. In short: the routes of any plan, put together at one root, are a tree over root and parts in
which a part has at most two edges and a crew's start one, and at least so many edges lead through a
yard. Dropping these demands at a price (Lagrange) leaves a minimum spanning tree, and every set of
prices gives a valid bound; subgradient steps look for good prices.
"""

import time

import numpy as np
from numpy.typing import NDArray

from yipanqi.solvers.crews.board import NEVER, Board
from yipanqi.solvers.crews.bound import any_share, fill_s, hours_bound_s, nearest_s
from yipanqi.solvers.crews.compiled import tree_kernel
from yipanqi.solvers.crews.kernel.woods import AFTER, FIRST, LOAD, PAIR, SINGLES, START, Woods
from yipanqi.solvers.crews.tree_demands import (
    FAR,
    Edges,
    Floats,
    Groups,
    Least,
    groups_of,
    hours_until,
    least_of,
)

_PASSES = 4
"""Each looks only at plans that end by a moment nearer to what is proven already."""
_PATIENCE = 20
"""So many rounds without gain make steps smaller."""
_MOST_PARTS = 1500
"""Beyond this the matrices of all pairs would take too much memory."""


def tree_bound_s(board: Board, finish_s: int, seconds: float = 1.0, rounds: int = 20_000) -> int:
    """A lower bound of the finish of any plan that does every job, given that one finishes at `finish_s`.

    Never above `finish_s`. 0 where the bound cannot be computed (nothing to do, or too much).
    """
    parts = len(board.work_s)
    if not parts or not board.crews or parts > _MOST_PARTS:
        return 0
    stop = time.monotonic() + seconds
    board = any_share(board)
    edges = edges_of(board)
    groups = groups_of(board, hours_until(board, edges, hours_bound_s(board)))
    woods = woods_of(board, edges, groups)
    price = np.zeros(parts + board.crews + 2 * len(groups.above) + SINGLES)
    work_s = int(board.work_s.astype(np.int64).sum())
    best_s, until_s, need_s = hours_bound_s(board), finish_s, work_s + float(nearest_s(board).sum())
    for turn in range(_PASSES):
        hours = hours_until(board, edges, until_s)
        least = least_of(board, groups, hours, need_s)
        if not least.cases:
            reached_s = until_s + 1
        else:
            share_s = (stop - time.monotonic()) / (_PASSES - turn)
            room_s = max(1.0, float(hours.whole.sum()) - work_s)
            ways_s, price = climb(woods, least, room_s, share_s, rounds // _PASSES, price)
            reached_s = fill_s(board, work_s + int(np.ceil(ways_s - 1e-6)))
            need_s = max(need_s, work_s + ways_s) if turn == 0 else need_s
        best_s = max(best_s, min(reached_s, until_s + 1))
        if best_s >= finish_s or time.monotonic() > stop:
            break
        until_s = best_s + (finish_s - best_s) // 4
    return min(finish_s, best_s)


def edges_of(board: Board) -> Edges:
    """All edges a plan could use."""
    crews, first = board.crews, board.first_place
    travel, through = board.travel_s, through_yards(board)
    travel, through = np.minimum(travel, travel.T), np.minimum(through, through.T)
    np.minimum(through, int(FAR), out=through)
    straight, by_yard = (ways[first:, first:].astype(np.float64) for ways in (travel, through))
    begin, begin_by_yard = (ways[:crews, first:].astype(np.float64) for ways in (travel, through))
    able = board.able.astype(np.float32)
    apart = (able.T @ able == 0) | (board.job_of[:, None] == board.job_of[None, :])
    straight[apart], by_yard[apart] = FAR, FAR
    begin[~board.able | (board.net_m[None, :] > board.loaded_m[:, None])] = FAR
    begin_by_yard[~board.able] = FAR
    return Edges(straight, by_yard, begin, begin_by_yard)


def through_yards(board: Board) -> NDArray[np.int64]:
    """Seconds from place to place with a load on the way, at one yard or several; NEVER without yards."""
    yards = slice(board.crews, board.first_place)
    travel = board.travel_s.astype(np.int64)
    through = np.full(travel.shape, NEVER, dtype=np.int64)
    leave = travel[:, yards] + board.load_s
    for y in [*range(board.yards)] * max(0, board.yards - 1):  # roads need not keep to the triangle
        np.minimum(leave, leave[:, y, None] + travel[board.crews + y, yards] + board.load_s, out=leave)
    for y in range(board.yards):
        np.minimum(through, leave[:, y, None] + travel[None, board.crews + y], out=through)
    return through


def woods_of(board: Board, edges: Edges, groups: Groups) -> Woods:
    """Edges and what they count for, as compiled code reads them."""
    parts, count = len(board.work_s), len(groups.above)
    return Woods(
        straight=np.ascontiguousarray(edges.straight),
        by_yard=np.ascontiguousarray(edges.by_yard),
        first=np.ascontiguousarray(edges.first),
        first_by_yard=np.ascontiguousarray(edges.first_by_yard),
        dry=(board.net_m == 0).astype(np.uint8),
        empty=(board.loaded_m == 0).astype(np.uint8),
        group=groups.smallest,
        above=groups.above,
        whole_s=np.zeros(count + 1),
        chain_s=np.zeros(count + 1),
        key=np.zeros(parts),
        via=np.zeros(parts, dtype=np.int32),
        how=np.zeros(parts, dtype=np.uint8),
    )


def climb(
    woods: Woods, least: Least, target: float, seconds: float, rounds: int, price: Floats
) -> tuple[float, Floats]:
    """The best bound of all ways and loads (s) that subgradient steps reach; `target` is above it."""
    stop = time.monotonic() + seconds
    best, best_price, pace, idle = -np.inf, price, 1.0, 0
    while True:
        value, over = _value(woods, least, price)
        idle += 1
        if value > best + 1e-9:
            best, best_price, idle = value, price, 0
        if idle >= _PATIENCE:
            pace, idle = pace * 0.6, 0
        over[(price <= 0) & (over < 0)] = 0.0  # a price that is nought stays there
        length = float(over @ over)
        rounds -= 1
        if length == 0 or pace < 1e-3 or rounds <= 0 or time.monotonic() > stop:
            return best, best_price
        price = np.maximum(price + pace * max(target - value, 1.0) / length * over, 0.0)


def _value(woods: Woods, least: Least, price: Floats) -> tuple[float, NDArray[np.float64]]:
    """The value of prices, and by how much their cheapest tree falls short of a plan: where prices rise."""
    parts, crews = woods.first.shape[1], woods.first.shape[0]
    over = np.empty_like(price)
    value = float(tree_kernel().grow(woods, price, over))
    single = price[-SINGLES:]
    case = min(
        least.cases,
        key=lambda c: c.loads * single[FIRST] + c.all_loads * single[LOAD] + c.pairs * single[PAIR],
    )
    most = np.concatenate((np.full(parts, 2.0), np.ones(crews), least.inside))
    wanted = np.zeros(SINGLES)
    wanted[[FIRST, LOAD, PAIR, START, AFTER]] = case.loads, case.all_loads, case.pairs, least.starts, 0
    over[:-SINGLES] -= most
    over[-SINGLES:] = wanted - over[-SINGLES:]
    return value - float(price[:-SINGLES] @ most) + float(single @ wanted), over
