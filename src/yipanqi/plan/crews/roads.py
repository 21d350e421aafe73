"""A crew problem that travels on the survey's roads.

A place is joined to the nearest road on the ground that can be driven; off the road it goes straight, with
the detour. Bollards hold vans back, and so do the nets that stand. How the times are kept through a night
is in `road_times.py`.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from yipanqi.ground.plane import XY, Frame
from yipanqi.plan.crews.model import CrewProblem, RoadTimes
from yipanqi.plan.crews.road_network import RoadNetwork
from yipanqi.plan.crews.road_times import RoadTimesKeeper
from yipanqi.plan.crews.travel import NO_WAY_S, places
from yipanqi.survey.model import Barrier, Way


class ByRoad(Struct, frozen=True):
    """A problem that travels by road, and the places (metres) that no road leads to from most others."""

    problem: CrewProblem
    unreached: tuple[XY, ...]


def by_road(
    problem: CrewProblem, ways: Sequence[Way], frame: Frame, barriers: Iterable[Barrier] = ()
) -> ByRoad:
    """The problem with road times between all its places; `frame` is the plane its places are on."""
    spots = [(float(x), float(y)) for x, y in places(problem)]
    if not spots:
        return ByRoad(problem, ())
    keeper = RoadTimesKeeper(RoadNetwork(ways, barriers, frame))
    roads = keeper.times(problem.travel, spots)
    travelling = replace(problem, travel=replace(problem.travel, roads=roads))
    return ByRoad(travelling, unreached(roads))


def off_road(problem: CrewProblem, roads: RoadTimes) -> int:
    """How many places of a problem no road leads to."""
    lost = set(unreached(roads))
    return len({(float(x), float(y)) for x, y in places(problem)} & lost)


def unreached(roads: RoadTimes) -> tuple[XY, ...]:
    """The places that no road leads to from most of the others."""
    size = len(roads.places)
    seconds = np.frombuffer(roads.seconds, dtype="<u2").reshape(size, size)
    lost = (seconds == NO_WAY_S).sum(axis=1) > (size - 1) / 2
    return tuple(spot for spot, is_lost in zip(roads.places, lost, strict=True) if is_lost)
