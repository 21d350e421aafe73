"""The desk: folds what the journal holds, from a snapshot or from nothing, and tells who watches."""

import pytest

from tests.desk.memory import Memory, Numbers, Office, Watch
from tests.desk.test_planning import honest
from tests.towns import NORTH_CREW, SOUTH_CREW, WILLOW_LANE, at
from yipanqi.close import events as ev
from yipanqi.close.state import Board
from yipanqi.desk.desk import FOLD, Desk
from yipanqi.desk.ports import NotRecorded, Snapshot
from yipanqi.ground.ids import Actor
from yipanqi.journal.envelope import Entry

PHONE = Actor("phone")


def reopened(memory: Memory) -> Desk:
    desk = Desk(memory, memory, Watch(), Numbers())
    desk.open()
    return desk


def test_a_desk_opened_again_shows_the_same_board() -> None:
    office = Office(honest)
    office.desk.record(ev.OpeningDone(WILLOW_LANE, NORTH_CREW), PHONE, happened_at=at(5)).result()
    assert reopened(office.memory).board == office.desk.board


def test_a_snapshot_gives_the_same_board_as_the_whole_journal() -> None:
    office = Office(honest)
    office.desk.record(ev.OpeningDone(WILLOW_LANE, NORTH_CREW), PHONE, happened_at=at(5)).result()
    office.desk.close()
    assert office.memory.kept is not None
    office.desk.record(ev.CrewBack(SOUTH_CREW), PHONE, happened_at=at(6)).result()
    from_snapshot = reopened(office.memory).board
    office.memory.kept = None
    assert reopened(office.memory).board == from_snapshot == office.desk.board


def test_a_snapshot_of_another_fold_is_not_believed() -> None:
    office = Office(honest)
    office.desk.close()
    assert office.memory.load(FOLD) is not None
    assert office.memory.load("board/of-tomorrow") is None


def test_a_desk_that_finds_no_room_for_its_snapshot_closes_and_folds_more_the_next_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    office = Office(honest)

    def no_room(_: Snapshot) -> None:
        raise NotRecorded("disk-full", "no room")

    monkeypatch.setattr(office.memory, "save", no_room)
    office.desk.record(ev.OpeningDone(WILLOW_LANE, NORTH_CREW), PHONE, happened_at=at(5)).result()
    office.desk.close()
    assert reopened(office.memory).board == office.desk.board


def test_watchers_are_told_every_entry_with_the_board_it_made() -> None:
    office = Office(honest)
    seen: list[tuple[int, list[int]]] = []

    def watch(board: Board, entries: "list[Entry]") -> None:
        seen.append((board.position, [e.position for e in entries]))

    office.desk.watch(watch)  # type: ignore[arg-type]
    office.desk.record(ev.CrewBack(NORTH_CREW), PHONE).result()
    office.desk.record(ev.CrewBack(SOUTH_CREW), PHONE).result()
    assert seen == [(2, [2]), (3, [3])]
