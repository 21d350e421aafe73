"""A demo night served in a process of its own, and a browser that remembers every complaint."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import ConsoleMessage, Page

from tests.journeys.phones import built, commander, phone, town  # noqa: F401 - fixtures of the phones' journeys
from tests.web.conftest import free_port

READY_S = 240
AT_MOST_S = 900
"""For one journey: its waits are long, and only what hangs is to be ended."""
PASSWORD = re.compile(r"shown only now\): (\S+)")
ENDED = re.compile(r"(\d+)/(\d+) 小区封闭")
LINE_IS_DOWN = "net::ERR_"
"""What the browser itself says of requests to a server that is not there."""
MACHINE = ("GL Driver Message", "[Intervention]", "[Violation]")
"""How the browser begins when it talks of the machine, which may be slow, and not of the page."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each journey the time a slow machine takes, where it asks for no other."""
    for item in items:
        if item.path.parent == Path(__file__).parent and item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(AT_MOST_S))


class DemoNight:
    """`yipanqi demo` on a free port; may be killed and started again on the same folder."""

    def __init__(self, folder: Path, speed: int, *options: str) -> None:
        self.folder = folder
        self.speed = speed
        self._options = options
        self.password = ""
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._log = folder.with_suffix(".log")
        self.start()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = [sys.executable, "-c", "from yipanqi.cli.app import main; main()", "demo", "--no-browser"]
        options = ["--folder", self.folder, "--port", self.port, "--speed", self.speed, *self._options]
        with self._log.open("w") as log:
            self.process = subprocess.Popen(
                [*command, *map(str, options)], stdout=log, stderr=subprocess.STDOUT, env=self._env()
            )
        try:
            self._wait_until_it_answers()
        except BaseException:
            self.kill()
            raise
        found = PASSWORD.search(self.said())
        self.password = found[1] if found else self.password

    def kill(self) -> None:
        """As a power cut would: without a word, and nothing put in order."""
        self.process.kill()
        self.process.wait()

    def said(self) -> str:
        """What it has written to the terminal since it last started."""
        return self._log.read_text("utf-8")

    def ended(self) -> bool:
        """True once the night was played to its end."""
        return ENDED.search(self.said()) is not None

    def wait_until_planned(self) -> None:
        """Wait for the first plan to be adopted: survey, proposal, adoption are the first three entries."""
        until = time.monotonic() + READY_S
        while httpx.get(f"{self.url}/healthz", timeout=READY_S).json()["position"] < 3:
            assert time.monotonic() < until, f"no plan within {READY_S} s:\n{self.said()}"
            time.sleep(0.2)

    def _env(self) -> dict[str, str]:
        return os.environ | {"PYTHONUNBUFFERED": "1", "COLUMNS": "200"}

    def _wait_until_it_answers(self) -> None:
        until = time.monotonic() + READY_S
        while time.monotonic() < until:
            assert self.process.poll() is None, self.said()
            try:
                httpx.get(f"{self.url}/healthz", timeout=20)
            except httpx.HTTPError:
                time.sleep(0.2)
            else:
                return
        raise AssertionError(f"no answer within {READY_S} s:\n{self.said()}")


class Watch:
    """Everything a page complained of: script errors, console errors and warnings."""

    def __init__(self, page: Page) -> None:
        self.complaints: list[str] = []
        self.line_may_be_down = False
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._heard)

    def _heard(self, message: ConsoleMessage) -> None:
        excused = self.line_may_be_down and LINE_IS_DOWN in message.text
        excused = excused or any(word in message.text for word in MACHINE)
        if message.type in {"error", "warning"} and not excused:
            self.complaints.append(f"{message.type}: {message.text}")


@pytest.fixture(scope="module")
def slow_night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoNight]:
    """A night that hardly moves, to look around in; its plan is in force, and nobody else replans it."""
    night = DemoNight(tmp_path_factory.mktemp("journey") / "slow", 10, "--no-standing-rule")
    night.wait_until_planned()
    yield night
    night.kill()


@pytest.fixture
def fast_night(tmp_path: Path) -> Iterator[DemoNight]:
    """A night played in less than a minute."""
    night = DemoNight(tmp_path / "fast", speed=900)
    yield night
    night.kill()


def sign_in(page: Page, night: DemoNight, shown: str = "[data-testid=map] canvas") -> None:
    """As the commander, by the form, until the map is there, or what stands in its place."""
    page.goto(night.url)
    page.fill("input[name=name]", "commander")
    page.fill("input[name=password]", night.password)
    page.click("button")
    page.wait_for_selector(shown)
    page.wait_for_selector("[data-testid=link][data-state=live]")
