"""The language a command speaks, and how it tells problems: always all of them, each with its place."""

import os
from collections.abc import Iterable
from enum import StrEnum

from rich.console import Console
from rich.markup import escape

from yipanqi.feeds.problems import Language, Problem, describe


class Tongue(StrEnum):
    """What `--lang` takes."""

    zh = "zh"
    en = "en"


def language_of(chosen: Tongue | None) -> Language:
    """The language asked for, else the terminal's."""
    if chosen is not None:
        return chosen.value
    told = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if told.lower().startswith("zh") else "en"


def tell_errors(console: Console, problems: tuple[Problem, ...], language: Language) -> None:
    """Every problem on a line of its own, and how many there were."""
    for problem in problems:
        console.print(f"[red]✗[/red] {escape(describe(problem, language))}", soft_wrap=True, highlight=False)
    count = len(problems)
    words = (
        f"共 {count} 个错误，没有读入任何内容。"
        if language == "zh"
        else f"{count} error(s); nothing was taken in."
    )
    console.print(f"[bold red]{words}[/bold red]")


def tell_warnings(console: Console, problems: Iterable[Problem], language: Language) -> None:
    """What is odd without being wrong."""
    for problem in problems:
        line = f"[yellow]![/yellow] {escape(describe(problem, language))}"
        console.print(line, soft_wrap=True, highlight=False)
