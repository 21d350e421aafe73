"""What the survey shows: doubts in walking order, blocks to accept, and itself as GeoJSON to be edited."""

from datetime import datetime
from typing import Any

import shapely
from msgspec import Struct
from shapely.geometry import Polygon

from yipanqi.desk.edited_ground import Ground
from yipanqi.desk.ports import KnownSurvey
from yipanqi.ground.ids import NeighbourhoodId, OpeningId, WayId
from yipanqi.ground.plane import LonLat, metres_along
from yipanqi.survey.blocks import Rank, find_blocks
from yipanqi.survey.doubts import Doubt, find_doubts, walk_over
from yipanqi.survey.edited_map import edited_openings
from yipanqi.survey.model import Area, Line, Neighbourhood, Opening

ONE_WALK = 150
"""More doubts than this are walked neighbourhood by neighbourhood."""
SHARED = 0.02
"""A block that shares more of its ground than this with a neighbourhood is one already."""


class DoubtView(Struct, frozen=True):
    """One thing to look at on the spot, in walking order."""

    kind: str
    """A code; the wording is the client's."""
    neighbourhood: NeighbourhoodId
    name: str
    """The neighbourhood's."""
    place: LonLat
    ways: tuple[WayId, ...]
    opening: OpeningId | None = None
    """The opening it is about, where it is about one."""


class ChecklistView(Struct, frozen=True):
    """What the map cannot prove, in the order of a short walk."""

    doubts: tuple[DoubtView, ...]
    walk_m: float


class BlockView(Struct, frozen=True):
    """An area between main streets, railways and water that might be a neighbourhood."""

    id: NeighbourhoodId
    area: Area
    buildings: int
    area_m2: float
    taken: bool
    """It shares ground with a neighbourhood there is already."""


def checklist(ground: Ground, neighbourhood: NeighbourhoodId | None, today: datetime) -> ChecklistView:
    """The doubts of one neighbourhood, or of all that are to be closed; the map's age counts from `today`."""
    places = tuple(p for p in ground.edited.neighbourhoods if not p.walled and neighbourhood in {None, p.id})
    maker = ground.maker.changed(ground.edited.extract, places)
    openings = openings_now(ground, places)
    return checklist_of(places, openings, find_doubts(maker.chart.extract, places, openings, today))


def checklist_of(
    places: tuple[Neighbourhood, ...], openings: tuple[Opening, ...], doubts: tuple[Doubt, ...]
) -> ChecklistView:
    """Doubts in walking order; what somebody has seen is none any more."""
    at = {(o.neighbourhood, o.line[0], o.ways): o for o in openings}
    names = {place.id: place.name for place in places}
    left = [d for d in doubts if not _settled(d, at.get((d.neighbourhood, d.place, d.ways)))]
    if len(left) <= ONE_WALK:
        walk = list(walk_over(left))
    else:
        walk = [d for place in places for d in walk_over([x for x in left if x.neighbourhood == place.id])]
    told = []
    for doubt in walk:
        opening = at.get((doubt.neighbourhood, doubt.place, doubt.ways))
        name = names[doubt.neighbourhood]
        about = opening.id if opening else None
        told.append(DoubtView(doubt.kind, doubt.neighbourhood, name, doubt.place, doubt.ways, about))
    return ChecklistView(tuple(told), round(metres_along([doubt.place for doubt in walk]), 0))


def _settled(doubt: Doubt, opening: Opening | None) -> bool:
    return doubt.kind in {"width-unknown", "old-data"} and opening is not None and opening.confirmed


def openings_now(ground: Ground, places: tuple[Neighbourhood, ...]) -> tuple[Opening, ...]:
    """Every opening of some places on the map as edited."""
    maker = ground.maker.changed(ground.edited.extract, places)
    board = ground.board
    return edited_openings(maker.chart, ground.edited, places, board.mapped.values(), board.editing.openings)


def blocks(ground: Ground, rank: Rank) -> tuple[BlockView, ...]:
    """Blocks between streets of a rank, those with the most buildings first."""
    places = [shapely.make_valid(Polygon(p.area[0], p.area[1:])) for p in ground.edited.neighbourhoods]
    tree = shapely.STRtree(places)
    found = []
    for block in find_blocks(ground.edited.extract, rank):
        area = block.quarter.area
        shape = shapely.make_valid(Polygon(area[0], area[1:]))
        shared = sum(float(shape.intersection(places[int(i)]).area) for i in tree.query(shape))
        found.append(
            BlockView(
                NeighbourhoodId(block.quarter.id),
                area,
                block.buildings,
                block.area_m2,
                shared > SHARED * shape.area,
            )
        )
    return tuple(found)


def known_survey(ground: Ground) -> KnownSurvey:
    """What is known now, edits included, as files of edits refer to it."""
    places = tuple(place for place in ground.edited.neighbourhoods if not place.walled)
    return KnownSurvey(
        neighbourhoods={place.id: place for place in ground.edited.neighbourhoods},
        openings={opening.id: opening for opening in openings_now(ground, places)},
        wishes=ground.edited.wishes,
        accepts=ground.edited.accepts,
        bounds=ground.board.bounds,
    )


def exported(ground: Ground) -> dict[str, Any]:
    """The survey as edited, as a FeatureCollection (RFC 7946) to be changed in a map program and sent back.

    Neighbourhoods are areas, openings lines across the gap, walls lines; `layer` tells them apart.
    """
    known = known_survey(ground)
    features = [_neighbourhood(known, place) for place in known.neighbourhoods.values()]
    features += [_opening(known, opening) for opening in known.openings.values()]
    features += [
        _feature("wall", _line(b.line), id=b.id, wall=b.kind, stops=b.stops, exists="yes")
        for b in ground.edited.extract.barriers
        if len(b.line) > 1
    ]
    told: dict[str, Any] = {"type": "FeatureCollection", "features": features}
    if ground.board.attribution:
        told["attribution"] = ground.board.attribution
    return told


def _neighbourhood(known: KnownSurvey, place: Neighbourhood) -> dict[str, Any]:
    accepts = known.accepts.get(place.id)
    geometry = {"type": "Polygon", "coordinates": [[list(p) for p in ring] for ring in place.area]}
    return _feature(
        "neighbourhood",
        geometry,
        id=place.id,
        name=place.name,
        walled="yes" if place.walled else "no",
        accepts="" if accepts is None else "yes" if accepts else "no",
    )


def _opening(known: KnownSurvey, opening: Opening) -> dict[str, Any]:
    return _feature(
        "opening",
        _line(opening.stretch or opening.line),
        id=opening.id,
        neighbourhood=opening.neighbourhood,
        name=opening.name,
        width_m=opening.width_m,
        clear_height_m=opening.clear_height_m,
        vehicle="yes" if opening.vehicle else "no",
        confirmed="yes" if opening.confirmed else "no",
        gate=known.wishes.get(opening.id, "free"),
        exists="yes",
    )


def _feature(layer: str, geometry: dict[str, Any], **told: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"layer": layer, **told}, "geometry": geometry}


def _line(line: Line) -> dict[str, Any]:
    return {"type": "LineString", "coordinates": [list(place) for place in line]}
