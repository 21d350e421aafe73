"""A plan counted out: every opening has its part, every metre of a ring its reason."""

from dataclasses import dataclass

from msgspec.structs import replace

from tests.papers.yards import EAST, WEST, origin, yards
from yipanqi.ground.ids import NeighbourhoodId
from yipanqi.papers.counting import plan_document
from yipanqi.papers.plan_document import NeighbourhoodLine, PlanDocument
from yipanqi.plan.closure.model import Finding


def counted(findings: tuple[Finding, ...] = ()) -> PlanDocument:
    planned = replace(yards(), findings=findings)
    return plan_document(planned, origin(planned))


def line(document: PlanDocument, key: NeighbourhoodId) -> NeighbourhoodLine:
    return next(n for n in document.neighbourhoods if n.id == key)


def test_every_opening_has_its_part_and_its_number() -> None:
    told = [(o.id, o.number, o.role, o.length_m) for o in counted().openings]
    assert told == [
        ("e1", 1, "gate", 6),
        ("e2", 2, "bar", 4),
        ("e3", 3, "emergency", 5),
        ("w1", 1, "gate", 6),
        ("w2", 2, "bar", 3),
        ("w3", 3, "bar", 2.5),
        ("w4", 4, "covered", 0),
    ]


def test_the_summary_counts_the_whole_town() -> None:
    total = counted().summary
    assert (total.neighbourhoods, total.openings, total.nets, total.net_m) == (2, 7, 3, 9.5)
    assert (total.gates, total.emergency, total.unconfirmed, total.out_of_reach) == (2, 1, 6, 1)
    assert total.adoptable


def test_a_rings_metres_are_nets_gates_what_is_mapped_and_what_is_assumed() -> None:
    east, west = counted().rings
    assert abs(east.ring_m - 400) < 1
    assert (east.net_m, east.gate_m, east.emergency_m) == (4, 6, 5)
    assert abs(east.assumed_m - 300) < 1
    assert abs(east.mapped_m - 85) < 1.5
    parts = west.net_m + west.gate_m + west.emergency_m + west.assumed_m + west.mapped_m
    assert abs(parts - west.ring_m) < 0.5


def test_only_what_is_mapped_or_seen_counts_as_proven() -> None:
    east, _ = counted().rings
    assert abs(east.confirmed_share - (85 + 6) / 400) < 0.01


def test_buildings_and_community_stand_with_their_neighbourhood() -> None:
    west = line(counted(), WEST)
    assert (west.buildings, west.community_name, west.ring) == (1, "Wangchun", 2)


def test_the_worst_comes_first_and_a_finding_is_worse_than_anything() -> None:
    assert [n.id for n in counted().neighbourhoods] == [WEST, EAST]
    leak = Finding("leak", "e2", {"way": 1}, ())
    document = counted((leak,))
    assert [n.id for n in document.neighbourhoods] == [EAST, WEST]
    assert line(document, EAST).findings == 1
    assert not document.summary.adoptable


def test_a_finding_of_a_joint_ring_concerns_all_of_its_neighbourhoods() -> None:
    document = counted((Finding("no-gate", "east+west", {"nets": 3}, ()),))
    assert [n.findings for n in document.neighbourhoods] == [1, 1]


@dataclass(frozen=True)
class Expected:
    """What the material list of the two yards has to say."""

    net_m: int = 4 + 3 + 3 + 5
    posts: int = 3 + 3 + 3
    signs: int = 3 + 1 + 2


def test_material_is_counted_opening_by_opening_in_whole_metres() -> None:
    amounts = {m.key: m.amount for m in counted().materials}
    wanted = Expected()
    assert amounts["net"] == wanted.net_m
    assert amounts["net-spare"] == 2
    assert amounts["posts"] == wanted.posts
    assert amounts["ties"] == 3 * wanted.posts
    assert (amounts["removable-barriers"], amounts["gate-sets"]) == (1, 2)
    assert amounts["signs"] == wanted.signs
