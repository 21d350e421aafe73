"""Joint rings: neighbourhoods merged, two groups at a time, wherever that saves pieces to put up."""

from collections.abc import Collection, Sequence

import shapely
from msgspec.structs import replace
from shapely.geometry import Polygon

from yipanqi.plan.closure.model import ClosureRules, Note
from yipanqi.solvers.closure.candidates import (
    ACROSS_M,
    Candidate,
    Member,
    best_closed,
    joined_area,
    keeps_engines,
)
from yipanqi.survey.chart import Chart
from yipanqi.survey.openings import gaps


def merged(
    chart: Chart,
    members: list[Member],
    singles: list[Candidate],
    rules: ClosureRules,
    shared: Collection[tuple[int, ...]] = (),
) -> list[Candidate]:
    """The candidates after every merge that pays, the one that saves most first.

    A merge has to save nets or emergency openings and take nobody's way to a gate or fire
    engine, so no plan gets worse by it. A ring holds at most `joint_most` neighbourhoods.
    `shared` are members that share a ring now: they stay together where that still pays, and
    what else they might share with whom is not gone through again.
    """
    groups = dict(enumerate(singles))
    for numbers in shared:
        offer = _offer(chart, members, [singles[n] for n in numbers], rules)
        if offer is not None:
            groups[numbers[0]] = offer[1]
            for other in numbers[1:]:
                del groups[other]
    offers = _offers(chart, members, groups, set(groups), rules)
    fresh = len(singles)
    while offers:
        (one, other), best = max(offers.items(), key=lambda item: (item[1][0], -item[0][0], -item[0][1]))
        groups[fresh] = best[1]
        del groups[one], groups[other]
        offers = {pair: offer for pair, offer in offers.items() if not {one, other} & set(pair)}
        offers |= _offers(chart, members, groups, {fresh}, rules)
        fresh += 1
    return [noted(groups[key], singles) for key in sorted(groups, key=lambda k: groups[k].members)]


Offer = tuple[int, Candidate]
"""What a merge saves, and what comes of it."""


def _offers(
    chart: Chart, members: list[Member], groups: dict[int, Candidate], changed: set[int], rules: ClosureRules
) -> dict[tuple[int, int], Offer]:
    """Merges that pay, of which one side has just changed."""
    keys = sorted(groups)
    tree = shapely.STRtree([groups[key].area for key in keys])
    found: dict[tuple[int, int], Offer] = {}
    for one in sorted(changed):
        near = tree.query(groups[one].area, predicate="dwithin", distance=ACROSS_M)
        for other in sorted(keys[int(i)] for i in near):
            pair = (min(one, other), max(one, other))
            if one != other and pair not in found:
                offer = _offer(chart, members, [groups[key] for key in pair], rules)
                if offer is not None:
                    found[pair] = offer
    return found


def _offer(
    chart: Chart, members: list[Member], apart: Sequence[Candidate], rules: ClosureRules
) -> Offer | None:
    """What candidates make together, where that is worth having."""
    numbers = tuple(sorted(n for candidate in apart for n in candidate.members))
    separate = sum(candidate.closed.barred for candidate in apart)
    if len(numbers) > rules.joint_most or not separate:
        return None
    area = _area_of(chart, [members[n].area for n in numbers])
    if area is None or len(gaps(chart, area)) >= sum(len(gaps(chart, one.area)) for one in apart):
        return None
    closed = best_closed(chart, [members[n] for n in numbers], area, rules)
    keeps = (
        closed.walkable >= max(candidate.closed.walkable for candidate in apart)
        and keeps_engines(closed, *(candidate.closed for candidate in apart))
        and bool(closed.closure.gates)
    )
    had = {gate for candidate in apart for gate in candidate.closed.closure.gates}
    forced = {o for n in numbers for o in members[n].forced} & had
    keeps = keeps and forced <= set(closed.closure.gates)
    saved = separate - closed.barred
    return (saved, Candidate(numbers, area, closed)) if keeps and saved > 0 else None


def _area_of(chart: Chart, areas: Sequence[Polygon]) -> Polygon | None:
    """The ground of several areas and the streets between; the same however they came together."""
    whole, left = areas[0], list(areas[1:])
    while left:
        joins = ((at, joined_area(chart, whole, area)) for at, area in enumerate(left))
        found = next(((at, joined) for at, joined in joins if joined is not None), None)
        if found is None:
            return None
        del left[found[0]]
        whole = found[1]
    return whole


def noted(candidate: Candidate, singles: list[Candidate]) -> Candidate:
    """The candidate with what sharing a ring saves written on it."""
    if len(candidate.members) < 2:
        return candidate
    saved = sum(singles[m].closed.barred for m in candidate.members) - candidate.closed.barred
    note = Note("joint-ring", {"neighbourhoods": len(candidate.members), "saved": saved})
    closure = candidate.closed.closure
    return replace(
        candidate, closed=replace(candidate.closed, closure=replace(closure, notes=(note, *closure.notes)))
    )
