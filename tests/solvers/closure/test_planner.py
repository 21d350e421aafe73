"""The closure planner: gates, emergency openings, rings - on tiny towns, and on real maps."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.plan.closure.towns import AT_EDGE, GROUND, findings, lake_town, on_paper, planned
from tests.survey.towns import Town
from yipanqi.feeds.neighbourhoods import neighbourhoods_of
from yipanqi.feeds.osm import read_extract
from yipanqi.ground.ids import NeighbourhoodId, OpeningId
from yipanqi.plan.closure.check import check
from yipanqi.plan.closure.geojson import roles, to_geojson
from yipanqi.plan.closure.model import Closure, ClosureProblem, ClosureRules
from yipanqi.plan.closure.words import say_note
from yipanqi.solvers.closure import ClosurePlanner, plan_closure
from yipanqi.survey.model import Barrier, Neighbourhood
from yipanqi.survey.openings import find_openings, openings_on

EXTRACTS = sorted((Path(__file__).parents[4] / "shared" / "data" / "osm").glob("*.osm*"))
CUT = ClosureRules(joint_most=1)


def closure(town: Town, rules: ClosureRules = AT_EDGE) -> Closure:
    (found,) = planned(town, rules).closures
    return found


def note_codes(town: Town, rules: ClosureRules = AT_EDGE) -> set[str]:
    return {note.code for c in planned(town, rules).closures for note in c.notes}


def gate_way(town: Town, rules: ClosureRules = AT_EDGE) -> int:
    plan = planned(town, rules)
    (gate,) = plan.closures[0].gates
    return next(o.ways[0] for o in plan.openings if o.id == gate)


def two_drives() -> tuple[Town, int, int]:
    """Drives from west and east onto one inner street."""
    town = Town()
    town.quarter(0, 0, 400, 100)
    west = town.way((-50, 50), (100, 50), highway="service")
    town.way((100, 50), (300, 50), highway="service")
    east = town.way((300, 50), (450, 50), highway="service")
    return town, west.id, east.id


def test_the_gate_is_where_the_residents_walk_least() -> None:
    town, west, east = two_drives()
    town.house(20, 60, levels=2)
    town.house(330, 60, levels=6)
    assert gate_way(town) == east
    town.house(40, 60, levels=9)
    assert gate_way(town) == west


def test_mapped_dwellings_count_more_than_floors() -> None:
    town, west, _ = two_drives()
    town.house(20, 60, levels=1, dwellings=200)
    town.house(330, 60, levels=6)
    assert gate_way(town) == west


def test_nobody_walks_home_to_a_garage() -> None:
    town, west, _ = two_drives()
    town.house(20, 60, levels=1)
    town.house(330, 20, 40, 25, kind="garages")
    assert gate_way(town) == west


def test_a_narrow_way_is_no_gate_where_a_wide_one_is() -> None:
    town = Town()
    town.quarter(0, 0, 400, 100)
    town.way((-50, 50), (100, 50), highway="service", width_m=2.5)
    town.way((100, 50), (300, 50), highway="service", width_m=5.0)
    east = town.way((300, 50), (450, 50), highway="service", width_m=5.0)
    town.house(20, 60, levels=9)
    assert gate_way(town) == east.id


def test_a_low_way_is_no_gate_where_a_high_one_is() -> None:
    town, _, east = two_drives()
    town.ways[0] = replace(town.ways[0], max_height_m=3.0)
    town.house(20, 60, levels=9)
    assert gate_way(town) == east


def test_where_only_paths_lead_in_the_gate_is_on_foot_and_the_plan_says_so() -> None:
    town = Town()
    town.quarter(0, 0, 200, 100)
    town.way((-50, 50), (100, 50), highway="footway")
    town.way((100, 50), (100, 150), highway="footway")
    town.house(50, 60)
    found = closure(town)
    assert len(found.gates) == 1
    assert len(found.nets) == 1
    assert "gate-on-foot-only" in note_codes(town)
    assert findings(on_paper(town), town) == ()


def test_where_no_way_leads_in_the_plan_says_so() -> None:
    town = Town()
    town.quarter(0, 0, 200, 100)
    town.way((-50, -50), (250, -50))
    town.house(50, 60)
    found = closure(town)
    assert (found.gates, found.nets) == ((), ())
    assert note_codes(town) == {"no-opening"}
    assert findings(on_paper(town), town) == ()


def test_a_road_along_the_edge_is_left_outside_and_the_drives_off_it_are_barred() -> None:
    town = Town()
    town.quarter(0, 0, 200, 200)
    town.way((0, -100), (0, 50), (0, 150), (0, 300), highway="tertiary")
    town.way((0, 50), (60, 50), highway="service")
    town.way((0, 150), (60, 150), highway="service")
    town.way((60, 50), (60, 150), highway="service")
    town.house(80, 90)
    assert "roads-along-edge" in note_codes(town)
    found = closure(town)
    assert len(found.gates) == 1
    assert len(found.nets) == 1
    assert findings(on_paper(town), town) == ()


def test_a_building_the_gate_cannot_serve_gets_the_fewest_emergency_openings() -> None:
    town = Town()
    town.quarter(0, 0, 600, 100)
    town.way((-50, -40), (650, -40), highway="tertiary")
    for x in (50, 300, 550):
        town.way((x, -40), (x, 60), highway="service")
        town.house(x + 10, 60)
    east = town.way((500, -40), (500, 20), (550, 20), highway="service")
    town.way((550, 20), (550, 60), highway="service")
    found = closure(town)
    assert len(found.emergency) == 2
    assert {len(e.because) for e in found.emergency} == {1}
    assert findings(on_paper(town), town) == ()
    assert east.id


def test_a_building_no_engine_reached_before_is_reported_and_not_blamed() -> None:
    town = lake_town()
    lost = town.house(180, 180, 5, 5)
    assert lost.id in closure(town).out_of_reach
    assert closure(town).emergency == ()
    assert findings(on_paper(town), town) == ()


def test_bollards_stop_an_engine() -> None:
    town = Town()
    town.quarter(0, 0, 400, 100)
    town.way((-50, 50), (100, 50), (200, 50), (300, 50), (450, 50), highway="service")
    town.house(20, 60, levels=9)
    town.house(360, 60)
    assert closure(town).emergency == ()
    town.wall((200, 50), kind="bollard", stops="vehicles")
    assert len(closure(town).emergency) == 1
    assert findings(on_paper(town), town) == ()


def test_what_is_not_barred_and_not_mapped_is_listed_as_assumed() -> None:
    town = lake_town()
    found = closure(town)
    ends = [town.frame.xy(place) for line in found.assumed for place in line]
    assert min(x for x, _ in ends) == pytest.approx(0, abs=0.1)
    assert not any(y > 199 and 5 < x < 195 for x, y in ends)


def horseshoe() -> Town:
    """A loop of drive that leaves the neighbourhood twice and meets the street once."""
    town = Town()
    town.quarter(0, 0, 200, 200)
    town.way((-200, -60), (100, -60), (400, -60), highway="tertiary")
    town.way((100, -60), (100, -30), highway="service")
    town.way((100, -30), (60, -30), (60, 50), highway="service")
    town.way((100, -30), (140, -30), (140, 50), highway="service")
    town.way((60, 50), (140, 50), highway="service")
    town.way((140, 50), (250, 50), (250, -60), highway="service")
    for x in (40, 90, 150):
        town.house(x, 60)
    return town


def test_a_ring_moves_out_to_where_two_drives_have_become_one() -> None:
    town = horseshoe()
    assert len(closure(town).nets) == 2
    moved = closure(town, CUT)
    assert len(moved.nets) == 1
    assert "ring-moved" in {note.code for note in moved.notes}
    assert findings(on_paper(town, CUT), town) == ()


def test_a_ring_never_moves_over_another_s_door() -> None:
    town = horseshoe()
    town.house(95, -50, 5, 5, kind="house")
    town.house(52, -25, 5, 5, kind="house")
    assert len(closure(town, CUT).nets) == 2
    assert findings(on_paper(town, CUT), town) == ()


def test_every_opening_has_a_role_when_rings_move() -> None:
    plan = planned(horseshoe(), CUT)
    assert set(roles(plan.closures)) == {opening.id for opening in plan.openings}


def twins() -> Town:
    """Two neighbourhoods on either side of a lane, with three drives each off it."""
    town = Town()
    town.quarter(0, 0, 200, 100, name="东苑")
    town.quarter(0, 110, 200, 210, name="西苑")
    town.way((-100, -100), (-100, 300), highway="tertiary")
    town.way((300, -100), (300, 300), highway="tertiary")
    town.way((-100, 105), (40, 105), (100, 105), (160, 105), (300, 105), highway="residential")
    for x in (40, 100, 160):
        town.way((x, 105), (x, 60), highway="service")
        town.way((x, 105), (x, 150), highway="service")
        town.house(x + 5, 60)
        town.house(x + 5, 140)
    town.way((40, 60), (100, 60), (160, 60), highway="service")
    town.way((40, 150), (100, 150), (160, 150), highway="service")
    return town


def test_neighbours_on_a_lane_share_a_ring_where_that_saves_nets() -> None:
    town = twins()
    assert sum(len(c.nets) for c in planned(town, CUT).closures) == 4
    plan = planned(town, ClosureRules())
    (joint,) = plan.closures
    assert set(joint.neighbourhoods) == {"n1", "n2"}
    assert len(joint.gates) == 2
    assert joint.nets == ()
    assert "joint-ring" in {note.code for note in joint.notes}
    assert findings(on_paper(town, ClosureRules()), town) == ()


def test_a_main_street_between_them_is_never_closed() -> None:
    town = twins()
    town.ways[2] = replace(town.ways[2], highway="secondary")
    assert len(planned(town, ClosureRules()).closures) == 2


def three_in_a_row() -> Town:
    """The twins, and a third across a second lane with two drives: sharing saves less there."""
    town = twins()
    town.quarter(0, 220, 200, 320, name="南苑")
    town.way((-100, 215), (70, 215), (130, 215), (300, 215), highway="residential")
    for x in (70, 130):
        town.way((x, 215), (x, 170), highway="service")
        town.way((x, 215), (x, 260), highway="service")
        town.house(x + 5, 245)
    town.way((70, 170), (130, 170), highway="service")
    town.way((70, 170), (70, 150), highway="service")
    town.way((70, 260), (130, 260), highway="service")
    return town


PAIRS = ClosureRules(joint_most=2)


def rings_shared(town: Town, rules: ClosureRules, *shared: str) -> set[str]:
    """Who shares a ring when some share one already, as "n1 n2"."""
    openings = find_openings(town.extract, town.neighbourhoods)
    problem = ClosureProblem(town.extract, town.neighbourhoods, openings, rules)
    problem = replace(problem, shared=(tuple(NeighbourhoodId(name) for name in shared),))
    plan = plan_closure(problem)
    assert check(to_geojson(plan, town.neighbourhoods), town.extract, rules) == ()
    return {" ".join(sorted(c.neighbourhoods)) for c in plan.closures}


def test_who_shares_a_ring_goes_on_sharing_it_where_that_still_pays() -> None:
    town = three_in_a_row()
    assert rings_shared(town, PAIRS) == {"n1 n2", "n3"}
    assert rings_shared(town, PAIRS, "n2", "n3") == {"n1", "n2 n3"}
    assert rings_shared(town, PAIRS, "n2", "n3", "gone") == {"n1", "n2 n3"}


def test_a_ring_that_pays_no_more_is_given_up() -> None:
    town = three_in_a_row()
    (corner,) = town.places((130, 215))
    lane = next(n for n, way in enumerate(town.ways) if way.line[2:3] == (corner,))
    town.ways[lane] = replace(town.ways[lane], highway="secondary")
    assert rings_shared(town, PAIRS, "n2", "n3") == {"n1 n2", "n3"}
    assert rings_shared(town, CUT, "n1", "n2") == {"n1", "n2", "n3"}


def test_the_same_problem_gives_the_same_plan() -> None:
    assert planned(twins(), ClosureRules()) == planned(twins(), ClosureRules())


def test_notes_have_words_in_both_languages() -> None:
    for town, rules in ((twins(), ClosureRules()), (horseshoe(), CUT)):
        for c in planned(town, rules).closures:
            for note in c.notes:
                assert say_note(note, "zh") != note.code
                assert say_note(note, "en") != note.code


@pytest.mark.skipif(not EXTRACTS, reason="the extracts of ../shared/data are not here")
@pytest.mark.parametrize("path", EXTRACTS, ids=lambda path: path.name.split(".")[0])
def test_real_maps_are_closed_without_a_leak_and_with_fewer_pieces(path: Path) -> None:
    extract = read_extract(path)
    neighbourhoods = neighbourhoods_of(extract)
    openings = find_openings(extract, neighbourhoods)
    pieces = []
    for rules in (AT_EDGE, ClosureRules()):
        plan = plan_closure(ClosureProblem(extract, neighbourhoods, openings, rules))
        assert check(to_geojson(plan, neighbourhoods), extract, rules) == ()
        assert set(roles(plan.closures)) == {opening.id for opening in plan.openings}
        assert set(plan.openings) >= set(openings)
        pieces.append(sum(len(c.nets) + len(c.emergency) for c in plan.closures))
    assert pieces[1] <= pieces[0]


def test_a_gate_somebody_decided_on_stays_and_a_forbidden_one_is_not_taken() -> None:
    town, west, east = two_drives()
    town.house(20, 60, levels=9)
    openings = find_openings(town.extract, town.neighbourhoods)
    by_way = {int(o.ways[0]): o.id for o in openings}
    problem = ClosureProblem(town.extract, town.neighbourhoods, openings)
    assert plan_closure(problem).closures[0].gates == (by_way[west],)
    forced = replace(problem, forced_gates=(by_way[east],))
    assert plan_closure(forced).closures[0].gates == (by_way[east],)
    forbidden = replace(problem, forbidden_gates=(by_way[west],))
    assert plan_closure(forbidden).closures[0].gates == (by_way[east],)


def test_a_wish_for_an_opening_that_is_not_there_is_a_mistake() -> None:
    town, _, _ = two_drives()
    problem = ClosureProblem(town.extract, town.neighbourhoods, (), forced_gates=(OpeningId("nowhere"),))
    with pytest.raises(ValueError, match="nowhere"):
        plan_closure(problem)


def test_planning_one_neighbourhood_again_on_the_same_map_changes_nothing() -> None:
    town = twins()
    planner = ClosurePlanner(town.extract)
    openings = find_openings(town.extract, town.neighbourhoods)
    one = town.neighbourhoods[:1]
    mine = tuple(o for o in openings if o.neighbourhood == one[0].id)
    problem = ClosureProblem(town.extract, one, mine)
    assert planner.plan(problem) == planner.plan(problem) == plan_closure(problem)


def test_a_changed_map_is_planned_on_the_part_that_matters_as_on_the_whole() -> None:
    town = twins()
    town.way((5000, 0), (5100, 0))
    town.house(5050, 10)
    planner = ClosurePlanner(town.extract)
    narrowed = replace(town.extract, ways=(replace(town.ways[0], width_m=3.0), *town.extract.ways[1:]))
    walled = replace(narrowed, barriers=(Barrier(1, "wall", town.places((-1, 0), (-1, 100)), "everybody"),))
    one = town.neighbourhoods[:1]
    local = planner.changed(walled, one)
    assert len(local.chart.ways) == len(town.ways) - 1
    assert local.chart.extract.barriers == walled.barriers
    for rules in (ClosureRules(), GROUND):
        problem = ClosureProblem(walled, one, openings_on(local.chart, one), rules)
        assert local.plan(problem) == plan_closure(problem)
        assert check(to_geojson(local.plan(problem), one), local.chart.extract, rules) == ()


@pytest.mark.skipif(not EXTRACTS, reason="the extracts of ../shared/data are not here")
def test_on_a_real_map_the_part_around_a_neighbourhood_gives_the_same_plan() -> None:
    extract = read_extract(next(path for path in EXTRACTS if "moscow" in path.name))
    planner = ClosurePlanner(extract)
    for place in neighbourhoods_of(extract):
        local = planner.changed(extract, (place,))
        openings = openings_on(local.chart, (place,))
        assert openings == openings_on(planner.chart, (place,))
        problem = ClosureProblem(extract, (place,), openings)
        assert local.plan(problem) == planner.plan(problem)


def walled_off_the_line() -> Town:
    """A neighbourhood whose wall stands two metres inside the edge somebody drew, with one gateway."""
    town = Town()
    town.quarter(0, 0, 200, 100)
    town.wall((198, 47.8), (198, 2), (2, 2), (2, 98), (198, 98), (198, 52.2))
    town.way((-50, -40), (250, -40), highway="tertiary")
    town.way((250, -40), (250, 50), (100, 50), highway="service")
    town.house(80, 60)
    return town


def test_a_ring_stands_on_the_wall_beside_the_edge_and_says_how_far_it_moved() -> None:
    town = walled_off_the_line()
    at_edge = closure(town, replace(CUT, snap_m=0.0))
    on_wall = closure(town, CUT)
    assert len(at_edge.assumed) > 0
    assert on_wall.assumed == ()
    assert at_edge.moved is None
    assert on_wall.moved is not None
    assert on_wall.moved.most_m == pytest.approx(2.0, abs=0.05)
    assert "ring-snapped" in {note.code for note in on_wall.notes}
    paper = on_paper(town, CUT)
    ring = next(f for f in paper["features"] if f["properties"]["kind"] == "ring")
    assert ring["properties"]["moved"]["most_m"] == on_wall.moved.most_m
    assert findings(paper, town) == ()


def test_openings_stay_on_the_edge_as_mapped_wherever_the_ring_stands() -> None:
    plan = planned(walled_off_the_line(), CUT)
    (opening,) = plan.openings
    assert plan.openings == planned(walled_off_the_line(), AT_EDGE).openings
    assert plan.closures[0].gates == (opening.id,)


def ring_shaped() -> tuple[Town, tuple[Neighbourhood, ...]]:
    """A neighbourhood all round another, with ways through both."""
    town = Town()
    outer = town.quarter(0, 0, 300, 300, name="外苑")
    inner = town.quarter(100, 100, 200, 200, name="内苑")
    town.way((-100, 150), (50, 150), (150, 150), (250, 150), (400, 150), highway="service")
    town.way((150, -100), (150, 50), (150, 150), highway="service")
    for x, y in ((40, 160), (240, 160), (140, 160), (160, 60)):
        town.house(x, y)
    outer = replace(outer, area=(outer.area[0], inner.area[0]))
    return town, (outer, inner)


@pytest.mark.parametrize(
    "rules", [AT_EDGE, CUT, ClosureRules(), GROUND, replace(GROUND, ring="edge")], ids=str
)
def test_a_neighbourhood_round_another_is_closed_on_both_its_edges(rules: ClosureRules) -> None:
    town, places = ring_shaped()
    openings = find_openings(town.extract, places)
    assert len(openings) == 3 + 3 + 3
    plan = plan_closure(ClosureProblem(town.extract, places, openings, rules))
    assert check(to_geojson(plan, places), town.extract, rules) == ()


@pytest.mark.parametrize("rules", [AT_EDGE, ClosureRules(), GROUND], ids=str)
def test_a_map_without_a_building_is_closed_all_the_same(rules: ClosureRules) -> None:
    town = lake_town()
    town.buildings.clear()
    assert findings(on_paper(town, rules), town) == ()
    assert len(planned(town, rules).closures[0].gates) == 1
