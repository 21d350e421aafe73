"""A program that has imported everything a server needs, and forks one whenever it is told to.

Run as a script: each line on its input is the arguments of `yipanqi`, as JSON. Each server is a process of
its own that runs that command, and has this one's output; only the seconds of importing are saved. It
begins by telling its number. Made so that a server can be killed several hundred times in a test.
"""

import gc
import json
import os
import signal
import sys
import tempfile
import traceback
from contextlib import suppress

from yipanqi.cli.app import app
from yipanqi.solvers.crews import warm_up
from yipanqi.web.app import create_app
from yipanqi.wiring import OpenBoard, WallClock


def serve(arguments: list[str]) -> None:
    """What the child does: run the command until it ends, or is killed."""
    try:
        print(f"Number: {os.getpid()}", flush=True)  # noqa: T201 - whoever started it reads this
        app(arguments)
    except BaseException:
        traceback.print_exc()
    print("Ended", flush=True)  # noqa: T201 - it did not start, or was told to stop
    os._exit(1)


def bury(*_: object) -> None:
    """Forget whoever has ended."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def main() -> None:
    """Fork a server for each line."""
    warm_up(wait=True)  # its thread has ended before the first fork
    with tempfile.TemporaryDirectory() as folder, OpenBoard(folder, WallClock()) as board:
        create_app(board.office())  # what is worked out and imported only then is there too
    gc.collect()
    gc.freeze()  # else the first collection in each server would copy all of it
    print("Ready", flush=True)  # noqa: T201 - whoever started it waits for this
    signal.signal(signal.SIGCHLD, bury)
    for line in sys.stdin:
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            serve(json.loads(line))


if __name__ == "__main__":
    main()
