"""Tiny towns, drawn in metres round one place, for tests that read as sentences."""

from __future__ import annotations

from msgspec.structs import replace

from yipanqi.ground.ids import BuildingId, NeighbourhoodId, WayId
from yipanqi.ground.plane import XY, Frame, LonLat
from yipanqi.survey.model import Barrier, Building, Extract, Line, Neighbourhood, Stops, Water, Way

HALF_DEGREES = 0.02
CENTRE: LonLat = (120.0, 30.0)
VEHICLES = {"residential", "service", "tertiary", "primary", "living_street", "track", "unclassified"}


class Town:
    """A map under construction; places given twice are the same node."""

    def __init__(self) -> None:
        self.frame = Frame(CENTRE)
        self.nodes: dict[XY, int] = {}
        self.ways: list[Way] = []
        self.buildings: list[Building] = []
        self.barriers: list[Barrier] = []
        self.water: list[Water] = []
        self.quarters: list[Neighbourhood] = []

    def places(self, *points: XY) -> Line:
        return tuple(
            (round(lon, 9), round(lat, 9)) for lon, lat in (self.frame.lonlat(point) for point in points)
        )

    def way(self, *points: XY, highway: str = "residential", unshared: bool = False, **facts: object) -> Way:
        """A way through points; `unshared` gives it nodes of its own even where others run."""
        ids: list[int] = []
        for point in points:
            fresh = len(self.nodes) + 1 if not unshared else -(len(self.ways) * 1000 + len(ids) + 1)
            ids.append(fresh if unshared else self.nodes.setdefault(point, fresh))
        way = Way(
            id=WayId(100 + len(self.ways)),
            line=self.places(*points),
            nodes=tuple(ids),
            highway=highway,
            vehicle=highway in VEHICLES,
        )
        self.ways.append(replace(way, **facts))
        return self.ways[-1]

    def house(self, x: float, y: float, wide: float = 10, deep: float = 10, **facts: object) -> Building:
        """A house with its south-west corner at a point."""
        shell = [(x, y), (x + wide, y), (x + wide, y + deep), (x, y + deep), (x, y)]
        building = Building(BuildingId(900 + len(self.buildings)), (self.places(*shell),), kind="apartments")
        self.buildings.append(replace(building, **facts))
        return self.buildings[-1]

    def wall(self, *points: XY, kind: str = "wall", stops: Stops = "everybody") -> None:
        self.barriers.append(Barrier(500 + len(self.barriers), kind, self.places(*points), stops))

    def pond(self, *points: XY) -> None:
        self.water.append(Water(700 + len(self.water), self.places(*points, points[0]), area=True))

    def quarter(self, west: float, south: float, east: float, north: float, name: str = "") -> Neighbourhood:
        """A neighbourhood with a square edge."""
        shell = [(west, south), (east, south), (east, north), (west, north)]
        return self.quarter_of(*shell, name=name)

    def quarter_of(self, *points: XY, name: str = "") -> Neighbourhood:
        """A neighbourhood with any edge."""
        number = len(self.quarters) + 1
        self.quarters.append(
            Neighbourhood(
                NeighbourhoodId(f"n{number}"), name or f"小区 {number}", (self.places(*points, points[0]),)
            )
        )
        return self.quarters[-1]

    @property
    def extract(self) -> Extract:
        lon, lat = CENTRE
        return Extract(
            name="tiny town",
            attribution="",
            data_at=None,
            bounds=(lon - HALF_DEGREES, lat - HALF_DEGREES, lon + HALF_DEGREES, lat + HALF_DEGREES),
            ways=tuple(self.ways),
            barriers=tuple(self.barriers),
            buildings=tuple(self.buildings),
            water=tuple(self.water),
        )

    @property
    def neighbourhoods(self) -> tuple[Neighbourhood, ...]:
        return tuple(self.quarters)
