"""When the database fails: an error that says so, nothing half-written, and all well again afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from msgspec import Raw
from msgspec.structs import replace
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from tests.storage.conftest import Boards
from tests.storage.drafting import Ticking, net_up, positions, recorded, send, wait_for
from tests.storage.server import Server
from yipanqi.desk.ports import NotRecorded
from yipanqi.journal.envelope import Entry
from yipanqi.storage import StoredBoard, open_board

LARGE = Raw(b'"%s"' % (b"x" * 400_000))


@contextmanager
def a_full_disk(board: StoredBoard) -> Iterator[None]:
    """No page more than there is now, for the one connection that writes."""

    def limit(pages: int) -> None:
        with board.medium.writing() as connection:
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    limit(1)  # SQLite takes the present size where the limit is below it
    yield
    limit(1_000_000)


@pytest.mark.parametrize("boards", ["sqlite"], indirect=True)
class TestFullDisk:
    """SQLite tells, and nothing is half there."""

    def test_the_append_fails_and_says_why(self, boards: Boards) -> None:
        board = boards.open(boards.fresh_name())
        with a_full_disk(board), pytest.raises(NotRecorded, match="disk is full") as failure:
            send(board, net_up(), replace(net_up(), body=LARGE))
        assert failure.value.code == "disk-full"
        assert positions(board) == []

    def test_what_was_reported_does_not_show_in_the_error(self, boards: Boards) -> None:
        board = boards.open(boards.fresh_name())
        with a_full_disk(board), pytest.raises(NotRecorded) as failure:
            send(board, replace(net_up(actor="王阿姨"), body=LARGE))
        assert "王阿姨" not in f"{failure.value} {failure.value.__cause__}"

    def test_with_room_again_the_same_drafts_go_in(self, boards: Boards) -> None:
        board = boards.open(boards.fresh_name())
        heard: list[Entry] = []
        board.journal.listen(heard.extend)
        send(board, net_up())
        drafts = [net_up(), replace(net_up(), body=LARGE), net_up()]
        with a_full_disk(board), pytest.raises(NotRecorded):
            send(board, *drafts)
        assert [recorded(r).again for r in send(board, *drafts)] == [False] * 3
        assert positions(board) == [e.position for e in heard] == [1, 2, 3, 4]

    def test_the_versions_are_those_before(self, boards: Boards) -> None:
        board = boards.open(boards.fresh_name())
        send(board, net_up())
        with a_full_disk(board), pytest.raises(NotRecorded):
            send(board, replace(net_up(), body=LARGE))
        assert recorded(send(board, net_up(expected_version=1))[0]).version == 2

    def test_a_small_report_goes_in_beside_a_large_one_that_cannot(self, boards: Boards) -> None:
        board = boards.open(boards.fresh_name())
        send(board, net_up())
        with a_full_disk(board):
            large = board.journal.append([replace(net_up(), body=LARGE)])
            small = board.journal.append([net_up()])
            with pytest.raises(NotRecorded):
                large.result(timeout=30)
            assert recorded(small.result(timeout=30)[0]).position == 2

    def test_documents_fail_in_the_same_words(self, boards: Boards) -> None:
        board = boards.open(boards.fresh_name())
        photo = b"x" * 400_000
        with a_full_disk(board), pytest.raises(NotRecorded) as failure:
            board.documents.put(photo, "image/jpeg")
        assert failure.value.code == "disk-full"
        assert board.documents.get(board.documents.put(photo, "image/jpeg")) == (photo, "image/jpeg")


class Stopped(Ticking):
    """A clock that fails as long as it is told to."""

    broken = True

    def now(self) -> datetime:
        if self.broken:
            raise OSError("no clock")
        return super().now()


def test_an_unforeseen_failure_reaches_who_waits_and_the_thread_lives_on(boards: Boards) -> None:
    clock = Stopped()
    name = boards.fresh_name()
    with open_board(boards.place(name), clock, board=name) as board:
        with pytest.raises(NotRecorded, match="no clock") as failure:
            send(board, net_up())
        assert failure.value.code == "failed"
        assert isinstance(failure.value.__cause__, OSError)
        clock.broken = False
        assert recorded(send(board, net_up())[0]).position == 1


def test_one_append_the_database_refuses_fails_alone(boards: Boards, monkeypatch: pytest.MonkeyPatch) -> None:
    board = boards.open(boards.fresh_name())
    scribe_entries = board.journal._writer._scribe._entries
    add = scribe_entries.add

    def picky(connection: Connection, entries: list[Entry]) -> None:
        add(connection, entries)
        if any(e.stream == "opening/bad" for e in entries):
            raise RuntimeError("the database will not have it")

    monkeypatch.setattr(scribe_entries, "add", picky)
    waiting = [board.journal.append([net_up("opening/bad" if n == 10 else "opening/1")]) for n in range(20)]
    with pytest.raises(NotRecorded):
        waiting.pop(10).result(timeout=30)
    assert [recorded(w.result(timeout=30)[0]).position for w in waiting] == list(range(1, 20))


@pytest.mark.parametrize("boards", ["postgresql"], indirect=True)
class TestLostConnections:
    """PostgreSQL's server may go and come back."""

    @staticmethod
    def cut_all(board: StoredBoard) -> None:
        """What a restart of the server does to its clients."""
        with board.medium.reading() as connection:
            connection.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
            )

    def test_readers_get_through_too(self, boards: Boards) -> None:
        board, administration = boards.open(boards.fresh_name()), boards.open(boards.fresh_name())
        send(board, net_up())
        self.cut_all(administration)
        assert positions(board) == [1]

    def test_an_append_gets_through_on_a_new_connection(self, boards: Boards) -> None:
        board, administration = boards.open(boards.fresh_name()), boards.open(boards.fresh_name())
        send(board, net_up())
        self.cut_all(administration)
        assert recorded(send(board, net_up())[0]).position == 2
        assert positions(board) == [1, 2]

    def test_a_connection_lost_in_the_middle_of_a_transaction(
        self, boards: Boards, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        board = boards.open(boards.fresh_name())
        entries = board.journal._writer._scribe._entries
        add, cuts = entries.add, [True]

        def cut_once(connection: Connection, new: list[Entry]) -> None:
            add(connection, new)
            if cuts:
                cuts.pop()
                connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

        monkeypatch.setattr(entries, "add", cut_once)
        (receipt,) = send(board, net_up())
        assert (recorded(receipt).position, recorded(receipt).again, cuts) == (1, False, [])
        assert positions(board) == [1]

    def test_a_commit_whose_answer_is_lost_counts_once(
        self, boards: Boards, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        board = boards.open(boards.fresh_name())
        heard: list[Entry] = []
        board.journal.listen(heard.extend)
        writing, losses = board.medium.writing, [True]

        @contextmanager
        def loses_the_answer_once() -> Iterator[Connection]:
            with writing() as connection:
                yield connection
            if losses:
                losses.pop()
                raise OperationalError("COMMIT", None, Exception("gone"), connection_invalidated=True)

        monkeypatch.setattr(board.medium, "writing", loses_the_answer_once)
        (receipt,) = send(board, net_up())
        assert (recorded(receipt).position, recorded(receipt).again, losses) == (1, True, [])
        send(board, net_up())
        assert [e.position for e in heard] == positions(board) == [1, 2]

    def test_others_are_heard_even_where_announcements_are_lost(self, boards: Boards) -> None:
        name = boards.fresh_name()
        one, administration = boards.open(name), boards.open(boards.fresh_name())
        heard: list[Entry] = []
        one.journal.listen(heard.extend)
        self.cut_all(administration)
        other = boards.open(name)
        send(other, net_up())
        wait_for(lambda: [e.position for e in heard] == [1])


def test_a_postgresql_server_that_stops_and_comes_back(tmp_path: Path) -> None:
    with Server(tmp_path) as server, open_board(server.url, Ticking()) as board:
        heard: list[Entry] = []
        board.journal.listen(heard.extend)
        send(board, net_up())
        server.stop()
        with pytest.raises(NotRecorded, match="no way to the database") as failure:
            send(board, net_up())
        assert failure.value.code == "unreachable"
        with pytest.raises(ConnectionError):
            board.journal.head()
        with pytest.raises(NotRecorded):
            board.documents.put(b"photo", "image/jpeg")
        server.start()
        send(board, net_up())
        with open_board(server.url, Ticking()) as other:
            send(other, net_up())
        wait_for(lambda: [e.position for e in heard] == [1, 2, 3])
