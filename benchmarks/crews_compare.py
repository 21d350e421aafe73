"""Crew schedules of several engines side by side, each with the same seconds and cores, in one run.

    make .venv-compare
    .venv-compare/bin/python -m benchmarks.crews_compare ../shared/data/dispatch/night-[123].json --seconds 10

Every plan is timed by one piece of code and must pass our check. PyVRP and OR-Tools use one core each, so two
of them run side by side with different seeds and the better counts; VROOM and ours use two threads. The bound
all of them are held against is the one we prove in the same run. What is unfair, and to whom, stands in each
engine's module. None of the others knows jobs for two crews at once: they are given each as two jobs, and
their routes are played again with whoever comes first waiting for the other (`engines/routes.py`), which no
engine that does not know of it can do well. Problems are files, or names of `crew_nights.py` as `plain-3`.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks.crew_nights import night_at
from benchmarks.engines import ortools_engine, pyvrp_engine, vroom_engine
from benchmarks.engines.routes import Routes, halves, replayed, timed

from yipanqi.plan.crews.check import check_crew_plan
from yipanqi.plan.crews.model import CrewPlan, CrewProblem
from yipanqi.plan.crews.value import value_of
from yipanqi.solvers.crews import plan_crews, warm_up

Engine = Callable[[CrewProblem, float, int, int], Routes]
ONE_CORE: dict[str, Engine] = {"pyvrp": pyvrp_engine.solve, "ortools": ortools_engine.solve}
TWO_CORES: dict[str, Engine] = {"vroom": vroom_engine.solve}


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("problems", nargs="+", type=Path)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0])
    parser.add_argument("--engines", nargs="+", default=["pyvrp", "vroom", "ortools"])
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    warm_up(wait=True)
    runs = (
        _night(path, seed, wanted.seconds, wanted.engines)
        for path in wanted.problems
        for seed in wanted.seeds
    )
    if wanted.json:
        json.dump([row for rows in runs for row in rows], sys.stdout, indent=1)
        return
    print(f"{'night':16} seed  {'engine':8}  undone  finish_s  over bound %  to ours  travel h  seconds")
    for rows in runs:
        for row in rows:
            _tell(row)


def _tell(row: dict[str, Any]) -> None:
    """One line of the table, as soon as it is known."""
    print(
        f"{row['night']:16} {row['seed']:4}  {row['engine']:8}  {row['undone']:6}  {row['finish_s']:8}"
        f"  {row['gap']:12.2f}  {row['ratio']:7.4f}  {row['travel_h']:8.1f}  {row['seconds']:7.2f}",
        flush=True,
    )


def _night(path: Path, seed: int, seconds: float, engines: list[str]) -> list[dict[str, Any]]:
    """All engines on one night."""
    problem = night_at(str(path))
    began = time.monotonic()
    ours = plan_crews(problem, seconds=seconds, seed=seed, workers=2)
    plans = [("yipanqi", ours, time.monotonic() - began)]
    for name in engines:
        began = time.monotonic()
        plan = _best(problem, name, seconds, seed, ours.bound_s)
        plans.append((name, plan, time.monotonic() - began))
    return [_row(path, seed, problem, name, plan, ours, took) for name, plan, took in plans]


def _best(problem: CrewProblem, name: str, seconds: float, seed: int, bound_s: int) -> CrewPlan:
    """An engine's best plan on two cores."""
    given, play = problem, timed
    if any(job.crews > 1 for job in problem.jobs):
        given, play = halves(problem), replayed
    if name in TWO_CORES:
        return play(problem, TWO_CORES[name](given, seconds, seed, bound_s))
    with ProcessPoolExecutor(2) as pool:
        runs = [pool.submit(ONE_CORE[name], given, seconds, 2 * seed + n, bound_s) for n in range(2)]
        plans = [play(problem, run.result()) for run in runs]
    return min(plans, key=lambda plan: (len(plan.undone), plan.finish_s))


def _row(
    path: Path, seed: int, problem: CrewProblem, name: str, plan: CrewPlan, ours: CrewPlan, took_s: float
) -> dict[str, Any]:
    findings = [f for f in check_crew_plan(problem, plan) if f.code != "undone-without-reason"]
    if findings:
        raise SystemExit(f"{path.stem}: {name}: {findings[0]}")
    return {
        "night": path.stem,
        "seed": seed,
        "engine": name,
        "undone": len(plan.undone),
        "finish_s": plan.finish_s,
        "gap": 100 * (plan.finish_s / ours.bound_s - 1),
        "ratio": plan.finish_s / ours.finish_s,
        "travel_h": _travel_h(problem, plan),
        "seconds": took_s,
    }


def _travel_h(problem: CrewProblem, plan: CrewPlan) -> float:
    """Hours on the road."""
    return value_of(problem, plan).travel_s / 3600


if __name__ == "__main__":
    main()
