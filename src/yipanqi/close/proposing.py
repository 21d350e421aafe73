"""A crew plan in the board's own terms: times on the clock, openings by name."""

from datetime import datetime
from typing import Literal

from yipanqi.close.model import CrewRow, NightRow
from yipanqi.close.setting import turns_of
from yipanqi.close.state import Board
from yipanqi.ground.ids import CrewId, NeighbourhoodId, OpeningId, PlanId
from yipanqi.ground.time import after
from yipanqi.plan.crews.model import CrewPlan
from yipanqi.plan.events import LeftUndone, PlannedOpening, PlannedStep, PlanProposed


def proposal_of(
    board: Board,
    night: NightRow,
    openings: tuple[PlannedOpening, ...],
    crews: CrewPlan,
    *,
    plan: PlanId,
    kind: Literal["first", "replan"],
    digest: str,
    seed: int,
    now: datetime,
    rings: tuple[tuple[NeighbourhoodId, ...], ...] = (),
) -> PlanProposed:
    """What is put before the commander: who does what when, and what it changes."""
    steps = {
        crew: tuple(
            PlannedStep(
                s.do, s.at, after(night.starts_at, s.starts_s), after(night.starts_at, s.ends_s), s.net_m
            )
            for s in planned
        )
        for crew, planned in crews.crews.items()
    }
    return PlanProposed(
        id=plan,
        kind=kind,
        on_version=board.plan.version if board.plan else 0,
        starts_at=night.starts_at,
        deadline_at=night.deadline_at,
        openings=openings,
        steps=steps,
        undone=tuple(LeftUndone(OpeningId(u.job), u.why, u.code) for u in crews.undone),
        finish_at=finish_of(board, night, crews, now),
        bound_at=after(night.starts_at, crews.bound_s) if crews.bound_s else None,
        digest=digest,
        engine=crews.made.by if crews.made else "construction",
        seed=seed,
        jobs_moved=moved(board, steps),
        rings=rings,
    )


def finish_of(board: Board, night: NightRow, crews: CrewPlan, now: datetime) -> datetime:
    """The end of the last job, work under way included; now when nothing is left to do."""
    ends = [s.ends_at for c in board.crews.values() for s in c.steps if s.state == "under_way"]
    if crews.finish_s:
        ends.append(after(night.starts_at, crews.finish_s))
    return max(ends, default=now)


def moved(board: Board, steps: dict[CrewId, tuple[PlannedStep, ...]]) -> int:
    """Openings that would change crew."""
    turns = turns_of(steps)
    before = {o.id: o.crew for o in board.openings.values() if o.crew is not None}
    return sum(before.get(opening, crew) != crew for opening, (crew, _) in turns.items())


def loose_ends(board: Board) -> int:
    """Openings that only a replan can give to somebody: found tonight, settled again, left by a lost crew.

    What the plan leaves undone with a reason counts once another crew is through: it may help.
    What is blocked is explained, and waits for what blocks it.
    """
    lost = {c.id for c in board.crews.values() if c.state == "lost"}
    hands_free = any(_freed(board, crew) for crew in board.crews.values())
    count = 0
    for row in board.openings.values():
        if row.role is None:
            count += row.found_tonight
        elif row.role != "inside" and row.state not in ("done", "blocked"):
            orphan = row.crew is None or row.crew in lost
            count += orphan and (hands_free or not row.undone_why)
    return count


def _freed(board: Board, crew: CrewRow) -> bool:
    """Whether a crew has come to the end of its jobs since the plan in force was adopted."""
    if board.plan is None or crew.heard_at is None or crew.heard_at <= board.plan.adopted_at:
        return False
    return crew.state == "idle" and not any(s.do == "job" and s.state == "to_come" for s in crew.steps)
