"""Whose problems somebody is shown: their own, and those of their place, crew or yard.

A commander and an auditor see all. A community lead sees what concerns the own neighbourhoods or a crew
the community lends, on whichever table it lies, and what names nothing at all; a lender what concerns its
crews; a crew, a yard, a gatekeeper, a patroller, a volunteer what concerns theirs. Everybody sees what they
said something of. A decision goes with the problem it is about; one about none is for all, and whoever is
to carry one out sees it in any case. What may be *raised* is no question of this: anybody raises anything.
"""

from typing import TypeVar

from msgspec.structs import replace

from yipanqi.close.decisions_model import DecisionRow
from yipanqi.close.model import Alarm, Happening
from yipanqi.close.problems_model import ProblemRow
from yipanqi.close.state import Board
from yipanqi.desk.permissions import Person
from yipanqi.desk.permissions_scope import crews_of, neighbourhoods_of
from yipanqi.desk.views import BoardView, ChangeView, PulseView
from yipanqi.ground.ids import NeighbourhoodId

View = TypeVar("View", bound=BoardView | ChangeView | PulseView)
Hidden = frozenset[str]
"""Ids of problems and decisions."""
NOTHING: Hidden = frozenset()


def sees_problem(person: Person, row: ProblemRow, board: Board) -> bool:
    """Whether a problem is shown to somebody."""
    if person.role in ("commander", "auditor") or person.name in {row.by, *(s.by for s in row.said)}:
        return True
    places = _places(row, board)
    if person.role == "community_lead" and not (places or row.crew or row.supplier):
        return True
    if row.supplier and row.supplier == person.scope.supplier:
        return True
    own_crew = row.crew is not None and row.crew in crews_of(person.scope, board)
    return own_crew or not places.isdisjoint(neighbourhoods_of(person.scope, board))


def _places(row: ProblemRow, board: Board) -> frozenset[NeighbourhoodId]:
    """The neighbourhood it names, and that of its opening."""
    opening = board.openings.get(row.opening) if row.opening else None
    named = (row.neighbourhood, opening.neighbourhood if opening else None)
    return frozenset(place for place in named if place is not None)


def hidden_from(person: Person, board: Board) -> Hidden:
    """The problems and decisions of a board that somebody is not shown."""
    if person.role in ("commander", "auditor"):
        return NOTHING
    problems = {row.id for row in board.problems.values() if not sees_problem(person, row, board)}
    decisions = {
        row.id
        for row in board.decisions.values()
        if row.about in problems and not _to_carry_out(person, row, board)
    }
    return frozenset(problems | decisions)


def _to_carry_out(person: Person, row: DecisionRow, board: Board) -> bool:
    return row.made_by == person.name or (row.crew is not None and row.crew in crews_of(person.scope, board))


def told_in(view: BoardView | ChangeView | PulseView) -> Hidden:
    """The problems and decisions a view tells of."""
    if isinstance(view, PulseView):
        return frozenset(name for alarm in view.alarms for name in (alarm.problem, alarm.decision) if name)
    rows = {row.id for row in view.problems} | {row.id for row in view.decisions}
    if isinstance(view, BoardView):
        return frozenset(rows | told_in(view.pulse) | {n for h in view.happenings for n in of_line(h)})
    return frozenset(rows | set(of_line(view.happening)))


def without(view: View, hidden: Hidden) -> View:
    """A view that tells nothing of those problems and decisions."""
    if not hidden:
        return view
    if isinstance(view, PulseView):
        return replace(view, alarms=tuple(a for a in view.alarms if not _alarms_of(a, hidden)))
    view = replace(
        view,
        problems=tuple(row for row in view.problems if row.id not in hidden),
        decisions=tuple(row for row in view.decisions if row.id not in hidden),
    )
    if isinstance(view, BoardView):
        lines = tuple(line for line in view.happenings if hidden.isdisjoint(of_line(line)))
        return replace(view, happenings=lines, pulse=without(view.pulse, hidden))
    return view if hidden.isdisjoint(of_line(view.happening)) else replace(view, happening=None)


def _alarms_of(alarm: Alarm, hidden: Hidden) -> bool:
    return alarm.problem in hidden or alarm.decision in hidden


def of_line(line: Happening | None) -> tuple[str, ...]:
    """The problem and the decision a line of the log is about."""
    if line is None:
        return ()
    return tuple(str(line.facts[name]) for name in ("problem", "decision") if name in line.facts)
