"""A process killed in the middle of a load: whoever had a receipt finds his entry after reopening.

`kill -9` leaves the kernel's pages in place, so this tests transactions and recovery, not the disk's promise;
that rests on `synchronous=FULL`, which `test_settings.py` looks at.
"""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.storage.conftest import Boards
from yipanqi.storage import StoredBoard

SCRIPT = Path(__file__).with_name("appending_process.py")


def killed_after(boards: Boards, name: str, seconds: float) -> dict[str, int]:
    """Run a load, kill it some time after its first receipt: position by event id, as it had receipts."""
    command = [sys.executable, str(SCRIPT), str(boards.place(name)), name, "6"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(seconds)
        process.kill()
        lines = (first + process.stdout.read()).decode().split("\n")
    whole = lines[:-1]  # the last line may have been cut
    return {event_id: int(position) for event_id, position in (line.split() for line in whole)}


def check(board: StoredBoard, receipts: dict[str, int]) -> None:
    entries = board.journal.read(0, 10_000_000)
    assert [e.position for e in entries] == list(range(1, len(entries) + 1))
    found = {str(e.event_id): e.position for e in entries}
    assert {event_id: found.get(event_id) for event_id in receipts} == receipts
    assert len(entries) % 2 == 0, "an append of two was cut in half"


def test_every_receipted_entry_is_there(boards: Boards) -> None:
    name = boards.fresh_name()
    receipts: dict[str, int] = {}
    for seconds in (0.05, 0.3):
        receipts |= killed_after(boards, name, seconds)
        board = boards.open(name)
        check(board, receipts)
        board.close()
    assert len(receipts) > 20


@pytest.mark.slow
def test_every_receipted_entry_is_there_after_many_deaths(boards: Boards) -> None:
    name = boards.fresh_name()
    receipts: dict[str, int] = {}
    chance = random.Random(20200203)
    for _ in range(40):
        receipts |= killed_after(boards, name, chance.uniform(0.0, 1.5))
        board = boards.open(name)
        check(board, receipts)
        board.close()
