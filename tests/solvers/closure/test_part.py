"""A closure planned and checked on the part of a map around it is the one the whole map gives."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
import shapely
from msgspec.structs import replace

from tests.survey.towns import Town
from tests.survey.yards import two_yards
from yipanqi.feeds.neighbourhoods import neighbourhoods_of
from yipanqi.feeds.osm import read_extract
from yipanqi.ground.ids import EventId, OpeningId, WayId
from yipanqi.plan.closure.check import check
from yipanqi.plan.closure.geojson import to_geojson
from yipanqi.plan.closure.model import ClosurePlan, ClosureProblem, Finding
from yipanqi.solvers.closure.planner import ClosurePlanner
from yipanqi.survey.edited_map import EditedMap, further_edited
from yipanqi.survey.editing import EditRow
from yipanqi.survey.edits import Edit, OpeningAbsent, OpeningAdded, WallAdded, WallRemoved, WidthMeasured
from yipanqi.survey.model import Extract, Neighbourhood, Opening, Way
from yipanqi.survey.openings import find_openings

EXTRACTS = sorted(Path(__file__).parents[4].glob("shared/data/osm/*.gz"))
WHEN = datetime(2026, 2, 3, 10, tzinfo=UTC)
Paper = dict[str, object]


def random_edit(rng: random.Random, extract: Extract, opening: Opening, place: Neighbourhood) -> Edit:
    lon, lat = rng.choice(place.area[0])
    walls = [b for b in extract.barriers if len(b.line) > 1]
    width_m = round(opening.width_m * rng.uniform(0.6, 1.6), 1)
    edits: list[Edit] = [
        OpeningAbsent(opening.id, opening.line, opening.ways),
        WidthMeasured(opening.id, width_m, None, opening.line, opening.ways),
        OpeningAdded(opening.neighbourhood, (lon, lat), 3.0),
        WallAdded(((lon, lat), (lon + 0.0002, lat + 0.0001))),
    ]
    if walls:
        wall = rng.choice(walls)
        edits.append(WallRemoved(wall.line[0], wall.id))
    return rng.choice(edits)


def together(places: Sequence[Neighbourhood], middle: Neighbourhood) -> tuple[Neighbourhood, ...]:
    """A neighbourhood and up to two others beside it."""
    here = shapely.Polygon(middle.area[0])
    near = sorted(places, key=lambda p: (float(shapely.Polygon(p.area[0]).distance(here)), p.id))
    names = {p.id for p in near[:3]}
    return tuple(p for p in places if p.id in names)


def plan(planner: ClosurePlanner, places: Sequence[Neighbourhood]) -> ClosurePlan:
    extract = planner.chart.extract
    return planner.plan(ClosureProblem(extract, tuple(places), find_openings(extract, places)))


def told(findings: Sequence[Finding]) -> list[tuple[str, str, str]]:
    return sorted((f.code, f.concerns, repr(sorted(f.facts.items()))) for f in findings)


def spoilt(rng: random.Random, paper: Paper) -> Paper:
    """A paper with something that stood on a ring taken away, or a gate barred."""
    features = list(paper["features"])  # type: ignore[call-overload]
    standing = [f for f in features if f["properties"]["kind"] in {"barrier", "gate", "emergency", "assumed"}]
    if not standing:
        return paper
    one = rng.choice(standing)
    features.remove(one)
    if one["properties"]["kind"] in {"gate", "emergency"}:
        features.append(one | {"properties": one["properties"] | {"kind": "barrier"}})
    return paper | {"features": features}


def edited_as_the_whole(extract: Extract, places: tuple[Neighbourhood, ...], seed: int, edits: int) -> int:
    """How many edits were tried; each planned and checked on a part and on the whole, and compared."""
    rng = random.Random(seed)
    known = find_openings(extract, places)
    planner = ClosurePlanner(extract)
    edited = EditedMap(extract, places)
    for number in range(edits):
        opening = rng.choice(known)
        place = next(p for p in places if p.id == opening.neighbourhood)
        edit = random_edit(rng, edited.extract, opening, place)
        edited = further_edited(edited, [EditRow(EventId(f"{seed}-{number}"), edit, "lead", WHEN, number)])
        group = together(edited.neighbourhoods, place)
        part = planner.changed(edited.extract, group)
        made, whole = plan(part, group), plan(ClosurePlanner(edited.extract), group)
        assert made.openings == whole.openings
        assert made.closures == whole.closures
        paper = to_geojson(made, group)
        for variant in (paper, spoilt(rng, paper), spoilt(rng, paper)):
            assert told(check(variant, part.chart.extract)) == told(check(variant, edited.extract))
    return edits


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_edits_of_a_small_town_are_planned_and_checked_as_on_the_whole(seed: int) -> None:
    town = two_yards()
    assert edited_as_the_whole(town.extract, town.neighbourhoods, seed, 6) == 6


@pytest.mark.skipif(not EXTRACTS, reason="the extracts of ../shared/data are not here")
@pytest.mark.parametrize("path", EXTRACTS, ids=lambda path: path.name.split(".")[0])
def test_edits_of_real_maps_are_planned_and_checked_as_on_the_whole(path: Path) -> None:
    extract = read_extract(path)
    assert edited_as_the_whole(extract, neighbourhoods_of(extract), 4, 5) == 5


def test_what_is_new_far_away_is_no_part_of_it() -> None:
    town: Town = two_yards()
    planner = ClosurePlanner(town.extract)
    far = Way(WayId(-9), town.places((90_000, 0), (90_100, 0)), (-91, -92), "path")
    changed = replace(town.extract, ways=(*town.extract.ways, far))
    part = planner.changed(changed, town.neighbourhoods)
    assert far not in part.chart.extract.ways
    assert part is planner.changed(replace(changed, ways=tuple(changed.ways)), town.neighbourhoods)


def test_an_opening_s_name_is_kept_by_what_is_found_again() -> None:
    town = two_yards()
    planner = ClosurePlanner(town.extract)
    names = {OpeningId(o.id) for o in find_openings(town.extract, town.neighbourhoods)}
    first = plan(planner.changed(town.extract, town.neighbourhoods), town.neighbourhoods)
    assert {o.id for o in first.openings} == names
    assert plan(planner.changed(town.extract, town.neighbourhoods), town.neighbourhoods) == first
