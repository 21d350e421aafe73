"""Many boards opened while nothing is compiled: one compiler works, the others wait and find it done."""

import sys
import threading

import pytest

from yipanqi.solvers.crews.compiled import compiling


@pytest.mark.skipif(sys.platform == "win32", reason="no file locks of this kind")
def test_one_compiler_at_a_time() -> None:
    second_came_in = threading.Event()

    def second() -> None:
        with compiling():
            second_came_in.set()

    with compiling():
        waiting = threading.Thread(target=second, daemon=True)
        waiting.start()
        assert not second_came_in.wait(0.3)
    waiting.join(5)
    assert second_came_in.is_set()
