"""The check of a closure: it passes what holds, and finds every leak somebody puts in."""

import pytest
from msgspec.structs import replace

from tests.plan.closure.towns import (
    changed,
    codes,
    features,
    findings,
    lake_town,
    on_paper,
    redrawn,
    without,
)
from tests.survey.towns import Town
from yipanqi.ground.plane import XY
from yipanqi.plan.closure.check import check
from yipanqi.plan.closure.geojson import Feature
from yipanqi.plan.closure.model import Finding
from yipanqi.plan.closure.words import say_finding


@pytest.fixture(scope="module")
def town() -> Town:
    return lake_town()


@pytest.fixture(scope="module")
def paper(town: Town) -> dict[str, object]:
    return on_paper(town)


def xy(town: Town, feature: Feature) -> list[XY]:
    return [town.frame.xy((lon, lat)) for lon, lat in feature["geometry"]["coordinates"]]


def drawn(town: Town, points: list[XY]) -> list[list[float]]:
    return [list(town.frame.lonlat(point)) for point in points]


def towards(one: XY, other: XY, by_m: float) -> XY:
    length = ((other[0] - one[0]) ** 2 + (other[1] - one[1]) ** 2) ** 0.5
    return (one[0] + (other[0] - one[0]) * by_m / length, one[1] + (other[1] - one[1]) * by_m / length)


def test_a_plan_that_holds_has_no_findings(town: Town, paper: dict[str, object]) -> None:
    assert findings(paper, town) == ()
    assert len(features(paper, "barrier")) == 2
    assert len(features(paper, "gate")) == 1


def test_a_barrier_taken_away_is_a_leak_with_its_path(town: Town, paper: dict[str, object]) -> None:
    for barrier in features(paper, "barrier"):
        found = findings(without(paper, barrier), town)
        leaks = [f for f in found if f.code == "leak"]
        assert leaks
        assert all(len(leak.place) >= 2 for leak in leaks)


def test_a_barrier_shortened_by_a_metre_is_found(town: Town, paper: dict[str, object]) -> None:
    for barrier in features(paper, "barrier"):
        one, other = xy(town, barrier)[0], xy(town, barrier)[-1]
        for line in ([towards(one, other, 1.0), other], [one, towards(other, one, 1.0)]):
            length = barrier["properties"]["length_m"] - 1.0
            spoilt = redrawn(paper, barrier, drawn(town, line))
            index = paper["features"].index(barrier)  # type: ignore[attr-defined]
            spoilt["features"][index]["properties"]["length_m"] = length
            assert "ring-bare" in codes(spoilt, town)


def test_a_barrier_moved_off_its_place_is_found(town: Town, paper: dict[str, object]) -> None:
    for barrier in features(paper, "barrier"):
        aside = [(x + 3.0, y + 3.0) for x, y in xy(town, barrier)]
        assert {"leak", "ring-bare"} <= codes(redrawn(paper, barrier, drawn(town, aside)), town)


def test_a_path_nobody_knew_of_is_found(town: Town, paper: dict[str, object]) -> None:
    later = lake_town()
    path = later.way((150, -60), (150, 60), highway="path")
    (leak,) = [f for f in findings(paper, later) if f.code == "leak"]
    assert leak.facts["way"] == path.id


def test_a_layer_tag_wrong_on_the_ground_fools_nobody(town: Town, paper: dict[str, object]) -> None:
    barred = features(paper, "barrier")[0]
    ways = tuple(replace(way, layer=1) for way in town.extract.ways)
    assert "leak" in codes(without(paper, barred), replace(town.extract, ways=ways))


def test_a_way_tagged_a_bridge_still_leads_inside(town: Town, paper: dict[str, object]) -> None:
    later = lake_town()
    later.way((150, -60), (150, 60), highway="footway", bridge=True, layer=1)
    later.way((150, 60), (150, 100), highway="footway")
    found = findings(paper, later)
    assert "leak-by-network" in {f.code for f in found}
    assert len(next(f for f in found if f.code == "leak-by-network").place) >= 2


def test_a_bridge_from_outside_to_outside_is_no_leak(town: Town, paper: dict[str, object]) -> None:
    later = lake_town()
    later.way((-60, 60), (260, 60), highway="footway", bridge=True, layer=1)
    assert codes(paper, later) == set()


def corner_touched() -> Town:
    """A drive that touches a corner from outside, and on the same straight goes in further on."""
    town = Town()
    town.quarter_of((0, 0), (0, 200), (200, 200), (200, 50), (100, 50))
    town.way((-60, -120), (250, -120), highway="tertiary")
    town.way((-60, -120), (0, 0), (150, 60), (150, 150), highway="service")
    town.house(150, 100)
    return town


def test_a_way_that_touches_a_corner_and_is_barred_further_on_is_no_leak() -> None:
    town = corner_touched()
    paper = on_paper(town)
    (gate,) = features(paper, "gate")
    assert features(paper, "barrier") == []
    assert findings(paper, town) == ()
    assert "leak" in codes(without(paper, gate), town)


def test_a_wall_with_a_hole_leaves_the_ring_bare(town: Town, paper: dict[str, object]) -> None:
    later = lake_town()
    later.barriers.clear()
    later.wall((0, 200), (80, 200))
    later.wall((82.5, 200), (200, 200))
    (hole,) = [f for f in findings(paper, later) if f.code == "ring-bare"]
    assert hole.facts["length_m"] == pytest.approx(2.5, abs=0.1)


def test_an_assumed_stretch_left_out_is_found(town: Town, paper: dict[str, object]) -> None:
    stretch = features(paper, "assumed")[0]
    assert "ring-bare" in codes(without(paper, stretch), town)


def test_a_building_left_outside_its_ring_is_found(town: Town, paper: dict[str, object]) -> None:
    ring = features(paper, "ring")[0]
    smaller: list[XY] = [(0, 0), (200, 0), (200, 100), (0, 100), (0, 0)]
    found = codes(redrawn(paper, ring, [drawn(town, smaller)]), town)
    assert "building-outside" in found


def test_a_building_of_others_inside_a_ring_is_found() -> None:
    town = Town()
    town.quarter(0, 0, 100, 100)
    town.quarter(150, 0, 250, 100)
    town.way((-50, 50), (50, 50))
    town.way((200, 50), (300, 50))
    town.house(40, 60)
    town.house(200, 60)
    paper = on_paper(town)
    assert codes(paper, town) == set()
    ring = next(f for f in features(paper, "ring") if f["properties"]["neighbourhoods"] == ["n1"])
    wide: list[XY] = [(0, 0), (250, 0), (250, 100), (0, 100), (0, 0)]
    assert "building-in-other-ring" in codes(redrawn(paper, ring, [drawn(town, wide)]), town)


def test_a_neighbourhood_without_a_ring_is_found(town: Town, paper: dict[str, object]) -> None:
    assert "no-ring" in codes(without(paper, features(paper, "ring")[0]), town)


def test_a_ring_without_a_gate_locks_people_in(town: Town, paper: dict[str, object]) -> None:
    gate = features(paper, "gate")[0]
    assert "no-gate" in codes(changed(paper, gate, kind="barrier"), town)


def test_a_net_across_the_gate_is_found(town: Town, paper: dict[str, object]) -> None:
    gate = features(paper, "gate")[0]
    net = {**gate, "properties": {**gate["properties"], "kind": "barrier"}}
    doubled = {**without(paper), "features": [*without(paper)["features"], net]}
    assert "stands-overlap" in codes(doubled, town)


def test_a_net_that_goes_by_the_gates_opening_is_found(town: Town, paper: dict[str, object]) -> None:
    gate = features(paper, "gate")[0]["properties"]["opening"]
    barrier = features(paper, "barrier")[0]
    assert "opening-stands-twice" in codes(changed(paper, barrier, opening=gate), town)


def test_a_length_that_is_not_the_one_drawn_is_found(town: Town, paper: dict[str, object]) -> None:
    barrier = features(paper, "barrier")[0]
    assert "length-wrong" in codes(changed(paper, barrier, length_m=1.0), town)


def far_corner() -> Town:
    """Two halves no drive joins: the eastern one is reached by its own drive only."""
    town = Town()
    town.quarter(0, 0, 400, 100)
    town.way((-50, -40), (450, -40), highway="tertiary")
    town.way((50, -40), (50, 60), highway="service")
    town.way((350, -40), (350, 60), highway="service")
    town.way((50, 60), (350, 60), highway="footway")
    for x in (30, 330):
        town.house(x, 70)
        town.house(x, 20)
    return town


def test_an_emergency_opening_barred_costs_its_buildings_their_fire_engine() -> None:
    town = far_corner()
    paper = on_paper(town)
    assert codes(paper, town) == set()
    (emergency,) = features(paper, "emergency")
    found = findings(changed(paper, emergency, kind="barrier"), town)
    assert {f.code for f in found} == {"fire-access-lost"}
    assert len(found) == 2


def test_streets_only_a_footpath_leads_to_from_outside_lose_nothing() -> None:
    """No engine came that way before, so none is kept out by a net across it."""
    town = Town()
    town.quarter(0, 0, 400, 100)
    town.way((-50, -40), (450, -40), highway="tertiary")
    town.way((50, -40), (50, 60), highway="service")
    town.way((350, -40), (350, 0), highway="footway")
    town.way((350, 0), (350, 60), highway="service")
    for x in (30, 330):
        town.house(x, 70)
    paper = on_paper(town)
    assert features(paper, "barrier")
    assert not features(paper, "emergency")
    assert codes(paper, town) == set()


def test_an_engine_is_not_let_in_where_only_a_footpath_comes_up_from_outside() -> None:
    town = far_corner()
    town.way((300, -40), (300, 0), highway="footway")
    town.way((300, 0), (300, 50), (350, 60), highway="service")
    paper = on_paper(town)
    assert codes(paper, town) == set()
    (emergency,) = features(paper, "emergency")
    (footpath,) = [f for f in features(paper, "barrier") if f["geometry"]["coordinates"][0][0] > 0]
    swapped = changed(changed(paper, footpath, kind="emergency"), emergency, kind="barrier")
    assert codes(swapped, town) == {"fire-access-lost"}


def test_what_is_no_plan_is_said_to_be_none(town: Town) -> None:
    assert [f.code for f in check({"type": "Feature"}, town.extract)] == ["not-a-plan"]
    stray = {"type": "Feature", "properties": {"kind": "fence"}, "geometry": None}
    assert [f.code for f in check({"type": "FeatureCollection", "features": [stray]}, town.extract)] == [
        "feature-broken"
    ]


def test_a_barrier_for_an_opening_that_is_not_there(town: Town, paper: dict[str, object]) -> None:
    barrier = features(paper, "barrier")[0]
    assert codes(changed(paper, barrier, opening="nowhere"), town) == {"opening-unknown"}


def test_every_finding_has_words_in_both_languages(town: Town, paper: dict[str, object]) -> None:
    barrier = features(paper, "barrier")[0]
    for finding in findings(without(paper, barrier), town):
        assert say_finding(finding, "zh") != finding.code
        assert say_finding(finding, "en") != finding.code


def test_a_way_that_was_added_in_the_field_is_not_told_by_its_number() -> None:
    mapped = Finding("leak", "7", {"way": 7})
    added = Finding("leak", "-884995390227", {"way": -884995390227})
    assert "7" in say_finding(mapped, "en")
    assert "884995390227" not in say_finding(added, "en")
    assert "added in the field" in say_finding(added, "en")
