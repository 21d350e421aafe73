"""Openings are shared out exactly, whatever the room."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yipanqi.simulate.fabric.quarters import share_out


@given(
    room=st.lists(st.integers(4, 20), min_size=1, max_size=60),
    share=st.floats(0, 1),
    seed=st.integers(0, 2**32),
)
def test_shares_add_up_and_keep_to_their_room(room: list[int], share: float, seed: int) -> None:
    total = round(4 * len(room) + share * (sum(room) - 4 * len(room)))
    shares = share_out(np.random.default_rng(seed), total, room, 4)
    assert sum(shares) == total
    assert all(4 <= s <= r for s, r in zip(shares, room, strict=True))


def test_more_than_there_is_room_for_is_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        share_out(np.random.default_rng(0), 20, [5, 6, 7], 4)
