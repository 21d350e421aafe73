"""Our crew engine on public instances of problems near ours, beside the best known.

    python -m benchmarks.crews_public mtsp eil51.tsp kroA100.tsp --salesmen 3 5 --seconds 10
    python -m benchmarks.crews_public multi-trip C201R0.25.vrp --seconds 30
    python -m benchmarks.crews_public home-care case_1_20_4_2_2.dat --prove 20

Nothing of these sets is kept here: files are given by path, `docs/how-to/public-instances.md` says where they
come from, what is read, and how far the comparison is fair. Every plan must pass our check; values are worked
out again from the routes, in the set's own terms. For `multi-trip` the best known is in the `.sol` beside it.
"""

import argparse
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.public import home_care, home_care_least, mtsp, multi_trip
from yipanqi.plan.crews.check import check_crew_plan
from yipanqi.plan.crews.model import CrewPlan, CrewProblem
from yipanqi.solvers.crews import plan_crews, warm_up


class Row(NamedTuple):
    """One run in the set's own terms; `best` None where nothing is known."""

    name: str
    ours: float
    best: float | None
    failed: int
    """Visits left out or too late."""
    finish_s: int
    bound_s: int
    seconds: float


def main() -> None:
    """Run and print."""
    wanted = _arguments()
    warm_up(wait=True)
    given = {name: float(value) for name, value in (b.split("=") for b in wanted.best)}
    print(f"{'instance':24} {'ours':>10} {'best known':>10} {'ratio':>7} failed    finish     bound  seconds")
    runs = {"mtsp": _mtsp, "multi-trip": _multi_trip, "home-care": _home_care}
    for path in wanted.files:
        for row in runs[wanted.set](path, wanted):
            best = given.get(row.name, row.best)
            shown = f"{best:10.2f} {row.ours / best:7.4f}" if best else f"{'-':>10} {'-':>7}"
            print(
                f"{row.name:24} {row.ours:10.2f} {shown} {row.failed:6} {row.finish_s:9} {row.bound_s:9}"
                f"  {row.seconds:.1f}"
            )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("set", choices=["mtsp", "multi-trip", "home-care"])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--salesmen", nargs="+", type=int, default=[3])
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--prove", type=float, default=0.0, help="home-care: seconds for a bound of the ways")
    parser.add_argument("--best", nargs="*", default=[], metavar="NAME=VALUE")
    return parser.parse_args()


def _planned(problem: CrewProblem, wanted: argparse.Namespace) -> tuple[CrewPlan, float]:
    """Our plan, which must pass our check, and the seconds it took."""
    began = time.monotonic()
    plan = plan_crews(problem, seconds=wanted.seconds, seed=wanted.seed, workers=wanted.workers)
    took_s = time.monotonic() - began
    if findings := check_crew_plan(problem, plan):
        raise SystemExit(str(findings[0]))
    return plan, took_s


def _mtsp(path: Path, wanted: argparse.Namespace) -> Iterator[Row]:
    cities = mtsp.read(path.read_text())
    lengths = cities.lengths
    for salesmen in wanted.salesmen:
        problem = mtsp.night_of(cities, salesmen)
        plan, took_s = _planned(problem, wanted)
        value = mtsp.longest(lengths, mtsp.tours_of(problem, plan))
        known = mtsp.KNOWN.get((path.stem, salesmen))
        if known is None and value <= mtsp.furthest(lengths) + 0.005:
            known = mtsp.furthest(lengths)  # nobody can be there and back sooner
        failed = len(plan.undone)
        yield Row(f"{path.stem} {salesmen}", value, known, failed, plan.finish_s, plan.bound_s, took_s)


def _multi_trip(path: Path, wanted: argparse.Namespace) -> Iterator[Row]:
    given = multi_trip.read(path.read_text())
    problem = multi_trip.night_of(given)
    plan, took_s = _planned(problem, wanted)
    value, late = multi_trip.driven(given, multi_trip.trips_of(problem, plan))
    best = None
    if (solution := path.with_suffix(".sol")).exists():
        routes, best = multi_trip.read_solution(solution.read_text())
        if multi_trip.driven(given, routes) != (best, []):
            raise SystemExit(f"{solution}: read as {multi_trip.driven(given, routes)}, not {best}")
    yield Row(path.stem, value, best, len(late), plan.finish_s, plan.bound_s, took_s)


def _home_care(path: Path, wanted: argparse.Namespace) -> Iterator[Row]:
    given = home_care.read(path.read_text())
    problem = home_care.night_of(given)
    plan, took_s = _planned(problem, wanted)
    value = home_care.travel_h(given, problem, plan)
    best = home_care_least.least_travel_h(given, wanted.prove) if wanted.prove > 0 else None
    yield Row(path.stem, value, best, len(plan.undone), plan.finish_s, plan.bound_s, took_s)


if __name__ == "__main__":
    main()
