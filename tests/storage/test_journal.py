"""Appending and reading: what is receipted, what counts once, what conflicts."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from threading import Barrier

import pytest
from msgspec import Raw
from msgspec.structs import replace

from tests.storage.drafting import (
    SIX_PM,
    Opener,
    conflict,
    fresh_id,
    net_up,
    positions,
    recorded,
    send,
)
from yipanqi.desk.ports import NotRecorded
from yipanqi.journal.envelope import Conflict, Recorded
from yipanqi.storage import StoredBoard


def test_an_empty_board_has_nothing_to_read(board: StoredBoard) -> None:
    assert board.journal.head() == 0
    assert board.journal.read(0, 10) == []


def test_a_draft_comes_back_as_it_went_in(board: StoredBoard) -> None:
    draft = net_up("opening/东三路", happened_at=SIX_PM + timedelta(microseconds=7))
    send(board, draft)
    (entry,) = board.journal.read(0, 10)
    assert (entry.position, entry.version) == (1, 1)
    assert entry.recorded_at == SIX_PM + timedelta(seconds=1)
    fields = ("event_id", "stream", "kind", "schema", "body", "happened_at", "actor", "device")
    assert [getattr(entry, f) for f in fields] == [getattr(draft, f) for f in fields]


def test_a_body_is_kept_to_the_letter(board: StoredBoard) -> None:
    letter = Raw('{ "z":1,\n "a":  [1.0, 1e2], "z":2, "名":"\\u4e1c\U0001f6a7" }'.encode())
    send(board, replace(net_up(), body=letter))
    assert bytes(board.journal.read(0, 1)[0].body) == bytes(letter)


def test_times_of_other_zones_come_back_in_utc(board: StoredBoard) -> None:
    send(board, net_up(happened_at=datetime(2020, 2, 3, 18, tzinfo=timezone(timedelta(hours=8)))))
    happened_at = board.journal.read(0, 1)[0].happened_at
    assert happened_at.tzinfo == UTC
    assert happened_at == SIX_PM


@pytest.mark.parametrize("year", [1, 1582, 1901, 9999])
def test_a_device_with_a_wrong_date_is_recorded_all_the_same(board: StoredBoard, year: int) -> None:
    wrong = datetime(year, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)
    send(board, net_up(happened_at=wrong))
    assert board.journal.read(0, 1)[0].happened_at == wrong


def test_positions_count_from_one_over_all_streams(board: StoredBoard) -> None:
    receipts = send(board, net_up("opening/1"), net_up("opening/2"), net_up("opening/1"))
    assert [(recorded(r).position, recorded(r).version) for r in receipts] == [(1, 1), (2, 1), (3, 2)]
    assert board.journal.head() == 3


def test_versions_go_on_after_reopening(opener: Opener) -> None:
    board = opener()
    send(board, net_up(), net_up())
    board.close()
    (receipt,) = send(opener(), net_up())
    assert (recorded(receipt).position, recorded(receipt).version) == (3, 3)


def test_reading_pages_on_from_a_position(board: StoredBoard) -> None:
    send(board, *(net_up() for _ in range(7)))
    assert [e.position for e in board.journal.read(2, 3)] == [3, 4, 5]
    assert [e.position for e in board.journal.read(5, 100)] == [6, 7]
    assert board.journal.read(7, 100) == []


def test_an_empty_append_is_receipted_with_nothing(board: StoredBoard) -> None:
    assert send(board) == ()
    assert board.journal.head() == 0


def test_a_draft_no_journal_can_hold_is_refused_at_once_with_its_whole_append(board: StoredBoard) -> None:
    with pytest.raises(ValueError, match="time zone"):
        board.journal.append([net_up(), net_up(happened_at=SIX_PM.replace(tzinfo=None))])
    assert positions(board) == []


class TestSentAgain:
    """A report sent twice counts once."""

    def test_the_old_receipt_comes_back(self, board: StoredBoard) -> None:
        draft = net_up()
        first = recorded(send(board, draft)[0])
        send(board, net_up("opening/2"))
        assert send(board, draft) == (Recorded(draft.event_id, first.position, first.version, again=True),)
        assert positions(board) == [1, 2]

    def test_within_one_append(self, board: StoredBoard) -> None:
        draft = net_up()
        first, second = send(board, draft, draft)
        assert (recorded(first).again, recorded(second).again) == (False, True)
        assert recorded(second).position == recorded(first).position
        assert positions(board) == [1]

    def test_from_many_threads_at_once(self, board: StoredBoard) -> None:
        drafts = [net_up(f"opening/{n}") for n in range(20)]
        start = Barrier(8)

        def resend(turn: int) -> list[bool]:
            start.wait()
            mine = drafts[turn:] + drafts[:turn]
            waiting = [board.journal.append([draft]) for draft in mine]
            return [recorded(w.result(timeout=30)[0]).again for w in waiting]

        with ThreadPoolExecutor(8) as threads:
            again = [a for answers in threads.map(resend, range(8)) for a in answers]
        assert again.count(False) == len(drafts)
        assert positions(board) == list(range(1, 21))

    def test_mixed_with_news_only_the_news_is_recorded(self, board: StoredBoard) -> None:
        old, new = net_up(), net_up("opening/2")
        send(board, old)
        receipts = send(board, old, new, old)
        assert [recorded(r).again for r in receipts] == [True, False, True]
        assert positions(board) == [1, 2]

    def test_a_decision_sent_again_is_not_a_conflict(self, board: StoredBoard) -> None:
        decision = net_up(expected_version=0)
        send(board, decision)
        send(board, net_up())
        assert recorded(send(board, decision)[0]).again

    def test_with_other_content_the_first_stands_and_the_receipt_says_so(self, board: StoredBoard) -> None:
        first = net_up(width_m=4.0)
        send(board, first)
        (receipt,) = send(board, net_up(event_id=first.event_id, width_m=6.0))
        assert (recorded(receipt).again, recorded(receipt).differs) == (True, True)
        assert board.journal.read(0, 10)[0].body == first.body

    def test_with_other_content_within_one_append(self, board: StoredBoard) -> None:
        event_id = fresh_id()
        _, second = send(board, net_up(event_id=event_id), net_up(event_id=event_id, actor="crew 4"))
        assert recorded(second).differs

    def test_with_the_keys_in_another_order_nothing_differs(self, board: StoredBoard) -> None:
        one = replace(net_up(), body=Raw(b'{"a":1,"b":[true]}'))
        send(board, one)
        (receipt,) = send(board, replace(one, body=Raw(b'{"b": [true], "a": 1}')))
        assert not recorded(receipt).differs

    def test_one_and_true_are_not_the_same(self, board: StoredBoard) -> None:
        one = replace(net_up(), body=Raw(b'{"a":1}'))
        send(board, one)
        assert recorded(send(board, replace(one, body=Raw(b'{"a":true}')))[0]).differs


class TestConflicts:
    """A decision made on an old version is refused, and who came first is named."""

    def test_the_first_decision_on_a_version_wins(self, board: StoredBoard) -> None:
        send(board, net_up(expected_version=0, actor="lead of Wangchun"))
        late = net_up(expected_version=0, actor="commander")
        (refused,) = send(board, late)
        assert refused == Conflict(
            event_id=late.event_id,
            stream="opening/1",
            expected_version=0,
            actual_version=1,
            actor=board.journal.read(0, 1)[0].actor,
            recorded_at=board.journal.read(0, 1)[0].recorded_at,
        )
        assert positions(board) == [1]

    def test_nothing_of_a_conflicting_append_is_recorded(self, board: StoredBoard) -> None:
        send(board, net_up())
        receipts = send(
            board,
            net_up("opening/2"),
            net_up("opening/1", expected_version=0),
            net_up("opening/3", expected_version=7),
        )
        assert [(conflict(r).stream, conflict(r).actual_version) for r in receipts] == [
            ("opening/1", 1),
            ("opening/3", 0),
        ]
        assert positions(board) == [1]

    def test_what_was_refused_may_be_decided_anew(self, board: StoredBoard) -> None:
        send(board, net_up())
        decision = net_up(expected_version=0)
        conflict(send(board, decision)[0])
        assert recorded(send(board, replace(decision, expected_version=1))[0]).position == 2

    def test_decisions_of_one_append_build_on_each_other(self, board: StoredBoard) -> None:
        receipts = send(board, net_up(expected_version=0), net_up(expected_version=1))
        assert [recorded(r).version for r in receipts] == [1, 2]

    def test_a_fact_is_never_refused(self, board: StoredBoard) -> None:
        send(board, net_up())
        assert recorded(send(board, net_up())[0]).version == 2

    def test_one_conflict_does_not_spoil_what_waits_beside_it(self, board: StoredBoard) -> None:
        send(board, net_up())
        waiting = [
            board.journal.append(
                [net_up(f"opening/{n}"), net_up("opening/1", expected_version=0 if n % 2 else None)]
            )
            for n in range(10, 30)
        ]
        answers = [w.result(timeout=30) for w in waiting]
        assert [isinstance(a[0], Conflict) for a in answers] == [bool(n % 2) for n in range(10, 30)]
        assert positions(board) == list(range(1, 22))

    def test_of_many_rivals_exactly_one_gets_each_version(self, board: StoredBoard) -> None:
        def rival(name: int) -> int:
            won = 0
            while (version := len(board.journal.read(0, 1000))) < 30:
                (receipt,) = send(board, net_up(expected_version=version, actor=f"rival {name}"))
                won += isinstance(receipt, Recorded)
            return won

        with ThreadPoolExecutor(4) as threads:
            won = sum(threads.map(rival, range(4)))
        versions = [e.version for e in board.journal.read(0, 1000)]
        assert versions == list(range(1, won + 1))


class TestClosing:
    """A board that closes finishes what was handed to it."""

    def test_what_was_queued_is_recorded(self, opener: Opener) -> None:
        board = opener()
        waiting = [board.journal.append([net_up()]) for _ in range(200)]
        board.close()
        assert sorted(recorded(w.result(timeout=0)[0]).position for w in waiting) == list(range(1, 201))
        assert opener().journal.head() == 200

    def test_an_append_afterwards_fails_and_says_why(self, board: StoredBoard) -> None:
        board.close()
        with pytest.raises(NotRecorded, match="closed") as failure:
            send(board, net_up())
        assert failure.value.code == "closed"

    def test_twice_is_no_harm(self, board: StoredBoard) -> None:
        board.close()
        board.close()

    def test_an_append_given_up_before_its_turn_is_left_out(self, board: StoredBoard) -> None:
        waiting = [board.journal.append([net_up()]) for _ in range(100)]
        given_up = [w for w in waiting if w.cancel()]
        assert recorded(send(board, net_up())[0]).position == 100 - len(given_up) + 1
