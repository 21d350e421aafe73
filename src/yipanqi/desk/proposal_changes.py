"""What changes for whom if the plan that waits is adopted: crews, neighbourhoods, and goods to be ordered."""

from collections import defaultdict
from datetime import datetime, timedelta

from msgspec import Struct

from yipanqi.close.goods_events import PlannedOrder
from yipanqi.close.model import OpeningRow
from yipanqi.close.moves import Shift
from yipanqi.close.remaining import is_left
from yipanqi.close.setting import turns_of
from yipanqi.close.state import Board
from yipanqi.ground.ids import CrewId, NeighbourhoodId, OpeningId, PlanId
from yipanqi.ground.refusal import Refusal
from yipanqi.plan.events import PlanProposed

NOTICED = timedelta(minutes=1)
"""A neighbourhood that closes this little sooner or later is not worth a line."""


class CrewChange(Struct, frozen=True):
    """One crew's openings that come and go, and when it is through, as it is and as it would be."""

    crew: CrewId
    gets: tuple[OpeningId, ...]
    gives_up: tuple[OpeningId, ...]
    done_before_at: datetime | None
    done_after_at: datetime | None


class ProposalChanges(Struct, frozen=True):
    """A proposal against what is in force: crews that are most changed first, neighbourhoods worst first."""

    plan: PlanId
    on_version: int
    crews: tuple[CrewChange, ...]
    closings: tuple[Shift, ...]
    left_out: tuple[OpeningId, ...]
    """Openings somebody has now and nobody would have then."""
    orders: tuple[PlannedOrder, ...] = ()
    """Goods that go out with it."""


def proposal_changes(board: Board) -> ProposalChanges | Refusal:
    """What adopting the waiting plan would change."""
    if board.proposal is None:
        return Refusal("plan.nothing_proposed")
    plan = board.proposal.plan
    had = _now(board)
    has = {crew: tuple(OpeningId(s.at) for s in steps if s.do == "job") for crew, steps in plan.steps.items()}
    crews = [_crew(board, plan, c, had.get(c, ()), has.get(c, ())) for c in dict.fromkeys([*had, *has])]
    given = {opening for openings in has.values() for opening in openings}
    held = {opening for openings in had.values() for opening in openings}
    orders = board.goods.planned
    return ProposalChanges(
        plan=plan.id,
        on_version=plan.on_version,
        crews=tuple(
            sorted(
                (c for c in crews if c.gets or c.gives_up),
                key=lambda c: (-len(c.gets) - len(c.gives_up), c.crew),
            )
        ),
        closings=tuple(sorted(_closings(board, plan), key=_worst_first)),
        left_out=tuple(o for o in board.openings if o in held - given),
        orders=orders.orders if orders is not None and orders.plan == plan.id else (),
    )


def _now(board: Board) -> dict[CrewId, tuple[OpeningId, ...]]:
    """What each crew still has to do by the plan in force; first plans have nothing to be held against."""
    told = {}
    for crew in board.crews.values():
        jobs = (OpeningId(s.at) for s in crew.steps if s.do == "job" and s.state == "to_come")
        mine = tuple(o for o in jobs if o in board.openings and is_left(board, board.openings[o]))
        if mine:
            told[crew.id] = mine
    return told


def _crew(
    board: Board, plan: PlanProposed, crew: CrewId, had: tuple[OpeningId, ...], has: tuple[OpeningId, ...]
) -> CrewChange:
    row = board.crews.get(crew)
    before = [s.ends_at for s in row.steps if s.do == "job" and s.at in had] if row is not None else []
    after = [s.ends_at for s in plan.steps.get(crew, ()) if s.do == "job"]
    return CrewChange(
        crew,
        tuple(o for o in has if o not in had),
        tuple(o for o in had if o not in has),
        max(before, default=None),
        max(after, default=None),
    )


def _closings(board: Board, plan: PlanProposed) -> list[Shift]:
    """Neighbourhoods whose last opening would be done at another time; none where one has nobody."""
    if board.plan is None:
        return []
    turns = turns_of(plan.steps)
    before: dict[NeighbourhoodId, list[datetime | None]] = defaultdict(list)
    after: dict[NeighbourhoodId, list[datetime | None]] = defaultdict(list)
    for row in board.openings.values():
        if row.state != "done" and row.role != "inside" and (row.role is not None or row.found_tonight):
            before[row.neighbourhood].append(_due(board, row))
            turn = turns.get(row.id)
            stays = not is_left(board, row)
            after[row.neighbourhood].append(_due(board, row) if stays else turn[1] if turn else None)
    shifts = [Shift(place, _last(before[place]), _last(after[place])) for place in before]
    return [shift for shift in shifts if _noticed(shift)]


def _due(board: Board, row: OpeningRow) -> datetime | None:
    lost = row.crew is not None and row.crew in board.crews and board.crews[row.crew].state == "lost"
    return None if lost or row.state == "blocked" else row.due_at


def _last(times: list[datetime | None]) -> datetime | None:
    known = [t for t in times if t is not None]
    return max(known) if known and len(known) == len(times) else None


def _noticed(shift: Shift) -> bool:
    if shift.before_at is None or shift.after_at is None:
        return shift.before_at != shift.after_at
    return abs(shift.after_at - shift.before_at) >= NOTICED


def _worst_first(shift: Shift) -> tuple[int, float, str]:
    """Left open, then later by how much, then sooner, then closed after all."""
    if shift.after_at is None:
        return 0, 0.0, shift.neighbourhood
    if shift.before_at is None:
        return 2, 0.0, shift.neighbourhood
    return 1, -(shift.after_at - shift.before_at).total_seconds(), shift.neighbourhood
