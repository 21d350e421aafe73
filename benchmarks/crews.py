"""Crew schedules measured: finish, bound and gap by night and seed, as a table or JSON.

    python benchmarks/crews.py ../shared/data/dispatch/night-*.json --seconds 10 --seeds 0 1 2 --workers 2

The gap is to the bound proven in the same run, and to the one given by `--bounds night-1=25718 ...`.
"""

import argparse
import json
import resource
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from yipanqi.plan.crews.check import check_crew_plan
from yipanqi.solvers.crews import plan_crews, warm_up

sys.path.insert(0, str(Path(__file__).parents[1]))  # so that it runs as a file and as a module
from benchmarks.crew_nights import night_at

KNOWN = {"night-1": 25718, "night-2": 26122, "night-3": 25192}
"""Proven bounds of the nights handed out with the task; those with pairs have the same."""


def main() -> None:
    """Run and print."""
    wanted = _arguments()
    bounds = KNOWN | {name: int(value) for name, value in (b.split("=") for b in wanted.bounds)}
    warm_up(wait=True)
    rows = [_run(path, seed, wanted, bounds) for path in wanted.problems for seed in wanted.seeds]
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    if wanted.json:
        json.dump({"rows": rows, "memory_mb": memory_mb, "seconds": wanted.seconds}, sys.stdout, indent=1)
        return
    print(
        f"{'night':16} seed  missed  finish_s  bound_s  gap %  known_s  gap %  seconds  first_s  first gap %"
    )
    for row in rows:
        known = f"{row['known_s']:7}  {row['known_gap']:5.2f}" if row["known_s"] else f"{'-':>7}  {'-':>5}"
        print(
            f"{row['night']:16} {row['seed']:4}  {row['missed']:6}  {row['finish_s']:8}  {row['bound_s']:7}"
            f"  {row['gap']:5.2f}  {known}  {row['seconds']:7.2f}  {row['first_s']:7.3f}"
            f"  {row['first_gap']:11.2f}"
        )
    for key in ("gap", "known_gap"):
        values = [row[key] for row in rows if row[key] is not None]
        if values:
            print(f"{key}: mean {statistics.mean(values):.2f} %, worst {max(values):.2f} %")
    print(f"memory {memory_mb} MB")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("problems", nargs="+", help="files, or names of nights made up by crew_nights.py")
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--first", type=float, default=0.5, help="seconds for the first good plan")
    parser.add_argument("--bounds", nargs="*", default=[], metavar="NIGHT=SECONDS")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def _run(path: str, seed: int, wanted: argparse.Namespace, bounds: dict[str, int]) -> dict[str, Any]:
    """One night, one seed: the plan after the seconds, and the first good one."""
    problem = night_at(path)
    began = time.monotonic()
    first = plan_crews(problem, seconds=wanted.first, seed=seed, workers=wanted.workers)
    first_s = time.monotonic() - began
    began = time.monotonic()
    plan = plan_crews(problem, seconds=wanted.seconds, seed=seed, workers=wanted.workers)
    seconds = time.monotonic() - began
    findings = check_crew_plan(problem, plan)
    if findings:
        raise SystemExit(f"{path}: {findings[0]}")
    name = Path(path).stem
    known = bounds.get(name.removesuffix("-pairs"))
    made = plan.made
    return {
        "night": name,
        "seed": seed,
        "missed": made.value.missed if made else None,
        "finish_s": plan.finish_s,
        "bound_s": plan.bound_s,
        "gap": _gap(plan.finish_s, plan.bound_s),
        "known_s": known,
        "known_gap": None if known is None else _gap(plan.finish_s, known),
        "seconds": seconds,
        "first_s": first_s,
        "first_gap": _gap(first.finish_s, plan.bound_s),
        "rounds": made.rounds if made else 0,
    }


def _gap(finish_s: int, bound_s: int) -> float:
    """Per cent above a bound."""
    return 100.0 * (finish_s / bound_s - 1.0) if bound_s else float("inf")


if __name__ == "__main__":
    main()
