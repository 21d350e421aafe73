"""Field sheets: a small map of each neighbourhood and its openings, to measure and tick off on paper."""

from collections.abc import Iterable, Sequence

from yipanqi.papers.plan_document import NeighbourhoodLine, OpeningLine, PlanDocument, RingLine
from yipanqi.papers.report.drawing import Box
from yipanqi.papers.report.html import Number, both, metres, row, table, tag, text
from yipanqi.papers.report.map import Drawing, ground_uses, opening_sign, scale_style, signs, view_box
from yipanqi.papers.report.symbols import sign
from yipanqi.papers.report.words import ROLES, WIDTHS, name_of, opening_name

_WIDTH_PX = 640.0
_LEAST_M = 160.0


def sheets(document: PlanDocument, drawing: Drawing) -> str:
    """One sheet a neighbourhood, in the order of the table."""
    hint = both(
        "一个小区一张，打印后带到现场：逐个开口核对宽度，逐段确认虚线处是否真的走不通。",
        "One for each neighbourhood, to print and take along: measure every opening, and see whether the "
        "dashed stretches really stop a person.",
    )
    told = tag("p", hint, class_="hint screen")
    if document.off_map:
        told += _off_map(document)
    rings = {n: ring for ring in document.rings for n in ring.neighbourhoods}
    for number, line in enumerate(document.neighbourhoods, start=1):
        openings = [o for o in document.openings if o.neighbourhood == line.id]
        told += _sheet(number, line, openings, rings.get(line.id), drawing)
    return told


def _off_map(document: PlanDocument) -> str:
    items = (
        tag(
            "li",
            f"{sign('stray', 16)}{text(o.name or '–')} · {text(o.neighbourhood)} · {o.width_m:g} m "
            f"({o.place[1]:.5f}, {o.place[0]:.5f})",
        )
        for o in document.off_map
    )
    title = both(
        "现场量到、却不在任何要封的小区边上的开口：不在方案里，请先核对",
        "Measured, but on no edge of a neighbourhood to close: not in the plan; look at these first",
    )
    return tag("div", tag("b", title) + tag("ul", "".join(items)), class_="verdict bad")


def _sheet(
    number: int,
    line: NeighbourhoodLine,
    openings: Sequence[OpeningLine],
    ring: RingLine | None,
    drawing: Drawing,
) -> str:
    title = f'<span class="rank">{number}</span> {name_of(line.name)}'
    if line.community_name:
        title += f" <small>{text(line.community_name)}</small>"
    inner = small_map(line, openings, drawing) + _facts(line, ring) + _table(openings)
    closed = tag("summary", title + tag("small", _short(line), class_="sum"))
    return tag("details", closed + inner, class_="sheet", id=f"sheet-{line.id}", data_n=line.id)


def _short(line: NeighbourhoodLine) -> str:
    return both(
        f"{line.openings} 个开口 · {line.nets} 处网 {metres(line.net_m)} 米",
        f"{line.openings} openings · {line.nets} nets, {metres(line.net_m)} m",
    )


def small_map(line: NeighbourhoodLine, openings: Iterable[OpeningLine], drawing: Drawing) -> str:
    """The neighbourhood on a map of its own, made of the big map's tiles."""
    box = framed(drawing.boxes[line.id])
    inner = (
        tag("g", ground_uses(drawing, box), class_="ground")
        + tag("g", '<use href="#plan-lines"/>', class_="plan")
        + tag("g", signs(drawing, openings), class_="signs near")
    )
    return tag(
        "svg",
        inner,
        class_="map small",
        viewBox=view_box(box),
        style=scale_style(box, _WIDTH_PX),
        role="img",
    )


def framed(box: Box) -> Box:
    """A box with air around it, of a sheet's proportions (8 : 5)."""
    left, top, right, bottom = box
    wide, high = max(right - left, _LEAST_M) * 1.16, max(bottom - top, _LEAST_M * 0.6) * 1.16
    wide, high = max(wide, high * 1.6), max(high, wide / 1.6)
    x, y = (left + right) / 2, (top + bottom) / 2
    return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2


def _facts(line: NeighbourhoodLine, ring: RingLine | None) -> str:
    told = [both(f"{line.buildings} 栋建筑", f"{line.buildings} buildings")]
    if line.households is not None:
        told.append(both(f"{line.households} 户", f"{line.households} households"))
    if ring:
        words = both(
            f"封控圈 {metres(ring.ring_m)} 米，其中图上有阻隔 {metres(ring.mapped_m)} 米、"
            f"待确认 {metres(ring.assumed_m)} 米",
            f"ring {metres(ring.ring_m)} m: {metres(ring.mapped_m)} m mapped as impassable, "
            f"{metres(ring.assumed_m)} m to confirm",
        )
        told.append(words)
    return tag("p", " · ".join(told), class_="facts")


def _table(openings: Sequence[OpeningLine]) -> str:
    head = [
        "",
        both("开口", "Opening"),
        both("方案", "Plan"),
        Number(both("宽 米", "Width m")),
        Number(both("网 米", "Net m")),
        both("实测 米", "As found m"),
        both("已核对", "Seen"),
    ]
    return table(head, map(_opening, openings), class_="openings")


def _opening(opening: OpeningLine) -> str:
    level = ""
    if opening.level != "ground":
        words = ("桥下来处", "off a bridge") if opening.level == "bridge" else ("隧道出口", "out of a tunnel")
        level = f" <small>{both(*words)}</small>"
    width_from = f'<small class="from">{both(*WIDTHS[opening.width_from])}</small>'
    cells = [
        f"<b>{opening.number}</b>",
        opening_name(opening.name, opening.side) + level,
        f"{sign(opening_sign(opening))} {both(*ROLES[opening.role])}",
        Number(f"{opening.width_m:.1f}{width_from}"),
        Number(metres(opening.length_m) if opening.role == "bar" else "–"),
        f"{opening.width_m:.1f}" if opening.confirmed else '<span class="blank"></span>',
        both("是", "yes") if opening.confirmed else '<span class="box"></span>',
    ]
    return row(cells, data_o=opening.id, tabindex="0")
