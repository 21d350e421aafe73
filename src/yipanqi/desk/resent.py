"""Reports sent again: whether they say the same as before, and what becomes of one that does not.

A receipt may have been lost on its way, so the same report comes again. Meanwhile its sender's role may have
changed, or this version have learnt its kind, so what counts is the entry there is, not how it would be taken
now. A report that says something else under the id of an earlier one is kept apart: neither is lost.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Raw, Struct
from msgspec.structs import replace

from yipanqi.close.events import Quarantined
from yipanqi.close.quarantine_model import Report
from yipanqi.desk.intake import Understood, apart
from yipanqi.ground.ids import EventId
from yipanqi.ground.time import utc
from yipanqi.journal.envelope import Draft, Entry, Recorded

DIFFERS = "differs"
"""Why a report is kept apart that says something else than an earlier one of the same id."""


class ReportReceipt(Struct, frozen=True, omit_defaults=True):
    """What became of a report: recorded for good, before or now, understood or kept in quarantine."""

    event_id: EventId
    position: int
    again: bool = False
    differs: bool = False
    """It was there before with other content; the first stands, and this one is kept apart beside it."""
    quarantined: str = ""
    """Why it could not be understood; empty when it was."""


def receipt_of(
    raw: Raw, taken: Understood, given: Recorded, read: Callable[[int, int], Sequence[Entry]]
) -> ReportReceipt:
    """The receipt of one report, by the entry that was there before where there was one."""
    receipt = ReportReceipt(given.event_id, given.position, given.again, quarantined=taken.problem)
    if not given.again or not (given.differs or taken.problem):
        return receipt
    before = read(given.position - 1, 1)[0]
    kept = _kept_in(before)
    same = _same_words(raw, kept.raw) if kept is not None else _same_fact(taken, before)
    problem = kept.problem if kept is not None and same else ""
    return replace(receipt, differs=not same, quarantined=problem)


def beside(raw: Raw, taken: Understood, now: datetime) -> Draft:
    """An entry that keeps a report apart which differs from the one it has its id from; twice is once."""
    report = _report(raw)
    own = EventId(str(UUID(bytes=sha256(bytes(raw)).digest()[:16], version=5)))
    happened_at = taken.draft.happened_at if not taken.problem else None
    draft = taken.draft
    kind = report.kind if report is not None else ""
    return apart(raw, own, kind, DIFFERS, draft.actor, draft.device, now, happened_at).draft


def _kept_in(entry: Entry) -> Quarantined | None:
    return msgspec.json.decode(entry.body, type=Quarantined) if entry.kind == "quarantine.kept" else None


def _report(raw: Raw | bytes | str) -> Report | None:
    try:
        return msgspec.json.decode(raw, type=Report)
    except (ValueError, RecursionError):
        return None


def _same_words(raw: Raw, kept: str) -> bool:
    """Whether two reports say the same; a client may have written the keys in another order."""
    one, other = _report(raw), _report(kept)
    if one is None or other is None:
        return bytes(raw).decode("utf-8", "replace").startswith(kept)
    return _said(one) == _said(other)


def _said(report: Report) -> tuple[Any, ...]:
    return report.event_id, report.kind, report.schema, report.happened_at, msgspec.json.decode(report.body)


def _same_fact(taken: Understood, before: Entry) -> bool:
    """Whether a report is that entry, whoever sends it: a phone may have handed it over to another."""
    fact = taken.fact
    if fact is None or (fact.kind, fact.schema) != (before.kind, before.schema):
        return False
    if utc(fact.said_at) != utc(before.said_at):
        return False
    return bool(msgspec.json.decode(fact.body) == msgspec.json.decode(before.body))
