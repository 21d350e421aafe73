"""What one thing more or less is worth to a night, told with the luck of the searches it is measured by.

Every figure is the difference between plans that a search has found, and a search finds a little more or
less by luck. So each night is planned with several seeds, and two nights count as different only when all
plans of the one are better than all of the other.
"""

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

WorthKind = Literal[
    "one_board",
    "each_for_itself",
    "another_crew",
    "an_hour_earlier",
    "nearer_supplier",
    "without_lender",
]
"""`one_board`: the night as it is; `each_for_itself`: crews kept to their own community; the others: as it
is, but for a crew more, a start an hour earlier, a yard with net enough in the middle, or a lender less."""


class Night(Struct, frozen=True):
    """How a planned night goes: finish, jobs undone, neighbourhoods not closed by the deadline, travel."""

    finish_s: int
    undone: int
    neighbourhoods_late: int
    travel_s: int


class Span(Struct, frozen=True):
    """A figure over the seeds: the least, the middle and the most."""

    low: int
    middle: int
    high: int


class Played(Struct, frozen=True):
    """A night planned with several seeds."""

    finish_s: Span
    undone: Span
    neighbourhoods_late: Span
    travel_s: Span


class Weighed(Struct, frozen=True):
    """A night with one thing changed, against the night as it is.

    `earlier_s`: by how much it is done earlier (negative: later), from the least to the most that the seeds
    allow; it says little where more or less is left undone.
    """

    kind: WorthKind
    night: Played
    earlier_s: Span
    fewer_undone: Span
    """Jobs left undone as it is, less those left undone then."""
    told_apart: bool
    """No plan of the one night is as good as one of the other."""
    about: str = ""
    """The lender; the crew that is doubled; the job beside which the yard is."""
    crews: int = 0
    """How many crews the lender has."""


class Uneven(Struct, frozen=True):
    """Each for itself, with the same crews shared out among the communities in another way.

    `share`: 0 by work, 1 all with the half of the communities that are best off as it is. `unequal`: work for
    each crew-hour of the worst-off community over that of the town; none where one has work and no crew.
    """

    share: float
    unequal: float | None
    night: Played
    told_apart: bool
    """From one board."""


class WorthReport(Struct, frozen=True):
    """Everything that was weighed, by searches of so many seconds with so many seeds each."""

    seconds: float
    seeds: int
    one_board: Played
    unequal: float | None
    """Of the night as it is, in the same measure as in `uneven`."""
    weighed: tuple[Weighed, ...]
    uneven: tuple[Uneven, ...]
    luck_s: int = 0
    """What counts as luck: the widest span of a night as it is, and the most by which a night with less was
    done sooner, or one with more later, which nothing but luck can do."""
    homeless: int = 0
    """Crews of lenders that have nothing of their own to close: each for itself, they stay at home."""


def played(nights: Sequence[Night]) -> Played:
    """Plans of one night by several seeds, taken together."""
    return Played(
        _span([n.finish_s for n in nights]),
        _span([n.undone for n in nights]),
        _span([n.neighbourhoods_late for n in nights]),
        _span([n.travel_s for n in nights]),
    )


def weighed(
    kind: WorthKind, as_it_is: Played, changed: Played, *, about: str = "", crews: int = 0
) -> Weighed:
    """A changed night against the night as it is."""
    return Weighed(
        kind,
        changed,
        _less(as_it_is.finish_s, changed.finish_s),
        _less(as_it_is.undone, changed.undone),
        told_apart(as_it_is, changed),
        about,
        crews,
    )


def told_apart(one: Played, other: Played) -> bool:
    """Whether two nights differ by more than luck: in what is left undone, or else in the finish."""
    if _apart(one.undone, other.undone):
        return True
    return one.undone == other.undone and _apart(one.finish_s, other.finish_s)


WITH_LESS = frozenset({"each_for_itself", "without_lender"})
"""Whatever can be done then can be done as it is: it cannot truly be better."""


def luck_of(as_it_is: Played, lines: Sequence[Weighed]) -> int:
    """By how many seconds searches of this length are seen to differ for no reason."""
    odd = [
        line.earlier_s.middle if line.kind in WITH_LESS else -line.earlier_s.middle
        for line in lines
        if line.fewer_undone == Span(0, 0, 0)
    ]
    return max([0, as_it_is.finish_s.high - as_it_is.finish_s.low, *odd])


def sobered(line: Weighed, luck_s: int) -> Weighed:
    """A line that is told apart only by more than luck, and only in the direction there can be."""
    sign = -1 if line.kind in WITH_LESS else 1
    if line.fewer_undone != Span(0, 0, 0):
        true = sign * line.fewer_undone.middle > 0
    else:
        true = sign * line.earlier_s.middle > luck_s
    return replace(line, told_apart=line.told_apart and true)


def later_s(span: Span, seconds: int) -> Span:
    """The same so many seconds later."""
    return Span(span.low + seconds, span.middle + seconds, span.high + seconds)


def _span(values: Sequence[int]) -> Span:
    in_order = sorted(values)
    return Span(in_order[0], in_order[(len(in_order) - 1) // 2], in_order[-1])


def _less(one: Span, other: Span) -> Span:
    return Span(one.low - other.high, one.middle - other.middle, one.high - other.low)


def _apart(one: Span, other: Span) -> bool:
    return one.high < other.low or other.high < one.low
