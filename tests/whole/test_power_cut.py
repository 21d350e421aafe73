"""The power fails at any moment of a night: every report that has a receipt is there when it is back."""

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from msgspec import Struct

from tests.towns import NORTH_CREW
from tests.web.conftest import Person, free_port
from tests.whole.power_cut import Change, built, changes, disk_at, watched
from yipanqi.close.events import CrewSetOut
from yipanqi.close.kinds import KINDS
from yipanqi.storage import CannotOpen, open_board
from yipanqi.wiring import WallClock

pytestmark = pytest.mark.skipif(
    (sys.platform != "linux" or shutil.which("cc") is None) and not os.environ.get("CI"),
    reason="needs a C compiler",
)
PEOPLE = 6


class Night(Struct, frozen=True):
    """What a server did to its disk, and the size of the record when each receipt was in hand."""

    record: list[Change]
    receipts: dict[str, int]


def night(folder: Path, batches: int) -> Night:
    """Serve a board, have everybody send so many batches of reports, and cut the power."""
    place, log = folder / "board", folder / "record"
    port = free_port()
    command = [sys.executable, "-m", "yipanqi.cli", "serve", str(place), "--port", str(port)]
    disk = watched(built(folder), place, log)
    told = subprocess.PIPE
    with subprocess.Popen(command, env=disk, stdout=told, stderr=subprocess.STDOUT, text=True) as server:
        try:
            account = _account(server)
            receipts: dict[str, int] = {}
            url = f"http://127.0.0.1:{port}"
            people = [
                threading.Thread(target=_report, args=(url, account, log, receipts, batches))
                for _ in range(PEOPLE)
            ]
            for person in people:
                person.start()
            for person in people:
                person.join()
        finally:
            server.send_signal(signal.SIGKILL)
    return Night(changes(log), receipts)


def _account(server: "subprocess.Popen[str]") -> tuple[str, str]:
    """Name and password, as the server shows them once."""
    assert server.stdout is not None
    said: dict[str, str] = {}
    for line in server.stdout:
        for word in ("Name", "Password"):
            if word in line:
                said[word] = line.rsplit(": ", 1)[1].strip()
        if "Ctrl+C" in line:
            return said["Name"], said["Password"]
    raise AssertionError("the server did not start")


def _report(url: str, account: tuple[str, str], log: Path, receipts: dict[str, int], batches: int) -> None:
    with Person(url) as person:
        person.sign_in(account)
        for _ in range(batches):
            sent = [_fact() for _ in range(3)]
            answer = person.tell(sent)
            size = log.stat().st_size  # whatever the receipt promises was on the disk by now
            assert answer.status_code == 200, answer.text
            for receipt in answer.json()["receipts"]:
                receipts[receipt["event_id"]] = size


def _fact() -> dict[str, object]:
    return {
        "event_id": str(uuid4()),
        "kind": KINDS.of(CrewSetOut(NORTH_CREW, "x")).name,
        "happened_at": datetime.now(UTC).isoformat(),
        "body": {"crew": NORTH_CREW, "to": "willow-lane"},
    }


def lost(happened: Night, log_size: int, folder: Path, chance: random.Random) -> list[str]:
    """Receipts given before the cut whose reports are not on the board that is found afterwards."""
    for path, content in disk_at(happened.record, log_size, chance).items():
        file = folder / Path(path).name
        file.write_bytes(content)
    promised = {event for event, size in happened.receipts.items() if size <= log_size}
    try:
        with open_board(folder, WallClock()) as board:
            entries = board.journal.read(0, 1_000_000)
    except CannotOpen as failure:
        return [f"the board cannot be opened: {failure}"] if promised else []
    assert [e.position for e in entries] == list(range(1, len(entries) + 1))
    return sorted(promised - {str(e.event_id) for e in entries})


def _cuts(happened: Night, count: int, chance: random.Random) -> Iterator[int]:
    """Moments at which the power fails: half of them anywhere, half right after a receipt."""
    ends = [change.ends for change in happened.record]
    sizes = sorted(happened.receipts.values())
    for n in range(count):
        yield chance.choice(ends if n % 2 else sizes)


def _try(tmp_path: Path, batches: int, cuts: int) -> None:
    happened = night(tmp_path, batches)
    assert len(happened.receipts) == 3 * PEOPLE * batches
    chance = random.Random(20200203)
    for n, log_size in enumerate(_cuts(happened, cuts, chance)):
        folder = tmp_path / f"found-{n}"
        folder.mkdir()
        assert lost(happened, log_size, folder, chance) == [], f"cut {n} at {log_size} of the record"
        shutil.rmtree(folder)


def test_every_receipted_report_is_there_when_the_power_is_back(tmp_path: Path) -> None:
    _try(tmp_path, batches=15, cuts=30)


@pytest.mark.slow
def test_every_receipted_report_is_there_after_a_thousand_cuts(tmp_path: Path) -> None:
    _try(tmp_path, batches=300, cuts=1_000)
