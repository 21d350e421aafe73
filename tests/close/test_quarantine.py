"""A report kept apart waits; believed, it counts as if it had come in its own time; left, it does nothing."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from tests.towns import NORTH_CREW, POND_PATH, SOUTH_CREW, WILLOW_LANE, Chronicle, at, night_begun
from tests.web.conftest import report
from yipanqi.close import events as ev
from yipanqi.close.board import fold
from yipanqi.close.quarantine import reported, settle
from yipanqi.close.quarantine_model import KEPT_MOST, QuarantineAccepted, QuarantineLeft
from yipanqi.close.state import Board
from yipanqi.ground.ids import EventId
from yipanqi.ground.refusal import Refusal

DONE = ev.OpeningDone(WILLOW_LANE, NORTH_CREW, net_m=4)


def kept(told: Chronicle, fact: Struct, minutes: float, came: float | None = None) -> EventId:
    """A fact from somebody it is not for, kept apart when it came."""
    raw = msgspec.json.encode(report(fact, minutes)).decode()
    told.say(
        ev.Quarantined("opening.done", "not_yours", raw), minutes if came is None else came, actor="Chen"
    )
    return told.entries[-1].event_id


def after(told: Chronicle) -> Board:
    return fold(Board(), told.entries)


def test_a_report_kept_apart_waits_and_changes_nothing() -> None:
    told = night_begun()
    before = after(told)
    name = kept(told, DONE, 20)
    board = after(told)
    assert board.openings == before.openings
    assert (board.kept[name].actor, board.kept[name].settled, board.quarantined) == ("Chen", "", 1)


def test_a_believed_report_counts_as_if_it_had_been_believed_at_once() -> None:
    told, plain = night_begun(), night_begun()
    name = kept(told, DONE, 20)
    told.say(QuarantineAccepted(name), 60, actor="Li")
    plain.say(DONE, 20, actor="Chen")
    row, other = after(told).openings[WILLOW_LANE], after(plain).openings[WILLOW_LANE]
    assert (row.state, row.since) == ("done", at(20))
    assert msgspec.structs.replace(row, position=0) == msgspec.structs.replace(other, position=0)
    assert after(told).crews[NORTH_CREW].load_m == after(plain).crews[NORTH_CREW].load_m


def test_what_was_said_since_stands_over_a_report_believed_late() -> None:
    told = night_begun()
    name = kept(told, DONE, 20)
    told.say(ev.OpeningBlocked(WILLOW_LANE, NORTH_CREW, "car_in_the_way"), 40)
    told.say(QuarantineAccepted(name), 60)
    assert after(told).openings[WILLOW_LANE].state == "blocked"


def test_a_report_is_never_of_a_time_after_it_came() -> None:
    told = night_begun()
    name = kept(told, DONE, 600, came=20)
    told.say(QuarantineAccepted(name), 60)
    assert after(told).openings[WILLOW_LANE].since == at(20)


def test_the_log_has_one_line_of_it_with_who_believed_whom() -> None:
    told = night_begun()
    name = kept(told, DONE, 20)
    told.say(QuarantineAccepted(name), 60, actor="Li")
    line = after(told).happenings[0]
    assert (line.kind, line.actor, line.opening) == ("quarantine.accepted", "Li", WILLOW_LANE)
    assert line.facts == {"claimed_kind": "opening.done", "by": "Chen"}
    assert [h.position for h in after(told).happenings].count(line.position) == 1


@given(times=st.integers(1, 4))
def test_believed_again_it_counts_once(times: int) -> None:
    told = night_begun()
    name = kept(told, DONE, 20)
    for k in range(times):
        told.say(QuarantineAccepted(name), 60 + k)
    told.say(QuarantineLeft(name), 90)
    board = after(told)
    assert board.kept[name].settled == "accepted"
    assert list(board.done_by[WILLOW_LANE]) == [NORTH_CREW]
    once = night_begun()
    once.say(DONE, 20)
    assert board.crews[NORTH_CREW].load_m == after(once).crews[NORTH_CREW].load_m


def test_what_was_left_can_be_believed_later_and_what_was_believed_is_settled() -> None:
    told = night_begun()
    name = kept(told, DONE, 20)
    told.say(QuarantineLeft(name), 30)
    board = after(told)
    assert (board.kept[name].settled, board.openings[WILLOW_LANE].state) == ("left", "given")
    old = settle(board, name, accept=True, on_version=0)
    assert isinstance(old, Refusal)
    assert old.code == "quarantine.settled_meanwhile"
    assert settle(board, name, accept=True, on_version=board.kept[name].version) == QuarantineAccepted(name)
    told.say(QuarantineAccepted(name), 40, actor="Li")
    again = settle(after(told), name, accept=False, on_version=None)
    assert isinstance(again, Refusal)
    assert (again.code, again.facts["by"]) == ("quarantine.settled_meanwhile", "Li")


def test_what_nobody_understands_can_only_be_left() -> None:
    told = night_begun()
    told.say(ev.Quarantined("", "no JSON", "\x00 not a report"), 20)
    name = told.entries[-1].event_id
    board = after(told)
    assert reported(board.kept[name]) is None
    refused = settle(board, name, accept=True, on_version=None)
    assert isinstance(refused, Refusal)
    assert refused.code == "quarantine.unreadable"
    assert settle(board, name, accept=False, on_version=None) == QuarantineLeft(name)


def test_no_decision_comes_in_by_the_back_door() -> None:
    told = night_begun()
    raw = msgspec.json.encode(report(QuarantineAccepted(EventId("x")), 1)).decode()
    told.say(ev.Quarantined("quarantine.accepted", "not a fact", raw), 20)
    assert reported(after(told).kept[told.entries[-1].event_id]) is None


def test_a_board_carries_only_so_many_and_keeps_those_that_wait() -> None:
    told = night_begun()
    first = kept(told, DONE, 20)
    second = kept(told, ev.OpeningDone(POND_PATH, SOUTH_CREW), 20)
    told.say(QuarantineLeft(second), 21)
    for _ in range(KEPT_MOST - 1):
        kept(told, DONE, 22)
    board = after(told)
    assert len(board.kept) == KEPT_MOST
    assert first in board.kept
    assert second not in board.kept
