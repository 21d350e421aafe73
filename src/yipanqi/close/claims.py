"""Openings that crews take by themselves: who holds one, who may take it, how the board shows it.

A claim lapses by the clock alone, `HOLDS_FOR` after it was recorded: whoever asks compares the journal's time
with the board's, so nothing has to run at that moment, and every reader comes to the same answer.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace

from yipanqi.close.claims_model import HOLDS_FOR, ClaimRow, Held, JobGivenBack, JobTaken
from yipanqi.close.model import Happening, OpeningRow
from yipanqi.close.rings import refreshed
from yipanqi.close.state import Board, note
from yipanqi.ground.ids import CrewId, OpeningId
from yipanqi.ground.refusal import Refusal
from yipanqi.journal.envelope import Entry

FREE = frozenset({"found", "confirmed", "planned", "given"})
"""States in which a crew may still take an opening, another crew's in the plan too: first come."""


def holder(row: OpeningRow, now: datetime) -> CrewId | None:
    """The crew whose claim on an opening counts now; a plan or a report that gave it to another ends it."""
    claim = row.claim
    if claim is None or claim.crew is None or row.crew != claim.crew:
        return None
    begun = row.state in {"under_way", "done"}
    return claim.crew if begun or now < claim.lapses_at else None


def held(board: Board, now: datetime) -> dict[OpeningId, CrewId]:
    """Openings that stay with a crew whatever a replan would rather: locked to it, or claimed by it."""
    claimed = {row.id: crew for row in board.openings.values() if (crew := holder(row, now)) is not None}
    return claimed | {lock.opening: lock.crew for lock in board.locks.values()}


def take(
    board: Board, opening: OpeningId, crew: CrewId, now: datetime, on_version: int | None
) -> JobTaken | Refusal:
    """A crew takes an opening, or why not: `job.taken_meanwhile` says who holds it, since when, how long."""
    row = board.openings.get(opening)
    if row is None or crew not in board.crews:
        return Refusal("job.unknown", {"opening": opening, "crew": crew})
    if holder(row, now) is not None:
        return taken_meanwhile(row)
    if on_version is not None and on_version != version_of(row):
        return Refusal("job.wrong_version", {"version": version_of(row), "on_version": on_version})
    lock = board.locks.get(opening)
    if lock is not None and lock.crew != crew:
        return Refusal("job.locked", {"crew": lock.crew, "by": lock.by, "at": lock.at.isoformat()})
    theirs = row.state == "on_the_way" and row.crew == crew
    if row.role in {None, "inside"} or not (row.state in FREE or theirs):
        return Refusal("job.not_free", {"state": row.state, "crew": row.crew or ""})
    return JobTaken(opening, crew)


def give_back(
    board: Board, opening: OpeningId, crew: CrewId, now: datetime, on_version: int | None
) -> JobGivenBack | Refusal:
    """A crew gives back what it took, or why it can't."""
    row = board.openings.get(opening)
    if row is None or crew not in board.crews:
        return Refusal("job.unknown", {"opening": opening, "crew": crew})
    if on_version is not None and on_version != version_of(row):
        return Refusal("job.wrong_version", {"version": version_of(row), "on_version": on_version})
    if holder(row, now) != crew or row.state == "done":
        return Refusal("job.not_taken", {"state": row.state, "crew": row.crew or ""})
    return JobGivenBack(opening, crew)


def version_of(row: OpeningRow) -> int:
    """The version on which the next claim of an opening has to be made."""
    return row.claim.version if row.claim else 0


def taken_meanwhile(row: OpeningRow) -> Refusal:
    """Who was first, when, and until when without work the claim holds."""
    claim = row.claim
    if claim is None:
        return Refusal("job.taken_meanwhile", {"version": 0})
    return Refusal(
        "job.taken_meanwhile",
        {
            "crew": claim.crew or "",
            "by": claim.by,
            "at": claim.at.isoformat(),
            "lapses_at": claim.lapses_at.isoformat(),
            "version": claim.version,
        },
    )


def job_taken(board: Board, entry: Entry, event: JobTaken) -> Board:
    """The opening is this crew's, unless work there has begun or is done by another."""
    row = board.openings.get(event.opening)
    if row is not None:
        row = _claimed(row, entry, event.crew)
        if row.state in FREE:
            part = board.planned.get(event.opening)
            work = timedelta(seconds=part.work_s) if part else timedelta()
            due_at = entry.recorded_at + HOLDS_FOR + work
            row = replace(row, state="given", crew=event.crew, due_at=due_at)
        board = _with(board, row, entry)
    return _noted(board, entry, event)


def job_given_back(board: Board, entry: Entry, event: JobGivenBack) -> Board:
    """The opening is again whose the plan says, or nobody's."""
    row = board.openings.get(event.opening)
    if row is not None:
        theirs = row.crew == event.crew and row.state in FREE | {"on_the_way", "under_way"}
        row = _claimed(row, entry, None)
        if theirs:
            crew, due_at = _planned(board, event.opening)
            row = replace(row, state="given" if crew else "planned", crew=crew, due_at=due_at)
        board = _with(board, row, entry)
    return _noted(board, entry, event)


def _claimed(row: OpeningRow, entry: Entry, crew: CrewId | None) -> OpeningRow:
    lapses_at, held = entry.recorded_at + HOLDS_FOR, None
    if crew is None and row.claim is not None and row.claim.crew is not None:
        held = Held(row.claim.crew, row.claim.by, row.claim.at)
    claim = ClaimRow(entry.version, crew, entry.actor, entry.recorded_at, lapses_at, entry.event_id, held)
    return replace(row, claim=claim)


def _planned(board: Board, opening: OpeningId) -> tuple[CrewId | None, datetime | None]:
    """The crew the plan in force sends there, and when it is done."""
    for crew in sorted(board.schedule):
        for step in board.schedule[crew]:
            if step.do == "job" and step.at == opening:
                return crew, step.ends_at
    return None, None


def _with(board: Board, row: OpeningRow, entry: Entry) -> Board:
    row = replace(row, position=entry.position)
    board = replace(board, openings=board.openings | {row.id: row})
    return refreshed(board, [row.neighbourhood], entry.position)


def _noted(board: Board, entry: Entry, event: JobTaken | JobGivenBack) -> Board:
    return note(
        board,
        Happening(
            entry.position, entry.kind, entry.happened_at, entry.actor, opening=event.opening, crew=event.crew
        ),
    )


RULES: dict[type, Callable[[Board, Entry, Any], Board]] = {
    JobTaken: job_taken,
    JobGivenBack: job_given_back,
}
