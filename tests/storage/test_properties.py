"""Whatever is sent, in whatever order and however often, the journal holds each thing once."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from msgspec.structs import replace

from tests.storage.conftest import Boards
from tests.storage.drafting import Opener, net_up, send
from yipanqi.ground.ids import EventId
from yipanqi.journal.envelope import Conflict, Draft, Entry, Receipt, Recorded

FEW = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

OPENINGS = [f"opening/{n}" for n in range(4)]

facts = st.builds(net_up, st.sampled_from(OPENINGS), width_m=st.floats(0.5, 12))
appends = st.lists(st.lists(facts, max_size=5), max_size=6)


@given(appends=appends, data=st.data())
@FEW
def test_sending_any_reports_again_in_any_order_changes_nothing(
    new_board: Opener, appends: list[list[Draft]], data: st.DataObject
) -> None:
    board = new_board()
    first = {r.event_id: r for drafts in appends for r in send(board, *drafts)}
    before = board.journal.read(0, 1000)
    resent = data.draw(st.permutations([draft for drafts in appends for draft in drafts]))
    cut = data.draw(st.integers(0, len(resent)))
    receipts = [*send(board, *resent[:cut]), *send(board, *resent[cut:])]
    assert board.journal.read(0, 1000) == before
    assert receipts == [replace(first[d.event_id], again=True) for d in resent]
    board.close()


@given(st.lists(facts, min_size=1, max_size=30, unique_by=lambda d: d.event_id))
@FEW
def test_reports_from_several_phones_at_once_all_count_once(new_board: Opener, drafts: list[Draft]) -> None:
    board = new_board()
    with ThreadPoolExecutor(3) as phones:
        list(phones.map(lambda turn: send(board, *drafts[turn:], *drafts[:turn]), range(3)))
    entries = board.journal.read(0, 1000)
    assert [e.position for e in entries] == list(range(1, len(drafts) + 1))
    assert {e.event_id for e in entries} == {d.event_id for d in drafts}
    board.close()


class Model(RuleBasedStateMachine):
    """The journal beside a list in memory that follows the port's words, and nothing else."""

    sent = Bundle("sent")

    def __init__(self, opener: Opener) -> None:
        super().__init__()
        self._open = opener
        self.board = opener()
        self.entries: list[tuple[EventId, str, int]] = []
        self.heard: list[Entry] = []
        self.board.journal.listen(self.heard.extend)

    def version(self, stream: str) -> int:
        return sum(1 for _, of, _ in self.entries if of == stream)

    @rule(target=sent, drafts=st.lists(facts, min_size=1, max_size=4))
    def new_facts(self, drafts: list[Draft]) -> object:
        self.append(drafts)
        return multiple(*drafts)

    @rule(
        target=sent,
        stream=st.sampled_from(OPENINGS),
        off=st.integers(-1, 2),
        beside=st.lists(facts, max_size=2),
    )
    def a_decision(self, stream: str, off: int, beside: list[Draft]) -> object:
        expected = self.version(stream) + off + sum(1 for d in beside if d.stream == stream)
        drafts = [*beside, net_up(stream, expected_version=expected)]
        self.append(drafts)
        return multiple(*drafts)

    @rule(drafts=st.lists(sent, max_size=5))
    def something_sent_before(self, drafts: list[Draft]) -> None:
        self.append(drafts)

    @rule()
    def closed_and_opened(self) -> None:
        self.board.close()
        self.board = self._open()
        self.board.journal.listen(self.heard.extend, after=len(self.heard))

    def append(self, drafts: Sequence[Draft]) -> None:
        receipts = send(self.board, *drafts)
        assert receipts == self.expected(drafts) or self.conflicts(receipts) == self.expected(drafts)

    def conflicts(self, receipts: Sequence[Receipt]) -> object:
        """The part of conflicts that the model knows: which event, and the stream's version."""
        return tuple((r.event_id, r.actual_version) for r in receipts if isinstance(r, Conflict))

    def expected(self, drafts: Sequence[Draft]) -> object:
        entries = list(self.entries)
        receipts: list[Receipt] = []
        conflicts = []
        for draft in drafts:
            known = [(at, v) for at, (event, _, v) in enumerate(entries, 1) if event == draft.event_id]
            version = sum(1 for _, of, _ in entries if of == draft.stream)
            if known:
                receipts.append(Recorded(draft.event_id, *known[0], again=True))
            elif draft.expected_version in (None, version):
                entries.append((draft.event_id, draft.stream, version + 1))
                receipts.append(Recorded(draft.event_id, len(entries), version + 1))
            else:
                conflicts.append((draft.event_id, version))
        if conflicts:
            return tuple(conflicts)
        self.entries = entries
        return tuple(receipts)

    @invariant()
    def the_journal_is_the_model(self) -> None:
        read = self.board.journal.read(0, 10_000)
        assert [(e.event_id, e.stream, e.version) for e in read] == self.entries
        assert [e.position for e in read] == list(range(1, len(read) + 1))
        assert self.heard == read

    def teardown(self) -> None:
        self.board.close()


def test_the_journal_behaves_as_a_list_in_memory_would(boards: Boards) -> None:
    class OnThisDatabase(Model):
        def __init__(self) -> None:
            name = boards.fresh_name()
            super().__init__(lambda: boards.open(name))

    run_state_machine_as_test(
        OnThisDatabase, settings=settings(max_examples=15, stateful_step_count=15, deadline=None)
    )
