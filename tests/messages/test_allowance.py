"""How often a place is told something."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yipanqi.messages.allowance import Allowance

WAITS = st.lists(st.floats(0, 40), min_size=1, max_size=150)


@given(WAITS)
def test_in_no_minute_does_a_robot_that_takes_twenty_get_more(waits: list[float]) -> None:
    allowance, now_s, sent = Allowance(4, 15 / 60), 0.0, []
    for wait_s in waits:
        now_s += wait_s
        while allowance.left(now_s):
            allowance.take(now_s)
            sent.append(now_s)
    for first in sent:
        assert sum(first <= at_s < first + 60 for at_s in sent) <= 20


@given(WAITS)
def test_whoever_waits_as_long_as_told_may_send(waits: list[float]) -> None:
    allowance, now_s = Allowance(2, 0.1), 0.0
    for wait_s in waits:
        now_s += wait_s
        now_s += allowance.wait_s(now_s) + 1e-6
        assert allowance.left(now_s) >= 1
        allowance.take(now_s)


def test_after_a_complaint_there_is_silence_and_then_a_slow_start() -> None:
    allowance = Allowance(4, 0.25)
    allowance.left(0)
    allowance.be_silent(100, 600)
    assert allowance.left(699) == 0
    assert allowance.left(700) == 1


def test_a_text_too_many_is_never_sent() -> None:
    allowance = Allowance(1, 0.1)
    allowance.take(0)
    with pytest.raises(ValueError, match="nothing may be sent"):
        allowance.take(1)
