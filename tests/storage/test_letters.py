"""Letters are kept once, with how far the journal was read, and the urgent go first."""

from msgspec.structs import replace

from tests.storage.drafting import Opener
from tests.towns import at
from yipanqi.desk.message_ports import Letter, Subscription


def letter(message: str, minutes: float = 0, *, urgent: bool = False, channel: str = "robot") -> Letter:
    return Letter(channel, message, at(minutes), urgent, f"text of {message}", "/")


def test_a_letter_is_kept_once_however_often_it_is_written(new_board: Opener) -> None:
    letters = new_board().letters
    letters.put([letter("a"), letter("a"), letter("b")], 7)
    letters.put([replace(letter("a"), text="another"), letter("a", channel="phone")], 9)
    assert [x.text for x in letters.waiting("robot", 10)] == ["text of a", "text of b"]
    assert [x.message for x in letters.waiting("phone", 10)] == ["a"]
    assert letters.position() == 9


def test_the_urgent_go_first_then_the_oldest(new_board: Opener) -> None:
    letters = new_board().letters
    letters.put([letter("late", 9), letter("early", 1), letter("urgent", 5, urgent=True)], None)
    assert [x.message for x in letters.waiting("robot", 10)] == ["urgent", "early", "late"]
    assert [x.message for x in letters.waiting("robot", 1)] == ["urgent"]
    assert letters.position() is None


def test_what_became_of_letters_is_counted(new_board: Opener) -> None:
    letters = new_board().letters
    letters.put([letter("a", 1), letter("b", 2), letter("c", 3)], 1)
    letters.settle(
        [
            replace(letter("a", 1), state="sent", ended_at=at(4)),
            replace(letter("b", 2), tries=1, said="no way"),
        ]
    )
    (count,) = letters.counts()
    assert (count.waiting, count.sent, count.failed) == (2, 1, 0)
    assert count.oldest_waiting_at == at(2)
    assert count.last_said == "no way"
    assert [x.message for x in letters.newest(2)] == ["c", "b"]


def test_two_boards_in_one_database_do_not_see_each_other(new_board: Opener) -> None:
    one, other = new_board(), new_board()
    one.letters.put([letter("a")], 3)
    assert other.letters.position() is None
    assert not other.letters.waiting("robot", 10)


def test_a_browser_that_subscribes_again_takes_its_old_place(new_board: Opener) -> None:
    subscriptions = new_board().subscriptions
    chen = Subscription("1", "https://push.test/1", "key", "auth", "chen", "zh", at(0))
    subscriptions.add(chen)
    subscriptions.add(replace(chen, language="en"))
    assert list(subscriptions.all()) == [replace(chen, language="en")]
    subscriptions.remove("1")
    assert not subscriptions.all()
