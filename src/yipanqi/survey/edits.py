"""Edits: what people correct on the map, one value for each way of doing so.

An edit says what is on the ground; `survey.editing` works out what the map is then. Places are
longitude and latitude in degrees (WGS 84), lengths metres.
"""

from typing import Literal

from msgspec import Struct

from yipanqi.ground.ids import Digest, NeighbourhoodId, OpeningId, WayId
from yipanqi.ground.plane import LonLat
from yipanqi.survey.model import Area, Line, Stops

Wish = Literal["force", "forbid", "free"]
"""Keep an opening as a gate, never make it one, or leave it to the planner again."""


class BoundaryMoved(Struct, frozen=True, tag_field="do", tag="boundary"):
    """A neighbourhood's edge lies elsewhere."""

    neighbourhood: NeighbourhoodId
    area: Area


class NeighbourhoodAdded(Struct, frozen=True, tag_field="do", tag="neighbourhood"):
    """A neighbourhood the map does not have, such as a block between main streets somebody accepted."""

    neighbourhood: NeighbourhoodId
    name: str
    area: Area


class WallAdded(Struct, frozen=True, tag_field="do", tag="wall"):
    """A wall, fence or row of bollards that is not on the map."""

    line: Line
    stops: Stops = "everybody"
    closes: bool | None = None
    """Where it crosses ways: nobody gets through there (True), or people do (False), as somebody has seen
    on the spot. Unsaid, those ways stay open, and the question is asked."""


class WallRemoved(Struct, frozen=True, tag_field="do", tag="no-wall"):
    """The wall on the map nearest to a place (within 10 m) is not there."""

    place: LonLat
    barrier: int | None = None
    """The map's id of it, where more than one is near."""


class OpeningAdded(Struct, frozen=True, tag_field="do", tag="opening"):
    """A gap in a neighbourhood's edge that is not on the map."""

    neighbourhood: NeighbourhoodId
    place: LonLat
    width_m: float
    vehicle: bool = False
    name: str = ""
    line: Line = ()
    """The way through it, from outside to inside, where somebody has drawn that."""


class OpeningAbsent(Struct, frozen=True, tag_field="do", tag="no-opening"):
    """Where the map shows an opening nobody gets through: the way ends before the edge."""

    opening: OpeningId
    line: Line = ()
    """Across the gap; filled in by the desk, so that the edit means the same whatever the map becomes."""
    ways: tuple[WayId, ...] = ()


class WidthMeasured(Struct, frozen=True, tag_field="do", tag="width"):
    """An opening's width (and clear height) as measured on the spot; that confirms it, too."""

    opening: OpeningId
    width_m: float
    clear_height_m: float | None = None
    line: Line = ()
    """Across the gap, and its ways; filled in by the desk."""
    ways: tuple[WayId, ...] = ()
    was_m: float = 0.0
    """How wide the gap was on the map before, and each of its ways; filled in by the desk."""
    were_m: tuple[float, ...] = ()


class OpeningConfirmed(Struct, frozen=True, tag_field="do", tag="confirmed"):
    """Somebody has stood there: the opening is as the map has it."""

    opening: OpeningId


class PhotoTaken(Struct, frozen=True, tag_field="do", tag="photo"):
    """A photo of an opening; `photo` is its document's digest."""

    opening: OpeningId
    photo: Digest


class GateWished(Struct, frozen=True, tag_field="do", tag="gate"):
    """Which opening is to be the gate, or must not be."""

    opening: OpeningId
    wish: Wish


class RingConsent(Struct, frozen=True, tag_field="do", tag="consent"):
    """Whether a neighbourhood's residents accept one ring with their neighbours."""

    neighbourhood: NeighbourhoodId
    accepts: bool


Edit = (
    BoundaryMoved
    | NeighbourhoodAdded
    | WallAdded
    | WallRemoved
    | OpeningAdded
    | OpeningAbsent
    | WidthMeasured
    | OpeningConfirmed
    | PhotoTaken
    | GateWished
    | RingConsent
)
"""Any edit; `do` says which."""
