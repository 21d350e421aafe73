"""How decisions of the night change the board, and when one is refused."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from yipanqi.close.decisions_model import (
    DecisionCarriedOut,
    DecisionMade,
    DecisionRow,
    JobLocked,
    JobUnlocked,
    KeyGiven,
    LockRow,
    StandingRuleLifted,
    StandingRuleRow,
    StandingRuleSet,
    TermsSet,
    Tick,
)
from yipanqi.close.model import Happening
from yipanqi.close.problems import refreshed
from yipanqi.close.state import Board, note
from yipanqi.ground.refusal import Refusal
from yipanqi.journal.envelope import Entry


def decide(board: Board, decision: DecisionMade, on_version: int) -> Refusal | None:
    """Why a decision can't be taken; None when it can.

    `on_version` is the problem's as the one who decides saw it, so that nobody decides what is decided.
    """
    if decision.decision in board.decisions:
        return _meanwhile(board, board.decisions[decision.decision])
    if decision.about == decision.decision:
        return None
    problem = board.problems.get(decision.about)
    if problem is None:
        return Refusal("problem.unknown", {"problem": decision.about})
    if problem.state == "closed":
        last = problem.said[-1]
        return Refusal("problem.closed", {"by": last.by, "at": problem.since.isoformat()})
    if problem.version != on_version and problem.decision is not None:
        return _meanwhile(board, board.decisions[problem.decision])
    return None


def _meanwhile(board: Board, first: DecisionRow) -> Refusal:
    facts: dict[str, str | int | float] = {
        "decision": first.id,
        "by": first.made_by,
        "at": first.made_at.isoformat(),
        "what": first.what,
    }
    if first.about in board.problems:
        facts["version"] = board.problems[first.about].version
    return Refusal("decision.decided_meanwhile", facts)


def made(board: Board, entry: Entry, event: DecisionMade) -> Board:
    """It stands on the board and with whoever carries it out; an earlier one about the same is replaced."""
    row = DecisionRow(
        id=event.decision,
        position=entry.position,
        about=event.about,
        what=event.what,
        words=event.words,
        why=event.why,
        signed_by=event.signed_by,
        made_by=entry.actor,
        made_at=entry.happened_at,
        carried_out_by=event.carried_out_by,
        by_at=event.by_at,
        crew=event.crew,
        opening=event.opening,
    )
    done = board.carried_out.get(event.decision)
    if done is not None:
        row = _done(row, done)
    rows = dict(board.decisions)
    earlier = board.decided.get(event.about, ())
    for name in earlier:
        if rows[name].replaced_by is None:
            rows[name] = replace(rows[name], replaced_by=event.decision, position=entry.position)
    board = replace(
        board,
        decisions=rows | {event.decision: row},
        decided=board.decided | {event.about: (*earlier, event.decision)},
    )
    board = refreshed(board, event.about, entry.position)
    return _told(board, entry, row, {"what": event.what, "who": event.carried_out_by})


def carried_out(board: Board, entry: Entry, event: DecisionCarriedOut) -> Board:
    """Ticked off; said before the decision itself arrives, it waits for it."""
    tick = Tick(entry.happened_at, entry.event_id, entry.actor, event.words)
    first = min(tick, board.carried_out.get(event.decision, tick))
    board = replace(board, carried_out=board.carried_out | {event.decision: first})
    row = board.decisions.get(event.decision)
    if row is None:
        return note(board, Happening(entry.position, entry.kind, entry.happened_at, entry.actor))
    row = replace(_done(row, first), position=entry.position)
    board = replace(board, decisions=board.decisions | {row.id: row})
    board = refreshed(board, row.about, entry.position)
    return _told(board, entry, row, {"what": row.what})


def _done(row: DecisionRow, tick: Tick) -> DecisionRow:
    return replace(row, done_at=tick.at, done_by=tick.by, done_words=tick.words)


def locked(board: Board, entry: Entry, event: JobLocked) -> Board:
    """A replan leaves this opening with this crew."""
    lock = LockRow(event.opening, event.crew, entry.actor, entry.happened_at)
    board = replace(board, locks=board.locks | {event.opening: lock})
    return note(board, _line(entry, opening=event.opening, crew=event.crew))


def unlocked(board: Board, entry: Entry, event: JobUnlocked) -> Board:
    """A replan may give it to anybody again."""
    board = replace(board, locks={k: v for k, v in board.locks.items() if k != event.opening})
    return note(board, _line(entry, opening=event.opening))


def rule_set(board: Board, entry: Entry, event: StandingRuleSet) -> Board:
    """The standing rule in force."""
    rule = StandingRuleRow(
        event.most_moved_share,
        event.least_gain_min,
        event.holes,
        entry.actor,
        entry.happened_at,
        event.why,
    )
    facts: dict[str, str | float] = {
        "share": event.most_moved_share,
        "gain_min": event.least_gain_min,
    }
    return note(_said(replace(board, standing_rule=rule), entry), _line(entry, facts=facts))


def rule_lifted(board: Board, entry: Entry, _: StandingRuleLifted) -> Board:
    """No standing rule any more."""
    return note(_said(replace(board, standing_rule=None), entry), _line(entry))


def terms_set(board: Board, entry: Entry, event: TermsSet) -> Board:
    """The newest terms count, for one neighbourhood or for all."""
    board = _said(replace(board, terms=board.terms | {event.neighbourhood or "": event}), entry)
    return note(board, _line(entry, facts={"until": event.until_at.isoformat()}))


def key_given(board: Board, entry: Entry, event: KeyGiven) -> Board:
    """The key's holder is known."""
    board = _said(replace(board, keys=board.keys | {event.opening: event}), entry)
    return note(board, _line(entry, opening=event.opening, facts={"who": event.holder}))


def _said(board: Board, entry: Entry) -> Board:
    """The board that knows the last word of the entry's stream."""
    return replace(board, versions=board.versions | {entry.stream: entry.version})


def _line(entry: Entry, **about: Any) -> Happening:
    return Happening(entry.position, entry.kind, entry.happened_at, entry.actor, **about)


def _told(board: Board, entry: Entry, row: DecisionRow, facts: dict[str, str | float]) -> Board:
    about = board.problems.get(row.about)
    place = {"neighbourhood": str(about.neighbourhood)} if about and about.neighbourhood else {}
    opening = row.opening or (about.opening if about else None)
    line = _line(entry, opening=opening, crew=row.crew, facts={"decision": row.id, **place, **facts})
    return note(board, line)


RULES: dict[type, Callable[[Board, Entry, Any], Board]] = {
    DecisionMade: made,
    DecisionCarriedOut: carried_out,
    JobLocked: locked,
    JobUnlocked: unlocked,
    StandingRuleSet: rule_set,
    StandingRuleLifted: rule_lifted,
    TermsSet: terms_set,
    KeyGiven: key_given,
}
