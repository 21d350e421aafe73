"""A replan measured: at hour three 4 crews and the busiest supplier are lost; how late, how much moved.

python benchmarks/crews_replan.py ../shared/data/dispatch/night-1.json --seconds 2 --stay 0 5 15
"""

import argparse
import statistics
import sys
import time
from collections import Counter
from pathlib import Path

from msgspec.structs import replace

from yipanqi.plan.crews.changes import changes
from yipanqi.plan.crews.check import check_crew_plan
from yipanqi.plan.crews.model import CrewOnShift, CrewPlan, CrewProblem, Step
from yipanqi.solvers.crews import plan_crews, warm_up

sys.path.insert(0, str(Path(__file__).parents[1]))  # so that it runs as a file and as a module
from benchmarks.crew_nights import night_at

NOW_S = 3 * 3600
LOST = 4


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("problems", nargs="+", help="files, or names of nights made up by crew_nights.py")
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--first", type=float, default=10.0, help="seconds for the plan of the night")
    parser.add_argument("--stay", type=float, nargs="+", default=[0.0, 5.0, 15.0])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0])
    wanted = parser.parse_args()
    warm_up(wait=True)
    head = "seed  stay_s  left  repair ms  repaired_s  finish_s  bound_s  gap %  moved %  undone  seconds"
    print(f"{'night':16} {head}")
    rows = []
    for path in wanted.problems:
        night = night_at(path)
        for seed in wanted.seeds:
            plan = plan_crews(night, seconds=wanted.first, seed=seed, workers=wanted.workers)
            rows += [_again(path, night, plan, seed, stay_s, wanted) for stay_s in wanted.stay]
    for n, what in enumerate(("gap %", "moved %", "seconds", "repair ms")):
        values = [row[n] for row in rows]
        print(f"{what}: mean {statistics.mean(values):.2f}, worst {max(values):.2f}")


def _again(
    path: str, night: CrewProblem, plan: CrewPlan, seed: int, stay_s: float, wanted: argparse.Namespace
) -> tuple[float, float, float, float]:
    """One replan, printed: gap and share moved (%), seconds, and milliseconds of the repair."""
    rest, before = after_the_loss(night, plan)
    began = time.monotonic()
    repaired = plan_crews(rest, seconds=0, start=before, stay_s=stay_s)
    repair_ms = 1000 * (time.monotonic() - began)
    began = time.monotonic()
    again = plan_crews(
        rest, seconds=wanted.seconds, seed=seed, workers=wanted.workers, start=before, stay_s=stay_s
    )
    seconds = time.monotonic() - began
    if findings := check_crew_plan(rest, again):
        raise SystemExit(f"{path}: {findings[0]}")
    kept = sum(s.do == "job" for steps in before.crews.values() for s in steps)
    gap = 100 * (again.finish_s / again.bound_s - 1)
    moved = 100 * len(changes(before, again).moved) / max(1, kept)
    print(
        f"{Path(path).stem:16} {seed:4}  {stay_s:6.0f}  {len(rest.jobs):4}  {repair_ms:9.0f}"
        f"  {repaired.finish_s:10}  {again.finish_s:8}  {again.bound_s:7}  {gap:5.2f}  {moved:7.1f}"
        f"  {len(again.undone):6}  {seconds:7.2f}",
        flush=True,
    )
    return gap, moved, seconds, repair_ms


def after_the_loss(night: CrewProblem, plan: CrewPlan) -> tuple[CrewProblem, CrewPlan]:
    """What remains at `NOW_S` without the last four crews and the busiest yard; and the plan for it."""
    busiest = Counter(s.at for steps in plan.crews.values() for s in steps if s.do == "load").most_common(1)[
        0
    ][0]
    lost = {c.id for c in night.crews[-LOST:]}
    begun = {
        s.at
        for crew, steps in plan.crews.items()
        for s in steps
        if s.do == "job" and (s.starts_s <= NOW_S if crew not in lost else s.ends_s <= NOW_S)
    }
    crews = tuple(_as_it_stands(night, c, plan.crews[c.id]) for c in night.crews if c.id not in lost)
    rest = replace(
        night,
        crews=crews,
        jobs=tuple(j for j in night.jobs if j.id not in begun),
        suppliers=tuple(y for y in night.suppliers if y.id != busiest),
    )
    before = {
        c.id: tuple(s for s in plan.crews[c.id] if s.starts_s > NOW_S and s.at not in begun) for c in crews
    }
    return rest, replace(plan, crews=before)


def _as_it_stands(night: CrewProblem, crew: CrewOnShift, steps: tuple[Step, ...]) -> CrewOnShift:
    """Where a crew is free, when, and with what in its van."""
    places = {j.id: (j.x_m, j.y_m) for j in night.jobs} | {y.id: (y.x_m, y.y_m) for y in night.suppliers}
    past = [s for s in steps if s.starts_s <= NOW_S]
    if not past:
        return replace(crew, from_s=max(crew.from_s, NOW_S))
    level_m = crew.loaded_m + sum(s.net_m if s.do == "load" else -s.net_m for s in past)
    x_m, y_m = places[past[-1].at]  # type: ignore[index]
    return replace(crew, x_m=x_m, y_m=y_m, from_s=max(past[-1].ends_s, NOW_S), loaded_m=level_m)


if __name__ == "__main__":
    main()
