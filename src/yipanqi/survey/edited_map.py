"""The map as edited: an extract and its neighbourhoods with every edit in force applied, in order.

Pure: the same edits give the same map, and without edits it is the very map that was surveyed. What an edit
does not touch stays the same object, so that whoever has laid the old map out need not do so again.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from shapely.geometry import LineString, Point

from yipanqi.ground.ids import EventId, NeighbourhoodId, OpeningId, WayId
from yipanqi.ground.plane import Frame, metres_along, metres_between
from yipanqi.survey.chart import Chart
from yipanqi.survey.edited_ways import closed_by, cut_at, posts_along, ways_across, widths_at, with_width
from yipanqi.survey.editing import EditRow
from yipanqi.survey.edits import (
    BoundaryMoved,
    Edit,
    GateWished,
    NeighbourhoodAdded,
    OpeningAbsent,
    OpeningAdded,
    OpeningConfirmed,
    RingConsent,
    WallAdded,
    WallRemoved,
    WidthMeasured,
)
from yipanqi.survey.field_ways import way_through
from yipanqi.survey.model import Barrier, Extract, FieldOpening, Line, Neighbourhood, Opening, Way
from yipanqi.survey.openings import free_id, openings_on

NEAR_WALL_M = 10.0
"""A wall to take away lies no farther than this from where somebody pointed."""
SAME_OPENING_M = 8.0
"""An opening found anew is one that was known when their middles lie no farther apart."""


class EditedMap(Struct, frozen=True):
    """A map with the edits in force, and what they say that no map holds."""

    extract: Extract
    neighbourhoods: tuple[Neighbourhood, ...]
    odd: dict[EventId, str] = {}
    """Edits that change nothing, and why, as a code: what they name is not there (any more)."""
    wishes: dict[OpeningId, str] = {}
    """The last wish for each opening."""
    accepts: dict[NeighbourhoodId, bool] = {}
    """Whether residents accept a shared ring, where somebody has asked."""
    seen: dict[OpeningId, WidthMeasured | OpeningConfirmed] = {}
    """The last word from the spot about each opening."""
    added: dict[WayId, OpeningAdded] = {}
    """Openings added, by the way that was put through each."""
    asks: dict[EventId, tuple[WayId, ...]] = {}
    """Walls drawn across ways without a word on whether people get through there, and those ways."""
    closed: dict[int, tuple[Way, ...]] = {}
    """The parts of ways that walls took away, by the wall's number on the map."""


def edited_map(
    extract: Extract, neighbourhoods: Sequence[Neighbourhood], edits: Iterable[EditRow]
) -> EditedMap:
    """The map after edits, which have to be in the order they take effect."""
    return further_edited(EditedMap(extract, tuple(neighbourhoods)), edits)


def further_edited(found: EditedMap, edits: Iterable[EditRow]) -> EditedMap:
    """An edited map after more edits."""
    for row in edits:
        found = _after(found, row)
    return found


def _after(found: EditedMap, row: EditRow) -> EditedMap:
    edit = row.edit
    match edit:
        case BoundaryMoved():
            return _moved(found, row, edit)
        case NeighbourhoodAdded():
            return _grown(found, row, edit)
        case WallAdded() | WallRemoved():
            return _walls(found, row, edit)
        case OpeningAdded():
            return _opened(found, row, edit)
        case OpeningAbsent() | WidthMeasured():
            return _cut(found, row, edit)
        case _:
            return _said(found, edit)


def _said(found: EditedMap, edit: Edit) -> EditedMap:
    """What is known beside the map."""
    match edit:
        case OpeningConfirmed():
            known = found.seen.get(edit.opening)
            return found if known else replace(found, seen=found.seen | {edit.opening: edit})
        case GateWished():
            return replace(found, wishes=found.wishes | {edit.opening: edit.wish})
        case RingConsent():
            return replace(found, accepts=found.accepts | {edit.neighbourhood: edit.accepts})
        case _:
            return found


def _odd(found: EditedMap, row: EditRow, why: str) -> EditedMap:
    return replace(found, odd=found.odd | {row.id: why})


def _moved(found: EditedMap, row: EditRow, edit: BoundaryMoved) -> EditedMap:
    if all(place.id != edit.neighbourhood for place in found.neighbourhoods):
        return _odd(found, row, "unknown-neighbourhood")
    places = tuple(
        replace(place, area=edit.area) if place.id == edit.neighbourhood else place
        for place in found.neighbourhoods
    )
    return replace(found, neighbourhoods=places)


def _grown(found: EditedMap, row: EditRow, edit: NeighbourhoodAdded) -> EditedMap:
    if any(place.id == edit.neighbourhood for place in found.neighbourhoods):
        return _odd(found, row, "neighbourhood-there-already")
    place = Neighbourhood(edit.neighbourhood, edit.name, edit.area)
    return replace(found, neighbourhoods=(*found.neighbourhoods, place))


def _walls(found: EditedMap, row: EditRow, edit: WallAdded | WallRemoved) -> EditedMap:
    extract = found.extract
    if isinstance(edit, WallAdded):
        return _walled(found, row, edit)
    gone = _nearest_wall(extract, edit)
    if gone is None:
        return _odd(found, row, "no-wall-there")
    rest = tuple(barrier for barrier in extract.barriers if barrier is not gone)
    ways = (*extract.ways, *found.closed.get(gone.id, ()))
    asks = {event: of for event, of in found.asks.items() if -number_of(event) != gone.id}
    return replace(found, extract=replace(extract, barriers=rest, ways=ways), asks=asks)


def _walled(found: EditedMap, row: EditRow, edit: WallAdded) -> EditedMap:
    """With one more wall, and what it does to the ways it is drawn across."""
    extract, number = found.extract, number_of(row.id)
    walls = [Barrier(-number, "wall", edit.line, edit.stops)]
    if edit.stops == "vehicles":
        ways, posts = posts_along(extract, edit.line, number)
        walls += [Barrier(-number, "bollard", (place,), "vehicles") for place in posts]
        extract = replace(extract, ways=ways)
    elif edit.stops == "everybody" and edit.closes:
        ways, gone = closed_by(extract, edit.line, number)
        extract, found = replace(extract, ways=ways), replace(found, closed=found.closed | {-number: gone})
    elif edit.stops == "everybody" and edit.closes is None:
        crossed = tuple(dict.fromkeys(way.id for way in ways_across(extract, edit.line)))
        found = replace(found, asks=found.asks | {row.id: crossed}) if crossed else found
    return replace(found, extract=replace(extract, barriers=(*extract.barriers, *walls)))


def _nearest_wall(extract: Extract, edit: WallRemoved) -> Barrier | None:
    """The wall that was pointed at; the newest of two equally near."""
    frame = Frame(edit.place)
    here = Point(0.0, 0.0)
    best: tuple[float, Barrier] | None = None
    for barrier in reversed(extract.barriers):
        if len(barrier.line) < 2 or edit.barrier not in {None, barrier.id}:
            continue
        if min(abs(lat - edit.place[1]) for _, lat in barrier.line) > 0.05:
            continue
        line = LineString(frame.to_xy(np.array(barrier.line, dtype=np.float64)))
        away_m = line.distance(here)
        if away_m <= NEAR_WALL_M and (best is None or away_m < best[0]):
            best = away_m, barrier
    return best[1] if best else None


def _opened(found: EditedMap, row: EditRow, edit: OpeningAdded) -> EditedMap:
    place = next((p for p in found.neighbourhoods if p.id == edit.neighbourhood), None)
    if place is None:
        return _odd(found, row, "unknown-neighbourhood")
    opening = FieldOpening(edit.neighbourhood, edit.place, edit.width_m, edit.name)
    way = way_through(found.extract, place, opening, number_of(row.id), edit.line)
    if way is None:
        return _odd(found, row, "not-on-the-edge")
    if edit.vehicle:
        way = replace(way, highway="service", vehicle=True)
    extract = replace(found.extract, ways=(*found.extract.ways, way))
    return replace(found, extract=extract, added=found.added | {way.id: edit})


def _cut(found: EditedMap, row: EditRow, edit: OpeningAbsent | WidthMeasured) -> EditedMap:
    """Ways cut in two before an edge nobody gets through, or of another width there."""
    if isinstance(edit, WidthMeasured):
        found = replace(found, seen=found.seen | {edit.opening: edit})
    if len(edit.line) < 2 or not edit.ways:
        return _odd(found, row, "no-way-there")
    if isinstance(edit, OpeningAbsent):
        ways, changed = cut_at(found.extract, edit.line, set(edit.ways), number_of(row.id))
    else:
        ways, changed = with_width(found.extract, edit, number_of(row.id))
    if not changed:
        return _odd(found, row, "no-way-there")
    return replace(found, extract=replace(found.extract, ways=ways))


def meant(edit: Edit, line: Line, ways: tuple[WayId, ...], edited: EditedMap | None) -> Edit:
    """An edit with the gap it speaks of filled in, so that it means the same whatever the map becomes.

    `line` is across the gap, along the edge; `ways` lead through it.
    """
    if isinstance(edit, OpeningAbsent):
        return replace(edit, line=line, ways=ways)
    if not isinstance(edit, WidthMeasured):
        return edit
    before = edited.seen.get(edit.opening) if edited else None
    was_m = before.width_m if isinstance(before, WidthMeasured) else metres_along(line)
    were_m = widths_at(edited.extract, line, ways) if edited and ways else ()
    return replace(edit, line=line, ways=ways, was_m=was_m, were_m=were_m)


def number_of(event: EventId) -> int:
    """A number of an event's own, for what it puts on the map: ids of ways and nodes there are below zero."""
    return 1_000_000 + int.from_bytes(sha256(event.encode()).digest()[:5])


def edited_openings(
    chart: Chart,
    edited: EditedMap,
    places: Sequence[Neighbourhood],
    known: Iterable[Opening],
    surveyed: Iterable[Opening],
) -> tuple[Opening, ...]:
    """Every opening of some places on the edited map (or the part of it that `chart` is of).

    One that was `known` keeps its id; what the registry said of it when it was `surveyed` holds, and what
    edits say goes before that.
    """
    ids = {place.id for place in places}
    found = _renamed(openings_on(chart, places), [o for o in known if o.neighbourhood in ids])
    fields = {opening.id: opening for opening in surveyed if opening.width_from == "field"}
    return tuple(_as_seen(edited, opening, fields.get(opening.id)) for opening in found)


def _as_seen(edited: EditedMap, opening: Opening, field: Opening | None) -> Opening:
    if field is not None:
        opening = replace(
            opening,
            width_m=field.width_m,
            width_from="field",
            confirmed=field.confirmed,
            name=field.name or opening.name,
        )
    for way in opening.ways:
        told = edited.added.get(way)
        if told is not None:
            name = told.name or opening.name
            opening = replace(opening, confirmed=True, width_from="field", name=name)
    said = edited.seen.get(opening.id)
    if isinstance(said, WidthMeasured):
        high = said.clear_height_m if said.clear_height_m is not None else opening.clear_height_m
        opening = replace(opening, width_m=said.width_m, width_from="field", clear_height_m=high)
    return replace(opening, confirmed=True) if said is not None else opening


def _renamed(found: Sequence[Opening], known: Sequence[Opening]) -> list[Opening]:
    """Openings found anew under the ids they were known by, nearest pairs first; new ones get free ids."""
    pairs = sorted(
        (away_m, i, j)
        for i, opening in enumerate(found)
        for j, other in enumerate(known)
        if opening.neighbourhood == other.neighbourhood
        and (away_m := _apart_m(opening, other)) <= SAME_OPENING_M
    )
    ids: dict[int, OpeningId] = {}
    taken: set[int] = set()
    for _, i, j in pairs:
        if i not in ids and j not in taken:
            ids[i] = known[j].id
            taken.add(j)
    used = {opening.id for opening in known} | set(ids.values())
    renamed = []
    for i, opening in enumerate(found):
        name = ids.get(i) or free_id(opening.id, used)
        used.add(name)
        renamed.append(opening if name == opening.id else replace(opening, id=name))
    return renamed


def _apart_m(one: Opening, other: Opening) -> float:
    """Metres between two openings' middles."""
    return metres_between(_middle(one), _middle(other))


def _middle(opening: Opening) -> tuple[float, float]:
    (a, b), (c, d) = opening.line
    return (a + c) / 2, (b + d) / 2
