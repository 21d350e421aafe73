"""Storage: the journal and the documents on SQLite and PostgreSQL."""

from yipanqi.storage.opening import StoredBoard, open_board
from yipanqi.storage.refusals import CannotOpen

__all__ = ["CannotOpen", "StoredBoard", "open_board"]
