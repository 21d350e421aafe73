"""Map and registry brought together: who answers for which neighbourhood, and what the field has measured."""

from collections.abc import Sequence
from math import cos, hypot, radians

from msgspec import Struct
from msgspec.structs import replace

from yipanqi.ground.plane import LonLat
from yipanqi.survey.model import (
    FieldOpening,
    Neighbourhood,
    Opening,
    RegisteredNeighbourhood,
    Registry,
)

SAME_PLACE_M = 25.0
"""A measured opening is the map's own when it lies so close to it."""
METRES_A_DEGREE = 111_320.0


class Joined(Struct, frozen=True):
    """The map's neighbourhoods and openings as the registry knows them, and what found no partner."""

    neighbourhoods: tuple[Neighbourhood, ...]
    openings: tuple[Opening, ...]
    unmapped: tuple[RegisteredNeighbourhood, ...]
    """In the registry, but not on the map."""
    unregistered: tuple[Neighbourhood, ...]
    """On the map, but not in the registry: nobody answers for them yet."""
    unplaced: tuple[FieldOpening, ...]
    """Measured in the field where the map has no opening near."""


def joined_neighbourhoods(
    neighbourhoods: Sequence[Neighbourhood], registry: Registry
) -> tuple[Neighbourhood, ...]:
    """Each neighbourhood with its registry row's community, households and gates; by id, else by name."""
    by_id = {row.id: row for row in registry.neighbourhoods}
    by_name = {row.name: row for row in registry.neighbourhoods}
    return tuple(_joined(place, by_id.get(place.id) or by_name.get(place.name)) for place in neighbourhoods)


def join(neighbourhoods: Sequence[Neighbourhood], openings: Sequence[Opening], registry: Registry) -> Joined:
    """Everything the map and the registry say of the same places, put together."""
    places = joined_neighbourhoods(neighbourhoods, registry)
    ids, names = {p.id for p in places}, {p.name for p in places}
    known = {row.id for row in registry.neighbourhoods} | {row.name for row in registry.neighbourhoods}
    measured, unplaced = _measured(places, openings, registry)
    return Joined(
        neighbourhoods=places,
        openings=measured,
        unmapped=tuple(r for r in registry.neighbourhoods if r.id not in ids and r.name not in names),
        unregistered=tuple(p for p in places if p.id not in known and p.name not in known),
        unplaced=unplaced,
    )


def _joined(place: Neighbourhood, row: RegisteredNeighbourhood | None) -> Neighbourhood:
    if row is None:
        return place
    return replace(
        place,
        name=row.name or place.name,
        community=row.community,
        walled=row.walled,
        households=row.households if row.households is not None else place.households,
    )


def _measured(
    places: Sequence[Neighbourhood], openings: Sequence[Opening], registry: Registry
) -> tuple[tuple[Opening, ...], tuple[FieldOpening, ...]]:
    """Openings with the widths found on the spot, and the measurements that fit none."""
    names = {p.name: p.id for p in places} | {p.id: p.id for p in places}
    rows = {row.id: names.get(row.id) or names.get(row.name) for row in registry.neighbourhoods}
    known = {o.id: o for o in openings}
    unplaced = []
    for found in registry.openings:
        place = rows.get(found.neighbourhood) or names.get(str(found.neighbourhood))
        mine = [o for o in known.values() if o.neighbourhood == place]
        near = min(mine, key=lambda o: _metres(_middle(o), found.place), default=None)
        if near is None or _metres(_middle(near), found.place) > SAME_PLACE_M:
            unplaced.append(found)
            continue
        known[near.id] = replace(
            near,
            width_m=found.width_m,
            width_from="field",
            name=found.name or near.name,
            confirmed=found.confirmed,
        )
    return tuple(known.values()), tuple(unplaced)


def _middle(opening: Opening) -> LonLat:
    (a, b), (c, d) = opening.line
    return (a + c) / 2, (b + d) / 2


def _metres(here: LonLat, there: LonLat) -> float:
    """Metres between two places near each other."""
    east = (there[0] - here[0]) * cos(radians(here[1])) * METRES_A_DEGREE
    return hypot(east, (there[1] - here[1]) * METRES_A_DEGREE)
