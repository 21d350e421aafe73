"""A crew problem as flat arrays: what construction, search and decoding all read.

A job that takes several crews at once is as many *parts*, each with its share of the net; a job for
one crew is one part. Routes are made of parts and loads.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from yipanqi.plan.crews.model import CrewProblem
from yipanqi.plan.crews.travel import travel_matrix, ways_back

Ints = NDArray[np.int32]
NEVER = 1 << 30


class Visit(NamedTuple):
    """One stop of a crew: at a yard to load, or at one part of a job."""

    yard: bool
    number: int


Routes = list[list[Visit]]
"""One list of visits for each crew, in the problem's order."""


class Board(NamedTuple):
    """A problem in numbers; places are crews' starts, then yards, then parts.

    `able[k, p]`: crew k may do part p (skills, room in its van, and no lock gives it to others).
    `back_s[k, place]`: from a place to where crew k must end, nought if it may stay where it is.
    `stock_m[y]`: all the net a yard ever gets, NEVER when it has enough for anybody.
    `job_of[p]`, `first_part[j]`, `copies[j]`: parts of a job are numbered one after the other.
    """

    problem: CrewProblem
    travel_s: Ints
    job_of: Ints
    first_part: Ints
    copies: Ints
    priority: Ints
    work_s: Ints
    net_m: Ints
    earliest_s: Ints
    latest_s: Ints
    able: NDArray[np.bool_]
    from_s: Ints
    until_s: Ints
    van_m: Ints
    loaded_m: Ints
    load_s: Ints
    stock_m: Ints
    opens_s: Ints
    closes_s: Ints
    back_s: Ints

    @property
    def crews(self) -> int:
        """How many crews there are; also the place number of the first yard."""
        return len(self.from_s)

    @property
    def yards(self) -> int:
        """How many yards there are."""
        return len(self.load_s)

    @property
    def first_place(self) -> int:
        """The place number of part 0."""
        return len(self.from_s) + len(self.load_s)

    def parts(self, job: int) -> range:
        """The parts of a job."""
        return range(self.first_part[job], self.first_part[job] + self.copies[job])


def board_of(problem: CrewProblem) -> Board:
    """The problem's arrays."""
    jobs, crews, yards = problem.jobs, problem.crews, problem.suppliers
    copies = _ints(max(1, j.crews) for j in jobs)
    job_of = np.repeat(np.arange(len(jobs), dtype=np.int32), copies)
    first_part = (np.cumsum(copies) - copies).astype(np.int32)
    share = _ints((j.net_m + j.crews - 1 - i) // j.crews for j in jobs for i in range(max(1, j.crews)))
    van_m = _ints(c.van_m for c in crews)
    travel, back = travel_matrix(problem), ways_back(problem)
    if len(job_of) > len(jobs):
        fixed = len(crews) + len(yards)
        places = np.concatenate((np.arange(fixed), fixed + job_of))
        travel = np.ascontiguousarray(travel[np.ix_(places, places)])
        back = np.ascontiguousarray(back[:, places])
    return Board(
        problem=problem,
        travel_s=travel,
        job_of=job_of,
        first_part=first_part,
        copies=copies,
        priority=_ints(j.priority for j in jobs),
        work_s=_ints(j.work_s for j in jobs)[job_of],
        net_m=share,
        earliest_s=_ints(j.earliest_s for j in jobs)[job_of],
        latest_s=_ints(NEVER if j.latest_s is None else j.latest_s for j in jobs)[job_of],
        able=_able(problem)[:, job_of] & _unlocked(problem, job_of) & (share <= van_m[:, None]),
        from_s=_ints(c.from_s for c in crews),
        until_s=_ints(c.until_s for c in crews),
        van_m=van_m,
        loaded_m=_ints(c.loaded_m for c in crews),
        load_s=_ints(y.load_s for y in yards),
        stock_m=_ints(supply_m(problem, y, NEVER) for y in range(len(yards))),
        opens_s=_ints(y.opens_s for y in yards),
        closes_s=_ints(NEVER if y.closes_s is None else y.closes_s for y in yards),
        back_s=back,
    )


def supply_m(problem: CrewProblem, yard: int, by_s: int) -> int:
    """All the net a yard has had by a moment; NEVER when it has enough for anybody."""
    supplier = problem.suppliers[yard]
    if supplier.stock_m is None:
        return NEVER
    return supplier.stock_m + sum(d.net_m for d in supplier.deliveries if d.at_s <= by_s)


def _ints(values: Iterable[int]) -> Ints:
    return np.array(list(values), dtype=np.int64).clip(-NEVER, NEVER).astype(np.int32)


def _able(problem: CrewProblem) -> NDArray[np.bool_]:
    """Who has the skills for what, shape (crews, jobs)."""
    wanted = [frozenset(j.skills) for j in problem.jobs]
    rows = [[w <= skills for w in wanted] for skills in (frozenset(c.skills) for c in problem.crews)]
    return np.array(rows, dtype=np.bool_).reshape(len(problem.crews), len(problem.jobs))


def _unlocked(problem: CrewProblem, job_of: Ints) -> NDArray[np.bool_]:
    """What no lock keeps from a crew, shape (crews, parts): the first parts are the lock holders'."""
    free = np.ones((len(problem.crews), len(job_of)), dtype=np.bool_)
    job_number = {j.id: n for n, j in enumerate(problem.jobs)}
    crew_number = {c.id: n for n, c in enumerate(problem.crews)}
    held: dict[int, list[int]] = {}
    for lock in problem.locked:
        if lock.job in job_number and lock.crew in crew_number:
            held.setdefault(job_number[lock.job], []).append(crew_number[lock.crew])
    for job, crews in held.items():
        parts = np.flatnonzero(job_of == job)
        for part, crew in zip(parts, crews, strict=False):
            free[:, part] = False
            free[crew, part] = True
        for crew in crews:
            free[crew, parts[len(crews) :]] = False
    return free
