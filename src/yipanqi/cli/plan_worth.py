"""`yipanqi plan worth PROBLEM.json`: one board against each for itself, what each thing on it is worth."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from yipanqi.cli.plan_crews import Say, clock_of, give_up, make_ready, read_night
from yipanqi.cli.progress import Steps
from yipanqi.cli.speech import Tongue, language_of
from yipanqi.plan.crews.model import CrewPlan, CrewProblem
from yipanqi.plan.crews.worth import Played, Span, Weighed, WorthKind, WorthReport
from yipanqi.solvers.crews.one_board import Effort, worth
from yipanqi.solvers.goods import plan_waiting_crews

console = Console(stderr=True)

KINDS: dict[WorthKind, tuple[str, str]] = {
    "one_board": ("一盘棋", "one board"),
    "each_for_itself": ("各自为战", "each for itself"),
    "another_crew": ("多一支封控队（同 {about}）", "one more crew (like {about})"),
    "an_hour_earlier": ("早开工一小时", "starting an hour earlier"),
    "nearer_supplier": ("就近增设供应点（{about} 旁）", "a yard in the middle (beside {about})"),
    "without_lender": ("没有 {about}（{crews} 支队）", "without {about} ({crews})"),
}


def worth_plan(
    problem: Annotated[
        Path, typer.Argument(help="A night in format crew-problem/1.", metavar="PROBLEM.json")
    ],
    seconds: Annotated[float, typer.Option(min=0.1, max=3600, help="Seconds to search for each plan.")] = 2.0,
    seeds: Annotated[
        int, typer.Option(min=1, max=50, help="Plans a night: what differs less than they do is luck.")
    ] = 3,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Searches side by side, one a core.")] = 2,
    lenders: Annotated[bool, typer.Option(help="Weigh each lender's contribution, too.")] = True,
    uneven: Annotated[
        bool, typer.Option(help="Say, too, how it depends on how unevenly crews are spread.")
    ] = True,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Write the figures as JSON; - for standard output.")
    ] = None,
    lang: Annotated[
        Tongue | None, typer.Option("--lang", help="zh or en; else the terminal's language.")
    ] = None,
) -> None:
    """Weigh one board against each for itself, and what a crew, an hour, a yard, a lender is worth.

    Each night is planned with several seeds. Two nights whose plans overlap are not told apart: the
    difference may be the search's luck. More seconds tell more apart.
    """
    say = Say(language_of(lang))
    night = read_night(problem)
    with Steps(console) as steps:
        make_ready(steps, say)
        with steps.step("worth", say("逐项比较", "weighing")) as step:

            def told(kind: WorthKind, about: str, share: float) -> bool:
                step(say(*KINDS[kind]).format(about=about, crews="…"), share)
                return True

            def plans(asked: CrewProblem, search_s: float, seed: int) -> CrewPlan:
                return plan_waiting_crews(asked, seconds=search_s, seed=seed, workers=workers)

            report = worth(night, plans, Effort(seconds, seeds, lenders, uneven), told)
    if report is None:
        raise AssertionError("nobody ended it")
    if out is not None:
        _write(report, out)
    if out is None or str(out) != "-":
        tell(report, say, Console())


def _write(report: WorthReport, out: Path) -> None:
    body = msgspec.json.format(msgspec.json.encode(report), indent=1) + b"\n"
    if str(out) == "-":
        typer.echo(body.decode(), nl=False)
        return
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(body)
    except OSError as error:
        give_up([f"{out}: {error.strerror}"])


def tell(report: WorthReport, say: Say, to: Console) -> None:
    """The figures as tables."""
    to.print(_main_table(report, say))
    if report.uneven:
        to.print(_uneven_table(report, say))
    if report.homeless:
        to.print(
            say(
                f"各自为战时，{report.homeless} 支队所属单位没有自己的小区，留在家里。",
                f"Each for itself, {report.homeless} crews of lenders without neighbourhoods stay at home.",
            )
        )
    to.print(
        say(
            f"每方案搜索 {report.seconds:g} 秒，每夜 {report.seeds} 个种子；"
            f"差别不超过搜索的运气（{round(report.luck_s / 60)} 分钟）即“分不出”。",
            f"{report.seconds:g} s of search a plan, {report.seeds} seeds a night; "
            f"“not told apart”: within the search's luck, {round(report.luck_s / 60)} min.",
        ),
        style="dim",
    )


def _main_table(report: WorthReport, say: Say) -> Table:
    table = _table(say, say("一项之差", "one thing more or less"), say("对完工的影响", "what it does"))
    table.add_row(say(*KINDS["one_board"]), *_cells(report.one_board), "", style="bold")
    for line in _in_order(report.weighed):
        name = say(*KINDS[line.kind]).format(about=line.about, crews=line.crews)
        table.add_row(escape(name), *_cells(line.night), _verdict(line, say))
    return table


def _uneven_table(report: WorthReport, say: Say) -> Table:
    table = _table(say, say("各自为战，队伍分布", "each for itself"), say("不均", "unequal"))
    endless = say("有社区无队", "one has none")
    for point in report.uneven:
        name = say(f"{point.share:.0%} 集中", f"{point.share:.0%} uneven")
        unequal = endless if point.unequal is None else f"{point.unequal:.2f}"
        table.add_row(name, *_cells(point.night), unequal)
    return table


def _table(say: Say, first: str, last: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column(first, overflow="fold")
    for head in (
        say("完工", "finish"),
        say("未完成", "undone"),
        say("小区超时", "late places"),
        say("行程 h", "travel h"),
    ):
        table.add_column(head, justify="right", no_wrap=True)
    table.add_column(last, overflow="fold")
    return table


def _in_order(lines: Sequence[Weighed]) -> list[Weighed]:
    """As asked; lenders by what is missed without them, the most first."""
    lenders = [line for line in lines if line.kind == "without_lender"]
    lenders.sort(key=lambda line: (line.fewer_undone.middle, line.earlier_s.middle))
    return [line for line in lines if line.kind != "without_lender"] + lenders


def _cells(night: Played) -> tuple[str, str, str, str]:
    hours = f"{night.travel_s.middle / 3600:.1f}"
    return _times(night.finish_s), _counts(night.undone), _counts(night.neighbourhoods_late), hours


def _times(span: Span) -> str:
    low, high = _time(span.low), _time(span.high)
    return low if low == high else f"{low} – {high}"


def _time(seconds: int) -> str:
    """Hours and minutes from the start; with an earlier start also before it."""
    return ("-" if seconds < 0 else "") + clock_of(abs(seconds)).removesuffix(" h")


def _counts(span: Span) -> str:
    return str(span.low) if span.low == span.high else f"{span.low} – {span.high}"


def _verdict(line: Weighed, say: Say) -> str:
    """What it does, in words; what is left undone goes before any time."""
    if not line.told_apart:
        return say("分不出", "not told apart")
    if line.fewer_undone.middle:
        count = abs(line.fewer_undone.middle)
        if line.fewer_undone.middle > 0:
            return say(f"多完成 {count} 处", f"{count} fewer undone")
        return say(f"多 {count} 处完不成", f"{count} more undone")
    low, high = sorted((abs(line.earlier_s.low), abs(line.earlier_s.high)))
    least, most = round(low / 60), round(high / 60)
    minutes = str(least) if least == most else f"{least} – {most}"
    if line.earlier_s.middle > 0:
        return say(f"早 {minutes} 分钟", f"{minutes} min earlier")
    return say(f"晚 {minutes} 分钟", f"{minutes} min later")
