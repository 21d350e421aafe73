"""Goods plans measured: the exact plan against a simple greedy, on generated nights and on files.

python benchmarks/goods.py --nights 12
python benchmarks/goods.py --nights 0 goods-problem.json

A night is a crew problem of the case's shape (`--jobs` openings, 40 crews) planned by the first good
plan; quotes, loans and deliveries are drawn by seed. The greedy takes needs in the order of their time
and for each the offer that is there first, then the cheapest. `waits`: weighted amount x seconds that
vans wait, in thousands; `cost` in yuan.
"""

import argparse
import time
from collections import defaultdict
from pathlib import Path

import msgspec
import numpy as np
from msgspec.structs import replace

from yipanqi.ground.ids import CrewId, JobId, NeighbourhoodId, OfferId, OrganisationId, SupplierId
from yipanqi.plan.crews.model import CrewOnShift, CrewProblem, Job, Travel, Yard
from yipanqi.plan.goods.check import check_goods_plan
from yipanqi.plan.goods.cover import arrivals_of, arrives_s, waited
from yipanqi.plan.goods.materials import GOODS, NET, MaterialRules
from yipanqi.plan.goods.model import GoodsProblem, Need, Offer, Supply
from yipanqi.plan.goods.needs import needs_of
from yipanqi.plan.goods.yards import hoped_for
from yipanqi.solvers.goods import plan_goods, plan_waiting_crews

NIGHT_S = 36_000
PRICES = {
    NET: 900,
    "posts": 2500,
    "ties": 40,
    "removable-barriers": 60_000,
    "gate-sets": 45_000,
    "signs": 500,
}


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("problems", nargs="*", type=Path, help="goods-problem/1 files")
    parser.add_argument("--nights", type=int, default=12)
    parser.add_argument("--jobs", type=int, default=386)
    parser.add_argument("--seconds", type=float, default=5.0, help="for each of the four programs")
    wanted = parser.parse_args()
    print(f"{'night':12} needs offers orders    exact s proven  waits k     cost | greedy: waits k     cost")
    for path in wanted.problems:
        line(path.stem, msgspec.json.decode(path.read_bytes(), type=GoodsProblem), wanted.seconds)
    for seed in range(wanted.nights):
        line(f"seed {seed}", night(seed, wanted.jobs), wanted.seconds)


def line(name: str, problem: GoodsProblem, seconds: float) -> None:
    """One problem, planned both ways."""
    began = time.monotonic()
    plan = plan_goods(problem, seconds=seconds)
    took_s = time.monotonic() - began
    if findings := check_goods_plan(problem, plan):
        raise SystemExit(f"{name}: {findings[0]}")
    supplies = greedy(problem)
    offered = {offer.good for offer in problem.offers}
    firm = replace(problem, needs=tuple(n for n in problem.needs if n.firm and n.good in offered))
    waits = waited(firm, arrivals_of(supplies))
    cost = sum(supply.cost for supply in supplies)
    print(
        f"{name:12} {len(problem.needs):5} {len(problem.offers):6} {len(plan.supplies):6} {took_s:10.2f} "
        f"{'yes' if plan.proven else 'no':>6} {plan.held_up / 1000:8.0f} {plan.cost / 100:8.0f} | "
        f"{waits / 1000:15.0f} {cost / 100:8.0f}"
    )


def greedy(problem: GoodsProblem) -> tuple[Supply, ...]:
    """Need by need in order of time: of what can be there in time the cheapest, else what is there first."""
    left = {o.id: 10**9 if o.amount is None else o.amount for o in problem.offers}
    taken: dict[tuple[OfferId, SupplierId], int] = defaultdict(int)
    spare: dict[tuple[SupplierId, str], int] = defaultdict(int)
    offers = {o.id: o for o in problem.offers}
    for coming in problem.offers:
        if coming.settled and coming.yard is not None:
            taken[coming.id, coming.yard] += left[coming.id]
            spare[coming.yard, coming.good] += left[coming.id]
            left[coming.id] = 0
    for need in sorted(problem.needs, key=lambda n: (not n.firm, n.at_s)):
        short = need.amount - spare[need.yard, need.good]
        spare[need.yard, need.good] = max(0, -short)
        while short > 0 and (offer := _best(problem, need, left)) is not None:
            packs = -(-max(short, offer.least) // offer.pack)
            amount = min(packs * offer.pack, left[offer.id] // offer.pack * offer.pack)
            taken[offer.id, need.yard] += amount
            left[offer.id] -= amount
            spare[need.yard, need.good] += max(0, amount - short)
            short -= amount
    return tuple(_supply(problem, offers[o], yard, amount) for (o, yard), amount in taken.items())


def _best(problem: GoodsProblem, need: Need, left: dict[OfferId, int]) -> Offer | None:
    def rank(offer: Offer) -> tuple[int, int]:
        there_s = arrives_s(problem, offer, need.yard)
        assert there_s is not None, "only those that come"  # noqa: S101 - filtered below
        return max(0, there_s - need.at_s), offer.price * (100 - offer.lent_percent)

    able = [
        o
        for o in problem.offers
        if o.good == need.good
        and left[o.id] >= max(o.pack, o.least)
        and arrives_s(problem, o, need.yard) is not None
    ]
    return min(able, key=rank, default=None)


def _supply(problem: GoodsProblem, offer: Offer, yard: SupplierId, amount: int) -> Supply:
    lent = amount * offer.lent_percent // 100
    charge = offer.charge if offer.yard != yard else 0
    there_s = arrives_s(problem, offer, yard) or 0
    cost = offer.price * (amount - lent) + charge
    return Supply(offer.id, offer.by, offer.good, yard, amount, lent, there_s, cost)


def night(seed: int, jobs: int) -> GoodsProblem:
    """Offers by chance, and the needs of crews with a first plan as if every offer went everywhere."""
    rng = np.random.default_rng(seed)
    yards = tuple(SupplierId(f"s{n}") for n in range(4))
    asked = GoodsProblem(-7200, NIGHT_S + 3600, yards, tuple(_offers(rng, yards)), ())
    crews = hoped_for(_crews(rng, yards, jobs), asked)
    plan = plan_waiting_crews(crews, seconds=0, seed=seed)
    return replace(asked, needs=needs_of(crews, plan, MaterialRules()))


def _crews(rng: np.random.Generator, yards: tuple[SupplierId, ...], jobs: int) -> CrewProblem:
    def at() -> tuple[float, float]:
        x, y = rng.uniform(0, 4000, 2)
        return float(x), float(y)

    def job(n: int) -> Job:
        kind = "gate" if n % 9 == 0 else "emergency" if n % 40 == 1 else "bar"
        net_m = 0 if kind == "gate" else int(rng.integers(2, 14))
        work_s = 1200 if kind == "gate" else 120 + 355 * net_m
        return Job(JobId(f"o{n}"), *at(), NeighbourhoodId(f"n{n // 9}"), "", kind, net_m, work_s)

    return CrewProblem(
        "crew-problem/1",
        "2026-02-03T18:00:00+08:00",
        NIGHT_S,
        Travel(20 / 3.6, 1.3),
        tuple(job(n) for n in range(jobs)),
        tuple(
            CrewOnShift(CrewId(f"k{n}"), *at(), OrganisationId(f"l{n % 23}"), "", 0, NIGHT_S, 70)
            for n in range(40)
        ),
        tuple(Yard(y, *at(), 600, 0) for y in yards),
    )


def _offers(rng: np.random.Generator, yards: tuple[SupplierId, ...]) -> list[Offer]:
    """For each good some sellers, dear and quick or cheap and slow, and some lenders."""
    told = []
    for good in GOODS:
        wanted = {NET: 2600, "posts": 1300, "ties": 4000}.get(good, 400)
        for n in range(int(rng.integers(2, 6))):
            brought = bool(rng.random() < 0.6)
            quick = float(rng.uniform(0.7, 1.6))
            told.append(
                Offer(
                    OfferId(f"{good}-{n}"),
                    f"firm {n}",
                    good,
                    None if rng.random() < 0.2 else int(wanted * rng.uniform(0.1, 0.8)),
                    round(PRICES[good] * quick),
                    int(rng.choice([0, 0, 0, 50, 100])),
                    least=int(rng.choice([1, 1, 20])),
                    pack=int(rng.choice([1, 5, 10])) if good in (NET, "posts", "ties") else 1,
                    yard=None if brought and rng.random() < 0.5 else yards[int(rng.integers(len(yards)))],
                    brought=brought,
                    lead_s=round(14_400 / quick**2),
                    charge=int(rng.choice([0, 8000, 20_000])),
                )
            )
    return told


if __name__ == "__main__":
    main()
