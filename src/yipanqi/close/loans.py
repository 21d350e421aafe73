"""Loans: what is offered, taken, and given back; the rows come out the same whatever arrives first."""

from collections.abc import Callable, Iterator
from typing import Any

from msgspec.structs import replace

from yipanqi.close import goods_events as ev
from yipanqi.close.goods_model import Back, GoodsFlag, LoanRow
from yipanqi.close.kinds import KINDS
from yipanqi.close.model import Happening
from yipanqi.close.state import Board, note
from yipanqi.ground.ids import CrewId
from yipanqi.ground.refusal import Refusal
from yipanqi.journal.envelope import Entry


def take(board: Board, wanted: ev.LoanTaken, on_version: int) -> ev.LoanTaken | Refusal:
    """Take so much of an offer, if it still stands and is not decided yet."""
    row = board.loans.get(wanted.loan)
    refusal = _undecided(row, wanted.loan, on_version)
    if refusal is not None or row is None:
        return refusal or Refusal("loan.unknown", {"loan": wanted.loan})
    if wanted.people < 0 or wanted.amount < 0 or wanted.people + wanted.amount == 0:
        return Refusal("loan.nothing_taken", {"loan": row.id})
    if wanted.people > row.people or wanted.amount > row.amount:
        return Refusal("loan.more_than_offered", {"people": row.people, "amount": row.amount})
    return wanted


def decline(board: Board, wanted: ev.LoanDeclined, on_version: int) -> ev.LoanDeclined | Refusal:
    """Say no, if nothing was decided yet."""
    refusal = _undecided(board.loans.get(wanted.loan), wanted.loan, on_version)
    return wanted if refusal is None else refusal


def _undecided(row: LoanRow | None, loan: str, on_version: int) -> Refusal | None:
    if row is None:
        return Refusal("loan.unknown", {"loan": loan})
    if row.version != on_version or row.state in {"taken", "declined", "returned"}:
        by = {"by": row.taken_by, "at": row.taken_at.isoformat() if row.taken_at else ""}
        return Refusal("loan.decided_meanwhile", {"version": row.version, "state": row.state, **by})
    if row.state == "withdrawn":
        return Refusal("loan.withdrawn", {"loan": loan})
    return None


def loan_offered(board: Board, entry: Entry, event: ev.LoanOffered) -> Board:
    """An offer; of two with one id the first stands. What was said of it before is taken in now."""
    known = board.loans.get(event.loan)
    if known is None:
        row = LoanRow(
            id=event.loan,
            lender=event.lender,
            state="offered",
            offered_at=entry.happened_at,
            from_at=event.from_at,
            until_at=event.until_at,
            position=entry.position,
            people=event.people,
            skills=event.skills,
            good=event.good,
            amount=event.amount if event.good is not None else 0,
            terms=event.terms,
            price=event.price,
            where=event.where,
            note=event.note,
        )
        early = board.loans_early.get(event.loan, ())
        board = replace(
            board,
            loans=board.loans | {row.id: row},
            loans_early={k: v for k, v in board.loans_early.items() if k != row.id},
        )
        for waiting in early:
            board = _told(board, replace(waiting, position=entry.position))
    return _noted(board, entry, event.lender, {"people": float(event.people), "amount": float(event.amount)})


def _told(board: Board, entry: Entry) -> Board:
    event = KINDS.decode(entry.kind, entry.schema, entry.body)
    return _applied(board, entry, event)


def _applied(board: Board, entry: Entry, event: Any) -> Board:
    """The loan's row after a fact or decision about it; kept waiting where nobody has offered it yet."""
    row = board.loans.get(event.loan)
    if row is None:
        waiting = (*board.loans_early.get(event.loan, ()), entry)
        return replace(board, loans_early=board.loans_early | {event.loan: waiting})
    before = row
    row = standing(replace(_CHANGES[type(event)](row, entry, event), position=entry.position))
    board = replace(board, loans=board.loans | {row.id: row})
    for crew in {before.crew, row.crew} - {None}:
        board = with_joined(board, crew, entry.position)
    return board


def joined(board: Board, crew: CrewId) -> Iterator[LoanRow]:
    """The loans whose people are with a crew, from `from_at` on, and have not all gone home."""
    for row in board.loans.values():
        if row.crew == crew and with_it(row):
            yield row


def with_it(row: LoanRow) -> int:
    """How many people of a loan are still there, or still to come."""
    return max(0, row.people_taken - sum(back.people for back in row.backs))


def with_joined(board: Board, crew: CrewId | None, position: int) -> Board:
    """The board with a crew's people on loan counted anew."""
    row = board.crews.get(crew) if crew is not None else None
    if row is None:
        return board
    row = replace(row, joined=sum(with_it(loan) for loan in joined(board, row.id)), position=position)
    return replace(board, crews=board.crews | {row.id: row})


def _taken(row: LoanRow, entry: Entry, event: ev.LoanTaken) -> LoanRow:
    return replace(
        row,
        version=entry.version,
        taken_by=entry.actor,
        taken_at=entry.happened_at,
        people_taken=event.people,
        amount_taken=event.amount,
        crew=event.crew,
        supplier=event.supplier,
        answer=event.note,
    )


def _declined(row: LoanRow, entry: Entry, event: ev.LoanDeclined) -> LoanRow:
    return replace(
        row, version=entry.version, taken_by=entry.actor, taken_at=entry.happened_at, answer=event.note
    )


def _withdrawn(row: LoanRow, entry: Entry, _: ev.LoanWithdrawn) -> LoanRow:
    first = min(row.withdrawn_at or entry.happened_at, entry.happened_at)
    return replace(row, withdrawn_at=first)


def _returned(row: LoanRow, entry: Entry, event: ev.LoanReturned) -> LoanRow:
    back = Back(entry.happened_at, entry.event_id, event.people, event.amount, event.damaged, event.signed_by)
    return replace(row, backs=tuple(sorted({*row.backs, back})))


_CHANGES: dict[type, Callable[[LoanRow, Entry, Any], LoanRow]] = {
    ev.LoanTaken: _taken,
    ev.LoanDeclined: _declined,
    ev.LoanWithdrawn: _withdrawn,
    ev.LoanReturned: _returned,
}


def standing(row: LoanRow) -> LoanRow:
    """The row with its state and flags worked out from all that was said of it."""
    back, people = sum(b.amount for b in row.backs), sum(b.people for b in row.backs)
    flags: tuple[GoodsFlag, ...] = ()
    if back > row.amount_taken or people > row.people_taken:
        facts: dict[str, str | float] = {"back": float(back), "taken": float(row.amount_taken)}
        flags = (GoodsFlag("more_back_than_taken", facts | {"people": float(people)}),)
    taken = row.people_taken + row.amount_taken > 0
    if taken:
        all_back = bool(row.backs) and back >= row.to_return and people >= row.people_taken
        return replace(row, state="returned" if all_back else "taken", flags=flags)
    if row.version:
        return replace(row, state="declined", flags=flags)
    return replace(row, state="withdrawn" if row.withdrawn_at else "offered", flags=flags)


def _said(board: Board, entry: Entry, event: Any) -> Board:
    board = _applied(board, entry, event)
    row = board.loans.get(event.loan)
    facts = {key: float(getattr(event, key)) for key in ("people", "amount") if hasattr(event, key)}
    return _noted(board, entry, row.lender if row else "", dict(facts))


def _noted(board: Board, entry: Entry, lender: str, facts: dict[str, Any]) -> Board:
    return note(
        board,
        Happening(
            entry.position, entry.kind, entry.happened_at, entry.actor, facts={"lender": lender, **facts}
        ),
    )


RULES: dict[type, Callable[[Board, Entry, Any], Board]] = {
    ev.LoanOffered: loan_offered,
    ev.LoanTaken: _said,
    ev.LoanDeclined: _said,
    ev.LoanWithdrawn: _said,
    ev.LoanReturned: _said,
}
