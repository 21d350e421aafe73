"""Many watchers of one board: how long from sending a report to every screen, and no gap on the way.

    python -m benchmarks.watchers --watchers 2000 --seconds 30 --reports-a-second 5 --reconnects 10000

Each watcher is one SSE stream over a plain socket. `--reconnects` cuts streams at random moments; each comes
back with its `Last-Event-ID`. In the end every watcher must have seen every position once and in order, or
this ends with an error. Server and watchers share the machine's cores, each in a process of its own.
"""

import argparse
import asyncio
import contextlib
import json
import multiprocessing
import random
import tempfile
import time

from benchmarks.http_reports import free_port, listening, request, serve, signed_in

LINE_BYTES = 1 << 22


class Watcher:
    """One screen."""

    def __init__(self, port: int, headers: str) -> None:
        self._port = port
        self._ask = headers
        self.seen: list[int] = []
        self.arrived: dict[int, float] = {}
        self.reconnects = 0
        self._writer: asyncio.StreamWriter | None = None

    async def watch(self) -> None:
        """Follow until cancelled, coming back whenever the stream ends."""
        while True:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                await self._follow()
            await asyncio.sleep(0.01)

    def cut(self) -> None:
        """The line breaks."""
        if self._writer is not None:
            self.reconnects += 1
            self._writer.transport.abort()
            self._writer = None

    async def _follow(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port, limit=LINE_BYTES)
        self._writer = writer
        last = f"last-event-id: {self.seen[-1]}\r\n" if self.seen else ""
        after = "" if self.seen else "?after=0"
        writer.write(f"GET /api/changes{after} HTTP/1.1\r\n{self._ask}{last}\r\n".encode())
        await writer.drain()
        while line := await reader.readline():
            if line.startswith(b"id: "):
                position = int(line[4:])
                self.seen.append(position)
                self.arrived[position] = time.perf_counter()
        writer.close()


async def one_report(port: int, headers: str) -> int:
    """Report something; the position its receipt names."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request(headers))
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
    body = await reader.readexactly(length)
    writer.close()
    position: int = json.loads(body)["receipts"][0]["position"]
    return position


async def _run(port: int, headers: str, wanted: argparse.Namespace) -> dict[str, float]:
    chance = random.Random(wanted.seed)
    watchers = [Watcher(port, headers) for _ in range(wanted.watchers)]
    following = []
    for watcher in watchers:
        following.append(asyncio.create_task(watcher.watch()))
        if len(following) % 50 == 0:
            await asyncio.sleep(0.05)
    while not all(watcher.seen for watcher in watchers):
        await asyncio.sleep(0.1)
    given: dict[int, float] = {}
    ends = time.perf_counter() + wanted.seconds
    cuts_left, pause_s = wanted.reconnects, 1 / wanted.reports_a_second
    cuts_each = 1 + int(wanted.reconnects * pause_s / wanted.seconds)
    while time.perf_counter() < ends or cuts_left > 0:
        began = time.perf_counter()
        given[await one_report(port, headers)] = began
        for _ in range(min(cuts_left, cuts_each)):
            chance.choice(watchers).cut()
            cuts_left -= 1
        await asyncio.sleep(pause_s)
    last, until = max(given), time.perf_counter() + 60
    while any(w.seen[-1] < last for w in watchers) and time.perf_counter() < until:
        await asyncio.sleep(0.1)
    for task in following:
        task.cancel()
    await asyncio.gather(*following, return_exceptions=True)
    whole = list(range(1, last + 1))
    gaps = sum(watcher.seen != whole for watcher in watchers)
    lags = sorted(w.arrived[p] - at for p, at in given.items() for w in watchers if p in w.arrived)
    return {
        "watchers": wanted.watchers,
        "reports": len(given),
        "reconnects": sum(w.reconnects for w in watchers),
        "with a gap or a repeat": gaps,
        "p50_ms": 1000 * lags[len(lags) // 2],
        "p99_ms": 1000 * lags[int(len(lags) * 0.99)],
        "worst_ms": 1000 * lags[-1],
    }


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--watchers", type=int, default=2000)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--reports-a-second", type=float, default=5.0)
    parser.add_argument("--reconnects", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    wanted = parser.parse_args()
    port = free_port()
    account: multiprocessing.SimpleQueue[tuple[str, str]] = multiprocessing.SimpleQueue()
    with tempfile.TemporaryDirectory() as folder:
        server = multiprocessing.Process(target=serve, args=(folder, port, account), daemon=True)
        server.start()
        who = account.get()
        while not listening(port):
            time.sleep(0.1)
        headers = signed_in(f"http://127.0.0.1:{port}", who)
        told = asyncio.run(_run(port, headers, wanted))
        server.terminate()
        server.join()
    for name, value in told.items():
        print(f"{name:24} {value:10.1f}")
    if told["with a gap or a repeat"]:
        raise SystemExit("not every watcher saw everything once")


if __name__ == "__main__":
    main()
