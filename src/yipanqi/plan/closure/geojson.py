"""A closure plan as plan.geojson: WGS 84, as docs/reference/plan-geojson.md describes it."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from yipanqi.ground.ids import OpeningId
from yipanqi.plan.closure.model import Closure, ClosurePlan, Net
from yipanqi.plan.closure.words import NOT_KEPT
from yipanqi.survey.model import Area, Line, Neighbourhood, Opening

Feature = dict[str, Any]


def to_geojson(
    plan: ClosurePlan, neighbourhoods: Sequence[Neighbourhood], attribution: str = ""
) -> dict[str, Any]:
    """The plan as a GeoJSON FeatureCollection (RFC 7946); pure, ready to be encoded."""
    features: list[Feature] = [_neighbourhood(n) for n in neighbourhoods]
    features += [_opening(opening) for opening in plan.openings]
    for closure in plan.closures:
        features += _closure(closure)
    collection: dict[str, Any] = {
        "type": "FeatureCollection",
        "plan": str(plan.id),
        "engine": plan.engine,
        "seed": plan.seed,
        "trust": plan.rules.trust,
        "features": features,
    }
    if attribution:
        collection["attribution"] = attribution
    return collection


def _closure(closure: Closure) -> Iterable[Feature]:
    ids = [str(n) for n in closure.neighbourhoods]
    walk: dict[str, float] = {} if closure.walk_mean_m is None else {"walk_mean_m": closure.walk_mean_m}
    moved = {} if closure.moved is None else {"moved": msgspec.to_builtins(closure.moved)}
    lost = [msgspec.to_builtins(note) for note in closure.notes if note.code in NOT_KEPT]
    unkept = {"unkept": lost} if lost else {}
    yield _feature("ring", _polygon(closure.ring), neighbourhoods=ids, **walk, **moved, **unkept)
    for net in closure.nets:
        yield _feature("barrier", _line(net.line), **_net(net), neighbourhoods=ids)
    gates, rest = closure.kept[: len(closure.gates)], closure.kept[len(closure.gates) :]
    for net in gates:
        yield _feature("gate", _line(net.line), **_net(net), neighbourhoods=ids)
    for emergency, net in zip(closure.emergency, rest, strict=True):
        because = [int(b) for b in emergency.because]
        yield _feature("emergency", _line(net.line), **_net(net), neighbourhoods=ids, because=because)
    for stretch in closure.assumed:
        yield _feature("assumed", _line(stretch), neighbourhoods=ids)


def _net(net: Net) -> dict[str, Any]:
    found: dict[str, Any] = {"opening": str(net.opening), "length_m": net.length_m}
    if net.ways:
        found["ways"] = [int(way) for way in net.ways]
    if net.also:
        found["also"] = [str(opening) for opening in net.also]
    return found


def _neighbourhood(neighbourhood: Neighbourhood) -> Feature:
    moved = {} if neighbourhood.moved is None else {"moved": msgspec.to_builtins(neighbourhood.moved)}
    return _feature(
        "neighbourhood",
        _polygon(neighbourhood.area),
        id=str(neighbourhood.id),
        name=neighbourhood.name,
        **moved,
    )


def _opening(opening: Opening) -> Feature:
    return _feature(
        "opening",
        _line(opening.stretch or opening.line),
        id=str(opening.id),
        neighbourhood=str(opening.neighbourhood),
        width_m=opening.width_m,
        ways=[int(way) for way in opening.ways],
        confirmed=opening.confirmed,
        name=opening.name,
        side=opening.side,
        vehicle=opening.vehicle,
        level=opening.level,
    )


def _feature(kind: str, geometry: dict[str, Any], **properties: Any) -> Feature:
    return {"type": "Feature", "properties": {"kind": kind, **properties}, "geometry": geometry}


def _line(line: Line) -> dict[str, Any]:
    return {"type": "LineString", "coordinates": [list(place) for place in line]}


def _polygon(area: Area) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[list(place) for place in ring] for ring in area]}


def roles(closures: Iterable[Closure]) -> dict[OpeningId, str]:
    """What every opening becomes: bar, gate, emergency, or spared (nothing has to stand there).

    An opening that lends its name to several lines has the most open of their roles.
    """
    found: dict[OpeningId, str] = {}
    for closure in closures:
        found |= dict.fromkeys(closure.spared, "spared")
        for net in (*closure.nets, *closure.kept):
            found |= dict.fromkeys(net.also, "spared")
        found |= {net.opening: "bar" for net in closure.nets}
        found |= {emergency.opening: "emergency" for emergency in closure.emergency}
        found |= dict.fromkeys(closure.gates, "gate")
    return found
