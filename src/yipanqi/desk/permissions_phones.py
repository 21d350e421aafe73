"""Whose telephone number somebody is shown: only those they need tonight.

A commander sees every crew's and supplier's; a community lead those of the crews lent by the community or
sent into its neighbourhoods, and every supplier's, since leads order; a lender its own crews'; a crew its
own, its partners' and those of the yards it loads at; a supplier its own and those of the crews that come to
load. Nobody else sees any. Organisations have none on the board.
"""

from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from yipanqi.close.model import Alarm
from yipanqi.close.state import Board
from yipanqi.desk.field import FieldCard
from yipanqi.desk.goods import GoodsView, YardView
from yipanqi.desk.permissions import Person
from yipanqi.desk.permissions_scope import crews_at, crews_of, openings_ahead, openings_of
from yipanqi.desk.views import BoardView, ChangeView, PulseView
from yipanqi.ground.ids import CrewId, SupplierId

View = TypeVar("View", bound=BoardView | ChangeView | PulseView)


class Numbers(Struct, frozen=True):
    """Those whose numbers are meant."""

    crews: frozenset[CrewId] = frozenset()
    suppliers: frozenset[SupplierId] = frozenset()

    def __and__(self, other: "Numbers") -> "Numbers":
        return Numbers(self.crews & other.crews, self.suppliers & other.suppliers)


def phones_seen(person: Person, board: Board) -> Numbers | None:
    """Those whose number somebody is shown; None: all."""
    if person.role == "commander":
        return None
    own = crews_of(person.scope, board)
    if person.role == "lender":
        return Numbers(own)
    if person.role == "community_lead":
        there = crews_at(board, openings_of(person.scope, board))
        return Numbers(own | there, frozenset(board.suppliers))
    if person.role == "crew_lead":
        mine = own & board.crews.keys()
        there = crews_at(board, frozenset(o for crew in mine for o in openings_ahead(board.crews[crew])))
        return Numbers(mine | there, frozenset(yard for crew in mine for yard in _yards_of(board, crew)))
    if person.role == "supplier":
        yard = SupplierId(person.scope.supplier)
        coming = frozenset(crew for crew in board.crews if yard in _yards_of(board, crew))
        return Numbers(coming, frozenset({yard}))
    return Numbers()


def _yards_of(board: Board, crew: CrewId) -> frozenset[SupplierId]:
    """Where a crew loads tonight, done or to come."""
    return frozenset(SupplierId(step.at) for step in board.crews[crew].steps if step.do == "load")


def with_phones(view: View, seen: Numbers | None) -> View:
    """A view with the numbers of those alone; of all, for None."""
    if seen is None:
        return view
    if isinstance(view, PulseView):
        return replace(view, alarms=tuple(_alarm(a, seen.crews) for a in view.alarms))
    view = replace(
        view,
        crews=tuple(c if c.id in seen.crews else replace(c, phone="") for c in view.crews),
        suppliers=tuple(s if s.id in seen.suppliers else replace(s, phone="") for s in view.suppliers),
    )
    return replace(view, pulse=with_phones(view.pulse, seen)) if isinstance(view, BoardView) else view


def phones_in(view: ChangeView | PulseView) -> Numbers:
    """Those whose number a view carries."""
    if isinstance(view, PulseView):
        return Numbers(frozenset(a.crew for a in view.alarms if a.crew is not None and "phone" in a.facts))
    return Numbers(
        frozenset(c.id for c in view.crews if c.phone), frozenset(s.id for s in view.suppliers if s.phone)
    )


def goods_with_phones(view: GoodsView, seen: Numbers | None) -> GoodsView:
    """What somebody is shown of goods, with the numbers of those alone; of all, for None."""
    return view if seen is None else replace(view, yards=tuple(_yard(yard, seen) for yard in view.yards))


def _yard(yard: YardView, seen: Numbers) -> YardView:
    expected = tuple(e if e.crew in seen.crews else replace(e, phone="") for e in yard.expected)
    return replace(yard, phone=yard.phone if yard.id in seen.suppliers else "", expected=expected)


def card_with_phones(card: FieldCard, seen: Numbers | None) -> FieldCard:
    """A phone's card with the numbers of those alone; of all, for None."""
    if seen is None:
        return card
    jobs = tuple(
        replace(
            job,
            crew_phone=job.crew_phone if job.crew in seen.crews else "",
            partners=tuple(p if p.crew in seen.crews else replace(p, phone="") for p in job.partners),
        )
        for job in card.jobs
    )
    yards = tuple(y if y.id in seen.suppliers else replace(y, phone="") for y in card.yards)
    return replace(card, jobs=jobs, yards=yards)


def _alarm(alarm: Alarm, seen: frozenset[CrewId]) -> Alarm:
    if alarm.crew in seen or "phone" not in alarm.facts:
        return alarm
    return replace(alarm, facts={k: v for k, v in alarm.facts.items() if k != "phone"})
