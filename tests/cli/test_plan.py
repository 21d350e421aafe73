"""`yipanqi plan`: from a map to a folder - or a clear word, a code, and nothing half-written."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.cli.tiny_town import tiny_town
from yipanqi.cli import plan_making
from yipanqi.cli.app import app
from yipanqi.feeds.registry_writing import registry_to_tables
from yipanqi.ground.ids import CrewId, NeighbourhoodId, OrganisationId, SupplierId
from yipanqi.plan.closure.model import Finding
from yipanqi.survey.model import Crew, FieldOpening, Organisation, RegisteredNeighbourhood, Registry, Supplier

EXTRACTS = Path(__file__).parents[3] / "shared" / "data" / "osm"
FILES = {"plan.geojson", "plan.json", "report.html"}
WANGCHUN = Organisation(OrganisationId("C1"), "望春社区", "community", 6, 5.0)
EAST = RegisteredNeighbourhood(NeighbourhoodId("N1"), "East Yard", WANGCHUN.id)
SQUAD = Crew(CrewId("K1"), "一队", WANGCHUN.id, (120.001, 29.001), 4, 0, 36_000, 60, 60)
YARD = Supplier(SupplierId("S1"), "建材", (120.002, 29.001), 600, 500)
REGISTRY = Registry((WANGCHUN,), (EAST,), (SQUAD,), (YARD,))


def plan(*arguments: object) -> Result:
    words = [str(argument) for argument in arguments]
    return CliRunner().invoke(app, ["plan", *words, "--lang", "en", "--crew-seconds", "0"])


def test_a_map_becomes_a_folder_with_a_checked_plan(tmp_path: Path) -> None:
    result = plan(tiny_town(tmp_path), "-o", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert {p.name for p in (tmp_path / "out").iterdir()} == FILES
    told = json.loads((tmp_path / "out" / "plan.json").read_text("utf-8"))
    total = told["summary"]
    assert (total["neighbourhoods"], total["openings"], total["gates"]) == (1, 4, 1)
    assert total["nets"] + total["emergency"] == 3
    assert total["adoptable"]
    assert told["plan"]["seed"] == 0
    assert told["origin"]["files"][0]["name"] == "town.osm"
    kinds = {
        f["properties"]["kind"]
        for f in json.loads((tmp_path / "out" / "plan.geojson").read_text())["features"]
    }
    assert {"neighbourhood", "opening", "barrier", "gate", "ring", "assumed"} <= kinds
    assert "East Yard" in result.output


def test_the_same_map_and_seed_make_the_same_plan(tmp_path: Path) -> None:
    town = tiny_town(tmp_path)
    for folder in ("a", "b"):
        assert plan(town, "-o", tmp_path / folder).exit_code == 0
    assert (tmp_path / "a" / "plan.geojson").read_bytes() == (tmp_path / "b" / "plan.geojson").read_bytes()


def test_crews_of_a_registry_are_scheduled_and_the_weak_plank_is_named(tmp_path: Path) -> None:
    registry_to_tables(REGISTRY, tmp_path / "registry.xlsx")
    result = plan(tiny_town(tmp_path), "-r", tmp_path / "registry.xlsx", "-o", tmp_path / "out")
    assert result.exit_code == 0, result.output
    told = json.loads((tmp_path / "out" / "plan.json").read_text("utf-8"))
    assert told["schedule"]["plan"]["undone"] == []
    jobs = [s for steps in told["schedule"]["plan"]["crews"].values() for s in steps if s["do"] == "job"]
    assert len(jobs) == 4
    assert told["weak_plank"]["communities"][0]["name"] == "望春社区"
    assert told["neighbourhoods"][0]["community_name"] == "望春社区"


def test_other_files_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "notes.txt").write_text("mine")
    (out / "plan.json").write_text("old")
    assert plan(tiny_town(tmp_path), "-o", out).exit_code == 0
    assert (out / "notes.txt").read_text() == "mine"
    assert (out / "plan.json").read_text() != "old"
    assert {p.name for p in out.iterdir()} == FILES | {"notes.txt"}


def test_a_file_where_the_folder_should_be_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    assert plan(tiny_town(tmp_path), "-o", tmp_path / "out").exit_code == 1
    assert (tmp_path / "out").read_text() == "mine"


def test_every_file_is_told_what_is_wrong_with_it_at_once(tmp_path: Path) -> None:
    (tmp_path / "crews.csv").write_text(
        "name,lender,lat,lon,people,from,until,van_m\nA,X,99,200,0,soon,04:00,-1\n"
    )
    (tmp_path / "town.osm").write_text("<osm version='0.6'><node id='1' lat=")
    result = plan(tmp_path / "town.osm", "-r", tmp_path / "crews.csv", "-o", tmp_path / "out")
    assert result.exit_code == 1
    said = " ".join(result.output.split())
    for place in ("town.osm:", "column “lat”", "column “people”", "column “from”", "column “van_m”"):
        assert place in said
    assert not (tmp_path / "out").exists()


def test_a_map_without_residential_areas_says_so_and_what_to_do(tmp_path: Path) -> None:
    town = tiny_town(tmp_path)
    town.write_text(
        town.read_text("utf-8").replace(
            'v="residential"/><tag k="name" v="East', 'v="farm"/><tag k="name" v="East'
        )
    )
    result = plan(town, "-o", tmp_path / "out")
    assert result.exit_code == 1
    assert "--neighbourhoods" in result.output


def test_a_leak_is_told_after_the_folder_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    leak = Finding("leak", "w1", {"way": 3}, ())
    monkeypatch.setattr(plan_making, "check", lambda *_: (leak,))
    result = plan(tiny_town(tmp_path), "-o", tmp_path / "out")
    assert result.exit_code == 3
    assert json.loads((tmp_path / "out" / "plan.json").read_text("utf-8"))["summary"]["adoptable"] is False
    assert "cannot be adopted" in (tmp_path / "out" / "report.html").read_text("utf-8")


def test_walled_neighbourhoods_of_the_registry_are_left_out(tmp_path: Path) -> None:
    walled = RegisteredNeighbourhood(NeighbourhoodId("N1"), "East Yard", WANGCHUN.id, walled=True)
    registry_to_tables(Registry((WANGCHUN,), (walled,)), tmp_path / "registry")
    result = plan(tiny_town(tmp_path), "-r", tmp_path / "registry", "-o", tmp_path / "out")
    assert result.exit_code == 1
    assert "walled" in result.output


def test_an_opening_that_only_the_field_knows_is_barred_like_any_other(tmp_path: Path) -> None:
    hole = FieldOpening(EAST.id, (120.0055, 29.006), 2.5, "behind the bins")
    registry_to_tables(Registry((WANGCHUN,), (EAST,), openings=(hole,)), tmp_path / "registry.xlsx")
    result = plan(tiny_town(tmp_path), "-r", tmp_path / "registry.xlsx", "-o", tmp_path / "out")
    assert result.exit_code == 0, result.output
    told = json.loads((tmp_path / "out" / "plan.json").read_text("utf-8"))
    (line,) = [o for o in told["openings"] if o["name"] == "behind the bins"]
    assert (line["width_m"], line["width_from"], line["confirmed"]) == (2.5, "field", True)
    assert line["role"] in ("bar", "gate")
    assert "it was added" in result.output


def test_a_measured_opening_of_no_edge_is_not_lost(tmp_path: Path) -> None:
    hole = FieldOpening(EAST.id, (120.0075, 29.0075), 2.5, "by the bus stop")
    registry_to_tables(Registry((WANGCHUN,), (EAST,), openings=(hole,)), tmp_path / "registry.xlsx")
    result = plan(tiny_town(tmp_path), "-r", tmp_path / "registry.xlsx", "-o", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert "29.00750" in result.output
    assert "by the bus stop" in (tmp_path / "out" / "report.html").read_text("utf-8")


@pytest.mark.parametrize("arguments", [["--help"], ["map", "--help"], []])
def test_help_is_given_with_or_without_the_default_command(arguments: list[str]) -> None:
    result = CliRunner().invoke(app, ["plan", *arguments])
    assert "report.html" in result.output
    assert "--registry" in result.output


def test_the_crews_planner_is_found_beside_the_maps() -> None:
    assert "PROBLEM.json" in CliRunner().invoke(app, ["plan", "crews", "--help"]).output
    assert "plan crews" in CliRunner().invoke(app, ["plan", "--help"]).output


@pytest.mark.parametrize("name", ["moscow-butyrsky.osm.gz", "beijing-wudaokou.osm.gz"])
def test_a_real_extract_is_planned_and_passes_its_check(tmp_path: Path, name: str) -> None:
    if not (EXTRACTS / name).exists():
        pytest.skip("no extracts here")
    result = plan(EXTRACTS / name, "-o", tmp_path / "out")
    assert result.exit_code == 0, result.output
    report = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert "© OpenStreetMap contributors" in report
    assert len(report) < 2_000_000
