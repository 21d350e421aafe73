"""Good gates: room to queue before them and to turn behind them, neither steep nor soft."""

import pytest
from msgspec.structs import replace

from tests.plan.closure.towns import AT_EDGE, planned
from tests.survey.towns import Town
from yipanqi.plan.closure.model import Closure, ClosureProblem
from yipanqi.solvers.closure import plan_closure
from yipanqi.survey.model import Extract
from yipanqi.survey.openings import find_openings


def two_sides() -> Town:
    """Two drives of equal length onto a street inside, with the houses a little nearer to the west one."""
    town = Town()
    town.quarter(0, 0, 400, 100)
    town.way((-50, 50), (100, 50), highway="service")
    town.way((100, 50), (300, 50), highway="service")
    town.way((300, 50), (450, 50), highway="service")
    town.way((100, 50), (100, 90), highway="service")
    town.way((300, 50), (300, 90), highway="service")
    town.house(192, 60, 4, 8, levels=6)
    return town


def closure(town: Town, extract: Extract | None = None) -> Closure:
    whole = extract or town.extract
    openings = find_openings(whole, town.neighbourhoods)
    (found,) = plan_closure(ClosureProblem(whole, town.neighbourhoods, openings, AT_EDGE)).closures
    return found


def gate_way(town: Town) -> int:
    (gate,) = planned(town, AT_EDGE).closures[0].gates
    return next(int(o.ways[0]) for o in planned(town, AT_EDGE).openings if o.id == gate)


def notes(found: Closure) -> set[str]:
    return {note.code for note in found.notes}


def test_of_two_gates_nearly_as_near_the_nearer_one_stays_where_both_are_good() -> None:
    town = two_sides()
    assert gate_way(town) == town.ways[0].id
    assert "gate-cramped" not in notes(closure(town))


@pytest.mark.parametrize("fact", [{"slope": 0.12}, {"soft": True}, {"max_width_m": 3.2}], ids=str)
def test_a_steep_or_soft_or_narrowed_drive_is_passed_over_for_one_nearly_as_near(
    fact: dict[str, object],
) -> None:
    town = two_sides()
    town.ways[0] = replace(town.ways[0], **fact)
    assert gate_way(town) == town.ways[2].id


def test_a_gate_between_houses_has_no_room_to_queue() -> None:
    town = two_sides()
    town.house(-20, 52, 20, 10)
    town.house(-20, 38, 20, 10)
    assert gate_way(town) == town.ways[2].id


def test_a_main_carriageway_right_outside_is_no_room_to_queue() -> None:
    town = two_sides()
    town.way((-8, -100), (-8, 200), highway="primary")
    assert gate_way(town) == town.ways[2].id


def test_a_cramped_gate_stays_where_the_other_is_much_farther_and_the_plan_says_so() -> None:
    town = two_sides()
    town.buildings.clear()
    town.house(20, 60, levels=6)
    town.ways[0] = replace(town.ways[0], slope=0.12)
    assert gate_way(town) == town.ways[0].id
    assert "gate-cramped" in notes(closure(town))


def blind_alley() -> Town:
    town = Town()
    town.quarter(0, 0, 200, 100)
    town.way((-50, 50), (100, 50), highway="service")
    town.house(90, 60)
    return town


def test_a_long_blind_alley_has_no_room_to_turn_unless_it_has_a_turning_circle() -> None:
    town = blind_alley()
    assert "gate-cramped" in notes(closure(town))
    with_circle = replace(town.extract, turning_places=town.places((100, 50)))
    assert "gate-cramped" not in notes(closure(town, with_circle))


def test_an_engine_backs_out_of_a_short_one() -> None:
    town = blind_alley()
    town.ways[0] = replace(town.ways[0], line=town.places((-50, 50), (15, 50)))
    town.buildings.clear()
    town.house(10, 60)
    assert "gate-cramped" not in notes(closure(town))


def test_people_walk_from_the_mapped_door_and_not_from_the_nearest_wall() -> None:
    town = two_sides()
    town.buildings.clear()
    town.house(110, 55, 180, 20, levels=6)
    at_east = replace(town.extract, entrances=town.places((290, 65)))
    walls_only, doors = closure(town), closure(town, at_east)
    assert walls_only.gates != doors.gates or walls_only.walk_mean_m != doors.walk_mean_m
    assert doors.walk_mean_m is not None
    assert doors.walk_mean_m == pytest.approx(110 + 10, abs=12)
