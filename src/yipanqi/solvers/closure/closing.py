"""One closure on a given ring: gate, emergency openings, nets, and what is assumed."""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from shapely.geometry import Polygon

from yipanqi.ground.ids import BuildingId, OpeningId
from yipanqi.plan.closure.model import Closure, ClosureRules, EmergencyOpening, Net, Note
from yipanqi.solvers.closure.fire import Flags, Service, fewest, lets_engine_in, service
from yipanqi.solvers.closure.homes import Homes, walks
from yipanqi.solvers.closure.network import Network, network_inside
from yipanqi.solvers.closure.ring import assumed
from yipanqi.survey.chart import Chart, Floats, Ints
from yipanqi.survey.crossings import rings_of
from yipanqi.survey.model import Area, Neighbourhood, Opening
from yipanqi.survey.openings import Gap, along, gaps
from yipanqi.survey.widths import width_of


class Place(Struct, frozen=True):
    """What a closure is made for: neighbourhoods, the openings in their edges, and a ring round them."""

    neighbourhoods: tuple[Neighbourhood, ...]
    openings: tuple[Opening, ...]
    ring: Polygon
    notes: tuple[Note, ...] = ()


def close(chart: Chart, place: Place, rules: ClosureRules) -> Closure:
    """The closure of a ring: every gap in it is the gate, an emergency opening, or barred."""
    found = gaps(chart, place.ring)
    homes = Homes(chart, place.ring)
    network = network_inside(chart, place.ring)
    nodes = [_nodes(network, gap) for gap in found]
    middles = np.array([gap.middle for gap in found], dtype=np.float64).reshape(-1, 2)
    metres, reached = walks(homes, network, nodes, middles)
    names = _names(chart, place, found)
    lines = _lines(chart, place, found, names)
    if not found:
        return _sealed(chart, place, homes)
    served = service(chart, found, nodes, network, homes, rules)
    gate = choose_gate(chart, found, metres, homes.weights, rules)
    emergency = fewest(served, gate)
    notes = [*place.notes, *_notes(chart, found, gate, reached, homes, rules)]
    return Closure(
        neighbourhoods=tuple(n.id for n in place.neighbourhoods),
        ring=area_of(chart, place.ring),
        gates=(names[gate],),
        emergency=_emergency(chart, served, gate, emergency, names, homes),
        nets=tuple(lines[i] for i in range(len(found)) if i != gate and i not in emergency),
        assumed=assumed(chart, place.ring, found),
        walk_mean_m=_mean_walk(metres[gate], homes),
        kept=(lines[gate], *(lines[i] for i in emergency)),
        out_of_reach=_out_of_reach(chart, served, homes),
        notes=tuple(notes),
    )


def choose_gate(chart: Chart, found: list[Gap], metres: Floats, weights: Floats, rules: ClosureRules) -> int:
    """The gap with the least walking among those an engine fits through, else a car, else anybody."""
    tiers = (
        [i for i, gap in enumerate(found) if lets_engine_in(chart, gap, rules, cautious=True)],
        [i for i, gap in enumerate(found) if lets_engine_in(chart, gap, rules, cautious=False)],
        list(range(len(found))),
    )
    candidates = next(tier for tier in tiers if tier)
    walking = metres @ weights if metres.shape[1] else np.zeros(len(found))
    widths = [max(width_of(chart.ways[w]) for w in gap.ways) for gap in found]
    return min(candidates, key=lambda i: (round(float(walking[i]), 3), -widths[i], i))


def area_of(chart: Chart, ring: Polygon) -> Area:
    """A ring as places."""
    return tuple(chart.places(np.array(line.coords)) for line in rings_of(ring))


def _nodes(network: Network, gap: Gap) -> list[int]:
    """Where a gap leads to inside; a square's stretch leads to the nearest node."""
    found = [network.names[m.contact] for m in gap.members if m.contact in network.names]
    if not found and len(network.xy):
        away = network.xy - np.array(gap.middle)
        nearest = int(np.argmin(np.hypot(away[:, 0], away[:, 1])))
        if float(np.hypot(*away[nearest])) < 30.0:
            found = [nearest]
    return sorted(set(found))


def _names(chart: Chart, place: Place, found: list[Gap]) -> list[OpeningId]:
    """The opening each gap of the ring belongs to: the nearest one, one on the same way before others."""
    if not place.openings:
        first = place.neighbourhoods[0].id
        return [OpeningId(f"{first}/ring-{number}") for number in range(1, len(found) + 1)]
    ends = chart.laid([opening.line for opening in place.openings])
    middles = np.array([(line[0] + line[-1]) / 2 for line in ends])
    names = []
    for gap in found:
        ids = {chart.ways[w].id for w in gap.ways}
        strange = np.array([not ids.intersection(o.ways) for o in place.openings])
        away = np.hypot(*(middles - np.array(gap.middle)).T) + strange * 1000.0
        names.append(place.openings[int(np.argmin(away))].id)
    return names


def _lines(chart: Chart, place: Place, found: list[Gap], names: Sequence[OpeningId]) -> list[Net]:
    rings = rings_of(place.ring)
    nets = []
    for gap, name in zip(found, names, strict=True):
        line = along(rings[gap.ring], gap.from_m, gap.to_m)
        nets.append(Net(name, chart.places(np.array(line.coords)), round(line.length, 2)))
    return nets


def _emergency(
    chart: Chart, served: Service, gate: int, chosen: list[int], names: Sequence[OpeningId], homes: Homes
) -> tuple[EmergencyOpening, ...]:
    """Each with the buildings that no gap before it serves."""
    served_at = np.stack((served.cautious, served.hopeful))
    done: Flags = served_at[:, gate]
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


def _sealed(chart: Chart, place: Place, homes: Homes) -> Closure:
    """A ring no way crosses: nothing to bar, and no gate to be had on the map."""
    return Closure(
        neighbourhoods=tuple(n.id for n in place.neighbourhoods),
        ring=area_of(chart, place.ring),
        gates=(),
        emergency=(),
        nets=(),
        assumed=assumed(chart, place.ring, []),
        walk_mean_m=None,
        out_of_reach=_ids(chart, homes, np.arange(len(homes))),
        notes=(*place.notes, Note("no-opening")),
    )


def _notes(
    chart: Chart, found: list[Gap], gate: int, reached: Ints, homes: Homes, rules: ClosureRules
) -> list[Note]:
    notes = []
    if not lets_engine_in(chart, found[gate], rules, cautious=False):
        notes.append(Note("gate-on-foot-only"))
    elif not lets_engine_in(chart, found[gate], rules, cautious=True):
        notes.append(
            Note("gate-too-narrow", {"width_m": rules.fire_width_m, "height_m": rules.fire_height_m})
        )
    cut_off = len(homes) - int(reached[gate])
    if cut_off:
        notes.append(Note("no-mapped-way-to-gate", {"buildings": cut_off, "of": len(homes)}))
    lifted = sum(member.level != "ground" for gap in found for member in gap.members)
    if lifted:
        notes.append(Note("bridge-comes-down-inside", {"openings": lifted}))
    if not len(homes):
        notes.append(Note("no-building"))
    return notes
