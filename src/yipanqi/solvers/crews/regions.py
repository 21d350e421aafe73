"""Where to cut a large night into regions that are searched by themselves, and lend each other crews.

Jobs are cut by where they are, crews by how many hours each side needs: those near the border are lent
across it. Later cuts run through the plan there is, each time in another direction, so that jobs and crews
find their way from every region to its neighbours.
"""

from collections import defaultdict
from collections.abc import Sequence
from math import cos, pi, sin
from typing import NamedTuple

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from yipanqi.plan.crews.model import CrewPlan, CrewProblem, Delivery, Yard

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]

_PARTS = 400
"""Parts of a region: about the night of one sub-district."""
_GOLDEN = pi * (3.0 - 5.0**0.5)
"""Turning by the golden angle never cuts in the same direction twice."""


class Region(NamedTuple):
    """Numbers of the jobs and crews that are planned together."""

    jobs: list[int]
    crews: list[int]


def parts_of(problem: CrewProblem) -> int:
    """How many visits all jobs take."""
    return sum(max(1, j.crews) for j in problem.jobs)


def how_many(problem: CrewProblem, workers: int) -> int:
    """How many regions, so that no worker stands idle while others still search."""
    return min(workers * max(1, round(parts_of(problem) / _PARTS / workers)), max(1, len(problem.crews) // 2))


def first_regions(problem: CrewProblem, count: int) -> list[Region]:
    """Regions by place: each with as much of the crews' hours as it has of the work."""
    work_s = np.array([j.work_s * max(1, j.crews) for j in problem.jobs], dtype=np.float64)
    ends = [min(c.until_s, problem.deadline_s) for c in problem.crews]
    hours_s = np.array(
        [max(1, e - c.from_s) for e, c in zip(ends, problem.crews, strict=True)], dtype=np.float64
    )
    places = np.array([(j.x_m, j.y_m) for j in problem.jobs]).reshape(-1, 2)
    homes = np.array([(c.x_m, c.y_m) for c in problem.crews]).reshape(-1, 2)

    def cut(jobs: Numbers, crews: Numbers, into: int) -> list[Region]:
        if into == 1:
            return [Region(jobs.tolist(), crews.tolist())]
        axis = int(np.ptp(places[jobs, 1]) > np.ptp(places[jobs, 0])) if len(jobs) else 0
        share = (into // 2) / into
        here, there = _cut(jobs, places[jobs, axis], work_s[jobs], share)
        near, far = _cut(crews, homes[crews, axis], hours_s[crews], share)
        return cut(here, near, into // 2) + cut(there, far, into - into // 2)

    return _with_locks(problem, cut(np.arange(len(work_s)), np.arange(len(hours_s)), count))


def next_regions(problem: CrewProblem, plan: CrewPlan, count: int, turn: int) -> list[Region]:
    """Regions cut through a plan: a crew with all it does; crews that meet for a job stay together."""
    number = {j.id: n for n, j in enumerate(problem.jobs)}
    given = [
        [number[s.at] for s in plan.crews.get(c.id, ()) if s.do == "job"]  # type: ignore[index]
        for c in problem.crews
    ]
    units = _units(given)
    places = np.array([(j.x_m, j.y_m) for j in problem.jobs]).reshape(-1, 2)
    homes = np.array([(c.x_m, c.y_m) for c in problem.crews]).reshape(-1, 2)
    spots = [np.vstack([places[given[k]] if given[k] else homes[k : k + 1] for k in unit]) for unit in units]
    centres = np.array([spot.mean(axis=0) for spot in spots])
    weights = np.array([len(spot) for spot in spots], dtype=np.float64)

    def cut(those: Numbers, into: int, angle: float) -> list[list[int]]:
        if into == 1 or len(those) < 2:
            return [[k for u in those for k in units[u]]]
        along = centres[those] @ np.array([cos(angle), sin(angle)])
        here, there = _cut(those, along, weights[those], (into // 2) / into)
        return cut(here, into // 2, angle + pi / 2) + cut(there, into - into // 2, angle + pi / 2)

    crews = cut(np.arange(len(units)), count, turn * _GOLDEN)
    regions = [
        Region(sorted({j for k in group for j in given[k]}), sorted(group)) for group in crews if group
    ]
    return _with_locks(problem, _with_undone(problem, places, homes, regions))


def night_in(problem: CrewProblem, region: Region, suppliers: tuple[Yard, ...]) -> CrewProblem:
    """A region's own night."""
    jobs = tuple(problem.jobs[n] for n in region.jobs)
    crews = tuple(problem.crews[n] for n in region.crews)
    known, there = {j.id for j in jobs}, {c.id for c in crews}
    locked = tuple(lock for lock in problem.locked if lock.job in known and lock.crew in there)
    return replace(problem, jobs=jobs, crews=crews, suppliers=suppliers, locked=locked)


def shared_out(
    problem: CrewProblem, regions: Sequence[Region], plan: CrewPlan | None
) -> list[tuple[Yard, ...]]:
    """Each region's yards: what a plan draws from them, and of the rest its share by net to put up."""
    net_m = np.array([sum(problem.jobs[n].net_m for n in r.jobs) for r in regions], dtype=np.float64) + 1.0
    drawn_m: dict[str, Floats] = defaultdict(lambda: np.zeros(len(regions)))
    for r, region in enumerate(regions):
        for crew in region.crews:
            for step in plan.crews.get(problem.crews[crew].id, ()) if plan else ():
                if step.do == "load":
                    drawn_m[step.at][r] += step.net_m
    shares: list[list[Yard]] = [[] for _ in regions]
    for yard in problem.suppliers:
        split = _split(yard, drawn_m[yard.id], net_m / net_m.sum())
        for share, part in zip(shares, split, strict=True):
            share.append(part)
    return [tuple(share) for share in shares]


def _split(yard: Yard, drawn_m: Floats, rest: Floats) -> list[Yard]:
    """One yard as each region sees it."""
    if yard.stock_m is None:
        return [yard] * len(rest)
    all_m = yard.stock_m + sum(d.net_m for d in yard.deliveries)
    own = drawn_m + _whole(max(0, all_m - int(drawn_m.sum())), rest)
    stock = _whole(yard.stock_m, own / max(1.0, own.sum())) if yard.deliveries else own
    came = [_whole(d.net_m, own / max(1.0, own.sum())) for d in yard.deliveries]
    return [
        replace(
            yard,
            stock_m=int(stock[r]),
            deliveries=tuple(Delivery(d.at_s, int(came[i][r])) for i, d in enumerate(yard.deliveries)),
        )
        for r in range(len(rest))
    ]


def _whole(metres: int, share: Floats) -> Floats:
    """Whole metres by share, no more than there are."""
    ends = np.floor(metres * np.minimum(np.cumsum(share), 1.0) + 1e-9)
    return np.diff(np.concatenate(([0.0], ends)))


def _cut(those: Numbers, along: Floats, weight: Floats, share: float) -> tuple[Numbers, Numbers]:
    """Two sides of a line across a direction, the first with so much of the weight."""
    order = np.argsort(along, kind="stable")
    before = np.concatenate(([0.0], np.cumsum(weight[order])))
    at = int(np.abs(before - share * before[-1]).argmin())
    return those[order[:at]], those[order[at:]]


def _units(given: list[list[int]]) -> list[list[int]]:
    """Crews in groups that share no job with another group."""
    leader = list(range(len(given)))

    def top(k: int) -> int:
        while leader[k] != k:
            leader[k] = leader[leader[k]]
            k = leader[k]
        return k

    who: dict[int, int] = {}
    for k, jobs in enumerate(given):
        for job in jobs:
            leader[top(k)] = top(who.setdefault(job, k))
    units: dict[int, list[int]] = defaultdict(list)
    for k in range(len(given)):
        units[top(k)].append(k)
    return list(units.values())


def _with_undone(problem: CrewProblem, places: Floats, homes: Floats, regions: list[Region]) -> list[Region]:
    """The regions, and what nobody does with the one that has the nearest crew's home or job."""
    region_of = {j: r for r, region in enumerate(regions) for j in region.jobs}
    spots = np.vstack([places[sorted(region_of)], homes])
    owner = [region_of[j] for j in sorted(region_of)]
    owner += [next(r for r, region in enumerate(regions) if k in region.crews) for k in range(len(homes))]
    extra: dict[int, list[int]] = defaultdict(list)
    for job in range(len(problem.jobs)):
        if job not in region_of:
            nearest = int(((spots - places[job]) ** 2).sum(axis=1).argmin())
            extra[owner[nearest]].append(job)
    return [Region(region.jobs + extra[r], region.crews) for r, region in enumerate(regions)]


def _with_locks(problem: CrewProblem, regions: list[Region]) -> list[Region]:
    """The regions, with each locked job where its crew is."""
    if not problem.locked:
        return regions
    crew_in = {problem.crews[k].id: r for r, region in enumerate(regions) for k in region.crews}
    meant = {lock.job: crew_in[lock.crew] for lock in problem.locked if lock.crew in crew_in}
    jobs: list[list[int]] = [[] for _ in regions]
    for r, region in enumerate(regions):
        for job in region.jobs:
            jobs[meant.get(problem.jobs[job].id, r)].append(job)
    return [Region(jobs[r], region.crews) for r, region in enumerate(regions)]
