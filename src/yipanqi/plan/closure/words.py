"""Notes and findings in words, Chinese and English: code -> (Chinese, English), filled from the facts."""

from collections.abc import Mapping
from typing import Literal

from yipanqi.plan.closure.model import Finding, Note

Language = Literal["zh", "en"]
Facts = Mapping[str, str | float | int]

NOT_KEPT = ("wish-not-kept", "confirmation-not-kept")
"""What people had said about openings of a ring, and the next plan could not keep."""
NOTES = {
    "no-opening": (
        "地图上没有道路穿过边界，无法确定出入口，请现场确认。",
        "No way on the map crosses the edge, so no gate can be named; confirm on the spot.",
    ),
    "no-building": (
        "地图上小区内没有建筑，出入口按宽度选取。",
        "The map shows no building inside; the gate is the widest opening.",
    ),
    "gate-on-foot-only": (
        "所有开口只能步行通过，出入口不能进消防车。",
        "Every opening is for people on foot only; no fire engine gets through the gate.",
    ),
    "gate-too-narrow": (
        "没有宽 {width_m} 米、净高 {height_m} 米的开口，出入口选在最宽的车行开口。",
        "No opening is {width_m} m wide and {height_m} m high; the gate is the best one cars get through.",
    ),
    "gate-cramped": (
        "出入口消防车能过，但门前排队、门内掉头、坡度或路面至少有一项不够，请现场看一看。",
        "An engine fits through the gate, but room to queue or turn, slope or surface is wanting: look.",
    ),
    "wish-not-kept": (
        "对开口 {opening} 的出入口要求没能保留：现在的封控圈在那里没有可用的开口，请重新指定。",
        "What was wished for opening {opening} could not be kept: this ring allows no such gate; wish again.",
    ),
    "confirmation-not-kept": (
        "开口 {opening} 已现场确认，但现在的封控圈不再经过那里，请确认新的位置。",
        "Opening {opening} was confirmed on the spot, but this ring no longer passes there; confirm anew.",
    ),
    "no-mapped-way-to-gate": (
        "{of} 栋建筑中有 {buildings} 栋在封控圈内没有地图上的路通到出入口，请现场确认能否步行到达。",
        "{buildings} of {of} buildings have no mapped way to the gate within the ring; confirm that "
        "people can walk to it.",
    ),
    "roads-along-edge": (
        "有 {roads} 条道路沿边界而行，封控圈退到路边。",
        "{roads} roads run along the edge; the ring stands back to the roadside.",
    ),
    "bridge-comes-down-inside": (
        "有 {openings} 处桥或隧道的出口在小区内，也按开口封控。",
        "{openings} bridges or tunnels come up inside and are barred like openings.",
    ),
    "ring-moved": (
        "封控圈按道路最小割移动了位置，以减少隔离网。",
        "The ring was moved in or out along the streets, which takes fewer nets.",
    ),
    "ring-snapped": (
        "封控圈的 {share}% 贴到旁边的围墙和建筑外墙上，最多移动 {most_m} 米。",
        "{share} % of the edge was laid onto walls and fronts beside it, moving by {most_m} m at most.",
    ),
    "ring-over-ground": (
        "封控圈沿建筑和围墙移动了位置，以缩短隔离网。",
        "The ring was moved along buildings and walls, which takes fewer metres of net.",
    ),
    "joint-ring": (
        "{neighbourhoods} 个小区共用一个封控圈，比各自封闭少用 {saved} 处隔离设施；须征得各小区居民同意。",
        "{neighbourhoods} neighbourhoods share a ring, saving {saved} pieces; all residents must agree.",
    ),
    "cut-at-map-edge": (
        "小区超出地图范围，只规划了地图内的部分。",
        "The neighbourhood reaches beyond the map; only the part on the map is planned.",
    ),
}

FINDINGS = {
    "leak": (
        "道路 {way} 穿过封控圈，没有任何阻拦。",
        "Way {way} passes through the ring with nothing on it.",
    ),
    "leak-at-added": (
        "现场补上的开口没有任何阻拦（见所画位置）。",
        "Nothing stands at an opening that was added in the field (as drawn).",
    ),
    "leak-by-network": (
        "沿道路可从圈外走到圈内（见所画路径）。",
        "A path of ways leads from outside to inside (as drawn).",
    ),
    "stand-too-short": (
        "开口 {concerns} 的阻拦长 {stands_m} 米，拦不住需要的 {needs_m} 米。",
        "What stands at opening {concerns} is {stands_m} m long and does not reach across {needs_m} m.",
    ),
    "stand-off-ring": (
        "开口 {concerns} 的阻拦不在封控圈上。",
        "What stands at opening {concerns} is not on the ring.",
    ),
    "stands-overlap": (
        "开口 {concerns} 处重复设置了{kind}和{other}。",
        "At opening {concerns} a {kind} and a {other} stand on the same stretch.",
    ),
    "opening-stands-twice": (
        "开口 {concerns} 名下有 {stands} 处阻拦；派工按开口派，多出来的没有人去立。",
        "{stands} pieces stand by the name of opening {concerns}; crews are sent by opening, so nobody would "
        "put up the others.",
    ),
    "assumed-off-ring": ("有假定阻隔的线段不在封控圈上。", "An assumed stretch is not on the ring."),
    "ring-bare": (
        "封控圈有 {length_m} 米既无阻拦，也无障碍，也未列为假定。",
        "{length_m} m of the ring are no net, no gate, no obstacle and not listed as assumed.",
    ),
    "assumed-on-ground": (
        "只认地图上的障碍，却把 {stretches} 段空地当作不可通行。",
        "Only mapped obstacles are trusted, yet {stretches} stretches of open ground are assumed impassable.",
    ),
    "ring-not-simple": ("封控圈自相交：{why}", "The ring crosses itself: {why}"),
    "length-wrong": (
        "开口 {concerns} 写明 {said_m} 米，图上是 {drawn_m} 米。",
        "Opening {concerns} says {said_m} m but is drawn with {drawn_m} m.",
    ),
    "no-ring": ("小区 {concerns} 没有封控圈。", "Neighbourhood {concerns} has no ring."),
    "no-gate": ("封控圈 {concerns} 没有出入口。", "The ring of {concerns} has no gate."),
    "building-outside": (
        "小区 {concerns} 的建筑 {building} 被留在圈外。",
        "Building {building} of {concerns} is left outside its ring.",
    ),
    "building-in-other-ring": (
        "建筑 {building} 属于别的小区，却在 {concerns} 的圈内。",
        "Building {building} belongs elsewhere but lies in the ring of {concerns}.",
    ),
    "fire-access-lost": (
        "建筑 {building} 失去消防通道。",
        "Building {building} loses its fire access.",
    ),
    "not-a-plan": ("这不是 plan.geojson：{why}", "This is no plan.geojson: {why}"),
    "feature-broken": ("第 {concerns} 个要素有误：{why}", "Feature {concerns} is broken: {why}"),
    "opening-unknown": (
        "{kind} 引用了不存在的开口 {concerns}。",
        "A {kind} names opening {concerns}, which is not there.",
    ),
}


def say_note(note: Note, language: Language) -> str:
    """A plan's note as a sentence."""
    return _say(NOTES, note.code, note.facts, language)


def say_finding(finding: Finding, language: Language) -> str:
    """A check's finding as a sentence."""
    added = finding.code == "leak" and str(finding.facts.get("way", "")).startswith("-")
    code = "leak-at-added" if added else finding.code  # ways nobody mapped have numbers that say nothing
    return _say(FINDINGS, code, {**finding.facts, "concerns": finding.concerns}, language)


def _say(words: Mapping[str, tuple[str, str]], code: str, facts: Facts, language: Language) -> str:
    chinese, english = words.get(code, (code, code))
    shown = {name: f"{v:g}" if isinstance(v, float) else str(v) for name, v in facts.items()}
    return (chinese if language == "zh" else english).format_map(shown)
