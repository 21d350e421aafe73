"""The material list: what the planned nets, gates and emergency openings take, and on what assumption."""

from collections.abc import Iterable
from math import ceil

from msgspec import Struct

from yipanqi.papers.plan_document import Material, OpeningLine


class MaterialRules(Struct, frozen=True):
    """What a metre of net takes; a town that buys other net sets its own figures."""

    post_every_m: float = 2.5
    ties_a_post: int = 3
    """Top, middle and foot; ties are what went short in the case this is built on."""
    spare_share: float = 0.1
    """Kept for mending: nets are cut to slip through, or with a hole to take in deliveries."""


def materials_of(openings: Iterable[OpeningLine], rules: MaterialRules | None = None) -> tuple[Material, ...]:
    """The list for a whole plan, or for the openings of one neighbourhood.

    Net is counted in whole metres an opening, as it is cut; an emergency opening takes a removable
    barrier of its width in place of a net.
    """
    rules = rules or MaterialRules()
    told = list(openings)
    nets = [ceil(o.length_m - 1e-6) for o in told if o.role == "bar" and o.length_m > 0]
    doors = [o for o in told if o.role == "emergency"]
    gates = [o for o in told if o.role == "gate"]
    posts = sum(ceil(metres / rules.post_every_m) + 1 for metres in nets)
    net_m = sum(nets)
    amounts = [
        Material("net", net_m, "m", "whole-metres"),
        Material("net-spare", ceil(net_m * rules.spare_share), "m", "spare"),
        Material("posts", posts, "piece", "posts"),
        Material("ties", posts * rules.ties_a_post, "piece", "ties"),
        Material("removable-barriers", len(doors), "piece"),
        Material("gate-sets", len(gates), "piece"),
        Material("signs", len(nets) + len(doors) + len(gates), "piece", "signs"),
    ]
    return tuple(material for material in amounts if material.amount)


WORDS: dict[str, tuple[str, str]] = {
    "net": ("隔离防护网", "Barrier net"),
    "net-spare": ("备用防护网（修补用）", "Spare net, for mending"),
    "posts": ("立柱", "Posts"),
    "ties": ("扎带", "Ties"),
    "removable-barriers": ("应急开口可移动护栏", "Removable barriers for emergency openings"),
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
