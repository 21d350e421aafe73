"""One transaction worked out in memory: several callers' appends, each whole or not at all."""

from hypothesis import given
from hypothesis import strategies as st

from tests.storage.drafting import SIX_PM, conflict, net_up, recorded
from yipanqi.ground.ids import Actor
from yipanqi.journal.envelope import Draft
from yipanqi.storage.sheet import Sheet, Tail


def sheet(head: int = 0, **tails: int) -> Sheet:
    """A sheet on a journal that ends at `head`, with streams that end at these versions."""
    ends = {stream: Tail(version, Actor("crew 1"), SIX_PM) for stream, version in tails.items()}
    return Sheet(head, SIX_PM, {}, ends.get)


def test_positions_go_on_from_the_head() -> None:
    page = sheet(head=41)
    receipts = [*page.admit([net_up(), net_up()]), *page.admit([net_up()])]
    assert [recorded(r).position for r in receipts] == [42, 43, 44]
    assert [e.position for e in page.entries] == [42, 43, 44]


def test_versions_go_on_from_one_append_to_the_next() -> None:
    page = sheet(door=5)
    page.admit([net_up("door")])
    assert recorded(page.admit([net_up("door", expected_version=6)])[0]).version == 7


def test_what_one_append_brought_comes_again_in_the_next() -> None:
    page = sheet()
    draft = net_up()
    page.admit([draft])
    assert recorded(page.admit([draft])[0]).again
    assert len(page.entries) == 1


def test_a_conflict_leaves_no_trace_for_the_next_append() -> None:
    page = sheet(door=5)
    draft = net_up("window")
    refused = conflict(page.admit([draft, net_up("door", expected_version=4)])[0])
    assert (refused.actual_version, refused.actor) == (5, "crew 1")
    assert page.entries == []
    receipt = recorded(page.admit([draft])[0])
    assert (receipt.position, receipt.version, receipt.again) == (1, 1, False)


def test_a_version_nobody_has_written_conflicts_with_nobody() -> None:
    refused = conflict(sheet().admit([net_up(expected_version=3)])[0])
    assert (refused.actual_version, refused.actor) == (0, "")


@given(st.lists(st.lists(st.sampled_from([net_up(f"opening/{n % 3}") for n in range(12)]), max_size=6)))
def test_however_appends_are_cut_the_entries_are_the_same(appends: list[list[Draft]]) -> None:
    cut, whole = sheet(), sheet()
    for drafts in appends:
        cut.admit(drafts)
    whole.admit([draft for drafts in appends for draft in drafts])
    assert cut.entries == whole.entries
