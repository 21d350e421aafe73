"""Listeners hear every entry once, in order, and before its receipt goes out."""

import logging
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from tests.storage.drafting import net_up, send
from yipanqi.journal.envelope import Entry, Receipt
from yipanqi.storage import StoredBoard


def test_who_has_a_receipt_finds_that_listeners_know(board: StoredBoard) -> None:
    heard: list[Entry] = []
    board.journal.listen(heard.extend)
    for n in range(1, 6):
        send(board, net_up())
        assert [e.position for e in heard] == list(range(1, n + 1))


def test_what_is_heard_is_what_is_read(board: StoredBoard) -> None:
    heard: list[Entry] = []
    board.journal.listen(heard.extend)
    with ThreadPoolExecutor(6) as threads:
        list(threads.map(lambda n: send(board, net_up(f"opening/{n % 5}"), net_up()), range(100)))
    assert heard == board.journal.read(0, 1000)


def test_a_listener_that_fails_misses_nothing_after_it_and_others_nothing_at_all(
    board: StoredBoard, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[int] = []
    steady: list[int] = []

    def stumbles(entries: Sequence[Entry]) -> None:
        heard.extend(e.position for e in entries)
        if heard[-1] == 2:
            raise RuntimeError("a fold went wrong")

    board.journal.listen(stumbles)
    board.journal.listen(lambda entries: steady.extend(e.position for e in entries))
    with caplog.at_level(logging.ERROR):
        for _ in range(4):
            send(board, net_up())
    assert heard == steady == [1, 2, 3, 4]
    assert "a fold went wrong" in caplog.text


def test_what_comes_again_is_not_heard_again(board: StoredBoard) -> None:
    heard: list[Entry] = []
    board.journal.listen(heard.extend)
    draft = net_up()
    send(board, draft)
    send(board, draft, net_up())
    assert [e.position for e in heard] == [1, 2]


def test_from_now_on_means_nothing_from_before(board: StoredBoard) -> None:
    send(board, net_up())
    heard: list[Entry] = []
    board.journal.listen(heard.extend)
    send(board, net_up())
    assert [e.position for e in heard] == [2]


def test_who_has_read_up_to_a_position_hears_on_from_there(board: StoredBoard) -> None:
    send(board, *(net_up() for _ in range(2500)))
    heard: list[Entry] = []
    board.journal.listen(heard.extend, after=3)
    send(board, net_up())
    assert [e.position for e in heard] == list(range(4, 2502))


def test_joining_in_the_middle_of_a_rush_leaves_no_gap(board: StoredBoard) -> None:
    rush = [board.journal.append([net_up()]) for _ in range(300)]
    read = list(board.journal.read(0, 1000))
    heard: list[Entry] = []
    board.journal.listen(heard.extend, after=len(read))
    rush += [board.journal.append([net_up()]) for _ in range(300)]
    for each in rush:
        each.result(timeout=30)
    assert [e.position for e in read + heard] == list(range(1, 601))


def test_a_listener_may_append_as_long_as_it_does_not_wait(board: StoredBoard) -> None:
    answers: list[Future[tuple[Receipt, ...]]] = []

    def answer(entries: Sequence[Entry]) -> None:
        if entries[0].position == 1:
            answers.append(board.journal.append([net_up("opening/answer")]))

    board.journal.listen(answer)
    send(board, net_up())
    answers[0].result(timeout=30)
    assert board.journal.head() == 2


def test_who_is_ahead_of_the_journal_hears_only_what_is_new_to_him(board: StoredBoard) -> None:
    heard: list[Entry] = []
    board.journal.listen(heard.extend, after=2)
    send(board, net_up(), net_up(), net_up())
    assert [e.position for e in heard] == [3]
