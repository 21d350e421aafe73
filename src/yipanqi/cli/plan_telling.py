"""The plan in the terminal: a short table, worst first, and where to go on."""

from datetime import timedelta
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from yipanqi.cli.goods import Teller, on_the_clock, tell_goods
from yipanqi.cli.plan_reading import Inputs
from yipanqi.papers.plan_document import PlanDocument, Schedule
from yipanqi.papers.report.words import plain_name
from yipanqi.plan.closure.words import NOT_KEPT, say_finding, say_note

_MOST_ROWS = 15


def tell_plan(
    screen: Console, side: Console, document: PlanDocument, inputs: Inputs, written: tuple[Path, ...]
) -> None:
    """Table and figures on `screen`; warnings and verdict on `side`, which scripts leave alone."""
    for warning in document.warnings:
        side.print(f"[yellow]![/yellow] {escape(warning)}", soft_wrap=True, highlight=False)
    screen.print(_table(document, inputs))
    left_out = len(document.neighbourhoods) - _MOST_ROWS
    if left_out > 0:
        words = inputs.say(
            f"… 另有 {left_out} 个小区，见 report.html", f"… and {left_out} more in report.html"
        )
        screen.print(f"[dim]{words}[/dim]")
    screen.print(_figures(document, inputs), highlight=False)
    if document.schedule is not None:
        screen.print(_night(document, inputs), highlight=False)
        if document.schedule.orders is not None:
            tell_goods(screen, document.schedule.orders, _teller(document, document.schedule, inputs))
    _verdict(side, document, inputs)
    for file in written:
        screen.print(f"[dim]→[/dim] {escape(str(file))}", soft_wrap=True, highlight=False)
    if document.origin.attribution:
        screen.print(f"[dim]{escape(document.origin.attribution)}[/dim]", highlight=False)


def _table(document: PlanDocument, inputs: Inputs) -> Table:
    table = Table(box=None, header_style="dim", pad_edge=False)
    for zh, en in (
        ("#", "#"),
        ("小区", "neighbourhood"),
        ("开口", "openings"),
        ("防护网", "nets"),
        ("网长 米", "net m"),
        ("应急", "emergency"),
        ("待确认 米", "to confirm m"),
        ("步行 米", "walk m"),
    ):
        numbers = zh != "小区"
        table.add_column(inputs.say(zh, en), justify="right" if numbers else "left", overflow="fold")
    for number, line in enumerate(document.neighbourhoods[:_MOST_ROWS], start=1):
        name = inputs.say(*plain_name(line.name))
        mark = " [red]▲[/red]" if line.findings else ""
        table.add_row(
            str(number),
            escape(name) + mark,
            str(line.openings),
            str(line.nets),
            f"{line.net_m:,.0f}",
            str(line.emergency or "–"),
            f"{line.assumed_m:,.0f}",
            "–" if line.walk_mean_m is None else f"{line.walk_mean_m:,.0f}",
        )
    return table


def _figures(document: PlanDocument, inputs: Inputs) -> str:
    total = document.summary
    return inputs.say(
        f"[bold]{total.neighbourhoods}[/bold] 个小区，[bold]{total.openings}[/bold] 个开口："
        f"[bold]{total.nets}[/bold] 处防护网共 [bold]{total.net_m:,.0f}[/bold] 米，"
        f"[bold]{total.gates}[/bold] 个出入口，[bold]{total.emergency}[/bold] 个应急开口；"
        f"封控圈 {total.ring_m:,.0f} 米，其中 {total.assumed_m:,.0f} 米待现场确认。",
        f"[bold]{total.neighbourhoods}[/bold] neighbourhoods, [bold]{total.openings}[/bold] openings: "
        f"[bold]{total.nets}[/bold] nets of [bold]{total.net_m:,.0f}[/bold] m, "
        f"[bold]{total.gates}[/bold] gates, [bold]{total.emergency}[/bold] emergency openings; "
        f"{total.ring_m:,.0f} m of ring, {total.assumed_m:,.0f} m of it to be confirmed on the spot.",
    )


def _night(document: PlanDocument, inputs: Inputs) -> str:
    schedule = document.schedule
    if schedule is None:
        return ""
    finish = schedule.starts_at + timedelta(seconds=schedule.plan.finish_s)
    all_, undone = len(schedule.problem.jobs), len(schedule.plan.undone)
    return inputs.say(
        f"{len(schedule.crews)} 支封控队，{all_ - undone}/{all_} 处，{finish:%H:%M} 完成"
        f"（时限 {schedule.deadline_at:%H:%M}）。",
        f"{len(schedule.crews)} crews, {all_ - undone} of {all_} places, finished at {finish:%H:%M} "
        f"(deadline {schedule.deadline_at:%H:%M}).",
    )


def _teller(document: PlanDocument, schedule: Schedule, inputs: Inputs) -> Teller:
    """Goods are told by people's names for yards, lenders and openings."""
    places = {line.id: inputs.say(*plain_name(line.name)) for line in document.neighbourhoods}
    names: dict[str, str] = {y.id: y.name for y in schedule.suppliers}
    names |= {str(lender): name for lender, name in schedule.lenders.items()}
    names |= {o.id: f"{places[o.neighbourhood]} {o.number}" for o in document.openings}
    return Teller(inputs.language, on_the_clock(schedule.starts_at), names)


def _verdict(side: Console, document: PlanDocument, inputs: Inputs) -> None:
    findings = document.findings
    for finding in findings:
        words = escape(say_finding(finding, inputs.language))
        side.print(
            f"[red]▲[/red] {words} [dim]{escape(finding.concerns)}[/dim]", soft_wrap=True, highlight=False
        )
    for note in (note for ring in document.rings for note in ring.notes if note.code in NOT_KEPT):
        side.print(f"[yellow]![/yellow] {escape(say_note(note, inputs.language))}", soft_wrap=True)
    if document.schedule is not None:
        for wrong in document.schedule.findings:
            line = escape(f"{wrong.code} {wrong.about}: {wrong.says}")
            side.print(f"[red]▲[/red] {line}", soft_wrap=True, highlight=False)
    if findings:
        words = inputs.say(
            f"检查发现 {len(findings)} 处问题，不能下达。",
            f"The check found {len(findings)} problem(s); not to be adopted.",
        )
        side.print(f"[bold red]{words}[/bold red]")
    else:
        words = inputs.say("独立检查通过。", "The independent check found nothing wrong.")
        side.print(f"[green]✓[/green] {words}")
