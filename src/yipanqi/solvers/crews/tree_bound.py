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

from yipanqi.solvers.crews.board import NEVER, Board
from yipanqi.solvers.crews.bound import any_share, fill_s, hours_bound_s, nearest_s

Floats = NDArray[np.float64]

_FAR = 1e8
_NEAR = 12
_PASSES = 4
"""Each looks only at plans that end by a moment nearer to what is proven already."""
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
    dry: NDArray[np.bool_]
    """Parts without net."""


@dataclass
class Prices:
    """Lagrange multipliers, none below nought: by part, crew and group, for loads, pairs and crews used."""

    part: Floats
    crew: Floats
    load: float
    pair: float
    start: float
    group: Floats


class Case(NamedTuple):
    """One way a plan can be: so many first loads, and so many edges between parts without net, at least."""

    loads: int
    pairs: int


class Least(NamedTuple):
    """What every plan worth having has: one of the cases, crews used at least, edges in groups at most."""

    cases: tuple[Case, ...]
    starts: int
    inside: Floats
    """By group: how many edges at most lie within it, since so many crews must come into it."""


class Groups(NamedTuple):
    """Sets of parts near each other that take more than one crew; `member[g, p]`."""

    member: NDArray[np.bool_]
    crews: Floats


class Hours(NamedTuple):
    """What hours there are until a moment, and what needs them, in seconds.

    `whole[k]`: crew k's hours; `net[k]`: what is left of them for a crew that takes net, which loads first if
    its van is empty. `need[p]`: a part's work and the shortest leg into it.
    """

    whole: NDArray[np.int64]
    net: NDArray[np.int64]
    need: NDArray[np.int64]


def tree_bound_s(board: Board, finish_s: int, seconds: float = 1.0, rounds: int = 400) -> int:
    """A lower bound of the finish of any plan that does every job, given that one finishes at `finish_s`.

    Never above `finish_s`. 0 where the bound cannot be computed (nothing to do, or too much).
    """
    parts = len(board.work_s)
    if not parts or not board.crews or parts > _MOST_PARTS:
        return 0
    stop = time.monotonic() + seconds
    board = any_share(board)
    edges = edges_of(board)
    groups = groups_of(board, edges, hours_until(board, edges, hours_bound_s(board)))
    prices = Prices(np.zeros(parts), np.zeros(board.crews), 0.0, 0.0, 0.0, np.zeros(len(groups.crews)))
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
            ways_s, prices = climb(edges, groups, least, room_s, share_s, rounds // _PASSES, prices)
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
    travel = np.minimum(board.travel_s, board.travel_s.T).astype(np.float64)
    through = through_yards(board).astype(np.float64)
    through = np.minimum(np.minimum(through, through.T), _FAR)
    straight, by_yard = travel[first:, first:].copy(), through[first:, first:]
    with_net = board.net_m > 0
    by_yard[with_net[:, None] & with_net[None, :]] = _FAR
    able = board.able.astype(np.float32)
    apart = (able.T @ able == 0) | (board.job_of[:, None] == board.job_of[None, :])
    straight[apart], by_yard[apart] = _FAR, _FAR
    begin, begin_by_yard = travel[:crews, first:].copy(), through[:crews, first:]
    begin[~board.able | (board.net_m[None, :] > board.loaded_m[:, None])] = _FAR
    begin_by_yard[~board.able] = _FAR
    return Edges(straight, by_yard, begin, begin_by_yard, ~with_net)


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


def hours_until(board: Board, edges: Edges, until_s: int) -> Hours:
    """What hours there are until a moment."""
    nearest = nearest_s(board)
    whole = (np.minimum(board.until_s, until_s).astype(np.int64) - board.from_s).clip(min=0)
    net = (whole - _loading_s(board, edges, nearest)).clip(min=0)
    return Hours(whole, net, board.work_s.astype(np.int64) + nearest)


def _loading_s(board: Board, edges: Edges, nearest: NDArray[np.int64]) -> NDArray[np.int64]:
    """What each crew's first load takes at least, beyond the shortest leg into the part after it.

    It lies on the crew's first leg, or after a part without net; 0 for crews whose vans are not empty.
    """
    first = (edges.first_by_yard - nearest).min(axis=1, initial=_FAR)
    dry = board.net_m == 0
    after = np.where(board.able, (edges.by_yard[dry] - nearest).min(axis=0, initial=_FAR), _FAR).min(axis=1)
    least: NDArray[np.int64] = np.floor(np.minimum(first, after)).astype(np.int64).clip(0, int(_FAR))
    return np.where(board.loaded_m > 0, 0, least)


def cases_of(board: Board, hours: Hours) -> tuple[Case, ...]:
    """What plans there can be, by how many crews that start empty take no net at all.

    Those who take net must have the hours for all of it. What they have no hours for, the others do: parts
    without net, one after the other, so that all but one of each crew's are entered from such a part.
    """
    empty = board.loaded_m == 0
    net = board.net_m > 0
    stocked_s = int(hours.net[~empty].sum())
    reach_s = stocked_s + np.concatenate(([0], np.cumsum(np.sort(hours.net[empty])[::-1])))
    rest_s = np.concatenate(([0], np.cumsum(np.sort(hours.whole[empty])[::-1])))[::-1]
    dry_s = np.concatenate(([0], np.cumsum(np.sort(hours.need[~net])[::-1])))
    found = []
    for takers in range(len(reach_s) if board.yards else 1):
        left_s = int(hours.need.sum()) - int(reach_s[takers])
        if reach_s[takers] >= hours.need[net].sum() and left_s <= min(rest_s[takers], dry_s[-1]):
            parts = int(np.searchsorted(dry_s, left_s, side="left"))
            found.append(Case(takers, max(0, parts - (len(reach_s) - 1 - takers))))
    return tuple(found)


def least_of(board: Board, groups: Groups, hours: Hours, need_s: float) -> Least:
    """What every plan has that fits the hours, given that all crews together are busy for `need_s`."""
    idle = int((np.cumsum(np.sort(hours.whole)) <= float(hours.whole.sum()) - need_s).sum())
    crews = _crews_for(groups.member, board.net_m > 0, hours)
    return Least(cases_of(board, hours), board.crews - idle, groups.member.sum(axis=1) - crews)


def _crews_for(member: NDArray[np.bool_], net: NDArray[np.bool_], hours: Hours) -> Floats:
    """The least number of crews whose hours reach for each group, and for its parts with net."""
    whole = np.cumsum(np.sort(hours.whole)[::-1])
    taking = np.cumsum(np.sort(hours.net)[::-1])
    every = 1 + np.searchsorted(whole, member @ hours.need, side="left")
    with_net = 1 + np.searchsorted(taking, member @ (hours.need * net), side="left")
    most: Floats = np.maximum(every, np.where(member @ net, with_net, 0)).astype(np.float64)
    return most


def climb(
    edges: Edges, groups: Groups, least: Least, target: float, seconds: float, rounds: int, prices: Prices
) -> tuple[float, Prices]:
    """The best bound of all ways and loads (s) that subgradient steps reach; `target` is above it."""
    stop = time.monotonic() + seconds
    some = _graph(groups, *_near(edges, groups))
    best, best_prices, pace, idle = -np.inf, prices, 1.0, 0
    for _ in range(rounds):
        value, used = _tree(edges, prices, least, some)
        idle += 1
        if value > best + 1e-9:
            best, best_prices, idle = value, prices, 0
        if idle >= 8:
            pace, idle = pace * 0.6, 0
        length = float(sum(np.sum(np.square(over)) for over in used))
        if length == 0 or pace < 1e-3 or time.monotonic() > stop:
            break
        step = pace * max(target - value, 1.0) / length
        prices = Prices(
            np.maximum(prices.part + step * used.part, 0.0),
            np.maximum(prices.crew + step * used.crew, 0.0),
            max(prices.load + step * used.load, 0.0),
            max(prices.pair + step * used.pair, 0.0),
            max(prices.start + step * used.start, 0.0),
            np.maximum(prices.group + step * used.group, 0.0),
        )
    everything = _graph(groups, *np.triu_indices(len(best_prices.part), 1))
    exact, _ = _tree(edges, best_prices, least, everything)
    return exact, best_prices


def groups_of(board: Board, edges: Edges, hours: Hours) -> Groups:
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
    crews = _crews_for(member, board.net_m > 0, hours)
    several = crews >= 2
    several[parts:] &= crews[parts:] > crews[merges].max(axis=1)  # the smallest group says the most
    return Groups(member[several], crews[several])


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
    dry = np.where(edges.dry[:, None] & edges.dry[None, :], edges.straight, _FAR)
    for cost in (edges.straight, edges.by_yard, outside, dry):
        nearest = np.argsort(cost, axis=1)[:, :_NEAR]
        for a in range(parts):
            pairs |= {(min(a, int(b)), max(a, int(b))) for b in nearest[a] if b != a}
    index = np.array(sorted(pairs), dtype=np.intp).reshape(-1, 2)
    return index[:, 0], index[:, 1]


class Over(NamedTuple):
    """By how much a tree does not satisfy what every plan does: the direction prices rise in."""

    part: Floats
    crew: Floats
    load: float
    pair: float
    start: float
    group: Floats


def _tree(edges: Edges, prices: Prices, least: Least, graph: Graph) -> tuple[float, Over]:
    """The value of prices on a graph, and how its cheapest tree falls short of a plan."""
    parts = len(prices.part)
    rows, columns = graph.rows, graph.columns
    straight, by_yard = edges.straight[rows, columns], edges.by_yard[rows, columns] - prices.load
    inner = np.minimum(straight, by_yard) + prices.part[rows] + prices.part[columns]
    inner += graph.within @ prices.group
    inner -= prices.pair * (edges.dry[rows] & edges.dry[columns])
    begin = np.minimum(edges.first, edges.first_by_yard - prices.load) + prices.crew[:, None] - prices.start
    starter = begin.argmin(axis=0)
    outer = begin[starter, np.arange(parts)] + prices.part
    weight = np.concatenate((inner, outer))
    shift = 1.0 - float(weight.min())  # scipy takes a nought for no edge
    ends = (np.concatenate((rows, np.arange(parts))), np.concatenate((columns, np.full(parts, parts))))
    tree = minimum_spanning_tree(csr_array((weight + shift, ends), shape=(parts + 1, parts + 1))).tocoo()
    a, b = tree.coords
    root = b == parts
    from_root, a, b = a[root], a[~root], b[~root]
    k = starter[from_root]
    loads = int((edges.by_yard[a, b] - prices.load < edges.straight[a, b]).sum())
    loads += int((edges.first_by_yard[k, from_root] - prices.load < edges.first[k, from_root]).sum())
    case = min(least.cases, key=lambda c: c.loads * prices.load + c.pairs * prices.pair)
    used = Over(
        np.bincount(np.concatenate((a, b, from_root)), minlength=parts).astype(np.float64) - 2.0,
        np.bincount(k, minlength=len(prices.crew)).astype(np.float64) - 1.0,
        float(case.loads - loads),
        float(case.pairs - int((edges.dry[a] & edges.dry[b]).sum())),
        float(least.starts - len(k)),
        (graph.member[:, a] * graph.member[:, b]).sum(axis=1) - least.inside,
    )
    value = float(tree.data.sum()) - shift * parts - 2.0 * float(prices.part.sum()) - float(prices.crew.sum())
    value += case.loads * prices.load + case.pairs * prices.pair + least.starts * prices.start
    return value - float(prices.group @ least.inside), used
