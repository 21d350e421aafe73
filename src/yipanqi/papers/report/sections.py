"""The report's sections beside the map: neighbourhoods worst first, material, check."""

from collections.abc import Iterable
from datetime import timedelta

from yipanqi.papers.counting import concerned
from yipanqi.papers.materials import ASSUMPTIONS, WORDS, materials_of
from yipanqi.papers.plan_document import Material, NeighbourhoodLine, PlanDocument, RingLine
from yipanqi.papers.report.html import Number, both, metres, row, table, tag, text
from yipanqi.papers.report.symbols import sign
from yipanqi.papers.report.words import name_of
from yipanqi.plan.closure.model import Finding
from yipanqi.plan.closure.words import say_finding, say_note
from yipanqi.survey.weak_plank import CommunityPlank, Lack, WeakPlank


def neighbourhoods(document: PlanDocument) -> str:
    """The table of neighbourhoods, worst first; a click on a row finds it on the map."""
    with_community = any(line.community for line in document.neighbourhoods)
    head = [
        "#",
        both("小区", "Neighbourhood"),
        Number(both("开口", "Openings")),
        Number(both("防护网", "Nets")),
        Number(both("网长 米", "Net m")),
        Number(both("应急", "Emerg.")),
        both("圈已证实", "Ring proven"),
        Number(both("步行 米", "Walk m")),
    ]
    shared = {ring.number: len(ring.neighbourhoods) - 1 for ring in document.rings}
    body = (
        _neighbourhood(i, n, shared.get(n.ring, 0), with_community)
        for i, n in enumerate(document.neighbourhoods, start=1)
    )
    hint = both(
        "最需要注意的排在前面；点一行，地图就到那里。",
        "Those that need most attention come first; click a row to find it on the map.",
    )
    return tag("p", hint, class_="hint screen") + table(head, body, class_="places", id="places")


def _neighbourhood(number: int, line: NeighbourhoodLine, others: int, with_community: bool) -> str:
    flags = _flags(line, others)
    community = (
        f"<small>{text(line.community_name)}</small>" if with_community and line.community_name else ""
    )
    cells = [
        f'<span class="rank">{number}</span>',
        f"<b>{name_of(line.name)}</b>{community}{flags}",
        Number(str(line.openings)),
        Number(str(line.nets)),
        Number(metres(line.net_m)),
        Number(str(line.emergency) if line.emergency else "–"),
        bar(line.confirmed_share),
        Number(metres(line.walk_mean_m) if line.walk_mean_m is not None else "–"),
    ]
    return row(cells, data_n=line.id, tabindex="0")


def bar(share: float) -> str:
    """A share as a short bar and its figure."""
    percent = f"{share * 100:.0f}"
    return f'<span class="bar"><i style="width:{percent}%"></i></span><small>{percent} %</small>'


def _flags(line: NeighbourhoodLine, others: int) -> str:
    told = []
    if line.findings:
        words = both(f"检查发现 {line.findings} 处问题", f"{line.findings} finding(s) of the check")
        told.append(tag("span", sign("finding", 14) + words, class_="flag bad"))
    if not line.ring:
        told.append(tag("span", both("没有封控圈", "no ring"), class_="flag bad"))
    if not line.openings and not others:
        words = both("地图上没有路进出", "no way in on the map")
        told.append(tag("span", words, class_="flag"))
    if line.out_of_reach:
        n = line.out_of_reach
        words = both(f"{n} 栋消防车到不了", f"no engine reaches {n}")
        title = "封控前已如此 · so before the closure, too"
        told.append(tag("span", words, class_="flag", title=title))
    if others:
        words = both(f"与另外 {others} 个小区合为一圈", f"one ring with {others} more")
        told.append(tag("span", words, class_="flag calm"))
    if line.walled:
        told.append(tag("span", both("封闭式", "walled"), class_="flag calm"))
    return tag("span", "".join(told), class_="flags") if told else ""


def materials(document: PlanDocument) -> str:
    """The material list: of the whole, then of each neighbourhood."""
    head = [both("物料", "Material"), Number(both("数量", "Amount")), "", both("计法", "Counted as")]
    whole = table(head, (_material(m) for m in document.materials))
    return whole + tag("h3", both("分小区", "By neighbourhood")) + _by_neighbourhood(document)


def _material(material: Material) -> str:
    unit = both("米", "m") if material.unit == "m" else both("件", "pieces")
    per = both(*ASSUMPTIONS[material.per]) if material.per else ""
    return row(
        [both(*WORDS[material.key]), Number(f"<b>{material.amount:,}</b>"), unit, f"<small>{per}</small>"]
    )


def _by_neighbourhood(document: PlanDocument) -> str:
    keys = ("net", "posts", "ties", "removable-barriers", "signs")
    head = ["#", both("小区", "Neighbourhood"), *(Number(both(*_SHORT[key])) for key in keys)]
    body = []
    for number, line in enumerate(document.neighbourhoods, start=1):
        mine = materials_of(o for o in document.openings if o.neighbourhood == line.id)
        amounts = {material.key: material.amount for material in mine}
        cells = [f"{amounts[key]:,}" if key in amounts else "–" for key in keys]
        told = [f'<span class="rank">{number}</span>', name_of(line.name), *map(Number, cells)]
        body.append(row(told, data_n=line.id, tabindex="0"))
    return table(head, body)


_SHORT = {
    "net": ("网 米", "Net m"),
    "posts": ("立柱", "Posts"),
    "ties": ("扎带", "Ties"),
    "removable-barriers": ("护栏", "Removable"),
    "signs": ("告示牌", "Signs"),
}


def check(document: PlanDocument) -> str:
    """What the check found, and what the planner itself has to say."""
    if document.findings:
        words = both(
            f"检查发现 {len(document.findings)} 处问题，这个方案不能下达。",
            f"The check found {len(document.findings)} problem(s); this plan cannot be adopted.",
        )
        verdict = tag("p", sign("finding", 20) + words, class_="verdict bad")
        found = tag(
            "ul", "".join(_finding(finding, document) for finding in document.findings), class_="told"
        )
    else:
        words = both(
            "独立检查没有发现问题：除出入口和应急开口外，没有一条道路穿过封控圈；"
            "没有一栋建筑因封控失去消防通道。",
            "The independent check found nothing wrong: no way passes the rings but through a gate or an "
            "emergency opening, and no building loses fire access by the closure.",
        )
        verdict, found = tag("p", words, class_="verdict good"), ""
    notes = [_notes(ring, document) for ring in document.rings if ring.notes]
    told = tag("h3", both("方案说明", "What the plan says of itself")) + "".join(notes) if notes else ""
    return verdict + found + told


def _finding(finding: Finding, document: PlanDocument) -> str:
    home = {str(o.id): o.neighbourhood for o in document.openings}
    place = concerned(finding, home)[0]
    words = both(say_finding(finding, "zh"), say_finding(finding, "en"))
    return tag("li", sign("finding", 16) + words, data_n=place, tabindex="0")


def _notes(ring: RingLine, document: PlanDocument) -> str:
    names = {line.id: line.name for line in document.neighbourhoods}
    title = " · ".join(name_of(names.get(n, str(n))) for n in ring.neighbourhoods)
    items = (tag("li", both(say_note(note, "zh"), say_note(note, "en"))) for note in ring.notes)
    return tag(
        "div", tag("b", title) + tag("ul", "".join(items)), class_="note", data_n=ring.neighbourhoods[0]
    )


def weak_plank(plank: WeakPlank) -> str:
    """What each community would have to carry alone."""
    head = [
        both("社区", "Community"),
        Number(both("小区", "Neighb.")),
        Number(both("开口", "Openings")),
        Number(both("干部", "Cadres")),
        Number(both("人均开口", "Each")),
        Number(both("缺网 米", "Net to find m")),
        both("自己能否按时完成", "Done by itself?"),
    ]
    own = plank.assumed
    assumed = both(
        f"假设：{own.crew_people} 人一组，每处 {own.opening_s // 60} 分钟，"
        f"限时 {clock(own.deadline_s, 'zh')}。",
        f"Assumed: crews of {own.crew_people}, {own.opening_s // 60} min an opening, "
        f"{clock(own.deadline_s, 'en')} to the deadline.",
    )
    return table(head, (_plank(line) for line in plank.communities), class_="plank") + tag(
        "p", assumed, class_="hint"
    )


def _plank(line: CommunityPlank) -> str:
    each = "–" if line.openings_per_cadre is None else f"{line.openings_per_cadre:.1f}"
    return row(
        [
            f"<b>{text(line.name)}</b>",
            Number(str(line.neighbourhoods)),
            Number(str(line.openings)),
            Number(str(line.cadres)),
            Number(each),
            Number(metres(line.net_to_find_m)),
            _by_itself(line),
        ],
        class_="bad" if line.lacks else None,
    )


_LACKS: dict[Lack, tuple[str, str]] = {
    "people": ("人手不足一组", "too few for one crew"),
    "net": ("缺网", "no net"),
    "time": ("来不及", "too late"),
}


def _by_itself(line: CommunityPlank) -> str:
    if line.finishes_s is not None:
        return both(f"能，{clock(line.finishes_s, 'zh')}", f"yes, in {clock(line.finishes_s, 'en')}")
    why_zh = "、".join(_LACKS[lack][0] for lack in line.lacks)
    why_en = ", ".join(_LACKS[lack][1] for lack in line.lacks)
    if line.hands_finish_s is not None and "time" in line.lacks:
        why_zh += f"（要 {clock(line.hands_finish_s, 'zh')}）"
        why_en += f" (takes {clock(line.hands_finish_s, 'en')})"
    return both(f"不能：{why_zh}", f"no: {why_en}")


def clock(seconds: float, language: str) -> str:
    """A length of time in hours and minutes."""
    minutes = round(timedelta(seconds=seconds).total_seconds() / 60)
    hours, rest = divmod(minutes, 60)
    if language == "zh":
        return f"{hours} 小时" + (f" {rest} 分" if rest else "") if hours else f"{rest} 分钟"
    return f"{hours} h" + (f" {rest} min" if rest else "") if hours else f"{rest} min"


def warnings(lines: Iterable[str]) -> str:
    """What was odd about the input."""
    told = "".join(tag("li", text(line)) for line in lines)
    return (
        tag("h3", both("输入数据的提示", "Odd in the input")) + tag("ul", told, class_="told") if told else ""
    )
