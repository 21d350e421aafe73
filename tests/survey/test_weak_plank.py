"""The weak plank: who cannot close by themselves, why, and by how much."""

from hypothesis import given
from hypothesis import strategies as st

from yipanqi.ground.ids import NeighbourhoodId, OpeningId, OrganisationId, WayId
from yipanqi.survey.model import Neighbourhood, Opening, Organisation, RegisteredNeighbourhood, Registry
from yipanqi.survey.weak_plank import CommunityPlank, OwnHands, WeakPlank, weak_plank

SQUARE = (((0.0, 0.0), (0.001, 0.0), (0.001, 0.001), (0.0, 0.0)),)
WANGCHUN, XUMATOU = OrganisationId("C1"), OrganisationId("C2")


def neighbourhood(key: str, community: OrganisationId | None, walled: bool = False) -> Neighbourhood:
    return Neighbourhood(NeighbourhoodId(key), f"{key} yard", SQUARE, community, walled)


def openings(key: str, *widths: float, vehicle: bool = True) -> list[Opening]:
    return [
        Opening(OpeningId(f"{key}-{i}"), NeighbourhoodId(key), ((0, 0), (0, 0.0001)), w, (WayId(i),), vehicle)
        for i, w in enumerate(widths)
    ]


def community(key: OrganisationId, cadres: int, net_m: float = 1_000.0) -> Organisation:
    return Organisation(key, f"community {key}", "community", cadres, net_m)


def plank(of: WeakPlank, key: OrganisationId = WANGCHUN) -> CommunityPlank:
    return next(row for row in of.communities if row.organisation == key)


def test_one_gate_a_neighbourhood_is_kept_and_it_is_the_widest_for_vehicles() -> None:
    found = [*openings("N1", 3, 7, 4), *openings("N1", 20, vehicle=False)]
    row = plank(weak_plank([neighbourhood("N1", WANGCHUN)], found, Registry((community(WANGCHUN, 6),))))
    assert (row.openings, row.to_bar, row.net_needed_m) == (4, 3, 27)


def test_crews_work_side_by_side_until_the_last_opening() -> None:
    found = openings("N1", *[4.0] * 8)
    own = OwnHands(deadline_s=10_000, opening_s=1_000, crew_people=3)
    row = plank(weak_plank([neighbourhood("N1", WANGCHUN)], found, Registry((community(WANGCHUN, 7),)), own))
    assert row.finishes_s == 4_000  # seven openings, two crews of three
    assert row.lacks == ()


def test_two_people_are_a_crew_and_one_is_none() -> None:
    found, place = openings("N1", 4, 4), [neighbourhood("N1", WANGCHUN)]
    pair, alone = (plank(weak_plank(place, found, Registry((community(WANGCHUN, n),)))) for n in (2, 1))
    assert pair.lacks == ()
    assert (alone.lacks, alone.finishes_s, alone.hands_finish_s) == (("people",), None, None)


def test_past_the_deadline_is_never_but_how_late_is_told() -> None:
    own = OwnHands(deadline_s=1_500, opening_s=1_000)
    registry = Registry((community(WANGCHUN, 3),))
    row = plank(weak_plank([neighbourhood("N1", WANGCHUN)], openings("N1", 4, 4, 4), registry, own))
    assert (row.lacks, row.finishes_s, row.hands_finish_s) == (("time",), None, 2_000)


def test_net_that_is_not_there_has_to_be_found() -> None:
    registry = Registry((community(WANGCHUN, 6, net_m=5),))
    row = plank(weak_plank([neighbourhood("N1", WANGCHUN)], openings("N1", 4, 6, 8), registry))
    assert (row.net_to_find_m, row.lacks, row.finishes_s) == (5, ("net",), None)


def test_walled_neighbourhoods_are_no_burden_and_the_registry_knows_best() -> None:
    registry = Registry(
        (community(WANGCHUN, 6), community(XUMATOU, 6)),
        (
            RegisteredNeighbourhood(NeighbourhoodId("N1"), "anything", XUMATOU),
            RegisteredNeighbourhood(NeighbourhoodId("77"), "N2 yard", WANGCHUN, walled=True),
        ),
    )
    places = [neighbourhood("N1", WANGCHUN), neighbourhood("N2", WANGCHUN)]
    told = weak_plank(places, [*openings("N1", 4, 4), *openings("N2", 4, 4)], registry)
    assert (plank(told, WANGCHUN).openings, plank(told, XUMATOU).openings) == (0, 2)


def test_the_worst_comes_first() -> None:
    registry = Registry((community(WANGCHUN, 9), community(XUMATOU, 2), community(OrganisationId("C3"), 0)))
    places = [
        neighbourhood("N1", WANGCHUN),
        neighbourhood("N2", XUMATOU),
        neighbourhood("N3", OrganisationId("C3")),
    ]
    told = weak_plank(places, [o for k in ("N1", "N2", "N3") for o in openings(k, *[4.0] * 30)], registry)
    assert [row.organisation for row in told.communities] == ["C3", "C2", "C1"]


def test_neighbourhoods_of_nobody_are_named() -> None:
    told = weak_plank(
        [neighbourhood("N1", None), neighbourhood("N2", OrganisationId("gone"))], [], Registry()
    )
    assert told.unassigned == ("N1", "N2")


def test_a_village_stands_with_the_communities_only_where_it_has_a_neighbourhood() -> None:
    village = Organisation(OrganisationId("V1"), "village", "village", 5)
    idle = Organisation(OrganisationId("V2"), "village", "village", 5)
    told = weak_plank([neighbourhood("N1", village.id)], openings("N1", 4), Registry((village, idle)))
    assert [row.organisation for row in told.communities] == ["V1"]


@given(cadres=st.integers(0, 40), widths=st.lists(st.floats(1, 30), max_size=30), more=st.integers(0, 10))
def test_more_hands_never_finish_later(cadres: int, widths: list[float], more: int) -> None:
    place = [neighbourhood("N1", WANGCHUN)]
    few, many = (
        plank(weak_plank(place, openings("N1", *widths), Registry((community(WANGCHUN, n),))))
        for n in (cadres, cadres + more)
    )
    if few.hands_finish_s is not None:
        assert many.hands_finish_s is not None
        assert many.hands_finish_s <= few.hands_finish_s
