"""What of a view somebody is shown: whose telephone numbers, and which problems and decisions."""

from msgspec import Struct

from yipanqi.close.state import Board
from yipanqi.desk.permissions import Person
from yipanqi.desk.permissions_phones import Numbers, View, phones_in, phones_seen, with_phones
from yipanqi.desk.permissions_problems import NOTHING, Hidden, hidden_from, told_in, without
from yipanqi.desk.views import ChangeView, PulseView


class Eye(Struct, frozen=True):
    """What somebody sees of a board; those who see the same of a view may be sent the same bytes."""

    numbers: Numbers | None = None
    """Of whom; None: of all."""
    hidden: Hidden = NOTHING

    def of(self, view: View) -> View:
        """A view as this eye sees it."""
        return without(with_phones(view, self.numbers), self.hidden)


ALL = Eye()


class Contents(Struct, frozen=True):
    """Whose numbers a view holds, and what problems and decisions it tells of."""

    numbers: Numbers
    told: Hidden

    def seen_by(self, eye: Eye) -> Eye:
        """As much of an eye as matters for this view: two that come to the same see the same."""
        numbers = self.numbers if eye.numbers is None else self.numbers & eye.numbers
        return Eye(numbers, self.told & eye.hidden)


def contents(view: ChangeView | PulseView) -> Contents:
    """What there is in a view that not everybody sees."""
    return Contents(phones_in(view), told_in(view))


def eye_of(person: Person, board: Board) -> Eye:
    """What somebody sees of a board."""
    return Eye(phones_seen(person, board), hidden_from(person, board))


def shown_to(person: Person, view: View, board: Board) -> View:
    """A view as somebody is shown it."""
    return eye_of(person, board).of(view)
