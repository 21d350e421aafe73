"""The field checklist for paper, spreadsheets and maps: what the map cannot prove, in walking order."""

from collections.abc import Sequence
from typing import Any

from yipanqi.desk.survey_looking import ChecklistView, DoubtView
from yipanqi.papers.report.html import both, tag, text

WORDS: dict[str, tuple[str, str]] = {
    "near-miss": (
        "断头路离另一条路不到 3 米：看看能不能走通。",
        "A dead end within 3 m of another way: can one get through?",
    ),
    "crossing-without-node": (
        "两条路平面交叉，地图上没有路口：看看能不能转过去。",
        "Two ways cross on the level without a junction on the map: can one turn from one into the other?",
    ),
    "opening-if-edge-moves": (
        "边界若偏 5 米，这里就多（或少）一个开口：看看边界到底在哪。",
        "If the edge lies 5 m off, there is an opening more (or less) here: where does the edge run?",
    ),
    "width-unknown": (
        "宽度是估的：量一量宽度，看看是否属实。",
        "The width is assumed: measure it, and see whether it is as drawn.",
    ),
    "wall-unmapped": (
        "这一段边界地图上没有围墙：沿边走一遍，看看人能不能过。",
        "No wall is mapped along this stretch of the edge: walk along it; can anybody get through?",
    ),
    "door-unknown": (
        "边界靠着这栋房子，地图上没有它的门：看看是不是两面都能出入。",
        "The edge leans on this house, whose doors are not mapped: can one walk through it?",
    ),
    "old-data": (
        "这里的路多年没有人改过地图：看看还是不是原样。",
        "Nobody has edited these ways for years: is the opening still as drawn?",
    ),
}
"""What to look at, by a doubt's kind."""
UNWORDED = ("请到现场看一看。", "Have a look on the spot.")

HEADERS = ("#", "do", "opening", "neighbourhood", "lat", "lon", "width_m", "height_m", "look at", "看什么")
"""Of the table to fill in: `do` and the figures are read back by --edits and the board's import."""

STYLE = """
:root{color-scheme:light}
body{font:11pt/1.45 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;
margin:1.5cm auto;max-width:19cm;color:#111}h1{font-size:17pt;margin:0}h2{font-size:12pt;margin:.9cm 0 .2cm}
p{margin:.1cm 0 .3cm;color:#444}table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #bbb;
padding:.16cm .15cm;text-align:left;vertical-align:top}td.n{width:.8cm;color:#666}td.w{width:2.6cm}
td.box{width:2.4cm;border:1px solid #777}span[lang=en]{display:block;color:#555;font-size:9.5pt}
tr{break-inside:avoid}@media print{body{margin:0}}
"""


def words_of(doubt: DoubtView) -> tuple[str, str]:
    """What to look at, in Chinese and English."""
    return WORDS.get(doubt.kind, UNWORDED)


def checklist_geojson(view: ChecklistView) -> dict[str, Any]:
    """Points in walking order, and the walk itself as a line (RFC 7946)."""
    features = []
    for number, doubt in enumerate(view.doubts, start=1):
        chinese, english = words_of(doubt)
        told = {
            "number": number,
            "kind": doubt.kind,
            "neighbourhood": doubt.neighbourhood,
            "name": doubt.name,
            "opening": doubt.opening or "",
            "ways": [int(way) for way in doubt.ways],
            "zh": chinese,
            "en": english,
        }
        point = {"type": "Point", "coordinates": list(doubt.place)}
        features.append({"type": "Feature", "properties": told, "geometry": point})
    if len(view.doubts) > 1:
        line = {"type": "LineString", "coordinates": [list(doubt.place) for doubt in view.doubts]}
        walk = {"kind": "walk", "length_m": view.walk_m}
        features.append({"type": "Feature", "properties": walk, "geometry": line})
    return {"type": "FeatureCollection", "features": features}


def checklist_rows(view: ChecklistView) -> list[tuple[str, ...]]:
    """The table to fill in: one row a doubt, `do` and the figures left blank."""
    rows: list[tuple[str, ...]] = []
    for number, doubt in enumerate(view.doubts, start=1):
        lon, lat = doubt.place
        chinese, english = words_of(doubt)
        place = (f"{lat:.6f}", f"{lon:.6f}")
        about = (doubt.opening or "", doubt.neighbourhood)
        rows.append((str(number), "", *about, *place, "", "", english, chinese))
    return rows


def checklist_html(view: ChecklistView, title: str, attribution: str = "") -> str:
    """A sheet to print and to write on, neighbourhood by neighbourhood in the order of the walk."""
    parts: list[str] = []
    groups: list[tuple[str, list[tuple[int, DoubtView]]]] = []
    for number, doubt in enumerate(view.doubts, start=1):
        if not groups or groups[-1][0] != doubt.name:
            groups.append((doubt.name, []))
        groups[-1][1].append((number, doubt))
    for name, members in groups:
        parts.append(tag("h2", text(name)))
        parts.append(tag("table", "".join(_row(number, doubt) for number, doubt in members)))
    summary = both(
        f"{len(view.doubts)} 处要看，步行约 {view.walk_m / 1000:.1f} 公里。右边：量得的宽度，所见。",
        f"{len(view.doubts)} places to look at, about {view.walk_m / 1000:.1f} km on foot. "
        "The boxes: the width as measured, what you saw.",
    )
    head = tag("h1", both("现场核对单", "Field checklist")) + tag("p", text(title)) + tag("p", summary)
    foot = tag("p", text(attribution)) if attribution else ""
    return (
        '<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8">'
        f"<title>{text(title)}</title><style>{STYLE}</style></head>"
        f"<body>{head}{''.join(parts)}{foot}</body></html>"
    )


def _row(number: int, doubt: DoubtView) -> str:
    lon, lat = doubt.place
    cells: Sequence[str] = (
        tag("td", str(number), class_="n"),
        tag("td", both(*words_of(doubt)) + (text(doubt.opening) if doubt.opening else "")),
        tag("td", text(f"{lat:.5f}, {lon:.5f}"), class_="w"),
        tag("td", "", class_="box"),
        tag("td", "", class_="box"),
    )
    return tag("tr", "".join(cells))
