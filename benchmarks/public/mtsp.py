"""Min-max mTSP on TSPLIB files: so many salesmen from the first city and back, the longest tour short.

The conventions of Necula, Breaban and Raschip (mTSPLib, 2015) and He, Hao and Xia (2026): the depot is the
first city, EUC_2D lengths are not rounded. They want every salesman to leave; ours may stay, which never
makes the longest tour shorter than theirs could be.
"""

from itertools import pairwise

import numpy as np
from benchmarks.public.matrix import STARTS_AT, by_matrix, places_of, visit
from benchmarks.public.tables import Floats, lengths_of, read_tables

from yipanqi.ground.ids import CrewId, OrganisationId
from yipanqi.plan.crews.model import CrewOnShift, CrewPlan, CrewProblem, Place

LONGEST = 60_000
HORIZON_S = 1 << 27
KNOWN = {
    ("eil51", 3): 159.57,
    ("eil51", 5): 118.13,
    ("eil51", 10): 112.07,
}
"""Best known by file and salesmen: He, Hao and Xia, Computers & Operations Research 185:107255, table A.1,
where eil51 is called mtsp51."""


def read(text: str) -> Floats:
    """Lengths between all cities of a TSPLIB file; shape (cities, cities)."""
    return lengths_of(read_tables(text))


def night_of(lengths: Floats, salesmen: int) -> CrewProblem:
    """The same as a crew problem; its seconds are tenths, hundredths … of the file's units (`scale_of`)."""
    ways = np.rint(lengths * scale_of(lengths)).astype(np.int64)
    home = Place(0.0, 0.0)
    crews = tuple(
        CrewOnShift(
            CrewId(f"s{n}"), 0.0, 0.0, OrganisationId("all"), "all", 0, HORIZON_S, van_m=0, ends_at=home
        )
        for n in range(salesmen)
    )
    jobs = tuple(visit(city) for city in range(1, len(lengths)))
    return CrewProblem(
        "crew-problem/1", STARTS_AT, HORIZON_S, by_matrix(ways), jobs, crews, (), counts_return=True
    )


def scale_of(lengths: Floats) -> int:
    """How many of our seconds a unit is: the largest power of ten for which ways still fit."""
    return int(10 ** max(0, int(np.floor(np.log10(LONGEST / max(1.0, float(lengths.max())))))))


def tours_of(problem: CrewProblem, plan: CrewPlan) -> list[list[int]]:
    """Cities in order, one list a salesman."""
    place = places_of(problem)
    return [[place[s.at] for s in plan.crews.get(c.id, ())] for c in problem.crews]


def longest(lengths: Floats, tours: list[list[int]]) -> float:
    """The longest tour in the file's own units, from the depot and back."""
    ends = ([0, *tour, 0] for tour in tours)
    return max(float(sum(lengths[a, b] for a, b in pairwise(t))) for t in ends)


def furthest(lengths: Floats) -> float:
    """What no set of tours can beat: there and back to the furthest city."""
    return float((lengths[0] + lengths[:, 0]).max())
