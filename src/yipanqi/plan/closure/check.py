"""The check that certifies a closure plan, from plan.geojson and the extract alone.

It shares no code with any planner. Each rule is one function with one test; a plan is adoptable
only when there are no findings.
"""

from collections import Counter
from typing import Any

from yipanqi.plan.closure.model import ClosureRules, Finding
from yipanqi.plan.closure.proof_fire import lost_fire_access
from yipanqi.plan.closure.proof_ground import Ground, Ring, kinds, rings_of_plan
from yipanqi.plan.closure.proof_shape import bare_stretches, doubled, lost_buildings, wrong_lengths
from yipanqi.plan.closure.proof_ways import leaks, meetings, network_leaks, too_short
from yipanqi.survey.model import Extract

LINES = ("opening", "barrier", "gate", "emergency", "assumed")
AREAS = ("neighbourhood", "ring")


def check(plan: dict[str, Any], extract: Extract, rules: ClosureRules | None = None) -> tuple[Finding, ...]:
    """Everything wrong with a plan; nothing when it holds.

    `plan` is a decoded plan.geojson; the contract is docs/reference/plan-geojson.md.
    """
    return check_on(Ground(extract), plan, rules)


def check_on(ground: Ground, plan: dict[str, Any], rules: ClosureRules | None = None) -> tuple[Finding, ...]:
    """As `check`, on an extract already laid on its plane."""
    broken = broken_contract(plan)
    if broken:
        return tuple(broken)
    rings, findings = rings_of_plan(plan, ground)
    findings += lost_buildings(ground, rings, plan)
    ways = {
        str(f["properties"]["id"]): {int(w) for w in f["properties"].get("ways", ())}
        for f in kinds(plan, "opening")
    }
    if plan.get("trust") == "ground":
        findings += [finding for ring in rings for finding in assumed_on_ground(ring)]
    for ring in rings:
        findings += check_ring(ground, ring, ways, rules or ClosureRules())
    return tuple(findings)


def check_ring(
    ground: Ground, ring: Ring, ways_of_opening: dict[str, set[int]], rules: ClosureRules
) -> list[Finding]:
    """Everything wrong with one ring."""
    met = meetings(ground, ring)
    findings = leaks(ground, ring, met)
    if not findings:
        findings += network_leaks(ground, ring, ways_of_opening)
    findings += too_short(ground, ring, met)
    findings += bare_stretches(ground, ring)
    findings += wrong_lengths(ground, ring)
    findings += doubled(ring)
    findings += shared_openings(ring)
    findings += no_gate(ring)
    findings += lost_fire_access(ground, ring, rules, ways_of_opening)
    return findings


def assumed_on_ground(ring: Ring) -> list[Finding]:
    """Where only mapped obstacles stop anybody, nothing may be assumed."""
    if not ring.assumed:
        return []
    return [Finding("assumed-on-ground", ring.name, {"stretches": len(ring.assumed)})]


def shared_openings(ring: Ring) -> list[Finding]:
    """Two things that go by one opening: crews are sent by opening, so nobody would put up the second."""
    stands = Counter(stand.opening for stand in ring.stands)
    return [
        Finding("opening-stands-twice", opening, {"stands": count})
        for opening, count in sorted(stands.items())
        if count > 1
    ]


def no_gate(ring: Ring) -> list[Finding]:
    """A ring with nets but no gate locks people in."""
    if ring.stands and not any(stand.kind == "gate" for stand in ring.stands):
        return [Finding("no-gate", ring.name, {"nets": len(ring.stands)})]
    return []


def broken_contract(plan: Any) -> list[Finding]:
    """What keeps a file from being a plan.geojson at all."""
    if not isinstance(plan, dict) or plan.get("type") != "FeatureCollection":
        return [Finding("not-a-plan", "", {"why": "no FeatureCollection"})]
    if not isinstance(plan.get("features"), list):
        return [Finding("not-a-plan", "", {"why": "no features"})]
    found = []
    ids: set[str] = set()
    for number, feature in enumerate(plan["features"]):
        wrong = _wrong_with(feature, ids)
        if wrong:
            found.append(Finding("feature-broken", str(number), {"why": wrong}))
    openings = {str(f["properties"]["id"]) for f in kinds(plan, "opening")} if not found else set()
    for kind in ("barrier", "gate", "emergency"):
        for feature in kinds(plan, kind) if not found else ():
            name = str(feature["properties"].get("opening", ""))
            if name not in openings:
                found.append(Finding("opening-unknown", name, {"kind": kind}))
    return found


def _wrong_with(feature: Any, ids: set[str]) -> str:
    """What is wrong with one feature, or nothing; remembers the ids it has seen."""
    properties: Any = feature.get("properties") if isinstance(feature, dict) else None
    properties = properties if isinstance(properties, dict) else {}
    kind = properties.get("kind")
    if kind not in LINES + AREAS:
        return f"kind {kind!r}"
    geometry = feature.get("geometry") or {}
    wanted = "LineString" if kind in LINES else "Polygon"
    if geometry.get("type") != wanted:
        return f"{kind} is a {geometry.get('type')}, not a {wanted}"
    rings = [geometry["coordinates"]] if wanted == "LineString" else geometry["coordinates"]
    if any(len(ring) < (2 if wanted == "LineString" else 4) for ring in rings):
        return "too few places"
    if kind in {"neighbourhood", "opening"}:
        name = f"{kind} {properties.get('id')}"
        if name in ids:
            return f"{name} twice"
        ids.add(name)
    return ""
