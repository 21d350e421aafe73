"""Words of the account, Chinese and English."""

from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from yipanqi.close.decisions_model import DecisionRow
from yipanqi.close.problems_model import ProblemRow
from yipanqi.desk.message_words import DECISIONS, REASONS

Language = Literal["zh", "en"]

WORDS: dict[str, tuple[str, str]] = {
    "title": ("复盘", "Afterwards"),
    "exercise": ("演练", "EXERCISE"),
    "night": ("时间", "night"),
    "deadline": ("时限", "deadline"),
    "closed": ("小区封闭", "neighbourhoods closed"),
    "nets": ("隔离网", "nets"),
    "gates": ("出入口", "gates"),
    "emergency_openings": ("应急开口", "emergency openings"),
    "plans": ("下达方案", "plans adopted"),
    "planned_finish": ("首版方案预计完成", "finish by the first plan"),
    "finish": ("实际完成", "last opening done"),
    "progress": (
        "完成的开口：虚线为首版方案，实线为实际",
        "Openings done: dashed as first planned, solid as it was",
    ),
    "neighbourhoods": ("小区", "Neighbourhoods"),
    "neighbourhood": ("小区", "neighbourhood"),
    "openings": ("开口", "openings"),
    "planned": ("计划", "planned"),
    "actual": ("实际", "actual"),
    "difference": ("相差（分）", "difference (min)"),
    "not_closed": ("未封闭", "not closed"),
    "lenders": ("出借单位", "Lenders"),
    "lender": ("出借单位", "lender"),
    "crews": ("封控队", "Crews"),
    "crew": ("封控队", "crew"),
    "people": ("人数", "people"),
    "jobs_planned": ("计划开口", "openings planned"),
    "jobs_done": ("完成开口", "openings done"),
    "net_m": ("用网（米）", "net (m)"),
    "out_h": ("在外（小时）", "hours out"),
    "work_h": ("其中干活", "of that at work"),
    "people_h": ("人时", "people's hours"),
    "loads": ("装料", "loads"),
    "lost": ("退出", "lost"),
    "latest": ("比首版方案晚得最多的开口", "Openings farthest behind the first plan"),
    "opening": ("开口", "opening"),
    "role": ("用途", "becomes"),
    "blocked": ("受阻（分）", "blocked (min)"),
    "state": ("状态", "state"),
    "problems": ("上报的问题", "Problems raised"),
    "problem": ("问题", "problem"),
    "raised_at": ("上报", "raised"),
    "settled": ("处理", "settled"),
    "decisions": ("决定", "Decisions"),
    "decision": ("决定", "decision"),
    "why": ("理由", "why"),
    "signed": ("签发", "signed"),
    "carried_out": ("执行", "carried out by"),
    "due": ("期限", "by"),
    "done": ("完成", "done"),
    "nobody": ("没有", "none"),
    "summary": ("总览", "summary"),
    "first_crew": ("首版安排", "crew first planned"),
    "done_by": ("由谁完成", "done by"),
    "started": ("开工", "started"),
    "first_due": ("首版时间", "first planned"),
    "last_due": ("末版时间", "last planned"),
}

ROLES: dict[str, tuple[str, str]] = {
    "bar": ("隔离网", "net"),
    "gate": ("出入口", "gate"),
    "emergency": ("应急开口", "emergency opening"),
    "inside": ("圈内", "inside the ring"),
    "": ("未定", "none yet"),
}

STATES: dict[str, tuple[str, str]] = {
    "found": ("发现", "found"),
    "confirmed": ("已确认", "confirmed"),
    "planned": ("已计划", "planned"),
    "given": ("已派", "given"),
    "on_the_way": ("在途", "on the way"),
    "under_way": ("施工中", "under way"),
    "done": ("完成", "done"),
    "blocked": ("受阻", "blocked"),
    "open": ("未封", "open"),
    "closing": ("封控中", "closing"),
    "closed": ("已封闭", "closed"),
}


def word(key: str, language: Language) -> str:
    """One of the account's words."""
    return WORDS[key][language == "en"]


def clock(at: datetime | None, zone: str) -> str:
    """Hour and minute in the town; a dash for no time."""
    if at is None:
        return "–"
    try:
        return f"{at.astimezone(ZoneInfo(zone)):%H:%M}"
    except (ZoneInfoNotFoundError, ValueError):
        return f"{at:%H:%M} UTC"


def reason(row: ProblemRow, language: Language) -> str:
    """Why somebody could not go on."""
    return REASONS[row.reason][language == "en"]


def decided(row: DecisionRow, language: Language) -> str:
    """What was decided, with its words."""
    return f"{DECISIONS[row.what][language == 'en']}. {row.words}".strip(". ")
