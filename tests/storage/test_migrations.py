"""Opening brings a database to the present form, in one go, or leaves it alone and says why."""

import sqlite3
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from tests.storage.conftest import Boards
from tests.storage.drafting import Ticking, net_up, recorded, send
from yipanqi.storage import CannotOpen, StoredBoard, open_board
from yipanqi.storage.tables import metadata


def test_the_steps_lead_to_the_tables_as_defined(board: StoredBoard) -> None:
    with board.medium.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_a_folder_is_made_where_there_is_none(tmp_path: Path) -> None:
    with open_board(tmp_path / "东城" / "boards 100%", Ticking()) as board:
        assert board.journal.head() == 0
    assert (tmp_path / "东城" / "boards 100%" / "board.sqlite3").is_file()


def test_a_file_may_be_named_itself(tmp_path: Path) -> None:
    with open_board(str(tmp_path / "night.sqlite3"), Ticking()):
        pass
    assert (tmp_path / "night.sqlite3").is_file()


def test_a_board_of_a_newer_release_is_left_alone(tmp_path: Path) -> None:
    open_board(tmp_path, Ticking()).close()
    file = tmp_path / "board.sqlite3"
    with sqlite3.connect(file) as by_hand:
        (present,) = by_hand.execute("SELECT version_num FROM alembic_version").fetchone()
        by_hand.execute("UPDATE alembic_version SET version_num = 'v9999'")
    with pytest.raises(CannotOpen, match="newer release") as refusal:
        open_board(tmp_path, Ticking())
    assert refusal.value.code == "newer"
    with sqlite3.connect(file) as by_hand:
        by_hand.execute("UPDATE alembic_version SET version_num = ?", (present,))
    open_board(tmp_path, Ticking()).close()


def test_something_else_in_the_place_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "board.sqlite3").write_text("a letter to the residents\n" * 100)
    with pytest.raises(CannotOpen) as refusal:
        open_board(tmp_path, Ticking())
    assert refusal.value.code == "not-a-board"
    assert (tmp_path / "board.sqlite3").read_text().startswith("a letter")


def test_after_a_refusal_the_place_is_free_again(tmp_path: Path) -> None:
    file = tmp_path / "board.sqlite3"
    file.write_text("a letter to the residents\n" * 100)
    with pytest.raises(CannotOpen):
        open_board(tmp_path, Ticking())
    file.unlink()
    with open_board(tmp_path, Ticking()) as board:
        assert recorded(send(board, net_up())[0]).position == 1


def test_a_step_that_breaks_off_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    upgrade = command.upgrade

    def breaks_off(config: Config, revision: str) -> None:
        upgrade(config, revision)
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "upgrade", breaks_off)
    with pytest.raises(KeyboardInterrupt):
        open_board(tmp_path, Ticking())
    with sqlite3.connect(tmp_path / "board.sqlite3") as by_hand:
        assert by_hand.execute("SELECT name FROM sqlite_master").fetchall() == []


def test_many_processes_may_open_a_new_postgresql_database_at_once(postgresql_url: str) -> None:
    administration = create_engine(
        postgresql_url.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT"
    )
    with administration.connect() as connection:
        connection.execute(text("CREATE DATABASE rush"))
    administration.dispose()
    boards = Boards(postgresql_url.replace("/postgres?", "/rush?"))
    with ThreadPoolExecutor(5) as offices:
        opened = list(offices.map(lambda _: boards.open("main"), range(5)))
    receipts = [recorded(send(board, net_up())[0]).position for board in opened]
    assert receipts == [1, 2, 3, 4, 5]
    boards.close_all()


@pytest.mark.parametrize("url", ["postgresql://nobody@127.0.0.1:1/none", "postgresql://u@/d?host=/nowhere"])
def test_a_server_out_of_reach_is_said_so(url: str) -> None:
    with pytest.raises(CannotOpen) as refusal:
        open_board(url, Ticking())
    assert refusal.value.code == "unreachable"


def test_a_place_that_cannot_be_written_to_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "board.sqlite3").mkdir()
    with pytest.raises(CannotOpen) as refusal:
        open_board(tmp_path, Ticking())
    assert refusal.value.code == "unreachable"


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("not a folder")
    with pytest.raises(CannotOpen, match="cannot be opened") as refusal:
        open_board(tmp_path / "letter", Ticking())
    assert refusal.value.code == "unreachable"


def test_without_its_driver_postgresql_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "yipanqi.storage.postgresql", raising=False)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(CannotOpen, match="pip install") as refusal:
        open_board("postgresql://u@127.0.0.1:1/d", Ticking())
    assert refusal.value.code == "no-driver"


def test_a_url_of_another_kind_is_not_taken_for_a_folder() -> None:
    with pytest.raises(ValueError, match="mysql://"):
        open_board("mysql://u@127.0.0.1/d", Ticking())
