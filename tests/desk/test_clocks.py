"""A phone whose clock is wrong by hours: its facts count from when they happened, and its word is kept."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec import Raw, json

from tests.towns import NORTH_CREW, WILLOW_LANE, at
from yipanqi.desk.clocks import clock_off, set_right
from yipanqi.desk.intake import understand
from yipanqi.ground.ids import Actor, Device
from yipanqi.journal.envelope import Draft

HOURS = st.floats(-12, 12).map(lambda h: timedelta(hours=h))


def done_at(minutes: float, off: timedelta = timedelta(0)) -> Draft:
    """A net is up, by a phone whose clock is so far behind."""
    report = {
        "event_id": "01890000-0000-7000-8000-000000000001",
        "kind": "opening.done",
        "happened_at": at(minutes) - off,
        "body": {"opening": WILLOW_LANE, "crew": NORTH_CREW},
    }
    taken = understand(Raw(json.encode(report)), Actor("li"), Device("phone"), at(minutes))
    assert not taken.problem
    return taken.draft


@given(HOURS, st.floats(0, 600))
def test_however_wrong_the_clock_the_fact_counts_from_when_it_happened(
    off: timedelta, sent_after: float
) -> None:
    now = at(30 + sent_after)
    draft = set_right(done_at(30, off), clock_off(now - off, now), now, on_the_wall=True)
    assert abs(draft.happened_at - at(30)) <= timedelta(seconds=90)
    assert draft.said_at == at(30) - off


def test_a_clock_that_is_a_minute_off_is_left_alone() -> None:
    draft = done_at(30, timedelta(minutes=1))
    assert set_right(draft, clock_off(at(29), at(30)), at(30), on_the_wall=True) is draft


def test_nothing_has_happened_after_it_was_heard_of() -> None:
    ahead = done_at(300)
    told = set_right(ahead, timedelta(0), at(30), on_the_wall=True)
    assert told.happened_at == at(30)
    assert told.device_at == at(300)


def test_in_a_rehearsal_the_board_does_not_keep_the_walls_time_and_believes_what_it_is_told() -> None:
    draft = done_at(300)
    assert set_right(draft, timedelta(0), at(30), on_the_wall=False) is draft
