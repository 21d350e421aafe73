"""report.html: one file with everything in it - no network, no font, no library."""

import json
from importlib.resources import files

from yipanqi.papers.counting import Planned
from yipanqi.papers.plan_document import PlanDocument
from yipanqi.papers.report import sections
from yipanqi.papers.report.about import about
from yipanqi.papers.report.crews import crews
from yipanqi.papers.report.html import both, metres, tag, text
from yipanqi.papers.report.map import (
    Drawing,
    badges,
    draw,
    finding_signs,
    ground_defs,
    ground_uses,
    hands,
    plan_lines,
    scale_style,
    signs,
    street_signs,
    view_box,
)
from yipanqi.papers.report.orders import orders
from yipanqi.papers.report.sheets import sheets
from yipanqi.papers.report.symbols import SYMBOLS, sign
from yipanqi.papers.report.words import ROLES, SIDES, WIDTHS, plain_name

POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
"""Even if a name in the map were taken for a program, it could reach nobody."""


def report_html(document: PlanDocument, planned: Planned) -> str:
    """The whole report as one HTML page, in Chinese and English."""
    drawing = draw(planned)
    title = f"封控方案 Closure plan · {document.origin.map_name}"
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f"<title>{text(title)}</title><style>{_asset('report.css')}</style>"
    )
    body = (
        _defs(drawing)
        + _header(document)
        + tag("main", _map(document, planned, drawing) + _panel(document, drawing))
        + _footer(document)
        + f'<script type="application/json" id="plan">{_embedded(document, drawing)}</script>'
        + f"<script>{_asset('report.js')}</script>"
    )
    return f'<!doctype html><html lang="zh" data-lang="zh"><head>{head}</head><body>{body}</body></html>\n'


def _asset(name: str) -> str:
    return files("yipanqi.papers.report").joinpath(name).read_text("utf-8")


def _defs(drawing: Drawing) -> str:
    inner = SYMBOLS + ground_defs(drawing)
    return tag("svg", tag("defs", inner), width=0, height=0, class_="defs", aria_hidden="true")


def _header(document: PlanDocument) -> str:
    total = document.summary
    verdict = (
        tag("span", both("检查通过", "check passed"), class_="badge good")
        if total.adoptable
        else tag(
            "span",
            both(f"检查发现 {total.findings} 处问题", f"{total.findings} finding(s)"),
            class_="badge bad",
        )
    )
    title = tag("h1", both("封控方案", "Closure plan") + f" <em>{text(document.origin.map_name)}</em>")
    switch = (
        '<button id="lang" type="button" aria-label="中文 / English">'
        '<span class="to-en">English</span><span class="to-zh">中文</span></button>'
    )
    tools = tag(
        "div", switch + f'<button id="print" type="button">{both("打印", "Print")}</button>', class_="tools"
    )
    return tag(
        "header",
        tag("div", title + verdict, class_="title") + _figures(document) + tools,
    )


def _figures(document: PlanDocument) -> str:
    total = document.summary
    told = [
        (str(total.neighbourhoods), "小区", "neighbourhoods", None),
        (str(total.openings), "开口", "openings", None),
        (str(total.nets), f"处防护网 · {metres(total.net_m)} 米", f"nets · {metres(total.net_m)} m", "bar"),
        (str(total.gates), "出入口", "gates", "gate"),
        (str(total.emergency), "应急开口", "emergency", "emergency"),
        (f"{total.assumed_m / 1000:.1f}", "公里待确认", "km to confirm", None),
    ]
    items = (
        tag("li", (sign(key) if key else "") + f"<b>{value}</b> {both(zh, en)}")
        for value, zh, en, key in told
    )
    return tag("ul", "".join(items), class_="figures")


def _map(document: PlanDocument, planned: Planned, drawing: Drawing) -> str:
    big = tag(
        "svg",
        tag("g", ground_uses(drawing), class_="ground")
        + tag("g", "", id="chosen")
        + tag("g", plan_lines(drawing), class_="plan", id="plan-lines")
        + street_signs(drawing)
        + tag("g", hands(planned, drawing), class_="hands")
        + tag("g", signs(drawing, document.openings), class_="signs")
        + badges(drawing, document)
        + tag("g", finding_signs(planned), class_="findings"),
        class_="map",
        id="map",
        viewBox=view_box(drawing.box),
        style=scale_style(drawing.box, 880),
        preserveAspectRatio="xMidYMid meet",
        role="img",
        tabindex="0",
    )
    buttons = (
        '<div class="zoom screen"><button type="button" data-zoom="1.6" aria-label="+">+</button>'
        '<button type="button" data-zoom="0.625" aria-label="−">−</button>'
        f'<button type="button" data-zoom="0" class="all">{both("全图", "All")}</button></div>'
    )
    scale = '<div class="scale"><i></i><span></span></div>'
    credit = tag("div", _credit(document), class_="credit")
    card = '<div class="card screen" id="card" hidden></div>'
    return tag("section", big + buttons + _legend(document) + scale + credit + card, class_="board")


def _credit(document: PlanDocument) -> str:
    """Whose map it is, and how old."""
    origin = document.origin
    when = origin.data_at
    dated = both(f"地图数据 {when:%Y-%m-%d}", f"map data of {when:%Y-%m-%d}") if when else ""
    return " · ".join(part for part in (text(origin.attribution), dated) if part)


def _legend(document: PlanDocument) -> str:
    openings = document.openings
    rows = [(sign("finding"), "检查发现的问题", "Found by the check", "")] if document.findings else []
    rows += [
        (sign("gate"), "出入口", "Gate", "gate"),
        (sign("emergency"), "应急开口", "Emergency opening", "emergency"),
        (sign("bar-open"), "要封的开口（未核对）", "To bar, not yet seen", "bar"),
    ]
    if any(o.role == "bar" and o.confirmed for o in openings):
        rows.append((sign("bar"), "要封的开口（已核对）", "To bar, seen", "bar"))
    if any(o.role in ("spared", "covered") for o in openings):
        rows.append((sign("spared"), "不需要另设网", "No net of its own", "spared"))
    if document.schedule is not None:
        rows.append((sign("yard"), "供应商", "Supplier", "yard"))
        rows.append((sign("home"), "队伍集合点", "Crew's home", "home"))
    rows += [
        ('<i class="line net"></i>', "防护网", "Barrier net", ""),
        ('<i class="line mapped"></i>', "图上有阻隔", "Mapped as impassable", ""),
        ('<i class="line assumed"></i>', "待确认", "Assumed, to confirm", "assumed"),
    ]
    items = "".join(tag("li", mark + both(zh, en)) for mark, zh, en, _ in rows)
    boxes = "".join(
        f'<label><input type="checkbox" checked data-layer="{key}"> {both(zh, en)}</label>'
        for key, zh, en in (
            ("building", "建筑", "Buildings"),
            ("street-names", "路名", "Street names"),
            ("signs", "开口", "Openings"),
            ("assumed", "待确认段", "Assumed"),
        )
    )
    inner = (
        tag("summary", both("图例", "Legend")) + tag("ul", items) + tag("div", boxes, class_="layers screen")
    )
    return tag("details", inner, class_="legend", open="")


def _panel(document: PlanDocument, drawing: Drawing) -> str:
    parts = [
        ("places", both("小区", "Neighbourhoods"), sections.neighbourhoods(document)),
        ("goods", both("物料", "Material"), sections.materials(document)),
        ("check", both("检查", "Check"), sections.check(document)),
        ("sheets", both("现场核对", "Field sheets"), sheets(document, drawing)),
    ]
    if document.schedule is not None:
        parts.append(("crews", both("封控队", "Crews"), crews(document, document.schedule)))
        if document.schedule.orders is not None:
            told = orders(document, document.schedule, document.schedule.orders)
            parts.append(("orders", both("订借", "Orders"), told))
    if document.weak_plank is not None and document.weak_plank.communities:
        parts.append(("plank", both("短板", "Weak plank"), sections.weak_plank(document.weak_plank)))
    parts.append(("about", both("依据与局限", "Basis and limits"), about(document)))
    tabs = "".join(
        f'<button type="button" role="tab" data-tab="{key}" aria-selected="{"true" if i == 0 else "false"}">'
        f"{title}</button>"
        for i, (key, title, _) in enumerate(parts)
    )
    told = "".join(
        tag("section", tag("h2", title) + inner, class_="part" + (" now" if i == 0 else ""), id=f"part-{key}")
        for i, (key, title, inner) in enumerate(parts)
    )
    return tag("section", tag("nav", tabs, class_="tabs screen", role="tablist") + told, class_="panel")


def _footer(document: PlanDocument) -> str:
    credit = text(document.origin.attribution)
    made = f"Yipanqi 一盘棋 {text(document.origin.versions.get('yipanqi', ''))}"
    return tag("footer", f"{made} · <code>{text(document.plan.id)}</code> · {credit}")


def _embedded(document: PlanDocument, drawing: Drawing) -> str:
    """What the page's script needs, as JSON that cannot end its script element."""
    places = {
        line.id: {
            "name": plain_name(line.name),
            "box": [round(v * 10) for v in drawing.boxes[line.id]],
            "rank": i,
            "openings": line.openings,
            "nets": line.nets,
            "net_m": line.net_m,
            "emergency": line.emergency,
            "assumed_m": line.assumed_m,
            "walk_m": line.walk_mean_m,
            "moved_m": line.moved.most_m if line.moved else 0,
            "out_of_reach": line.out_of_reach,
            "buildings": line.buildings,
        }
        for i, line in enumerate(document.neighbourhoods, start=1)
    }
    openings = {
        o.id: {
            "n": o.neighbourhood,
            "no": o.number,
            "name": o.name,
            "side": SIDES.get(o.side, ("", "")),
            "role": ROLES[o.role],
            "width_m": o.width_m,
            "from": WIDTHS[o.width_from],
            "length_m": o.length_m,
            "seen": o.confirmed,
            "at": [round(v * 10) for v in drawing.openings[o.id]],
            "lonlat": [round(v, 6) for v in o.place],
        }
        for o in document.openings
    }
    told = json.dumps({"places": places, "openings": openings}, ensure_ascii=False, separators=(",", ":"))
    return told.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
