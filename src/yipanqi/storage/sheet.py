"""One transaction worked out before any of it is written: what counts, what came again, what conflicts."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

import msgspec
from msgspec import Raw, Struct

from yipanqi.ground.ids import Actor, EventId
from yipanqi.journal.envelope import Conflict, Draft, Entry, Receipt, Recorded


class Tail(Struct, frozen=True):
    """The end of a stream: its last version, and who wrote that when. Version 0: nothing yet, nobody."""

    version: int
    actor: Actor
    recorded_at: datetime


class Sheet:
    """The entries of one transaction, several callers' appends one after the other.

    Each append is taken whole or not at all, and one that conflicts leaves no trace for the next.
    """

    def __init__(
        self,
        head: int,
        recorded_at: datetime,
        seen: Mapping[EventId, Entry],
        tail_of: Callable[[str], Tail | None],
    ) -> None:
        self.entries: list[Entry] = []
        self.tails: dict[str, Tail] = {}
        self._head = head
        self._recorded_at = recorded_at
        self._seen = dict(seen)
        self._tail_of = tail_of

    def admit(self, drafts: Sequence[Draft]) -> tuple[Receipt, ...]:
        """Take one append: a receipt for each draft, or only the conflicts and nothing taken."""
        receipts: list[Receipt] = []
        fresh: dict[EventId, Entry] = {}
        tails: dict[str, Tail] = {}
        for draft in drafts:
            before = fresh.get(draft.event_id) or self._seen.get(draft.event_id)
            if before is not None:
                receipts.append(_again(draft, before))
                continue
            tail = tails.get(draft.stream) or self._tail(draft.stream)
            if draft.expected_version not in (None, tail.version):
                receipts.append(_conflict(draft, tail))
                continue
            taken = self._entry(draft, len(fresh), tail.version)
            fresh[draft.event_id] = taken
            tails[draft.stream] = Tail(taken.version, taken.actor, taken.recorded_at)
            receipts.append(Recorded(draft.event_id, taken.position, taken.version))
        conflicts = tuple(receipt for receipt in receipts if isinstance(receipt, Conflict))
        if not conflicts:
            self._keep(fresh, tails)
        return conflicts or tuple(receipts)

    def _keep(self, fresh: Mapping[EventId, Entry], tails: Mapping[str, Tail]) -> None:
        self.entries.extend(fresh.values())
        self._seen.update(fresh)
        self.tails.update(tails)

    def _tail(self, stream: str) -> Tail:
        known = self.tails.get(stream) or self._tail_of(stream)
        return known or Tail(0, Actor(""), self._recorded_at)

    def _entry(self, draft: Draft, ahead: int, version: int) -> Entry:
        return Entry(
            position=self._head + len(self.entries) + ahead + 1,
            event_id=draft.event_id,
            stream=draft.stream,
            version=version + 1,
            kind=draft.kind,
            schema=draft.schema,
            body=draft.body,
            happened_at=draft.happened_at,
            recorded_at=self._recorded_at,
            actor=draft.actor,
            device=draft.device,
            device_at=draft.device_at,
        )


def _again(draft: Draft, before: Entry) -> Recorded:
    same = (
        (draft.stream, draft.kind, draft.schema, draft.said_at, draft.actor, draft.device)
        == (before.stream, before.kind, before.schema, before.said_at, before.actor, before.device)
    ) and _same_json(draft.body, before.body)
    return Recorded(draft.event_id, before.position, before.version, again=True, differs=not same)


def _same_json(one: Raw, other: Raw) -> bool:
    """Whether two bodies say the same; a client may have written the keys in another order."""
    return bytes(one) == bytes(other) or _sorted(one) == _sorted(other)


def _sorted(body: Raw) -> bytes:
    return msgspec.json.encode(msgspec.json.decode(body), order="sorted")


def _conflict(draft: Draft, tail: Tail) -> Conflict:
    assert draft.expected_version is not None  # noqa: S101 - only those who expect can conflict
    return Conflict(
        event_id=draft.event_id,
        stream=draft.stream,
        expected_version=draft.expected_version,
        actual_version=tail.version,
        actor=tail.actor,
        recorded_at=tail.recorded_at,
    )
