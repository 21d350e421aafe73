"""What simulated people say: ordinary reports, whose ids come out the same when they are worked out again."""

from datetime import datetime
from hashlib import sha256

import msgspec
from msgspec import Raw, Struct

from yipanqi.close.kinds import KINDS
from yipanqi.ground.ids import Actor, Device, EventId, uuid7
from yipanqi.ground.time import utc


class Said(Struct, frozen=True):
    """One report: who says what happened when."""

    event_id: EventId
    kind: str
    happened_at: datetime
    body: Struct
    actor: Actor
    device: Device
    sent_at: datetime
    """When the device gets it through: later than it happened where there was no signal."""

    def raw(self) -> Raw:
        """The report as a device would send it."""
        report = {
            "event_id": self.event_id,
            "kind": self.kind,
            "happened_at": self.happened_at,
            "body": self.body,
        }
        return Raw(msgspec.json.encode(report))


def say(
    seed: int, at: datetime, body: Struct, actor: str, device: str, sent_at: datetime | None = None
) -> Said:
    """A report whose id depends on the seed, the time and the body alone.

    So a report worked out again after a restart is the same report, and counts once.
    """
    at = to_millisecond(at)
    kind = KINDS.of(body)
    about = b"\0".join((str(seed).encode(), kind.name.encode(), actor.encode(), bytes(KINDS.encode(body))))
    unix_ms = round(at.timestamp() * 1000)
    event_id = uuid7(unix_ms, sha256(about).digest())
    return Said(
        event_id, kind.name, at, body, Actor(actor), Device(device), max(at, to_millisecond(sent_at or at))
    )


def to_millisecond(at: datetime) -> datetime:
    """The instant in UTC, rounded down to a whole millisecond, as ids and devices have it."""
    at = utc(at)
    return at.replace(microsecond=at.microsecond // 1000 * 1000)
