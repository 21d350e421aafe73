"""The night once more: any moment of it is what the journal up to then amounts to."""

from collections.abc import Sequence
from itertools import pairwise

import pytest

from tests.towns import (
    NORTH_CREW,
    POND_GATE,
    POND_PATH,
    SOUTH_CREW,
    WILLOW_GATE,
    WILLOW_LANE,
    WILLOW_STEPS,
    at,
    night_begun,
)
from yipanqi.close.board import fold
from yipanqi.close.events import CrewLost, OpeningDone, OpeningFound
from yipanqi.close.problems_model import ProblemRaised
from yipanqi.close.state import Board
from yipanqi.desk.replay import Replay
from yipanqi.ground.ids import NeighbourhoodId, OpeningId
from yipanqi.journal.envelope import Entry


def whole_night() -> list[Entry]:
    """Everything is put up, then a hole is found in Pond."""
    night = night_begun()
    done = [(WILLOW_GATE, NORTH_CREW), (WILLOW_LANE, NORTH_CREW), (WILLOW_STEPS, NORTH_CREW)]
    done += [(POND_GATE, SOUTH_CREW), (POND_PATH, SOUTH_CREW)]
    night.say(ProblemRaised("p1", "no_material", opening=WILLOW_LANE), 5)
    for minutes, (opening, crew) in enumerate(done, start=10):
        night.say(OpeningDone(opening, crew), 10.0 * minutes)
    night.say(CrewLost(SOUTH_CREW), 200)
    hole = ((121.005, 28.9), (121.00504, 28.9))
    night.say(OpeningFound(OpeningId("hole"), NeighbourhoodId("pond"), hole, 2.0), 210)
    return night.entries


def reader(entries: Sequence[Entry]):  # type: ignore[no-untyped-def]
    return lambda after, limit: [e for e in entries if e.position > after][:limit]


@pytest.mark.parametrize("kept_every", [1, 3, 200])
def test_any_moment_is_what_the_journal_up_to_then_amounts_to(
    kept_every: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yipanqi.desk.replay.KEPT_EVERY", kept_every)
    entries = whole_night()
    replay = Replay(reader(entries))
    for position in range(len(entries) + 1):
        board, recorded_at = replay.board(position)
        assert board == fold(Board(), entries[:position])
        assert recorded_at == (entries[position - 1].recorded_at if position else None)


def test_changes_carry_one_from_any_moment_to_the_next() -> None:
    entries = whole_night()
    replay = Replay(reader(entries))
    told = replay.changes(4, 3)
    assert [past.change.position for past in told] == [5, 6, 7]
    assert [row.id for row in told[0].change.openings if row.state == "done"] == [WILLOW_GATE]
    assert replay.changes(len(entries), 10) == ()


def test_one_may_jump_to_what_mattered() -> None:
    told = Replay(reader(whole_night())).view()
    kinds = [(m.kind, m.subject) for m in told.milestones]
    assert kinds == [
        ("plan_adopted", "plan-1"),
        ("problem", "p1"),
        ("closed", "willow"),
        ("closed", "pond"),
        ("all_closed", ""),
        ("crew_lost", SOUTH_CREW),
        ("opened_again", "pond"),
    ]
    assert all(one.position <= other.position for one, other in pairwise(told.milestones))
    assert told.until_at == at(210)


def test_what_is_recorded_later_is_there_too() -> None:
    entries = whole_night()
    known = entries[:5]
    replay = Replay(reader(known))
    assert replay.view().entries == 5
    known += entries[5:]
    assert replay.view().entries == len(entries)
    assert replay.position_at(at(-1)) == 0
    assert replay.position_at(at(200)) == len(entries) - 1
