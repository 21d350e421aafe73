"""The material list: what the planned nets, gates and emergency openings take, and on what assumption."""

from collections import Counter
from collections.abc import Iterable
from math import ceil

from yipanqi.ground.ids import GoodKey
from yipanqi.papers.plan_document import Material, OpeningLine
from yipanqi.plan.events import Role
from yipanqi.plan.goods.materials import (
    FRAMES,
    GATE_SETS,
    NET,
    POSTS,
    SIGNS,
    TIES,
    MaterialRules,
    goods_of,
)


def materials_of(openings: Iterable[OpeningLine], rules: MaterialRules | None = None) -> tuple[Material, ...]:
    """The list for a whole plan, or for the openings of one neighbourhood.

    Net is counted in whole metres an opening, as it is cut; an emergency opening takes a removable
    frame with net of its width on it.
    """
    rules = rules or MaterialRules()
    told: Counter[GoodKey] = Counter()
    for opening in openings:
        told.update(_goods(opening, rules))
    amounts = [
        Material(NET, told[NET], "m", "whole-metres"),
        Material("net-spare", ceil(told[NET] * rules.spare_share), "m", "spare"),
        Material(POSTS, told[POSTS], "piece", "posts"),
        Material(TIES, told[TIES], "piece", "ties"),
        Material(FRAMES, told[FRAMES], "piece"),
        Material(GATE_SETS, told[GATE_SETS], "piece"),
        Material(SIGNS, told[SIGNS], "piece", "signs"),
    ]
    return tuple(material for material in amounts if material.amount)


def _goods(opening: OpeningLine, rules: MaterialRules) -> dict[GoodKey, int]:
    """As `plan.jobs` gives it to the crews: a net by what it spans, an emergency opening by its width."""
    role: dict[str, tuple[Role, float]] = {
        "bar": ("bar", opening.length_m),
        "emergency": ("emergency", opening.width_m),
        "gate": ("gate", 0.0),
    }
    if opening.role not in role or (opening.role == "bar" and opening.length_m <= 0):
        return {}
    kind, metres = role[opening.role]
    return goods_of(kind, 0 if kind == "gate" else max(1, ceil(metres - 1e-6)), rules)


WORDS: dict[str, tuple[str, str]] = {
    "net": ("隔离防护网", "Barrier net"),
    "net-spare": ("备用防护网（修补用）", "Spare net, for mending"),
    "posts": ("立柱", "Posts"),
    "ties": ("扎带", "Ties"),
    "removable-barriers": ("应急开口活动框架", "Removable frames for emergency openings"),
    "gate-sets": ("出入口设施（岗亭、桌、测温、登记）", "Gate sets (shelter, table, thermometer, sheets)"),
    "signs": ("告示牌", "Signs"),
}

ASSUMPTIONS: dict[str, tuple[str, str]] = {
    "whole-metres": ("每处按整米计", "whole metres at each opening"),
    "spare": ("按网长 10% 计", "a tenth of the net"),
    "posts": ("每 2.5 米一根，加一", "one every 2.5 m, and one more"),
    "ties": ("每柱 3 根", "three a post"),
    "signs": ("每处一块", "one at each place"),
}
