"""A large night: searched region by region, with new borders every time.

Regions are searched side by side, each as a night of its own; then other borders are drawn through the
plan, so that what one region has too much of goes to its neighbours, and the search goes on where it had
cooled down to.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass

from yipanqi.ground.ids import CrewId
from yipanqi.plan.crews.model import CrewPlan, CrewProblem, Step
from yipanqi.plan.crews.value import finish_of, value_of
from yipanqi.solvers.crews.board import board_of
from yipanqi.solvers.crews.construct import construct
from yipanqi.solvers.crews.decode import decode
from yipanqi.solvers.crews.encode import routes_of
from yipanqi.solvers.crews.first import better, first_plan, no_worse
from yipanqi.solvers.crews.reasons import reasons
from yipanqi.solvers.crews.regions import (
    first_regions,
    how_many,
    next_regions,
    night_in,
    parts_of,
    shared_out,
)
from yipanqi.solvers.crews.search import Cooling, Watch, Worker

Seen = Callable[[float, int, int], bool]
LARGE = 900
"""Parts from which a night is cut into regions."""
_TURNS = 8
"""How often borders are drawn."""


@dataclass(frozen=True)
class Effort:
    """How long and how a large night is searched; as in `plan_crews`."""

    seconds: float
    rounds: int | None
    seed: int
    workers: int
    stay_s: float = 0.0


def is_large(problem: CrewProblem) -> bool:
    """Whether a night is better cut into regions."""
    return parts_of(problem) >= LARGE and len(problem.crews) > 1


def first_large_plan(problem: CrewProblem, start: CrewPlan | None, workers: int, stay_s: float) -> CrewPlan:
    """The first plan, region by region."""
    count = how_many(problem, workers)
    regions = first_regions(problem, count) if start is None else next_regions(problem, start, count, 0)
    yards = shared_out(problem, regions, start)
    nights = [night_in(problem, region, own) for region, own in zip(regions, yards, strict=True)]
    return _with_all(problem, [first_plan(board_of(night), start, stay_s) for night in nights])


def search_large(
    problem: CrewProblem,
    plan: CrewPlan,
    effort: Effort,
    start: CrewPlan | None = None,
    seen: Seen | None = None,
) -> tuple[CrewPlan, int]:
    """A better plan than the one given, and the rounds made.

    `start` is the plan whose assignments rather stay; `seen` as in `search`.
    """
    began, made = time.monotonic(), 0
    stop = threading.Event()
    count = how_many(problem, effort.workers)
    for turn in range(_TURNS):
        left_s = effort.seconds - (time.monotonic() - began)
        if stop.is_set() or (effort.rounds is None and left_s <= 0):
            break
        regions = next_regions(problem, plan, count, turn)
        yards = shared_out(problem, regions, plan)
        nights = [night_in(problem, region, own) for region, own in zip(regions, yards, strict=True)]
        share_s = left_s / (_TURNS - turn) * effort.workers / len(regions)
        watches = [_watch(effort, turn, share_s, stop) for _ in nights]
        with ThreadPoolExecutor(effort.workers) as pool:
            jobs = [
                pool.submit(_searched, night, plan, start, watch, effort, turn * count + r)
                for r, (night, watch) in enumerate(zip(nights, watches, strict=True))
            ]
            while not all(job.done() for job in jobs):
                wait(jobs, timeout=0.2)
                rounds = made + sum(job.result()[1] for job in jobs if job.done() and not job.exception())
                if seen is not None and not seen(time.monotonic() - began, plan.finish_s, rounds):
                    stop.set()
        found = [job.result() for job in jobs]
        made += sum(rounds for _, rounds in found)
        whole = _with_all(problem, [p for p, _ in found])
        # Shorter ways in one region count even while the one that ends last stays as it is.
        if no_worse(problem, plan, whole, start, effort.stay_s):
            plan = whole
    return _completed(problem, plan), made


def _watch(effort: Effort, turn: int, seconds: float, stop: threading.Event) -> Watch:
    rounds = None if effort.rounds is None else max(1, effort.rounds // _TURNS)
    return Watch(seconds, rounds, stop=stop, since=turn / _TURNS, until=(turn + 1) / _TURNS)


def _searched(
    night: CrewProblem, plan: CrewPlan, start: CrewPlan | None, watch: Watch, effort: Effort, number: int
) -> tuple[CrewPlan, int]:
    """One region's plan after its share of the search."""
    board = board_of(night)
    watch.started = time.monotonic()
    homes = None if start is None else routes_of(board, start)
    seed = 1 + (effort.seed * 1009 + number) * 7919
    worker = Worker(board, routes_of(board, plan), seed, Cooling(), effort.stay_s, homes)
    worker.run(watch)
    found = decode(board, worker.routes())
    before = _own(night, plan)
    # A share of what is still to be delivered may come too late for this region: then nothing changes here.
    return (found if _missed(night, found) <= _missed(night, before) else before), worker.rounds


def _own(night: CrewProblem, plan: CrewPlan) -> CrewPlan:
    """What a plan has for one region."""
    steps = {c.id: plan.crews.get(c.id, ()) for c in night.crews}
    known = {j.id for j in night.jobs}
    return CrewPlan(steps, finish_of(night, steps), 0, tuple(u for u in plan.undone if u.job in known))


def _missed(night: CrewProblem, plan: CrewPlan) -> int:
    return value_of(night, plan).missed


def _with_all(problem: CrewProblem, plans: list[CrewPlan]) -> CrewPlan:
    """The regions' plans as one."""
    steps: dict[CrewId, tuple[Step, ...]] = {c.id: () for c in problem.crews}
    for plan in plans:
        steps |= plan.crews
    left_out = {u.job for plan in plans for u in plan.undone}
    undone = reasons(problem, steps, [j for j in problem.jobs if j.id in left_out])
    return CrewPlan(steps, max((p.finish_s for p in plans), default=0), 0, undone)


def _completed(problem: CrewProblem, plan: CrewPlan) -> CrewPlan:
    """The plan, with what its regions could not do given to whoever can."""
    if not plan.undone:
        return plan
    board = board_of(problem)
    return better(problem, plan, decode(board, construct(board, routes_of(board, plan))), None, 0.0)
