"""Why a board cannot be opened, told with a stable code."""

from typing import Literal

CannotOpenCode = Literal["in-use", "newer", "not-a-board", "unreachable", "no-driver"]


class CannotOpen(Exception):  # noqa: N818 - says what happened
    """A board that cannot be opened.

    `code` is stable: `in-use` (another process holds it), `newer` (written by a newer release),
    `not-a-board` (the file is something else), `unreachable` (no way to the database or the folder) or
    `no-driver` (psycopg is not installed).
    """

    def __init__(self, code: CannotOpenCode, why: str) -> None:
        super().__init__(why)
        self.code: CannotOpenCode = code
