"""What is wrong with a crew problem before anybody plans it: every fault, with the field it is in."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from math import isfinite

from msgspec import Struct

from yipanqi.plan.crews.model import CrewOnShift, CrewProblem, Job, Place, RoadTimes, Yard

_LARGEST = 1 << 28
"""Seconds and metres beyond this are mistakes, and would not fit the search's numbers."""


class Fault(Struct, frozen=True):
    """One fault: the field, as in `jobs[3].work_s`, and what is wrong with it."""

    field: str
    says: str


def problem_faults(problem: CrewProblem) -> tuple[Fault, ...]:
    """Every fault of a problem; empty when it can be planned."""
    return (
        *_whole(problem),
        *_ids(problem),
        *_jobs(problem),
        *_crews(problem),
        *_yards(problem),
        *_locks(problem),
    )


def _whole(problem: CrewProblem) -> Iterator[Fault]:
    speed, detour = problem.travel.speed_m_s, problem.travel.detour
    if not (isfinite(speed) and speed > 0):
        yield Fault("travel.speed_m_s", f"{speed} must be above 0")
    if not (isfinite(detour) and detour > 0):
        yield Fault("travel.detour", f"{detour} must be above 0")
    yield from _roads(problem.travel.roads)
    if not 0 < problem.deadline_s <= _LARGEST:
        yield Fault("deadline_s", f"{problem.deadline_s} must be above 0 and at most {_LARGEST}")


def _roads(roads: RoadTimes | None) -> Iterator[Fault]:
    """Places in their order, none twice, and seconds for every pair."""
    if roads is None:
        return
    if any(a >= b for a, b in pairwise(roads.places)):
        yield Fault("travel.roads.places", "must be sorted, none twice")
    wanted = 2 * len(roads.places) ** 2
    if len(roads.seconds) != wanted:
        yield Fault("travel.roads.seconds", f"{len(roads.seconds)} bytes must be {wanted}: two for each pair")


def _ids(problem: CrewProblem) -> Iterator[Fault]:
    """Every name once, and none empty."""
    named: dict[str, list[str]] = {
        "jobs": [j.id for j in problem.jobs],
        "crews": [c.id for c in problem.crews],
        "suppliers": [y.id for y in problem.suppliers],
    }
    for name, ids in named.items():
        times = Counter(ids)
        for n, one in enumerate(ids):
            if not one:
                yield Fault(f"{name}[{n}].id", "must not be empty")
            elif times[one] > 1:
                yield Fault(f"{name}[{n}].id", f"{one!r} is there {times[one]} times")


def _place(where: str, thing: Job | CrewOnShift | Yard | Place) -> Iterator[Fault]:
    for axis, value in (("x_m", thing.x_m), ("y_m", thing.y_m)):
        if not (isfinite(value) and abs(value) <= 1e7):
            yield Fault(f"{where}.{axis}", f"{value} is no place on the plane")


def _between(where: str, value: int | None, least: int = 0) -> Iterator[Fault]:
    if value is not None and not least <= value <= _LARGEST:
        yield Fault(where, f"{value} must be from {least} to {_LARGEST}")


def _jobs(problem: CrewProblem) -> Iterator[Fault]:
    for n, job in enumerate(problem.jobs):
        where = f"jobs[{n}]"
        yield from _place(where, job)
        yield from _between(f"{where}.net_m", job.net_m)
        yield from _between(f"{where}.work_s", job.work_s)
        yield from _between(f"{where}.priority", job.priority)
        yield from _between(f"{where}.earliest_s", job.earliest_s)
        yield from _between(f"{where}.latest_s", job.latest_s)
        if not 1 <= job.crews <= 20:
            yield Fault(f"{where}.crews", f"{job.crews} must be from 1 to 20")


def _crews(problem: CrewProblem) -> Iterator[Fault]:
    for n, crew in enumerate(problem.crews):
        where = f"crews[{n}]"
        yield from _place(where, crew)
        yield from _between(f"{where}.from_s", crew.from_s, -_LARGEST)
        yield from _between(f"{where}.until_s", crew.until_s, -_LARGEST)
        yield from _between(f"{where}.van_m", crew.van_m)
        yield from _between(f"{where}.loaded_m", crew.loaded_m)
        if crew.ends_at is not None:
            yield from _place(f"{where}.ends_at", crew.ends_at)
        if crew.loaded_m > crew.van_m >= 0:
            yield Fault(f"{where}.loaded_m", f"{crew.loaded_m} m do not fit a van of {crew.van_m} m")


def _yards(problem: CrewProblem) -> Iterator[Fault]:
    for n, yard in enumerate(problem.suppliers):
        where = f"suppliers[{n}]"
        yield from _place(where, yard)
        yield from _between(f"{where}.load_s", yard.load_s)
        yield from _between(f"{where}.stock_m", yard.stock_m)
        yield from _between(f"{where}.opens_s", yard.opens_s)
        yield from _between(f"{where}.closes_s", yard.closes_s)
        for d, delivery in enumerate(yard.deliveries):
            yield from _between(f"{where}.deliveries[{d}].at_s", delivery.at_s)
            yield from _between(f"{where}.deliveries[{d}].net_m", delivery.net_m)


def _locks(problem: CrewProblem) -> Iterator[Fault]:
    jobs, crews = {j.id for j in problem.jobs}, {c.id for c in problem.crews}
    for n, lock in enumerate(problem.locked):
        if lock.job not in jobs:
            yield Fault(f"locked[{n}].job", f"there is no job {lock.job!r}")
        if lock.crew not in crews:
            yield Fault(f"locked[{n}].crew", f"there is no crew {lock.crew!r}")
