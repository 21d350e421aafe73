"""Joint rings: neighbourhoods merged, two groups at a time, wherever that saves pieces to put up."""

from collections.abc import Callable

import shapely
from msgspec.structs import replace

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

Tell = Callable[[], None]


def merged(
    chart: Chart, members: list[Member], singles: list[Candidate], rules: ClosureRules
) -> list[Candidate]:
    """The candidates after every merge that pays, the one that saves most first.

    A merge has to save nets or emergency openings and take nobody's way to a gate or fire
    engine, so no plan gets worse by it. A ring holds at most `joint_most` neighbourhoods.
    """
    groups = dict(enumerate(singles))
    offers = _offers(chart, members, groups, set(groups), rules)
    fresh = len(groups)
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
                offer = _offer(chart, members, groups[pair[0]], groups[pair[1]], rules)
                if offer is not None:
                    found[pair] = offer
    return found


def _offer(
    chart: Chart, members: list[Member], one: Candidate, other: Candidate, rules: ClosureRules
) -> Offer | None:
    numbers = (*one.members, *other.members)
    separate = one.closed.barred + other.closed.barred
    if len(numbers) > rules.joint_most or not separate:
        return None
    area = joined_area(chart, one.area, other.area)
    if area is None or len(gaps(chart, area)) >= len(gaps(chart, one.area)) + len(gaps(chart, other.area)):
        return None
    closed = best_closed(chart, [members[n] for n in numbers], area, rules)
    keeps = (
        closed.walkable >= max(one.closed.walkable, other.closed.walkable)
        and keeps_engines(closed, one.closed, other.closed)
        and bool(closed.closure.gates)
    )
    forced = {o for n in numbers for o in members[n].forced}
    keeps = keeps and forced <= set(closed.closure.gates)
    saved = separate - closed.barred
    return (saved, Candidate(numbers, area, closed)) if keeps and saved > 0 else None


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
