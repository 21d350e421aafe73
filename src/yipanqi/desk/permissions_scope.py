"""What of the board a scope reaches: neighbourhoods, crews, suppliers."""

from yipanqi.close.model import CrewRow
from yipanqi.close.state import Board
from yipanqi.desk.permissions import Person, Role, Scope
from yipanqi.ground.ids import CrewId, NeighbourhoodId, OpeningId, SupplierId


def neighbourhoods_of(scope: Scope, board: Board) -> frozenset[NeighbourhoodId]:
    """Those named, and those of the organisation where it is a community."""
    named = {NeighbourhoodId(n) for n in scope.neighbourhoods}
    led = (
        {n.id for n in board.neighbourhoods.values() if n.community == scope.organisation}
        if scope.organisation
        else set()
    )
    return frozenset(named | led)


def crews_of(scope: Scope, board: Board) -> frozenset[CrewId]:
    """The crew named, and those the organisation lends."""
    named = {CrewId(scope.crew)} if scope.crew else set()
    lent = (
        {c.id for c in board.crews.values() if c.lender == scope.organisation}
        if scope.organisation
        else set()
    )
    return frozenset(named | lent)


def openings_of(scope: Scope, board: Board) -> frozenset[OpeningId]:
    """The openings of the neighbourhoods reached."""
    return frozenset(
        opening for n in neighbourhoods_of(scope, board) for opening in board.openings_of.get(n, ())
    )


def openings_ahead(crew: CrewRow) -> frozenset[OpeningId]:
    """Where a crew works tonight, done or to come."""
    return frozenset(OpeningId(step.at) for step in crew.steps if step.do == "job")


def crews_at(board: Board, openings: frozenset[OpeningId]) -> frozenset[CrewId]:
    """The crews sent to any of these openings, or that took one."""
    sent = {c.id for c in board.crews.values() if not openings.isdisjoint(openings_ahead(c))}
    there = {
        row.crew for o in openings if (row := board.openings.get(o)) is not None and row.crew is not None
    }
    return frozenset(sent | there)


def may_move(person: Person, opening: OpeningId, crew: CrewId | None, board: Board) -> bool:
    """Whether somebody may give an opening to a crew, or keep it there (None: let it go).

    A commander any; a community lead the own openings, to crews the community lends or that work there.
    """
    if person.role == "commander":
        return True
    own = openings_of(person.scope, board)
    return opening in own and (crew is None or crew in crews_of(person.scope, board) | crews_at(board, own))


def unknown_in(scope: Scope, board: Board) -> str:
    """The first thing a scope names that the board does not know; empty when it knows all."""
    known = (
        (scope.organisation, scope.organisation in board.organisations),
        *((n, NeighbourhoodId(n) in board.neighbourhoods) for n in scope.neighbourhoods),
        (scope.crew, CrewId(scope.crew) in board.crews),
        (scope.supplier, SupplierId(scope.supplier) in board.suppliers),
    )
    return next((name for name, there in known if name and not there), "")


GIVES: dict[Role, frozenset[Role]] = {
    "community_lead": frozenset({"crew_lead", "gatekeeper", "patroller", "volunteer"}),
}
"""The roles somebody may give to others within the own scope; a commander gives any, anywhere."""


def may_give(giver: Role, own: Scope, role: Role, scope: Scope, board: Board) -> bool:
    """Whether somebody may invite, change or revoke a person of that role and scope."""
    if giver == "commander":
        return True
    if role not in GIVES.get(giver, frozenset()) or scope.supplier:
        return False
    within = {NeighbourhoodId(n) for n in scope.neighbourhoods} <= neighbourhoods_of(own, board)
    crew = not scope.crew or CrewId(scope.crew) in crews_of(own, board)
    return within and crew and scope.organisation in {"", own.organisation}
