"""What an edit makes of the map, and that without edits it is the map that was surveyed."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.survey.yards import MILL, WASH, opening, two_yards
from yipanqi.ground.ids import Digest, EventId, NeighbourhoodId, OpeningId
from yipanqi.ground.plane import metres_along
from yipanqi.survey.chart import Chart
from yipanqi.survey.edit_faults import fault_of
from yipanqi.survey.edited_map import EditedMap, edited_map, edited_openings, further_edited
from yipanqi.survey.edited_ways import widths_at
from yipanqi.survey.editing import Editing, EditRow, UndoRow
from yipanqi.survey.edits import (
    BoundaryMoved,
    Edit,
    GateWished,
    NeighbourhoodAdded,
    OpeningAbsent,
    OpeningAdded,
    OpeningConfirmed,
    PhotoTaken,
    RingConsent,
    WallAdded,
    WallRemoved,
    WidthMeasured,
)
from yipanqi.survey.model import Opening
from yipanqi.survey.openings import find_openings

TOWN = two_yards()
EXTRACT, YARDS = TOWN.extract, TOWN.neighbourhoods
OPENINGS = find_openings(EXTRACT, YARDS)
BY_ID = {found.id: found for found in OPENINGS}
WHEN = datetime(2026, 2, 3, 10, tzinfo=UTC)


def rows(*edits: Edit) -> tuple[EditRow, ...]:
    return tuple(
        EditRow(EventId(f"edit-{n}"), edit, "lead", WHEN, n) for n, edit in enumerate(edits, start=1)
    )


def after(*edits: Edit) -> EditedMap:
    return edited_map(EXTRACT, YARDS, rows(*edits))


def openings(edited: EditedMap, known: Sequence[Opening] = OPENINGS) -> dict[OpeningId, Opening]:
    chart = Chart(edited.extract)
    return {o.id: o for o in edited_openings(chart, edited, edited.neighbourhoods, known, OPENINGS)}


def absent(name: OpeningId) -> OpeningAbsent:
    return OpeningAbsent(name, BY_ID[name].line, BY_ID[name].ways)


def measured(name: OpeningId, width_m: float) -> WidthMeasured:
    known = BY_ID[name]
    were = widths_at(EXTRACT, known.line, known.ways)
    return WidthMeasured(name, width_m, None, known.line, known.ways, metres_along(known.line), were)


def test_without_edits_it_is_the_very_map_that_was_surveyed() -> None:
    edited = after()
    assert edited.extract is EXTRACT
    assert edited.neighbourhoods == YARDS
    assert openings(edited) == BY_ID


def test_an_opening_that_does_not_exist_is_gone_and_all_others_keep_their_names() -> None:
    south = opening(104)
    left = openings(after(absent(south)))
    assert set(left) == set(BY_ID) - {south}
    assert left[opening(104, 2)].line == BY_ID[opening(104, 2)].line


def test_what_an_edit_does_not_touch_stays_the_same_object() -> None:
    before = {id(way) for way in EXTRACT.ways}
    edited = after(absent(opening(104)))
    assert [way.id for way in edited.extract.ways if id(way) not in before] == [104, 104]


def test_a_measured_width_is_the_gaps_width_there_and_nowhere_else() -> None:
    edited = after(measured(opening(104), 3.2))
    found = openings(edited)
    assert found[opening(104)].width_m == 3.2
    assert found[opening(104)].width_from == "field"
    assert found[opening(104)].confirmed
    assert found[opening(104, 2)].width_m == BY_ID[opening(104, 2)].width_m
    bare = {o.id: o for o in find_openings(edited.extract, YARDS)}
    assert bare[opening(104)].width_m == pytest.approx(3.2, abs=0.02)


def test_of_two_measurements_the_later_one_counts() -> None:
    first, second = measured(opening(104), 3.2), measured(opening(104), 5.0)
    bare = {o.id: o for o in find_openings(after(first, second).extract, YARDS)}
    assert bare[opening(104)].width_m == pytest.approx(5.0, abs=0.02)


def test_an_added_opening_is_found_confirmed_and_as_wide_as_somebody_said() -> None:
    here = TOWN.places((0, 90))[0]
    edited = after(OpeningAdded(MILL, here, 2.4, name="hole in the hedge"))
    fresh = [o for name, o in openings(edited).items() if name not in BY_ID]
    assert [(o.neighbourhood, o.width_m, o.name, o.confirmed) for o in fresh] == [
        (MILL, 2.4, "hole in the hedge", True)
    ]


def test_an_added_opening_for_vehicles_lets_vehicles_through_on_the_way_that_was_drawn() -> None:
    drawn = TOWN.places((-60, 100), (90, 100))
    edited = after(OpeningAdded(MILL, drawn[0], 4.5, vehicle=True, line=drawn))
    fresh = [o for name, o in openings(edited).items() if name not in BY_ID]
    assert [(o.vehicle, o.width_m) for o in fresh] == [(True, 4.5)]


def test_a_moved_edge_moves_its_openings() -> None:
    area = (TOWN.places((0, 0), (120, 0), (120, 180), (0, 180), (0, 0)),)
    found = openings(after(BoundaryMoved(MILL, area)))
    paths = {o.ways[0] for o in found.values() if o.neighbourhood == MILL and o.side in {"E", "NE", "SE"}}
    assert paths == {106, 108}
    assert opening(106) not in found  # 60 m off it is another place, under another name


def test_an_accepted_block_is_a_neighbourhood_with_openings_of_its_own() -> None:
    block = NeighbourhoodId("b1")
    area = (TOWN.places((-50, 190), (185, 190), (185, 230), (-50, 230), (-50, 190)),)
    edited = after(NeighbourhoodAdded(block, "North Strip", area))
    assert [place.name for place in edited.neighbourhoods][-1] == "North Strip"
    assert {o.ways[0] for o in openings(edited).values() if o.neighbourhood == block} == {104}


def test_walls_come_and_go() -> None:
    line = TOWN.places((0, 0), (50, 0))
    with_wall = after(WallAdded(line))
    assert [b.line for b in with_wall.extract.barriers] == [line]
    without = after(WallAdded(line), WallRemoved(TOWN.places((25, 4))[0]))
    assert without.extract.barriers == ()
    assert without.odd == {}


ACROSS = TOWN.places((80, 2), (100, 2))
"""Two metres inside Mill Yard's edge, across its drive."""


def test_a_wall_across_a_way_leaves_it_open_and_asks_until_somebody_has_seen_it() -> None:
    edited = after(WallAdded(ACROSS))
    assert openings(edited) == BY_ID
    assert edited.asks == {EventId("edit-1"): (104,)}
    assert after(WallAdded(ACROSS, closes=False)).asks == {}
    assert openings(after(WallAdded(ACROSS, closes=False))) == BY_ID
    assert after(WallAdded(ACROSS, "nobody")).asks == {}


def test_a_wall_that_was_seen_to_shut_a_way_shuts_it() -> None:
    on_edge = TOWN.places((80, 0), (100, 0))
    edited = after(WallAdded(on_edge, closes=True))
    assert edited.asks == {}
    assert set(openings(edited)) == set(BY_ID) - {opening(104)}


def test_a_way_shut_by_a_wall_is_as_before_when_the_wall_turns_out_not_to_be_there() -> None:
    on_edge = TOWN.places((80, 0), (100, 0))
    edited = after(WallAdded(on_edge, closes=True), WallRemoved(TOWN.places((90, 1))[0]))
    assert set(openings(edited)) == set(BY_ID)
    assert edited.extract.barriers == ()
    pieces = [way for way in edited.extract.ways if way.id == 104]
    assert len(pieces) == 3
    ends = [way.nodes[end] for way in pieces for end in (0, -1)]
    assert sorted(ends.count(node) for node in set(ends)) == [1, 1, 2, 2]


def test_an_edge_with_a_hole_moved_has_openings_on_the_hole_too() -> None:
    shell, hole = YARDS[0].area[0], TOWN.places((60, 60), (60, 110), (110, 110), (110, 60), (60, 60))
    moved = BoundaryMoved(MILL, (shell, hole))
    assert fault_of(moved, {place.id: place for place in YARDS}, EXTRACT.bounds) is None
    edited = after(moved)
    assert edited.neighbourhoods[0].area == (shell, hole)
    assert len(openings(edited)) > len(BY_ID)
    outside = TOWN.places((300, 60), (300, 110), (350, 110), (350, 60), (300, 60))
    fault = fault_of(BoundaryMoved(MILL, (shell, outside)), {}, EXTRACT.bounds)
    assert fault is not None
    assert fault.why == "crosses-itself"


def test_bollards_across_a_drive_stop_vehicles_there_and_nobody_on_foot() -> None:
    line = TOWN.places((80, 20), (100, 20))
    edited = after(WallAdded(line, "vehicles"))
    (post,) = [b for b in edited.extract.barriers if len(b.line) == 1]
    (drive,) = [way for way in edited.extract.ways if way.id == 104]
    assert post.stops == "vehicles"
    assert post.line[0] in drive.line
    assert len(drive.line) == len(drive.nodes)
    assert openings(edited) == BY_ID


def test_an_edit_that_names_what_is_not_there_changes_nothing_and_says_so() -> None:
    far = TOWN.places((25, 60))[0]
    edited = after(
        WallRemoved(far), OpeningAdded(NeighbourhoodId("nowhere"), far, 2.0), OpeningAbsent(OpeningId("x"))
    )
    assert edited.extract == EXTRACT
    assert list(edited.odd.values()) == ["no-wall-there", "unknown-neighbourhood", "no-way-there"]


def test_wishes_and_consents_are_the_last_word() -> None:
    gate = opening(104)
    edited = after(GateWished(gate, "force"), GateWished(gate, "forbid"), RingConsent(WASH, accepts=True))
    assert edited.wishes == {gate: "forbid"}
    assert edited.accepts == {WASH: True}


EDITS = st.sampled_from(
    [
        absent(opening(104)),
        absent(opening(107, 1, WASH)),
        measured(opening(104, 2), 3.5),
        measured(opening(105, 1, WASH), 8.0),
        OpeningConfirmed(opening(106)),
        OpeningAdded(MILL, TOWN.places((0, 60))[0], 2.0),
        WallAdded(TOWN.places((0, 0), (60, 0))),
        WallAdded(ACROSS, closes=True),
        WallRemoved(TOWN.places((95, 3))[0]),
        WallRemoved(TOWN.places((20, 1))[0]),
        BoundaryMoved(WASH, (TOWN.places((210, 0), (370, 0), (370, 180), (210, 180), (210, 0)),)),
        GateWished(opening(106), "force"),
        RingConsent(MILL, accepts=False),
        PhotoTaken(opening(104), Digest("0" * 64)),
    ]
)


@settings(max_examples=40, deadline=None)
@given(st.lists(EDITS, min_size=1, max_size=6), st.data())
def test_an_edit_that_was_undone_was_never_made(edits: list[Edit], data: st.DataObject) -> None:
    """Applied with some of them undone is the same, to the last digit, as applied without those."""
    made = rows(*edits)
    undone = data.draw(st.sets(st.sampled_from(range(len(edits)))))
    editing = Editing()
    for row in made:
        editing = editing.edited(row)
    for number in undone:
        undo = UndoRow(EventId(f"undo-{number}"), made[number].id, "lead", WHEN, 100 + number)
        editing = editing.undone(undo)
    kept = tuple(row for number, row in enumerate(made) if number not in undone)
    assert edited_map(EXTRACT, YARDS, editing.in_force) == edited_map(EXTRACT, YARDS, kept)


@settings(max_examples=25, deadline=None)
@given(st.lists(EDITS, max_size=6), st.integers(0, 6))
def test_edits_applied_on_top_are_as_edits_applied_from_the_start(edits: list[Edit], cut: int) -> None:
    made = rows(*edits)
    half = edited_map(EXTRACT, YARDS, made[:cut])
    assert further_edited(half, made[cut:]) == edited_map(EXTRACT, YARDS, made)


@pytest.mark.parametrize(
    ("edit", "why"),
    [
        (WallAdded(TOWN.places((0, 0))), "too-few-places"),
        (WallAdded(((0.0, 0.0), (0.0, 1.0))), "outside-map"),
        (WidthMeasured(opening(104), 0.1), "width-not-likely"),
        (WidthMeasured(opening(104), 3.0, 90.0), "height-not-likely"),
        (OpeningAdded(MILL, TOWN.places((90, 300))[0], 2.0), "far-from-edge"),
        (
            OpeningAdded(MILL, TOWN.places((0, 90))[0], 2.0, line=TOWN.places((-20, 90), (-5, 90))),
            "does-not-cross-edge",
        ),
        (BoundaryMoved(MILL, (TOWN.places((0, 0), (9, 9), (0, 9)),)), "too-few-places"),
        (BoundaryMoved(MILL, (TOWN.places((0, 0), (90, 0), (90, 90), (0, 90)),)), "not-closed"),
        (BoundaryMoved(MILL, (TOWN.places((0, 0), (90, 90), (90, 0), (0, 90), (0, 0)),)), "crosses-itself"),
        (BoundaryMoved(MILL, (TOWN.places((0, 0), (5, 0), (5, 5), (0, 5), (0, 0)),)), "too-small"),
        (BoundaryMoved(MILL, (TOWN.places((0, 0), (300, 0), (300, 180), (0, 180), (0, 0)),)), "overlaps"),
        (PhotoTaken(opening(104), Digest("photo.jpg")), "no-digest"),
    ],
)
def test_an_edit_that_means_nothing_is_told_why(edit: Edit, why: str) -> None:
    fault = fault_of(edit, {yard.id: yard for yard in YARDS}, EXTRACT.bounds)
    assert fault is not None
    assert fault.why == why
