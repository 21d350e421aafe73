"""Closures that trust only mapped obstacles: nets over free ground - on tiny towns, and on real maps."""

from collections import Counter
from pathlib import Path

import pytest
from msgspec.structs import replace
from shapely.geometry import Polygon

from tests.plan.closure.towns import GROUND, findings, lake_town, on_paper, planned
from tests.survey.towns import Town
from yipanqi.feeds.neighbourhoods import neighbourhoods_of
from yipanqi.feeds.osm import read_extract
from yipanqi.plan.closure.check import check
from yipanqi.plan.closure.geojson import roles, to_geojson
from yipanqi.plan.closure.model import ClosureProblem
from yipanqi.plan.jobs import WorkRules, planned_openings
from yipanqi.solvers.closure import plan_closure
from yipanqi.solvers.closure.freeground import stays_simple
from yipanqi.survey.chart import Chart
from yipanqi.survey.openings import find_openings

EXTRACTS = sorted((Path(__file__).parents[4] / "shared" / "data" / "osm").glob("*.osm*"))


@pytest.mark.skipif(not EXTRACTS, reason="the extracts of ../shared/data are not here")
def test_every_piece_of_a_real_ring_has_an_opening_of_its_own_to_send_a_crew_to() -> None:
    extract = read_extract(next(path for path in EXTRACTS if path.name.startswith("beijing")))
    neighbourhoods = neighbourhoods_of(extract)
    openings = find_openings(extract, neighbourhoods)
    plan = plan_closure(ClosureProblem(extract, neighbourhoods, openings, GROUND))
    stands = Counter(net.opening for c in plan.closures for net in (*c.nets, *c.kept))
    assert max(stands.values()) == 1
    known = {opening.id: opening for opening in plan.openings}
    assert stands.keys() <= known.keys()
    own = [known[name] for name in stands if "/ring-" in name]
    assert own
    assert all(opening.ways for opening in own)
    work = {piece.opening: piece for piece in planned_openings(plan, WorkRules())}
    assert all(work[net.opening].net_m >= net.length_m - 0.01 for c in plan.closures for net in c.nets)


def walled_yard() -> Town:
    """Four long houses round a yard, well inside a far larger residential area."""
    town = Town()
    town.quarter(0, 0, 300, 300)
    town.way((-100, -40), (150, -40), (400, -40), highway="tertiary")
    town.way((150, -40), (150, 150), highway="service")
    town.house(100, 90, 45, 10)
    town.house(155, 90, 45, 10)
    town.house(100, 200, 100, 10)
    town.house(88, 100, 10, 100)
    town.house(202, 100, 10, 100)
    return town


def test_on_free_ground_nets_stand_between_the_fronts_and_not_along_the_edge() -> None:
    town = walled_yard()
    at_edge = planned(town, replace(GROUND, ring="edge")).closures[0]
    between = planned(town, GROUND).closures[0]
    assert sum(n.length_m for n in at_edge.nets) > 1000
    assert sum(n.length_m for n in between.nets) < 40
    assert between.assumed == ()
    assert "ring-over-ground" in {note.code for note in between.notes}
    assert findings(on_paper(town, GROUND), town) == ()


def test_openings_a_ring_over_free_ground_does_not_meet_have_a_role_all_the_same() -> None:
    town = walled_yard()
    town.ways.pop()
    town.way((150, -40), (150, 20), highway="service")
    plan = planned(town, GROUND)
    assert {note.code for c in plan.closures for note in c.notes} >= {"no-opening", "ring-over-ground"}
    (opening,) = (o for o in plan.openings if o.ways)
    assert roles(plan.closures)[opening.id] == "spared"


def test_a_wall_all_round_leaves_only_the_ways_to_bar() -> None:
    town = walled_yard()
    town.wall((0, 0), (300, 0), (300, 300), (0, 300), (0, 0))
    found = planned(town, GROUND).closures[0]
    assert (len(found.gates), len(found.nets)) == (1, 0)
    assert findings(on_paper(town, GROUND), town) == ()


def test_on_free_ground_nothing_is_taken_for_granted() -> None:
    town = lake_town()
    paper = on_paper(town, GROUND)
    assert findings(paper, town) == ()
    net = next(f for f in paper["features"] if "/ground-" in str(f["properties"].get("opening", "")))
    spoilt = {**paper, "features": [f for f in paper["features"] if f is not net]}
    assert {f.code for f in findings(spoilt, town)} == {"ring-bare"}


@pytest.mark.skipif(not EXTRACTS, reason="the extracts of ../shared/data are not here")
@pytest.mark.parametrize(
    "path", [p for p in EXTRACTS if p.suffix == ".gz"], ids=lambda p: p.name.split(".")[0]
)
def test_real_maps_take_fewer_metres_over_free_ground(path: Path) -> None:
    extract = read_extract(path)
    neighbourhoods = neighbourhoods_of(extract)
    openings = find_openings(extract, neighbourhoods)
    metres = []
    for rules in (replace(GROUND, ring="edge"), GROUND):
        plan = plan_closure(ClosureProblem(extract, neighbourhoods, openings, rules))
        assert check(to_geojson(plan, neighbourhoods), extract, rules) == ()
        metres.append([sum(n.length_m for n in c.nets) for c in plan.closures])
    assert all(cut <= edge + 0.01 for edge, cut in zip(*metres, strict=True))
    assert sum(metres[1]) < 0.85 * sum(metres[0])


def test_a_ring_of_which_nothing_is_left_is_none() -> None:
    """Pulled tight on the cut-off corner of a map a line may shrink to nothing."""
    town = Town()
    town.quarter(0, 0, 100, 100)
    assert not stays_simple(Chart(town.extract), Polygon())
