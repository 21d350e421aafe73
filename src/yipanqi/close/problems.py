"""How what is said of problems changes the board: in whatever order it arrives, the row is the same.

All that was said is kept and sorted by when it happened; the row is worked out from that and the
decisions about it. A problem that was passed on before anybody heard it raised waits for that.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace

from yipanqi.close.model import Happening
from yipanqi.close.problems_model import (
    Level,
    ProblemAnswered,
    ProblemClosed,
    ProblemPassedOn,
    ProblemRaised,
    ProblemReason,
    ProblemRow,
    ProblemState,
    Said,
    Saying,
)
from yipanqi.close.state import Board, note
from yipanqi.journal.envelope import Entry

DUE: dict[ProblemReason, timedelta] = {
    "danger": timedelta(minutes=5),
    "residents_object": timedelta(minutes=15),
    "car_in_the_way": timedelta(minutes=15),
    "no_material": timedelta(minutes=20),
    "no_fitters": timedelta(minutes=20),
    "too_few_hands": timedelta(minutes=20),
    "other": timedelta(minutes=30),
}
"""How long a problem may lie on a table, lead's or office's, before an answer is overdue."""

_WHAT: dict[type, Any] = {
    ProblemRaised: "raised",
    ProblemPassedOn: "passed_on",
    ProblemAnswered: "answered",
    ProblemClosed: "closed",
}


def said(board: Board, entry: Entry, event: Said) -> Board:
    """One more thing said of a problem."""
    name = event.problem
    by = getattr(event, "by", "") or entry.actor
    saying = Saying(entry.happened_at, entry.event_id, _WHAT[type(event)], by, event.words)
    kept = tuple(sorted((*board.sayings.get(name, ()), saying), key=lambda s: (s.at, s.event_id)))
    board = replace(board, sayings=board.sayings | {name: kept})
    if isinstance(event, ProblemRaised):
        board = replace(board, raised=board.raised | {name: _first(board.raised.get(name), (saying, event))})
    board = refreshed(board, name, entry.position)
    return note(board, _line(board, entry, name))


def _first(known: tuple[Saying, ProblemRaised] | None, new: tuple[Saying, ProblemRaised]) -> Any:
    """Of two devices that raise one problem, the earlier one's account."""
    if known is None:
        return new
    return min(known, new, key=lambda pair: (pair[0].at, pair[0].event_id))


def refreshed(board: Board, problem: str, position: int) -> Board:
    """The board with a problem's row worked out anew; without one until somebody has raised it."""
    if problem not in board.raised:
        return board
    first, event = board.raised[problem]
    sayings = board.sayings[problem]
    level, since = _table(first, event.level, sayings)
    state, since = _state(board, problem, sayings, since)
    row = ProblemRow(
        id=problem,
        position=position,
        reason=event.reason,
        level=level,
        state=state,
        raised_at=first.at,
        since=since,
        due_at=since + DUE[event.reason] if state == "waiting" else None,
        by=first.by,
        words=event.words,
        opening=event.opening,
        neighbourhood=event.neighbourhood or _of_opening(board, event),
        crew=event.crew,
        supplier=event.supplier,
        photo=event.photo,
        said=sayings,
        decision=board.decided.get(problem, (None,))[-1],
        version=len(board.decided.get(problem, ())),
    )
    return replace(board, problems=board.problems | {problem: row})


def _of_opening(board: Board, event: ProblemRaised) -> Any:
    row = board.openings.get(event.opening) if event.opening else None
    return row.neighbourhood if row else None


def _table(first: Saying, level: Level, sayings: tuple[Saying, ...]) -> tuple[Level, datetime]:
    """Whose table it lies on, and since when."""
    passed = [s.at for s in sayings if s.what == "passed_on"]
    if passed:
        return "office", max(first.at, passed[-1])
    return level, first.at


def _state(
    board: Board, problem: str, sayings: tuple[Saying, ...], since: datetime
) -> tuple[ProblemState, datetime]:
    """How far it has come, and since when.

    Closing ends it. A decision outranks words; being passed on after an answer asks anew.
    """
    closed = [s.at for s in sayings if s.what == "closed"]
    if closed:
        return "closed", closed[-1]
    names = board.decided.get(problem, ())
    decision = board.decisions.get(names[-1]) if names else None
    if decision is not None:
        if decision.done_at is not None:
            return "closed", decision.done_at
        return "decided", decision.made_at
    answered = [s.at for s in sayings if s.what == "answered"]
    if answered and answered[-1] >= since:
        return "answered", answered[-1]
    return "waiting", since


def _line(board: Board, entry: Entry, problem: str) -> Happening:
    row = board.problems.get(problem)
    facts: dict[str, str | float] = {"problem": problem}
    if row is None:
        return Happening(entry.position, entry.kind, entry.happened_at, entry.actor, facts=facts)
    facts |= {"reason": row.reason, "level": row.level}
    if row.neighbourhood is not None:
        facts["neighbourhood"] = row.neighbourhood
    return Happening(
        entry.position,
        entry.kind,
        entry.happened_at,
        entry.actor,
        opening=row.opening,
        crew=row.crew,
        supplier=row.supplier,
        facts=facts,
    )


RULES: dict[type, Callable[[Board, Entry, Any], Board]] = {
    ProblemRaised: said,
    ProblemPassedOn: said,
    ProblemAnswered: said,
    ProblemClosed: said,
}
