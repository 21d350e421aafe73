"""What is generated stands as generated, and what has a name is documented under it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from yipanqi.close.kinds import KINDS
from yipanqi.web import answers

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"


def test_generated_reference_has_not_drifted() -> None:
    checked = subprocess.run(
        [sys.executable, ROOT / "docs" / "generate.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS])
def test_every_kind_of_entry_has_a_heading(kind: str) -> None:
    assert f"\n## {kind}\n" in (REFERENCE / "events.md").read_text("utf-8")


@pytest.mark.parametrize(
    "code", [*answers.STATUS, *answers.HTTP_CODES.values(), "request.failed", "server.failed"]
)
def test_every_code_is_explained(code: str) -> None:
    assert f"`{code}`" in (REFERENCE / "codes.md").read_text("utf-8")


def test_every_code_used_in_the_source_is_explained() -> None:
    source = "\n".join(p.read_text("utf-8") for p in (ROOT / "src" / "yipanqi").rglob("*.py"))
    used = set(re.findall(r'Refusal\(\s*"([a-z_.]+)"\s*[,)]', source))
    explained = (REFERENCE / "codes.md").read_text("utf-8")
    assert used
    assert {code for code in used if f"`{code}`" not in explained} == set()


def test_every_decision_has_its_four_parts() -> None:
    pages = [
        p
        for p in (ROOT / "docs" / "decisions").glob("*.md")
        if p.name not in {"README.md", "dependencies.md"}
    ]
    assert pages
    parts = ("Context", "Decision", "Consequences", "Alternatives")
    missing = {p.name: [part for part in parts if part not in p.read_text("utf-8")] for p in pages}
    assert {name: what for name, what in missing.items() if what} == {}


def test_links_between_documents_lead_somewhere() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    links = [
        (page, target) for page in pages for target in re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8"))
    ]
    inner = [(page, target) for page, target in links if "://" not in target]
    broken = [f"{page.name}: {target}" for page, target in inner if not (page.parent / target).exists()]
    assert broken == []
