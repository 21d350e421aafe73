"""A made plan of two yards, small enough to know every figure of it by heart."""

from datetime import UTC, datetime

from yipanqi.ground.ids import BuildingId, NeighbourhoodId, OpeningId, OrganisationId, PlanId, WayId
from yipanqi.ground.plane import Frame, LonLat
from yipanqi.papers.counting import Planned
from yipanqi.papers.plan_document import Origin
from yipanqi.plan.closure.model import Closure, ClosurePlan, ClosureRules, EmergencyOpening, Net, Note
from yipanqi.survey.model import (
    Area,
    Building,
    Extract,
    Line,
    Neighbourhood,
    Opening,
    Organisation,
    Registry,
    Way,
)

FRAME = Frame((120.0, 29.0))
EAST, WEST = NeighbourhoodId("east"), NeighbourhoodId("west")
WANGCHUN = Organisation(OrganisationId("C1"), "Wangchun", "community", 6)


def at(east_m: float, north_m: float) -> LonLat:
    """A place so many metres from the towns' middle."""
    return FRAME.lonlat((east_m, north_m))


def square(left: float, size: float = 100.0) -> Area:
    """A square on the base line."""
    return ((at(left, 0), at(left + size, 0), at(left + size, size), at(left, size), at(left, 0)),)


def across(x: float, width: float, y: float = 0.0) -> tuple[LonLat, LonLat]:
    """A line along the base, so many metres wide about its middle."""
    return at(x - width / 2, y), at(x + width / 2, y)


def opening(key: str, of: NeighbourhoodId, x: float, width: float, *, confirmed: bool = False) -> Opening:
    """An opening in a square's southern edge."""
    line = across(x, width)
    return Opening(
        OpeningId(key), of, line, width, (WayId(1),), True, "Mill Lane", confirmed=confirmed, side="S"
    )


def yards(name: str = "East Yard", street: str = "Mill Lane") -> Planned:
    """East: a gate, an emergency opening and a net of 4 m; west: a gate, two nets, a hidden opening."""
    openings = (
        opening("e1", EAST, 120, 6, confirmed=True),
        opening("e2", EAST, 150, 4),
        opening("e3", EAST, 180, 5),
        opening("w1", WEST, 20, 6),
        opening("w2", WEST, 40, 3),
        opening("w3", WEST, 60, 2.5),
        opening("w4", WEST, 80, 2),
    )
    lines = {o.id: o.line for o in openings}

    def net(key: str, length: float, *also: str) -> Net:
        return Net(OpeningId(key), lines[OpeningId(key)], length, tuple(OpeningId(k) for k in also))

    rest: Line = (at(200, 0), at(200, 100), at(100, 100), at(100, 0))
    east = Closure(
        (EAST,),
        square(100),
        (OpeningId("e1"),),
        (EmergencyOpening(OpeningId("e3"), (BuildingId(1),)),),
        (net("e2", 4),),
        (rest,),
        60.0,
        kept=(net("e1", 6), net("e3", 5)),
        notes=(Note("roads-along-edge", {"roads": 2}),),
    )
    west = Closure(
        (WEST,),
        square(0),
        (OpeningId("w1"),),
        (),
        (net("w2", 3, "w4"), net("w3", 2.5)),
        (),
        45.0,
        kept=(net("w1", 6),),
        out_of_reach=(BuildingId(2),),
    )
    house = (at(20, 20), at(30, 20), at(30, 30), at(20, 30), at(20, 20))
    extract = Extract(
        "two-yards",
        "© OpenStreetMap contributors, ODbL 1.0",
        datetime(2020, 2, 1, tzinfo=UTC),
        (*at(-50, -50), *at(250, 150)),
        (Way(WayId(1), (at(-40, -10), at(240, -10)), (1, 2), "residential", street),),
        buildings=(Building(BuildingId(2), (house,)),),
    )
    return Planned(
        extract,
        (
            Neighbourhood(EAST, name, square(100), WANGCHUN.id),
            Neighbourhood(WEST, "West Yard", square(0), WANGCHUN.id),
        ),
        ClosurePlan(PlanId("closure-1"), "by hand", 7, ClosureRules(), openings, (east, west)),
        (),
        Registry((WANGCHUN,)),
    )


def origin(planned: Planned) -> Origin:
    """Where the made plan says it comes from."""
    extract = planned.extract
    return Origin(
        (), extract.name, extract.attribution, extract.data_at, extract.bounds, {"yipanqi": "0"}, {}
    )
