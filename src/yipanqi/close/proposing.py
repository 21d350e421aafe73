"""A crew plan in the board's own terms: times on the clock, openings by name."""

from datetime import datetime
from typing import Literal

from yipanqi.close.model import NightRow
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
