"""The certificate sets down what the check saw."""

import pytest
from msgspec.structs import replace

from tests.plan.closure.towns import AT_EDGE, features, lake_town, on_paper, without
from yipanqi.plan.closure.certificate import certify, leak_geojson
from yipanqi.plan.closure.geojson import to_geojson
from yipanqi.plan.closure.model import ClosureProblem
from yipanqi.solvers.closure import plan_closure
from yipanqi.survey.openings import find_openings


def test_it_lists_every_crossing_and_what_stands_on_it() -> None:
    town = lake_town()
    certificate = certify(on_paper(town), town.extract)
    (ring,) = certificate.rings
    assert certificate.holds
    assert sorted(crossed.stands for crossed in ring.crossings) == ["barrier", "barrier", "gate"]
    assert all(crossed.opening for crossed in ring.crossings)
    assert len(ring.buildings) == 8


def test_the_ring_s_metres_add_up() -> None:
    town = lake_town()
    (ring,) = certify(on_paper(town), town.extract).rings
    assert ring.length_m == pytest.approx(800, abs=1)
    assert ring.obstacles_m == pytest.approx(200, abs=2)
    assert ring.stands_m + ring.assumed_m + ring.obstacles_m == pytest.approx(ring.length_m, abs=0.5)


def test_what_the_field_has_confirmed_counts() -> None:
    town = lake_town()
    assert certify(on_paper(town), town.extract).confirmed_share == 0
    openings = find_openings(town.extract, town.neighbourhoods)
    seen = tuple(replace(opening, confirmed=True) for opening in openings)
    plan = plan_closure(ClosureProblem(town.extract, town.neighbourhoods, seen, AT_EDGE))
    certificate = certify(to_geojson(plan, town.neighbourhoods), town.extract)
    assert certificate.confirmed_share == pytest.approx(11.5 / 800, abs=0.002)


def test_a_leak_is_drawn() -> None:
    town = lake_town()
    paper = on_paper(town)
    certificate = certify(without(paper, features(paper, "barrier")[0]), town.extract)
    assert not certificate.holds
    drawn = leak_geojson(certificate.findings)
    assert "leak" in {feature["properties"]["code"] for feature in drawn["features"]}
    assert {feature["geometry"]["type"] for feature in drawn["features"]} <= {"LineString", "Point"}
    assert "" in {crossed.stands for crossed in certificate.rings[0].crossings}


def test_what_is_no_plan_gets_no_certificate() -> None:
    assert not certify({"type": "nothing"}, lake_town().extract).holds
