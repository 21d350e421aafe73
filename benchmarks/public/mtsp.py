"""Min-max mTSP on TSPLIB files: so many salesmen from the first city and back, the longest tour short.

The conventions of Necula, Breaban and Raschip (mTSPLib, 2015) and He, Hao and Xia (2026): the depot is the
first city, EUC_2D lengths are not rounded. They want every salesman to leave; ours may stay, which never
makes the longest tour shorter than theirs could be.
"""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from benchmarks.public.matrix import STARTS_AT, by_matrix, visit
from benchmarks.public.tables import Floats, lengths_of, places_of, read_tables
from msgspec.structs import replace

from yipanqi.ground.ids import CrewId, OrganisationId
from yipanqi.plan.crews.model import CrewOnShift, CrewPlan, CrewProblem, Place, Travel

LONGEST = 60_000
HORIZON_S = 1 << 27
KNOWN = {
    ("eil51", 3): 159.57,
    ("eil51", 5): 118.13,
    ("eil51", 10): 112.07,
}
"""Best known by file and salesmen: He, Hao and Xia, Computers & Operations Research 185:107255, table A.1,
where eil51 is called mtsp51."""


class Cities(NamedTuple):
    """Lengths between all cities, shape (cities, cities); where they lie, if lengths are a plane's."""

    lengths: Floats
    places: Floats | None


def read(text: str) -> Cities:
    """The cities of a TSPLIB file."""
    tables = read_tables(text)
    plane = tables.keys.get("EDGE_WEIGHT_TYPE", "EUC_2D") == "EUC_2D"
    return Cities(lengths_of(tables), places_of(tables) if plane else None)


def night_of(cities: Cities, salesmen: int) -> CrewProblem:
    """The same as a crew problem; its seconds are tenths, hundredths … of the file's units (`scale_of`)."""
    lengths, scale = cities.lengths, scale_of(cities.lengths)
    jobs = tuple(visit(city) for city in range(1, len(lengths)))
    if cities.places is None:
        home = Place(0.0, 0.0)
        travel = by_matrix(np.rint(lengths * scale).astype(np.int64))
    else:
        spots = [Place(float(x), float(y)) for x, y in cities.places]
        home, travel = spots[0], Travel(1.0 / scale, 1.0)
        jobs = tuple(replace(j, x_m=at.x_m, y_m=at.y_m) for j, at in zip(jobs, spots[1:], strict=True))
    crews = tuple(
        CrewOnShift(
            CrewId(f"s{n}"),
            home.x_m,
            home.y_m,
            OrganisationId("all"),
            "all",
            0,
            HORIZON_S,
            van_m=0,
            ends_at=home,
        )
        for n in range(salesmen)
    )
    return CrewProblem("crew-problem/1", STARTS_AT, HORIZON_S, travel, jobs, crews, (), counts_return=True)


def scale_of(lengths: Floats) -> int:
    """How many of our seconds a unit is: the largest power of ten for which ways still fit."""
    return int(10 ** max(0, int(np.floor(np.log10(LONGEST / max(1.0, float(lengths.max())))))))


def tours_of(problem: CrewProblem, plan: CrewPlan) -> list[list[int]]:
    """Cities in order, one list a salesman."""
    return [[int(s.at) for s in plan.crews.get(c.id, ())] for c in problem.crews]


def longest(lengths: Floats, tours: list[list[int]]) -> float:
    """The longest tour in the file's own units, from the depot and back."""
    ends = ([0, *tour, 0] for tour in tours)
    return max(float(sum(lengths[a, b] for a, b in pairwise(t))) for t in ends)


def furthest(lengths: Floats) -> float:
    """What no set of tours can beat: there and back to the furthest city."""
    return float((lengths[0] + lengths[:, 0]).max())
