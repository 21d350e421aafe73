"""Home care with visits for two at once, in the text form of Bredström and Rönnqvist's instances (2008).

The file is AMPL data: `set` and `param` statements that end in a semicolon, tables with their columns before
and their rows after `:=`. Read: `Shared_Visited`, pairs of visits that start together; `kn` staff; `T`, by
when all are home; `s_id` how long a visit takes, `e_id` and `l_id` earliest and latest *start* (of the first
day, if there are several); `t_ij` ways, place 0 being home. Times are minutes. The second visit of a pair is
the first for somebody else: a job for two crews. Preferences are left aside.
"""

import re
from typing import NamedTuple

import numpy as np
from benchmarks.public.matrix import STARTS_AT, by_matrix, visit
from numpy.typing import NDArray

from yipanqi.ground.ids import CrewId, OrganisationId
from yipanqi.plan.crews.model import CrewOnShift, CrewPlan, CrewProblem, Place
from yipanqi.plan.crews.value import value_of

Ints = NDArray[np.int64]
MINUTE_S = 60
DAY_H = 9.0
"""The day of the original instances: their results are given in hours of it, whatever `T` is."""
_STATEMENT = re.compile(r"\s*(?:set|param)\s+(\w+)\s*:?\s*(.*?):?=(.*)", re.DOTALL)
_SAME_PLACE = 10_000


class Instance(NamedTuple):
    """An instance in minutes; place 0 is home. `pairs`: visits that start together, by two of the staff."""

    ways: Ints
    takes: Ints
    early: Ints
    late: Ints
    pairs: list[tuple[int, int]]
    staff: int
    day: int


def read(text: str) -> Instance:
    """An instance.

    Raises:
        ValueError: a statement or table is missing, or not whole.
    """
    plain = "\n".join(line.partition("#")[0] for line in text.splitlines())
    found = {m[1]: (m[2], m[3]) for part in plain.split(";") if (m := _STATEMENT.match(part))}
    if missing := {"Shared_Visited", "kn", "T", "s_id", "t_ij", "e_id", "l_id"} - found.keys():
        raise ValueError(f"no {', '.join(sorted(missing))}")
    ways = _table(*found["t_ij"])
    pairs = re.findall(r"\((\d+),\s*(\d+)\)", found["Shared_Visited"][1])
    return Instance(
        ways=np.where(ways >= _SAME_PLACE, 0, ways),
        takes=_table(*found["s_id"])[:, 0],
        early=_table(*found["e_id"])[:, 0],
        late=_table(*found["l_id"])[:, 0],
        pairs=[(int(a), int(b)) for a, b in pairs],
        staff=int(found["kn"][1]),
        day=int(found["T"][1]),
    )


def night_of(given: Instance) -> CrewProblem:
    """The same as a crew problem, in seconds."""
    second = {b for _, b in given.pairs}
    for_two = {a for a, _ in given.pairs}
    home = Place(0.0, 0.0)
    jobs = tuple(
        visit(
            n,
            crews=2 if n in for_two else 1,
            work_s=int(given.takes[n]) * MINUTE_S,
            earliest_s=int(given.early[n]) * MINUTE_S,
            latest_s=int(given.late[n] + given.takes[n]) * MINUTE_S,
        )
        for n in range(1, len(given.ways))
        if n not in second
    )
    end_s = given.day * MINUTE_S
    crews = tuple(
        CrewOnShift(CrewId(f"k{n}"), 0.0, 0.0, OrganisationId("all"), "all", 0, end_s, van_m=0, ends_at=home)
        for n in range(given.staff)
    )
    return CrewProblem("crew-problem/1", STARTS_AT, end_s, by_matrix(given.ways * MINUTE_S), jobs, crews, ())


def travel_h(given: Instance, problem: CrewProblem, plan: CrewPlan) -> float:
    """All ways, home again included, in hours of a day of nine: their first objective."""
    return value_of(problem, plan).travel_s / MINUTE_S * DAY_H / given.day


def _table(columns: str, body: str) -> Ints:
    """A table's numbers without the first column, which names the rows."""
    wide = len(columns.split()) + 1
    numbers = [int(float(word)) for word in body.split()]
    if len(numbers) % wide:
        raise ValueError(f"{len(numbers)} numbers are no rows of {wide}")
    return np.array(numbers, dtype=np.int64).reshape(-1, wide)[:, 1:]
