"""Which opening each stand on a ring belongs to, and what becomes of the openings without one."""

from collections.abc import Sequence

import numpy as np
import shapely
from msgspec import Struct
from msgspec.structs import replace
from shapely.geometry import Polygon

from yipanqi.ground.ids import OpeningId
from yipanqi.plan.closure.model import Net, Note
from yipanqi.solvers.closure.network import Network
from yipanqi.survey.chart import Chart, Floats
from yipanqi.survey.model import MovedEdge, Neighbourhood, Opening
from yipanqi.survey.openings import Gap

STRANGE_M = 1000.0
"""An opening on another way is farther from a gap than any on the same way."""
TAKEN_M = 100_000.0
"""Two stands share an opening's name only when there are more stands than openings."""


class Place(Struct, frozen=True):
    """What a closure is made for: neighbourhoods, the openings in their edges, and a ring round them."""

    neighbourhoods: tuple[Neighbourhood, ...]
    openings: tuple[Opening, ...]
    ring: Polygon
    notes: tuple[Note, ...] = ()
    forced: frozenset[OpeningId] = frozenset()
    """Openings to keep as gates, and openings never to."""
    forbidden: frozenset[OpeningId] = frozenset()
    moved: MovedEdge | None = None
    """How far the ring was laid onto the walls beside it."""


def names_of(
    chart: Chart, openings: Sequence[Opening], neighbourhoods: Sequence[Neighbourhood], found: list[Gap]
) -> list[OpeningId]:
    """The opening each gap belongs to: one not yet taken, on the same way, the nearest - in this order."""
    if not openings:
        first = neighbourhoods[0].id
        return [OpeningId(f"{first}/ring-{number}") for number in range(1, len(found) + 1)]
    middles = _middles(chart, openings)
    away = np.array([np.hypot(*(middles - np.array(gap.middle)).T) for gap in found])
    for number, gap in enumerate(found):
        ids = {chart.ways[w].id for w in gap.ways}
        away[number] += [0.0 if ids.intersection(o.ways) else STRANGE_M for o in openings]
    names: list[OpeningId | None] = [None] * len(found)
    taken = np.zeros(len(openings))
    for gap_number in np.argsort(away.min(axis=1), kind="stable"):
        best = int(np.argmin(away[gap_number] + taken))
        taken[best] = TAKEN_M
        names[int(gap_number)] = openings[best].id
    return [name for name in names if name is not None]


def with_the_rest(
    chart: Chart, place: Place, nets: list[Net], kept: list[Net]
) -> tuple[list[Net], list[Net], tuple[OpeningId, ...]]:
    """Openings without a stand: inside the ring spared; outside, the nearest stand does their work."""
    named = {net.opening for net in (*nets, *kept)}
    rest = [o for o in place.openings if o.id not in named]
    if not rest:
        return nets, kept, ()
    middles = _middles(chart, rest)
    held = shapely.contains_xy(place.ring, middles)
    spared = [o.id for o, inside in zip(rest, held, strict=True) if inside]
    stands = [*nets, *kept]
    if not stands:
        return nets, kept, tuple(o.id for o in rest)
    at = np.array([line.mean(axis=0) for line in chart.laid([net.line for net in stands])])
    also: dict[int, list[OpeningId]] = {}
    for opening, middle, inside in zip(rest, middles, held, strict=True):
        if not inside:
            nearest = int(np.argmin(np.hypot(*(at - middle).T)))
            also.setdefault(nearest, []).append(opening.id)
    stands = [replace(net, also=tuple(also.get(number, ()))) for number, net in enumerate(stands)]
    return stands[: len(nets)], stands[len(nets) :], tuple(spared)


def _middles(chart: Chart, openings: Sequence[Opening]) -> Floats:
    return np.array([(line[0] + line[-1]) / 2 for line in chart.laid([o.line for o in openings])])


def nodes_of(network: Network, gap: Gap) -> list[int]:
    """Where a gap leads to inside; a square's stretch leads to the nearest node."""
    found = [network.names[m.contact] for m in gap.members if m.contact in network.names]
    if not found and len(network.xy):
        away = network.xy - np.array(gap.middle)
        nearest = int(np.argmin(np.hypot(away[:, 0], away[:, 1])))
        if float(np.hypot(*away[nearest])) < 30.0:
            found = [nearest]
    return sorted(set(found))
