"""Loans: offered, taken by one alone, given back and counted, whatever is heard first."""

from itertools import permutations

import pytest
from msgspec import Struct
from msgspec.structs import replace

from tests.towns import NORTH_CREW, Chronicle, at, entry_of, night_begun
from yipanqi.close import goods_events as gv
from yipanqi.close.board import fold
from yipanqi.close.goods_model import LoanRow
from yipanqi.close.loans import decline, take
from yipanqi.close.remaining import remaining
from yipanqi.close.state import Board
from yipanqi.ground.ids import OrganisationId
from yipanqi.ground.refusal import Refusal
from yipanqi.plan.goods.materials import NET
from yipanqi.plan.jobs import WorkRules

NORTH = OrganisationId("north")
OFFER = gv.LoanOffered("l1", NORTH, at(0), at(600), 8, ("welding",), NET, 200, "half", 900, "yard gate")
TAKEN = gv.LoanTaken("l1", 5, 120, NORTH_CREW)


def told(*facts: Struct) -> Board:
    chronicle: Chronicle = night_begun()
    for n, fact in enumerate(facts):
        chronicle.say(fact, n + 1.0)
    return fold(Board(), chronicle.entries)


def loan(*facts: Struct) -> LoanRow:
    return told(*facts).loans["l1"]


def test_an_offer_waits_for_an_answer() -> None:
    row = loan(OFFER)
    assert (row.state, row.people, row.amount, row.terms, row.version) == ("offered", 8, 200, "half", 0)


def test_what_is_taken_is_what_has_to_come_back() -> None:
    row = loan(OFFER, TAKEN)
    assert (row.state, row.people_taken, row.amount_taken, row.to_return) == ("taken", 5, 120, 60)


def test_a_loan_is_settled_when_everybody_and_everything_is_back() -> None:
    half = gv.LoanReturned("l1", 5, 30, 0, "Wang")
    assert loan(OFFER, TAKEN, half).state == "taken"
    row = loan(OFFER, TAKEN, half, gv.LoanReturned("l1", 0, 30, 2, "Wang"))
    assert (row.state, sum(b.damaged for b in row.backs)) == ("returned", 2)


def test_more_back_than_was_taken_is_kept_and_flagged() -> None:
    row = loan(OFFER, TAKEN, gv.LoanReturned("l1", 5, 150))
    assert [f.code for f in row.flags] == ["more_back_than_taken"]


def test_what_is_withdrawn_after_it_was_taken_stays_taken() -> None:
    assert loan(OFFER, gv.LoanWithdrawn("l1")).state == "withdrawn"
    assert loan(OFFER, TAKEN, gv.LoanWithdrawn("l1")).state == "taken"


def test_an_answer_that_comes_before_the_offer_is_taken_in_later() -> None:
    row = loan(gv.LoanReturned("l1", 5, 60), OFFER)
    assert [b.amount for b in row.backs] == [60]


def test_facts_of_a_loan_come_out_the_same_in_any_order() -> None:
    facts = [OFFER, gv.LoanReturned("l1", 2, 10), gv.LoanReturned("l1", 3, 50), gv.LoanWithdrawn("l1")]
    begun = night_begun().entries
    rows = []
    for order in permutations(range(len(facts))):
        entries = [
            entry_of(facts[n], len(begun) + place + 1, n + 1, number=n) for place, n in enumerate(order)
        ]
        board = fold(Board(), [*begun, *entries])
        rows.append(replace(board.loans["l1"], position=0))
    assert all(row == rows[0] for row in rows)


@pytest.mark.parametrize(
    ("facts", "wanted", "version", "code"),
    [
        ([], TAKEN, 0, "loan.unknown"),
        ([OFFER, TAKEN], TAKEN, 0, "loan.decided_meanwhile"),
        ([OFFER], TAKEN, 3, "loan.decided_meanwhile"),
        ([OFFER, gv.LoanWithdrawn("l1")], TAKEN, 0, "loan.withdrawn"),
        ([OFFER], replace(TAKEN, people=9), 0, "loan.more_than_offered"),
        ([OFFER], replace(TAKEN, people=0, amount=0), 0, "loan.nothing_taken"),
        ([OFFER], replace(TAKEN, people=-1), 0, "loan.nothing_taken"),
    ],
)
def test_what_cannot_be_taken_is_refused(
    facts: list[Struct], wanted: gv.LoanTaken, version: int, code: str
) -> None:
    refused = take(told(*facts), wanted, version)
    assert isinstance(refused, Refusal)
    assert refused.code == code


def test_an_offer_that_stands_can_be_taken_or_declined() -> None:
    board = told(OFFER)
    assert take(board, TAKEN, 0) == TAKEN
    no = gv.LoanDeclined("l1", "enough by now")
    assert decline(board, no, 0) == no
    assert loan(OFFER, no).state == "declined"


def skills_at(board: Board, minutes: float) -> tuple[str, ...]:
    assert board.night is not None
    left = remaining(board, board.night, board.planned, at(minutes), WorkRules()).problem
    return next(c.skills for c in left.crews if c.id == NORTH_CREW)


def test_people_on_loan_join_their_crew_and_bring_what_they_can_do() -> None:
    board = told(OFFER, TAKEN)
    assert (board.crews[NORTH_CREW].people, board.crews[NORTH_CREW].joined) == (3, 5)
    assert skills_at(board, 10) == ("welding",)
    assert skills_at(told(OFFER), 10) == ()


def test_they_can_do_nothing_before_they_come_nor_after_their_time() -> None:
    board = told(replace(OFFER, from_at=at(60), until_at=at(120)), TAKEN)
    assert [skills_at(board, minutes) for minutes in (30, 61, 121)] == [(), ("welding",), ()]


def test_who_has_gone_home_is_no_longer_with_the_crew() -> None:
    board = told(OFFER, TAKEN, gv.LoanReturned("l1", 2))
    assert (board.crews[NORTH_CREW].joined, skills_at(board, 10)) == (3, ("welding",))
    board = told(OFFER, TAKEN, gv.LoanReturned("l1", 5))
    assert (board.crews[NORTH_CREW].joined, skills_at(board, 10)) == (0, ())
