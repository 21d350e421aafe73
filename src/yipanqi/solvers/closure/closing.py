"""One closure on a given ring: gate, emergency openings, nets, and what is assumed."""

from collections.abc import Callable, Sequence

import numpy as np
from msgspec import Struct
from shapely.geometry import Polygon

from yipanqi.ground.ids import BuildingId, OpeningId
from yipanqi.plan.closure.model import Closure, ClosureRules, EmergencyOpening, Net, Note
from yipanqi.solvers.closure.fire import Service, fewest, lets_engine_in, service, stands_in
from yipanqi.solvers.closure.homes import Homes, homes_in, walks
from yipanqi.solvers.closure.naming import Place, met_before, names_of, nodes_of, unkept, with_the_rest
from yipanqi.solvers.closure.network import network_inside
from yipanqi.solvers.closure.room import Room
from yipanqi.survey.bare_edge import ROUNDING_M, bare_stretches
from yipanqi.survey.chart import Chart, Floats, Ints
from yipanqi.survey.model import Area, Line, Opening
from yipanqi.survey.openings import Gap, free_id, gaps
from yipanqi.survey.pieces import rings_of
from yipanqi.survey.widths import width_of

CHINK_M = 0.1 - ROUNDING_M
"""So little room beyond what a person needs is the map's rounding."""
GOOD_WORTH = 1.1
"""Walks may grow by so much for a gate with room to queue and to turn, not steep and not soft."""


class Closed(Struct, frozen=True):
    """A closure, and what comparing it with another takes."""

    closure: Closure
    barred: int
    """Nets and emergency openings: every piece that has to be found and put up."""
    net_m: float
    walkable: int
    """Homes with a mapped way to a gate that does not leave the ring."""
    served: int
    """Homes a fire engine reaches."""
    fresh: tuple[Opening, ...] = ()
    """Openings of the ring's own: gaps over open ground, which no way leads through, where only mapped
    obstacles are trusted; and gaps the neighbourhoods' own edges do not have."""


def close(chart: Chart, place: Place, rules: ClosureRules) -> Closed:
    """The closure of a ring: every gap in it is a gate, an emergency opening, or barred.

    A ring keeps one gate for each of its neighbourhoods, as far as it has gaps for that.
    """
    found = gaps(chart, place.ring)
    homes = homes_in(chart, place.ring)
    if not found:
        return _sealed(chart, place, homes, rules)
    network = network_inside(chart, place.ring)
    nodes = [nodes_of(network, gap) for gap in found]
    middles = np.array([gap.middle for gap in found], dtype=np.float64).reshape(-1, 2)
    metres, reached = walks(chart, place.ring, nodes, middles)
    served = service(chart, place.ring, found, nodes, network, homes, rules)
    named = names_of(chart, place, found)
    names = named.names
    wishes = Wishes(
        forced=tuple(i for i, name in enumerate(names) if name in place.forced),
        forbidden=tuple(i for i, name in enumerate(names) if name in place.forbidden),
        wanted=len(place.neighbourhoods),
    )
    room = Room(chart, place.ring, found, nodes, network, rules)
    gates = choose_gates(chart, found, metres, homes.weights, rules, wishes, room.suits)
    emergency = fewest(served, gates)
    lines = _lines(chart, place, found, names)
    nets = [lines[i] for i in range(len(found)) if i not in gates and i not in emergency]
    kept = [lines[i] for i in (*gates, *emergency)]
    nets, kept, spared = with_the_rest(chart, place, nets, kept)
    walkable = int(max(reached[gates]))
    bare = bare_stretches(chart, place.ring)
    bare = bare if rules.trust == "ways" else _passable(chart, bare)
    fresh = open_ground(chart, place, bare) if rules.trust == "ground" else ()
    nets += [Net(o.id, line, o.width_m) for o, line in zip(fresh, bare, strict=False)]
    lost = unkept(place, [names[i] for i in gates], (*names, *(o.id for o in fresh)))
    closure = Closure(
        neighbourhoods=tuple(n.id for n in place.neighbourhoods),
        ring=area_of(chart, place.ring),
        gates=tuple(names[i] for i in gates),
        emergency=_emergency(chart, served, gates, emergency, names, homes),
        nets=tuple(nets),
        assumed=() if rules.trust == "ground" else bare,
        walk_mean_m=_mean_walk(metres[gates].min(axis=0), homes),
        kept=tuple(kept),
        spared=spared,
        out_of_reach=_out_of_reach(chart, served, homes),
        moved=place.moved,
        notes=(
            *place.notes,
            *lost,
            *_notes(chart, found, gates, len(homes) - walkable, len(homes), rules, room),
        ),
    )
    reach = len(homes) - len(closure.out_of_reach)
    barred = [*nets, *(lines[i] for i in emergency)]
    net_m = round(sum(n.length_m for n in barred), 2)
    return Closed(closure, len(barred), net_m, walkable, reach, (*named.fresh, *fresh))


def _passable(chart: Chart, stretches: Sequence[Line]) -> tuple[Line, ...]:
    """Stretches that are no mere chink between two obstacles."""
    lengths = [float(np.hypot(*np.diff(xy, axis=0).T).sum()) for xy in chart.laid(list(stretches))]
    return tuple(line for line, length in zip(stretches, lengths, strict=True) if length > CHINK_M)


def open_ground(chart: Chart, place: Place, stretches: Sequence[Line]) -> tuple[Opening, ...]:
    """Openings for stretches of a ring over open ground: gaps a person can pass, though no way does."""
    home = place.neighbourhoods[0].id
    used = {opening.id for opening in (*place.openings, *place.before)}
    laid = chart.laid(list(stretches))
    lengths = [float(np.hypot(*np.diff(xy, axis=0).T).sum()) for xy in laid]
    middles = [(float(x), float(y)) for x, y in ((xy[0] + xy[-1]) / 2 for xy in laid)]
    known = met_before(chart, place, middles)
    return tuple(
        Opening(
            id=known[number - 1].id
            if number - 1 in known
            else free_id(OpeningId(f"{home}/ground-{number}"), used),
            neighbourhood=home,
            line=(line[0], line[-1]),
            width_m=round(length, 2),
            ways=(),
            vehicle=False,
            width_from="map",
            stretch=line if len(line) > 2 else (),
            confirmed=number - 1 in known and known[number - 1].confirmed,
        )
        for number, (line, length) in enumerate(zip(stretches, lengths, strict=True), start=1)
    )


class Wishes(Struct, frozen=True):
    """What people have decided about gates, as gap numbers, and how many gates there are to be."""

    forced: tuple[int, ...]
    forbidden: tuple[int, ...]
    wanted: int


def choose_gates(
    chart: Chart,
    found: list[Gap],
    metres: Floats,
    weights: Floats,
    rules: ClosureRules,
    wishes: Wishes,
    suits: Callable[[int], bool],
) -> list[int]:
    """The gaps with the least walking among those an engine fits through, else a car, else anybody.

    Forced ones first; then one after the other, each the one that shortens the residents' walks
    most; ties go to the wider. A good one, with room to queue and turn, is taken before the nearest
    as long as walks grow by no more than `GOOD_WORTH`. A forbidden one is taken only where there is
    no other.
    """
    usable = [i for i, gap in enumerate(found) if gap.leads_through] or list(range(len(found)))
    allowed = [i for i in usable if i not in wishes.forbidden] or usable
    tiers = (
        [i for i in allowed if lets_engine_in(chart, found[i], rules, cautious=True)],
        [i for i in allowed if lets_engine_in(chart, found[i], rules, cautious=False)],
        allowed,
    )
    candidates = next(tier for tier in tiers if tier)
    widths = [max(width_of(chart.ways[w]) for w in gap.ways) for gap in found]
    gates = list(wishes.forced)
    nearest = metres[gates].min(axis=0) if gates else np.full(metres.shape[1], np.inf)
    while len(gates) < wishes.wanted:
        left = [i for i in candidates if i not in gates]
        if not left:
            break
        walking = {i: float(np.minimum(nearest, metres[i]) @ weights) for i in left}
        order = sorted(left, key=lambda i: (round(walking[i], 3), -widths[i], i))
        near = [i for i in order if walking[i] <= GOOD_WORTH * walking[order[0]]]
        best = next((i for i in near if suits(i)), order[0])
        gates.append(best)
        nearest = np.minimum(nearest, metres[best])
    return gates


def area_of(chart: Chart, ring: Polygon) -> Area:
    """A ring as places."""
    return tuple(chart.places(np.array(line.coords)) for line in rings_of(ring))


def _lines(chart: Chart, place: Place, found: list[Gap], names: Sequence[OpeningId]) -> list[Net]:
    lines = stands_in(chart, place.ring)
    return [
        Net(name, places, round(line.length, 2), ways=tuple(chart.ways[index].id for index in gap.ways))
        for gap, name, line, places in zip(found, names, lines, chart.lines_of_places(lines), strict=True)
    ]


def _emergency(
    chart: Chart,
    served: Service,
    gates: list[int],
    chosen: list[int],
    names: Sequence[OpeningId],
    homes: Homes,
) -> tuple[EmergencyOpening, ...]:
    """Each with the buildings that no gap before it serves."""
    served_at = np.stack((served.cautious, served.hopeful))
    done = np.logical_or.reduce(served_at[:, gates], axis=1)
    found = []
    for gap in chosen:
        fresh = np.flatnonzero((served_at[:, gap] & ~done).any(axis=0))
        done = np.logical_or(done, served_at[:, gap])
        found.append(EmergencyOpening(names[gap], _ids(chart, homes, fresh)))
    return tuple(found)


def _ids(chart: Chart, homes: Homes, chosen: Ints) -> tuple[BuildingId, ...]:
    return tuple(chart.extract.buildings[i].id for i in homes.indices[chosen])


def _out_of_reach(chart: Chart, served: Service, homes: Homes) -> tuple[BuildingId, ...]:
    reached = np.vstack((served.cautious, served.hopeful)).any(axis=0)
    return _ids(chart, homes, np.flatnonzero(~reached))


def _mean_walk(metres: Floats, homes: Homes) -> float | None:
    if not len(homes):
        return None
    return round(float(np.average(metres, weights=homes.weights)), 1)


def _sealed(chart: Chart, place: Place, homes: Homes, rules: ClosureRules) -> Closed:
    """A ring no way crosses: no gate to be had on the map, and nothing to bar but open ground."""
    bare = bare_stretches(chart, place.ring)
    bare = bare if rules.trust == "ways" else _passable(chart, bare)
    fresh = open_ground(chart, place, bare) if rules.trust == "ground" else ()
    stands = [Net(o.id, line, o.width_m) for o, line in zip(fresh, bare, strict=False)]
    nets, kept, spared = with_the_rest(chart, place, stands[1:], stands[:1])
    closure = Closure(
        neighbourhoods=tuple(n.id for n in place.neighbourhoods),
        ring=area_of(chart, place.ring),
        gates=tuple(o.id for o in fresh[:1]),
        emergency=(),
        nets=tuple(nets),
        assumed=() if rules.trust == "ground" else bare,
        walk_mean_m=None,
        kept=tuple(kept),
        spared=spared,
        out_of_reach=_ids(chart, homes, np.arange(len(homes))),
        moved=place.moved,
        notes=(
            *place.notes,
            *unkept(place, [o.id for o in fresh[:1]], [o.id for o in fresh]),
            Note("no-opening"),
        ),
    )
    net_m = round(sum(net.length_m for net in closure.nets), 2)
    return Closed(closure, len(closure.nets), net_m, 0, 0, fresh)


def _notes(
    chart: Chart,
    found: list[Gap],
    gates: list[int],
    cut_off: int,
    homes: int,
    rules: ClosureRules,
    room: Room,
) -> list[Note]:
    notes = []
    if not lets_engine_in(chart, found[gates[0]], rules, cautious=False):
        notes.append(Note("gate-on-foot-only"))
    elif not lets_engine_in(chart, found[gates[0]], rules, cautious=True):
        notes.append(
            Note("gate-too-narrow", {"width_m": rules.fire_width_m, "height_m": rules.fire_height_m})
        )
    elif not room.suits(gates[0]):
        notes.append(Note("gate-cramped"))
    if cut_off:
        notes.append(Note("no-mapped-way-to-gate", {"buildings": cut_off, "of": homes}))
    lifted = sum(member.level != "ground" for gap in found for member in gap.members)
    if lifted:
        notes.append(Note("bridge-comes-down-inside", {"openings": lifted}))
    if not homes:
        notes.append(Note("no-building"))
    return notes
