"""What every plan that ends by a moment has: hours, loads, crews that come into groups of parts.

The demands on the tree of `tree_bound.py`; `docs/reference/bounds.md` proves them.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import linkage

from yipanqi.solvers.crews.board import Board
from yipanqi.solvers.crews.bound import nearest_s

Floats = NDArray[np.float64]

FAR = 1e8


@dataclass(frozen=True)
class Edges:
    """Cheapest ways between parts, and from any crew's start; `by_yard` the same with a load on the way.

    `straight`, `by_yard`: (parts, parts), symmetric. `first`, `first_by_yard`: (crews, parts).
    """

    straight: Floats
    by_yard: Floats
    first: Floats
    first_by_yard: Floats


class Case(NamedTuple):
    """One way a plan can be: so many first loads, loads, and edges between parts without net, at least."""

    loads: int
    pairs: int
    all_loads: int = 0


class Least(NamedTuple):
    """What every plan worth having has: one of the cases, crews used at least, edges in groups at most."""

    cases: tuple[Case, ...]
    starts: int
    inside: Floats
    """By group: how many edges at most lie within it, since so many crews must come into it; then, once
    more by group, how many without a load at most, since a van holds no more."""


class Groups(NamedTuple):
    """Sets of parts near each other that take more than one crew or van.

    `member[g, p]`: smaller groups first. `smallest[p, q]`: the smallest group both are in; where there is
    none, the number of groups. `above[g]`: the smallest larger group around it, or itself.
    """

    member: NDArray[np.bool_]
    smallest: NDArray[np.int32]
    above: NDArray[np.int32]


class Hours(NamedTuple):
    """What hours there are until a moment, and what needs them, in seconds.

    `whole[k]`: crew k's hours; `net[k]`: what is left of them for a crew that takes net, which loads first if
    its van is empty, -1 if it cannot. `need[p]`: a part's work and the shortest leg into it. `again`: what a
    load takes at least, beyond the shortest leg into the part after it.
    """

    whole: NDArray[np.int64]
    net: NDArray[np.int64]
    need: NDArray[np.int64]
    again: int


def hours_until(board: Board, edges: Edges, until_s: int) -> Hours:
    """What hours there are until a moment."""
    nearest = nearest_s(board)
    whole = (np.minimum(board.until_s, until_s).astype(np.int64) - board.from_s).clip(min=0)
    net = (whole - _first_load_s(board, edges, nearest)).clip(min=-1)
    by_yard = min(float((e - nearest).min(initial=FAR)) for e in (edges.by_yard, edges.first_by_yard))
    return Hours(whole, net, board.work_s.astype(np.int64) + nearest, int(max(0.0, by_yard)))


def _first_load_s(board: Board, edges: Edges, nearest: NDArray[np.int64]) -> NDArray[np.int64]:
    """What each crew's first load takes at least, beyond the shortest leg into the part after it.

    It lies on the crew's first leg, or next to a part without net; 0 for crews whose vans are not empty.
    """
    first = (edges.first_by_yard - nearest).min(axis=1, initial=FAR)
    dry = board.net_m == 0
    after = np.where(board.able, (edges.by_yard[dry] - nearest).min(axis=0, initial=FAR), FAR).min(axis=1)
    least: NDArray[np.int64] = np.floor(np.minimum(first, after)).astype(np.int64).clip(0, int(FAR))
    return np.where(board.loaded_m > 0, 0, least)


def least_of(board: Board, groups: Groups, hours: Hours, need_s: float) -> Least:
    """What every plan has that fits the hours, given that all crews together are busy for `need_s`."""
    idle = int((np.cumsum(np.sort(hours.whole)) <= float(hours.whole.sum()) - need_s).sum())
    size = groups.member.sum(axis=1)
    crews, vans = _crews_for(groups.member, board, hours), _vans_for(groups.member, board)
    inside = np.concatenate((size - crews, size - np.maximum(crews, vans)))
    return Least(cases_of(board, hours), board.crews - idle, inside)


def cases_of(board: Board, hours: Hours) -> tuple[Case, ...]:
    """What plans there can be, by how many crews that start empty take no net at all.

    Those who take net must have the hours for all of it, and for their loads. What they have no hours for,
    the others do: parts without net, one after the other, so that all but one of each crew's are entered from
    such a part.
    """
    empty = board.loaded_m == 0
    net = board.net_m > 0
    able = empty & (hours.net >= 0)
    stocked_s = int(hours.net[~empty].sum())
    reach_s = stocked_s + np.concatenate(([0], np.cumsum(np.sort(hours.net[able])[::-1])))
    rest_s = np.concatenate(([0], np.cumsum(np.sort(hours.whole[empty])[::-1])))[::-1]
    dry_s = np.concatenate(([0], np.cumsum(np.sort(hours.need[~net])[::-1])))
    loads = all_loads(board, hours)
    if loads is None or (loads and not board.yards):
        return ()
    found = []
    for takers in range(len(reach_s) if board.yards else 1):
        later_s = max(0, loads - takers) * hours.again
        left_s = int(hours.need.sum()) + later_s - int(reach_s[takers])
        fits = reach_s[takers] >= hours.need[net].sum() + later_s
        if fits and left_s <= min(rest_s[takers], dry_s[-1]):
            parts = int(np.searchsorted(dry_s, left_s, side="left"))
            pairs = max(0, parts - (int(empty.sum()) - takers))
            found.append(Case(takers, pairs, max(loads, takers)))
    return tuple(found)


def all_loads(board: Board, hours: Hours) -> int | None:
    """How many legs with a load every plan has at least; None where no loads bring all the net in the hours.

    Largest vans first: each takes as much net as the hours of all up to it hold of the parts with the most
    net for their time, with what its loads take off them.
    """
    copies = board.copies[board.job_of]
    whole_m = np.array([j.net_m for j in board.problem.jobs], dtype=np.int64)
    missing_m = float(whole_m.sum() - board.loaded_m.astype(np.int64).sum())
    if missing_m <= 0:
        return 0
    at_most_m = np.where(copies > 1, whole_m[board.job_of], board.net_m)  # one of a team may bring it all
    some = at_most_m > 0
    order = np.argsort(hours.need[some] / at_most_m[some], kind="stable")
    net_m = np.concatenate(([0.0], np.cumsum(at_most_m[some][order])))
    need_s = np.concatenate(([0.0], np.cumsum(hours.need[some][order])))
    van_m = np.maximum(board.van_m, board.loaded_m).astype(np.float64)
    have_s = np.where(board.loaded_m == 0, hours.net + hours.again, hours.whole)
    taken_m = spent_s = reach_s = loads = 0.0
    able = (hours.net >= 0) & (van_m > 0)
    for k in sorted(np.flatnonzero(able), key=lambda k: -van_m[k]):
        reach_s += float(have_s[k])
        more_m = _most_m(net_m, need_s + spent_s + (net_m - taken_m) * (hours.again / van_m[k]), reach_s)
        more_m = min(more_m, missing_m) - taken_m
        if more_m > 0:
            taken_m, loads = taken_m + more_m, loads + more_m / van_m[k]
            spent_s += more_m * hours.again / van_m[k]
        if taken_m >= missing_m:
            return int(np.ceil(loads - 1e-6))
    return None


def _most_m(net_m: Floats, need_s: Floats, reach_s: float) -> float:
    """How much net of the first and a piece of the next part so many seconds are enough for."""
    n = int(np.searchsorted(need_s, reach_s, side="right"))
    if n == 0:
        return 0.0
    if n == len(need_s):
        return float(net_m[-1])
    piece = (reach_s - need_s[n - 1]) / (need_s[n] - need_s[n - 1])
    return float(net_m[n - 1] + piece * (net_m[n] - net_m[n - 1]))


def _crews_for(member: NDArray[np.bool_], board: Board, hours: Hours) -> NDArray[np.int64]:
    """The least number of crews for each group: a team, or whose hours reach for it or its parts with net."""
    net = board.net_m > 0
    whole = np.cumsum(np.sort(hours.whole)[::-1])
    taking = np.cumsum(np.sort(hours.net.clip(min=0))[::-1])
    every = 1 + np.searchsorted(whole, member @ hours.need, side="left")
    with_net = 1 + np.searchsorted(taking, member @ (hours.need * net), side="left")
    team: NDArray[np.int64] = (member * board.copies[board.job_of]).max(axis=1, initial=1).astype(np.int64)
    return np.maximum(team, np.maximum(every, np.where(member @ net, with_net, 0)))


def _vans_for(member: NDArray[np.bool_], board: Board) -> NDArray[np.int64]:
    """The least number of full vans, all as large as the largest, each group takes; at least one."""
    largest_m = max(1, int(np.maximum(board.van_m, board.loaded_m).max()))
    net_m: NDArray[np.int64] = member.astype(np.int64) @ board.net_m.astype(np.int64)
    return np.maximum(1, (net_m + largest_m - 1) // largest_m)


def groups_of(board: Board, hours: Hours) -> Groups:
    """Groups from a hierarchy of nearness, all that need more than one crew or van."""
    parts = len(board.work_s)
    if parts < 3:
        none = np.zeros((parts, parts), dtype=np.int32)
        return Groups(np.zeros((0, parts), dtype=np.bool_), none, np.zeros(0, dtype=np.int32))
    first = board.first_place
    near = np.minimum(board.travel_s, board.travel_s.T)[first:, first:].astype(np.float64)
    member = np.zeros((2 * parts - 1, parts), dtype=np.bool_)
    member[:parts] = np.eye(parts, dtype=np.bool_)
    merges = linkage(near[np.triu_indices(parts, 1)], "average")[:, :2].astype(np.intp)
    for n, (a, b) in enumerate(merges):
        member[parts + n] = member[a] | member[b]
    some = np.maximum(_crews_for(member, board, hours), _vans_for(member, board)) > 1
    return _nested(member[parts:][some[parts:]])


def _nested(member: NDArray[np.bool_]) -> Groups:
    """Groups of which any two lie in each other or have nothing in common, smaller ones first."""
    member = member[np.argsort(member.sum(axis=1), kind="stable")]
    count, parts = member.shape
    smallest = np.full((parts, parts), count, dtype=np.int32)
    above = np.arange(count, dtype=np.int32)
    for g in range(count - 1, -1, -1):
        inside = np.flatnonzero(member[g])
        around = int(smallest[inside[0], inside[0]])
        above[g] = g if around == count else around
        smallest[np.ix_(inside, inside)] = g
    return Groups(member, smallest, above)
