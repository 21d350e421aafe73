"""The desk of one board: takes reports and decisions, keeps the board folded, tells who watches."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import suppress
from datetime import datetime
from typing import Any, TypeVar

import msgspec
from msgspec import Raw, Struct
from msgspec.structs import replace

from yipanqi.close.board import fold
from yipanqi.close.decide import adopt
from yipanqi.close.kinds import KINDS
from yipanqi.close.state import Board
from yipanqi.desk.clocks import clock_off, right_time, set_right
from yipanqi.desk.intake import Judge, Understood, believed, understand
from yipanqi.desk.ports import Clock, EventIds, Journal, NotRecorded, Snapshot, Snapshots
from yipanqi.desk.resent import ReportReceipt, beside, receipt_of
from yipanqi.ground.ids import Actor, Device, EventId, PlanId
from yipanqi.ground.refusal import Refusal
from yipanqi.journal.envelope import Conflict, Draft, Entry, Receipt, Recorded
from yipanqi.plan.events import PlanProposed

FOLD = "board/16"
"""Names the fold; a snapshot made by another is thrown away and the journal folded anew."""
PAGE = 2_000
SNAPSHOT_EVERY = 5_000
DEVICE_KEPT = 100
"""Characters of a device's name that are kept."""

Watcher = Callable[[Board, Sequence[Entry]], None]
T = TypeVar("T")
U = TypeVar("U")


class Desk:
    """One board's desk. `open` it once; then every method may be called from any thread."""

    def __init__(self, journal: Journal, snapshots: Snapshots, clock: Clock, ids: EventIds) -> None:
        self.clock = clock
        self._journal = journal
        self._snapshots = snapshots
        self._ids = ids
        self._watchers: list[Watcher] = []
        self._saved_at = 0
        self.board = Board()

    def open(self) -> None:
        """Fold the journal, from the newest snapshot on, and follow it from then."""
        kept = self._snapshots.load(FOLD)
        if kept is not None:
            self.board = msgspec.json.decode(kept.state, type=Board)
            self._saved_at = kept.position
        while entries := self._journal.read(self.board.position, PAGE):
            self.board = fold(self.board, entries)
        self._journal.listen(self._take, self.board.position)

    def close(self) -> None:
        """Keep a snapshot, for a fast start; where there is no room for one, the next start folds more."""
        with suppress(NotRecorded):
            self._save()

    def watch(self, watcher: Watcher) -> None:
        """Call `watcher` with the board and the entries that made it, in order of position."""
        self._watchers.append(watcher)

    def read(self, after: int, limit: int = PAGE) -> Sequence[Entry]:
        """Entries with position > after, in order."""
        return self._journal.read(after, limit)

    def fresh_id(self) -> EventId:
        """A new name in order of time."""
        return self._ids.fresh()

    def report(
        self,
        reports: Sequence[Raw],
        actor: Actor,
        device: Device,
        sent_at: datetime | None = None,
        judge: Judge = believed,
    ) -> "Future[tuple[ReportReceipt, ...]]":
        """Record reports; a receipt for each, in their order, once they are durable.

        `sent_at` is the device's time when it sent them: a clock that is wrong by more than a minute or
        two is set right by it. `judge` says which facts are not to be believed from this actor. What says
        something else than an earlier report of the same id is kept apart before the receipts are given.
        """
        now = self.clock.now()
        off, wall = clock_off(sent_at, now), self.clock.rate() == 1.0
        device = Device(device.replace("\0", "")[:DEVICE_KEPT])
        taken = [
            understand(
                raw, actor, device, now, judge, lambda said: right_time(said, off, now, on_the_wall=wall)
            )
            for raw in reports
        ]
        drafts = [t.draft if t.problem else set_right(t.draft, off, now, on_the_wall=wall) for t in taken]
        given = self._journal.append(drafts)
        return _and_then(given, lambda receipts: self._receipts(reports, taken, drafts, receipts, now))

    def _receipts(
        self,
        reports: Sequence[Raw],
        taken: Sequence[Understood],
        drafts: Sequence[Draft],
        given: Sequence[Receipt],
        now: datetime,
    ) -> "Future[tuple[ReportReceipt, ...]]":
        """What senders are told, once what differs from an earlier report lies beside it."""
        receipts = tuple(
            receipt_of(raw, t, r, self._journal.read)
            for raw, t, r in zip(reports, taken, given, strict=True)
            if isinstance(r, Recorded)
        )
        differing = [
            beside(raw, replace(t, draft=draft), now)
            for raw, t, draft, receipt in zip(reports, taken, drafts, receipts, strict=True)
            if receipt.differs
        ]
        if not differing:
            done: Future[tuple[ReportReceipt, ...]] = Future()
            done.set_result(receipts)
            return done
        return _then(self._journal.append(differing), lambda _: receipts)

    def record(
        self,
        body: Struct,
        actor: Actor,
        *,
        happened_at: datetime | None = None,
        event_id: EventId | None = None,
    ) -> "Future[tuple[Receipt, ...]]":
        """Record something the desk itself knows to be so."""
        return self._journal.append([self._draft(body, actor, happened_at, event_id, None)])

    def decide(
        self, body: Struct, actor: Actor, *, on_version: int | None = None, event_id: EventId | None = None
    ) -> "Future[Receipt]":
        """Record a decision made on a version of its stream; of two at once the second gets a `Conflict`."""
        draft = self._draft(body, actor, None, event_id, on_version)
        return _then(self._journal.append([draft]), lambda receipts: receipts[0])

    def adopt(self, plan: PlanId, on_version: int, actor: Actor) -> "Future[Recorded | Refusal]":
        """Put a proposed plan in force, or say why not; of two at once exactly one is adopted."""
        decided = adopt(self.board, plan, on_version)
        if isinstance(decided, Refusal):
            refused: Future[Recorded | Refusal] = Future()
            refused.set_result(decided)
            return refused
        return self.decide_all([(decided, on_version)], actor)

    def decide_all(
        self, bodies: Sequence[tuple[Struct, int | None]], actor: Actor
    ) -> "Future[Recorded | Refusal]":
        """Record what was decided, each on the version of its stream it was made on, all of it or nothing.

        The receipt is the last one's; a refusal says who was first. None for what no version guards.
        """
        drafts = [self._draft(body, actor, None, _own_id(body), version) for body, version in bodies]
        return _then(self._journal.append(drafts), _outcome)

    def _draft(
        self,
        body: Struct,
        actor: Actor,
        happened_at: datetime | None,
        event_id: EventId | None,
        version: int | None,
    ) -> Draft:
        kind = KINDS.of(body)
        return Draft(
            event_id=event_id or self._ids.fresh(),
            stream=kind.stream_of(body),
            kind=kind.name,
            schema=kind.schema,
            body=KINDS.encode(body),
            happened_at=happened_at or self.clock.now(),
            actor=actor,
            device=Device("desk"),
            expected_version=version,
        )

    def _take(self, entries: Sequence[Entry]) -> None:
        """New entries from the journal, told in order and once; those already folded are passed over."""
        fresh = [e for e in entries if e.position > self.board.position]
        if not fresh:
            return
        self.board = fold(self.board, fresh)
        failures = [*self._told(fresh)]
        if self.board.position - self._saved_at >= SNAPSHOT_EVERY:
            self._save()
        if failures:
            raise failures[0]  # the journal writes it down

    def _told(self, fresh: Sequence[Entry]) -> "Iterator[Exception]":
        """Tell every watcher, whatever another makes of it."""
        for watcher in self._watchers:
            try:
                watcher(self.board, fresh)
            except Exception as failure:
                yield failure

    def _save(self) -> None:
        board = self.board
        if board.position > self._saved_at:
            self._saved_at = board.position  # where it fails, it is tried again after as many entries more
            self._snapshots.save(Snapshot(board.position, FOLD, msgspec.json.encode(board)))


FIRST_COME = {
    "plan": "plan.adopted_meanwhile",
    "decision": "decision.decided_meanwhile",
    "lock": "job.locked_meanwhile",
    "claim": "job.taken_meanwhile",
    "standing_rule": "rule.changed_meanwhile",
    "alert": "alert.issued_meanwhile",
    "terms": "terms.set_meanwhile",
    "key": "key.given_meanwhile",
    "settled": "quarantine.settled_meanwhile",
}
"""What is said to whoever comes second, by the first word of the stream."""


def _own_id(body: Struct) -> EventId | None:
    """A proposal's entry has the proposal's own id."""
    return EventId(body.id) if isinstance(body, PlanProposed) else None


def _outcome(receipts: tuple[Receipt, ...]) -> Recorded | Refusal:
    """A decision's receipt, or who was first."""
    receipt = receipts[-1]
    if isinstance(receipt, Conflict):
        facts: dict[str, Any] = {
            "version": receipt.actual_version,
            "by": receipt.actor,
            "at": receipt.recorded_at.isoformat(),
        }
        return Refusal(FIRST_COME.get(receipt.stream.partition("/")[0], "plan.adopted_meanwhile"), facts)
    return receipt


def _and_then(future: "Future[T]", step: "Callable[[T], Future[U]]") -> "Future[U]":
    """A future of what a further step that is waited for comes to."""
    changed: Future[U] = Future()

    def pass_on(done: "Future[U]") -> None:
        if not changed.set_running_or_notify_cancel():
            return  # whoever asked has left; what was recorded stays recorded
        try:
            changed.set_result(done.result())
        except BaseException as error:
            changed.set_exception(error)

    def begun(done: "Future[T]") -> None:
        try:
            step(done.result()).add_done_callback(pass_on)
        except BaseException as error:
            changed.set_exception(error)

    future.add_done_callback(begun)
    return changed


def _then(future: "Future[T]", change: Callable[[T], U]) -> "Future[U]":
    """A future of what `change` makes of another's result."""
    changed: Future[U] = Future()

    def pass_on(done: "Future[T]") -> None:
        if not changed.set_running_or_notify_cancel():
            return  # whoever asked has left; what was recorded stays recorded
        try:
            changed.set_result(change(done.result()))
        except BaseException as error:
            changed.set_exception(error)

    future.add_done_callback(pass_on)
    return changed
