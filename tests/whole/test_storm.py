"""Everything breaks all the time, and in the end every report is there once: none lost, none doubled."""

import asyncio
import json
import os
import shutil
import sys
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.storage.server import Server as Database
from tests.whole.power_cut import built
from tests.whole.storm import Storm, digest, environment, on_a_database
from yipanqi.close.board import fold
from yipanqi.close.state import Board
from yipanqi.desk.desk import Desk
from yipanqi.storage import open_board
from yipanqi.wiring import FreshIds, WallClock

pytestmark = pytest.mark.skipif(
    (sys.platform != "linux" or shutil.which("cc") is None) and not os.environ.get("CI"),
    reason="needs a C compiler, for a disk that can be full",
)


def check(storm: Storm) -> None:
    """What phones said is what the journal holds, and what a board folds from it."""
    with open_board(storm.board, WallClock()) as stored:
        entries = stored.journal.read(0, 1_000_000)
        desk = Desk(stored.journal, stored.snapshots, WallClock(), FreshIds())
        desk.open()
        resumed = desk.board
    said = [e for e in entries if e.kind == "crew.set_out"]
    bodies = [json.loads(bytes(e.body)) | {} for e in said]
    kept = [
        (str(e.event_id), json.dumps({k: v for k, v in body.items() if v is not None}, sort_keys=True))
        for e, body in zip(said, bodies, strict=True)
    ]
    assert len({event for event, _ in kept}) == len(kept), "something counts twice"
    assert digest(kept) == digest(storm.made)
    assert [e.position for e in entries] == list(range(1, len(entries) + 1))
    assert fold(Board(), entries) == resumed
    assert not [e for e in entries if e.kind == "quarantine.kept"]


def blown(storm: Coroutine[object, object, None]) -> None:
    """Run to its end in a thread of its own: this one's event loop may be a browser's."""
    with ThreadPoolExecutor(1) as elsewhere:
        elsewhere.submit(asyncio.run, storm).result()


def weather(folder: Path, phones: int, reports: int, seed: int) -> Storm:
    """A storm that has not begun."""
    library = built(folder)
    return Storm(folder, phones, reports, seed, environment(library, folder / "board", folder))


def test_no_report_is_lost_or_doubled_in_a_short_storm(tmp_path: Path) -> None:
    storm = weather(tmp_path, phones=20, reports=1_000, seed=1)
    blown(storm.blow(0.8, 0.3, 1.0, deadly=0.05, largest_batch=6, most=12))
    check(storm)
    assert storm.server.kills >= 1
    assert storm.kills >= 15


def test_nor_where_the_board_is_in_a_database_that_is_killed_as_well(tmp_path: Path) -> None:
    with Database(tmp_path / "postgresql") as database:
        storm = Storm(tmp_path, 10, 300, 3, on_a_database(), database)
        blown(storm.blow(1.5, 0.5, 1e6, deadly=0.05, largest_batch=4, database_every_s=3.0, most=5))
        database.start()
        check(storm)
    assert storm.kills >= 5


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_no_report_is_lost_or_doubled_in_a_long_one(tmp_path: Path) -> None:
    storm = weather(tmp_path, phones=200, reports=100_000, seed=2)
    blown(storm.blow(0.4, 0.5, 6.0, deadly=0.05, largest_batch=20))
    check(storm)
    line = storm.line
    assert line is not None
    print(  # noqa: T201 - what the long run was like is worth reading
        f"{len(storm.made)} reports; killed: server {storm.server.kills} "
        f"({storm.server.in_a_commit} while it wrote), line {line.cuts}, phones "
        f"{sum(p.deaths for p in storm.phones)}; answers lost {line.lost}, sent twice {line.doubled}; "
        f"disk full {storm.full_times} times"
    )
    assert storm.server.kills >= 200
    assert storm.kills >= 1_000
