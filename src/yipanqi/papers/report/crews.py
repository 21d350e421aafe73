"""The night's crews in the report: a chart of who does what when, and each crew's own list."""

from datetime import datetime, timedelta

from yipanqi.papers.plan_document import OpeningLine, PlanDocument, Schedule
from yipanqi.papers.report.html import Number, both, row, table, tag, text
from yipanqi.papers.report.sections import clock
from yipanqi.papers.report.words import SIDES, name_of
from yipanqi.plan.crews.model import Step
from yipanqi.survey.model import Crew

_LEFT, _RIGHT, _ROW, _TOP = 130.0, 690.0, 20.0, 30.0


def crews(document: PlanDocument, schedule: Schedule) -> str:
    """When it will be done, the chart, what stays undone, then every crew's list."""
    plan = schedule.plan
    done, all_ = len(schedule.problem.jobs) - len(plan.undone), len(schedule.problem.jobs)
    finish = schedule.starts_at + timedelta(seconds=plan.finish_s)
    late = plan.finish_s > schedule.problem.deadline_s
    good = not plan.undone and not late and not schedule.findings
    words = both(
        f"{len(schedule.crews)} 支队伍，{done}/{all_} 处完成，{finish:%H:%M} 收工"
        f"（时限 {schedule.deadline_at:%H:%M}）。",
        f"{len(schedule.crews)} crews, {done} of {all_} places done, finished at {finish:%H:%M} "
        f"(deadline {schedule.deadline_at:%H:%M}).",
    )
    if plan.bound_s:
        bound = schedule.starts_at + timedelta(seconds=plan.bound_s)
        words += " " + both(f"已证明：不可能早于 {bound:%H:%M}。", f"Proven: not before {bound:%H:%M}.")
    told = tag("p", words, class_="verdict " + ("good" if good else "bad"))
    told += tag("div", chart(schedule), class_="scroll gantt") + _keys()
    told += _undone(document, schedule)
    places = {str(o.id): o for o in document.openings}
    names = {str(n.id): n.name for n in document.neighbourhoods}
    return told + "".join(_crew(crew, schedule, places, names) for crew in schedule.crews)


def _keys() -> str:
    """What the chart's colours and lengths mean, in words."""
    keys = (
        ("job", "封开口、设出入口", "barring, setting up gates"),
        ("load", "取网", "fetching net"),
        ("shift", "在岗", "on shift"),
        ("deadline", "时限", "deadline"),
    )
    told = (tag("span", f'<i class="{key}"></i>' + both(zh, en)) for key, zh, en in keys)
    return tag("p", "".join(told), class_="keys")


def chart(schedule: Schedule) -> str:
    """Every crew's night as a row of bars: fetching, working, and the way between."""
    end_s = max(schedule.problem.deadline_s, schedule.plan.finish_s)
    scale = (_RIGHT - _LEFT) / max(end_s, 1)

    def x(seconds: float) -> float:
        return _LEFT + seconds * scale

    rows = [_bars(i, crew, schedule, x(0), scale) for i, crew in enumerate(schedule.crews)]
    height = _TOP + len(rows) * _ROW + 6
    ticks = []
    for hour in range(end_s // 3600 + 1):
        when = schedule.starts_at + timedelta(hours=hour)
        ticks.append(f'<path class="tick" d="M{x(hour * 3600):.1f} {_TOP - 6}V{height}"/>')
        ticks.append(f'<text class="hour" x="{x(hour * 3600):.1f}" y="16">{when:%H:%M}</text>')
    deadline = x(schedule.problem.deadline_s)
    ticks.append(f'<path class="deadline" d="M{deadline:.1f} {_TOP - 10}V{height}"/>')
    return tag("svg", "".join(ticks + rows), viewBox=f"0 0 710 {height:.0f}", class_="chart", role="img")


def _bars(index: int, crew: Crew, schedule: Schedule, zero: float, scale: float) -> str:
    y = _TOP + index * _ROW
    steps = schedule.plan.crews.get(crew.id, ())
    told = [f'<text class="who" x="{_LEFT - 8}" y="{y + 14}">{text(crew.name)}</text>']
    shift = f'x="{zero + crew.from_s * scale:.1f}" width="{(crew.until_s - crew.from_s) * scale:.1f}"'
    told.append(f'<rect class="shift" y="{y + 9}" height="3" {shift}/>')
    for step in steps:
        left, wide = zero + step.starts_s * scale, max((step.ends_s - step.starts_s) * scale, 1.2)
        told.append(
            f'<rect class="{step.do}" x="{left:.1f}" y="{y + 3}" width="{wide:.1f}" height="15" rx="2">'
            f"<title>{text(step.at)}</title></rect>"
        )
    return "".join(told)


def _undone(document: PlanDocument, schedule: Schedule) -> str:
    if not schedule.plan.undone:
        return ""
    places = {str(o.id): o for o in document.openings}
    names = {str(n.id): n.name for n in document.neighbourhoods}
    items = (
        tag("li", f"{_place(undone.job, places, names)}: {text(undone.why)}")
        for undone in schedule.plan.undone
    )
    return tag("h3", both("做不完的", "Left undone")) + tag("ul", "".join(items), class_="told")


def _crew(crew: Crew, schedule: Schedule, places: dict[str, OpeningLine], names: dict[str, str]) -> str:
    steps = schedule.plan.crews.get(crew.id, ())
    lender = text(schedule.lenders.get(crew.lender, crew.lender))
    work_s = sum(step.ends_s - step.starts_s for step in steps if step.do == "job")
    told = both(
        f"{crew.people} 人 · {sum(s.do == 'job' for s in steps)} 处 · 干活 {clock(work_s, 'zh')}",
        f"{crew.people} people · {sum(s.do == 'job' for s in steps)} places · {clock(work_s, 'en')} of work",
    )
    title = f"<b>{text(crew.name)}</b> <small>{lender}</small>" + tag("small", told, class_="sum")
    head = [
        both("时刻", "When"),
        both("做什么", "What"),
        both("在哪里", "Where"),
        Number(both("网 米", "Net m")),
    ]
    yards = {str(s.id): s.name for s in schedule.suppliers}
    body = (_step(step, schedule.starts_at, places, names, yards) for step in steps)
    return tag("details", tag("summary", title) + table(head, body), class_="sheet crew")


def _step(
    step: Step,
    starts_at: datetime,
    places: dict[str, OpeningLine],
    names: dict[str, str],
    yards: dict[str, str],
) -> str:
    begin, end = (starts_at + timedelta(seconds=s) for s in (step.starts_s, step.ends_s))
    opening = places.get(step.at)
    if step.do == "load" or opening is None:
        what, where = both("取网", "Fetch net"), text(yards.get(step.at, step.at))
    else:
        role = {"gate": ("设出入口", "Set up gate"), "emergency": ("设应急开口", "Emergency opening")}
        what = both(*role.get(opening.role, ("封开口", "Bar opening")))
        where = _place(step.at, places, names)
    cells = [f"{begin:%H:%M}–{end:%H:%M}", what, where, Number(str(step.net_m) if step.net_m else "–")]
    return row(cells, data_o=step.at if opening else None)


def _place(at: str, places: dict[str, OpeningLine], names: dict[str, str]) -> str:
    opening = places.get(at)
    if opening is None:
        return text(at)
    side = both(*SIDES[opening.side]) if opening.side in SIDES else ""
    street = f" {text(opening.name)}" if opening.name else f" {side}"
    return f"{name_of(names.get(str(opening.neighbourhood), ''))} <b>{opening.number}</b>{street}"
