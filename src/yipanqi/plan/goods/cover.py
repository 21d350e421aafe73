"""A yard's stock over time: what is needed, what has come, and what is missing from when to when."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from yipanqi.ground.ids import GoodKey, JobId, SupplierId
from yipanqi.plan.goods.materials import WEIGHT
from yipanqi.plan.goods.model import GoodsProblem, Need, Offer, Shortage, Supply

Place = tuple[SupplierId, GoodKey]


class Arrival(NamedTuple):
    """So much more of a good lies at a yard from then on."""

    at_s: int
    amount: int


def arrives_s(problem: GoodsProblem, offer: Offer, yard: SupplierId) -> int | None:
    """When an offer ordered at `now_s` is there for whoever needs it at a yard; None when it cannot be."""
    start_s = problem.now_s if offer.from_s is None else max(problem.now_s, offer.from_s)
    if not offer.settled and offer.valid_until_s is not None and problem.now_s > offer.valid_until_s:
        return None
    if offer.yard == yard:
        return start_s
    return start_s + offer.lead_s if offer.brought else None


def arrivals_of(supplies: Iterable[Supply]) -> dict[Place, list[Arrival]]:
    """What comes to each yard when."""
    told: dict[Place, list[Arrival]] = defaultdict(list)
    for supply in supplies:
        told[supply.yard, supply.good].append(Arrival(supply.arrives_s, supply.amount))
    return told


def shortages(needs: Iterable[Need], arrivals: Mapping[Place, Sequence[Arrival]]) -> tuple[Shortage, ...]:
    """What is missing at each yard of each good, the earliest first; first in need is first served."""
    wanted: dict[Place, list[Need]] = defaultdict(list)
    for need in needs:
        wanted[need.yard, need.good].append(need)
    found = [
        shortage
        for place, mine in wanted.items()
        if (shortage := _shortage(place, mine, arrivals.get(place, ()))) is not None
    ]
    return tuple(sorted(found, key=lambda s: (s.from_s, s.yard, s.good)))


def _shortage(place: Place, needs: list[Need], arrivals: Sequence[Arrival]) -> Shortage | None:
    """What one yard lacks of one good, if it does: whoever's turn comes before its goods waits."""
    came = sorted(arrivals)
    total = 0
    waiting: list[tuple[Need, int | None]] = []
    for need in sorted(needs, key=lambda n: (n.at_s, n.jobs)):
        total += need.amount
        met_s = _met_s(came, total)
        if met_s is None or met_s > need.at_s:
            waiting.append((need, met_s))
    if not waiting:
        return None
    ends = [met_s for _, met_s in waiting]
    until_s = None if None in ends else max(s for s in ends if s is not None)
    jobs: dict[JobId, None] = dict.fromkeys(j for need, _ in waiting for j in need.jobs)
    return Shortage(*place, worst_gap(needs, came), min(n.at_s for n, _ in waiting), until_s, tuple(jobs))


def _met_s(came: Sequence[Arrival], total: int) -> int | None:
    """When so much in all has come."""
    for arrival in came:
        total -= arrival.amount
        if total <= 0:
            return arrival.at_s
    return None


def worst_gap(needs: Iterable[Need], arrivals: Iterable[Arrival]) -> int:
    """The most that is missing at any moment."""
    return max((gap for _, gap in gaps(needs, arrivals)), default=0)


def gaps(needs: Iterable[Need], arrivals: Iterable[Arrival]) -> list[tuple[int, int]]:
    """(since when, how much is missing), at every moment at which that changes."""
    moves: dict[int, int] = defaultdict(int)
    for need in needs:
        moves[need.at_s] += need.amount
    for arrival in arrivals:
        moves[arrival.at_s] -= arrival.amount
    level = 0
    told = []
    for at_s in sorted(moves):
        level += moves[at_s]
        told.append((at_s, max(0, level)))
    return told


def waited(problem: GoodsProblem, arrivals: Mapping[Place, Sequence[Arrival]]) -> int:
    """Weighted amount x seconds that needs wait for goods, up to the horizon."""
    wanted: dict[Place, list[Need]] = defaultdict(list)
    for need in problem.needs:
        wanted[need.yard, need.good].append(need)
    total = 0
    for place, mine in wanted.items():
        told = gaps(mine, arrivals.get(place, ()))
        ends = [*(at_s for at_s, _ in told[1:]), problem.horizon_s]
        for (at_s, gap), end_s in zip(told, ends, strict=True):
            length_s = max(0, min(end_s, problem.horizon_s) - at_s)
            total += WEIGHT.get(place[1], 1) * gap * length_s
    return total
