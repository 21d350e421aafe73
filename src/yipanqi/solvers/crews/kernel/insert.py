"""Where a part goes best, and putting it there. Compiled."""

from yipanqi.solvers.crews.kernel.jit import inner
from yipanqi.solvers.crews.kernel.shapes import U64, Night, Tour
from yipanqi.solvers.crews.kernel.tour import FAR, detour, gather, left_m, rand, rebuild, settle, use

MISSED = 1.0e7
"""What one priority left undone or ending after the deadline costs, in seconds."""


@inner
def strain(end_s: int, aim_s: float, width_s: float) -> float:
    """What a crew's end costs: itself, and the square of what it is over the aim."""
    over = end_s - aim_s
    return float(end_s) + (over * over / width_s if over > 0 else 0.0)


@inner
def later_by(night: Night, tour: Tour, k: int, part: int, gap: int, best: int) -> int:
    """How much later crew k ends with a part in a gap; FAR if that cannot be, or not below `best`."""
    n = tour.size[k]
    place = night.first + part
    here = k if gap == 0 else tour.place[k, gap - 1]
    free = night.from_s[k] if gap == 0 else tour.leave_s[k, gap - 1]
    short = night.net_m[part] > tour.room_m[k, gap]
    if night.scarce and night.net_m[part] > 0 and not short:
        short = _sold_out(night, tour, k, part, gap)
    way = night.into[place, here]
    if short:
        way = _way_with_load(night, tour, k, part, gap, here, free)
        if way >= FAR:
            return FAR
    end = max(free + way, night.earliest_s[part]) + night.work_s[part]
    if end > night.latest_s[part] or end > night.until_s[k]:
        return FAR
    if gap == n:
        if end + night.back_s[k, place] > night.until_s[k]:
            return FAR
        return int(end + night.tail_s[k, place] - tour.end_s[k])
    push = end + night.out[place, tour.place[k, gap]] - tour.arrive_s[k, gap]
    if push - tour.waits_s[k, gap] >= best or push > tour.late_s[k, gap]:
        return FAR
    return int(max(0, push - tour.waits_s[k, gap]))


@inner
def _way_with_load(night: Night, tour: Tour, k: int, part: int, gap: int, here: int, free: int) -> int:
    """Seconds to a part with one more load before it, or (counted in advance) right after it."""
    n = tour.size[k]
    net = night.net_m[part]
    place = night.first + part
    taken = _stretch_m(night, tour, k, gap)
    after = taken - tour.before_m[k, gap]
    way = FAR
    if net + after <= night.van_m[k]:
        way, _ = detour(night, tour, here, place, net + after if night.scarce else 0, free)
    holds = tour.room_m[k, gap] + taken
    if gap < n and tour.before_m[k, gap] + net <= holds and tour.seq[k, gap] >= 0:
        there = tour.place[k, gap]
        straight = night.into[place, here]
        done = max(free + straight, night.earliest_s[part]) + night.work_s[part]
        then, _ = detour(night, tour, place, there, after if night.scarce else 0, done)
        if then < FAR:
            way = min(way, straight + then - night.out[place, there])
    return int(way)


@inner
def _sold_out(night: Night, tour: Tour, k: int, part: int, gap: int) -> bool:
    """Whether the yard the van was last loaded at has no net left for a part."""
    for i in range(gap - 1, -1, -1):
        stop = tour.seq[k, i]
        if stop < 0:
            loads = tour.leave_s[k, i] - night.load_s[-1 - stop]
            return bool(left_m(night, tour, -1 - stop, loads) < night.net_m[part])
    return False


@inner
def _stretch_m(night: Night, tour: Tour, k: int, gap: int) -> int:
    """Net taken in the stretch between loads a gap lies in."""
    taken = tour.before_m[k, gap]
    for i in range(gap, tour.size[k]):
        stop = tour.seq[k, i]
        if stop < 0:
            break
        taken += night.net_m[stop]
    return int(taken)


@inner
def best_gap(night: Night, tour: Tour, k: int, part: int) -> tuple[int, int]:
    """The gap of crew k that a part delays least, and by how much; remembered until the route changes."""
    if tour.seen_version[part, k] == tour.version[k] and not night.scarce:
        return tour.seen_cost[part, k], tour.seen_gap[part, k]
    best, at = FAR, -1
    for gap in range(tour.size[k] + 1):
        cost = later_by(night, tour, k, part, gap, best)
        if cost < best:
            best, at = cost, gap
    tour.seen_version[part, k] = tour.version[k]
    tour.seen_cost[part, k] = best
    tour.seen_gap[part, k] = at
    return best, at


@inner
def loose_gap(night: Night, tour: Tour, k: int, part: int, noise_s: float, state: U64) -> tuple[int, int]:
    """As `best_gap`, but now and then a gap that is a little worse: another order, hardly a longer way."""
    best, at, later_at = 1.0e18, -1, FAR
    for gap in range(tour.size[k] + 1):
        later = later_by(night, tour, k, part, gap, FAR)
        cost = later + noise_s * rand(state)
        if later < FAR and cost < best:
            best, at, later_at = cost, gap, later
    return later_at, at


@inner
def keep(tour: Tour, k: int) -> None:
    """Remember crew k's route as it was before this round first touched it."""
    if tour.saved[k] == tour.clock[1]:
        return
    tour.saved[k] = tour.clock[1]
    tour.spare_size[k] = tour.size[k]
    tour.spare_version[k] = tour.version[k]
    for i in range(tour.size[k]):
        tour.spare_seq[k, i] = tour.seq[k, i]


@inner
def put(night: Night, tour: Tour, k: int, part: int, gap: int) -> None:
    """Put a part into a gap of crew k."""
    keep(tour, k)
    if night.scarce:
        use(night, tour, k, -1)
    n = gather(tour, k)
    at = 0
    for i in range(gap):
        at += tour.seq[k, i] >= 0
    for i in range(n, at, -1):
        tour.queue[i] = tour.queue[i - 1]
    tour.queue[at] = part
    tour.crew_of[part] = k
    rebuild(night, tour, k, n + 1)


@inner
def insert_single(
    night: Night,
    tour: Tour,
    part: int,
    aim_s: float,
    width_s: float,
    blink: float,
    noise_s: float,
    state: U64,
) -> bool:
    """Put a part where it strains least; False when it fits nowhere. Crews are overlooked at times."""
    best, crew, at = 1.0e18, -1, -1
    for k in range(len(night.from_s)):
        if not night.able[part, k] or rand(state) < blink:
            continue
        if noise_s > 0:
            later, gap = loose_gap(night, tour, k, part, noise_s, state)
        else:
            later, gap = best_gap(night, tour, k, part)
        if later >= FAR:
            continue
        end = tour.end_s[k]
        cost = strain(end + later, aim_s, width_s) - strain(end, aim_s, width_s)
        if 0 <= night.home[part] != k:
            cost += night.stay_s * len(night.from_s)
        if end + later > night.deadline_s:
            cost += MISSED * night.priority[night.job_of[part]]
        if cost < best:
            best, crew, at = cost, k, gap
    if crew < 0:
        return False
    put(night, tour, crew, part, at)
    return True


@inner
def insert_team(
    night: Night, tour: Tour, job: int, aim_s: float, width_s: float, blink: float, state: U64
) -> bool:
    """Put all parts of a job for several crews; False, and nothing changed, when they fit nowhere."""
    first, copies = night.first_part[job], night.copies[job]
    for c in range(copies):
        if not _insert_member(night, tour, job, first + c, aim_s, width_s, blink, state):
            for d in range(c + 1):  # the last one, too: it may be in, and make the team wait for itself
                take_out(night, tour, first + d)
            return False
    return True


@inner
def _insert_member(
    night: Night, tour: Tour, job: int, part: int, aim_s: float, width_s: float, blink: float, state: U64
) -> bool:
    """Put one member of a team where waiting for the others and being waited for strain least."""
    best, crew, at = 1.0e18, -1, -1
    start = -1
    for c in range(night.copies[job]):
        if tour.crew_of[night.first_part[job] + c] >= 0:
            start = tour.team_s[job]
    for k in range(len(night.from_s)):
        if not night.able[part, k] or _in_team(night, tour, job, k) or rand(state) < blink:
            continue
        for gap in range(tour.size[k] + 1):
            later = later_by(night, tour, k, part, gap, FAR)
            if later >= FAR:
                continue
            wait = 0 if start < 0 else _waiting(night, tour, job, k, part, gap, start)
            if wait >= FAR or later + wait > _may_wait(night, tour, k, part, gap):
                continue
            end = tour.end_s[k]
            cost = strain(end + later + wait, aim_s, width_s) - strain(end, aim_s, width_s)
            cost += 200.0 * rand(state)
            if cost < best:
                best, crew, at = cost, k, gap
    if crew < 0:
        return False
    put(night, tour, crew, part, at)
    return settle(night, tour)


@inner
def _may_wait(night: Night, tour: Tour, k: int, part: int, gap: int) -> int:
    """How much later than now what follows a gap may be reached; after the last stop, the end itself."""
    if gap < tour.size[k]:
        return int(tour.late_s[k, gap])
    place = night.first + part
    return int(night.until_s[k] - night.back_s[k, place] + night.tail_s[k, place] - tour.end_s[k])


@inner
def _waiting(night: Night, tour: Tour, job: int, k: int, part: int, gap: int, start: int) -> int:
    """How long crew k in a gap would wait for a team starting at `start`, or the team for it.

    FAR where the gap lies so early or late that the team might end up waiting for itself, or somebody in
    it has no hours left for so much waiting.
    """
    free = night.from_s[k] if gap == 0 else tour.leave_s[k, gap - 1]
    here = k if gap == 0 else tour.place[k, gap - 1]
    there = free + night.into[night.first + part, here]
    if there > start + 7200 or (gap < tour.size[k] and tour.leave_s[k, gap] < start):
        return FAR
    for c in range(night.copies[job]):
        other = night.first_part[job] + c
        if tour.crew_of[other] >= 0 and there - start > tour.shift_s[other]:
            return FAR
    return int(abs(start - there))


@inner
def _in_team(night: Night, tour: Tour, job: int, k: int) -> bool:
    found = False
    for c in range(night.copies[job]):
        found |= tour.crew_of[night.first_part[job] + c] == k
    return found


@inner
def take_out(night: Night, tour: Tour, part: int) -> None:
    """Take one part out of its route."""
    k = tour.crew_of[part]
    if k < 0:
        return
    keep(tour, k)
    if night.scarce:
        use(night, tour, k, -1)
    n = 0
    for i in range(tour.size[k]):
        if tour.seq[k, i] >= 0 and tour.seq[k, i] != part:
            tour.queue[n] = tour.seq[k, i]
            n += 1
    tour.crew_of[part] = -1
    rebuild(night, tour, k, n)
