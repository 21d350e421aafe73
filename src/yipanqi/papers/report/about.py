"""Where a plan comes from and what it cannot know: the section a careful reader looks for."""

from yipanqi.papers.plan_document import PlanDocument
from yipanqi.papers.report.html import both, metres, row, table, tag, text
from yipanqi.papers.report.sections import warnings


def about(document: PlanDocument) -> str:
    """Limits, then origin."""
    return tag("ul", "".join(tag("li", both(*line)) for line in limits(document)), class_="told") + (
        tag("h3", both("来历", "Where it comes from")) + _origin(document) + warnings(document.warnings)
    )


def limits(document: PlanDocument) -> list[tuple[str, str]]:
    """What the plan rests on and cannot know, in both languages."""
    total, rules = document.summary, document.plan.rules
    share = f"{total.assumed_m / total.ring_m * 100:.0f}" if total.ring_m else "0"
    return [
        (
            f"封控圈共 {metres(total.ring_m)} 米，其中 {metres(total.assumed_m)} 米（{share}%）"
            "地图上没有任何阻隔，也没有道路穿过，暂按不能通行处理，须现场逐段确认。",
            f"Of {metres(total.ring_m)} m of ring, on {metres(total.assumed_m)} m ({share} %) nothing mapped "
            "stops a person and no way crosses. They are taken as impassable until the field confirms them.",
        )
        if rules.trust == "ways"
        else (
            "封控圈按地面可行走处计算，没有假定的阻隔。",
            "The rings are worked out on walkable ground; nothing is assumed to stop a person.",
        ),
        (
            f"{total.unconfirmed}/{total.openings} 个开口只在地图上看到，"
            "宽度多按道路等级推定，订料前请现场量。",
            f"{total.unconfirmed} of {total.openings} openings are known from the map alone, most widths by "
            "the kind of way; measure before ordering.",
        ),
        (
            "地图没有画出的小路、破墙、商铺后门不会出现在方案里。",
            "Paths, broken walls and back doors that nobody mapped are in no plan.",
        ),
        (
            "每栋建筑的消防通道按图上道路计算：宽、净高不少于 "
            f"{rules.fire_width_m:g} 米，离建筑不超过 {rules.fire_reach_m:g} 米。",
            f"Fire access is worked out on mapped ways: at least {rules.fire_width_m:g} m wide and high, "
            f"within {rules.fire_reach_m:g} m of each building.",
        ),
    ]


def _origin(document: PlanDocument) -> str:
    origin, plan = document.origin, document.plan
    when = f"{origin.data_at:%Y-%m-%d}" if origin.data_at else "–"
    versions = ", ".join(f"{name} {version}" for name, version in origin.versions.items())
    rows = [
        (both("地图", "Map"), text(origin.map_name)),
        (both("地图数据截至", "Map data as of"), when),
        (both("地图来源", "Map source"), text(origin.attribution or "–")),
        *(
            (both("文件", "File"), f"{text(f.name)}<br><code>{text(f.sha256[:16])}…</code>")
            for f in origin.files
        ),
        (both("方案编号", "Plan"), f"<code>{text(plan.id)}</code>"),
        (both("方法", "Engine"), f"{text(plan.engine)} · seed {plan.seed} · trust {text(plan.rules.trust)}"),
        (both("软件版本", "Versions"), f"<small>{text(versions)}</small>"),
    ]
    return table([], (row(cells) for cells in rows), class_="facts")
