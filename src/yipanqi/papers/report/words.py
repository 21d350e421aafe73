"""Words of the report that are more than a label: roles, sides, names, notes and findings."""

import re

from yipanqi.papers.plan_document import PlanRole
from yipanqi.papers.report.html import both, text

ROLES: dict[PlanRole, tuple[str, str]] = {
    "bar": ("防护网", "net"),
    "gate": ("出入口", "gate"),
    "emergency": ("应急开口", "emergency opening"),
    "covered": ("由邻近处一并封住", "behind the net or gate nearby"),
    "spared": ("圈内，不动", "inside the ring"),
}

SIDES: dict[str, tuple[str, str]] = {
    "N": ("北侧", "north side"),
    "NE": ("东北侧", "north-east side"),
    "E": ("东侧", "east side"),
    "SE": ("东南侧", "south-east side"),
    "S": ("南侧", "south side"),
    "SW": ("西南侧", "south-west side"),
    "W": ("西侧", "west side"),
    "NW": ("西北侧", "north-west side"),
}

WIDTHS: dict[str, tuple[str, str]] = {
    "map": ("图上标注", "mapped"),
    "assumed": ("按道路等级推定", "assumed from the kind of way"),
    "field": ("现场量得", "measured"),
}

_UNNAMED = re.compile(r"小区 (\d+)")


def name_of(name: str) -> str:
    """A neighbourhood's name; a number that stands in for a missing one is worded in both languages."""
    found = _UNNAMED.fullmatch(name)
    return both(name, f"Neighbourhood {found[1]}") if found else f"<bdi>{text(name)}</bdi>"


def plain_name(name: str) -> tuple[str, str]:
    """As `name_of`, as plain text in Chinese and English."""
    found = _UNNAMED.fullmatch(name)
    return (name, f"Neighbourhood {found[1]}") if found else (name, name)


def opening_name(name: str, side: str) -> str:
    """What an opening is called: its street, else the side it is on."""
    if name:
        zh, en = SIDES.get(side, ("", ""))
        return text(name) + (f" <small>{both(zh, en)}</small>" if zh else "")
    return both(*SIDES.get(side, ("未命名", "unnamed")))
