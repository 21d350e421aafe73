"""A plot's ways drawn out: which lanes lead to a street, which end before the edge, what joins where."""

from collections.abc import Sequence

from msgspec import Struct

from yipanqi.ground.plane import XY
from yipanqi.simulate.fabric.model import Lane, Mouth
from yipanqi.simulate.fabric.plot_model import LanePlan, Plot, SpinePlan

NARROW_M = 2.0
"""A way this wide lets people through and no vehicle."""


class _Drawing(Struct, frozen=True):
    """What drawing needs: the plot, the chosen mouths by lane and end, and where vehicles are cut off."""

    plot: Plot
    mouths: dict[tuple[str, str], Mouth]
    cut_after: int | None
    """No vehicle passes from this lane to the next."""
    name: str


def draw_lanes(
    plot: Plot, chosen: Sequence[Mouth], cut_after: int | None = None, name: str = ""
) -> list[Lane]:
    """All ways of a plot whose chosen mouths are open; they share their points where they meet.

    Lanes and spines are named after `name`, if there is one.
    """
    chosen = [*chosen, *(pavement for mouth in chosen for pavement in mouth.beside)]
    drawing = _Drawing(plot, {(m.lane, m.end): m for m in chosen}, cut_after, name)
    out = [_lane(drawing, i) for i in range(len(plot.lanes))]
    for i in range(len(plot.spines)):
        out += _spine(drawing, i)
    out += [_footpath(drawing, m) for m in chosen if m.lane.startswith("foot")]
    return [lane for lane in out if len(lane.points) > 1]


def crosses(spine: SpinePlan, index: int, lane: LanePlan) -> bool:
    """Whether a spine meets a lane."""
    return spine.first <= index <= spine.last and lane.reach[0] + 3 < spine.x < lane.reach[1] - 3


def foot_at(mouth: Mouth) -> tuple[int, float]:
    """The lane a footpath starts from, and where on it, from its mouth's label."""
    _, lane, x = mouth.lane.split()
    return int(lane), float(x)


def _lane(drawing: _Drawing, index: int) -> Lane:
    plot, lane = drawing.plot, drawing.plot.lanes[index]
    joints = {s.x for s in plot.spines if crosses(s, index, lane)}
    feet = (foot_at(m) for m in drawing.mouths.values() if m.lane.startswith("foot"))
    joints |= {x for at, x in feet if at == index}
    bends = _bends(lane) if lane.wiggle[0] > 0 else []
    xs = sorted({*lane.reach, *joints, *(b for b in bends if all(abs(b - j) > 4 for j in joints))})
    points = [plot.turn.out(lane.at(x)) for x in xs]
    low, high = drawing.mouths.get((f"lane {index}", "low")), drawing.mouths.get((f"lane {index}", "high"))
    points = [*_way_out(low), *points, *reversed(_way_out(high))]
    highway = "service" if lane.width_m < 6 else "residential"
    name = f"{drawing.name}{numeral(index + 1)}弄" if drawing.name else ""
    return Lane(tuple(points), highway, lane.width_m, name)


def numeral(number: int) -> str:
    """A number from 1 to 99 in Chinese, as on a street sign."""
    tens, ones = divmod(number, 10)
    digits = "〇一二三四五六七八九"
    ten = "" if tens == 0 else "十" if tens == 1 else f"{digits[tens]}十"
    return f"{ten}{digits[ones] if ones else ''}"


SPINE_NAMES = {1: ("中路",), 2: ("西路", "东路"), 3: ("西路", "中路", "东路")}


def _spine_name(drawing: _Drawing, index: int) -> str:
    words = SPINE_NAMES.get(len(drawing.plot.spines))
    return f"{drawing.name}{words[index]}" if drawing.name and words else ""


def _bends(lane: LanePlan) -> list[float]:
    west, east = lane.reach
    count = int((east - west) // 16)
    return [west + (east - west) * (k + 1) / (count + 1) for k in range(count)]


def _way_out(mouth: Mouth | None) -> list[XY]:
    """From the street to just inside the edge."""
    return [mouth.street, mouth.inside] if mouth else []


def _spine(drawing: _Drawing, index: int) -> list[Lane]:
    """A spine in one piece, or in three where a short stretch of it is for people only."""
    plot, spine = drawing.plot, drawing.plot.spines[index]
    met = [i for i, lane in enumerate(plot.lanes) if crosses(spine, i, lane)]
    at = [plot.turn.out(plot.lanes[i].at(spine.x)) for i in met]
    low, high = drawing.mouths.get((f"spine {index}", "low")), drawing.mouths.get((f"spine {index}", "high"))
    highway = "residential" if spine.width_m >= 6 else "service"
    before, after = _way_out(low), list(reversed(_way_out(high)))
    cut = drawing.cut_after
    if cut is None or cut not in met or cut + 1 not in met:
        return [Lane((*before, *at, *after), highway, spine.width_m, _spine_name(drawing, index))]
    k = met.index(cut) + 1
    link = "steps" if index % 2 == 0 else "footway"
    return [
        Lane((*before, *at[:k]), highway, spine.width_m, _spine_name(drawing, index)),
        Lane((at[k - 1], at[k]), link, NARROW_M),
        Lane((*at[k:], *after), highway, spine.width_m, _spine_name(drawing, index)),
    ]


def _footpath(drawing: _Drawing, mouth: Mouth) -> Lane:
    index, x = foot_at(mouth)
    start = drawing.plot.turn.out(drawing.plot.lanes[index].at(x))
    tags = (("footway", "sidewalk"),) if mouth.pavement else ()
    return Lane((start, mouth.inside, mouth.street), "footway", mouth.width_m, tags=tags)
