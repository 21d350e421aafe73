"""A journal in memory that keeps the port's promises, and the other things a desk needs."""

from collections.abc import Sequence
from concurrent.futures import Future
from datetime import datetime
from itertools import count
from uuid import UUID

import numpy as np

from tests.towns import at, two_neighbourhoods
from yipanqi.desk.desk import Desk
from yipanqi.desk.planning import Planning
from yipanqi.desk.ports import Listener, Scheduler, Snapshot
from yipanqi.ground.ids import Actor, EventId
from yipanqi.journal.envelope import Conflict, Draft, Entry, Receipt, Recorded
from yipanqi.plan.jobs import WorkRules


class Memory:
    """Journal and snapshots in one process's memory."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.kept: Snapshot | None = None
        self._listeners: list[Listener] = []

    def append(self, drafts: Sequence[Draft]) -> "Future[tuple[Receipt, ...]]":
        receipts: list[Receipt] = []
        fresh: list[Entry] = []
        for draft in drafts:
            known = next((e for e in self.entries if e.event_id == draft.event_id), None)
            mine = [e for e in self.entries if e.stream == draft.stream]
            if known is not None:
                receipts.append(Recorded(known.event_id, known.position, known.version, again=True))
            elif draft.expected_version is not None and draft.expected_version != len(mine):
                last = mine[-1]
                receipts.append(
                    Conflict(
                        draft.event_id,
                        draft.stream,
                        draft.expected_version,
                        len(mine),
                        last.actor,
                        last.recorded_at,
                    )
                )
            else:
                place, now = (len(self.entries) + 1, len(mine) + 1), draft.happened_at
                said = (draft.kind, draft.schema, draft.body)
                entry = Entry(
                    place[0],
                    draft.event_id,
                    draft.stream,
                    place[1],
                    *said,
                    now,
                    now,
                    draft.actor,
                    draft.device,
                )
                self.entries.append(entry)
                fresh.append(entry)
                receipts.append(Recorded(entry.event_id, entry.position, entry.version))
        for listener in self._listeners:
            listener(fresh)
        done: Future[tuple[Receipt, ...]] = Future()
        done.set_result(tuple(receipts))
        return done

    def read(self, after: int, limit: int) -> Sequence[Entry]:
        return self.entries[after : after + limit]

    def head(self) -> int:
        return len(self.entries)

    def listen(self, listener: Listener, after: int | None = None) -> None:
        self._listeners.append(listener)

    def load(self, schema: str) -> Snapshot | None:
        return self.kept if self.kept and self.kept.schema == schema else None

    def save(self, snapshot: Snapshot) -> None:
        self.kept = snapshot


class Watch:
    """A clock that stands where it is set."""

    def __init__(self) -> None:
        self.at = at(0)

    def now(self) -> datetime:
        return self.at

    def rate(self) -> float:
        return 1.0


class Numbers:
    """Event ids that count up."""

    def __init__(self) -> None:
        self._count = count(1_000_000)

    def fresh(self) -> EventId:
        return EventId(str(UUID(int=next(self._count))))


class Office:
    """A desk over Two Neighbourhoods, with its planning."""

    def __init__(self, schedule: Scheduler) -> None:
        self.memory, self.watch = Memory(), Watch()
        self.desk = Desk(self.memory, self.memory, self.watch, Numbers())
        self.desk.open()
        self.planning = Planning(self.desk, schedule, lambda: np.random.default_rng(1), WorkRules())
        self.desk.record(two_neighbourhoods(), Actor("office")).result()
