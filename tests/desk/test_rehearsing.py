"""A rehearsal: the same survey and plan, now, as an exercise, and nothing of any night."""

from datetime import timedelta

import pytest

from tests.towns import (
    DUSK,
    NORTH_CREW,
    WILLOW_LANE,
    Chronicle,
    at,
    by_two_crews,
    night_begun,
    two_neighbourhoods,
)
from yipanqi.close.board import fold
from yipanqi.close.events import OpeningDone
from yipanqi.close.kinds import KINDS
from yipanqi.close.state import Board
from yipanqi.desk.rehearsing import COPIED, rehearsal
from yipanqi.ground.ids import PlanId
from yipanqi.journal.envelope import Draft, Entry
from yipanqi.plan.events import PlanAdopted

TOMORROW = DUSK + timedelta(hours=20)


def as_recorded(drafts: tuple[Draft, ...]) -> list[Entry]:
    """What an empty journal makes of them."""
    return [
        Entry(
            n,
            d.event_id,
            d.stream,
            n,
            d.kind,
            d.schema,
            d.body,
            d.happened_at,
            d.happened_at,
            d.actor,
            d.device,
        )
        for n, d in enumerate(drafts, start=1)
    ]


def test_it_is_the_same_plan_on_another_night_and_says_that_it_is_an_exercise() -> None:
    night = night_begun()
    real = fold(Board(), night.entries)
    board = fold(Board(), as_recorded(rehearsal(night.entries, TOMORROW)))
    assert board.exercise
    assert board.night is not None
    assert board.night.starts_at == TOMORROW
    assert board.quarantined == 0
    for name, row in board.openings.items():
        before = real.openings[name]
        assert (row.role, row.crew, row.state) == (before.role, before.crew, before.state)
        assert (row.due_at is None) == (before.due_at is None)
        assert row.due_at is None or before.due_at is None or row.due_at - before.due_at == TOMORROW - DUSK


def test_nothing_of_the_night_comes_along() -> None:
    night = night_begun()
    night.say(OpeningDone(WILLOW_LANE, NORTH_CREW), 60)
    night.say(by_two_crews("plan-2", on_version=1), 61)
    drafts = rehearsal(night.entries, TOMORROW)
    assert [d.kind for d in drafts] == ["survey.recorded", "plan.proposed", "plan.adopted"]
    assert fold(Board(), as_recorded(drafts)).openings[WILLOW_LANE].state != "done"


def test_a_plan_that_was_only_proposed_can_be_rehearsed() -> None:
    told = Chronicle()
    told.say(two_neighbourhoods())
    told.say(by_two_crews("plan-1"))
    told.say(by_two_crews("plan-b"))
    board = fold(Board(), as_recorded(rehearsal(told.entries, TOMORROW)))
    assert board.plan is None
    assert board.proposal is not None
    assert board.proposal.plan.id == "plan-b"


def test_only_the_newest_survey_counts() -> None:
    night = night_begun()
    night.say(two_neighbourhoods(), 600)
    with pytest.raises(ValueError, match="no plan"):
        rehearsal(night.entries, TOMORROW)
    night.say(by_two_crews("plan-3"), 601)
    night.say(PlanAdopted(PlanId("plan-3")), 602)
    assert len(rehearsal(night.entries, TOMORROW)) == 3


def test_without_a_survey_there_is_nothing_to_rehearse() -> None:
    with pytest.raises(ValueError, match="no survey"):
        rehearsal([], at(0))


def test_every_kind_that_comes_along_is_one_there_is() -> None:
    assert {kind.name for kind in KINDS} >= COPIED
