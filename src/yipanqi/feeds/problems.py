"""What is wrong with a file that was handed in: a code, the exact place, the facts - and the words for it."""

from typing import Literal

from msgspec import Struct

from yipanqi.feeds.wording import UNWORDED, WORDING

Language = Literal["zh", "en"]

_LONGEST_FACT = 80


class Problem(Struct, frozen=True):
    """One thing wrong in one place of one file; nothing is imported while there is any.

    `code` has its wording in `feeds.wording`; `facts` fill that wording.
    Rows count from 1 as the spreadsheet shows them, the header being row 1 of most sheets.
    """

    code: str
    file: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    facts: dict[str, str | int | float] = {}


class FeedError(ValueError):
    """A file that cannot be taken in, with every problem found in one pass."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        if not problems:
            raise ValueError("a FeedError without a problem says nothing")
        super().__init__("\n".join(describe(problem, "en") for problem in problems))
        self.problems = problems


def describe(problem: Problem, language: Language) -> str:
    """A problem in words: "file › sheet › row › column: what is wrong, and what to do"."""
    colon = "：" if language == "zh" else ": "
    return f"{where(problem, language)}{colon}{what(problem, language)}"


def where(problem: Problem, language: Language) -> str:
    """The place alone: "file › sheet › row › column", as far as it is known."""
    parts = [_plain(problem.file)]
    if problem.sheet is not None:
        parts.append(_plain(problem.sheet))
    if problem.row is not None:
        parts.append(f"第 {problem.row} 行" if language == "zh" else f"row {problem.row}")
    if problem.column is not None:
        column = _plain(problem.column)
        parts.append(f"“{column}”列" if language == "zh" else f"column “{column}”")
    return " › ".join(parts)


def what(problem: Problem, language: Language) -> str:
    """What is wrong and what to do, without the place."""
    chinese, english = WORDING.get(problem.code, UNWORDED)
    known = {name: _shown(value) for name, value in problem.facts.items()}
    everything = ", ".join(f"{name} = {value}" for name, value in known.items())
    words = chinese if language == "zh" else english
    return words.format_map(_Facts({"code": problem.code, "facts": everything, **known}))


class _Facts(dict[str, str]):
    """Facts for `format_map`; one that is missing shows as a question mark instead of a crash."""

    def __missing__(self, name: str) -> str:
        return "?"


def _shown(value: str | float) -> str:
    """A fact for reading: no control characters, no endless cells, no needless decimals."""
    if isinstance(value, float):
        return f"{value:g}" if abs(value) < 1e6 else str(value)
    return _plain(str(value))


def _plain(text: str) -> str:
    """Text on one line without control characters (a name in a file must not steer a terminal)."""
    line = "".join(c if c.isprintable() else " " for c in text)
    return line if len(line) <= _LONGEST_FACT else line[: _LONGEST_FACT - 1] + "…"
