"""`yipanqi people`: works on a board that is served, and on one that is not."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.towns import NORTH_CREW
from tests.web.conftest import Person, Town
from yipanqi.cli.app import app


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """A served town; the terminal has the same folder."""
    town = Town(tmp_path)
    yield town
    town.stop()


def run(*words: str, code: int = 0) -> str:
    """What a command says on standard output."""
    done = CliRunner().invoke(app, ["people", *words], env={"COLUMNS": "200"})
    assert done.exit_code == code, done.output
    return done.stdout


def test_somebody_invited_from_the_terminal_enrols_a_phone_on_the_running_board(
    town: Town, tmp_path: Path
) -> None:
    run("invite", str(tmp_path), "North 1", "crew-lead", "--crew", NORTH_CREW)
    said = run("enrol", str(tmp_path), "North 1", "--url", town.url)
    link = re.search(r"/field#enrol=(\S+)", said)
    assert link is not None
    assert "█" in said or "▀" in said
    with Person(town.url) as phone:
        token = phone.post("/api/devices/enrol", json={"code": link[1]}).json()["token"]
        phone.headers["authorization"] = f"Bearer {token}"
        assert phone.get("/api/session").json()["scope"] == {"crew": NORTH_CREW}
        run("revoke", str(tmp_path), "North 1")
        answers = [phone.get("/api/session") for _ in range(1)]
        while answers[-1].status_code == 200:
            answers.append(phone.get("/api/session"))
        assert answers[-1].json()["code"] == "device.revoked"
    assert "revoked" in run("list", str(tmp_path))
    run("restore", str(tmp_path), "North 1")
    assert "revoked" not in run("list", str(tmp_path))


def test_refusals_end_the_command(tmp_path: Path) -> None:
    run("revoke", str(tmp_path), "nobody", code=1)
    run("invite", str(tmp_path), "x", "emperor", code=1)
    run("invite", str(tmp_path), "x", "crew-lead", "--crew", "nobody", code=1)
    (tmp_path / "letter").write_text("not a board")
    run("list", str(tmp_path / "letter"), code=1)


def test_a_new_password_comes_by_a_new_code(tmp_path: Path) -> None:
    run("invite", str(tmp_path), "Li", "volunteer")
    assert "/invited?code=" in run("password", str(tmp_path), "Li")
