"""Whoever is waiting goes into one transaction, up to a bound."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from threading import Event

import pytest
from sqlalchemy import Connection

from tests.storage.conftest import Boards
from tests.storage.drafting import Ticking, conflict, net_up, recorded
from yipanqi.journal.envelope import Draft, Receipt
from yipanqi.storage import StoredBoard
from yipanqi.storage.journal import StoredJournal


@contextmanager
def counted(board: StoredBoard, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """One number for each transaction that was committed meanwhile."""
    writing = board.medium.writing
    commits: list[int] = []

    @contextmanager
    def counts() -> Iterator[Connection]:
        with writing() as connection:
            yield connection
        commits.append(1)

    with monkeypatch.context() as patch:
        patch.setattr(board.medium, "writing", counts)
        yield commits


def while_busy(journal: StoredJournal, appends: list[list[Draft]]) -> list[tuple[Receipt, ...]]:
    """Receipts of appends that all came while the journal's thread was held up by a listener."""
    busy, go_on = Event(), Event()

    def holds_up(_: object) -> None:
        busy.set()
        go_on.wait(30)

    journal.listen(holds_up)
    waiting = [journal.append([net_up("opening/first")])]
    assert busy.wait(30)
    waiting += [journal.append(drafts) for drafts in appends]
    go_on.set()
    return [w.result(timeout=30) for w in waiting[1:]]


def test_all_who_wait_share_one_commit(boards: Boards, monkeypatch: pytest.MonkeyPatch) -> None:
    board = boards.open(boards.fresh_name())
    with counted(board, monkeypatch) as commits:
        receipts = while_busy(board.journal, [[net_up()] for _ in range(50)])
    assert [recorded(r[0]).position for r in receipts] == list(range(2, 52))
    assert len(commits) == 2


def test_repeats_and_conflicts_do_not_break_the_group(
    boards: Boards, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = boards.open(boards.fresh_name())
    draft = net_up(expected_version=0)
    with counted(board, monkeypatch) as commits:
        first, again, late, last = while_busy(
            board.journal, [[draft], [draft], [net_up(expected_version=0)], [net_up(expected_version=1)]]
        )
    assert (recorded(first[0]).again, recorded(again[0]).again) == (False, True)
    assert conflict(late[0]).actual_version == 1
    assert recorded(last[0]).version == 2
    assert len(commits) == 2


def test_a_group_has_a_bound(boards: Boards, monkeypatch: pytest.MonkeyPatch) -> None:
    board = boards.open(boards.fresh_name())
    with (
        closing(StoredJournal(board.medium, Ticking(), group_bytes=2_000)) as journal,
        counted(board, monkeypatch) as commits,
    ):
        receipts = while_busy(journal, [[net_up()] for _ in range(50)])
    assert [recorded(r[0]).position for r in receipts] == list(range(2, 52))
    assert 8 <= len(commits) <= 15


def test_one_append_larger_than_the_bound_is_still_one(
    boards: Boards, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = boards.open(boards.fresh_name())
    with (
        closing(StoredJournal(board.medium, Ticking(), group_bytes=500)) as journal,
        counted(board, monkeypatch) as commits,
    ):
        (receipts,) = while_busy(journal, [[net_up() for _ in range(100)]])
    assert [recorded(r).position for r in receipts] == list(range(2, 102))
    assert len(commits) == 2
