"""Wishes and confirmations at openings that only a ring has: kept by the next plan, or said to be lost."""

from msgspec.structs import replace

from tests.plan.closure.towns import features
from tests.survey.towns import Town
from yipanqi.ground.ids import OpeningId
from yipanqi.plan.closure.geojson import to_geojson
from yipanqi.plan.closure.model import Closure, ClosurePlan, ClosureProblem, ClosureRules
from yipanqi.plan.closure.words import say_note
from yipanqi.solvers.closure import plan_closure
from yipanqi.survey.model import Opening
from yipanqi.survey.openings import find_openings, of_a_ring


def forked() -> Town:
    """A road along the edge, off which three drives lead; the survey sees no opening but the lane's."""
    town = Town()
    town.quarter(0, 0, 200, 200)
    town.way((-60, 200), (0, 200), (40, 200), (100, 200), (160, 200), (200, 200), (260, 200))
    for x in (40, 100, 160):
        town.way((x, 200), (x, 120), highway="service", width_m=5.0)
        town.house(x + 5, 125)
    town.way((-60, 20), (40, 20), (40, 120))
    return town


def problem(town: Town) -> ClosureProblem:
    openings = find_openings(town.extract, town.neighbourhoods)[:1]
    return ClosureProblem(
        town.extract, town.neighbourhoods, openings, ClosureRules(ring="edge", joint_most=1)
    )


def own(plan: ClosurePlan) -> list[Opening]:
    return [opening for opening in plan.openings if of_a_ring(opening.id)]


def notes(closure: Closure) -> list[tuple[str, object]]:
    return [(n.code, n.facts.get("opening")) for n in closure.notes if n.code.endswith("not-kept")]


def test_an_opening_only_the_ring_has_becomes_the_gate_when_somebody_wishes() -> None:
    task = problem(forked())
    (first,) = plan_closure(task).closures
    barred = next(o for o in own(plan_closure(task)) if o.id not in first.gates)
    (closure,) = plan_closure(replace(task, forced_gates=(barred.id,))).closures
    assert closure.gates == (barred.id,)
    (closure,) = plan_closure(replace(task, forced_gates=(barred.id,), rings_own=(barred,))).closures
    assert closure.gates == (barred.id,)
    assert notes(closure) == []


def test_a_forbidden_one_stays_barred() -> None:
    task = problem(forked())
    for opening in own(plan_closure(task)):
        (closure,) = plan_closure(replace(task, forbidden_gates=(opening.id,), rings_own=(opening,))).closures
        assert opening.id not in closure.gates
        assert notes(closure) == []


def test_one_by_another_name_at_the_same_place_keeps_name_and_confirmation() -> None:
    task = problem(forked())
    before = own(plan_closure(task))[0]
    known = replace(before, id=OpeningId("n1/ring-77"), confirmed=True)
    plan = plan_closure(replace(task, rings_own=(known,)))
    assert [(o.id, o.confirmed, o.line) for o in own(plan) if o.id == known.id] == [
        (known.id, True, before.line)
    ]


def test_a_wish_where_no_ring_passes_any_more_is_said_to_be_lost() -> None:
    task = problem(forked())
    far = replace(own(plan_closure(task))[0], id=OpeningId("n1/ring-77"), confirmed=True)
    far = replace(far, line=((120.01, 30.01), (120.01, 30.0101)))
    (closure,) = plan_closure(replace(task, forced_gates=(far.id,), rings_own=(far,))).closures
    assert notes(closure) == [("wish-not-kept", far.id), ("confirmation-not-kept", far.id)]
    said = [say_note(note, "en") for note in closure.notes if note.code.endswith("not-kept")]
    assert all("n1/ring-77" in words for words in said)


def test_a_wish_without_a_place_is_known_by_its_name_or_said_to_be_lost() -> None:
    task = replace(problem(forked()), forced_gates=(OpeningId("n1/ring-77"),))
    plan = plan_closure(task)
    assert notes(plan.closures[0]) == [("wish-not-kept", "n1/ring-77")]
    (ring,) = features(to_geojson(plan, task.neighbourhoods), "ring")
    assert ring["properties"]["unkept"] == [{"code": "wish-not-kept", "facts": {"opening": "n1/ring-77"}}]


def test_over_free_ground_they_are_kept_by_their_place() -> None:
    task = replace(problem(forked()), rules=ClosureRules(ring="edge", joint_most=1, trust="ground"))
    before = next(o for o in own(plan_closure(task)) if "/ground-" in o.id)
    known = replace(before, id=OpeningId("n1/ground-70"), confirmed=True)
    plan = plan_closure(replace(task, rings_own=(known,), forbidden_gates=(known.id,)))
    assert known.id in {o.id for o in own(plan) if o.confirmed}
    assert notes(plan.closures[0]) == []
    plan = plan_closure(replace(task, rings_own=(known,), forced_gates=(known.id,)))
    assert notes(plan.closures[0]) == [("wish-not-kept", known.id)]
