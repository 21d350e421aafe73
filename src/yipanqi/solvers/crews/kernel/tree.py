"""The cheapest tree over root and parts, each edge straight or by a yard, at given prices. Compiled.

Prim's algorithm (1957) on the full matrix: every value it gives is one for all pairs of parts, so each is a
bound.
"""

import numpy as np

from yipanqi.solvers.crews.kernel.jit import inner, outer
from yipanqi.solvers.crews.kernel.woods import AFTER, F64, FIRST, LOAD, PAIR, START, Woods

_STRAIGHT, _LATER, _FIRST = 0, 1, 2
"""How an edge leads: without a load, with one, with one that counts as a crew's first."""
_IN = 9
"""Set instead for parts in the tree already."""


@outer
def grow(woods: Woods, price: F64, count: F64) -> float:
    """The cheapest tree's cost at prices; `count`, in their order, says how often each was paid or earned.

    Prices: by part, by crew, by group for any edge within and for one without a load, then the single ones.
    """
    parts, crews, groups = len(woods.dry), len(woods.empty), len(woods.above)
    single = parts + crews + 2 * groups
    count[:] = 0.0
    _stack(woods, price, parts + crews)
    _begin(woods, price)
    total = 0.0
    for _ in range(parts):
        part = -1
        for p in range(parts):
            if woods.how[p] != _IN and (part < 0 or woods.key[p] < woods.key[part]):
                part = p
        total += woods.key[part]
        _note(woods, part, count, single)
        woods.how[part] = _IN
        _reach(woods, price, part)
    for g in range(groups):
        if woods.above[g] > g:
            count[parts + crews + woods.above[g]] += count[parts + crews + g]
            count[parts + crews + groups + woods.above[g]] += count[parts + crews + groups + g]
    return total


@inner
def _stack(woods: Woods, price: F64, at: int) -> None:
    """What an edge pays in all groups it lies in; smaller groups come before larger ones."""
    groups = len(woods.above)
    woods.whole_s[groups] = 0.0
    woods.chain_s[groups] = 0.0
    for g in range(groups - 1, -1, -1):
        above = woods.above[g] if woods.above[g] > g else groups
        woods.whole_s[g] = price[at + g] + woods.whole_s[above]
        woods.chain_s[g] = price[at + groups + g] + woods.chain_s[above]


@inner
def _begin(woods: Woods, price: F64) -> None:
    """Nothing in the tree but the root: the cheapest start edge into each part."""
    parts, crews = len(woods.dry), len(woods.empty)
    single = parts + crews + 2 * len(woods.above)
    for p in range(parts):
        woods.key[p] = np.inf
    for k in range(crews):
        base = price[parts + k] - price[single + START]
        straight = base - (price[single + AFTER] if woods.empty[k] else 0.0)
        loaded = base - price[single + LOAD] - (price[single + FIRST] if woods.empty[k] else 0.0)
        for p in range(parts):
            without, with_load = woods.first[k, p] + straight, woods.first_by_yard[k, p] + loaded
            cost = min(without, with_load) + price[p]
            if cost < woods.key[p]:
                woods.key[p] = cost
                woods.via[p] = -1 - k
                woods.how[p] = _STRAIGHT if without <= with_load else _FIRST


@inner
def _reach(woods: Woods, price: F64, part: int) -> None:
    """Cheaper edges into parts not in the tree yet, from the part that just came in."""
    parts = len(woods.dry)
    single = parts + len(woods.empty) + 2 * len(woods.above)
    load = price[single + LOAD]
    gain = max(0.0, price[single + FIRST] - price[single + AFTER])
    kind = _FIRST if gain > 0.0 else _LATER
    dry = woods.dry[part]
    for p in range(parts):
        if woods.how[p] == _IN:
            continue
        first = dry | woods.dry[p]
        g = woods.group[part, p]
        without = woods.straight[part, p] + woods.chain_s[g]
        with_load = woods.by_yard[part, p] - load - (gain if first else 0.0)
        cost = min(without, with_load) + woods.whole_s[g] + price[p] + price[part]
        if dry & woods.dry[p]:
            cost -= price[single + PAIR]
        if cost < woods.key[p]:
            woods.key[p] = cost
            woods.via[p] = part
            woods.how[p] = _STRAIGHT if without <= with_load else (kind if first else _LATER)


@inner
def _note(woods: Woods, part: int, count: F64, single: int) -> None:
    """Count the edge a part comes in by."""
    parts, crews, groups = len(woods.dry), len(woods.empty), len(woods.above)
    via, how = woods.via[part], woods.how[part]
    count[part] += 1.0
    count[single + LOAD] += how != _STRAIGHT
    if via < 0:
        k = -1 - via
        count[parts + k] += 1.0
        count[single + START] += 1.0
        if woods.empty[k]:
            count[single + FIRST] += how == _FIRST
            count[single + AFTER] += how == _STRAIGHT
        return
    count[via] += 1.0
    count[single + FIRST] += how == _FIRST
    count[single + AFTER] -= how == _FIRST
    count[single + PAIR] += woods.dry[part] & woods.dry[via]
    g = woods.group[part, via]
    if g < groups:
        count[parts + crews + g] += 1.0
        count[parts + crews + groups + g] += how == _STRAIGHT
