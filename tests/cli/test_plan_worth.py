"""`plan worth`: what one board and each thing on it are worth, in a table and in a file."""

from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from tests.plan.crews.lane import crew, job, night
from yipanqi.cli.app import app
from yipanqi.ground.ids import OrganisationId
from yipanqi.plan.crews.worth import WorthReport

MILL = OrganisationId("mill")
LANE = night(
    [*(job(f"e{n}", 1) for n in range(3)), job("w", 2, community="west")],
    [crew("k"), crew("l", lender=MILL)],
)
BRIEF = ("--seconds", "0.1", "--seeds", "2", "--workers", "1")


def run(folder: Path, *words: str) -> tuple[int, str]:
    file = folder / "night.json"
    file.write_bytes(msgspec.json.encode(LANE))
    result = CliRunner().invoke(app, ["plan", "worth", str(file), *BRIEF, *words])
    return result.exit_code, result.output


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ("each for itself", "1 more undone", "without mill", "earlier", "one has none")),
        ("zh", ("各自为战", "多 1 处完不成", "没有 mill", "分钟", "有社区无队")),
    ],
)
def test_a_table_says_what_each_thing_is_worth(tmp_path: Path, lang: str, words: tuple[str, ...]) -> None:
    code, said = run(tmp_path, "--lang", lang)
    assert code == 0
    together = " ".join(said.split())
    assert [word for word in words if word not in together] == []


def test_the_figures_go_into_a_file(tmp_path: Path) -> None:
    out = tmp_path / "made" / "worth.json"
    code, _ = run(tmp_path, "--no-uneven", "-o", str(out))
    assert code == 0
    report = msgspec.json.decode(out.read_bytes(), type=WorthReport)
    assert (report.seeds, report.uneven) == (2, ())
    assert {w.about for w in report.weighed if w.kind == "without_lender"} == {"village", "mill"}
