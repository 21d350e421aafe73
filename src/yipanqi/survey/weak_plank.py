"""The weak plank (短板): what each community would have to carry alone, before anything is planned or lent.

The case this is built on: communities with a few cadres each and six openings or more a head, in one night.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import ceil
from typing import Literal

from msgspec import Struct

from yipanqi.ground.ids import NeighbourhoodId, OrganisationId
from yipanqi.survey.model import Neighbourhood, Opening, Organisation, Registry

Lack = Literal["people", "net", "time"]
"""What keeps a community from closing by itself: too few to make one crew, no net, not by the deadline."""

LEAST_PEOPLE = 2
"""One person cannot hold a net up and fasten it."""


class OwnHands(Struct, frozen=True):
    """What is assumed of a community working alone."""

    deadline_s: int = 36_000
    """Seconds from the night's start."""
    opening_s: int = 2_400
    """Seconds a crew takes an opening, the way to the next one included."""
    crew_people: int = 3


class CommunityPlank(Struct, frozen=True):
    """One community (or village) with its own neighbourhoods, hands and net."""

    organisation: OrganisationId
    name: str
    neighbourhoods: int
    """Open ones: the walled have their gates already."""
    openings: int
    to_bar: int
    """Openings less one gate kept a neighbourhood."""
    cadres: int
    openings_per_cadre: float | None
    """None where there are openings and nobody."""
    net_needed_m: float
    net_own_m: float
    net_to_find_m: float
    finishes_s: int | None
    """Seconds from the night's start when its own hands and net have closed it; None: not by the deadline."""
    hands_finish_s: int | None
    """When its hands alone would be done, had they the net, however late; None: too few for one crew."""
    lacks: tuple[Lack, ...]


class WeakPlank(Struct, frozen=True):
    """All communities, worst first, and what belongs to none of them."""

    communities: tuple[CommunityPlank, ...]
    assumed: OwnHands
    neighbourhoods: int
    openings: int
    cadres: int
    net_to_find_m: float
    unassigned: tuple[NeighbourhoodId, ...]
    """Open neighbourhoods no community answers for: nobody's plank at all."""


def weak_plank(
    neighbourhoods: Sequence[Neighbourhood],
    openings: Sequence[Opening],
    registry: Registry,
    assumed: OwnHands | None = None,
) -> WeakPlank:
    """What every community would have to do by itself, and when it would be done.

    A neighbourhood belongs to the community its registry row names (joined by id, else by name), or its own
    `community`. Each keeps its widest opening for vehicles as the gate; the others need their width in net.
    """
    assumed = assumed or OwnHands()
    community, walled = _belonging(neighbourhoods, registry)
    widths: dict[NeighbourhoodId, list[Opening]] = defaultdict(list)
    for opening in openings:
        widths[opening.neighbourhood].append(opening)
    open_ones = [n.id for n in neighbourhoods if not walled[n.id]]
    known = {o.id for o in registry.organisations}
    rows = [
        _plank(organisation, [widths[n] for n in open_ones if community[n] == organisation.id], assumed)
        for organisation in registry.organisations
    ]
    told = [row for row, o in zip(rows, registry.organisations, strict=True) if _counts(row, o)]
    return WeakPlank(
        tuple(sorted(told, key=_badness)),
        assumed,
        len(open_ones),
        sum(len(widths[n]) for n in open_ones),
        sum(row.cadres for row in told),
        sum(row.net_to_find_m for row in told),
        tuple(n for n in open_ones if community[n] not in known),
    )


def _belonging(
    neighbourhoods: Iterable[Neighbourhood], registry: Registry
) -> tuple[dict[NeighbourhoodId, OrganisationId | None], dict[NeighbourhoodId, bool]]:
    """Whose each neighbourhood is, and whether it is walled; the registry knows better than the map."""
    by_id = {row.id: row for row in registry.neighbourhoods}
    by_name = {row.name: row for row in registry.neighbourhoods}
    community: dict[NeighbourhoodId, OrganisationId | None] = {}
    walled: dict[NeighbourhoodId, bool] = {}
    for neighbourhood in neighbourhoods:
        row = by_id.get(neighbourhood.id) or by_name.get(neighbourhood.name)
        community[neighbourhood.id] = row.community if row else neighbourhood.community
        walled[neighbourhood.id] = row.walled if row else neighbourhood.walled
    return community, walled


def _counts(row: CommunityPlank, organisation: Organisation) -> bool:
    """Communities always; others only where a neighbourhood is theirs."""
    return organisation.kind == "community" or row.neighbourhoods > 0


def _plank(organisation: Organisation, of_each: Sequence[Sequence[Opening]], own: OwnHands) -> CommunityPlank:
    openings = sum(map(len, of_each))
    to_bar = [opening for found in of_each for opening in _but_the_gate(found)]
    needed_m = sum(opening.width_m for opening in to_bar)
    to_find_m = max(needed_m - organisation.net_m, 0.0)
    hands_s = _hands_finish(len(to_bar), organisation.cadres, own)
    lacks: list[Lack] = []
    if hands_s is None:
        lacks.append("people")
    elif hands_s > own.deadline_s:
        lacks.append("time")
    if to_find_m > 0:
        lacks.append("net")
    cadres = organisation.cadres
    return CommunityPlank(
        organisation.id,
        organisation.name,
        len(of_each),
        openings,
        len(to_bar),
        cadres,
        openings / cadres if cadres else (None if openings else 0.0),
        needed_m,
        organisation.net_m,
        to_find_m,
        None if lacks else hands_s,
        hands_s,
        tuple(lacks),
    )


def _but_the_gate(openings: Sequence[Opening]) -> list[Opening]:
    """The openings to bar: all but the widest that a vehicle can use, or the widest of any kind."""
    gate = max(openings, key=lambda o: (o.vehicle, o.width_m), default=None)
    return [opening for opening in openings if opening is not gate]


def _hands_finish(jobs: int, cadres: int, own: OwnHands) -> int | None:
    """Equal jobs shared out among crews of equal size, all starting at once."""
    if jobs == 0:
        return 0
    crews = cadres // own.crew_people or int(cadres >= LEAST_PEOPLE)
    return ceil(jobs / crews) * own.opening_s if crews else None


def _badness(row: CommunityPlank) -> tuple[bool, bool, int, float, str]:
    """Worst first: those who cannot, then the latest, then the most openings a head."""
    return (
        not row.lacks,
        row.hands_finish_s is not None,
        -(row.hands_finish_s or 0),
        -(row.openings_per_cadre or 0.0),
        row.organisation,
    )
