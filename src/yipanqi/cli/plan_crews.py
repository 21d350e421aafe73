"""`yipanqi plan crews PROBLEM.json`: a night's crew schedule from a file."""

from pathlib import Path
from time import monotonic
from typing import Annotated, NoReturn

import msgspec
import typer
from msgspec.structs import replace
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from yipanqi.cli.progress import Step, Steps
from yipanqi.cli.speech import Tongue, language_of
from yipanqi.plan.crews.check import check_crew_plan
from yipanqi.plan.crews.faults import problem_faults
from yipanqi.plan.crews.model import CrewPlan, CrewProblem, Undone
from yipanqi.solvers.crews import Progress, warm_up
from yipanqi.solvers.crews.compiled import is_compiled
from yipanqi.solvers.goods import plan_waiting_crews

console = Console(stderr=True)
_SHOWN = 20
WRONG_INPUT, UNSAFE = 1, 3
"""Exit codes: 1 nothing was written; 3 the check found something in the plan, nothing was written."""


def crews_plan(
    problem: Annotated[
        Path, typer.Argument(help="A night in format crew-problem/1.", metavar="PROBLEM.json")
    ],
    seconds: Annotated[
        float, typer.Option(min=0, max=86400, help="Seconds to search; 0: first plan only.")
    ] = 10.0,
    seed: Annotated[int, typer.Option(min=0, help="Chooses the search's luck.")] = 0,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Searches side by side, one a core.")] = 2,
    bound_seconds: Annotated[
        float,
        typer.Option(min=0, max=86400, help="Seconds more for the bound: proves nights of a dozen jobs."),
    ] = 0.0,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="File to write; standard output if not given.")
    ] = None,
    lang: Annotated[
        Tongue | None, typer.Option("--lang", help="zh or en; else the terminal's language.")
    ] = None,
) -> None:
    """Schedule a night's crews: the earliest finish, who does what when, and what must be left undone."""
    say = Say(language_of(lang))
    night = read_night(problem)
    with Steps(console) as steps:
        left_s = seconds - (make_ready(steps, say) if seconds > 0 else 0.0)
        with steps.step("search", say("排班", "crews scheduled")) as step:
            plan = plan_waiting_crews(
                night,
                seconds=max(left_s, seconds / 2),
                seed=seed,
                workers=workers,
                progress=lambda p: _tell(step, p, seconds, say),
                bound_seconds=bound_seconds,
            )
            step.said = say(
                f"{clock_of(plan.finish_s)} 完工，{len(plan.undone)} 项做不完",
                f"finish {clock_of(plan.finish_s)}, {len(plan.undone)} undone",
            )
    findings = check_crew_plan(night, plan)
    for finding in findings[:_SHOWN]:
        console.print(f"[red]{escape(finding.code)}[/red] {escape(finding.says)}")
    if findings:
        raise typer.Exit(UNSAFE)
    _write(plan, out)
    _summary(night, plan, say)


class Say:
    """Picks the language's words."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en


def make_ready(steps: Steps, say: Say) -> float:
    """Load the search; seconds to take off the search's own, unless it had to be compiled first."""
    began, was = monotonic(), is_compiled()
    with steps.step(
        "warm", say("搜索程序就绪（首次需编译半分钟）", "search made ready (compiled once: half a minute)")
    ):
        warm_up(wait=True)
    return monotonic() - began if was else 0.0


def read_night(path: Path) -> CrewProblem:
    """The problem in a file; tells every fault with its field, and exits with 1."""
    try:
        night = msgspec.json.decode(path.read_bytes(), type=CrewProblem)
    except OSError as error:
        give_up([f"{path}: {error.strerror}"])
    except msgspec.DecodeError as error:  # a validation error, too, says where: `$.jobs[3].work_s`
        give_up([f"{path}: {error}"])
    faults = [f"{path}: {fault.field}: {fault.says}" for fault in problem_faults(night)]
    if faults:
        give_up(faults)
    return night


def give_up(lines: list[str]) -> NoReturn:
    """Tell what is wrong and exit with 1."""
    for line in lines[:_SHOWN]:
        console.print(escape(line), style="red", highlight=False, soft_wrap=True)
    if len(lines) > _SHOWN:
        console.print(f"… and {len(lines) - _SHOWN} more", style="red")
    raise typer.Exit(WRONG_INPUT)


def _tell(step: Step, progress: Progress, seconds: float, say: Say) -> bool:
    """Show how far the search is; it goes on."""
    finish, bound = clock_of(progress.finish_s), clock_of(progress.bound_s)
    step(
        say(f"完工 {finish}，下界 {bound}", f"finish {finish}, bound {bound}"),
        min(1.0, progress.spent_s / max(seconds, 1e-9)),
    )
    return True


def _write(plan: CrewPlan, out: Path | None) -> None:
    """The plan as `docs/reference/crew-problem.md` describes it, and nothing more."""
    bare = replace(plan, made=None, undone=tuple(Undone(u.job, u.why) for u in plan.undone))
    body = msgspec.json.format(msgspec.json.encode(bare), indent=1)
    if out is None:
        typer.echo(body.decode())
        return
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(body + b"\n")
    except OSError as error:
        give_up([f"{out}: {error.strerror}"])


def _summary(night: CrewProblem, plan: CrewPlan, say: Say) -> None:
    table = Table(show_header=False, box=None)
    early = plan.finish_s <= night.deadline_s
    in_time = say("时限之内", "by the deadline") if early else say("超过时限", "after the deadline")
    table.add_row(say("完工", "finish"), f"{plan.finish_s} s ({clock_of(plan.finish_s)}), {in_time}")
    if plan.bound_s:
        gap = 100 * (plan.finish_s / plan.bound_s - 1)
        words = say(f"本方案晚 {gap:.1f} %", f"the plan is {gap:.1f} % later")
        table.add_row(say("任何方案不早于", "no plan is earlier than"), f"{plan.bound_s} s ({words})")
    done, undone = len(night.jobs) - len(plan.undone), len(plan.undone)
    table.add_row(
        say("任务", "jobs"), say(f"{done} 项已排，{undone} 项做不完", f"{done} planned, {undone} undone")
    )
    used = sum(bool(s) for s in plan.crews.values())
    table.add_row(
        say("出动封控队", "crews used"), say(f"{used} / {len(night.crews)}", f"{used} of {len(night.crews)}")
    )
    console.print(table)
    for entry in plan.undone[:_SHOWN]:
        console.print(f"  {escape(entry.job)}: {escape(entry.why)}", highlight=False)


def clock_of(seconds: int) -> str:
    """Hours and minutes from the start."""
    return f"{seconds // 3600}:{seconds % 3600 // 60:02d} h"
