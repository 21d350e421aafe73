"""What a survey holds: the map of what is there, its openings, and the hands and goods around it."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from yipanqi.ground.ids import (
    BuildingId,
    CrewId,
    GoodKey,
    NeighbourhoodId,
    OpeningId,
    OrganisationId,
    SupplierId,
    WayId,
)
from yipanqi.ground.plane import LonLat

Line = tuple[LonLat, ...]
"""Two or more places in order."""

Area = tuple[Line, ...]
"""A polygon: the shell, then its holes; each closed (last place = first)."""

Stops = Literal["nobody", "vehicles", "everybody"]
"""Whom a barrier holds back."""


class Way(Struct, frozen=True):
    """A mapped way that a person can walk, whatever else moves on it."""

    id: WayId
    line: Line
    nodes: tuple[int, ...]
    """The map's node ids, one a place of `line`: ways meet where they share one."""
    highway: str
    """The map's class: residential, service, footway, steps ..."""
    name: str = ""
    vehicle: bool = False
    """A fire engine or a car may drive it (before asking how wide it is)."""
    width_m: float | None = None
    max_height_m: float | None = None
    layer: int = 0
    bridge: bool = False
    tunnel: bool = False
    """Below the ground, or through a building: see `passage`."""
    passage: bool = False
    """Through or under a building, on the ground's level."""
    area: bool = False
    """A square or other surface walked all over; `line` is its closed edge."""
    max_width_m: float | None = None
    """The narrowest clear width mapped on it."""
    slope: float | None = None
    """Steepest, metres up or down a metre along."""
    soft: bool = False
    """Earth, grass, sand: nothing a fire engine should rely on."""
    edited_year: int | None = None
    """When anybody last touched it on the map, where the map says."""


class Barrier(Struct, frozen=True):
    """A mapped wall, fence, hedge, gate or bollard: a line, or one place on a way."""

    id: int
    kind: str
    line: Line
    """One place for a barrier node, two or more for a line."""
    stops: Stops


class Building(Struct, frozen=True):
    """A building's outline and what is known of who lives there."""

    id: BuildingId
    area: Area
    levels: float | None = None
    dwellings: int | None = None
    kind: str = "yes"
    name: str = ""


class Quarter(Struct, frozen=True):
    """A mapped residential area (landuse=residential) as it stands in the map, not yet cleaned."""

    id: str
    """The map's own: `w` or `r` and a number; parts of one relation get `-2`, `-3` ..."""
    area: Area
    name: str = ""
    walled: bool = False


class Water(Struct, frozen=True):
    """Water nobody walks through: a river's or pond's area, or a canal's line with its width."""

    id: int
    line: Line
    area: bool
    width_m: float | None = None


class Backdrop(Struct, frozen=True):
    """Ground drawn for orientation only: green, squares, railways."""

    kind: str
    line: Line
    area: bool
    name: str = ""


class Extract(Struct, frozen=True):
    """A map as read: everything that planning may need, in WGS 84."""

    name: str
    attribution: str
    """Shown wherever this data shows; empty when the map is our own."""
    data_at: datetime | None
    """The newest edit the extract holds, or when it was cut."""
    bounds: tuple[float, float, float, float]
    """West, south, east, north in degrees."""
    ways: tuple[Way, ...] = ()
    barriers: tuple[Barrier, ...] = ()
    buildings: tuple[Building, ...] = ()
    water: tuple[Water, ...] = ()
    backdrop: tuple[Backdrop, ...] = ()
    quarters: tuple[Quarter, ...] = ()
    entrances: tuple[LonLat, ...] = ()
    """Doors of buildings, where they are mapped."""
    turning_places: tuple[LonLat, ...] = ()
    """Turning circles at the ends of ways, where they are mapped."""


class MovedEdge(Struct, frozen=True):
    """How far a line was moved onto the walls and building fronts beside it, along its whole length."""

    within_m: float
    """No farther than this."""
    most_m: float
    mean_m: float
    share: float
    """Of its length, what moved at all."""


class Neighbourhood(Struct, frozen=True):
    """A residential quarter (小区) with its edge; `walled` ones have gates already."""

    id: NeighbourhoodId
    name: str
    area: Area
    community: OrganisationId | None = None
    walled: bool = False
    households: int | None = None
    moved: MovedEdge | None = None
    """Where its edge was laid onto what stands beside it; None for the edge as it was given."""


class Opening(Struct, frozen=True):
    """A gap (开口) in a neighbourhood's edge that a person can pass."""

    id: OpeningId
    neighbourhood: NeighbourhoodId
    line: tuple[LonLat, LonLat]
    """Across the gap, `width_m` long."""
    width_m: float
    ways: tuple[WayId, ...]
    """The ways through it; parallel pavements of one street are one opening."""
    vehicle: bool
    """A vehicle way leads through it."""
    name: str = ""
    """What people call it: the street's name, or the side it is on."""
    width_from: Literal["map", "assumed", "field"] = "assumed"
    clear_height_m: float | None = None
    confirmed: bool = False
    stretch: Line = ()
    """The gap along the edge itself, where that bends between the two ends of `line`."""
    side: str = ""
    """Which side of the neighbourhood it is on: N, NE, E ..."""
    level: Literal["ground", "bridge", "tunnel"] = "ground"
    """Not `ground` only where a bridge or tunnel comes up inside the neighbourhood."""


OrganisationKind = Literal["community", "cooperative", "village", "partner unit"]


class Organisation(Struct, frozen=True):
    """A community, cooperative, village or partner unit, and its own hands."""

    id: OrganisationId
    name: str
    kind: OrganisationKind
    cadres: int = 0
    """People it can send for this job without help (社区干部)."""
    net_m: float = 0.0
    """Metres of barrier net it has lying ready."""


class Crew(Struct, frozen=True):
    """A squad (封控队) with a van, as lent for the night."""

    id: CrewId
    name: str
    lender: OrganisationId
    home: LonLat
    people: int
    from_s: int
    """Seconds after the night's start when it can set out."""
    until_s: int
    van_m: int
    """Metres of net its van holds."""
    loaded_m: int = 0
    skills: tuple[str, ...] = ()
    phone: str = ""


class Supplier(Struct, frozen=True):
    """A yard with barrier net (供应商)."""

    id: SupplierId
    name: str
    place: LonLat
    load_s: int
    """Seconds to fill a van."""
    stock_m: int | None = None
    """Metres in stock; None when it has all anybody could want."""
    phone: str = ""
    opens_s: int = 0
    """Its hours in seconds of the night: vans are loaded between them; None: it does not close."""
    closes_s: int | None = None


Terms = Literal["lent", "half", "sold"]
"""What becomes of goods afterwards: all go back, half of them, or none."""


class Quote(Struct, frozen=True):
    """A supplier's quote (报价) for one good."""

    supplier: SupplierId
    good: GoodKey
    price: int
    """Of one unit, in fen."""
    how: Literal["fetched", "brought", "both"] = "fetched"
    """Vans fetch it from the supplier's yard, or the supplier brings it to any yard."""
    amount: int | None = None
    """At most; None: of net what is in stock, of other goods all anybody wants."""
    least: int = 1
    """The smallest order."""
    pack: int = 1
    """Sold in multiples of this: rolls, bundles."""
    lead_s: int = 0
    """From the order till it stands where it is brought to."""
    charge: int = 0
    """For each yard it is brought to, in fen."""
    valid_until_s: int | None = None


class GoodsLoan(Struct, frozen=True):
    """Goods of an organisation's own: lent, sold, or half and half."""

    lender: OrganisationId
    good: GoodKey
    amount: int
    terms: Terms = "lent"
    price: int = 0
    """Of one unit of what is sold, in fen."""
    yard: SupplierId | None = None
    """Where it lies; None when the lender brings it to any yard."""
    lead_s: int = 0
    from_s: int | None = None
    """Not to be had before."""


class GoodsDelivery(Struct, frozen=True):
    """Goods that are ordered already and come into a yard."""

    supplier: SupplierId
    good: GoodKey
    amount: int
    at_s: int


class Registry(Struct, frozen=True):
    """Who and what the sub-district can count on, as read from its spreadsheets."""

    organisations: tuple[Organisation, ...] = ()
    neighbourhoods: tuple["RegisteredNeighbourhood", ...] = ()
    crews: tuple[Crew, ...] = ()
    suppliers: tuple[Supplier, ...] = ()
    openings: tuple["FieldOpening", ...] = ()
    quotes: tuple[Quote, ...] = ()
    goods_loans: tuple[GoodsLoan, ...] = ()
    deliveries: tuple[GoodsDelivery, ...] = ()


class RegisteredNeighbourhood(Struct, frozen=True):
    """A neighbourhood's row in the registry; joined to the map by id or name."""

    id: NeighbourhoodId
    name: str
    community: OrganisationId
    walled: bool = False
    households: int | None = None


class FieldOpening(Struct, frozen=True):
    """An opening as somebody on the spot found it; joined to the map's own by its place."""

    neighbourhood: NeighbourhoodId
    """The registry's id, or the name as written where the registry lists no neighbourhoods."""
    place: LonLat
    width_m: float
    name: str = ""
    confirmed: bool = True


class Survey(Struct, frozen=True):
    """What planning starts from: neighbourhoods, their openings, and the registry."""

    id: str
    neighbourhoods: tuple[Neighbourhood, ...]
    openings: tuple[Opening, ...]
    registry: Registry
