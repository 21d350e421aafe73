"""What is reported in the night: facts, never refused.

`work_s`, `net_m` and the like are as found; `place` is the phone's, where it had one.
"""

from datetime import datetime

from msgspec import Struct

from yipanqi.close.model import BlockedReason
from yipanqi.ground.ids import CrewId, NeighbourhoodId, OpeningId, SupplierId
from yipanqi.ground.plane import LonLat


class CrewSetOut(Struct, frozen=True):
    """A crew is on its way to an opening or a supplier. Kind `crew.set_out`."""

    crew: CrewId
    to: str
    place: LonLat | None = None


class CrewLoaded(Struct, frozen=True):
    """A crew has taken net into its van. Kind `crew.loaded`."""

    crew: CrewId
    supplier: SupplierId
    net_m: int


class CrewLost(Struct, frozen=True):
    """A crew can't go on tonight. Kind `crew.lost`."""

    crew: CrewId
    why: str = ""


class CrewBack(Struct, frozen=True):
    """A lost crew is there again. Kind `crew.back`."""

    crew: CrewId
    place: LonLat | None = None


class CrewLate(Struct, frozen=True):
    """A crew says when it can set out, if not as planned. Kind `crew.late`."""

    crew: CrewId
    from_at: datetime


class OpeningStarted(Struct, frozen=True):
    """Work at an opening has begun. Kind `opening.started`."""

    opening: OpeningId
    crew: CrewId
    place: LonLat | None = None


class OpeningDone(Struct, frozen=True):
    """The net, gate or emergency opening stands. Kind `opening.done`."""

    opening: OpeningId
    crew: CrewId
    width_m: float | None = None
    """As found."""
    net_m: int = 0
    """Net used out of this crew's van."""
    photo: str | None = None


class OpeningBlocked(Struct, frozen=True):
    """It can't be done now, and why. Kind `opening.blocked`."""

    opening: OpeningId
    crew: CrewId | None
    reason: BlockedReason
    note: str = ""


class OpeningUnblocked(Struct, frozen=True):
    """What blocked it is settled. Kind `opening.unblocked`."""

    opening: OpeningId
    note: str = ""


class OpeningTakenDown(Struct, frozen=True):
    """What stood there does not stand any more. Kind `opening.taken_down`.

    Asked for where the plan in force needs nothing any more (alarm `not_needed`).
    """

    opening: OpeningId
    note: str = ""


class OpeningFound(Struct, frozen=True):
    """An opening the map did not know; the finder makes its id. Kind `opening.found`."""

    opening: OpeningId
    neighbourhood: NeighbourhoodId
    line: tuple[LonLat, LonLat]
    width_m: float
    vehicle: bool = False
    name: str = ""
    crew: CrewId | None = None


class SupplierCounted(Struct, frozen=True):
    """A supplier says what is left, in metres of net. Kind `supplier.counted`."""

    supplier: SupplierId
    stock_m: int


class Quarantined(Struct, frozen=True):
    """Something arrived that could not be understood; kept as it came. Kind `quarantine.kept`."""

    claimed_kind: str
    problem: str
    raw: str
    happened_at: datetime | None = None
    """When it happened, its phone's clock set right; it counts from then once it is believed."""
