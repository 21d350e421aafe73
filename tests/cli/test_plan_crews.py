"""`plan crews`: a night in a file becomes a plan in a file, or every fault is named."""

from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from tests.plan.crews.lane import crew, job, night, yard
from yipanqi.cli.app import app
from yipanqi.plan.crews.check import check_crew_plan
from yipanqi.plan.crews.model import CrewPlan, CrewProblem

SHARED = Path(__file__).parents[3] / "shared" / "data" / "dispatch"
LANE = night([job("a", 1), job("b", 3, 20), job("weld", 4, skills=("weld",))], [crew("k")], [yard("s", 2)])


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["plan", "crews", *words])
    return result.exit_code, result.output


def written(folder: Path, problem: CrewProblem) -> str:
    file = folder / "night.json"
    file.write_bytes(msgspec.json.encode(problem))
    return str(file)


def test_a_night_becomes_a_plan_of_the_four_fields(tmp_path: Path) -> None:
    out = tmp_path / "made" / "plan.json"
    code, _ = run(
        written(tmp_path, LANE), "--seconds", "0.2", "--seed", "1", "--workers", "2", "-o", str(out)
    )
    assert code == 0
    body = msgspec.json.decode(out.read_bytes())
    assert set(body) == {"crews", "finish_s", "bound_s", "undone"}
    assert [set(u) for u in body["undone"]] == [{"job", "why"}]
    assert set(body["crews"]["k"][0]) == {"do", "at", "starts_s", "ends_s", "net_m"}
    assert check_crew_plan(LANE, msgspec.json.decode(out.read_bytes(), type=CrewPlan)) == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "truncated"),
        ('{"format": "crew-problem/2"}', "$.format"),
        ('{"format": "crew-problem/1", "starts_at": 5}', "$.starts_at"),
    ],
)
def test_a_file_that_is_no_night_is_refused_with_its_place(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "bad.json"
    file.write_text(text, "utf-8")
    code, said = run(str(file), "-o", str(tmp_path / "plan.json"))
    assert code == 1
    assert told in said.replace("\n", "")
    assert not (tmp_path / "plan.json").exists()


def test_every_fault_of_a_night_is_named(tmp_path: Path) -> None:
    bad = night([job("a", 1, work_s=-5), job("b", 1, -2)], [crew("k", van_m=-1)])
    code, said = run(written(tmp_path, bad))
    assert code == 1
    for field in ("jobs[0].work_s", "jobs[1].net_m", "crews[0].van_m"):
        assert field in said


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    code, said = run(str(tmp_path / "nowhere.json"))
    assert code == 1
    assert "No such file" in said.replace("\n", " ")


@pytest.mark.parametrize("path", sorted(SHARED.glob("night-*.json")), ids=lambda p: p.stem)
def test_the_nights_of_the_case_end_before_the_deadline(path: Path, tmp_path: Path) -> None:
    out = tmp_path / "plan.json"
    code, _ = run(str(path), "--seconds", "0.5", "-o", str(out))
    assert code == 0
    problem = msgspec.json.decode(path.read_bytes(), type=CrewProblem)
    made = msgspec.json.decode(out.read_bytes(), type=CrewPlan)
    assert check_crew_plan(problem, made) == ()
    assert made.undone == ()
    assert made.finish_s <= problem.deadline_s
