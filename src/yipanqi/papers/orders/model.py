"""A crew's work order, whatever it was taken from, and whatever it becomes."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from yipanqi.ground.ids import CrewId, GoodKey
from yipanqi.ground.plane import LonLat
from yipanqi.plan.events import Role
from yipanqi.survey.model import Area

Language = Literal["zh", "en"]


class Partner(Struct, frozen=True):
    """Another crew at the same job."""

    name: str
    phone: str = ""


class Stop(Struct, frozen=True):
    """One thing to do at one place; `number` counts jobs from 1, a load has none."""

    do: Literal["load", "job"]
    at: str
    number: int
    starts_at: datetime
    ends_at: datetime
    place: LonLat
    name: str
    """The yard; or what the opening is called, its street or side."""
    neighbourhood: str = ""
    side: str = ""
    role: Role | None = None
    width_m: float = 0.0
    net_m: int = 0
    goods: tuple[tuple[GoodKey, int], ...] = ()
    """What to take there, or to load for the jobs until the next load."""
    line: tuple[LonLat, LonLat] | None = None
    """Across the gap."""
    partners: tuple[Partner, ...] = ()
    phone: str = ""
    """The yard's."""
    done: bool = False


class WorkOrder(Struct, frozen=True):
    """One crew's night."""

    crew: CrewId
    name: str
    lender: str
    people: int
    phone: str
    skills: tuple[str, ...]
    van_m: int
    loaded_m: int
    from_at: datetime
    until_at: datetime
    home: LonLat
    stops: tuple[Stop, ...]

    @property
    def jobs(self) -> tuple[Stop, ...]:
        """The openings, in order."""
        return tuple(stop for stop in self.stops if stop.do == "job")


class Orders(Struct, frozen=True):
    """The work orders of a night, with what they share."""

    town: str
    plan: str
    """Id of the plan they are of."""
    made_at: datetime
    deadline_at: datetime
    orders: tuple[WorkOrder, ...]
    areas: tuple[Area, ...] = ()
    """The neighbourhoods, for the map."""
    attribution: str = ""
    exercise: bool = False
    url: str = ""
    """Where the board is; a code on the paper leads from it to the crew."""

    def link(self, crew: CrewId) -> str:
        """The address of a crew's record on the board."""
        from urllib.parse import quote

        return f"{self.url.rstrip('/')}/?crew={quote(crew, safe='')}"

    def only(self, crew: str) -> "Orders | None":
        """The same with one crew's order alone; None when it has none."""
        mine = tuple(order for order in self.orders if order.crew == crew)
        if not mine:
            return None
        return Orders(
            self.town,
            self.plan,
            self.made_at,
            self.deadline_at,
            mine,
            self.areas,
            self.attribution,
            self.exercise,
            self.url,
        )
