"""Ruin and recreate under simulated annealing, made for finishing early. Compiled.

Ruin: slack induction by string removals (Christiaens and Vanden Berghe 2020); recreate: greedy with
blinks. What is annealed is every crew's end plus the squared excess over an aim, so that ways get
shorter while nobody runs late.
"""

import numpy as np

from yipanqi.solvers.crews.kernel.insert import MISSED, insert_single, insert_team, keep, strain, take_out
from yipanqi.solvers.crews.kernel.jit import inner, outer
from yipanqi.solvers.crews.kernel.shapes import U64, Night, Tour
from yipanqi.solvers.crews.kernel.tour import count_early, rand, rebuild, refresh, settle, use

_BREACH, _BREACHES_S = 5.0, 2000.0
"""What a second too late costs: this much, and so much more as the width (s) shrinks."""
_METRE_S = 60.0
"""What a metre of net that is not there costs, in seconds too late."""
_LOOSE_S = 60.0
"""How much worse a gap may look when only the order matters any more."""


@outer
def seed(state: U64, number: int) -> None:
    """Start a random stream (splitmix64)."""
    z = np.uint64(number) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(0x1234567)
    for i in range(2):
        z += np.uint64(0x9E3779B97F4A7C15)
        x = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        state[i] = x ^ (x >> np.uint64(31))


@outer
def begin(night: Night, tour: Tour) -> None:
    """Make everything true after `seq` and `size` were filled in from outside."""
    tour.crew_of[:] = -1
    tour.team_s[:] = -1
    tour.used_m[:] = 0
    for k in range(len(night.from_s)):
        refresh(night, tour, k)
        tour.clock[0] += 1
        tour.version[k] = tour.clock[0]
        if night.scarce:
            use(night, tour, k, 1)
    settle(night, tour)
    tour.best[:] = np.inf


@inner
def finish_s(tour: Tour) -> int:
    """The last crew's end; crews without work count too."""
    last = 0
    for k in range(len(tour.end_s)):
        if tour.size[k] > 0:
            last = max(last, tour.end_s[k])
    return last


@inner
def moved(night: Night, tour: Tour) -> int:
    """How many parts are with another crew than the one that should rather keep them."""
    count = 0
    if night.stay_s > 0:
        for part in range(len(night.work_s)):
            home, crew = night.home[part], tour.crew_of[part]
            count += home >= 0 and crew >= 0 and crew != home
    return count


@inner
def closings_s(night: Night, tour: Tour) -> int:
    """Ends of the neighbourhoods' last jobs, added up; what nobody does is left out."""
    last = tour.work[5]
    for part in range(len(night.work_s)):
        last[night.hood[part]] = 0
    for k in range(len(night.from_s)):
        for i in range(tour.size[k]):
            stop = tour.seq[k, i]
            if stop >= 0:
                last[night.hood[stop]] = max(last[night.hood[stop]], tour.leave_s[k, i])
    total = 0
    for part in range(len(night.work_s)):
        total += last[night.hood[part]]
        last[night.hood[part]] = 0
    return total


@inner
def worth(night: Night, tour: Tour, aim_s: float, width_s: float, closing: float) -> tuple[int, float, bool]:
    """Priorities missed, what is annealed, and whether every limit is kept.

    Being too late and net that is not there may be passed through, at a price that rises as the search
    cools; a van that would have to hold too much may not.
    """
    total, missed, over = 0.0, 0, 0.0
    for k in range(len(night.from_s)):
        if tour.bad[k]:
            return 0, np.inf, False
        total += strain(tour.end_s[k], aim_s, width_s)
        missed += tour.missed[k]
        over += tour.over_s[k]
    if night.scarce:
        for y in range(len(night.load_s)):
            over += _METRE_S * max(0, tour.used_m[y] - night.stock_m[y])
        over += _METRE_S * _too_soon_m(night, tour)
    total += over * (_BREACH + _BREACHES_S / width_s)
    for j in range(len(night.copies)):
        if tour.crew_of[night.first_part[j]] < 0:
            missed += night.priority[j]
            total += 0.5 * MISSED * night.priority[j]
    if closing > 0:
        total += closing * closings_s(night, tour)
    if night.stay_s > 0:
        total += night.stay_s * len(night.from_s) * moved(night, tour)
    return missed, total + MISSED * missed, over == 0.0


@inner
def _too_soon_m(night: Night, tour: Tour) -> int:
    """Net yards have given away before it came in: looked at just before each delivery."""
    short = 0
    if len(night.delivery_s):
        count_early(night, tour)
    for d in range(len(night.delivery_s)):
        short += max(0, tour.early_m[d] - night.delivery_before_m[d])
    return short


@inner
def record(night: Night, tour: Tour, missed: int, total: float) -> None:
    """Keep the routes if they are the best so far: least missed, then earliest finish, then least strain.

    A part moved from its crew counts as `stay_s` later.
    """
    last = finish_s(tour) + night.stay_s * moved(night, tour)
    best = tour.best
    if (missed, last, total) >= (best[0], best[1], best[2]):
        return
    best[0], best[1], best[2], best[3] = missed, last, total, finish_s(tour)
    for k in range(len(night.from_s)):
        tour.best_size[k] = tour.size[k]
        for i in range(tour.size[k]):
            tour.best_seq[k, i] = tour.seq[k, i]


@inner
def ruin(night: Night, tour: Tour, mean: float, longest: float, state: U64) -> int:
    """Take strings of neighbouring parts out of routes near a part drawn by lot; how many, in `out_of`."""
    parts = len(night.work_s)
    out = 0
    average = max(1.0, _placed(tour) / len(night.from_s))
    limit = min(float(longest), average)
    strings = int(rand(state) * (4.0 * mean / (1.0 + limit) - 1.0)) + 1
    centre = int(rand(state) * parts)
    if rand(state) < 0.3:
        centre = _of_the_last(tour, centre, state)
    for a in range(night.near.shape[1]):
        part = night.near[centre, a]
        k = tour.crew_of[part]
        if k < 0 or tour.saved[k] == tour.clock[1]:
            continue
        size = int(rand(state) * min(limit, float(tour.size[k]))) + 1
        out = _cut(night, tour, k, part, size, out, state)
        strings -= 1
        if strings <= 0:
            break
    return out


@inner
def _placed(tour: Tour) -> int:
    total = 0
    for k in range(len(tour.size)):
        total += tour.size[k]
    return total


@inner
def _of_the_last(tour: Tour, otherwise: int, state: U64) -> int:
    """A part, by lot, of the crew that ends last."""
    last, crew = -1, -1
    for k in range(len(tour.end_s)):
        if tour.end_s[k] > last and tour.size[k] > 0:
            last, crew = tour.end_s[k], k
    if crew < 0:
        return otherwise
    stop = tour.seq[crew, int(rand(state) * tour.size[crew])]
    return stop if stop >= 0 else otherwise


@inner
def _cut(night: Night, tour: Tour, k: int, part: int, size: int, out: int, state: U64) -> int:
    """Cut a string of `size` stops around a part out of crew k; the new length of `out_of`."""
    keep(tour, k)
    if night.scarce:
        use(night, tour, k, -1)
    n = tour.size[k]
    at = 0
    while tour.seq[k, at] != part:
        at += 1
    low = max(0, at - int(rand(state) * size))
    high = min(n, low + size)
    low = max(0, high - size)
    spared = low + int(rand(state) * size) if size > 2 and rand(state) < 0.5 else -1
    left, first = 0, out
    for i in range(n):
        stop = tour.seq[k, i]
        if stop < 0:
            continue
        if low <= i < high and i != spared:
            tour.out_of[out] = stop
            out += 1
            tour.crew_of[stop] = -1
        else:
            tour.queue[left] = stop
            left += 1
    rebuild(night, tour, k, left)
    if night.teams:
        out = _whole_teams(night, tour, first, out)
    return out


@inner
def _whole_teams(night: Night, tour: Tour, first: int, out: int) -> int:
    """Take out the other members of teams that lost one; only first parts stay listed."""
    for i in range(first, out):
        job = night.job_of[tour.out_of[i]]
        for c in range(night.copies[job]):
            part = night.first_part[job] + c
            if tour.crew_of[part] >= 0:
                take_out(night, tour, part)
        tour.out_of[i] = night.first_part[job]
    return out


@inner
def order(night: Night, tour: Tour, out: int, undone: bool, state: U64) -> None:
    """Sort what was taken out; where not all can be done, often by what counts most for its cost."""
    draw = rand(state)
    dear = undone and rand(state) < 0.5
    for i in range(out):
        part = tour.out_of[i]
        key = _dear(night, part, draw) if dear else _hard(night, part, draw, state)
        tour.work[5, i] = key
        j = i
        while j > 0 and tour.work[5, j - 1] > tour.work[5, j]:
            tour.work[5, j - 1], tour.work[5, j] = tour.work[5, j], tour.work[5, j - 1]
            tour.out_of[j - 1], tour.out_of[j] = tour.out_of[j], tour.out_of[j - 1]
            j -= 1


@inner
def _hard(night: Night, part: int, draw: float, state: U64) -> int:
    """A rank: longest first, most net first, farthest first, or by lot; teams mostly before all others."""
    if draw < 0.7 and night.copies[night.job_of[part]] > 1:
        return -(1 << 29)
    if draw < 0.4:
        return int(-night.work_s[part] * night.copies[night.job_of[part]])
    if draw < 0.55:
        return int(-night.net_m[part])
    if draw < 0.7:
        return int(-night.into[night.first + part, 0])
    return int(rand(state) * 1000000)


@inner
def _dear(night: Night, part: int, draw: float) -> int:
    """A rank: least net, least work for its priority, or highest priority first."""
    job = night.job_of[part]
    priority = max(1, night.priority[job])
    if draw < 0.4:
        return int((1 + night.net_m[part] * night.copies[job]) * 1000 // priority)
    if draw < 0.8:
        return int(night.work_s[part] * night.copies[job] * 10 // priority)
    return int(-priority)


@inner
def recreate(
    night: Night, tour: Tour, out: int, aim_s: float, width_s: float, blink: float, noise_s: float, state: U64
) -> None:
    """Put back what was taken out, one after the other; what fits nowhere stays out."""
    for i in range(out):
        part = tour.out_of[i]
        job = night.job_of[part]
        if tour.crew_of[part] >= 0:
            continue
        if night.copies[job] == 1:
            insert_single(night, tour, part, aim_s, width_s, blink, noise_s, state)
        else:
            insert_team(night, tour, job, aim_s, width_s, blink, state)


@inner
def _some_undone(night: Night, tour: Tour, out: int, state: U64) -> int:
    """Add a few jobs nobody has to what will be put back."""
    jobs = len(night.copies)
    begin_at = int(rand(state) * jobs)
    added = 0
    for i in range(jobs):
        part = night.first_part[(begin_at + i) % jobs]
        if tour.crew_of[part] >= 0:
            continue
        listed = False
        for o in range(out):
            listed |= tour.out_of[o] == part
        if not listed:
            tour.out_of[out] = part
            out += 1
            added += 1
            if added >= 8:
                break
    return out


@inner
def back(night: Night, tour: Tour) -> None:
    """Undo a round: the routes as `keep` found them."""
    for k in range(len(night.from_s)):
        if tour.saved[k] == tour.clock[1]:
            _forget(night, tour, k)
    for k in range(len(night.from_s)):
        if tour.saved[k] == tour.clock[1]:
            _restore(night, tour, k)
    settle(night, tour)


@inner
def _forget(night: Night, tour: Tour, k: int) -> None:
    """Nobody has what crew k has now."""
    if night.scarce:
        use(night, tour, k, -1)
    for i in range(tour.size[k]):
        if tour.seq[k, i] >= 0:
            tour.crew_of[tour.seq[k, i]] = -1


@inner
def _restore(night: Night, tour: Tour, k: int) -> None:
    """Crew k's route as it was kept, and as it was known."""
    tour.size[k] = tour.spare_size[k]
    for i in range(tour.size[k]):
        tour.seq[k, i] = tour.spare_seq[k, i]
    if night.scarce:
        use(night, tour, k, 1)
    refresh(night, tour, k)
    tour.version[k] = tour.spare_version[k]


@outer
def anneal(
    night: Night,
    tour: Tour,
    state: U64,
    rounds: int,
    heat_s: float,
    cool_s: float,
    aim_s: float,
    width_s: float,
    mean: float,
    longest: float,
    blink: float,
    closing: float,
) -> float:
    """So many rounds, the temperature falling from `heat_s` to `cool_s`; the best is in `best_seq`."""
    missed, now, sound = worth(night, tour, aim_s, width_s, closing)
    if sound:
        record(night, tour, missed, now)
    fall = (cool_s / heat_s) ** (1.0 / max(1, rounds))
    heat = heat_s
    undone = missed > 0
    for _ in range(rounds):
        tour.clock[1] += 1
        out = ruin(night, tour, mean, longest, state)
        if undone:
            out = _some_undone(night, tour, out, state)
        ok = settle(night, tour)
        if len(night.delivery_s):
            count_early(night, tour)
        order(night, tour, out, undone, state)
        recreate(night, tour, out, aim_s, width_s, blink, _LOOSE_S if closing > 0 else 0.0, state)
        ok &= settle(night, tour)
        missed, then, sound = worth(night, tour, aim_s, width_s, closing)
        if ok and then < now - heat * np.log(max(rand(state), 1e-300)):
            now = then
            undone = missed > 0
            if sound:
                record(night, tour, missed, now)
        else:
            back(night, tour)
        heat *= fall
    return now
