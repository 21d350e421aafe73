"""What each block is for: homes, schools, markets, parks, works."""

from collections.abc import Sequence

from msgspec import Struct

from yipanqi.ground.plane import XY
from yipanqi.simulate.fabric.blocks import Block
from yipanqi.simulate.fabric.chance import shuffled, stream

CENTRAL = ("government", "mall", "mall", "market", "hospital", "square", "offices", "mall")
"""Uses near the centre, one block each."""

EDGE = ("works", "works", "works", "works", "works", "works", "site", "site", "station", "market")
"""Uses far from it."""

ANYWHERE = (
    "school", "school", "school", "middle school", "kindergarten", "kindergarten", "sports", "offices",
    "offices", "nursery", "temple", "shops", "shops", "shops",
)  # fmt: skip


ODD = 4
"""So many of the least rectangular blocks become parks."""


class Roles(Struct, frozen=True):
    """Numbers of blocks: open and walled neighbourhoods, and other uses by number."""

    open: tuple[int, ...]
    walled: tuple[int, ...]
    others: dict[int, str]


def give_roles(seed: int, blocks: Sequence[Block], centre: XY, open_count: int) -> Roles:
    """A use for every block that is not on the river's bank; those left over are walled neighbourhoods.

    Raises:
        ValueError: there are too few blocks.
    """
    rng = stream(seed, "roles")
    numbers = [k for k, b in enumerate(blocks) if not b.riverside]
    if len(numbers) < open_count + len(CENTRAL) + len(EDGE) + len(ANYWHERE) + ODD + 3:
        raise ValueError(f"{len(numbers)} blocks are too few for a town")
    far = {k: _distance(blocks[k], centre) for k in numbers}
    by_distance = sorted(numbers, key=far.__getitem__)
    others = dict(zip(shuffled(rng, by_distance[:17]), CENTRAL, strict=False))
    left = [k for k in by_distance if k not in others]
    others.update(zip(shuffled(rng, left[-24:]), EDGE, strict=False))
    left = [k for k in by_distance if k not in others]
    odd = sorted(left, key=lambda k: _fills_its_box(blocks[k]))[:ODD]
    others.update(dict.fromkeys(odd, "park"))
    left = [k for k in left if k not in others]
    others.update(zip(shuffled(rng, left), ANYWHERE, strict=False))
    left = [k for k in by_distance if k not in others]
    largest = sorted(left, key=lambda k: -blocks[k].polygon.area)
    walled = largest[: len(left) - open_count]
    return Roles(
        open=tuple(k for k in sorted(left) if k not in walled), walled=tuple(sorted(walled)), others=others
    )


def _distance(block: Block, centre: XY) -> float:
    at = block.polygon.centroid
    return float(((at.x - centre[0]) ** 2 + (at.y - centre[1]) ** 2) ** 0.5)


def _fills_its_box(block: Block) -> float:
    """1 for a rectangle, 0.5 for a triangle."""
    polygon = block.polygon
    return float(polygon.area / polygon.minimum_rotated_rectangle.area)
