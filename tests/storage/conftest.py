"""A board on either database: SQLite in a folder, PostgreSQL a real server from PyPI."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.storage.drafting import Opener, Ticking
from yipanqi.storage import StoredBoard, open_board


class Boards:
    """Opens boards on one database; whatever is still open at the end is closed."""

    def __init__(self, where: Path | str) -> None:
        self.where = where
        self._opened: list[StoredBoard] = []

    def open(self, name: str) -> StoredBoard:
        self._opened.append(open_board(self.place(name), Ticking(), board=name))
        return self._opened[-1]

    def fresh_name(self) -> str:
        return f"test {uuid.uuid4()}"

    def place(self, name: str) -> Path | str:
        """The database itself, or on SQLite a folder for each board."""
        return self.where / name if isinstance(self.where, Path) else self.where

    def close_all(self) -> None:
        for board in self._opened:
            board.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def boards(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Boards]:
    url = request.getfixturevalue("postgresql_url") if request.param == "postgresql" else None
    boards = Boards(url or tmp_path)
    yield boards
    boards.close_all()


@pytest.fixture
def new_board(boards: Boards) -> Opener:
    """Opens an empty board at each call."""
    return lambda: boards.open(boards.fresh_name())


@pytest.fixture
def opener(boards: Boards) -> Opener:
    """Opens this test's own board, again and again."""
    name = boards.fresh_name()
    return lambda: boards.open(name)


@pytest.fixture
def board(opener: Opener) -> StoredBoard:
    return opener()
