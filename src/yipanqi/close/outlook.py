"""Will we make it? What is left of the night, played many times with what tonight has taught."""

from collections.abc import Iterator
from datetime import datetime

import numpy as np

from yipanqi.close.model import NightForecast
from yipanqi.close.remaining import remaining, rest_of_plan
from yipanqi.close.state import Board
from yipanqi.ground.ids import OpeningId
from yipanqi.ground.time import after, seconds_between
from yipanqi.plan.crews.forecast import UnderWay, forecast
from yipanqi.plan.crews.model import CrewPlan, CrewProblem
from yipanqi.plan.crews.noise import Took, learn
from yipanqi.plan.jobs import WorkRules


def night_forecast(
    board: Board, now: datetime, rules: WorkRules, rng: np.random.Generator, runs: int = 1000
) -> NightForecast | None:
    """The finish of the plan in force from the board as it stands; None before there is a plan.

    Blocked openings are not in it: nobody can say when what blocks them is settled. Their number is.
    """
    if board.night is None or board.plan is None:
        return None
    problem = remaining(board, board.night, board.planned, now, rules).problem
    return forecast_of(board, now, problem, rest_of_plan(board, problem), rng, runs)


def forecast_of(
    board: Board,
    now: datetime,
    problem: CrewProblem,
    plan: CrewPlan,
    rng: np.random.Generator,
    runs: int = 1000,
) -> NightForecast | None:
    """The finish of any plan for what is left; None before there is a night."""
    if board.night is None:
        return None
    starts = board.night.starts_at
    busy = tuple(_under_way(board, now))
    blocked = sum(o.state == "blocked" for o in board.openings.values())
    if not problem.jobs and not busy:
        return _settled(board, now, blocked)
    noise = learn(tuple(_took(board)), tuple(Took(b.crew, b.kind, b.planned_s, b.elapsed_s) for b in busy))
    result = forecast(
        problem, plan, runs=runs, noise=noise, rng=rng, under_way=busy, now_s=seconds_between(starts, now)
    )
    shares = np.arange(5, 100, 5) / 100
    return NightForecast(
        computed_at=now,
        runs=runs,
        p50_at=max(now, after(starts, result.p50_s)),
        p90_at=max(now, after(starts, result.p90_s)),
        chance_by_deadline=result.chance,
        fan=tuple(
            (float(q), max(now, after(starts, s))) for q, s in zip(shares, result.quantiles_s, strict=True)
        ),
        blocked=blocked,
        undone=len(plan.undone),
    )


def _settled(board: Board, now: datetime, blocked: int) -> NightForecast:
    """Nothing is left to do: the finish is a fact."""
    done = [o.since for o in board.openings.values() if o.state == "done" and o.since]
    finish = max(done, default=now)
    in_time = board.night is not None and finish <= board.night.deadline_at
    return NightForecast(now, 0, finish, finish, float(in_time), blocked=blocked)


def _under_way(board: Board, now: datetime) -> Iterator[UnderWay]:
    for crew in board.crews.values():
        work = [s for s in crew.steps if s.state == "under_way" and s.do == "job"]
        part = board.planned.get(OpeningId(work[-1].at)) if work else None
        opening = board.openings.get(OpeningId(work[-1].at)) if work else None
        if part and opening and opening.state == "under_way":
            elapsed = max(1.0, seconds_between(work[-1].starts_at, now))
            yield UnderWay(crew.id, part.role, opening.neighbourhood, float(part.work_s), elapsed)


def _took(board: Board) -> Iterator[Took]:
    """Finished work of which both ends were reported."""
    for crew, marks in board.marks.items():
        for mark in marks.values():
            part = board.planned.get(OpeningId(mark.at))
            if part and mark.first_start and mark.end and not mark.dropped:
                took_s = seconds_between(mark.first_start, mark.end)
                if took_s > 0:
                    yield Took(crew, part.role, float(part.work_s), took_s)
