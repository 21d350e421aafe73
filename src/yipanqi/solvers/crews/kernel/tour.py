"""Keeping routes true: times, room, where to load. Compiled."""

import numpy as np

from yipanqi.solvers.crews.kernel.jit import inner
from yipanqi.solvers.crews.kernel.shapes import U64, Night, Tour

FAR = 1 << 29


@inner
def refresh(night: Night, tour: Tour, k: int) -> None:
    """Times, room and slack of crew k's route, after its sequence has changed."""
    n = tour.size[k]
    free = night.from_s[k]
    here = k
    tour.dirty[k] = 0
    tour.bad[k] = 0
    missed = 0
    for i in range(n):
        stop = tour.seq[k, i]
        if stop >= 0:
            place = night.first + stop
            arrive = free + night.out[here, place]
            job = night.job_of[stop]
            start = max(arrive, night.earliest_s[stop])
            tour.crew_of[stop] = k
            if night.copies[job] > 1:
                start = _together(night, tour, k, stop, start)
            free = start + night.work_s[stop]
            if free > night.deadline_s and night.first_part[job] == stop:
                missed += night.priority[job]
        else:
            place = len(night.from_s) - 1 - stop
            arrive = free + night.out[here, place]
            start = max(arrive, night.opens_s[-1 - stop])
            free = start + night.load_s[-1 - stop]
        tour.place[k, i] = place
        tour.arrive_s[k, i] = arrive
        tour.waits_s[k, i] = start - arrive
        tour.leave_s[k, i] = free
        here = place
    tour.end_s[k] = free + (night.tail_s[k, here] if n > 0 else 0)
    tour.missed[k] = missed
    _slack(night, tour, k, n)
    _room(night, tour, k, n)


@inner
def _slack(night: Night, tour: Tour, k: int, n: int) -> None:
    """How late each stop may be reached, and the waiting from there on."""
    late, waits, over = FAR, 0, 0
    if n > 0:
        late = night.until_s[k] - night.back_s[k, tour.place[k, n - 1]] - tour.leave_s[k, n - 1]
        over = max(0, -late)
    tour.late_s[k, n] = FAR
    tour.waits_s[k, n] = 0
    for i in range(n - 1, -1, -1):
        stop = tour.seq[k, i]
        limit = night.latest_s[stop] if stop >= 0 else night.closes_s[-1 - stop]
        spare = min(limit, night.until_s[k]) - tour.leave_s[k, i]
        over = max(over, -spare)
        late = min(spare, late)
        if night.teams and stop >= 0 and night.copies[night.job_of[stop]] > 1:
            late = _for_all(night, tour, stop, late)
        wait = tour.waits_s[k, i]
        late += wait
        waits += wait
        tour.late_s[k, i] = late
        tour.waits_s[k, i] = waits
    tour.over_s[k] = over


@inner
def _for_all(night: Night, tour: Tour, part: int, late: int) -> int:
    """How much later a team may start, as its members' routes were when they were last looked at."""
    tour.shift_s[part] = late
    job = night.job_of[part]
    for c in range(night.copies[job]):
        other = night.first_part[job] + c
        if tour.crew_of[other] >= 0:
            late = min(late, tour.shift_s[other])
    return int(late)


@inner
def _room(night: Night, tour: Tour, k: int, n: int) -> None:
    """Net that still fits each stretch between loads."""
    holds = night.loaded_m[k]
    since, taken = 0, 0
    for i in range(n + 1):
        tour.before_m[k, i] = taken
        stop = tour.seq[k, i] if i < n else -1
        if i < n and stop >= 0:
            taken += night.net_m[stop]
            continue
        for g in range(since, i + 1):
            tour.room_m[k, g] = holds - taken
        if taken > holds:
            tour.bad[k] = 1
        since, taken, holds = i + 1, 0, night.van_m[k]


@inner
def left_m(night: Night, tour: Tour, yard: int, at: int) -> int:
    """Net a yard can still give to who loads at a moment, without leaving somebody later without."""
    left = night.stock_m[yard] - tour.used_m[yard]
    for d in range(len(night.delivery_s)):
        if night.delivery_yard[d] == yard and at < night.delivery_s[d]:
            left = min(left, night.delivery_before_m[d] - tour.early_m[d])
    return int(left)


@inner
def draw(night: Night, tour: Tour, yard: int, at: int, taken: int) -> None:
    """Count net a load at a moment draws from a yard; less than nothing gives it back."""
    tour.used_m[yard] += taken
    for d in range(len(night.delivery_s)):
        if night.delivery_yard[d] == yard and at < night.delivery_s[d]:
            tour.early_m[d] += taken


@inner
def count_early(night: Night, tour: Tour) -> None:
    """Count anew what yards give away before each delivery, since times have changed."""
    tour.early_m[:] = 0
    for k in range(len(night.from_s)):
        yard, at = -1, 0
        for i in range(tour.size[k]):
            stop = tour.seq[k, i]
            if stop < 0:
                yard, at = -1 - stop, tour.leave_s[k, i] - night.load_s[-1 - stop]
            elif yard >= 0 and night.net_m[stop] > 0:
                draw(night, tour, yard, at, night.net_m[stop])
                tour.used_m[yard] -= night.net_m[stop]


@inner
def use(night: Night, tour: Tour, k: int, sign: int) -> None:
    """Add (or, with -1, take back) what crew k's loads draw from the yards."""
    yard, at, taken = -1, 0, 0
    for i in range(tour.size[k]):
        stop = tour.seq[k, i]
        if stop >= 0:
            taken += night.net_m[stop]
            continue
        if yard >= 0:
            draw(night, tour, yard, at, sign * taken)
        yard, at, taken = -1 - stop, tour.leave_s[k, i] - night.load_s[-1 - stop], 0
    if yard >= 0:
        draw(night, tour, yard, at, sign * taken)


@inner
def detour(night: Night, tour: Tour, here: int, there: int, least_m: int, free: int) -> tuple[int, int]:
    """Seconds by the best yard to load at between two places, with so much left, and which; -1 for none."""
    best, at = FAR, -1
    crews = len(night.from_s)
    for y in range(len(night.load_s)):
        cost = night.out[here, crews + y] + night.load_s[y] + night.out[crews + y, there]
        if night.hours:
            arrive = free + night.out[here, crews + y]
            cost += max(0, night.opens_s[y] - arrive)
            if max(arrive, night.opens_s[y]) + night.load_s[y] > night.closes_s[y]:
                continue
        if cost < best and (
            not night.scarce or left_m(night, tour, y, free + night.out[here, crews + y]) >= least_m
        ):
            best, at = cost, y
    return best, at


@inner
def rebuild(night: Night, tour: Tour, k: int, n: int) -> None:
    """Crew k's route from the n parts in `tour.queue`, loads put where they cost least; then refresh.

    Shortest path over the gaps: a load in a gap follows the last one as soon as the van would be empty.
    Where yards can run short, `used_m` must not count this route; it does afterwards.
    """
    q, held = tour.queue, tour.work[0]
    held[0] = 0
    for i in range(n):
        held[i + 1] = held[i] + night.net_m[q[i]]
    if night.hours or night.scarce:
        _without_loads(night, tour, k, n)
    last = -1
    if held[n] > night.loaded_m[k]:
        last = _last_load(night, tour, k, n, night.scarce)
        if last < 0 and night.scarce:
            last = _last_load(night, tour, k, n, False)
    marks = tour.work[1]
    for i in range(n):
        marks[i] = -1
    while last >= 0:
        marks[last] = tour.work[3, last]
        last = tour.work[4, last]
    size = 0
    for i in range(n):
        if marks[i] >= 0:
            tour.seq[k, size] = -1 - marks[i]
            size += 1
        tour.seq[k, size] = q[i]
        size += 1
    tour.size[k] = size
    if night.scarce:
        _restock(night, tour, k)
    refresh(night, tour, k)
    tour.clock[0] += 1
    tour.version[k] = tour.clock[0]


@inner
def _without_loads(night: Night, tour: Tour, k: int, n: int) -> None:
    """When crew k would be free before each part in `tour.queue` if it loaded nowhere, in `work[5]`."""
    free, here = night.from_s[k], k
    for i in range(n):
        tour.work[5, i] = free
        part = tour.queue[i]
        place = night.first + part
        job = night.job_of[part]
        start = max(free + night.out[here, place], night.earliest_s[part])
        if night.copies[job] > 1:
            start = max(start, tour.team_s[job])
        free, here = start + night.work_s[part], place


@inner
def _last_load(night: Night, tour: Tour, k: int, n: int, strict: bool) -> int:
    """Position of the last load of the cheapest loading; `work[3]` yards, `work[4]` the load before.

    With `strict` a load lasts no longer than what its yard has left for it.
    """
    q, held = tour.queue, tour.work[0]
    cost, yard, prior, holds = tour.work[2], tour.work[3], tour.work[4], tour.work[6]
    van = night.van_m[k]
    best, last = FAR, -1
    for i in range(n):
        cost[i] = FAR
        start, before = FAR, -1
        if held[i] <= night.loaded_m[k]:
            start = 0
        for b in range(i - 1, -1, -1):
            if held[i] - held[b] > van:
                break
            if cost[b] < start and held[i] - held[b] <= holds[b]:
                start, before = cost[b], b
        if start >= FAR:
            continue
        here = k if i == 0 else night.first + q[i - 1]
        there = night.first + q[i]
        extra, at = detour(night, tour, here, there, night.net_m[q[i]], tour.work[5, i] + start)
        if at < 0:
            continue
        cost[i] = start + extra - night.out[here, there]
        yard[i], prior[i], holds[i] = at, before, van
        if strict:
            comes = tour.work[5, i] + start + night.out[here, len(night.from_s) + at]
            holds[i] = min(van, left_m(night, tour, at, comes))
        if held[n] - held[i] <= holds[i] and cost[i] < best:
            best, last = cost[i], i
    return last


@inner
def _restock(night: Night, tour: Tour, k: int) -> None:
    """Move loads to yards that have all the net their stretch takes, where there are any; count it."""
    n = tour.size[k]
    parts, later = 0, 0
    for i in range(n):
        if tour.seq[k, i] >= 0:
            parts += 1
            continue
        taken = 0
        for g in range(i + 1, n):
            if tour.seq[k, g] < 0:
                break
            taken += night.net_m[tour.seq[k, g]]
        here = k if i == 0 else night.first + tour.seq[k, i - 1]
        there = night.first + tour.seq[k, i + 1]
        extra, at = detour(night, tour, here, there, taken, tour.work[5, parts] + later)
        if at >= 0:
            tour.seq[k, i] = -1 - at
            later += extra - night.out[here, there]
        comes = tour.work[5, parts] + later + night.out[here, len(night.from_s) - 1 - tour.seq[k, i]]
        draw(night, tour, -1 - tour.seq[k, i], comes, taken)


@inner
def gather(tour: Tour, k: int) -> int:
    """Copy crew k's parts to `tour.queue`; how many."""
    n = 0
    for i in range(tour.size[k]):
        if tour.seq[k, i] >= 0:
            tour.queue[n] = tour.seq[k, i]
            n += 1
    return n


@inner
def settle(night: Night, tour: Tour) -> bool:
    """Carry changed times of teams on until all routes agree; False when a team waits for itself for ever.

    Without such a circle the times of all stops are longest ways in a graph without circles, and
    refreshing routes until nothing changes finds them whatever the order and the start.
    """
    left = 20 * len(night.from_s)
    moved = True
    while moved:
        moved = False
        for k in range(len(night.from_s)):
            if tour.dirty[k]:
                if left <= 0:
                    return False
                left -= 1
                moved = True
                refresh(night, tour, k)
    return True


@inner
def _together(night: Night, tour: Tour, k: int, part: int, there: int) -> int:
    """When a team starts now that one member is there at `there`; the others' routes have to look again."""
    job = night.job_of[part]
    tour.there_s[part] = there
    start = there
    for c in range(night.copies[job]):
        other = night.first_part[job] + c
        if tour.crew_of[other] >= 0:
            start = max(start, tour.there_s[other])
    if start != tour.team_s[job]:
        tour.team_s[job] = start
        for c in range(night.copies[job]):
            crew = tour.crew_of[night.first_part[job] + c]
            if crew >= 0 and crew != k:
                tour.dirty[crew] = 1
    return int(start)


@inner
def rand(state: U64) -> float:
    """A number in [0, 1) by xorshift128+ (Vigna 2017)."""
    a, b = state[0], state[1]
    state[0] = b
    a ^= a << np.uint64(23)
    a ^= a >> np.uint64(17)
    a ^= b ^ (b >> np.uint64(26))
    state[1] = a
    return float((a + b) >> np.uint64(11)) * (1.0 / 9007199254740992.0)
