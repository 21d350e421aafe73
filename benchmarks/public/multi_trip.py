"""Multi-trip VRPTW with release times in VRPLIB form, as PyVRP's instances are (set MTVRPTWR).

After Yang (2023, 2024), on Solomon's and on Gehring and Homberger's customers: vehicles start loaded, come
back to load again, and a trip leaves when all it carries has been released. Lengths and times are cut to one
decimal and written in tenths (the DIMACS convention). Read: DIMENSION, VEHICLES, CAPACITY, SERVICE_TIME (or
its section), NODE_COORD or EDGE_WEIGHT, DEMAND, TIME_WINDOW, RELEASE_TIME, VEHICLES_RELOAD_DEPOT, DEPOT.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from benchmarks.public.matrix import STARTS_AT, by_matrix, places_of, visit
from benchmarks.public.tables import Tables, column, lengths_of, read_tables
from numpy.typing import NDArray

from yipanqi.ground.ids import CrewId, OrganisationId, SupplierId
from yipanqi.plan.crews.model import CrewOnShift, CrewPlan, CrewProblem, Place, Yard

Ints = NDArray[np.int64]
KNOWN_SECTIONS = {
    "NODE_COORD_SECTION",
    "EDGE_WEIGHT_SECTION",
    "DEMAND_SECTION",
    "TIME_WINDOW_SECTION",
    "SERVICE_TIME_SECTION",
    "RELEASE_TIME_SECTION",
    "VEHICLES_RELOAD_DEPOT_SECTION",
    "DEPOT_SECTION",
}


class Instance(NamedTuple):
    """An instance in tenths; the depot is place 0. `window`: shape (places, 2)."""

    ways: Ints
    demand: Ints
    service: Ints
    window: Ints
    release: Ints
    vehicles: int
    capacity: int


Trips = list[list[int]]
"""One vehicle's trips, each the places it visits in order."""


def read(text: str) -> Instance:
    """An instance.

    Raises:
        ValueError: sections for what a crew problem cannot say (fleets that differ, prizes, durations …), or
            several depots.
    """
    tables = read_tables(text)
    strange = sorted(set(tables.sections) - KNOWN_SECTIONS)
    depots = [row[0] for row in tables.sections.get("DEPOT_SECTION", [["1"]]) if row[0] != "-1"]
    reload = {depot for row in tables.sections.get("VEHICLES_RELOAD_DEPOT_SECTION", ()) for depot in row[1:]}
    if strange or depots != ["1"] or not reload <= {"1"}:
        raise ValueError(f"not a multi-trip problem with one depot: {strange or depots}")
    size = int(tables.keys["DIMENSION"])
    service = column(tables, "SERVICE_TIME_SECTION", float(tables.keys.get("SERVICE_TIME", "0")), size)
    service[0] = 0.0
    return Instance(
        _tenths(lengths_of(tables)),
        column(tables, "DEMAND_SECTION", 0.0, size).astype(np.int64),
        _tenths(service),
        _windows(tables, size),
        _tenths(column(tables, "RELEASE_TIME_SECTION", 0.0, size)),
        int(tables.keys.get("VEHICLES", size - 1)),
        int(tables.keys["CAPACITY"]),
    )


def read_solution(text: str) -> tuple[list[Trips], int]:
    """Every vehicle's trips, and the cost that is given; a 0 within a route is a visit to the depot."""
    routes, cost = [], 0
    for line in text.splitlines():
        name, _, rest = line.partition(":")
        if name.startswith("Route"):
            routes.append(_cut_at_depot(int(place) for place in rest.split()))
        elif name.strip() == "Cost":
            cost = int(float(rest))
    return routes, cost


def night_of(given: Instance) -> CrewProblem:
    """The same as a crew problem, but for release times: nobody is visited before his goods can be there.

    That is less than is asked (a trip must wait for *all* it carries), so `driven` says what comes of it.
    """
    home = Place(0.0, 0.0)
    early = np.maximum(given.window[:, 0], given.release + given.ways[0])
    late = given.window[:, 1] + given.service
    jobs = tuple(
        visit(
            n,
            net_m=int(given.demand[n]),
            work_s=int(given.service[n]),
            earliest_s=int(early[n]),
            latest_s=int(late[n]),
        )
        for n in range(1, len(given.ways))
    )
    opens_s, closes_s = (int(t) for t in given.window[0])
    crews = tuple(
        CrewOnShift(
            CrewId(f"v{n}"),
            0.0,
            0.0,
            OrganisationId("all"),
            "all",
            opens_s,
            closes_s,
            van_m=given.capacity,
            loaded_m=given.capacity,
            ends_at=home,
        )
        for n in range(given.vehicles)
    )
    depot = Yard(SupplierId("depot"), 0.0, 0.0, load_s=0)
    return CrewProblem("crew-problem/1", STARTS_AT, closes_s, by_matrix(given.ways), jobs, crews, (depot,))


def trips_of(problem: CrewProblem, plan: CrewPlan) -> list[Trips]:
    """Every vehicle's trips, cut where it loads."""
    place = places_of(problem)
    return [_cut_at_depot(place[s.at] for s in plan.crews.get(c.id, ())) for c in problem.crews]


def driven(given: Instance, vehicles: list[Trips]) -> tuple[int, list[int]]:
    """All ways in tenths, and who is reached too late (or left out) when every trip waits for its goods."""
    total, late, seen = 0, [], [0]
    for trips in vehicles:
        now = int(given.window[0, 0])
        for trip in trips:
            now = max(now, int(given.release[trip].max()))
            if given.demand[trip].sum() > given.capacity:
                late += trip
            here = 0
            for place in trip:
                total += int(given.ways[here, place])
                now = max(now + int(given.ways[here, place]), int(given.window[place, 0]))
                if now > given.window[place, 1]:
                    late.append(place)
                now += int(given.service[place])
                here = place
            total += int(given.ways[here, 0])
            now += int(given.ways[here, 0])
            seen += trip
        if trips and now > given.window[0, 1]:
            late.append(trips[-1][-1])
    late += sorted(set(range(len(given.ways))) - set(seen))
    return total, late


def _cut_at_depot(places: Iterable[int]) -> Trips:
    trips: Trips = [[]]
    for place in places:
        if place == 0:
            trips.append([])
        else:
            trips[-1].append(place)
    return [trip for trip in trips if trip]


def _windows(tables: Tables, size: int) -> Ints:
    windows = np.zeros((size, 2))
    windows[:, 1] = 1e6
    for row in tables.sections.get("TIME_WINDOW_SECTION", ()):
        windows[int(row[0]) - 1] = [float(row[1]), float(row[2])]
    return _tenths(windows)


def _tenths(values: NDArray[np.float64]) -> Ints:
    return np.floor(10.0 * values + 1e-9).astype(np.int64)
