"""Edits are undone and redone, and in whatever order that comes in, the same of them stand."""

from datetime import UTC, datetime
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from yipanqi.ground.ids import EventId, OpeningId
from yipanqi.survey.editing import Editing, EditRow, UndoRow
from yipanqi.survey.edits import OpeningConfirmed

WHEN = datetime(2026, 2, 3, 10, tzinfo=UTC)


def edit(name: str, position: int = 1) -> EditRow:
    return EditRow(EventId(name), OpeningConfirmed(OpeningId(name)), "lead", WHEN, position)


def undo(name: str, of: str, position: int = 2) -> UndoRow:
    return UndoRow(EventId(name), EventId(of), "lead", WHEN, position)


def told(*rows: EditRow | UndoRow) -> Editing:
    editing = Editing()
    for row in rows:
        editing = editing.edited(row) if isinstance(row, EditRow) else editing.undone(row)
    return editing


def test_an_edit_stands_until_it_is_undone_and_again_once_that_is_undone() -> None:
    wall = edit("wall")
    assert told(wall).in_force == (wall,)
    assert told(wall, undo("oops", "wall")).in_force == ()
    assert told(wall, undo("oops", "wall"), undo("no", "oops")).in_force == (wall,)
    assert told(wall, undo("oops", "wall"), undo("no", "oops"), undo("yes", "no")).in_force == ()


def test_an_undoing_that_came_before_its_edit_counts_once_the_edit_is_there() -> None:
    assert told(undo("oops", "wall"), edit("wall")).in_force == ()


def test_of_two_who_undid_at_once_both_have_to_be_undone() -> None:
    rows = (edit("wall"), undo("one", "wall"), undo("two", "wall"), undo("redo", "one"))
    assert told(*rows).in_force == ()
    assert [row.id for row in told(*rows, undo("again", "two")).in_force] == ["wall"]


def test_undoing_names_what_has_to_be_undone_to_redo() -> None:
    editing = told(edit("wall"), undo("oops", "wall"))
    undoing = editing.undoing(EventId("wall"))
    assert undoing is not None
    assert undoing.id == "oops"
    root = editing.root(EventId("oops"))
    assert root is not None
    assert root.id == "wall"


def test_two_undoings_of_each_other_end_all_the_same() -> None:
    editing = told(edit("wall"), undo("a", "b"), undo("b", "a"), undo("c", "wall"))
    assert editing.in_force == ()
    assert editing.root(EventId("a")) is None


@given(st.lists(st.integers(0, 6), min_size=1, max_size=5), st.randoms())
def test_the_order_in_which_undoings_arrive_does_not_matter(targets: list[int], chance: object) -> None:
    """Each undoing names the edit or an earlier undoing; all orders of arrival agree on what stands."""
    names = ["wall", *(f"undo-{number}" for number in range(len(targets)))]
    rows: list[EditRow | UndoRow] = [edit("wall")]
    rows += [undo(f"undo-{i}", names[target % (i + 1)], i + 2) for i, target in enumerate(targets)]
    expected = told(*rows).in_force
    for order in list(permutations(rows))[:40]:
        assert told(*order).in_force == expected


def test_edits_take_effect_in_the_order_of_the_journal() -> None:
    first, second = edit("b", 1), edit("a", 2)
    assert told(second, first).in_force == (first, second)
