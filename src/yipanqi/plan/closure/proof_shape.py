"""The proof on the ring's line: it is whole, made of what the plan says, and holds its buildings."""

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString

from yipanqi.plan.closure.model import Finding
from yipanqi.plan.closure.proof_ground import Ground, Ring, Stand, kinds

ON_LINE_M = 0.05
"""Rounding between a ring and what lies on it."""
BARE_M = 0.1
"""A shorter bare stretch is rounding, not a hole."""


def bare_stretches(ground: Ground, ring: Ring) -> list[Finding]:
    """Stretches of the ring that are no net, gate, emergency opening, obstacle or assumed stretch."""
    edge = ring.shape.boundary
    lines = np.array([*(stand.line for stand in ring.stands), *ring.assumed], dtype=object)
    rest = edge.difference(shapely.union_all(shapely.buffer(lines, ON_LINE_M, cap_style="flat")))
    if rest.length > BARE_M:
        stopped = ground.obstacles_at(rest)
        rest = rest.difference(shapely.union_all(stopped)) if stopped else rest
    if isinstance(rest, shapely.MultiLineString):
        rest = shapely.line_merge(rest)
    return [
        Finding("ring-bare", ring.name, {"length_m": round(part.length, 2)}, ground.places(part))
        for part in shapely.get_parts(rest)
        if isinstance(part, LineString) and part.length > BARE_M
    ]


def wrong_lengths(ground: Ground, ring: Ring) -> list[Finding]:
    """Nets whose stated length is not the length they are drawn with."""
    return [
        Finding(
            "length-wrong",
            stand.opening,
            {"said_m": stand.said_m, "drawn_m": round(stand.line.length, 2)},
            ground.places(stand.line),
        )
        for stand in ring.stands
        if stand.said_m is not None and abs(stand.said_m - stand.line.length) > 0.1
    ]


def doubled(ring: Ring) -> list[Finding]:
    """Places where two things stand at once: a net across a gate lets nobody through."""
    found = []
    for number, one in enumerate(ring.stands):
        for other in ring.stands[number + 1 :]:
            if _overlap_m(one, other) > 0.2:
                facts: dict[str, str | float | int] = {"kind": one.kind, "other": other.kind}
                found.append(Finding("stands-overlap", one.opening, facts))
    return found


def _overlap_m(one: Stand, other: Stand) -> float:
    if not one.line.dwithin(other.line, ON_LINE_M):
        return 0.0
    return float(one.line.intersection(other.line.buffer(ON_LINE_M, cap_style="flat")).length)


def lost_buildings(ground: Ground, rings: list[Ring], plan: dict[str, Any]) -> list[Finding]:
    """Buildings of a neighbourhood outside its ring, or inside another's; neighbourhoods with no ring."""
    found = []
    owner = {n: ring for ring in rings for n in ring.neighbourhoods}
    for feature in kinds(plan, "neighbourhood"):
        name = str(feature["properties"].get("id", ""))
        if name not in owner:
            found.append(Finding("no-ring", name, {}))
            continue
        area = ground.polygon(feature["geometry"]["coordinates"])
        members = _inside(ground, area)
        lost = members[~shapely.contains_xy(owner[name].shape, ground.building_centroids[members])]
        found += [_building("building-outside", name, ground, int(i)) for i in lost]
        for ring in rings:
            if ring is not owner[name] and ring.shape.intersects(area):
                taken = members[shapely.contains_xy(ring.shape, ground.building_centroids[members])]
                found += [_building("building-in-other-ring", ring.name, ground, int(i)) for i in taken]
    return found


def _inside(ground: Ground, area: shapely.Geometry) -> NDArray[np.int64]:
    near = np.sort(ground.building_tree.query(area)).astype(np.int64)
    found: NDArray[np.int64] = near[shapely.contains_xy(area, ground.building_centroids[near])]
    return found


def _building(code: str, concerns: str, ground: Ground, index: int) -> Finding:
    x, y = ground.building_centroids[index]
    building = ground.extract.buildings[index]
    return Finding(code, concerns, {"building": int(building.id)}, ground.places(shapely.Point(x, y)))
