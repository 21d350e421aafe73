"""A real server on loopback with a tiny named town, and people who talk to it over HTTP."""

import random
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
import uvicorn
from msgspec import Struct, to_builtins

from tests.towns import NIGHT, at, closing_both, two_neighbourhoods
from yipanqi.close.kinds import KINDS
from yipanqi.desk.planning import ClosureInForce
from yipanqi.ground.ids import Actor
from yipanqi.plan.events import PlanProposed
from yipanqi.web.app import create_app
from yipanqi.wiring import OpenBoard, SetClock

PORTS = range(15_000, 32_000)
"""Below those that connections are given on their way out: one could take a port before its server does."""


def free_port() -> int:
    """A port of loopback nobody listens on, for a server that is only being started, or started again."""
    while True:
        port = random.SystemRandom().choice(PORTS)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


class Town:
    """Two Neighbourhoods, surveyed and proposed, served on a free port of loopback."""

    def __init__(self, where: Path | str, name: str = "main") -> None:
        self.clock = SetClock(at(-10))
        self.board = OpenBoard(where, self.clock, seed=1, name=name)
        self.account = self.board.first_account() or ("", "")
        if not self.board.desk.board.survey_version:
            self.board.desk.record(two_neighbourhoods(), Actor("office")).result()
        ours = socket.create_server(("127.0.0.1", 0))  # held from now on: nobody comes between
        self.url = f"http://127.0.0.1:{ours.getsockname()[1]}"
        config = uvicorn.Config(
            create_app(self.board.office()), log_level="warning", timeout_graceful_shutdown=1
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([ours],), daemon=True)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)

    def propose(self) -> PlanProposed:
        """A first plan, made by the real solver and checked."""
        closure = ClosureInForce(closing_both(), "")
        plan = self.board.planning.first(closure, NIGHT, seed=1, seconds=0, actor=Actor("office"))
        assert isinstance(plan, PlanProposed), plan
        return plan

    def stop(self) -> None:
        """End the server and close the board."""
        self._server.should_exit = True
        self._thread.join(timeout=60)
        self.board.close()


class Person(httpx.Client):
    """Somebody with a browser: keeps cookies, echoes the CSRF token."""

    def __init__(self, url: str) -> None:
        super().__init__(base_url=url, timeout=120)

    def sign_in(self, account: tuple[str, str]) -> "Person":
        """By the form, as people do."""
        self.get("/sign-in")
        form = {"_csrf_token": self.cookies["csrftoken"], "name": account[0], "password": account[1]}
        self.post("/sign-in", data=form)
        self.headers["x-csrftoken"] = self.cookies["csrftoken"]
        return self

    def say(self, *facts: Struct, minutes: float = 1.0, device: str = "phone") -> httpx.Response:
        """Report facts that happened so many minutes into the night."""
        return self.tell([report(fact, minutes) for fact in facts], device)

    def tell(self, reports: Sequence[object], device: str = "phone") -> httpx.Response:
        """Send reports as they are."""
        return self.post("/api/reports", json={"reports": reports, "device": device})


def report(fact: Struct, minutes: float) -> dict[str, object]:
    """A fact as a device sends it."""
    return {
        "event_id": str(uuid4()),
        "kind": KINDS.of(fact).name,
        "happened_at": at(minutes).isoformat(),
        "body": to_builtins(fact),
    }


@pytest.fixture(params=["sqlite", "postgresql"])
def town(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Town]:
    """A served town, on either database; a fresh one for each test."""
    on_server = request.param == "postgresql"
    town = Town(request.getfixturevalue("postgresql_url") if on_server else tmp_path, f"town {uuid4()}")
    yield town
    town.stop()


@pytest.fixture
def commander(town: Town) -> Iterator[Person]:
    """The commander, signed in."""
    with Person(town.url) as person:
        yield person.sign_in(town.account)


@pytest.fixture
def stranger(town: Town) -> Iterator[Person]:
    """Somebody who has not signed in."""
    with Person(town.url) as person:
        yield person
