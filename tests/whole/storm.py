"""A night in which everything breaks: phones that die, a line that loses answers, a server that is killed."""

import asyncio
import contextlib
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import httpx

from tests.storage.server import Server as Database
from tests.web.conftest import Person, free_port

LOST_ANSWERS, SENT_TWICE = 0.2, 0.1


class NotStartedError(Exception):
    """A server that ended instead of serving; what it said."""


class Server:
    """`yipanqi serve`, killed without a word and started again on the same port and board.

    Each is a process of its own, forked from one that has imported what it needs (`forking.py`).
    """

    def __init__(self, board: Path | str, environment: dict[str, str], die: Path) -> None:
        self.port = free_port()
        self.kills = self.in_a_commit = 0
        self._arguments = ["serve", str(board), "--port", str(self.port)]
        self._die = die
        self._forking = subprocess.Popen(
            [sys.executable, "-m", "tests.whole.forking"],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._number = 0

    def start(self) -> tuple[str, str] | None:
        """Start, again and again while its database is away; the first account the first time."""
        said = ""
        for _ in range(60):
            try:
                return self._started()
            except NotStartedError as failure:
                said = str(failure)
            assert self._forking.poll() is None, said
            time.sleep(0.5)
        raise AssertionError(f"the server did not start: {said}")

    def _started(self) -> tuple[str, str] | None:
        assert self._forking.stdin is not None
        said: dict[str, str] = {}
        print(json.dumps(self._arguments), file=self._forking.stdin, flush=True)
        lines = []
        for line in self._forking.stdout or ():
            lines.append(line)
            if line.startswith("Number: "):
                self._number = int(line.split()[1])
            for word in ("Name", "Password"):
                if word in line:
                    said[word] = line.rsplit(": ", 1)[1].strip()
            if "Ctrl+C" in line:
                return (said["Name"], said["Password"]) if "Password" in said else None
            if line.startswith("Ended"):
                break
        self._number = 0
        raise NotStartedError("".join(lines))

    def kill(self) -> None:
        """No time to say or write anything."""
        if self._number:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._number, signal.SIGKILL)
        self._gone(10)

    def kill_in_a_commit(self) -> None:
        """Killed by its own hand at one of its next writes or syncs; by ours where there is none."""
        self._die.touch()
        self.in_a_commit += self._gone(2)
        self.kill()
        self._die.unlink(missing_ok=True)

    def _gone(self, seconds: float) -> bool:
        """Wait until it is dead, at most so long; whether it is."""
        end = time.monotonic() + seconds
        while self._number and time.monotonic() < end:
            try:
                os.kill(self._number, 0)
            except ProcessLookupError:
                self._number = 0
            else:
                time.sleep(0.002)
        return not self._number

    async def again(self, in_a_commit: bool) -> None:
        """Kill and start."""
        self.kills += 1
        await asyncio.to_thread(self.kill_in_a_commit if in_a_commit else self.kill)
        await asyncio.to_thread(self.start)

    def close(self) -> None:
        """Let it go, and what it is forked from."""
        self.kill()
        self._forking.kill()
        self._forking.wait()
        for pipe in (self._forking.stdin, self._forking.stdout):
            if pipe is not None:
                pipe.close()


class Line:
    """The network between: loses answers, sends requests twice, and is cut with everything on it."""

    def __init__(self, to_port: int, chance: random.Random) -> None:
        self.port = 0
        self.cuts = self.lost = self.doubled = 0
        self._to_port = to_port
        self._chance = chance
        self._open: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        """Carry from now on."""
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    def cut(self) -> None:
        """Everything on its way is gone."""
        self.cuts += 1
        for writer in tuple(self._open):
            writer.transport.abort()

    async def close(self) -> None:
        """Carry nothing any more."""
        self.cut()
        if self._server is not None:
            self._server.close()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request a connection."""
        self._open.add(writer)
        try:
            request = await self._request(reader)
            answer = await self._ask(request)
            stormy = self._stormy(request)
            if stormy and self._chance.random() < SENT_TWICE:
                self.doubled += 1
                answer = await self._ask(request)
            if stormy and self._chance.random() < LOST_ANSWERS:
                self.lost += 1
                return
            writer.write(answer)
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError, ValueError):
            pass  # the phone sees a line that broke, which is what happened
        finally:
            self._open.discard(writer)
            writer.close()

    async def _ask(self, request: bytes) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._to_port)
        self._open.add(writer)
        try:
            writer.write(request)
            await writer.drain()
            return await self._answer(reader)
        finally:
            self._open.discard(writer)
            writer.close()

    def _stormy(self, request: bytes) -> bool:
        """Whether this one may be sent twice, and its answer lost."""
        return True

    async def _request(self, reader: asyncio.StreamReader) -> bytes:
        return await _message(reader)

    async def _answer(self, reader: asyncio.StreamReader) -> bytes:
        return await _message(reader)


async def _message(reader: asyncio.StreamReader) -> bytes:
    """One HTTP/1.1 message with its body, by its Content-Length."""
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.decode("latin-1").lower().split("\r\n")
    length = next((int(x.split(":")[1]) for x in lines if x.startswith("content-length:")), 0)
    return head + await reader.readexactly(length)


class Phone:
    """A phone with an outbox on its flash: what it has not had a receipt for it still has after dying."""

    def __init__(self, number: int, folder: Path, reports: int, chance: random.Random) -> None:
        self.name = f"phone-{number}"
        self.deaths = 0
        self._file = folder / f"{self.name}.json"
        self._chance = chance
        self._off = timedelta(hours=chance.uniform(-12, 12))
        self.made = [self._report(n) for n in range(reports)]
        self._left = self.made
        self._save()

    def _report(self, number: int) -> dict[str, object]:
        stamp = datetime.now(UTC) - self._off
        body = {"crew": self.name, "to": f"opening-{number}"}
        return {
            "event_id": str(UUID(int=self._chance.getrandbits(128), version=4)),
            "kind": "crew.set_out",
            "happened_at": stamp.isoformat(),
            "body": body,
        }

    def _save(self) -> None:
        """Whole or not at all."""
        fresh = self._file.with_suffix(".new")
        fresh.write_text(json.dumps(self._left))
        fresh.replace(self._file)

    def die(self) -> None:
        """Everything in memory is gone; only what lies in the outbox is left."""
        self.deaths += 1
        self._left = json.loads(self._file.read_text())

    async def send_all(self, client: httpx.AsyncClient, url: str, deadly: float, largest_batch: int) -> None:
        """Send in batches, in any order, until there is a receipt for everything."""
        while self._left:
            await asyncio.sleep(0)
            size = min(len(self._left), self._chance.randint(1, largest_batch))
            batch = self._chance.sample(self._left, size)
            if self._chance.random() < deadly:
                self.die()
                continue
            told = {
                "reports": batch,
                "device": self.name,
                "sent_at": (datetime.now(UTC) - self._off).isoformat(),
            }
            try:
                answer = await client.post(f"{url}/api/reports", json=told)
            except httpx.HTTPError:
                await asyncio.sleep(self._chance.uniform(0.0, 0.3))
                continue
            if answer.status_code != 200:
                await asyncio.sleep(0.2)
                continue
            if self._chance.random() < deadly:
                self.die()  # with the receipt in hand, and nothing of it written down
                continue
            receipts = answer.json()["receipts"]
            assert not any(r.get("quarantined") or r.get("differs") for r in receipts), receipts
            have = {r["event_id"] for r in receipts}
            self._left = [r for r in self._left if r["event_id"] not in have]
            self._save()


def digest(reports: list[tuple[str, str]]) -> str:
    """Of (event id, body as sorted JSON) pairs, in whatever order they come."""
    return hashlib.sha256("\n".join(f"{e} {b}" for e, b in sorted(reports)).encode()).hexdigest()


class Storm:
    """Phones, a line and a server, and what befalls them."""

    def __init__(
        self,
        folder: Path,
        phones: int,
        reports: int,
        seed: int,
        environment: dict[str, str],
        database: Database | None = None,
    ) -> None:
        self.chance = random.Random(seed)
        self.database = database
        self.board: Path | str = database.url if database is not None else folder / "board"
        self.database_kills = 0
        self.full = folder / "disk-is-full"
        self.full_times = 0
        outboxes = folder / "phones"
        outboxes.mkdir()
        self.server = Server(self.board, environment, folder / "die-in-a-commit")
        self.phones = [
            Phone(n, outboxes, reports // phones, random.Random(self.chance.getrandbits(64)))
            for n in range(phones)
        ]
        self.line: Line | None = None

    async def blow(
        self,
        server_every_s: float,
        cut_every_s: float,
        full_every_s: float,
        deadly: float,
        largest_batch: int,
        database_every_s: float = 10.0,
        most: int = 1_000_000,
        database_most: int = 2,
    ) -> None:
        """Until every phone has a receipt for everything it had to say.

        The server is killed at most so many times, and its database.
        """
        account = self.server.start()
        assert account is not None
        self.line = Line(self.server.port, self.chance)
        await self.line.open()
        url = f"http://127.0.0.1:{self.line.port}"
        headers = await asyncio.to_thread(self._signed_in, account)
        plagues = [
            asyncio.create_task(self._every(server_every_s, self._kill, most)),
            asyncio.create_task(self._every(cut_every_s, self._cut)),
            asyncio.create_task(self._every(full_every_s, self._fill)),
        ]
        if self.database is not None:
            databases = self._every(database_every_s, self._kill_database, database_most)
            plagues.append(asyncio.create_task(databases))
        limits = httpx.Limits(max_connections=64, max_keepalive_connections=0)
        try:
            async with httpx.AsyncClient(headers=headers, limits=limits, timeout=20) as client:
                await asyncio.gather(
                    *(phone.send_all(client, url, deadly, largest_batch) for phone in self.phones)
                )
        finally:
            for plague in plagues:
                plague.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await plague
            self.full.unlink(missing_ok=True)
            await self.line.close()
            await asyncio.to_thread(self.server.close)

    def _signed_in(self, account: tuple[str, str]) -> dict[str, str]:
        with Person(f"http://127.0.0.1:{self.server.port}") as person:
            person.sign_in(account)
            cookies = "; ".join(f"{name}={value}" for name, value in person.cookies.items())
            return {"cookie": cookies, "x-csrftoken": person.headers["x-csrftoken"], "connection": "close"}

    async def _every(self, seconds: float, happens: object, most: int = 1_000_000) -> None:
        for _ in range(most):
            await asyncio.sleep(self.chance.uniform(0.5, 1.5) * seconds)
            await happens()  # type: ignore[operator]

    async def _kill(self) -> None:
        """The server, every other time in the middle of what it writes (where its files are its own)."""
        own = isinstance(self.board, Path)
        await self.server.again(own and self.chance.random() < 0.5)

    async def _kill_database(self) -> None:
        assert self.database is not None
        self.database_kills += 1
        await asyncio.to_thread(self.database.kill)
        await asyncio.to_thread(self.database.start)

    async def _cut(self) -> None:
        if self.line is not None:
            self.line.cut()

    async def _fill(self) -> None:
        """No byte more goes to the server's disk for a while."""
        self.full_times += 1
        self.full.touch()
        await asyncio.sleep(self.chance.uniform(0.1, 0.6))
        self.full.unlink(missing_ok=True)

    @property
    def made(self) -> list[tuple[str, str]]:
        """Everything the phones ever had to say."""
        return [
            (str(r["event_id"]), json.dumps(r["body"], sort_keys=True)) for p in self.phones for r in p.made
        ]

    @property
    def kills(self) -> int:
        """Of phones, line, server and its database."""
        cuts = self.line.cuts if self.line is not None else 0
        phones = sum(phone.deaths for phone in self.phones)
        return self.server.kills + self.database_kills + cuts + phones


def on_a_database() -> dict[str, str]:
    """Sessions outlive a server whose board has no folder to keep their key in."""
    return os.environ | {"YIPANQI_SECRET": "5" * 64}


def environment(library: Path, below: Path, folder: Path) -> dict[str, str]:
    """A disk that is full while `disk-is-full` exists, and deadly once `die-in-a-commit` does."""
    return os.environ | {
        "LD_PRELOAD": str(library),
        "POWERCUT_DIR": str(below),
        "POWERCUT_FULL": str(folder / "disk-is-full"),
        "POWERCUT_DIE": str(folder / "die-in-a-commit"),
    }
