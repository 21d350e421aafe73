"""Holding a board's folder for one process: a lock the system frees however the process ends."""

import fcntl
import os
from contextlib import suppress
from pathlib import Path
from threading import Lock

from yipanqi.storage.refusals import CannotOpen

_held: set[Path] = set()
_held_guard = Lock()


class Hold:
    """An exclusive claim on a file, from construction to `release`.

    A POSIX record lock on a file beside it: a `kill -9` frees it, and a forked child, which may outlive
    its parent, does not inherit it. Such a lock does not stop a second claim within one process, so
    those are kept in a set as well.

    Raises:
        CannotOpen: `in-use`, by whom as far as known.
    """

    def __init__(self, held: Path) -> None:
        real = held.resolve()
        self._path = real.with_name(real.name + ".lock")
        with _held_guard:
            if self._path in _held:
                raise CannotOpen("in-use", f"{held} is already open in this process ({os.getpid()})")
            self._file = self._path.open("a+")
            try:
                fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as failure:
                self._file.seek(0)
                holder = self._file.read().strip() or "unknown"
                self._file.close()
                raise CannotOpen("in-use", f"{held} is open in another process ({holder})") from failure
            _held.add(self._path)
        with suppress(OSError):  # the number only serves the message; a full disk must not keep a board shut
            self._file.truncate(0)
            self._file.write(str(os.getpid()))
            self._file.flush()

    def release(self) -> None:
        """Let go; the file stays, since removing it would race with the next claim."""
        with _held_guard:
            with suppress(OSError):  # what `write` could not flush
                self._file.close()
            _held.discard(self._path)
