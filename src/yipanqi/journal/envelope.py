"""The envelope round every entry: who said what of which stream, and when."""

from datetime import datetime

from msgspec import Raw, Struct

from yipanqi.ground.ids import Actor, Device, EventId


class Draft(Struct, frozen=True):
    """An entry on its way in: everything but what the journal itself gives it."""

    event_id: EventId
    stream: str
    kind: str
    schema: int
    body: Raw
    happened_at: datetime
    actor: Actor
    device: Device
    expected_version: int | None = None
    """For decisions: the stream's version they were made on. None for facts, which are never refused."""
    device_at: datetime | None = None
    """What the device's clock said, where it was known to be wrong and `happened_at` was set right."""

    @property
    def said_at(self) -> datetime:
        """The time as its device gave it; the same however often it is sent."""
        return self.device_at or self.happened_at


class Entry(Struct, frozen=True):
    """An entry as recorded; `position` counts all of a board's entries from 1 without a gap."""

    position: int
    event_id: EventId
    stream: str
    version: int
    kind: str
    schema: int
    body: Raw
    happened_at: datetime
    recorded_at: datetime
    actor: Actor
    device: Device
    device_at: datetime | None = None

    @property
    def said_at(self) -> datetime:
        """The time as its device gave it."""
        return self.device_at or self.happened_at


class Recorded(Struct, frozen=True, tag="recorded"):
    """A durable receipt: the entry is on disk. `again` when it had been there before.

    `differs` when it had been there before with other content: the first one stands, and what was sent
    now is kept nowhere, so whoever sent it must be told.
    """

    event_id: EventId
    position: int
    version: int
    again: bool = False
    differs: bool = False


class Conflict(Struct, frozen=True, tag="conflict"):
    """A decision made on an old version: who came first, and when. Nothing was recorded."""

    event_id: EventId
    stream: str
    expected_version: int
    actual_version: int
    actor: Actor
    recorded_at: datetime


Receipt = Recorded | Conflict
