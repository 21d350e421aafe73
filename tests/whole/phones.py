"""Real phones in a storm: pages in Chromium with their own storage, killed and opened again on a bad line."""

import asyncio
import contextlib
import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
from msgspec import Struct
from playwright.async_api import BrowserContext, Page, Playwright
from playwright.async_api import Error as BrowserGone

from tests.conftest import CHROMIUM, FLAGS
from tests.towns import NORTH_CREW, SOUTH_CREW, by_two_crews, two_neighbourhoods
from tests.web.conftest import Person, free_port
from tests.web.staff import phone_code
from tests.whole.storm import LOST_ANSWERS, SENT_TWICE, Line
from yipanqi.desk.permissions import Scope
from yipanqi.desk.ports import Account
from yipanqi.ground.ids import Actor, PlanId
from yipanqi.wiring import OpenBoard, WallClock

PATIENCE_MS = 120_000
"""As long as a tap may take on the busiest machine; a page that does not answer so long is taken for dead."""
SERVER_DIES, LINE_IS_CUT = 0.06, 0.3
"""After a report, by chance: how much breaks between two reports is no matter of the machine's speed."""
OWN_LIST = """() => new Promise((resolve, reject) => {
    const opening = indexedDB.open("yipanqi-field");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
        const asked = opening.result.transaction("reports").objectStore("reports").getAll();
        asked.onsuccess = () => { opening.result.close(); resolve(asked.result); };
    };
})"""


class Board:
    """Two neighbourhoods and a plan on disk, served by a process that is killed and started again."""

    def __init__(self, folder: Path, people: int) -> None:
        self.folder = folder
        self.port = free_port()
        self.kills = 0
        self._process: subprocess.Popen[bytes] | None = None
        self.names = [f"phone-{n}" for n in range(people)]
        self.account = self._prepared()

    def _prepared(self) -> tuple[str, str]:
        board = OpenBoard(self.folder, WallClock(), seed=1)
        try:
            account = board.first_account()
            assert account is not None
            board.desk.record(two_neighbourhoods(), Actor("office")).result()
            board.desk.record(by_two_crews(), Actor("office")).result()
            board.desk.adopt(PlanId("plan-1"), 0, Actor("commander")).result()
            for n, name in enumerate(self.names):
                crew = (NORTH_CREW, SOUTH_CREW)[n % 2]
                board.stored.accounts.add(Account(name, "", "crew_lead", WallClock().now(), Scope(crew=crew)))
            return account
        finally:
            board.close()

    @property
    def url(self) -> str:
        """Its own address, past the line."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Start, and wait until it answers."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "yipanqi.cli", "serve", str(self.folder), "--port", str(self.port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        async with httpx.AsyncClient() as client:
            while True:
                assert self._process.poll() is None, "the server did not start"
                with contextlib.suppress(httpx.HTTPError):
                    await client.get(f"{self.url}/healthz", timeout=2)
                    return
                await asyncio.sleep(0.1)

    def kill(self) -> None:
        """No time to say or write anything."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    async def again(self) -> None:
        """Kill and start."""
        self.kills += 1
        self.kill()
        await self.start()

    def codes(self) -> list[str]:
        """A code to enrol each phone with."""
        with Person(self.url) as person:
            person.sign_in(self.account)
            return [phone_code(person, name) for name in self.names]


class BrowsersLine(Line):
    """A line for a browser's requests, whose answers end where the server closes; calm until told."""

    def __init__(self, to_port: int, chance: random.Random) -> None:
        super().__init__(to_port, chance)
        self.calm = True

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            request = await _asked(reader)
            answer = await self._ask(request)
            stormy = not self.calm and b" /api/" in request.split(b"\r\n", 1)[0]
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
            return await reader.read(-1)
        finally:
            self._open.discard(writer)
            writer.close()


async def _asked(reader: asyncio.StreamReader) -> bytes:
    """One request with its body, asking the server to close after it."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").rstrip("\r\n").split("\r\n")
    kept = [line for line in head if not line.lower().startswith(("connection:", "keep-alive:"))]
    length = next((int(x.split(":")[1]) for x in head if x.lower().startswith("content-length:")), 0)
    lines = "\r\n".join([*kept, "Connection: close", "", ""])
    return lines.encode("latin-1") + await reader.readexactly(length)


class Ledger(Struct):
    """What somebody saw a phone take in, and what it may have taken in before it died."""

    sure: set[str]
    perhaps: set[str]


class RealPhone:
    """A browser with a profile of its own on the disk; what it has said, it finds there again."""

    def __init__(self, name: str, folder: Path, play: Playwright, url: str, chance: random.Random) -> None:
        self.name = name
        self.ledger = Ledger(set(), set())
        self.deaths = 0
        self._folder = folder
        self._play = play
        self._url = url
        self._chance = chance
        self._context: BrowserContext | None = None
        self._made = 0

    async def open(self, path: str = "/field") -> Page:
        """The page, in a browser that is started if it is not running."""
        if self._context is None:
            self._context = await self._play.chromium.launch_persistent_context(
                self._folder,
                executable_path=CHROMIUM,
                args=list(FLAGS),
                locale="zh-CN",
                viewport={"width": 390, "height": 844},
                has_touch=True,
            )
            self._context.set_default_timeout(PATIENCE_MS)
        page = self._context.pages[0]
        if not page.url.startswith(self._url):
            await page.goto(self._url + path)
        return page

    async def enrol(self, code: str) -> None:
        """By the code the office shows; once its shell is kept it opens without a line."""
        page = await self.open(f"/field#enrol={code}")
        await page.wait_for_selector("[data-testid=job]", timeout=PATIENCE_MS)
        while not await page.evaluate("navigator.serviceWorker.controller !== null"):
            await asyncio.sleep(0.1)

    async def say(self) -> None:
        """Ask for help in words of its own, by the buttons; then sometimes die, or be closed."""
        self._made += 1
        words = f"{self.name} {self._made}"
        try:
            page = await self.open()
            await page.click("[data-testid=help]")
            await page.click(f".reasons button >> nth={self._chance.randrange(6)}")
            await page.fill(".words textarea", words)
            self.ledger.perhaps.add(words)
            await page.click("[data-testid=send-help]")
            if self._chance.random() < 0.05:
                await self.die()  # with the finger still on the button
                return
            await page.wait_for_selector("dialog.sheet", state="detached")
            self.ledger.sure.add(words)  # it was told so
        except BrowserGone:
            await self.die()
            return
        await asyncio.sleep(self._chance.uniform(0, 0.4))
        if self._chance.random() < 0.12:
            await (self.die() if self._chance.random() < 0.5 else self.close())

    async def die(self) -> None:
        """The system ends the whole browser at once."""
        self.deaths += 1
        for process in _of_profile(self._folder):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        await self._let_go()

    async def close(self) -> None:
        """The app is closed as people close it."""
        self.deaths += 1
        await self._let_go()

    async def _let_go(self) -> None:
        if self._context is not None:
            with contextlib.suppress(BrowserGone, asyncio.TimeoutError):
                await asyncio.wait_for(self._context.close(), 20)
            self._context = None

    async def settled(self) -> list[dict[str, Any]]:
        """Its own list, once everything on it has a receipt."""
        while True:
            with contextlib.suppress(BrowserGone):
                page = await self.open()
                rows: list[dict[str, Any]] = await page.evaluate(OWN_LIST)
                if rows and all(row["state"] == "received" for row in rows):
                    return rows
                await page.evaluate(
                    "window.dispatchEvent(new Event('online'))"
                )  # as when a signal comes back
            await asyncio.sleep(0.5)


def _of_profile(folder: Path) -> list[int]:
    """The browser process of a profile, the first of its family; its children end with it."""
    wanted = f"--user-data-dir={folder}".encode()
    found = []
    for process in Path("/proc").iterdir():
        if not process.name.isdigit():
            continue
        with contextlib.suppress(OSError):
            words = (process / "cmdline").read_bytes().split(b"\0")
            if wanted in words and not any(word.startswith(b"--type=") for word in words):
                found.append(int(process.name))
    return found


class Weather(Struct, frozen=True):
    """What has to have happened before the storm is over; nothing is left to luck."""

    reports: int
    server_kills: int
    lost: int
    doubled: int
    cuts: int
    deaths: int


async def blow(
    board: Board, folder: Path, play: Playwright, weather: Weather, seed: int
) -> tuple[list[RealPhone], list[list[dict[str, Any]]], BrowsersLine]:
    """A storm until everything in `weather` has happened; then calm, until all phones have their receipts."""
    chance = random.Random(seed)
    await board.start()
    line = BrowsersLine(board.port, chance)
    await line.open()
    url = f"http://127.0.0.1:{line.port}"
    phones = [
        RealPhone(name, folder / name, play, url, random.Random(chance.getrandbits(64)))
        for name in board.names
    ]
    try:
        codes = await asyncio.to_thread(board.codes)
        for phone, code in zip(phones, codes, strict=True):
            await phone.enrol(code)
        line.calm = False

        def enough() -> bool:
            said = min(len(phone.ledger.sure) for phone in phones)
            died = sum(phone.deaths for phone in phones)
            seen = Weather(said, board.kills, line.lost, line.doubled, line.cuts, died)
            return all(getattr(seen, f) >= getattr(weather, f) for f in weather.__struct_fields__)

        one_at_a_time = asyncio.Lock()

        async def speak(phone: RealPhone) -> None:
            while not enough():
                await phone.say()
                if chance.random() < LINE_IS_CUT:
                    line.cut()
                if chance.random() < SERVER_DIES:
                    async with one_at_a_time:
                        await board.again()

        await asyncio.gather(*(speak(phone) for phone in phones))
        line.calm = True
        await board.again()  # whatever state it was left in
        return phones, [await phone.settled() for phone in phones], line
    finally:
        for phone in phones:
            await phone.close()
        await line.close()
        board.kill()


def spoken(rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Id and body of each report as the phone has them."""
    return [(row["id"], as_told(row["body"])) for row in rows]


def as_told(body: dict[str, Any]) -> str:
    """A report's body as sorted JSON, without what was not said."""
    return json.dumps({k: v for k, v in body.items() if v is not None}, sort_keys=True)
