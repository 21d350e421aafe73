"""Reports as they come in: every one becomes a draft; what can't be understood goes to quarantine."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from uuid import UUID

import msgspec
from msgspec import Raw, Struct
from msgspec.structs import replace

from yipanqi.close.events import Quarantined
from yipanqi.close.kinds import KINDS
from yipanqi.close.quarantine_model import Report
from yipanqi.ground.ids import Actor, Device, EventId
from yipanqi.ground.time import utc
from yipanqi.journal.drafts import holdable
from yipanqi.journal.envelope import Draft

RAW_KEPT = 1_000_000
"""Characters of a report kept apart that are kept; of a longer one it is said that it was cut."""


class Understood(Struct, frozen=True):
    """A draft ready for the journal, and why it went to quarantine if it did."""

    draft: Draft
    problem: str = ""
    fact: Draft | None = None
    """The fact it is, believed or not; None where it is none that this version understands."""


Right = Callable[[datetime], datetime]
"""What a device's clock said, as the board's would have shown it."""
Judge = Callable[[str, Struct], str]
"""Of a fact's kind and body: why it is not to be believed, "" when it is."""


def believed(_kind: str, _body: Struct) -> str:
    """Judges nothing: every fact is believed."""
    return ""


def understand(
    raw: Raw, actor: Actor, device: Device, now: datetime, judge: Judge = believed, right: Right = utc
) -> Understood:
    """A report as a draft of its kind; otherwise the whole of it, kept as it came.

    `judge` says of a kind and a body why it is not to be believed, "" when it is; `right` sets right the
    time of what is kept apart (a draft's is set right by `clocks.set_right`).
    """
    try:
        report = msgspec.json.decode(raw, type=Report)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return apart(raw, _id_of(raw), "", str(error), actor, device, now)
    event_id = EventId(str(report.event_id))
    try:
        draft, body = _draft(report, event_id, actor, device)
        holdable([draft])
    except (ValueError, OverflowError, RecursionError) as error:
        at = _time_of(report, right)
        return apart(raw, event_id, report.kind, str(error), actor, device, now, at)
    if problem := judge(report.kind, body):
        at = _time_of(report, right)
        return replace(apart(raw, event_id, report.kind, problem, actor, device, now, at), fact=draft)
    return Understood(draft, fact=draft)


def _time_of(report: Report, right: Right) -> datetime | None:
    """When it happened, where it says so."""
    try:
        return right(report.happened_at)
    except (ValueError, OverflowError):
        return None


def _draft(report: Report, event_id: EventId, actor: Actor, device: Device) -> tuple[Draft, Struct]:
    """The report as its kind has it; ValueError for anything that is no fact we know."""
    kind = KINDS.named(report.kind)
    if kind.sort != "fact":
        raise ValueError(f"{report.kind!r} is not a fact that anybody can report")
    body = KINDS.decode(report.kind, report.schema, report.body)
    draft = Draft(
        event_id=event_id,
        stream=kind.stream_of(body),
        kind=kind.name,
        schema=kind.schema,
        body=KINDS.encode(body),
        happened_at=utc(report.happened_at),
        actor=actor,
        device=device,
    )
    return draft, body


def apart(
    raw: Raw,
    event_id: EventId,
    kind: str,
    problem: str,
    actor: Actor,
    device: Device,
    now: datetime,
    happened_at: datetime | None = None,
) -> Understood:
    """A report to be kept apart, as it came, and why."""
    text = bytes(raw).decode("utf-8", "replace").replace("\0", "\ufffd")
    if len(text) > RAW_KEPT:
        problem = f"{problem} (the first {RAW_KEPT} of {len(text)} characters are kept)"
    body = Quarantined(kind.replace("\0", "\ufffd"), problem, text[:RAW_KEPT], happened_at)
    named = KINDS.of(body)
    draft = Draft(
        event_id=event_id,
        stream=named.stream_of(body),
        kind=named.name,
        schema=named.schema,
        body=KINDS.encode(body),
        happened_at=now,
        actor=actor,
        device=device,
    )
    return Understood(draft, problem)


def _id_of(raw: Raw) -> EventId:
    """The report's own id where one can be made out, else one made of its bytes: twice is once."""

    class Named(Struct):
        event_id: UUID

    try:
        return EventId(str(msgspec.json.decode(raw, type=Named).event_id))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return EventId(str(UUID(bytes=sha256(bytes(raw)).digest()[:16], version=5)))
