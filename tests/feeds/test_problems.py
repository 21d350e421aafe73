"""Every problem is told with its exact place, in two complete languages."""

import ast
import string
from pathlib import Path

import pytest

from yipanqi.feeds.problems import FeedError, Problem, describe
from yipanqi.feeds.wording import WORDING

FEEDS = Path(__file__).parents[2] / "src" / "yipanqi" / "feeds"


def fields(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}


def codes_raised() -> set[str]:
    """The codes written out in calls of `Problem` anywhere in the feeds."""
    found: set[str] = set()
    for module in FEEDS.rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Problem"):
                first = [*node.args[:1], *(k.value for k in node.keywords if k.arg == "code")]
                found |= {a.value for a in first if isinstance(a, ast.Constant) and isinstance(a.value, str)}
    return found


@pytest.mark.parametrize("code", sorted(WORDING))
def test_both_languages_are_filled_from_the_same_facts(code: str) -> None:
    chinese, english = WORDING[code]
    assert fields(chinese) == fields(english)
    assert chinese.strip()
    assert english.strip()
    assert any("一" <= c <= "鿿" for c in chinese)


def test_every_code_raised_in_a_feed_has_its_words() -> None:
    assert codes_raised() <= set(WORDING)


def test_a_problem_names_file_sheet_row_and_column() -> None:
    problem = Problem(
        "number-too-small", "town.xlsx", "openings", 12, "width_m", {"value": -3.0, "least": 0.5}
    )
    assert describe(problem, "en") == (
        "town.xlsx › openings › row 12 › column “width_m”: -3 is too small; it must be at least 0.5."
    )
    assert describe(problem, "zh") == (
        "town.xlsx › openings › 第 12 行 › “width_m”列：-3 太小，至少应为 0.5。"
    )


def test_a_fact_cannot_steer_the_terminal_or_the_wording() -> None:
    problem = Problem("not-a-number", "a.csv", facts={"value": "\x1b[31m{code}", "example": "3"})
    said = describe(problem, "en")
    assert "\x1b" not in said
    assert "{code}" in said


def test_an_endless_cell_is_cut_short() -> None:
    problem = Problem("not-a-number", "a.csv", facts={"value": "9" * 5000, "example": "3"})
    assert len(describe(problem, "en")) < 250


def test_a_code_without_words_still_tells_its_facts() -> None:
    assert "width = 3" in describe(Problem("odd", "a.csv", facts={"width": 3}), "en")


def test_an_error_holds_all_its_problems() -> None:
    problems = (Problem("file-empty", "a.csv"), Problem("file-missing", "b.csv"))
    error = FeedError(problems)
    assert error.problems == problems
    assert "a.csv" in str(error)
    assert "b.csv" in str(error)
    with pytest.raises(ValueError, match="without a problem"):
        FeedError(())
