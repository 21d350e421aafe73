"""A strong lower bound of the finish: all ways together are at least a cheapest tree with penalties.

Held and Karp (1970, 1971), made for crews that load at yards: see `docs/reference/bounds.md`, which
proves it. In short: the routes of any plan, put together at one root, are a tree over root and parts in
which a part has at most two edges and a crew's start one, and at least so many edges lead through a
yard. Dropping these three demands at a price (Lagrange) leaves a minimum spanning tree, and every set of
prices gives a valid bound; subgradient steps look for good prices.
"""

import time
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import linkage
from scipy.sparse import csr_array
from scipy.sparse.csgraph import minimum_spanning_tree

from yipanqi.solvers.crews.board import Board
from yipanqi.solvers.crews.bound import fill_s, nearest_s

Floats = NDArray[np.float64]

_FAR = 1e8
_NEAR = 12
_MOST_PARTS = 1500
"""Beyond this the exact last tree would take too much memory."""


@dataclass(frozen=True)
class Edges:
    """Cheapest ways between parts, and from any crew's start; `by_yard` the same with a load on the way.

    Only loads that can be the first of a crew that starts empty: none between two parts with net.

    `straight`, `by_yard`: (parts, parts), symmetric. `first`, `first_by_yard`: (crews, parts).
    """

    straight: Floats
    by_yard: Floats
    first: Floats
    first_by_yard: Floats


@dataclass
class Prices:
    """Lagrange multipliers, none below nought: by part, by crew, for loads, crews used, and by group."""

    part: Floats
    crew: Floats
    load: float
    start: float
    group: Floats


class Least(NamedTuple):
    """What every plan worth having has: first loads and crews used at least, edges in groups at most."""

    loads: int
    starts: int
    inside: Floats
    """By group: how many edges at most lie within it, since so many crews must come into it."""


class Groups(NamedTuple):
    """Sets of parts near each other that take more than one crew; `member[g, p]`."""

    member: NDArray[np.bool_]
    crews: Floats


def tree_bound_s(board: Board, finish_s: int, seconds: float = 1.0, rounds: int = 400) -> int:
    """A lower bound of the finish of any plan that does every job, given that one finishes at `finish_s`.

    Never above `finish_s`. 0 where the bound cannot be computed (nothing to do, or too much).
    """
    parts = len(board.work_s)
    if not parts or not board.crews or parts > _MOST_PARTS:
        return 0
    edges = edges_of(board)
    loads = first_loads(board, finish_s)
    work_s = int(board.work_s.astype(np.int64).sum())
    have_s = int((np.minimum(board.until_s, finish_s).astype(np.int64) - board.from_s).clip(min=0).sum())
    groups = groups_of(board, edges, finish_s)
    prices = Prices(np.zeros(parts), np.zeros(board.crews), 0.0, 0.0, np.zeros(len(groups.crews)))
    inside = groups.member.sum(axis=1) - groups.crews
    ways_s = float(nearest_s(board).sum())
    for _ in range(3):
        least = Least(loads, least_starts(board, finish_s, work_s + ways_s), inside)
        better_s, prices = climb(
            edges, groups, least, max(1.0, have_s - work_s), seconds / 3, rounds // 3, prices
        )
        ways_s = max(ways_s, better_s)
    return min(finish_s, fill_s(board, work_s + int(np.ceil(ways_s - 1e-6))))


def edges_of(board: Board) -> Edges:
    """All edges a plan could use."""
    crews, first = board.crews, board.first_place
    travel = np.minimum(board.travel_s, board.travel_s.T).astype(np.float64)
    to_yard = travel[:, crews:first]
    through = np.full(travel.shape, _FAR)
    for y in range(board.yards):
        np.minimum(through, to_yard[:, y, None] + board.load_s[y] + to_yard[None, :, y], out=through)
    straight, by_yard = travel[first:, first:].copy(), through[first:, first:]
    with_net = board.net_m > 0
    by_yard[with_net[:, None] & with_net[None, :]] = _FAR
    able = board.able.astype(np.float32)
    apart = (able.T @ able == 0) | (board.job_of[:, None] == board.job_of[None, :])
    straight[apart], by_yard[apart] = _FAR, _FAR
    begin, begin_by_yard = travel[:crews, first:].copy(), through[:crews, first:]
    begin[~board.able | (board.net_m[None, :] > board.loaded_m[:, None])] = _FAR
    begin_by_yard[~board.able] = _FAR
    return Edges(straight, by_yard, begin, begin_by_yard)


def first_loads(board: Board, finish_s: int) -> int:
    """How many crews that start empty must load, in any plan that finishes by `finish_s`.

    A crew that starts empty and never loads can take no part with net; the others must have the hours
    for all of those, their ways and their loads.
    """
    if not board.yards:
        return 0
    with_net = board.net_m > 0
    need_s = int((board.work_s.astype(np.int64) + nearest_s(board))[with_net].sum())
    hours = (np.minimum(board.until_s, finish_s).astype(np.int64) - board.from_s).clip(min=0)
    stocked = board.loaded_m > 0
    need_s -= int(hours[stocked].sum())
    empty = np.sort(hours[~stocked])[::-1] - int(board.load_s.min())
    loaders = 0
    for spare_s in empty:
        if need_s <= 0:
            break
        need_s -= max(0, int(spare_s))
        loaders += 1
    return loaders


def least_starts(board: Board, finish_s: int, need_s: float) -> int:
    """How many crews any plan uses that finishes by `finish_s` and keeps crews busy for `need_s` in all."""
    hours = (np.minimum(board.until_s, finish_s).astype(np.int64) - board.from_s).clip(min=0)
    spare_s = float(hours.sum()) - need_s
    idle = int((np.cumsum(np.sort(hours)) <= spare_s).sum())
    return board.crews - idle


def climb(
    edges: Edges, groups: Groups, least: Least, target: float, seconds: float, rounds: int, prices: Prices
) -> tuple[float, Prices]:
    """The best bound of all ways and loads (s) that subgradient steps reach; `target` is above it."""
    stop = time.monotonic() + seconds
    some = _graph(groups, *_near(edges, groups))
    best, best_prices, pace, idle = -np.inf, prices, 1.0, 0
    for _ in range(rounds):
        value, parts, crews, made, inside = _tree(edges, prices, least, some)
        idle += 1
        if value > best + 1e-9:
            best, best_prices, idle = value, prices, 0
        if idle >= 8:
            pace, idle = pace * 0.6, 0
        up_part, up_crew = parts - 2.0, crews - 1.0
        up_load, up_start = float(least.loads - made), float(least.starts - crews.sum())
        up_group = inside - least.inside
        length = float(up_part @ up_part + up_crew @ up_crew + up_load**2 + up_start**2 + up_group @ up_group)
        if length == 0 or pace < 1e-3 or time.monotonic() > stop:
            break
        step = pace * max(target - value, 1.0) / length
        prices = Prices(
            np.maximum(prices.part + step * up_part, 0.0),
            np.maximum(prices.crew + step * up_crew, 0.0),
            max(prices.load + step * up_load, 0.0),
            max(prices.start + step * up_start, 0.0),
            np.maximum(prices.group + step * up_group, 0.0),
        )
    everything = _graph(groups, *np.triu_indices(len(best_prices.part), 1))
    exact, *_ = _tree(edges, best_prices, least, everything)
    return float(exact), best_prices


def groups_of(board: Board, edges: Edges, finish_s: int) -> Groups:
    """Groups from a hierarchy of nearness, each with the least number of crews whose hours reach for it."""
    parts = len(board.work_s)
    if parts < 3:
        return Groups(np.zeros((0, parts), dtype=np.bool_), np.zeros(0))
    near = np.minimum(edges.straight, edges.straight[edges.straight < _FAR].max(initial=1.0))
    member = np.zeros((2 * parts - 1, parts), dtype=np.bool_)
    member[:parts] = np.eye(parts, dtype=np.bool_)
    merges = linkage(near[np.triu_indices(parts, 1)], "average")[:, :2].astype(np.intp)
    for n, (a, b) in enumerate(merges):
        member[parts + n] = member[a] | member[b]
    hours = np.sort((np.minimum(board.until_s, finish_s).astype(np.int64) - board.from_s).clip(min=0))[::-1]
    need_s = member @ (board.work_s.astype(np.int64) + nearest_s(board))
    crews = 1 + np.searchsorted(np.cumsum(hours), need_s, side="left")
    several = crews >= 2
    several[parts:] &= crews[parts:] > crews[merges].max(axis=1)  # the smallest group says the most
    return Groups(member[several], crews[several].astype(np.float64))


class Graph(NamedTuple):
    """Edges to choose a tree from: pairs of parts, and which groups each lies within."""

    rows: NDArray[np.intp]
    columns: NDArray[np.intp]
    within: csr_array
    member: NDArray[np.float32]


def _graph(groups: Groups, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> Graph:
    within = csr_array((groups.member[:, rows] & groups.member[:, columns]).T).astype(np.float64)
    return Graph(rows, columns, within, groups.member.astype(np.float32))


def _near(edges: Edges, groups: Groups) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Pairs of parts worth trying: each with those nearest straight, nearest by a yard, and outside."""
    parts = len(edges.straight)
    pairs = set()
    together = np.zeros((parts, parts), dtype=np.bool_)
    if len(groups.crews):
        small = groups.member[groups.crews <= 2].astype(np.float32)
        together = small.T @ small > 0
    outside = np.where(together, _FAR, edges.straight)
    for cost in (edges.straight, edges.by_yard, outside):
        nearest = np.argsort(cost, axis=1)[:, :_NEAR]
        for a in range(parts):
            pairs |= {(min(a, int(b)), max(a, int(b))) for b in nearest[a] if b != a}
    index = np.array(sorted(pairs), dtype=np.intp).reshape(-1, 2)
    return index[:, 0], index[:, 1]


def _tree(
    edges: Edges, prices: Prices, least: Least, graph: Graph
) -> tuple[float, Floats, Floats, int, Floats]:
    """Value of the prices on a graph; its tree's edges by part, by crew, loads, and edges by group."""
    parts = len(prices.part)
    rows, columns = graph.rows, graph.columns
    straight, by_yard = edges.straight[rows, columns], edges.by_yard[rows, columns] - prices.load
    inner = np.minimum(straight, by_yard) + prices.part[rows] + prices.part[columns]
    inner += graph.within @ prices.group
    begin = np.minimum(edges.first, edges.first_by_yard - prices.load) + prices.crew[:, None] - prices.start
    starter = begin.argmin(axis=0)
    outer = begin[starter, np.arange(parts)] + prices.part
    weight = np.concatenate((inner, outer))
    shift = 1.0 - float(weight.min())  # scipy takes a nought for no edge
    ends = (np.concatenate((rows, np.arange(parts))), np.concatenate((columns, np.full(parts, parts))))
    tree = minimum_spanning_tree(csr_array((weight + shift, ends), shape=(parts + 1, parts + 1))).tocoo()
    a, b = tree.coords
    total = float(tree.data.sum()) - shift * parts
    at_part = np.bincount(np.concatenate((a, b)), minlength=parts + 1)[:parts].astype(np.float64)
    root = b == parts
    from_root, a, b = a[root], a[~root], b[~root]
    k = starter[from_root]
    at_crew = np.bincount(k, minlength=len(prices.crew)).astype(np.float64)
    made = int((edges.by_yard[a, b] - prices.load < edges.straight[a, b]).sum())
    made += int((edges.first_by_yard[k, from_root] - prices.load < edges.first[k, from_root]).sum())
    inside = (graph.member[:, a] * graph.member[:, b]).sum(axis=1).astype(np.float64)
    value = total - 2.0 * prices.part.sum() - prices.crew.sum() - float(prices.group @ least.inside)
    value += least.loads * prices.load + least.starts * prices.start
    return float(value), at_part, at_crew, made, inside
