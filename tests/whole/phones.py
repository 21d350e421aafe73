"""Real phones in a storm: pages in Chromium with their own storage, killed and opened again on a bad line."""

import asyncio
import contextlib
import json
import os
import random
import signal
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct
from playwright.async_api import BrowserContext, Page, Playwright
from playwright.async_api import Error as BrowserGone

from tests.conftest import CHROMIUM
from tests.towns import NORTH_CREW, SOUTH_CREW, by_two_crews, two_neighbourhoods
from tests.web.conftest import Person
from tests.web.staff import phone_code
from tests.whole.storm import Line, Server
from yipanqi.close.problems_model import ProblemRaised
from yipanqi.desk.permissions import Scope
from yipanqi.desk.ports import Account
from yipanqi.ground.ids import Actor, PlanId
from yipanqi.wiring import OpenBoard, WallClock

PATIENCE_MS = 120_000
"""As long as a tap may take on the busiest machine; a page that does not answer so long is taken for dead."""
KILLED_AT_THE_TAP, KILLED_LATER, CLOSED_LATER = 0.08, 0.1, 0.08
SERVER_DIES, LINE_IS_CUT = 0.1, 0.3
"""At a report, by chance: how much breaks between two reports is no matter of the machine's speed."""
WITHOUT_A_CARD = ("--no-sandbox", "--disable-gpu")
"""The phone's page draws nothing that needs one, and a browser is sooner up without."""
OWN_LIST = """() => new Promise((resolve, reject) => {
    const opening = indexedDB.open("yipanqi-field");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
        const asked = opening.result.transaction("reports").objectStore("reports").getAll();
        asked.onsuccess = () => { opening.result.close(); resolve(asked.result); };
    };
})"""

SIGNAL_IS_BACK = "window.dispatchEvent(new Event('online'))"


class Board:
    """Two neighbourhoods and a plan on disk, and whose phones there are; its server is killed."""

    def __init__(self, folder: Path, people: int) -> None:
        self.folder = folder
        self.names = [f"phone-{n}" for n in range(people)]
        self.account = self._prepared()
        self.server = Server(folder, dict(os.environ), folder.with_suffix(".die"))

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

    def codes(self) -> list[str]:
        """A code to enrol each phone with."""
        with Person(f"http://127.0.0.1:{self.server.port}") as person:
            person.sign_in(self.account)
            return [phone_code(person, name) for name in self.names]


class BrowsersLine(Line):
    """A line for a browser's requests, whose answers end where the server closes; calm until told."""

    def __init__(self, to_port: int, chance: random.Random) -> None:
        super().__init__(to_port, chance)
        self.calm = True

    def _stormy(self, request: bytes) -> bool:
        return not self.calm and b" /api/" in request.split(b"\r\n", 1)[0]

    async def _request(self, reader: asyncio.StreamReader) -> bytes:
        return await _asked(reader)

    async def _answer(self, reader: asyncio.StreamReader) -> bytes:
        return await reader.read(-1)


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
        self.kills = self.closes = 0
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
                args=list(WITHOUT_A_CARD),
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
            if self._chance.random() < KILLED_AT_THE_TAP:
                await self.die()  # with the finger still on the button
                return
            await page.wait_for_selector("dialog.sheet", state="detached")
            self.ledger.sure.add(words)  # it was told so
        except BrowserGone:
            await self.die()
            return
        await asyncio.sleep(self._chance.uniform(0, 0.4))
        later = self._chance.random()
        if later < KILLED_LATER:
            await self.die()
        elif later < KILLED_LATER + CLOSED_LATER:
            self.closes += 1
            await self.close()

    async def die(self) -> None:
        """The system ends the whole browser at once."""
        for process in _of_profile(self._folder):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
                self.kills += 1
        await self.close()

    async def close(self) -> None:
        """Closed as people close it, if it still runs."""
        if self._context is not None:
            with contextlib.suppress(BrowserGone, asyncio.TimeoutError):
                await asyncio.wait_for(self._context.close(), 20)
            self._context = None

    async def settled(self) -> list[dict[str, Any]]:
        """Its own list, once nothing on it waits for a receipt."""
        while True:
            with contextlib.suppress(BrowserGone):
                page = await self.open()
                rows: list[dict[str, Any]] = await page.evaluate(OWN_LIST)
                if rows and all(row["state"] != "waiting" for row in rows):
                    return rows
                await page.evaluate(SIGNAL_IS_BACK)
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
    """Of each phone."""
    server_kills: int
    lost: int
    doubled: int
    cuts: int
    browser_kills: int


class Storm:
    """A board, its phones and the line between them, and what befalls them."""

    def __init__(self, folder: Path, phones: int, seed: int) -> None:
        self.board = Board(folder / "board", phones)
        self.phones: list[RealPhone] = []
        self.lists: list[list[dict[str, Any]]] = []
        """What each phone has itself, at the end."""
        self._folder = folder
        self._chance = random.Random(seed)
        self.line = BrowsersLine(self.board.server.port, self._chance)
        self._starting = asyncio.Lock()

    async def blow(self, play: Playwright, weather: Weather) -> None:
        """On until everything in `weather` has happened; then calm, until all phones have their receipts."""
        try:
            await asyncio.to_thread(self.board.server.start)
            await self.line.open()
            await self._enrolled(play)
            self.line.calm = False
            await asyncio.gather(*(self._speak(phone, weather) for phone in self.phones))
            self.line.calm = True
            await self.board.server.again(in_a_commit=False)  # whatever state it was left in
            self.lists = await asyncio.gather(*(phone.settled() for phone in self.phones))
        finally:
            await asyncio.gather(*(phone.close() for phone in self.phones))
            await self.line.close()
            self.board.server.close()

    async def _enrolled(self, play: Playwright) -> None:
        url = f"http://127.0.0.1:{self.line.port}"
        for name in self.board.names:
            chance = random.Random(self._chance.getrandbits(64))
            self.phones.append(RealPhone(name, self._folder / name, play, url, chance))
        codes = await asyncio.to_thread(self.board.codes)
        for phone, code in zip(self.phones, codes, strict=True):
            await phone.enrol(code)

    async def _speak(self, phone: RealPhone, weather: Weather) -> None:
        while not self._enough(weather):
            await phone.say()
            if self._chance.random() < LINE_IS_CUT:
                self.line.cut()
            if self._chance.random() < SERVER_DIES and not self._starting.locked():
                async with self._starting:
                    await self.board.server.again(in_a_commit=False)

    def _enough(self, weather: Weather) -> bool:
        said = min(len(phone.ledger.sure) for phone in self.phones)
        killed = sum(phone.kills for phone in self.phones)
        seen = Weather(
            said, self.board.server.kills, self.line.lost, self.line.doubled, self.line.cuts, killed
        )
        return all(getattr(seen, f) >= getattr(weather, f) for f in weather.__struct_fields__)

    def __str__(self) -> str:
        return (
            f"{sum(map(len, self.lists))} reports of {len(self.phones)} phones; killed: server "
            f"{self.board.server.kills} times, browsers {sum(p.kills for p in self.phones)} (closed "
            f"{sum(p.closes for p in self.phones)}), line cut {self.line.cuts}; answers lost "
            f"{self.line.lost}, requests sent twice {self.line.doubled}"
        )


def spoken(rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Id and body of each report as the phone has them."""
    return [(row["id"], as_told(msgspec.json.encode(row["body"]))) for row in rows]


def as_told(body: bytes) -> str:
    """A report's body as sorted JSON, with what goes without saying."""
    told = msgspec.to_builtins(msgspec.json.decode(body, type=ProblemRaised))
    return json.dumps(told, sort_keys=True, ensure_ascii=False)
