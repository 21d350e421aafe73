"""Use cases of loans: an offer is taken or declined, by exactly one of those who try at once."""

from concurrent.futures import Future

from yipanqi.close.goods_events import LoanDeclined, LoanTaken
from yipanqi.close.loans import decline, take
from yipanqi.desk.desk import Desk
from yipanqi.ground.ids import Actor
from yipanqi.ground.refusal import Refusal
from yipanqi.journal.envelope import Conflict, Receipt, Recorded


def settle(
    desk: Desk, wanted: LoanTaken | LoanDeclined, on_version: int, actor: Actor
) -> "Refusal | Future[Receipt]":
    """A decision about an offer: refused at once, or as the journal will have it; `outcome` reads that."""
    board = desk.board
    decided = (
        take(board, wanted, on_version)
        if isinstance(wanted, LoanTaken)
        else decline(board, wanted, on_version)
    )
    if isinstance(decided, Refusal):
        return decided
    return desk.decide(decided, actor, on_version=on_version)


def outcome(receipt: Receipt) -> Recorded | Refusal:
    """A decision's receipt, or who was first."""
    if isinstance(receipt, Conflict):
        facts: dict[str, str | int | float] = {
            "version": receipt.actual_version,
            "by": receipt.actor,
            "at": receipt.recorded_at.isoformat(),
        }
        return Refusal("loan.decided_meanwhile", facts)
    return receipt
