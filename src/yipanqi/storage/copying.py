"""A copy of a board's file, whole and of one moment, while a server may be writing to it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from yipanqi.storage.refusals import CannotOpen


def copy_file(board: Path, into: Path) -> Path:
    """The board's SQLite file copied into a folder (SQLite's online backup); the copy's path.

    Raises:
        CannotOpen: there is no board to copy.
    """
    file = board if board.suffix == ".sqlite3" else board / "board.sqlite3"
    if not file.is_file():
        raise CannotOpen("unreachable", f"{board} holds no board")
    copy = into / "board.sqlite3"
    try:
        with (
            closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
    except sqlite3.DatabaseError as failure:
        raise CannotOpen("not-a-board", f"{board} cannot be copied: {failure}") from failure
    return copy
