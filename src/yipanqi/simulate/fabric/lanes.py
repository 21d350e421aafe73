"""A plot's ways drawn out: which lanes lead to a street, which end before the edge, what joins where."""

from collections.abc import Sequence

from msgspec import Struct

from yipanqi.ground.plane import XY
from yipanqi.simulate.fabric.model import Lane, Mouth
from yipanqi.simulate.fabric.plots import LanePlan, Plot, SpinePlan

NARROW_M = 2.0
"""A way this wide lets people through and no vehicle."""


class _Drawing(Struct, frozen=True):
    """What drawing needs: the plot, the chosen mouths by lane and end, and where vehicles are cut off."""

    plot: Plot
    mouths: dict[tuple[str, str], Mouth]
    cut_after: int | None
    """No vehicle passes from this lane to the next."""


def draw_lanes(plot: Plot, chosen: Sequence[Mouth], cut_after: int | None = None) -> list[Lane]:
    """All ways of a plot whose chosen mouths are open; they share their points where they meet."""
    drawing = _Drawing(plot, {(m.lane, m.end): m for m in chosen}, cut_after)
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
    return Lane(tuple(points), "service" if lane.width_m < 6 else "residential", lane.width_m)


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
        return [Lane((*before, *at, *after), highway, spine.width_m)]
    k = met.index(cut) + 1
    return [
        Lane((*before, *at[:k]), highway, spine.width_m),
        Lane((at[k - 1], at[k]), "footway", NARROW_M),
        Lane((*at[k:], *after), highway, spine.width_m),
    ]


def _footpath(drawing: _Drawing, mouth: Mouth) -> Lane:
    index, x = foot_at(mouth)
    start = drawing.plot.turn.out(drawing.plot.lanes[index].at(x))
    return Lane((start, mouth.inside, mouth.street), "footway", mouth.width_m)
