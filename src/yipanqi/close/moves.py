"""Moves proposed: what each would change, so that a commander can say yes to one.

A move is a plan beside the plan in force: "+4 min there, -31 min here". What is weighed here was made
and timed by the solvers; whether it may be adopted is for the check to say.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from yipanqi.close.model import Alarm, NightRow
from yipanqi.close.proposing import finish_of
from yipanqi.close.state import Board
from yipanqi.ground.ids import CrewId, NeighbourhoodId, OpeningId, SupplierId
from yipanqi.ground.time import after
from yipanqi.plan.crews.changes import changes
from yipanqi.plan.crews.model import CrewPlan, CrewProblem
from yipanqi.plan.crews.value import ends_of_jobs
from yipanqi.plan.events import PlannedOpening

MoveKind = Literal["reassign", "give", "other_yard", "bring_net", "send_hands", "replan"]
"""`reassign`: a crew's work to others; `give`: one opening to another crew; `other_yard`: fetch elsewhere;
`bring_net`, `send_hands`: somebody to a blocked opening; `replan`: everything anew."""

WORTH_S = 120.0
"""What a move has to bring before anybody is bothered with it."""
A_HOLE_S = 100_000.0
"""An opening nobody would close weighs more than any time."""
_MINUTE_S = 60.0


class Shift(Struct, frozen=True):
    """When a neighbourhood would be closed, before and after; None when something of it is left out."""

    neighbourhood: NeighbourhoodId
    before_at: datetime | None
    after_at: datetime | None


class Candidate(Struct, frozen=True):
    """A move before it is weighed: what it is about, and both plans for the problem it is judged by."""

    kind: MoveKind
    problem: CrewProblem
    before: CrewPlan
    after: CrewPlan
    added: tuple[PlannedOpening, ...] = ()
    crew: CrewId | None = None
    """Whose work it is about."""
    to_crew: CrewId | None = None
    opening: OpeningId | None = None
    supplier: SupplierId | None = None

    @property
    def name(self) -> str:
        """The same move has the same name as long as it is about the same things."""
        about = (self.kind, self.crew, self.to_crew, self.opening, self.supplier)
        return ":".join(str(part or "") for part in about)


class ProposedMove(Struct, frozen=True):
    """What a move would change. `gains` and `pays` are the neighbourhoods that win and lose the most."""

    id: str
    kind: MoveKind
    on_version: int
    finish_before_at: datetime
    finish_after_at: datetime
    undone_before: int
    undone_after: int
    jobs_moved: int
    worth_s: float
    """All in one number, for the order: holes closed first, then the finish, then the neighbourhoods."""
    gains: Shift | None = None
    pays: Shift | None = None
    crew: CrewId | None = None
    to_crew: CrewId | None = None
    opening: OpeningId | None = None
    supplier: SupplierId | None = None


def weighed(board: Board, night: NightRow, move: Candidate, now: datetime) -> ProposedMove:
    """A candidate in the board's own terms."""
    shifts = closing_shifts(night, move.problem, move.before, move.after)
    finish_before = finish_of(board, night, move.before, now)
    finish_after = finish_of(board, night, move.after, now)
    holes = len(move.before.undone) - len(move.after.undone)
    sooner_s = [gain for shift in shifts if (gain := _gain_s(shift)) is not None]
    gains = max(shifts, key=_rank, default=None)
    pays = min(shifts, key=_rank, default=None)
    moved = changes(move.before, move.after)
    return ProposedMove(
        id=move.name,
        kind=move.kind,
        on_version=board.plan.version if board.plan else 0,
        finish_before_at=finish_before,
        finish_after_at=finish_after,
        undone_before=len(move.before.undone),
        undone_after=len(move.after.undone),
        jobs_moved=len(moved.moved) + len(moved.added),
        worth_s=holes * A_HOLE_S
        + (finish_before - finish_after).total_seconds()
        + sum(sooner_s) / max(1, len(board.neighbourhoods)),
        gains=gains if gains is not None and _rank(gains) >= _MINUTE_S else None,
        pays=pays if pays is not None and _rank(pays) <= -_MINUTE_S else None,
        crew=move.crew,
        to_crew=move.to_crew,
        opening=move.opening,
        supplier=move.supplier,
    )


def closing_shifts(
    night: NightRow, problem: CrewProblem, before: CrewPlan, later: CrewPlan
) -> tuple[Shift, ...]:
    """The neighbourhoods whose closing changes."""
    ends = _closings(problem, before), _closings(problem, later)
    return tuple(
        Shift(place, _at(night, ends[0][place]), _at(night, ends[1][place]))
        for place in sorted(ends[0])
        if ends[0][place] != ends[1][place]
    )


def _closings(problem: CrewProblem, plan: CrewPlan) -> dict[NeighbourhoodId, int | None]:
    """Seconds at which each neighbourhood's last job ends; None when one of them is left out."""
    ends = ends_of_jobs(plan)
    jobs: dict[NeighbourhoodId, list[int | None]] = defaultdict(list)
    for job in problem.jobs:
        jobs[job.neighbourhood].append(ends.get(job.id))
    closings: dict[NeighbourhoodId, int | None] = {}
    for place, times in jobs.items():
        known = [t for t in times if t is not None]
        closings[place] = max(known) if len(known) == len(times) else None
    return closings


def _at(night: NightRow, seconds: int | None) -> datetime | None:
    return None if seconds is None else after(night.starts_at, seconds)


def _gain_s(shift: Shift) -> float | None:
    if shift.before_at is None or shift.after_at is None:
        return None
    return (shift.before_at - shift.after_at).total_seconds()


def _rank(shift: Shift) -> float:
    """How much sooner, in seconds; a hole closed counts more than any time, one opened less."""
    gain = _gain_s(shift)
    if gain is not None:
        return gain
    return A_HOLE_S if shift.before_at is None else -A_HOLE_S


def worth_it(moves: Sequence[ProposedMove]) -> tuple[ProposedMove, ...]:
    """The moves that bring something and open nothing, the best first, each once."""
    seen: dict[str, ProposedMove] = {}
    for move in sorted(moves, key=lambda m: -m.worth_s):
        if move.worth_s >= WORTH_S and move.undone_after <= move.undone_before:
            seen.setdefault(move.id, move)
    return tuple(seen.values())


def with_moves(found: Sequence[Alarm], moves: Sequence[ProposedMove]) -> tuple[Alarm, ...]:
    """The alarms, each with the best move that solves it, if there is one."""
    return tuple(
        replace(alarm, solved_by=next((m.id for m in moves if _solves(m, alarm)), "")) for alarm in found
    )


def _solves(move: ProposedMove, alarm: Alarm) -> bool:
    """Whether a move is an answer to just this alarm."""
    match alarm.code:
        case "silent_crew":
            return move.kind == "reassign" and move.crew == alarm.crew
        case "crew_lost" | "undone" | "unplanned_opening" | "past_deadline":
            return move.kind == "replan" and move.undone_after < move.undone_before
        case "late":
            return (
                move.kind == "give"
                and alarm.opening is not None
                and (move.opening == alarm.opening or move.crew == alarm.crew)
            )
        case "supplier_short" | "shortage_ahead":
            return move.kind == "other_yard" and move.supplier == alarm.supplier
        case "blocked":
            return move.kind in {"bring_net", "send_hands"} and move.opening == alarm.opening
    return False
