"""How good closures are, on any extract: `python benchmarks/closure.py EXTRACT... [--json] [--leaks N]`.

`--only-leaks` puts in leaks alone, half of them in the view of free ground; `--seed S` puts in others.

For each extract, in a fresh process: read, find openings, plan, check (that is what the seconds and
the memory are of); then what a plan at the edge would have cost, what free ground costs, how far
residents walk, and how many of N seeded leaks the check finds.
"""

import argparse
import copy
import json
import math
import random
import resource
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any, Literal

import numpy as np
import shapely
from msgspec.structs import replace

from yipanqi.feeds.neighbourhoods import neighbourhoods_of
from yipanqi.feeds.osm import read_extract
from yipanqi.ground.ids import WayId
from yipanqi.ground.plane import Frame
from yipanqi.plan.closure.check import check
from yipanqi.plan.closure.geojson import to_geojson
from yipanqi.plan.closure.model import ClosurePlan, ClosureProblem, ClosureRules
from yipanqi.solvers.closure import plan_closure
from yipanqi.solvers.closure.homes import homes_in, walks
from yipanqi.solvers.closure.naming import nodes_of
from yipanqi.solvers.closure.network import network_inside
from yipanqi.solvers.closure.ring import off_the_roads
from yipanqi.survey.chart import Chart
from yipanqi.survey.model import Barrier, Extract, Neighbourhood, Opening, Way
from yipanqi.survey.openings import find_openings, gaps, largest_polygon

KINDS = (
    "removed",
    "shortened by 1 m",
    "moved off",
    "path added",
    "layer tag wrong",
    "assumed dropped",
    "wall with a hole",
)
Row = dict[str, Any]


def leaks_only(path: Path, leaks: int, seed: int) -> Row:
    """Leaks put into the plans of both views of one extract, and how many are found."""
    extract = read_extract(path)
    neighbourhoods = neighbourhoods_of(extract)
    openings = find_openings(extract, neighbourhoods)
    row: Row = {"extract": path.name}
    trusts: tuple[Literal["ways", "ground"], ...] = ("ways", "ground")
    for trust in trusts:
        plan = plan_closure(ClosureProblem(extract, neighbourhoods, openings, ClosureRules(trust=trust)))
        found = seeded(to_geojson(plan, neighbourhoods), extract, leaks // 2, seed)
        row |= {f"{trust}: {name}": value for name, value in found.items()}
    return row


def measure(path: Path, leaks: int, seed: int) -> Row:
    """Everything about one extract."""
    began = time.perf_counter()
    extract = read_extract(path)
    neighbourhoods = neighbourhoods_of(extract)
    openings = find_openings(extract, neighbourhoods)
    plan = plan_closure(ClosureProblem(extract, neighbourhoods, openings))
    paper = to_geojson(plan, neighbourhoods)
    findings = check(paper, extract)
    seconds = time.perf_counter() - began
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    row: Row = {
        "extract": path.name,
        "neighbourhoods": len(neighbourhoods),
        "openings": len(openings),
        "on foot only": sum(not opening.vehicle for opening in openings),
        "rings": len(plan.closures),
        "nets": nets(plan),
        "emergency": sum(len(c.emergency) for c in plan.closures),
        "findings": len(findings),
        "out of reach before": sum(len(c.out_of_reach) for c in plan.closures),
        "seconds": round(seconds, 2),
        "memory MB": round(memory_mb),
    }
    row |= against_the_edge(extract, neighbourhoods, openings, row)
    row |= on_ground(extract, neighbourhoods, openings)
    row |= walking(extract, neighbourhoods)
    row |= seeded(paper, extract, leaks, seed) if leaks else {}
    return row


def nets(plan: ClosurePlan) -> int:
    """Nets a plan puts up."""
    return sum(len(closure.nets) for closure in plan.closures)


def against_the_edge(
    extract: Extract, neighbourhoods: tuple[Neighbourhood, ...], openings: tuple[Opening, ...], row: Row
) -> Row:
    """Nets and emergency openings where every opening but the gate is barred."""
    rules = ClosureRules(ring="edge", joint_most=1)
    plan = plan_closure(ClosureProblem(extract, neighbourhoods, openings, rules))
    emergency = sum(len(c.emergency) for c in plan.closures)
    edge = nets(plan) + emergency
    mine = row["nets"] + row["emergency"]
    return {
        "nets at edge": nets(plan),
        "emergency at edge": emergency,
        "pieces saved": share(edge - mine, edge),
    }


def on_ground(
    extract: Extract, neighbourhoods: tuple[Neighbourhood, ...], openings: tuple[Opening, ...]
) -> Row:
    """Metres of net where only mapped obstacles are trusted: along the edge, and as planned."""
    began = time.perf_counter()
    metres, worse, findings = [], 0, 0
    each: list[list[float]] = []
    rings: tuple[Literal["edge", "cut"], ...] = ("edge", "cut")
    for ring in rings:
        rules = ClosureRules(trust="ground", ring=ring)
        plan = plan_closure(ClosureProblem(extract, neighbourhoods, openings, rules))
        each.append([sum(net.length_m for net in c.nets) for c in plan.closures])
        metres.append(sum(each[-1]))
        findings += len(check(to_geojson(plan, neighbourhoods), extract, rules))
    worse = sum(cut > edge + 0.01 for edge, cut in zip(*each, strict=True))
    return {
        "ground m at edge": round(metres[0]),
        "ground m": round(metres[1]),
        "ground saved": share(metres[0] - metres[1], metres[0]),
        "ground worse": worse,
        "ground findings": findings,
        "ground seconds": round(time.perf_counter() - began, 2),
    }


def walking(extract: Extract, neighbourhoods: tuple[Neighbourhood, ...]) -> Row:
    """Mean walk to the gate that is chosen, and to the first opening of each edge."""
    chart = Chart(extract)
    first_m = best_m = people = 0.0
    for shape in chart.shapes([n.area for n in neighbourhoods]):
        ring, _ = off_the_roads(chart, largest_polygon(shape))
        found, homes, network = gaps(chart, ring), homes_in(chart, ring), network_inside(chart, ring)
        if len(found) < 2 or not len(homes):
            continue
        middles = np.array([gap.middle for gap in found])
        metres, _ = walks(chart, ring, [nodes_of(network, gap) for gap in found], middles)
        total = metres @ homes.weights
        first_m, best_m, people = (
            first_m + float(total[0]),
            best_m + float(total.min()),
            people + float(homes.weights.sum()),
        )
    if not people:
        return {}
    return {
        "walk m, first opening": round(first_m / people),
        "walk m": round(best_m / people),
        "walk saved": share(first_m - best_m, first_m),
    }


def share(part: float, whole: float) -> str:
    """A share in per cent."""
    return f"{100 * part / whole:.0f} %" if whole else "–"


def seeded(paper: Row, extract: Extract, leaks: int, seed: int) -> Row:
    """Leaks put in one by one, by seeded chance, and how many of each kind the check finds."""
    rng = random.Random(seed)
    frame = Frame(((extract.bounds[0] + extract.bounds[2]) / 2, (extract.bounds[1] + extract.bounds[3]) / 2))
    pieces = [p for p in ring_by_ring(paper, extract, frame) if features(p[0], "barrier")]
    put, found = Counter[str](), Counter[str]()
    tries = 0
    while pieces and sum(put.values()) < leaks and tries < 20 * leaks:
        tries += 1
        small, around = rng.choice(pieces)
        kind = rng.choice(KINDS)
        spoilt = spoil(small, around, frame, kind, rng)
        if spoilt is not None:
            put[kind] += 1
            found[kind] += bool(check(*spoilt))
    return {
        "seeded leaks": sum(put.values()),
        "found": sum(found.values()),
        "by kind": dict(sorted(put.items())),
        "missed": {kind: put[kind] - found[kind] for kind in put if put[kind] > found[kind]},
    }


def features(paper: Row, kind: str) -> list[Row]:
    """The features of a kind."""
    return [f for f in paper["features"] if f["properties"]["kind"] == kind]


def ring_by_ring(paper: Row, extract: Extract, frame: Frame) -> list[tuple[Row, Extract]]:
    """Each ring's part of the plan, and the part of the map around it: small enough to check often."""
    owner = {f["properties"]["id"]: f["properties"]["neighbourhood"] for f in features(paper, "opening")}
    lines = [shapely.LineString(way.line) for way in extract.ways]
    boxes = shapely.STRtree(lines)
    found = []
    for ring in features(paper, "ring"):
        ids = set(ring["properties"]["neighbourhoods"])
        near = shapely.Polygon(*_shell(ring)).buffer(0.001)
        mine = [f for f in paper["features"] if _belongs(f, ids, owner)]
        around = replace(
            extract,
            ways=tuple(extract.ways[i] for i in np.sort(boxes.query(near, predicate="intersects"))),
            buildings=tuple(b for b in extract.buildings if near.contains(shapely.Point(b.area[0][0]))),
            barriers=tuple(b for b in extract.barriers if near.intersects(shapely.MultiPoint(b.line))),
        )
        whole = ({**paper, "features": mine}, around)
        if not check(*whole):
            found.append(whole)
    del frame
    return found


def _shell(ring: Row) -> tuple[Any, Any]:
    rings = ring["geometry"]["coordinates"]
    return rings[0], rings[1:]


def _belongs(feature: Row, ids: set[str], owner: dict[str, str]) -> bool:
    properties = feature["properties"]
    if properties["kind"] == "neighbourhood":
        return properties["id"] in ids
    if properties["kind"] == "opening":
        return properties["neighbourhood"] in ids
    if "neighbourhoods" in properties:
        return bool(ids & set(properties["neighbourhoods"]))
    return owner.get(properties["opening"]) in ids


def spoil(
    paper: Row, extract: Extract, frame: Frame, kind: str, rng: random.Random
) -> tuple[Row, Extract] | None:
    """The plan or the map with one leak of a kind; None where this plan has no place for it."""
    spoilt = {**paper, "features": list(paper["features"])}
    if kind in ("path added", "wall with a hole"):
        changed = (with_path if kind == "path added" else with_hole)(paper, extract, frame, rng)
        return None if changed is None else (spoilt, changed)
    if kind == "layer tag wrong":
        barrier = rng.choice(features(paper, "barrier"))
        ways = {int(w) for w in barrier["properties"].get("ways", ())}
        if not ways:
            return None
        spoilt["features"].remove(barrier)
        lifted = tuple(replace(w, layer=1) if int(w.id) in ways else w for w in extract.ways)
        return spoilt, replace(extract, ways=lifted)
    if kind == "assumed dropped":
        long = [f for f in features(paper, "assumed") if _length(f, frame) > 1.0]
        if not long:
            return None
        spoilt["features"].remove(rng.choice(long))
        return spoilt, extract
    barrier = rng.choice(features(paper, "barrier"))
    index = spoilt["features"].index(barrier)
    if kind == "removed":
        del spoilt["features"][index]
        return spoilt, extract
    if kind == "shortened by 1 m" and _length(barrier, frame) <= 1.2:
        return None
    spoilt["features"][index] = redrawn(barrier, frame, kind, rng)
    return spoilt, extract


def unguarded(paper: Row, frame: Frame) -> Any:
    """The ring's edge on the plane, without what stands on it."""
    rings = [frame.to_xy(np.array(r)) for r in features(paper, "ring")[0]["geometry"]["coordinates"]]
    stands = [f for kind in ("barrier", "gate", "emergency") for f in features(paper, kind)]
    lines = [shapely.LineString(frame.to_xy(np.array(f["geometry"]["coordinates"]))) for f in stands]
    return shapely.Polygon(rings[0], rings[1:]).boundary.difference(shapely.union_all(lines).buffer(1.5))


def with_path(paper: Row, extract: Extract, frame: Frame, rng: random.Random) -> Extract | None:
    """The map with a path across the ring where nothing stands, from outside to inside."""
    bare = unguarded(paper, frame)
    parts = [p for p in shapely.get_parts(bare) if p.length > 2.0]
    if not parts:
        return None
    line = rng.choice(parts)
    at = rng.uniform(0.2, 0.8) * line.length
    here, ahead = line.interpolate(at), line.interpolate(min(at + 0.5, line.length))
    x, y = ahead.x - here.x, ahead.y - here.y
    norm = math.hypot(x, y) or 1.0
    ends = [(here.x - y / norm * s, here.y + x / norm * s) for s in (-6.0, 6.0)]
    if any(shapely.Point(end).distance(bare) < 1.0 for end in ends):
        return None  # round a corner: along the ring, and not through it
    path = Way(WayId(-1), tuple(frame.lonlat(end) for end in ends), (-1, -2), "path")
    return replace(extract, ways=(*extract.ways, path))


def with_hole(paper: Row, extract: Extract, frame: Frame, rng: random.Random) -> Extract | None:
    """The map with two metres of a wall missing where the ring stands on nothing but that wall."""
    walls = [b for b in extract.barriers if b.stops == "everybody" and len(b.line) > 1]
    lines = [shapely.LineString(frame.to_xy(np.array(b.line))) for b in walls]
    assumed = [
        shapely.LineString(frame.to_xy(np.array(f["geometry"]["coordinates"])))
        for f in features(paper, "assumed")
    ]
    bare = unguarded(paper, frame).difference(shapely.union_all(assumed).buffer(0.5))
    near = list(shapely.STRtree(lines).query(bare, predicate="dwithin", distance=0.3)) if lines else []
    rng.shuffle(near)
    for index in near:
        others: list[Any] = [line for i, line in enumerate(lines) if i != index]
        others += [
            shapely.Polygon(frame.to_xy(np.array(b.area[0]))) for b in extract.buildings if len(b.area[0]) > 3
        ]
        others += [shapely.LineString(frame.to_xy(np.array(w.line))).buffer(15) for w in extract.water]
        alone = bare.intersection(lines[index].buffer(0.25, cap_style="flat"))
        alone = alone.difference(shapely.union_all(others).buffer(0.5))
        parts = [p for p in shapely.get_parts(shapely.line_merge(alone)) if p.length > 3.0]
        if not parts:
            continue
        part = rng.choice(parts)
        middle = part.interpolate(rng.uniform(1.2, part.length - 1.2)).buffer(1.0)
        left = [p for p in shapely.get_parts(lines[index].difference(middle)) if p.length > 0]
        rest = [
            Barrier(-2 - n, "wall", tuple(frame.lonlat(xy) for xy in p.coords), "everybody")
            for n, p in enumerate(left)
        ]
        kept = tuple(b for b in extract.barriers if b is not walls[index])
        return replace(extract, barriers=(*kept, *rest))
    return None


def redrawn(barrier: Row, frame: Frame, kind: str, rng: random.Random) -> Row:
    """A barrier shortened at one end, or moved aside."""
    xy = frame.to_xy(np.array(barrier["geometry"]["coordinates"]))
    line = shapely.LineString(xy)
    if kind == "moved off":
        angle = rng.uniform(0, 2 * math.pi)
        by_m = rng.uniform(2.0, 10.0)
        line = shapely.affinity.translate(line, by_m * math.cos(angle), by_m * math.sin(angle))
    else:
        ends = (0.0, line.length - 1.0) if rng.random() < 0.5 else (1.0, line.length)
        line = shapely.LineString(shapely.ops.substring(line, *ends).coords)
    found = copy.deepcopy(barrier)
    places = [list(map(float, place)) for place in frame.to_lonlat(np.array(line.coords))]
    found["geometry"]["coordinates"] = places
    found["properties"]["length_m"] = round(line.length, 2)
    return found


def _length(feature: Row, frame: Frame) -> float:
    return float(shapely.LineString(frame.to_xy(np.array(feature["geometry"]["coordinates"]))).length)


def in_fresh_process(path: Path, leaks: int, seed: int) -> Row:
    """One extract measured by itself, so that its memory is its own."""
    command = [
        sys.executable,
        __file__,
        "--one",
        "--json",
        "--leaks",
        str(leaks),
        "--seed",
        str(seed),
        str(path),
    ]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: Row = json.loads(done.stdout)
    return found


def table(rows: list[Row]) -> str:
    """A line a figure, a column an extract."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    width = max(len(name) for name in names)
    columns = [max(len(str(row.get(name, ""))) for name in names) for row in rows]
    return "\n".join(
        name.ljust(width)
        + "  "
        + "  ".join(str(row.get(name, "")).rjust(size) for row, size in zip(rows, columns, strict=True))
        for name in names
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("extracts", nargs="+", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--leaks", type=int, default=200, help="seeded leaks an extract (0: none)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only-leaks", action="store_true")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.extracts[0], options.leaks, options.seed), ensure_ascii=False))
        return
    one = leaks_only if options.only_leaks else in_fresh_process
    rows = [one(path, options.leaks, options.seed) for path in options.extracts]
    print(json.dumps(rows, ensure_ascii=False, indent=1) if options.json else table(rows))


if __name__ == "__main__":
    main()
