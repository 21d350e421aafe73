"""Nobody's name or number is where it need not be: not in the server's log, nor in what is public."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.towns import NORTH_CREW, WILLOW, WILLOW_LANE, two_neighbourhoods
from tests.web.conftest import Person, Town, free_port, report
from tests.web.test_command import begun
from yipanqi.close.events import OpeningBlocked
from yipanqi.close.problems_model import ProblemRaised
from yipanqi.ground.ids import Actor
from yipanqi.wiring import OpenBoard, WallClock

SAID = "王阿姨 objects, call 13957612345"
PRIVATE = ("王阿姨", "13957612345", "Li Lei")


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """A served town."""
    served = Town(tmp_path)
    yield served
    served.stop()


@pytest.fixture
def commander(town: Town) -> Iterator[Person]:
    """The commander, signed in."""
    with Person(town.url) as person:
        yield person.sign_in(town.account)


def facts() -> list[dict[str, object]]:
    """Reports full of names, some of which nobody can read."""
    raised = ProblemRaised("p", "residents_object", SAID, by="Li Lei", opening=WILLOW_LANE)
    blocked = OpeningBlocked(WILLOW_LANE, NORTH_CREW, "residents_object", SAID)
    odd = report(raised, 2) | {"kind": "problem.sung", "body": {"words": SAID}}
    return [report(raised, 1), report(blocked, 2), odd]


def test_the_log_of_a_server_names_nobody_whatever_goes_wrong(tmp_path: Path) -> None:
    with OpenBoard(tmp_path, WallClock()) as board:
        board.desk.record(two_neighbourhoods(), Actor("office")).result()
        account = board.first_account()
    assert account is not None
    port = free_port()
    command = [sys.executable, "-m", "yipanqi.cli", "serve", str(tmp_path), "--port", str(port)]
    with subprocess.Popen(
        command, env=os.environ.copy(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as server:
        assert server.stdout is not None
        said = []
        for line in server.stdout:
            said.append(line)
            if "Ctrl+C" in line:
                break
        with Person(f"http://127.0.0.1:{port}") as person:
            person.sign_in(account)
            assert person.tell(facts()).status_code == 200
            assert person.post("/api/reports", content=SAID.encode()).status_code == 400
            assert person.post("/api/decisions", json={"words": SAID}).status_code == 400
            assert person.get(f"/api/talking-points/{SAID}").status_code in {404, 409}
            stranger = {"name": "Li Lei", "password": "13957612345"}
            assert person.post("/api/session", json=stranger).status_code == 401
        server.terminate()
        said += server.stdout.readlines()
    log = "".join(said)
    assert "Ctrl+C" in log
    assert not [name for name in PRIVATE if name in log]


def test_what_goes_to_the_public_names_nobody_who_reported(town: Town, commander: Person) -> None:
    begun(town, commander)
    assert commander.tell(facts()).status_code == 200
    assert commander.post(f"/api/alerts/{WILLOW}").status_code == 201
    public = (f"/api/alerts/{WILLOW}/cap.xml", f"/api/talking-points/{WILLOW}/page", "/api/map", "/healthz")
    for path in public:
        text = commander.get(path).text
        assert not [name for name in (*PRIVATE, "commander") if name in text], path
