"""A closure plan counted out into the lines of its document."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
import shapely
from msgspec import Struct
from msgspec.structs import replace

from yipanqi.ground.ids import NeighbourhoodId, OpeningId, OrganisationId
from yipanqi.ground.plane import Frame
from yipanqi.papers.materials import materials_of
from yipanqi.papers.plan_document import (
    FORMAT,
    NeighbourhoodLine,
    OpeningLine,
    Origin,
    PlanDocument,
    PlanRole,
    RingLine,
    Schedule,
    Summary,
    worst_first,
)
from yipanqi.plan.closure.geojson import roles
from yipanqi.plan.closure.model import Closure, ClosurePlan, Finding
from yipanqi.survey.model import Extract, FieldOpening, Line, Neighbourhood, Opening, Registry
from yipanqi.survey.weak_plank import WeakPlank


class Planned(Struct, frozen=True):
    """A plan with all it was made from, ready to be counted."""

    extract: Extract
    neighbourhoods: tuple[Neighbourhood, ...]
    plan: ClosurePlan
    findings: tuple[Finding, ...]
    registry: Registry
    weak_plank: WeakPlank | None = None
    schedule: Schedule | None = None
    off_map: tuple[FieldOpening, ...] = ()


def plan_document(planned: Planned, origin: Origin, warnings: Iterable[str] = ()) -> PlanDocument:
    """Everything plan.json and the report tell."""
    openings = opening_lines(planned.plan)
    rings = ring_lines(planned.plan)
    lines = neighbourhood_lines(planned, openings, rings)
    return PlanDocument(
        FORMAT,
        origin,
        summary_of(planned, openings, rings, lines),
        worst_first(lines),
        openings,
        rings,
        materials_of(openings),
        planned.plan,
        planned.findings,
        planned.schedule,
        planned.weak_plank,
        planned.off_map,
        tuple(warnings),
    )


def length_m(line: Line) -> float:
    """Metres along a line of places."""
    if len(line) < 2:
        return 0.0
    xy = Frame(line[0]).to_xy(np.array(line, dtype=np.float64))
    return float(np.hypot(*np.diff(xy, axis=0).T).sum())


def opening_lines(plan: ClosurePlan) -> tuple[OpeningLine, ...]:
    """Every opening in the plan's order, with what becomes of it and the metres that takes."""
    role = roles(plan.closures)
    stands = [net for closure in plan.closures for net in (*closure.nets, *closure.kept)]
    metres: dict[OpeningId, float] = defaultdict(float)
    for net in stands:
        metres[net.opening] += net.length_m
    behind = {opening for net in stands for opening in net.also}
    numbers: dict[NeighbourhoodId, int] = defaultdict(int)
    lines = []
    for opening in plan.openings:
        numbers[opening.neighbourhood] += 1
        number = numbers[opening.neighbourhood]
        lines.append(
            _opening_line(
                opening, number, _role(role.get(opening.id), opening.id in behind), metres[opening.id]
            )
        )
    return tuple(lines)


def _role(told: str | None, behind: bool) -> PlanRole:
    """An opening the plan says nothing of needs nothing: it lies inside a joint ring."""
    if told == "gate":
        return "gate"
    if told == "emergency":
        return "emergency"
    if told == "bar":
        return "bar"
    return "covered" if behind else "spared"


def _opening_line(opening: Opening, number: int, role: PlanRole, metres: float) -> OpeningLine:
    (a, b), (c, d) = opening.line
    return OpeningLine(
        opening.id,
        opening.neighbourhood,
        number,
        opening.name,
        opening.side,
        role,
        opening.width_m,
        opening.width_from,
        round(metres, 2),
        opening.vehicle,
        opening.confirmed,
        opening.level,
        ((a + c) / 2, (b + d) / 2),
    )


def ring_lines(plan: ClosurePlan) -> tuple[RingLine, ...]:
    """What each ring is made of."""
    confirmed = {opening.id for opening in plan.openings if opening.confirmed}
    return tuple(_ring_line(i, closure, confirmed) for i, closure in enumerate(plan.closures, start=1))


def _ring_line(number: int, closure: Closure, confirmed: set[OpeningId]) -> RingLine:
    kept = {net.opening: net.length_m for net in closure.kept}
    ring_m = sum(length_m(edge) for edge in closure.ring)
    net_m = sum(net.length_m for net in closure.nets)
    gate_m = sum(kept.get(gate, 0.0) for gate in closure.gates)
    emergency_m = sum(kept.get(e.opening, 0.0) for e in closure.emergency)
    assumed_m = sum(length_m(stretch) for stretch in closure.assumed)
    mapped_m = max(ring_m - net_m - gate_m - emergency_m - assumed_m, 0.0)
    seen_m = sum(net.length_m for net in (*closure.nets, *closure.kept) if net.opening in confirmed)
    return RingLine(
        number,
        closure.neighbourhoods,
        round(ring_m, 1),
        round(net_m, 1),
        round(gate_m, 1),
        round(emergency_m, 1),
        round(assumed_m, 1),
        round(mapped_m, 1),
        round(min((mapped_m + seen_m) / ring_m, 1.0), 4) if ring_m else 0.0,
        closure.walk_mean_m,
        len(closure.out_of_reach),
        closure.notes,
    )


def neighbourhood_lines(
    planned: Planned, openings: Sequence[OpeningLine], rings: Sequence[RingLine]
) -> list[NeighbourhoodLine]:
    """A line for every neighbourhood, in the map's order."""
    ring_of = {n: ring for ring in rings for n in ring.neighbourhoods}
    names = {o.id: o.name for o in planned.registry.organisations}
    wrong = findings_by_neighbourhood(planned.findings, openings)
    buildings = buildings_within(planned.extract, planned.neighbourhoods)
    moved = {n: closure.moved for closure in planned.plan.closures for n in closure.neighbourhoods}
    mine: dict[NeighbourhoodId, list[OpeningLine]] = defaultdict(list)
    for opening in openings:
        mine[opening.neighbourhood].append(opening)
    return [
        replace(
            _neighbourhood_line(n, mine[n.id], ring_of.get(n.id), names, buildings[n.id], wrong.get(n.id, 0)),
            moved=moved.get(n.id) or n.moved,
        )
        for n in planned.neighbourhoods
    ]


def _neighbourhood_line(
    place: Neighbourhood,
    openings: Sequence[OpeningLine],
    ring: RingLine | None,
    names: dict[OrganisationId, str],
    buildings: int,
    findings: int,
) -> NeighbourhoodLine:
    nets = [o for o in openings if o.role == "bar" and o.length_m > 0]
    return NeighbourhoodLine(
        id=place.id,
        name=place.name,
        community=place.community,
        community_name=names.get(place.community, str(place.community)) if place.community else "",
        walled=place.walled,
        ring=ring.number if ring else 0,
        buildings=buildings,
        households=place.households,
        openings=len(openings),
        unconfirmed=sum(not o.confirmed for o in openings),
        gates=sum(o.role == "gate" for o in openings),
        emergency=sum(o.role == "emergency" for o in openings),
        nets=len(nets),
        net_m=round(sum(o.length_m for o in nets), 1),
        assumed_m=ring.assumed_m if ring else 0.0,
        confirmed_share=ring.confirmed_share if ring else 0.0,
        walk_mean_m=ring.walk_mean_m if ring else None,
        out_of_reach=ring.out_of_reach if ring else 0,
        findings=findings,
    )


def findings_by_neighbourhood(
    findings: Iterable[Finding], openings: Sequence[OpeningLine]
) -> dict[NeighbourhoodId, int]:
    """How many findings concern each neighbourhood."""
    home = {str(o.id): o.neighbourhood for o in openings}
    counts: dict[NeighbourhoodId, int] = defaultdict(int)
    for finding in findings:
        for place in concerned(finding, home):
            counts[place] += 1
    return counts


def concerned(finding: Finding, home: dict[str, NeighbourhoodId]) -> tuple[NeighbourhoodId, ...]:
    """The neighbourhoods a finding is about: it names one, one of its openings, or a ring's (`a+b`)."""
    if finding.concerns in home:
        return (home[finding.concerns],)
    return tuple(NeighbourhoodId(part) for part in finding.concerns.split("+"))


def buildings_within(extract: Extract, neighbourhoods: Sequence[Neighbourhood]) -> dict[NeighbourhoodId, int]:
    """Buildings whose centroid lies inside each neighbourhood, in degrees: near enough for counting."""
    centres = [shapely.Polygon(b.area[0]).centroid for b in extract.buildings if len(b.area[0]) > 3]
    tree = shapely.STRtree(centres)
    return {
        n.id: len(tree.query(shapely.Polygon(n.area[0], n.area[1:]), predicate="contains"))
        for n in neighbourhoods
    }


def summary_of(
    planned: Planned,
    openings: Sequence[OpeningLine],
    rings: Sequence[RingLine],
    lines: Sequence[NeighbourhoodLine],
) -> Summary:
    """The plan in figures."""
    nets = [net for closure in planned.plan.closures for net in closure.nets]
    ring_m = sum(ring.ring_m for ring in rings)
    proven_m = sum(ring.ring_m * ring.confirmed_share for ring in rings)
    return Summary(
        neighbourhoods=len(planned.neighbourhoods),
        rings=len(rings),
        openings=len(openings),
        unconfirmed=sum(not o.confirmed for o in openings),
        gates=sum(len(closure.gates) for closure in planned.plan.closures),
        emergency=sum(len(closure.emergency) for closure in planned.plan.closures),
        nets=len(nets),
        net_m=round(sum(net.length_m for net in nets), 1),
        spared=sum(o.role == "spared" for o in openings),
        ring_m=round(ring_m, 1),
        assumed_m=round(sum(ring.assumed_m for ring in rings), 1),
        confirmed_share=round(proven_m / ring_m, 4) if ring_m else 0.0,
        buildings=sum(line.buildings for line in lines),
        out_of_reach=sum(ring.out_of_reach for ring in rings),
        findings=len(planned.findings),
        adoptable=not planned.findings,
    )
