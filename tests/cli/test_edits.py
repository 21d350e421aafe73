"""Corrections of a map on the command line: planned and verified with; a checklist, and blocks proposed."""

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.cli.tiny_town import Drawing, tiny_town
from yipanqi.cli.app import app

EAST = "w1"


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [*map(str, words), "--lang", "en"])


def planned(folder: Path, *words: object) -> dict[str, dict[str, object]]:
    """The openings of a plan, by id."""
    result = run("plan", tiny_town(folder), *words, "-o", folder / "out")
    assert result.exit_code == 0, result.output
    told = json.loads((folder / "out" / "plan.json").read_text("utf-8"))
    return {opening["id"]: opening for opening in told["openings"]}


def table(folder: Path, *rows: str) -> Path:
    file = folder / "edits.csv"
    file.write_text("\n".join(("do,opening,neighbourhood,lat,lon,width_m,gate", *rows)), "utf-8")
    return file


def test_a_plan_is_made_with_the_edits_and_holds_when_verified_with_them(tmp_path: Path) -> None:
    before = planned(tmp_path)
    path = next(name for name, o in before.items() if not o["vehicle"])
    after = planned(tmp_path, "--edits", table(tmp_path, f"no opening,{path},,,,,"))
    assert set(after) == set(before) - {path}
    assert run("verify", tmp_path / "out").exit_code == 0
    (tmp_path / "out" / "edits.json").unlink()
    assert run("verify", tmp_path / "out").exit_code == 1  # on the map as it is drawn somebody walks in there


def test_a_wished_gate_is_the_gate(tmp_path: Path) -> None:
    before = planned(tmp_path)
    other = next(name for name, o in before.items() if o["vehicle"] and o["role"] != "gate")
    after = planned(tmp_path, "-e", table(tmp_path, f"gate,{other},,,,,force"))
    assert after[other]["role"] == "gate"


def test_a_wall_across_a_way_is_asked_about_until_somebody_says_it_shuts_it(tmp_path: Path) -> None:
    walls = tmp_path / "walls.csv"
    across_the_path = "29.0039,120.002,29.0041,120.002"
    for closes, paths, asked in (("", 2, True), ("no", 2, False), ("yes", 1, False)):
        walls.write_text(f"do,lat,lon,lat2,lon2,closes\nwall,{across_the_path},{closes}\n", "utf-8")
        result = run("plan", tiny_town(tmp_path), "-e", walls, "-o", tmp_path / "out")
        assert result.exit_code == 0, result.output
        assert ("Does it shut them?" in result.output.replace("\n", " ")) is asked
        told = json.loads((tmp_path / "out" / "plan.json").read_text("utf-8"))["openings"]
        assert sum(not opening["vehicle"] for opening in told) == paths
        assert run("verify", tmp_path / "out").exit_code == 0


def test_every_bad_row_of_a_file_of_edits_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    file = table(tmp_path, "width,nowhere,,,,3,", "opening,,East Yard,29.004,120.002,900,", "hop,,,,,,")
    result = run("plan", tiny_town(tmp_path), "-e", file, "-o", tmp_path / "out")
    assert result.exit_code == 1
    assert not (tmp_path / "out").exists()
    for row in ("row 2", "row 3", "row 4"):
        assert row in result.output


def test_at_the_edge_no_ring_is_moved(tmp_path: Path) -> None:
    planned(tmp_path, "--ring", "edge", "--joint", 1)
    told = json.loads((tmp_path / "out" / "plan.json").read_text("utf-8"))
    assert "ring-moved" not in json.dumps(told)


def test_a_checklist_filled_in_is_read_back_as_edits(tmp_path: Path) -> None:
    town = tiny_town(tmp_path)
    assert run("checklist", town, "-o", tmp_path / "look").exit_code == 0
    rows = list(csv.reader((tmp_path / "look" / "checklist.csv").read_text("utf-8-sig").splitlines()))
    head, body = rows[0], rows[1:]
    filled = next(row for row in body if row[head.index("opening")])
    filled[head.index("do")], filled[head.index("width_m")] = "width", "3.5"
    with (tmp_path / "filled.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([head, *body])
    after = planned(tmp_path, "-e", tmp_path / "filled.csv")
    assert after[filled[head.index("opening")]]["width_m"] == 3.5
    again = run("checklist", town, "-e", tmp_path / "filled.csv", "-o", tmp_path / "again")
    assert again.exit_code == 0
    left = json.loads((tmp_path / "again" / "checklist.geojson").read_text("utf-8"))
    assert len(left["features"]) < len(body) + 1
    assert "<td" in (tmp_path / "look" / "checklist.html").read_text("utf-8")


def test_a_checklist_of_no_neighbourhood_is_refused(tmp_path: Path) -> None:
    result = run("checklist", tiny_town(tmp_path), "--only", "Nowhere", "-o", tmp_path / "look")
    assert result.exit_code == 2


def test_blocks_between_main_streets_can_be_planned_as_neighbourhoods(tmp_path: Path) -> None:
    town = Drawing()
    town.square(1, 1, 6, highway="tertiary", name="Ring Street")
    town.square(0, 0, 8, highway="primary", name="Far Street")
    town.way([(4, 1), (4, 4), (4, 7)], highway="residential", name="Mill Lane")
    for x, y in ((2, 2), (5, 2), (2, 5), (5, 5)):
        town.square(x, y, 0.3, building="apartments")
    file = tmp_path / "bare.osm"
    file.write_text(town.xml(), "utf-8")
    found = tmp_path / "blocks.geojson"
    assert run("blocks", file, "--rank", "tertiary", "-o", found).exit_code == 0
    blocks = json.loads(found.read_text("utf-8"))["features"]
    assert [block["properties"]["buildings"] for block in blocks] == [4]
    result = run("plan", file, "-n", found, "-o", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert run("blocks", file, "--rank", "primary", "-o", found).exit_code == 0


REAL = Path(__file__).parents[3] / "shared" / "data" / "osm"


@pytest.mark.skipif(not REAL.exists(), reason="the real extracts are not here")
@pytest.mark.parametrize("name", ["moscow-butyrsky.osm.gz", "beijing-wudaokou.osm.gz"])
def test_on_a_real_extract_a_third_of_the_openings_is_corrected_and_the_plan_still_holds(
    tmp_path: Path, name: str
) -> None:
    result = run("plan", REAL / name, "-o", tmp_path / "before")
    assert result.exit_code == 0, result.output
    openings = json.loads((tmp_path / "before" / "plan.json").read_text("utf-8"))["openings"]
    rows = []
    for number, opening in enumerate(openings[::3]):
        kind = ("no opening", "width", "gate")[number % 3]
        width, gate = ("2.2" if kind == "width" else ""), ("forbid" if kind == "gate" else "")
        rows.append(f"{kind},{opening['id']},,,,{width},{gate}")
    file = table(tmp_path, *rows)
    result = run("plan", REAL / name, "-e", file, "-o", tmp_path / "after")
    assert result.exit_code == 0, result.output
    assert run("verify", tmp_path / "after", REAL / name).exit_code == 0
