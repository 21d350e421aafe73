"""`yipanqi verify`: a plan that lies in a folder is checked again, from its map alone."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from tests.cli.tiny_town import tiny_town
from yipanqi.cli.app import app

Spoil = Callable[[list[dict[str, Any]]], None]


@pytest.fixture
def planned(tmp_path: Path) -> Path:
    """The folder of a plan made from a map that lies beside it."""
    folder = tmp_path / "out"
    run = CliRunner().invoke(app, ["plan", str(tiny_town(tmp_path)), "-o", str(folder), "--lang", "en"])
    assert run.exit_code == 0, run.output
    return folder


def verified(folder: Path, *more: str) -> Result:
    return CliRunner().invoke(app, ["verify", str(folder), "--lang", "en", *more])


def spoiled(folder: Path, spoil: Spoil) -> None:
    """The plan with its features changed by hand."""
    file = folder / "plan.geojson"
    plan = json.loads(file.read_text("utf-8"))
    spoil(plan["features"])
    file.write_text(json.dumps(plan), "utf-8")


def test_a_plan_that_holds_is_certified(planned: Path) -> None:
    run = verified(planned)
    assert run.exit_code == 0, run.output
    certificate = json.loads((planned / "certificate.json").read_text("utf-8"))
    assert certificate["holds"]
    assert certificate["rings"][0]["crossings"]
    assert not (planned / "leak.geojson").exists()


def without_a_net(features: list[dict[str, Any]]) -> None:
    features.remove(next(f for f in features if f["properties"]["kind"] == "barrier"))


def without_gates(features: list[dict[str, Any]]) -> None:
    features[:] = [f for f in features if f["properties"]["kind"] != "gate"]


def with_a_net_moved_off(features: list[dict[str, Any]]) -> None:
    net = next(f for f in features if f["properties"]["kind"] == "barrier")
    net["geometry"]["coordinates"] = [[x + 0.0005, y + 0.0005] for x, y in net["geometry"]["coordinates"]]


@pytest.mark.parametrize("spoil", [without_a_net, without_gates, with_a_net_moved_off])
def test_a_plan_with_a_hole_is_refused_and_the_hole_is_drawn(planned: Path, spoil: Spoil) -> None:
    spoiled(planned, spoil)
    run = verified(planned)
    assert run.exit_code == 1
    drawn = json.loads((planned / "leak.geojson").read_text("utf-8"))
    assert drawn["features"]
    assert all(f["properties"]["code"] for f in drawn["features"])
    assert not json.loads((planned / "certificate.json").read_text("utf-8"))["holds"]


def test_a_mended_plan_leaves_no_old_leak_behind(planned: Path) -> None:
    before = (planned / "plan.geojson").read_bytes()
    spoiled(planned, without_a_net)
    assert verified(planned).exit_code == 1
    (planned / "plan.geojson").write_bytes(before)
    assert verified(planned).exit_code == 0
    assert not (planned / "leak.geojson").exists()


def test_a_map_that_has_moved_is_asked_for_and_can_be_given(planned: Path, tmp_path: Path) -> None:
    name = json.loads((planned / "plan.json").read_text("utf-8"))["origin"]["files"][0]["name"]
    moved = tmp_path / "elsewhere" / name
    moved.parent.mkdir()
    (tmp_path / name).rename(moved)
    run = verified(planned)
    assert run.exit_code == 2
    assert name in run.output
    assert verified(planned, str(moved)).exit_code == 0


@pytest.mark.parametrize("body", ["", "{", '{"type": "FeatureCollection"}', "[]", '{"features": [{}]}'])
def test_what_is_no_plan_is_said_to_be_none(planned: Path, body: str) -> None:
    (planned / "plan.geojson").write_text(body, "utf-8")
    run = verified(planned)
    assert run.exit_code in {1, 2}
    assert isinstance(run.exception, SystemExit)


def test_an_empty_folder_has_no_plan(tmp_path: Path) -> None:
    run = verified(tmp_path)
    assert run.exit_code == 2
    assert "plan.geojson" in run.output
