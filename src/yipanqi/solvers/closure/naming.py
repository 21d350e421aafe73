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
from yipanqi.survey.openings import Gap, free_id, opening_at
from yipanqi.survey.pieces import rings_of

SAME_M = 2.0
"""Two openings of rings no farther apart than this are one."""
STRANGE_M = 1000.0
"""An opening on another way is farther from a gap than any on the same way."""


class Place(Struct, frozen=True):
    """What a closure is made for: neighbourhoods, the openings in their edges, and a ring round them."""

    neighbourhoods: tuple[Neighbourhood, ...]
    openings: tuple[Opening, ...]
    ring: Polygon
    notes: tuple[Note, ...] = ()
    forced: frozenset[OpeningId] = frozenset()
    """Openings to keep as gates, and openings never to."""
    forbidden: frozenset[OpeningId] = frozenset()
    before: tuple[Opening, ...] = ()
    """Openings that only rings planned before had."""
    moved: MovedEdge | None = None
    """How far the ring was laid onto the walls beside it."""


class Named(Struct, frozen=True):
    """The opening of each gap in a ring, and those nobody had found before."""

    names: tuple[OpeningId, ...]
    fresh: tuple[Opening, ...]
    """Where a ring that stands off the edge is crossed more often than the edge: each has to be barred by
    somebody, so each is an opening of its own."""


def names_of(chart: Chart, place: Place, found: list[Gap]) -> Named:
    """The opening each gap belongs to: one not yet taken, on the same way, the nearest - in this order."""
    names: dict[int, OpeningId] = {}
    beside = np.zeros(len(found), dtype=np.int64)
    if place.openings:
        away = _away(chart, place.openings, found)
        beside = away.argmin(axis=1)
        taken = np.zeros(len(place.openings), dtype=bool)
        for gap in np.argsort(away.min(axis=1), kind="stable")[: len(taken)].tolist():
            best = int(np.argmin(np.where(taken, np.inf, away[gap])))
            taken[best] = True
            names[gap] = place.openings[best].id
    homes = {home.id: home for home in place.neighbourhoods}
    rest = sorted(set(range(len(found))) - set(names))
    known = met_before(chart, place, [found[number].middle for number in rest])
    used = {opening.id for opening in (*place.openings, *known.values())}
    fresh = []
    for at, number in enumerate(rest):
        home = place.openings[beside[number]].neighbourhood if place.openings else place.neighbourhoods[0].id
        opening = _fresh(chart, place, homes[home], found[number], used)
        if at in known:
            opening = replace(opening, id=known[at].id, confirmed=known[at].confirmed)
        used.add(opening.id)
        names[number] = opening.id
        fresh.append(opening)
    return Named(tuple(names[number] for number in range(len(found))), tuple(fresh))


def met_before(chart: Chart, place: Place, middles: Sequence[tuple[float, float]]) -> dict[int, Opening]:
    """Of some places on a ring, by number, those where a ring planned before had an opening of its own."""
    if not place.before or not middles:
        return {}
    away = np.array([np.hypot(*(_middles(chart, place.before) - np.array(middle)).T) for middle in middles])
    found: dict[int, Opening] = {}
    for flat in np.argsort(away, axis=None, kind="stable").tolist():
        number, known = divmod(flat, len(place.before))
        if away[number, known] > SAME_M:
            break
        if number not in found and place.before[known] not in found.values():
            found[number] = place.before[known]
    return found


def unkept(place: Place, gates: Sequence[OpeningId], there: Sequence[OpeningId]) -> list[Note]:
    """What people wished for, or confirmed at, openings of a ring, and this ring cannot keep."""
    named = {*there, *(opening.id for opening in place.openings)}
    wishes = [o for o in place.forced if o not in gates]
    wishes += [o for o in place.forbidden if o in gates or o not in named]
    confirmed = [o.id for o in place.before if o.confirmed and o.id not in named]
    return [
        *(Note("wish-not-kept", {"opening": opening}) for opening in sorted(wishes)),
        *(Note("confirmation-not-kept", {"opening": opening}) for opening in sorted(confirmed)),
    ]


def _away(chart: Chart, openings: Sequence[Opening], found: list[Gap]) -> Floats:
    """Metres from each gap to each opening, shape (gaps, openings); those on other ways are put farther."""
    middles = _middles(chart, openings)
    away = np.array([np.hypot(*(middles - np.array(gap.middle)).T) for gap in found])
    for number, gap in enumerate(found):
        ids = {chart.ways[w].id for w in gap.ways}
        away[number] += [0.0 if ids.intersection(o.ways) else STRANGE_M for o in openings]
    return away


def _fresh(chart: Chart, place: Place, home: Neighbourhood, gap: Gap, used: set[OpeningId]) -> Opening:
    opening = opening_at(chart, home, place.ring, rings_of(place.ring)[gap.ring], gap, {})
    lowest = min(chart.ways[way].id for way in gap.ways)
    return replace(opening, id=free_id(OpeningId(f"{home.id}/ring-{lowest}"), used))


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
