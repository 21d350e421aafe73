"""plan.geojson keeps its contract."""

from collections import Counter

from shapely.geometry import LineString, Point, Polygon, shape

from tests.plan.closure.towns import features, lake_town, on_paper, planned
from yipanqi.plan.closure.geojson import roles


def test_it_holds_every_kind_with_its_properties() -> None:
    paper = on_paper(lake_town())
    assert Counter(f["properties"]["kind"] for f in paper["features"]).keys() >= {
        "neighbourhood", "opening", "barrier", "gate", "ring", "assumed"
    }  # fmt: skip
    wanted = {
        "neighbourhood": {"id", "name"},
        "opening": {"id", "neighbourhood", "width_m", "ways", "confirmed"},
        "barrier": {"opening", "length_m"},
        "ring": {"neighbourhoods"},
    }
    for kind, properties in wanted.items():
        for feature in features(paper, kind):
            assert properties <= feature["properties"].keys()


def test_everything_that_stands_lies_on_the_ring() -> None:
    paper = on_paper(lake_town())
    ring = Polygon(features(paper, "ring")[0]["geometry"]["coordinates"][0]).exterior
    degree_m = 1e-5
    for kind in ("barrier", "gate", "assumed"):
        for feature in features(paper, kind):
            line = shape(feature["geometry"])
            assert isinstance(line, LineString)
            assert all(ring.distance(Point(c)) < 0.01 * degree_m for c in line.coords)


def test_each_opening_has_a_role() -> None:
    plan = planned(lake_town())
    found = roles(plan.closures)
    assert set(found) == {opening.id for opening in plan.openings}
    assert sorted(found.values()) == ["bar", "bar", "gate"]
