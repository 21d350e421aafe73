"""Rehearsing a board's plan while the board itself is in use."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.towns import NIGHT, NORTH_CREW, WILLOW_LANE, at, closing_both, two_neighbourhoods
from tests.web.conftest import Person, free_port
from yipanqi.close.events import CrewSetOut
from yipanqi.desk.planning import ClosureInForce
from yipanqi.ground.ids import Actor, PlanId
from yipanqi.wiring import OpenBoard, SetClock


@pytest.fixture
def real(tmp_path: Path):  # type: ignore[no-untyped-def]
    """A board with a plan in force, open in this process."""
    with OpenBoard(tmp_path / "real", SetClock(at(-10)), seed=1) as board:
        board.desk.record(two_neighbourhoods(), Actor("office")).result()
        plan = board.planning.first(
            ClosureInForce(closing_both(), ""), NIGHT, seed=1, seconds=0, actor=Actor("office")
        )
        board.desk.adopt(PlanId(plan.id), 0, Actor("commander")).result()  # type: ignore[union-attr]
        yield board


def test_simulated_crews_and_a_real_phone_side_by_side(real: OpenBoard, tmp_path: Path) -> None:
    account = real.first_account()
    assert account is not None
    before = real.desk.board
    port = free_port()
    command = [sys.executable, "-m", "yipanqi.cli", "drill", str(tmp_path / "real"), "--port", str(port)]
    command += ["--speed", "600", "--people", NORTH_CREW]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as drill:
        assert drill.stderr is not None
        try:
            for line in drill.stderr:
                if "Ctrl+C" in line:
                    break
            with Person(f"http://127.0.0.1:{port}") as person:
                person.sign_in(account)
                person.say(CrewSetOut(NORTH_CREW, WILLOW_LANE))
                board = _when_somebody_has_worked(person)
        finally:
            drill.terminate()
    assert board["exercise"]
    south = [o for o in board["openings"] if o["crew"] == "south-1" and o["state"] in ("under_way", "done")]
    north = [o for o in board["openings"] if o["crew"] == "north-1" and o["state"] in ("under_way", "done")]
    assert south, "the simulated crew works"
    assert not north, "what people play is left to them"
    assert real.desk.board == before, "the real board knows nothing of it"


def _when_somebody_has_worked(person: Person):  # type: ignore[no-untyped-def]
    until = time.monotonic() + 240
    while time.monotonic() < until:
        board = person.get("/api/board").json()
        if any(o["state"] == "done" for o in board["openings"]):
            return board
        time.sleep(0.3)
    raise AssertionError("nobody works")
