"""Several processes: on SQLite one at a time, on PostgreSQL together, and each hears the others."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from tests.storage.conftest import Boards
from tests.storage.drafting import Ticking, conflict, net_up, positions, recorded, send, wait_for
from yipanqi.journal.envelope import Entry
from yipanqi.storage import CannotOpen, open_board
from yipanqi.storage.journal import StoredJournal
from yipanqi.storage.postgresql import PostgreSQLMedium

SCRIPT = Path(__file__).with_name("appending_process.py")


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another process that has the board in `tmp_path` open and appends to it."""
    command = [sys.executable, str(SCRIPT), str(tmp_path), "main", "1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process
        process.kill()


class TestOneAtATime:
    """A SQLite board belongs to one process."""

    def test_a_second_process_is_refused_and_told_by_whom(
        self, holder: subprocess.Popen[bytes], tmp_path: Path
    ) -> None:
        with pytest.raises(CannotOpen, match=str(holder.pid)) as refusal:
            open_board(tmp_path, Ticking())
        assert refusal.value.code == "in-use"

    @pytest.mark.usefixtures("holder")
    def test_a_refused_one_does_not_loosen_the_hold(self, tmp_path: Path) -> None:
        for _ in range(3):
            with pytest.raises(CannotOpen):
                open_board(tmp_path, Ticking())

    def test_a_kill_frees_it(self, holder: subprocess.Popen[bytes], tmp_path: Path) -> None:
        holder.kill()
        holder.wait()
        with open_board(tmp_path, Ticking()) as board:
            assert len(positions(board)) >= 2

    def test_a_second_opening_in_the_same_process_is_refused(self, tmp_path: Path) -> None:
        with open_board(tmp_path, Ticking()):
            (tmp_path / "link").symlink_to(tmp_path)
            (tmp_path / "elsewhere").mkdir()
            (tmp_path / "elsewhere" / "board.sqlite3").symlink_to(tmp_path / "board.sqlite3")
            for same in (
                tmp_path,
                tmp_path / "link",
                tmp_path / "elsewhere",
                str(tmp_path / "board.sqlite3"),
            ):
                with pytest.raises(CannotOpen, match="already open"):
                    open_board(same, Ticking())

    def test_closing_frees_it(self, tmp_path: Path) -> None:
        for _ in range(3):
            open_board(tmp_path, Ticking()).close()

    def test_a_forked_child_that_outlives_us_does_not_hold_it(self, tmp_path: Path) -> None:
        script = (
            "import os, sys, time\n"
            "from tests.storage.appending_process import Wall\n"
            "from yipanqi.storage import open_board\n"
            "open_board(sys.argv[1], Wall())\n"
            "child = os.fork()\n"
            "if child == 0:\n"
            "    time.sleep(60)\n"
            "print(child, flush=True)\n"
            "time.sleep(60)\n"
        )
        root = Path(__file__).parents[2]
        command = [sys.executable, "-W", "ignore", "-c", script, str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=root) as parent:
            assert parent.stdout is not None
            child = int(parent.stdout.readline())
            parent.kill()
            parent.wait()
            try:
                open_board(tmp_path, Ticking()).close()
                os.kill(child, 0)  # it was alive all the while
            finally:
                os.kill(child, 9)


@pytest.mark.parametrize("boards", ["postgresql"], indirect=True)
class TestTogether:
    """Two openings of one PostgreSQL board share nothing but the database, as two processes do."""

    def test_each_hears_the_other_in_order(self, boards: Boards) -> None:
        name = boards.fresh_name()
        one, other = boards.open(name), boards.open(name)
        heard: dict[int, list[int]] = {1: [], 2: []}
        one.journal.listen(lambda entries: heard[1].extend(e.position for e in entries))
        other.journal.listen(lambda entries: heard[2].extend(e.position for e in entries))
        with ThreadPoolExecutor(8) as threads:
            list(threads.map(lambda n: send((one, other)[n % 2], net_up(), net_up()), range(150)))
        everything = list(range(1, 301))
        assert positions(one) == everything
        wait_for(lambda: heard == {1: everything, 2: everything})

    def test_who_only_listens_hears_soon(self, boards: Boards) -> None:
        name = boards.fresh_name()
        writes, listens = boards.open(name), boards.open(name)
        heard: list[Entry] = []
        listens.journal.listen(heard.extend)
        send(writes, net_up())
        wait_for(lambda: [e.position for e in heard] == [1])

    def test_an_announcement_is_enough_without_looking_again(self, boards: Boards) -> None:
        name = boards.fresh_name()
        writes, medium = boards.open(name), PostgreSQLMedium(str(boards.where), name)
        medium.poll_s = None
        heard: list[int] = []

        def another_is_heard() -> bool:
            send(writes, net_up())
            return len(heard) > 3

        with closing(medium), closing(StoredJournal(medium, Ticking())) as listens:
            listens.listen(lambda entries: heard.extend(e.position for e in entries), after=0)
            wait_for(another_is_heard)
        assert heard == list(range(1, len(heard) + 1))

    def test_what_one_has_the_other_counts_as_again(self, boards: Boards) -> None:
        name = boards.fresh_name()
        one, other = boards.open(name), boards.open(name)
        draft = net_up()
        assert not recorded(send(one, draft)[0]).again
        assert recorded(send(other, draft)[0]).again

    def test_a_decision_on_what_the_other_has_overtaken_conflicts(self, boards: Boards) -> None:
        name = boards.fresh_name()
        one, other = boards.open(name), boards.open(name)
        send(one, net_up())
        send(other, net_up(actor="crew 9"))
        late = conflict(send(one, net_up(expected_version=1))[0])
        assert (late.actual_version, late.actor) == (2, "crew 9")

    def test_a_reader_of_a_third_never_skips(self, boards: Boards) -> None:
        name = boards.fresh_name()
        one, other, third = boards.open(name), boards.open(name), boards.open(name)
        seen: list[int] = []
        with ThreadPoolExecutor(6) as threads:
            writing = [threads.submit(send, (one, other)[n % 2], net_up()) for n in range(200)]
            while len(seen) < 200:
                seen += [e.position for e in third.journal.read(len(seen), random.randint(1, 9))]
            for each in writing:
                each.result()
        assert seen == list(range(1, 201))

    def test_one_that_hangs_in_its_turn_holds_up_its_own_board_only(self, boards: Boards) -> None:
        stuck = boards.fresh_name()
        hanging, waiting, free = boards.open(stuck), boards.open(stuck), boards.open(boards.fresh_name())
        with hanging.medium.writing() as connection:
            hanging.medium.take_turn(connection)
            held_up = waiting.journal.append([net_up()])
            assert recorded(send(free, net_up())[0]).position == 1
            time.sleep(0.1)
            assert not held_up.done()
        assert recorded(held_up.result(timeout=30)[0]).position == 1
