"""`yipanqi orders`: work orders out of a plan's folder or a board, or a clear word why there are none."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from pypdf import PdfReader
from typer.testing import CliRunner, Result

from tests.cli.test_plan import REGISTRY
from tests.cli.tiny_town import tiny_town
from tests.towns import NIGHT, at, closing_both, two_neighbourhoods
from yipanqi.cli.app import app
from yipanqi.desk.planning import ClosureInForce
from yipanqi.feeds.registry_writing import registry_to_tables
from yipanqi.ground.ids import Actor
from yipanqi.wiring import OpenBoard, SetClock


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [*(str(word) for word in words), "--lang", "en"])


def planned(tmp_path: Path) -> Path:
    """The tiny town with one crew, planned into a folder."""
    registry_to_tables(REGISTRY, tmp_path / "registry.xlsx")
    out = tmp_path / "out"
    assert run("plan", tiny_town(tmp_path), "-r", tmp_path / "registry.xlsx", "-o", out, "--crew-seconds", 0)
    return out


def test_a_plan_comes_with_its_work_orders(tmp_path: Path) -> None:
    out = planned(tmp_path)
    words = PdfReader(BytesIO((out / "orders.pdf").read_bytes())).pages[0].extract_text()
    assert "Work order" in words
    assert "一队" in words
    with ZipFile(out / "routes.zip") as archive:
        assert archive.namelist() == ["01-一队.gpx"]
    assert (out / "orders.xlsx").exists()


def test_orders_are_written_again_from_the_plans_folder(tmp_path: Path) -> None:
    result = run("orders", planned(tmp_path), "-o", tmp_path / "paper", "--crew", "K1", "--url", "http://b:1")
    assert result.exit_code == 0, result.output
    assert {p.name for p in (tmp_path / "paper").iterdir()} == {"orders.pdf", "orders.xlsx", "01-一队.gpx"}
    assert "http://b:1/?crew=K1" in (tmp_path / "paper" / "01-一队.gpx").read_text("utf-8")


def test_orders_are_there_without_the_map_too(tmp_path: Path) -> None:
    out = planned(tmp_path)
    (tmp_path / "town.osm").unlink()
    assert run("orders", out, "-o", tmp_path / "paper").exit_code == 0


def test_a_crew_nobody_knows_and_a_folder_that_is_none_are_told(tmp_path: Path) -> None:
    assert run("orders", planned(tmp_path), "-o", tmp_path / "paper", "--crew", "nobody").exit_code == 1
    assert run("orders", tmp_path / "nowhere", "-o", tmp_path / "paper").exit_code == 2
    assert not (tmp_path / "paper").exists()


def test_a_board_gives_its_orders_once_a_plan_is_in_force(tmp_path: Path) -> None:
    with OpenBoard(tmp_path / "board", SetClock(at(-10)), seed=1) as board:
        board.desk.record(two_neighbourhoods(), Actor("office")).result()
    assert run("orders", tmp_path / "board", "-o", tmp_path / "paper").exit_code == 1
    with OpenBoard(tmp_path / "board", SetClock(at(-10)), seed=1) as board:
        closure = ClosureInForce(closing_both(), "")
        plan = board.planning.first(closure, NIGHT, seed=1, seconds=0, actor=Actor("office"))
        board.desk.adopt(plan.id, 0, Actor("commander")).result()  # type: ignore[union-attr]
    assert run("orders", tmp_path / "board", "-o", tmp_path / "paper").exit_code == 0
    assert (tmp_path / "paper" / "01-North-1.gpx").exists()
