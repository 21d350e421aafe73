"""The certificate of a closure: what was proven, what stands where, and what was only assumed."""

from datetime import datetime
from typing import Any

import numpy as np
import shapely
from msgspec import Struct
from shapely.geometry import Point

from yipanqi.ground.ids import BuildingId
from yipanqi.plan.closure.check import broken_contract, check_on
from yipanqi.plan.closure.model import ClosureRules, Finding
from yipanqi.plan.closure.proof_ground import Ground, Ring, kinds, rings_of_plan
from yipanqi.plan.closure.proof_ways import meetings
from yipanqi.survey.model import Extract, Line


class Crossed(Struct, frozen=True):
    """One place where a way crosses a ring, and what stands on it."""

    way: int
    highway: str
    name: str
    place: tuple[float, float]
    stands: str
    """barrier, gate or emergency; empty for a leak."""
    opening: str
    confirmed: bool


class RingProof(Struct, frozen=True):
    """One ring: who is inside, what it is made of in metres, and every crossing."""

    neighbourhoods: tuple[str, ...]
    buildings: tuple[BuildingId, ...]
    nodes_inside: int
    """Map nodes of ways on its ground; all others near it are outside."""
    nodes_outside: int
    length_m: float
    stands_m: float
    assumed_m: float
    obstacles_m: float
    confirmed_m: float
    """Metres of stands at openings somebody has seen."""
    crossings: tuple[Crossed, ...]


class Certificate(Struct, frozen=True):
    """What a check can vouch for; it holds when there are no findings."""

    holds: bool
    data_at: datetime | None
    trust: str
    findings: tuple[Finding, ...]
    rings: tuple[RingProof, ...]
    confirmed_share: float
    """Of all rings' length: stands at confirmed openings, and mapped obstacles are not counted."""


def certify(plan: dict[str, Any], extract: Extract, rules: ClosureRules | None = None) -> Certificate:
    """Check a decoded plan.geojson and set down what was found, ring by ring."""
    ground = Ground(extract)
    findings = check_on(ground, plan, rules)
    trust = str(plan.get("trust", "ways")) if isinstance(plan, dict) else ""
    if broken_contract(plan):
        return Certificate(False, extract.data_at, trust, findings, (), 0.0)
    rings, _ = rings_of_plan(plan, ground)
    confirmed = {
        str(f["properties"]["id"]): bool(f["properties"]["confirmed"]) for f in kinds(plan, "opening")
    }
    proofs = tuple(_proof(ground, ring, confirmed) for ring in rings)
    length = sum(proof.length_m for proof in proofs)
    share = sum(proof.confirmed_m for proof in proofs) / length if length else 0.0
    return Certificate(not findings, extract.data_at, trust, findings, proofs, round(share, 4))


def _proof(ground: Ground, ring: Ring, confirmed: dict[str, bool]) -> RingProof:
    near = np.sort(ground.building_tree.query(ring.shape))
    held = near[shapely.contains_xy(ring.shape, ground.building_centroids[near])]
    inside, outside = _nodes(ground, ring)
    stands_m = sum(stand.line.length for stand in ring.stands)
    assumed_m = sum(line.length for line in ring.assumed)
    length_m = float(ring.shape.boundary.length)
    return RingProof(
        neighbourhoods=ring.neighbourhoods,
        buildings=tuple(ground.extract.buildings[int(i)].id for i in held),
        nodes_inside=inside,
        nodes_outside=outside,
        length_m=round(length_m, 1),
        stands_m=round(stands_m, 1),
        assumed_m=round(assumed_m, 1),
        obstacles_m=round(max(length_m - stands_m - assumed_m, 0.0), 1),
        confirmed_m=round(sum(s.line.length for s in ring.stands if confirmed.get(s.opening)), 1),
        crossings=_crossed(ground, ring, confirmed),
    )


def _crossed(ground: Ground, ring: Ring, confirmed: dict[str, bool]) -> tuple[Crossed, ...]:
    found = []
    for meeting in meetings(ground, ring):
        if not meeting.passes:
            continue
        way = ground.ways[meeting.way]
        stand = None if meeting.stand is None else ring.stands[meeting.stand]
        found.append(
            Crossed(
                way=int(way.id),
                highway=way.highway,
                name=way.name,
                place=ground.places(Point(meeting.point))[0],
                stands=stand.kind if stand else "",
                opening=stand.opening if stand else "",
                confirmed=bool(stand and confirmed.get(stand.opening)),
            )
        )
    return tuple(found)


def _nodes(ground: Ground, ring: Ring) -> tuple[int, int]:
    """Map nodes inside the ring, and outside of it on ways that come near."""
    inside: set[int] = set()
    outside: set[int] = set()
    for index in ground.way_tree.query(ring.shape, predicate="intersects"):
        xy = shapely.get_coordinates(ground.way_lines[index])
        held = shapely.contains_xy(ring.shape, xy)
        for node, within in zip(ground.ways[index].nodes, held, strict=True):
            (inside if within else outside).add(node)
    return len(inside), len(outside)


def leak_geojson(findings: tuple[Finding, ...]) -> dict[str, Any]:
    """Findings that have a place, as a FeatureCollection to be laid over the map (leak.geojson)."""
    return {
        "type": "FeatureCollection",
        "features": [_feature(finding) for finding in findings if finding.place],
    }


def _feature(finding: Finding) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"code": finding.code, "concerns": finding.concerns, **finding.facts},
        "geometry": _geometry(finding.place),
    }


def _geometry(place: Line) -> dict[str, Any]:
    if len(place) == 1:
        return {"type": "Point", "coordinates": list(place[0])}
    return {"type": "LineString", "coordinates": [list(p) for p in place]}
