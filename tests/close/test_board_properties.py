"""Whatever order reports arrive in, the board comes out the same; and folding on is folding from nothing."""

from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from tests.towns import (
    NORTH_CREW,
    POND,
    POND_GATE,
    POND_PATH,
    SOUTH_CREW,
    WILLOW_GATE,
    WILLOW_LANE,
    WILLOW_STEPS,
    YARD,
    entry_of,
    night_begun,
)
from yipanqi.close import events as ev
from yipanqi.close.board import fold
from yipanqi.close.state import Board
from yipanqi.desk.showing import change_view
from yipanqi.ground.ids import OpeningId
from yipanqi.journal.envelope import Entry

HOLE = OpeningId("hole-behind-the-shed")
HOLE_LINE = ((121.005, 28.901), (121.00501, 28.901))
crews = st.sampled_from([NORTH_CREW, SOUTH_CREW])
openings = st.sampled_from([WILLOW_GATE, WILLOW_LANE, WILLOW_STEPS, POND_GATE, POND_PATH, HOLE])
metres = st.integers(0, 60)

facts: st.SearchStrategy[Struct] = st.one_of(
    st.builds(ev.CrewSetOut, crews, st.one_of(openings, st.just(YARD))),
    st.builds(ev.CrewLoaded, crews, st.just(YARD), metres),
    st.builds(ev.CrewLost, crews),
    st.builds(ev.CrewBack, crews),
    st.builds(ev.OpeningStarted, openings, crews),
    st.builds(ev.OpeningDone, openings, crews, st.floats(1, 20), metres),
    st.builds(ev.OpeningBlocked, openings, crews, st.sampled_from(["car_in_the_way", "no_material"])),
    st.builds(ev.OpeningUnblocked, openings),
    st.builds(ev.OpeningTakenDown, openings),
    st.just(ev.OpeningFound(HOLE, POND, HOLE_LINE, 1.5)),
    st.builds(ev.SupplierCounted, st.just(YARD), metres),
)
timed = st.tuples(facts, st.integers(1, 500))
nights = st.lists(timed, max_size=25)


def begun() -> tuple[Board, int]:
    told = night_begun()
    return fold(Board(), told.entries), len(told.entries)


def arriving(night: list[tuple[Struct, int]], order: list[int], start: int) -> list[Entry]:
    """The night's reports in an order of arrival; the event id goes with the report, not the position."""
    return [
        entry_of(night[which][0], start + place + 1, night[which][1], number=which)
        for place, which in enumerate(order)
    ]


def without_positions(board: Board) -> dict[str, Any]:
    """All a reader sees, but for when it arrived."""
    rows = {
        name: {key: replace(row, position=0) for key, row in sorted(getattr(board, name).items())}
        for name in ("openings", "neighbourhoods", "crews", "suppliers")
    }
    return rows | {"waiting": {k: len(v) for k, v in board.waiting.items()}, "marks": board.marks}


@given(nights, st.data())
@settings(max_examples=200, deadline=None)
def test_the_order_of_arrival_changes_nothing(night: list[tuple[Struct, int]], data: st.DataObject) -> None:
    start, length = begun()
    straight = list(range(len(night)))
    shuffled = data.draw(st.permutations(straight))
    one = fold(start, arriving(night, straight, length))
    other = fold(start, arriving(night, list(shuffled), length))
    assert without_positions(one) == without_positions(other)


@given(nights, st.integers(0, 25))
def test_folding_on_equals_folding_from_nothing(night: list[tuple[Struct, int]], cut: int) -> None:
    start, length = begun()
    entries = arriving(night, list(range(len(night))), length)
    whole = fold(Board(), night_begun().entries + entries)
    half = fold(start, entries[:cut])
    kept = msgspec.json.decode(msgspec.json.encode(half), type=Board)
    assert fold(kept, entries[cut:]) == whole


@given(nights)
def test_entries_the_board_already_holds_change_nothing(night: list[tuple[Struct, int]]) -> None:
    start, length = begun()
    entries = arriving(night, list(range(len(night))), length)
    board = fold(start, entries)
    assert fold(board, entries) == board
    assert fold(board, night_begun().entries) == board


@given(nights, st.integers(0, 25))
def test_rows_changed_since_a_position_bring_an_old_board_up_to_date(
    night: list[tuple[Struct, int]], cut: int
) -> None:
    start, length = begun()
    entries = arriving(night, list(range(len(night))), length)
    old, new = fold(start, entries[:cut]), fold(start, entries)
    change = change_view(new, old.position, new.position)
    for name in ("openings", "neighbourhoods", "crews", "suppliers"):
        patched = dict(getattr(old, name)) | {row.id: row for row in getattr(change, name)}
        assert patched == getattr(new, name), name
