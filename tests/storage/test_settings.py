"""The settings a durable receipt rests on."""

import pytest

from tests.storage.conftest import Boards


@pytest.mark.parametrize("boards", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 10_000)],
)
def test_sqlite_writes_are_durable(boards: Boards, pragma: str, value: object) -> None:
    board = boards.open(boards.fresh_name())
    for connected in (board.medium.writing, board.medium.reading):
        with connected() as connection:
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one() == value


@pytest.mark.parametrize("boards", ["sqlite"], indirect=True)
def test_sqlite_readers_cannot_write(boards: Boards) -> None:
    board = boards.open(boards.fresh_name())
    with board.medium.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA query_only").scalar_one() == 1


@pytest.mark.parametrize("boards", ["postgresql"], indirect=True)
@pytest.mark.parametrize(("setting", "value"), [("synchronous_commit", "on"), ("timezone", "UTC")])
def test_postgresql_writes_are_durable(boards: Boards, setting: str, value: str) -> None:
    board = boards.open(boards.fresh_name())
    with board.medium.writing() as connection:
        assert connection.exec_driver_sql(f"SHOW {setting}").scalar_one() == value
