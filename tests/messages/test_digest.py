"""Singly, or many in one text."""

from hypothesis import given
from hypothesis import strategies as st

from tests.towns import at
from yipanqi.desk.message_ports import Letter
from yipanqi.messages.digest import cut, parcels


def letter(number: int, text: str, *, urgent: bool = False) -> Letter:
    return Letter("robot", f"m{number}", at(number), urgent, text, "/")


LETTERS = st.lists(st.text(min_size=1, max_size=400), min_size=1, max_size=40).map(
    lambda texts: [letter(n, text) for n, text in enumerate(texts)]
)


@given(LETTERS, st.integers(0, 5), st.integers(200, 2_048))
def test_what_goes_is_the_head_of_the_queue_each_once_and_never_too_long(
    waiting: list[Letter], may_send: int, most_bytes: int
) -> None:
    out = parcels(waiting, may_send, most_bytes, "zh")
    gone = [x for parcel in out for x in parcel.letters]
    assert gone == waiting[: len(gone)]
    assert len(out) <= may_send
    assert all(len(parcel.text.encode()) <= most_bytes for parcel in out)
    assert len(gone) >= min(may_send, len(waiting))


def test_nothing_of_a_digest_is_shortened() -> None:
    waiting = [letter(n, f"opening {n} is blocked") for n in range(50)]
    single, rest = parcels(waiting, 2, 500, "en")
    assert single.text == "opening 0 is blocked"
    assert len(rest.letters) > 10
    assert rest.text.splitlines()[1:] == [x.text for x in rest.letters]


def test_a_text_too_long_by_itself_is_cut_between_characters_and_says_so() -> None:
    assert cut("一盘棋", 9) == "一盘棋"
    assert cut("一盘棋一盘棋", 9) == "一盘…"
