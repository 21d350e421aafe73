"""Closures as plan.geojson, part by part: one part put in another's place, and what that changes."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import msgspec

from yipanqi.close.closure_events import Figures, OpeningChange
from yipanqi.ground.ids import OpeningId
from yipanqi.ground.plane import metres_along, metres_between
from yipanqi.plan.events import PlannedOpening
from yipanqi.survey.model import Opening

Paper = dict[str, Any]
Feature = dict[str, Any]
STANDS = ("barrier", "gate", "emergency")
MOVED_M = 2.0
"""What stands farther than this from where it is to stand has to be put up again."""


def part_of_paper(paper: Paper, names: Collection[str]) -> Paper:
    """The features that belong to some neighbourhoods, or to rings they share."""
    return paper | {"features": [f for f in paper["features"] if _belongs(f, names)]}


def spliced(paper: Paper, part: Paper, names: Collection[str]) -> Paper:
    """A paper with some neighbourhoods' features replaced by those of another."""
    rest = [feature for feature in paper["features"] if not _belongs(feature, names)]
    return paper | {"features": [*rest, *part["features"]]}


def _belongs(feature: Feature, names: Collection[str]) -> bool:
    told = feature["properties"]
    match told["kind"]:
        case "neighbourhood":
            return told["id"] in names
        case "opening":
            return told["neighbourhood"] in names
        case _:
            return any(name in names for name in told.get("neighbourhoods", ()))


def around(paper: Paper, part: Paper) -> Paper:
    """Those neighbourhoods of a paper, with all of their rings, whose bounds touch those of a part."""
    boxes = [_bounds(f) for f in of_kind(part, "ring", "neighbourhood")]
    near: set[str] = set()
    for feature in of_kind(paper, "ring", "neighbourhood"):
        if any(_touch(_bounds(feature), box) for box in boxes):
            told = feature["properties"]
            near |= {*told.get("neighbourhoods", ()), told.get("id", "")}
    return part_of_paper(paper, near)


Box = tuple[float, float, float, float]


def _bounds(feature: Feature) -> Box:
    shell = feature["geometry"]["coordinates"][0]
    lons, lats = [place[0] for place in shell], [place[1] for place in shell]
    return min(lons), min(lats), max(lons), max(lats)


def _touch(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and one[2] >= other[0] and one[1] <= other[3] and one[3] >= other[1]


def of_kind(paper: Paper, *kinds: str) -> list[Feature]:
    """The features of some kinds."""
    return [feature for feature in paper["features"] if feature["properties"]["kind"] in kinds]


def figures_of(paper: Paper) -> Figures:
    """A paper in numbers."""
    rings = of_kind(paper, "ring")
    walks = [
        (float(f["properties"]["walk_mean_m"]), len(f["properties"].get("neighbourhoods", ())) or 1)
        for f in rings
        if f["properties"].get("walk_mean_m") is not None
    ]
    weights = sum(weight for _, weight in walks)
    return Figures(
        rings=len(rings),
        openings=len(of_kind(paper, "opening")),
        nets=len(of_kind(paper, "barrier")),
        gates=len(of_kind(paper, "gate")),
        emergency=len(of_kind(paper, "emergency")),
        net_m=round(sum(length_m(f) for f in of_kind(paper, "barrier", "emergency")), 1),
        assumed_m=round(sum(length_m(f) for f in of_kind(paper, "assumed")), 1),
        walk_mean_m=round(sum(w * n for w, n in walks) / weights, 1) if weights else None,
    )


def length_m(feature: Feature) -> float:
    """A line's length: as stated, else as drawn."""
    said = feature["properties"].get("length_m")
    if isinstance(said, int | float):
        return float(said)
    return metres_along(feature["geometry"]["coordinates"])


def appears(before: Paper, after: Paper) -> Paper:
    """What the second paper draws and the first does not; both ways round it is what vanishes."""
    known = {_drawn(feature) for feature in before["features"]}
    fresh = [f for f in after["features"] if _drawn(f) not in known and f["properties"]["kind"] != "opening"]
    return {"type": "FeatureCollection", "features": fresh}


def _drawn(feature: Feature) -> tuple[str, bytes]:
    return feature["properties"]["kind"], msgspec.json.encode(feature["geometry"]["coordinates"])


def changes(
    before: Paper,
    after: Paper,
    planned: Mapping[OpeningId, PlannedOpening],
    fresh: Iterable[PlannedOpening],
    openings: Iterable[Opening],
) -> tuple[OpeningChange, ...]:
    """Every opening whose part changes: role, metres of net, or where along the way it stands."""
    old = {str(f["properties"]["id"]): str(f["properties"]["name"]) for f in of_kind(before, "opening")}
    names = old | {str(o.id): o.name for o in openings}
    there = {o.id for o in openings}
    now = {part.opening: part for part in fresh}
    stood, stands = _places(before), _places(after)
    found = []
    for name in sorted(names):
        opening = OpeningId(name)
        was, part = planned.get(opening), now.get(opening)
        change = OpeningChange(
            opening=opening,
            name=names[name],
            before=was.role if was else None,
            after=part.role if part and opening in there else None,
            net_m_before=was.net_m if was else 0,
            net_m_after=part.net_m if part else 0,
            moves=_moves(stood.get(name), stands.get(name)),
        )
        if change.before != change.after or change.net_m_before != change.net_m_after or change.moves:
            found.append(change)
    return tuple(found)


def _places(paper: Paper) -> dict[str, list[list[list[float]]]]:
    """Where things stand, by the opening they belong to."""
    found: dict[str, list[list[list[float]]]] = {}
    for feature in of_kind(paper, *STANDS):
        found.setdefault(str(feature["properties"]["opening"]), []).append(feature["geometry"]["coordinates"])
    return found


def _moves(before: list[list[list[float]]] | None, after: list[list[list[float]]] | None) -> bool:
    """Whether something that is to stand has nothing standing near enough to serve."""
    if not before or not after:
        return False
    return any(min(_off(old, new) for old in before) > MOVED_M for new in after)


def _off(old: list[list[float]], new: list[list[float]]) -> float:
    """Metres by which a line's ends lie off another's, whichever way round they are drawn."""
    ends = max(metres_between(old[0], new[0]), metres_between(old[-1], new[-1]))
    turned = max(metres_between(old[0], new[-1]), metres_between(old[-1], new[0]))
    return min(ends, turned)
