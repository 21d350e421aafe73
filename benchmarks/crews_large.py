"""A large night measured: ten towns beside each other as one board, and each town alone.

    python benchmarks/crews_large.py --seconds 60 --workers 2 --seed 0

3,860 openings, 400 crews, 40 yards, made by chance (`night`); no town's work fits its own crews exactly, as
in life. Alone, all towns together have the same seconds. `--write FILE.json` writes the night.
"""

import argparse
import resource
import time
from pathlib import Path
from random import Random

import msgspec
from msgspec.structs import replace

from yipanqi.ground.ids import CrewId, JobId, NeighbourhoodId, OrganisationId, SupplierId
from yipanqi.plan.crews.check import check_crew_plan
from yipanqi.plan.crews.model import CrewOnShift, CrewPlan, CrewProblem, Job, Step, Travel, Undone, Yard
from yipanqi.plan.crews.value import value_of
from yipanqi.solvers.crews import plan_crews, warm_up

SIDE_M = 4500.0
HOUR_S = 3600


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=58.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--towns", type=int, default=10)
    parser.add_argument("--write", type=Path)
    parser.add_argument("--no-alone", action="store_true", help="only the one board")
    wanted = parser.parse_args()
    problem = night(wanted.seed, wanted.towns)
    if wanted.write:
        wanted.write.write_bytes(msgspec.json.encode(problem))
    warm_up(wait=True)
    began = time.monotonic()
    plan = plan_crews(problem, seconds=wanted.seconds, workers=wanted.workers)
    seconds = time.monotonic() - began
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{len(problem.jobs)} openings, {len(problem.crews)} crews, {wanted.towns} towns")
    print("                 finish_s  bound_s  undone  travel h  lent  seconds")
    row(problem, plan, "one board", seconds)
    print(f"memory {memory_mb} MB")
    if not wanted.no_alone:
        began = time.monotonic()
        alone = each_alone(problem, wanted.towns, wanted.seconds / wanted.towns, wanted.workers)
        row(problem, alone, "each town alone", time.monotonic() - began)


def row(problem: CrewProblem, plan: CrewPlan, name: str, seconds: float) -> None:
    """One line of the table; `lent`: crews that do something in another town."""
    if findings := check_crew_plan(problem, plan):
        raise SystemExit(f"{name}: {findings[0]}")
    town = {str(j.id): j.community.split("-")[0] for j in problem.jobs}
    lent = sum(
        any(s.do == "job" and town[s.at] != c.community.split("-")[0] for s in plan.crews.get(c.id, ()))
        for c in problem.crews
    )
    travel_h = value_of(problem, plan).travel_s / HOUR_S
    print(
        f"{name:15}  {plan.finish_s:8}  {plan.bound_s:7}  {len(plan.undone):6}  {travel_h:8.1f}  {lent:4}"
        f"  {seconds:7.1f}"
    )


def each_alone(problem: CrewProblem, towns: int, seconds: float, workers: int) -> CrewPlan:
    """Every town with its own crews and yards, one after the other."""
    crews: dict[CrewId, tuple[Step, ...]] = {}
    undone: list[Undone] = []
    finish_s = 0
    for t in range(towns):
        own = replace(
            problem,
            jobs=tuple(j for j in problem.jobs if j.community.startswith(f"t{t}-")),
            crews=tuple(c for c in problem.crews if c.community.startswith(f"t{t}-")),
            suppliers=tuple(y for y in problem.suppliers if y.id.startswith(f"t{t}-")),
        )
        plan = plan_crews(own, seconds=seconds, workers=workers)
        crews |= plan.crews
        undone += plan.undone
        finish_s = max(finish_s, plan.finish_s)
    return CrewPlan(crews, finish_s, 0, tuple(undone))


def night(seed: int, towns: int = 10, *, jobs: int = 386, crews: int = 40) -> CrewProblem:
    """Towns of the case's kind in two rows: neighbourhoods, crews and yards by chance, seeded."""
    luck = Random(seed)
    made = [_town(luck, t, jobs, crews) for t in range(towns)]
    return CrewProblem(
        format="crew-problem/1",
        starts_at="2020-02-03T18:00:00+08:00",
        deadline_s=10 * HOUR_S,
        travel=Travel(20 / 3.6, 1.3),
        jobs=tuple(j for town in made for j in town[0]),
        crews=tuple(c for town in made for c in town[1]),
        suppliers=tuple(y for town in made for y in town[2]),
    )


def _town(luck: Random, t: int, jobs: int, crews: int) -> tuple[list[Job], list[CrewOnShift], list[Yard]]:
    corner = (SIDE_M * (t // 2), SIDE_M * (t % 2))
    centres = [_place(luck, corner) for _ in range(45)]
    hoods = [n if n < len(centres) else luck.randrange(len(centres)) for n in range(jobs)]
    works = [_job(luck, t, n, hood, centres[hood]) for n, hood in enumerate(hoods)]
    yards = [Yard(SupplierId(f"t{t}-s{y}"), *_place(luck, corner), load_s=600) for y in range(4)]
    return works, [_crew(luck, t, k, _place(luck, corner)) for k in range(crews)], yards


def _job(luck: Random, t: int, n: int, hood: int, centre: tuple[float, float]) -> Job:
    gate = n == hood
    net_m = 0 if gate else luck.choice([3, 4, 4, 5, 5, 6, 6, 7, 8, 9, 10, 12, 14])
    return Job(
        id=JobId(f"t{t}-o{n}"),
        x_m=round(centre[0] + luck.gauss(0, 120), 1),
        y_m=round(centre[1] + luck.gauss(0, 120), 1),
        neighbourhood=NeighbourhoodId(f"t{t}-n{hood}"),
        community=f"t{t}-c{hood % 8}",
        kind="gate" if gate else "net",
        net_m=net_m,
        work_s=1200 if gate else int(1100 + 150 * net_m + luck.random() ** 2 * 1500),
        skills=("weld",) if luck.random() < 0.1 else (),
        priority=luck.randint(1, 3),
    )


def _crew(luck: Random, t: int, k: int, home: tuple[float, float]) -> CrewOnShift:
    late = luck.random() < 0.2
    early_home = luck.random() < 0.15
    return CrewOnShift(
        id=CrewId(f"t{t}-k{k}"),
        x_m=home[0],
        y_m=home[1],
        lender=OrganisationId(f"t{t}-l{k % 23}"),
        community=f"t{t}-c{k % 8}",
        from_s=luck.choice([3600, 5400, 7200]) if late else 0,
        until_s=luck.choice([7, 8, 9]) * HOUR_S if early_home else 10 * HOUR_S,
        van_m=luck.randrange(60, 121, 10),
        skills=("weld",) if k == 0 or luck.random() < 0.35 else (),
    )


def _place(luck: Random, corner: tuple[float, float]) -> tuple[float, float]:
    return round(corner[0] + luck.uniform(0, SIDE_M), 1), round(corner[1] + luck.uniform(0, SIDE_M), 1)


if __name__ == "__main__":
    main()
