"""Problems raised from the field: whose table they lie on, their clock, and the decisions about them."""

from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from tests.towns import (
    NORTH_CREW,
    WILLOW,
    WILLOW_LANE,
    Chronicle,
    at,
    entry_of,
    night_begun,
)
from yipanqi.close.alarms import alarms
from yipanqi.close.board import fold
from yipanqi.close.decisions import decide
from yipanqi.close.decisions_model import DecisionCarriedOut, DecisionMade
from yipanqi.close.problems_model import (
    ProblemAnswered,
    ProblemClosed,
    ProblemPassedOn,
    ProblemRaised,
    ProblemRow,
)
from yipanqi.close.state import Board
from yipanqi.desk.showing import change_view
from yipanqi.journal.envelope import Entry

OBJECTION = ProblemRaised("p1", "residents_object", "They stand in the lane", opening=WILLOW_LANE)


def about(problem: str = "p1", decision: str = "d1") -> DecisionMade:
    return DecisionMade(
        decision=decision,
        about=problem,
        what="go_now_with_lead",
        words="Go now, the lead comes along",
        why="Half the lane is closed already",
        signed_by="Secretary Lin",
        carried_out_by="North 1",
        by_at=at(60),
        crew=NORTH_CREW,
    )


def board_after(told: Chronicle) -> Board:
    return fold(Board(), told.entries)


def row_after(told: Chronicle) -> ProblemRow:
    return board_after(told).problems["p1"]


def test_a_problem_lies_with_the_lead_until_it_is_passed_on_to_the_office() -> None:
    told = night_begun()
    told.say(OBJECTION, 10, actor="North 1")
    row = row_after(told)
    assert (row.level, row.state, row.by, row.neighbourhood) == ("lead", "waiting", "North 1", WILLOW)
    assert row.due_at == at(25)
    told.say(ProblemPassedOn("p1", "Wait or go?"), 20, actor="lead")
    row = row_after(told)
    assert (row.level, row.since, row.due_at) == ("office", at(20), at(35))


def test_danger_has_to_be_answered_sooner_than_anything_else() -> None:
    told = night_begun()
    told.say(ProblemRaised("p1", "danger"), 10)
    assert row_after(told).due_at == at(15)


def test_the_commander_is_alarmed_by_what_is_on_the_office_table_and_by_what_nobody_answers() -> None:
    told = night_begun()
    told.say(OBJECTION, 10)
    board = board_after(told)
    assert [a.code for a in alarms(board, at(20)) if a.problem] == []
    overdue = [a for a in alarms(board, at(26)) if a.problem]
    assert [(a.who, a.move) for a in overdue] == [("community lead", "answer")]
    told.say(ProblemPassedOn("p1"), 20)
    asked = [a for a in alarms(board_after(told), at(21)) if a.problem]
    assert [(a.who, a.move) for a in asked] == [("commander", "decide")]


def test_an_answer_in_words_ends_the_waiting_and_passing_on_begins_it_again() -> None:
    told = night_begun()
    told.say(OBJECTION, 10)
    told.say(ProblemAnswered("p1", "I am on my way"), 12)
    assert (row_after(told).state, row_after(told).due_at) == ("answered", None)
    told.say(ProblemPassedOn("p1"), 15)
    assert row_after(told).state == "waiting"


def test_a_decision_waits_to_be_carried_out_and_then_the_problem_is_closed() -> None:
    told = night_begun()
    told.say(OBJECTION, 10)
    told.say(about(), 20)
    assert row_after(told).state == "decided"
    assert [a.code for a in alarms(board_after(told), at(59))] == []
    late = [a for a in alarms(board_after(told), at(61)) if a.code == "decision_overdue"]
    assert [(a.decision, a.crew) for a in late] == [("d1", NORTH_CREW)]
    told.say(DecisionCarriedOut("d1", "Done, quietly"), 62, actor="North 1")
    board = board_after(told)
    assert (board.problems["p1"].state, board.decisions["d1"].done_by) == ("closed", "North 1")
    assert "decision_overdue" not in {a.code for a in alarms(board, at(65))}


def test_who_decides_on_what_was_decided_meanwhile_is_told_who_and_when() -> None:
    told = night_begun()
    told.say(OBJECTION, 10)
    assert decide(board_after(told), about(), 0) is None
    told.say(about(), 20, actor="director")
    refused = decide(board_after(told), about(decision="d2"), 0)
    assert refused is not None
    assert (refused.code, refused.facts["by"], refused.facts["at"]) == (
        "decision.decided_meanwhile",
        "director",
        at(20).isoformat(),
    )
    assert decide(board_after(told), about(decision="d2"), 1) is None, "decided anew, knowing of the first"


def test_a_second_decision_takes_the_first_ones_place() -> None:
    told = night_begun()
    told.say(OBJECTION, 10)
    told.say(about(), 20)
    told.say(about(decision="d2"), 25)
    board = board_after(told)
    assert (board.decisions["d1"].replaced_by, board.problems["p1"].decision) == ("d2", "d2")
    assert [a.decision for a in alarms(board, at(61)) if a.decision] == ["d2"]


def test_nothing_is_decided_about_a_problem_that_is_settled_or_that_nobody_raised() -> None:
    told = night_begun()
    unknown = decide(board_after(told), about(), 0)
    assert unknown is not None
    assert unknown.code == "problem.unknown"
    told.say(OBJECTION, 10)
    told.say(ProblemClosed("p1", "They went home"), 15)
    closed = decide(board_after(told), about(), 0)
    assert closed is not None
    assert closed.code == "problem.closed"


def test_a_decision_about_no_problem_stands_by_itself() -> None:
    told = night_begun()
    alone = about(problem="d1")
    assert decide(board_after(told), alone, 0) is None
    told.say(alone, 20)
    assert board_after(told).decisions["d1"].about == "d1"


def test_a_problem_passed_on_before_it_was_heard_of_waits_for_its_beginning() -> None:
    told = night_begun()
    told.say(ProblemPassedOn("p1"), 20)
    assert board_after(told).problems == {}
    told.say(OBJECTION, 10)
    assert (row_after(told).level, row_after(told).raised_at) == ("office", at(10))


problems = st.sampled_from(["p1", "p2"])
words = st.sampled_from(["", "soon", "no"])
sayings: st.SearchStrategy[Struct] = st.one_of(
    st.builds(
        ProblemRaised,
        problems,
        st.sampled_from(["danger", "no_material", "other"]),
        words,
        st.sampled_from(["lead", "office"]),
    ),
    st.builds(ProblemPassedOn, problems, words),
    st.builds(ProblemAnswered, problems, words),
    st.builds(ProblemClosed, problems, words),
    st.builds(DecisionCarriedOut, st.sampled_from(["d1", "d2"]), words),
)
decisions = st.sampled_from([about("p1", "d1"), about("p2", "d2"), about("p1", "d3")])
nights = st.lists(st.tuples(sayings, st.integers(1, 200)), max_size=14)


def arriving(night: list[tuple[Struct, int]], order: list[int], start: int) -> list[Entry]:
    return [
        entry_of(night[which][0], start + place + 1, night[which][1], number=which)
        for place, which in enumerate(order)
    ]


def seen(board: Board) -> dict[str, Any]:
    return {
        name: {key: replace(row, position=0) for key, row in sorted(getattr(board, name).items())}
        for name in ("problems", "decisions")
    }


@given(nights, st.data())
@settings(max_examples=150, deadline=None)
def test_the_order_in_which_sayings_arrive_changes_nothing(
    night: list[tuple[Struct, int]], data: st.DataObject
) -> None:
    told = night_begun()
    told.say(about("p1", "d1"), 50)
    start, length = fold(Board(), told.entries), len(told.entries)
    straight = list(range(len(night)))
    shuffled = list(data.draw(st.permutations(straight)))
    one, other = (
        fold(start, arriving(night, straight, length)),
        fold(start, arriving(night, shuffled, length)),
    )
    # A decision reaches a problem only once it is raised; both orders have raised the same ones by the end.
    assert seen(one) == seen(other)


@given(st.lists(st.one_of(sayings, decisions), max_size=14), st.integers(0, 14))
@settings(deadline=None)
def test_folding_on_from_a_kept_board_equals_folding_from_nothing(bodies: list[Struct], cut: int) -> None:
    told = night_begun()
    for minute, body in enumerate(bodies):
        told.say(body, minute)
    whole = fold(Board(), told.entries)
    half = fold(Board(), told.entries[: 3 + cut])
    kept = msgspec.json.decode(msgspec.json.encode(half), type=Board)
    assert fold(kept, told.entries[3 + cut :]) == whole


@given(st.lists(st.one_of(sayings, decisions), max_size=14), st.integers(0, 14))
@settings(deadline=None)
def test_rows_changed_since_a_position_bring_an_old_board_up_to_date(bodies: list[Struct], cut: int) -> None:
    told = night_begun()
    for minute, body in enumerate(bodies):
        told.say(body, minute)
    old, new = fold(Board(), told.entries[: 3 + cut]), fold(Board(), told.entries)
    change = change_view(new, old.position, new.position)
    for name in ("problems", "decisions"):
        patched = dict(getattr(old, name)) | {row.id: row for row in getattr(change, name)}
        assert patched == getattr(new, name), name
