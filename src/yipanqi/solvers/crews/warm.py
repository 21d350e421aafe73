"""Have the search compiled, in the background, before anybody asks for it."""

import subprocess
import sys
import threading

from yipanqi.solvers.crews.compiled import is_compiled


def warm_up(*, wait: bool = False) -> None:
    """Have the search compiled or loaded, so that nobody waits for it later; in the background unless told.

    What is not compiled yet is compiled in a process of its own, and this one stays answering.
    """
    thread = threading.Thread(target=_warm, daemon=True)
    thread.start()
    if wait:
        thread.join()


def _warm() -> None:
    if not is_compiled():
        subprocess.run([sys.executable, "-m", "yipanqi.solvers.crews.compile_now"], check=False)
    rehearse()


def rehearse() -> None:
    """Compile, or load from the cache, everything a search runs."""
    from yipanqi.solvers.crews.search import rehearse as rehearsal  # importing numba takes half a second

    rehearsal()
