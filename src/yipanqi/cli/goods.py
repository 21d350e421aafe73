"""`yipanqi plan goods PROBLEM.json`: what to buy and borrow from whom, for which yard, from a file."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, NoReturn

import msgspec
import typer
from msgspec import Struct
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from yipanqi.cli.speech import Tongue, language_of
from yipanqi.feeds.problems import Language
from yipanqi.papers.goods_words import amount_words, good_name, money_words, night_clock
from yipanqi.plan.goods.check import check_goods_plan
from yipanqi.plan.goods.faults import goods_faults
from yipanqi.plan.goods.model import GoodsPlan, GoodsProblem, Shortage, Supply
from yipanqi.solvers.goods import plan_goods

_SHOWN = 20
WRONG_INPUT, UNSAFE = 1, 3
"""Exit codes: 1 nothing was written; 3 the check found something in the plan, nothing was written."""


def goods_plan(
    problem: Annotated[
        Path,
        typer.Argument(help="Needs and offers in format goods-problem/1.", metavar="PROBLEM.json"),
    ],
    seconds: Annotated[float, typer.Option(min=0.1, max=3600, help="At most so long for each step.")] = 10.0,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="File to write; standard output if not given.")
    ] = None,
    lang: Annotated[
        Tongue | None, typer.Option("--lang", help="zh or en; else the terminal's language.")
    ] = None,
) -> None:
    """Work out who supplies what when to which yard, borrowed or bought, and what will be short.

    Least waiting for goods first, then the least cost; both proven, and the plan checked apart. Exit codes: 0
    planned; 1 bad input; 3 the check found something. Format: docs/reference/goods-problem.md.
    """
    console, language = Console(stderr=True), language_of(lang)
    asked = _read(console, problem)
    with _aside():
        plan = plan_goods(asked, seconds=seconds)
    findings = check_goods_plan(asked, plan)
    for finding in findings[:_SHOWN]:
        console.print(f"[red]{escape(finding.code)}[/red] {escape(finding.says)}")
    if findings:
        raise typer.Exit(UNSAFE)
    _write(console, plan, out)
    tell_goods(console, plan, Teller(language, lambda s: night_clock(s, language)))


@contextmanager
def _aside() -> Iterator[None]:
    """What the solver's library prints by itself goes to standard error, beside the plan."""
    sys.stdout.flush()
    kept = os.dup(1)
    try:
        os.dup2(2, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)


class Teller(Struct, frozen=True):
    """How a goods plan is told: in which language, on which clock, by which names."""

    language: Language
    clock: Callable[[int], str]
    names: Mapping[str, str] = {}

    def say(self, zh: str, en: str) -> str:
        """The words in its language."""
        return zh if self.language == "zh" else en

    def name(self, key: str) -> str:
        """What people call a yard, a lender or an opening."""
        return self.names.get(key, key)


def on_the_clock(starts_at: datetime) -> Callable[[int], str]:
    """Seconds of a night as its clock shows them, with the day where it is not the night's own two."""

    def told(seconds: int) -> str:
        moment = starts_at + timedelta(seconds=seconds)
        near = abs((moment.date() - starts_at.date()).days) <= 1
        return f"{moment:%H:%M}" if near else f"{moment:%m-%d %H:%M}"

    return told


def tell_goods(console: Console, plan: GoodsPlan, teller: Teller) -> None:
    """The orders as a table, then every shortage with what waits."""
    table = Table(box=None, header_style="dim", pad_edge=False)
    for zh, en, numbers in (
        ("向谁", "from", False),
        ("物资", "good", False),
        ("数量", "amount", True),
        ("其中借用", "of it lent", True),
        ("送到", "to", False),
        ("到货", "there at", True),
        ("费用", "cost", True),
    ):
        table.add_column(teller.say(zh, en), justify="right" if numbers else "left")
    for supply in plan.supplies:
        table.add_row(*_cells(supply, teller))
    if plan.supplies:
        console.print(table)
    total = money_words(plan.cost, teller.language)
    words = teller.say(f"订借合计 {total}", f"Orders and loans: {total}")
    words += teller.say("，已证明不能更省。", ", proven the least.") if plan.proven else teller.say("。", ".")
    console.print(words, highlight=False)
    for shortage in plan.shortages:
        line = escape(shortage_words(shortage, teller))
        console.print(f"[red]▲[/red] {line}", highlight=False, soft_wrap=True)
    for good, amount in plan.unoffered.items():
        name, told = good_name(good, teller.language), amount_words(good, amount, teller.language)
        line = teller.say(
            f"没有人提供{name}，需要 {told}。", f"Nobody was asked for {name}; {told} are needed."
        )
        console.print(f"[yellow]![/yellow] {line}", highlight=False, soft_wrap=True)


def _cells(supply: Supply, teller: Teller) -> tuple[str, ...]:
    return (
        escape(teller.name(supply.by)),
        good_name(supply.good, teller.language),
        amount_words(supply.good, supply.amount, teller.language),
        str(supply.lent or "–"),
        escape(teller.name(supply.yard)),
        teller.clock(supply.arrives_s),
        money_words(supply.cost, teller.language) if supply.cost else "–",
    )


def shortage_words(shortage: Shortage, teller: Teller) -> str:
    """A shortage in words: what is missing where, from when until when, and which openings wait."""
    name = good_name(shortage.good, teller.language)
    told = amount_words(shortage.good, shortage.amount, teller.language)
    begins, yard = teller.clock(shortage.from_s), teller.name(shortage.yard)
    more = " …" if len(shortage.jobs) > _SHOWN else ""
    jobs = ", ".join(teller.name(job) for job in shortage.jobs[:_SHOWN]) + more
    if shortage.until_s is None:
        until = teller.say("，当晚补不上", ", and none comes tonight")
    else:
        ends = teller.clock(shortage.until_s)
        until = teller.say(f"，到 {ends} 才补上", f", made good at {ends}")
    waits = teller.say(f"；要等的开口：{jobs}", f"; waiting: {jobs}") if jobs else ""
    return teller.say(
        f"{yard} 从 {begins} 起缺{name} {told}{until}{waits}。",
        f"{yard} lacks {told} of {name} from {begins}{until}{waits}.",
    )


def _read(console: Console, path: Path) -> GoodsProblem:
    """The problem in a file; tells every fault with its field, and exits with 1."""
    try:
        asked = msgspec.json.decode(path.read_bytes(), type=GoodsProblem)
    except OSError as error:
        _give_up(console, [f"{path}: {error.strerror}"])
    except msgspec.DecodeError as error:
        _give_up(console, [f"{path}: {error}"])
    faults = [f"{path}: {fault.field}: {fault.says}" for fault in goods_faults(asked)]
    if faults:
        _give_up(console, faults)
    return asked


def _give_up(console: Console, lines: list[str]) -> NoReturn:
    for line in lines[:_SHOWN]:
        console.print(escape(line), style="red", highlight=False, soft_wrap=True)
    raise typer.Exit(WRONG_INPUT)


def _write(console: Console, plan: GoodsPlan, out: Path | None) -> None:
    body = msgspec.json.format(msgspec.json.encode(plan), indent=1)
    if out is None:
        typer.echo(body.decode())
        return
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(body + b"\n")
    except OSError as error:
        _give_up(console, [f"{out}: {error.strerror}"])
