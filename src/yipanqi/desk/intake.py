"""Reports as they come in: every one becomes a draft; what can't be understood goes to quarantine."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from uuid import UUID

import msgspec
from msgspec import Raw, Struct

from yipanqi.close.events import Quarantined
from yipanqi.close.kinds import KINDS
from yipanqi.close.quarantine_model import Report
from yipanqi.ground.ids import Actor, Device, EventId
from yipanqi.ground.time import utc
from yipanqi.journal.drafts import holdable
from yipanqi.journal.envelope import Draft

RAW_KEPT = 20_000
"""Characters of an unreadable report that are kept; more is not a report of ours."""


class Understood(Struct, frozen=True):
    """A draft ready for the journal, and why it went to quarantine if it did."""

    draft: Draft
    problem: str = ""


Judge = Callable[[str, Struct], str]
"""Of a fact's kind and body: why it is not to be believed, "" when it is."""


def believed(_kind: str, _body: Struct) -> str:
    """Judges nothing: every fact is believed."""
    return ""


def understand(raw: Raw, actor: Actor, device: Device, now: datetime, judge: Judge = believed) -> Understood:
    """A report as a draft of its kind; otherwise the whole of it, kept as it came.

    `judge` says of a kind and a body why it is not to be believed, "" when it is.
    """
    try:
        report = msgspec.json.decode(raw, type=Report)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return _kept(raw, _id_of(raw), "", str(error), actor, device, now)
    event_id = EventId(str(report.event_id))
    try:
        draft, body = _draft(report, event_id, actor, device)
        holdable([draft])
    except (ValueError, OverflowError) as error:
        return _kept(raw, event_id, report.kind, str(error), actor, device, now)
    if problem := judge(report.kind, body):
        return _kept(raw, event_id, report.kind, problem, actor, device, now)
    return Understood(draft)


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


def _kept(
    raw: Raw, event_id: EventId, kind: str, problem: str, actor: Actor, device: Device, now: datetime
) -> Understood:
    text = bytes(raw).decode("utf-8", "replace").replace("\0", "\ufffd")[:RAW_KEPT]
    body = Quarantined(claimed_kind=kind, problem=problem, raw=text)
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
    except (msgspec.DecodeError, UnicodeDecodeError):
        return EventId(str(UUID(bytes=sha256(bytes(raw)).digest()[:16], version=5)))
