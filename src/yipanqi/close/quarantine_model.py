"""What was kept apart, and what the office made of it."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Raw, Struct

from yipanqi.ground.ids import Actor, Device, EventId

KEPT_MOST = 500
KEPT_CHARACTERS = 5_000_000
"""Reports kept apart that a board carries, and how long they are together; settled ones go first, then the
oldest. The journal has all."""


class Report(Struct, frozen=True):
    """A fact as a device sends it; the device makes `event_id`, so that sending twice counts once."""

    event_id: UUID
    kind: str
    happened_at: datetime
    body: Raw
    schema: int = 1


class QuarantineAccepted(Struct, frozen=True):
    """The office believes a report that was kept apart. Kind `quarantine.accepted`.

    From here on it counts as if somebody had sent it whose it is to report.
    """

    entry: EventId
    """The id of the `quarantine.kept`, which is the report's own."""


class QuarantineLeft(Struct, frozen=True):
    """The office has looked at a report kept apart and leaves it there. Kind `quarantine.left`."""

    entry: EventId


Settled = Literal["", "accepted", "left"]


class KeptRow(Struct, frozen=True):
    """A report kept apart: who sent it from what, when, why it is not believed, in the words it came in."""

    id: EventId
    at: datetime
    """When it was recorded; what its sender says of the time may be part of what is wrong with it."""
    actor: Actor
    device: Device
    claimed_kind: str
    problem: str
    raw: str
    version: int = 0
    """How often it was settled; a decision about it is made on this."""
    settled: Settled = ""
    settled_by: str = ""
    settled_at: datetime | None = None
    settled_id: EventId = EventId("")
    """Of the entry that settled it."""
    happened_at: datetime | None = None
    """When it happened, its phone's clock set right; None where it does not say."""
