"""Whose telephone number somebody is shown: only those they need tonight.

A commander sees every crew's; a community lead those of the crews lent by the community or sent into its
neighbourhoods; a lender its own; a crew its own and its partners'. Nobody else sees any.
"""

from typing import TypeVar

from msgspec.structs import replace

from yipanqi.close.model import Alarm
from yipanqi.close.state import Board
from yipanqi.desk.field import FieldCard
from yipanqi.desk.permissions import Person
from yipanqi.desk.permissions_scope import crews_at, crews_of, openings_ahead, openings_of
from yipanqi.desk.views import BoardView, ChangeView, PulseView
from yipanqi.ground.ids import CrewId

View = TypeVar("View", bound=BoardView | ChangeView | PulseView)


def phones_seen(person: Person, board: Board) -> frozenset[CrewId] | None:
    """The crews whose number somebody is shown; None: all."""
    if person.role == "commander":
        return None
    if person.role == "lender":
        return crews_of(person.scope, board)
    if person.role == "community_lead":
        return crews_of(person.scope, board) | crews_at(board, openings_of(person.scope, board))
    if person.role == "crew_lead":
        own = crews_of(person.scope, board) & board.crews.keys()
        return own | crews_at(board, frozenset(o for crew in own for o in openings_ahead(board.crews[crew])))
    return frozenset()


def with_phones(view: View, seen: frozenset[CrewId] | None) -> View:
    """A view with the numbers of those crews alone; of all, for None."""
    if seen is None:
        return view
    if isinstance(view, PulseView):
        return replace(view, alarms=tuple(_alarm(a, seen) for a in view.alarms))
    view = replace(view, crews=tuple(c if c.id in seen else replace(c, phone="") for c in view.crews))
    return replace(view, pulse=with_phones(view.pulse, seen)) if isinstance(view, BoardView) else view


def phones_in(view: ChangeView | PulseView) -> frozenset[CrewId]:
    """The crews whose number a view carries."""
    if isinstance(view, PulseView):
        return frozenset(a.crew for a in view.alarms if a.crew is not None and "phone" in a.facts)
    return frozenset(c.id for c in view.crews if c.phone)


def card_with_phones(card: FieldCard, seen: frozenset[CrewId] | None) -> FieldCard:
    """A phone's card with the numbers of those crews alone; of all, for None."""
    if seen is None:
        return card
    jobs = tuple(
        replace(
            job,
            crew_phone=job.crew_phone if job.crew in seen else "",
            partners=tuple(p if p.crew in seen else replace(p, phone="") for p in job.partners),
        )
        for job in card.jobs
    )
    return replace(card, jobs=jobs)


def _alarm(alarm: Alarm, seen: frozenset[CrewId]) -> Alarm:
    if alarm.crew in seen or "phone" not in alarm.facts:
        return alarm
    return replace(alarm, facts={k: v for k, v in alarm.facts.items() if k != "phone"})
