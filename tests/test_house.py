"""The house stands: nothing in the core reaches for time, chance or files by itself."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "yipanqi"
CORE = ("ground", "journal", "survey", "plan", "close", "desk")
FORBIDDEN_CALLS = {"open", "input", "print", "now", "utcnow", "today", "monotonic", "perf_counter", "urandom"}
FORBIDDEN_NAMES = {"random", "secrets", "os", "pathlib", "socket", "subprocess"}


def impurities(tree: ast.AST) -> list[str]:
    """Calls that ask the world for time, chance or files, as `line: name`."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [
                f"{node.lineno}: {a.name}" for a in node.names if a.name.split(".")[0] in FORBIDDEN_NAMES
            ]
        elif isinstance(node, ast.ImportFrom):
            if (node.module or "").split(".")[0] in FORBIDDEN_NAMES:
                found.append(f"{node.lineno}: {node.module}")
        elif isinstance(node, ast.Call):
            found += [f"{node.lineno}: {ast.unparse(node.func)}"] if asks_the_world(node.func) else []
    return found


def asks_the_world(function: ast.expr) -> bool:
    """Whether a called name is one of the forbidden; a clock port's own `now` is not."""
    if isinstance(function, ast.Name):
        return function.id in FORBIDDEN_CALLS
    if not isinstance(function, ast.Attribute) or function.attr not in FORBIDDEN_CALLS | {
        "default_rng",
        "seed",
    }:
        return False
    return ast.unparse(function.value).split(".")[-1] in {
        "datetime",
        "date",
        "time",
        "np",
        "numpy",
        "random",
        "os",
    }


@pytest.mark.parametrize("package", CORE)
def test_the_core_is_given_time_chance_and_files(package: str) -> None:
    modules = sorted((SOURCE / package).rglob("*.py"))
    assert modules, f"no module in {package}"
    found = {str(m.relative_to(SOURCE)): impurities(ast.parse(m.read_text("utf-8"))) for m in modules}
    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "line",
    [
        "datetime.now()",
        "open('x')",
        "import random",
        "from os import path",
        "np.random.default_rng()",
        "time.monotonic()",
    ],
)
def test_the_purity_test_itself_catches(line: str) -> None:
    assert impurities(ast.parse(line))


def test_the_import_contracts_hold() -> None:
    checked = subprocess.run(
        [Path(sys.executable).parent / "lint-imports"],
        cwd=SOURCE.parents[1],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Contracts: 4 kept, 0 broken." in checked.stdout, checked.stdout + checked.stderr


def test_a_clock_handed_in_may_be_read() -> None:
    assert impurities(ast.parse("clock.now()")) == []
