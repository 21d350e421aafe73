"""The demo night from the command line: every opening barred or explained, killed on the way or not."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.towns import at
from yipanqi.cli.playing import digest, outcome
from yipanqi.close.board import fold
from yipanqi.close.state import Board
from yipanqi.wiring import OpenBoard, SetClock

pytestmark = pytest.mark.timeout(900)
PATIENCE_S = 400
"""As long as one night may take on the slowest machine."""
YIPANQI = [sys.executable, "-m", "yipanqi.cli"]


def night(folder: Path, seed: int) -> subprocess.Popen[str]:
    """A night at full speed in a process of its own."""
    command = [*YIPANQI, "demo", "--until-done", "--json", "--seed", str(seed), "--folder", str(folder)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def ended(process: subprocess.Popen[str]) -> dict[str, Any]:
    told, errors = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0, errors[-2000:]
    outcome: dict[str, Any] = json.loads(told)
    return outcome


def rebuilt(folder: Path) -> Board:
    """The board folded from nothing but the journal."""
    with OpenBoard(folder, SetClock(at(0))) as board:
        head, entries = board.stored.journal.head(), board.desk.read(0, 100_000)
        assert [e.position for e in entries] == list(range(1, head + 1))
        assert len({e.event_id for e in entries}) == head
        return fold(Board(), entries)


def entries(folder: Path) -> int:
    """How many entries are durable, seen from another process."""
    try:
        with closing(sqlite3.connect(f"file:{folder / 'board.sqlite3'}?mode=ro", uri=True)) as database:
            count: int = database.execute("SELECT count(*) FROM entry").fetchone()[0]
            return count
    except sqlite3.OperationalError:
        return 0


@pytest.mark.parametrize("seed", [7, 11])
def test_a_night_ends_with_every_opening_barred_or_explained(tmp_path: Path, seed: int) -> None:
    told = ended(night(tmp_path, seed))
    assert told["neighbourhoods"] == 45
    assert told["done"] + len(told["left_open"]) == told["openings"]
    assert all(left["why"] for left in told["left_open"])
    most_in_a_ring = 4  # a hole keeps every neighbourhood of its ring open
    assert told["neighbourhoods_closed"] >= 45 - most_in_a_ring * len(told["left_open"])
    assert told["plans_adopted"] >= 2
    assert told["found_tonight"] >= 2
    board = rebuilt(tmp_path)
    assert digest(board) == told["board_digest"]
    assert outcome(board).done == told["done"]


def test_a_night_that_is_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    first = night(tmp_path, 7)
    deadline = time.monotonic() + PATIENCE_S
    while entries(tmp_path) < 300 and time.monotonic() < deadline:
        assert first.poll() is None, "the night was over before it could be killed"
        time.sleep(0.02)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    before = rebuilt(tmp_path)
    assert before.plan is not None
    told = ended(night(tmp_path, 7))
    after = rebuilt(tmp_path)
    assert after.position > before.position
    assert told["done"] + len(told["left_open"]) == told["openings"]
    assert all(left["why"] for left in told["left_open"])
    stood = {o.id for o in before.openings.values() if o.state == "done"}
    assert stood
    assert {after.openings[o].state for o in stood} == {"done"}
