"""Which facts a role may report: what is not theirs is recorded and shown, but not believed.

No fact is refused. One from somebody it is not for goes to quarantine with the reason `not_yours`.
"""

from types import MappingProxyType
from typing import Final

from msgspec import Struct

from yipanqi.close.state import Board
from yipanqi.desk.intake import Judge
from yipanqi.desk.permissions import ROLES, Person, Role
from yipanqi.desk.permissions_problems import sees_problem
from yipanqi.desk.permissions_scope import crews_of, neighbourhoods_of
from yipanqi.ground.ids import CrewId, OpeningId, SupplierId

NOT_YOURS: Final = "not_yours"


def _roles(*named: Role) -> frozenset[Role]:
    return frozenset(named)


_OFFICE = _roles("commander", "community_lead")
_CREWS = _OFFICE | _roles("lender", "crew_lead")
_FIELD = _CREWS | _roles("gatekeeper", "patroller", "volunteer")
_ACTING = frozenset(ROLES) - _roles("auditor")

REPORTS: Final = MappingProxyType[str, frozenset[Role]](
    {
        "crew.set_out": _CREWS,
        "crew.loaded": _CREWS,
        "crew.lost": _CREWS,
        "crew.back": _CREWS,
        "crew.late": _CREWS,
        "opening.started": _CREWS,
        "opening.done": _CREWS,
        "opening.blocked": _FIELD,
        "opening.unblocked": _FIELD,
        "opening.taken_down": _CREWS,
        "opening.found": _FIELD,
        "supplier.counted": _roles("commander", "supplier"),
        "goods.ordered": _OFFICE,
        "goods.arrived": _OFFICE | _roles("supplier"),
        "goods.handed_out": _OFFICE | _roles("supplier"),
        "loan.offered": _OFFICE | _roles("lender"),
        "loan.withdrawn": _OFFICE | _roles("lender"),
        "loan.returned": _OFFICE | _roles("lender"),
        "problem.raised": _ACTING,
        "problem.passed_on": _OFFICE,
        "problem.answered": _OFFICE,
        "problem.closed": _ACTING,
        "decision.carried_out": _ACTING,
    }
)
"""For each kind of fact the roles that may report it, within their scope; a commander may report all."""


def judge_for(person: Person, board: Board) -> Judge:
    """What somebody's reports are measured by, on the board as it is."""
    return lambda kind, body: "" if may_report(person, kind, body, board) else NOT_YOURS


def may_report(person: Person, kind: str, body: Struct, board: Board) -> bool:
    """Whether a fact is somebody's to report: by role, and by the crew, supplier or place it is about."""
    if person.role == "commander":
        return True
    if person.role not in REPORTS.get(kind, _OFFICE):
        return False
    if kind.startswith("problem."):
        return kind == "problem.raised" or _problem_theirs(person, str(getattr(body, "problem", "")), board)
    if kind.startswith("loan."):
        return person.role == "community_lead" or _loan_theirs(person, body, board)
    supplier = getattr(body, "supplier", None)
    if kind.startswith("goods."):
        return person.role == "community_lead" or supplier == SupplierId(person.scope.supplier)
    if kind.startswith("supplier."):
        return bool(supplier) and supplier == SupplierId(person.scope.supplier)
    crew = getattr(body, "crew", None)
    if crew is not None:
        return _crew_theirs(person, crew, board) or _lead_there(person, body, board)
    return kind == "opening.found" or not hasattr(body, "opening") or _place_theirs(person, body, board)


def _loan_theirs(person: Person, body: Struct, board: Board) -> bool:
    """A lender speaks for the own organisation's loans."""
    row = board.loans.get(str(getattr(body, "loan", "")))
    lender = row.lender if row is not None else getattr(body, "lender", None)
    return bool(person.scope.organisation) and lender == person.scope.organisation


def _crew_theirs(person: Person, crew: CrewId, board: Board) -> bool:
    """The own crew, one the own organisation lends, or one of the own crew's lender: phones change hands."""
    if crew in crews_of(person.scope, board):
        return True
    own, other = board.crews.get(CrewId(person.scope.crew)), board.crews.get(crew)
    return own is not None and other is not None and own.lender == other.lender


def _lead_there(person: Person, body: Struct, board: Board) -> bool:
    """A community lead speaks for whatever crew works in the community."""
    return person.role == "community_lead" and hasattr(body, "opening") and _place_theirs(person, body, board)


def _place_theirs(person: Person, body: Struct, board: Board) -> bool:
    """An opening of a neighbourhood one reaches, or one the own crew has."""
    row = board.openings.get(OpeningId(getattr(body, "opening", "") or ""))
    if row is None:
        return False
    own_crew = row.crew is not None and row.crew in crews_of(person.scope, board)
    return own_crew or row.neighbourhood in neighbourhoods_of(person.scope, board)


def _problem_theirs(person: Person, problem: str, board: Board) -> bool:
    """Whoever raised a problem closes it; a lead answers for those they are shown."""
    row = board.problems.get(problem)
    if row is None:
        return True  # it may have been said before it was heard of; the row is worked out once it is
    if person.role != "community_lead":
        return any(s.by == person.name for s in board.sayings.get(problem, ()) if s.what == "raised")
    return sees_problem(person, row, board)
