"""What the field found and the map lacks becomes an opening like any other."""

from yipanqi.ground.ids import NeighbourhoodId, OrganisationId, WayId
from yipanqi.ground.plane import Frame, LonLat
from yipanqi.survey.field_ways import with_field_ways
from yipanqi.survey.joining import join
from yipanqi.survey.model import Extract, FieldOpening, Neighbourhood, RegisteredNeighbourhood, Registry, Way
from yipanqi.survey.openings import find_openings

FRAME = Frame((120.0, 29.0))
YARD = NeighbourhoodId("w1")
EAST_ROW = RegisteredNeighbourhood(NeighbourhoodId("N1"), "East Yard", OrganisationId("C1"))


def at(east_m: float, north_m: float) -> LonLat:
    return FRAME.lonlat((east_m, north_m))


def yard() -> Neighbourhood:
    ring = (at(0, 0), at(100, 0), at(100, 100), at(0, 100), at(0, 0))
    return Neighbourhood(YARD, "East Yard", (ring,))


def town() -> Extract:
    """A street passing outside, one lane inside, nothing through the eastern edge."""
    street = Way(WayId(1), (at(130, -50), at(130, 50), at(130, 150)), (1, 2, 3), "residential", vehicle=True)
    lane = Way(WayId(2), (at(70, 20), at(70, 52), at(70, 80)), (4, 5, 6), "footway")
    bounds = (*at(-200, -200), *at(300, 300))
    return Extract("town", "", None, bounds, (street, lane))


def hole(east_m: float, north_m: float, of: str = "N1") -> FieldOpening:
    return FieldOpening(NeighbourhoodId(of), at(east_m, north_m), 2.5, "behind the bins")


def test_a_measured_hole_becomes_an_opening_of_its_width() -> None:
    registry = Registry(neighbourhoods=(EAST_ROW,), openings=(hole(103, 50),))
    extract, left = with_field_ways(town(), [yard()], registry, registry.openings)
    assert left == ()
    told = join([yard()], find_openings(extract, [yard()]), registry)
    (opening,) = told.openings
    assert told.unplaced == ()
    assert (opening.width_m, opening.width_from, opening.confirmed) == (2.5, "field", True)
    assert opening.ways == (WayId(-1),)
    assert opening.name == "behind the bins"


def test_its_way_joins_the_mapped_ways_on_both_sides() -> None:
    extract, _ = with_field_ways(town(), [yard()], Registry(neighbourhoods=(EAST_ROW,)), [hole(100, 50)])
    way = extract.ways[-1]
    assert (way.nodes[0], way.nodes[-1]) == (2, 5)


def test_where_no_way_is_near_it_is_a_stub_across_the_edge() -> None:
    bare = Extract("town", "", None, town().bounds)
    extract, _ = with_field_ways(bare, [yard()], Registry(neighbourhoods=(EAST_ROW,)), [hole(50, -4)])
    out, on, inside = (FRAME.xy(place) for place in extract.ways[-1].line)
    assert [round(y) for _, y in (out, on, inside)] == [-12, 0, 12]
    assert {round(x) for x, _ in (out, on, inside)} == {50}


def test_a_place_far_from_the_edge_or_of_nobody_is_left() -> None:
    strays = [hole(50, 400), hole(100, 50, of="Nowhere")]
    extract, left = with_field_ways(town(), [yard()], Registry(neighbourhoods=(EAST_ROW,)), strays)
    assert left == tuple(strays)
    assert extract == town()


def test_two_holes_have_ways_and_nodes_of_their_own() -> None:
    extract, _ = with_field_ways(
        Extract("town", "", None, town().bounds),
        [yard()],
        Registry(neighbourhoods=(EAST_ROW,)),
        [hole(100, 30), hole(100, 70)],
    )
    first, second = extract.ways
    assert first.id != second.id
    assert not set(first.nodes) & set(second.nodes)
