"""What a crew may take by itself tonight, and what it took: openings that no step of the plan sends it to."""

from datetime import datetime

from msgspec import Struct

from yipanqi.close.claims import holder, take, version_of
from yipanqi.close.claims_model import JobTaken
from yipanqi.close.model import CrewRow, OpeningRow, StepRow
from yipanqi.close.state import Board
from yipanqi.ground.ids import NeighbourhoodId, OpeningId
from yipanqi.ground.plane import LonLat, metres_between
from yipanqi.plan.events import Role

FREE_MOST = 30
"""Openings named to a phone; whoever has done those is shown the next."""
STEP_M = 10
"""Distances are told to so many metres, so that a card does not change with every one of them."""


class FreeJob(Struct, frozen=True):
    """An opening nobody has, and how far it is from where the crew last was."""

    opening: OpeningId
    neighbourhood: NeighbourhoodId
    neighbourhood_name: str
    name: str
    line: tuple[LonLat, LonLat]
    width_m: float
    role: Role
    net_m: int
    version: int
    """Of the claims on it, to take it on: what was taken since is not taken twice."""
    away_m: int


def free_jobs(board: Board, crew: CrewRow, now: datetime) -> tuple[FreeJob, ...]:
    """Openings of the night that nobody has and this crew may take, the nearest first."""
    free = [
        _free(board, crew, row)
        for row in board.openings.values()
        if _nobodys(row, now) and isinstance(take(board, row.id, crew.id, now, None), JobTaken)
    ]
    return tuple(sorted(free, key=lambda job: (job.away_m, job.opening))[:FREE_MOST])


def taken_steps(board: Board, crew: CrewRow, now: datetime) -> tuple[StepRow, ...]:
    """What the crew took and its timeline does not have, as steps after all others, the first taken first."""
    there = {step.at for step in crew.steps if step.state != "dropped"}
    taken = [
        (claim, row)
        for row in board.openings.values()
        if (claim := row.claim) is not None and holder(row, now) == crew.id and row.id not in there
    ]
    return tuple(
        StepRow("job", row.id, claim.at, row.due_at or claim.lapses_at, row.net_m)
        for claim, row in sorted(taken, key=lambda one: one[0].version)
    )


def taken_until(row: OpeningRow, crew: CrewRow, now: datetime) -> datetime | None:
    """When this crew's claim on an opening lapses unless work begins; None where it has none to give back."""
    theirs = row.claim is not None and holder(row, now) == crew.id and row.state not in {"under_way", "done"}
    return row.claim.lapses_at if theirs and row.claim is not None else None


def _nobodys(row: OpeningRow, now: datetime) -> bool:
    lapsed = row.claim is not None and row.claim.crew == row.crew and holder(row, now) is None
    return row.crew is None or lapsed


def _free(board: Board, crew: CrewRow, row: OpeningRow) -> FreeJob:
    neighbourhood = board.neighbourhoods.get(row.neighbourhood)
    away = metres_between(crew.place, row.line[0])
    return FreeJob(
        opening=row.id,
        neighbourhood=row.neighbourhood,
        neighbourhood_name=neighbourhood.name if neighbourhood else "",
        name=row.name,
        line=row.line,
        width_m=row.width_m,
        role=row.role or "bar",
        net_m=row.net_m,
        version=version_of(row),
        away_m=STEP_M * round(away / STEP_M),
    )
