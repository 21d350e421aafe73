"""How fast the journal takes appends, alone and with many at once, and what committing in groups brings.

Run `python benchmarks/journal.py [FOLDER | postgresql://…] [--seconds 5] [--json]`. A folder should be on the
disk the board will be on: durable appends are as fast as that disk says it has written. All rows come from
one run on one machine, so their ratios say more than their numbers.
"""

import argparse
import json
import os
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import numpy as np
from msgspec import Raw, Struct, to_builtins

from yipanqi.ground.ids import Actor, Device, uuid7
from yipanqi.journal.envelope import Draft
from yipanqi.storage.journal import StoredJournal
from yipanqi.storage.medium import Medium
from yipanqi.storage.sqlite import SQLiteMedium
from yipanqi.storage.writer import GROUP_BYTES

BODY = Raw(b'{"opening":"n17-o3","length_m":6.5,"photo":"%s","note":"wire tied twice"}' % (b"5" * 64))


class Wall:
    """The wall's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def rate(self) -> float:
        return 1.0


class Row(Struct, frozen=True):
    """One measurement."""

    what: str
    threads: int
    per_second: float
    p50_ms: float
    p99_ms: float


def draft(stream: str) -> Draft:
    """A report of usual size."""
    now = datetime.now(UTC)
    return Draft(
        event_id=uuid7(time.time_ns() // 1_000_000, os.urandom(10)),
        stream=stream,
        kind="opening.barred",
        schema=1,
        body=BODY,
        happened_at=now,
        actor=Actor("crew-17"),
        device=Device("phone-3"),
    )


@contextmanager
def journal(where: str, group_bytes: int) -> Iterator[tuple[StoredJournal, Medium]]:
    """An empty journal; a group of one byte means each append commits for itself."""
    name = f"benchmark {uuid.uuid4()}"
    with tempfile.TemporaryDirectory(dir=None if "://" in where else where) as folder:
        medium = _medium(where, folder, name)
        opened = StoredJournal(medium, Wall(), group_bytes)
        yield opened, medium
        opened.close()
        medium.close()


def _medium(where: str, folder: str, name: str) -> Medium:
    if "://" not in where:
        return SQLiteMedium(Path(folder) / "board.sqlite3", name)
    from yipanqi.storage.postgresql import PostgreSQLMedium

    return PostgreSQLMedium(where, name)


def appends(what: str, where: str, threads: int, seconds: float, group_bytes: int) -> Row:
    """Each thread appends one draft and waits for its receipt, over and over."""
    took: list[float] = []

    def work(opened: StoredJournal, number: int, until: float) -> None:
        while (start := time.perf_counter()) < until:
            opened.append([draft(f"opening/{number}")]).result()
            took.append(time.perf_counter() - start)

    with journal(where, group_bytes) as (opened, _):
        opened.append([draft("warm")]).result()
        until = time.perf_counter() + seconds
        workers = [Thread(target=work, args=(opened, n, until)) for n in range(threads)]
        start = time.perf_counter()
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        elapsed = time.perf_counter() - start
    p50, p99 = np.percentile(took, [50, 99]) * 1000
    return Row(what, threads, len(took) / elapsed, float(p50), float(p99))


def reading(where: str, entries: int) -> dict[str, float]:
    """Seconds to record many entries in large appends, and to read them back in pages of 2,000."""
    with journal(where, GROUP_BYTES) as (opened, _):
        start = time.perf_counter()
        for begin in range(0, entries, 1000):
            some = range(begin, min(begin + 1000, entries))
            opened.append([draft(f"opening/{n % 400}") for n in some]).result()
        recorded = time.perf_counter()
        after = 0
        while page := opened.read(after, 2000):
            after = page[-1].position
        return {"entries": after, "record_s": recorded - start, "read_s": time.perf_counter() - recorded}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("where", nargs="?", default=tempfile.gettempdir())
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    rows = [
        appends(what, asked.where, threads, asked.seconds, group_bytes)
        for what, group_bytes in (("grouped", GROUP_BYTES), ("single commits", 1))
        for threads in (1, 32)
    ]
    gain = rows[1].per_second / rows[3].per_second
    read = reading(asked.where, asked.entries)
    if asked.json:
        print(json.dumps({"appends": to_builtins(rows), "group_gain_32": gain, "reading": read}))
        return
    print(f"{'':15} {'threads':>7} {'appends/s':>10} {'p50 ms':>8} {'p99 ms':>8}")
    for r in rows:
        print(f"{r.what:15} {r.threads:7} {r.per_second:10,.0f} {r.p50_ms:8.2f} {r.p99_ms:8.2f}")
    print(f"grouped against single commits, 32 threads: {gain:.1f} times")
    print("{entries:,.0f} entries recorded in {record_s:.2f} s, read in {read_s:.2f} s".format(**read))


if __name__ == "__main__":
    main()
