"""What work at an opening takes in goods; the figures and their sources are in docs/reference/rules.md."""

from math import ceil

from msgspec import Struct

from yipanqi.ground.ids import GoodKey
from yipanqi.plan.events import Role

NET = GoodKey("net")
POSTS = GoodKey("posts")
TIES = GoodKey("ties")
FRAMES = GoodKey("removable-barriers")
GATE_SETS = GoodKey("gate-sets")
SIGNS = GoodKey("signs")

GOODS: tuple[GoodKey, ...] = (NET, POSTS, TIES, FRAMES, GATE_SETS, SIGNS)
"""Everything a closure takes; net in metres, all else in pieces."""

WEIGHT: dict[GoodKey, int] = {NET: 3, POSTS: 6, TIES: 1, FRAMES: 30, GATE_SETS: 30, SIGNS: 1}
"""How much one that is missing is missed, against a tie: about what of the night's work stands still."""


class MaterialRules(Struct, frozen=True):
    """What a metre of net takes; a town that buys other net sets its own figures."""

    post_every_m: float = 2.5
    ties_a_post: int = 3
    """Top, middle and foot; ties are what went short in the case this is built on."""
    spare_share: float = 0.1
    """Kept for mending: nets are cut to slip through, or with a hole to take in deliveries."""

    def posts(self, net_m: int) -> int:
        """Posts for one net: one every so many metres, and one more."""
        return ceil(net_m / self.post_every_m) + 1 if net_m > 0 else 0


def goods_of(role: Role, net_m: int, rules: MaterialRules) -> dict[GoodKey, int]:
    """What one opening takes, by its role and the whole metres of net it is planned with.

    An emergency opening is a frame on hinges with net on it; a gate takes none.
    """
    match role:
        case "bar":
            posts = rules.posts(net_m)
            return {NET: net_m, POSTS: posts, TIES: posts * rules.ties_a_post, SIGNS: 1}
        case "emergency":
            return {NET: net_m, FRAMES: 1, SIGNS: 1}
        case "gate":
            return {GATE_SETS: 1, SIGNS: 1}
        case _:
            return {}
