"""The forecast's word: nights simulated with noise and replanned every half hour; is 80 % true in 80 of 100?

python benchmarks/crews_forecast.py ../shared/data/dispatch/night-[13].json --nights 8 --helping 2100 2700

A problem is a file, or the name of a night made up by `crew_nights.py`. Each night is played once; every
value of `--helping` makes its own forecasts of it at the same moments.
"""

import argparse
import math
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from msgspec.structs import replace

from yipanqi.plan.crews.forecast import UnderWay, forecast
from yipanqi.plan.crews.model import CrewOnShift, CrewPlan, CrewProblem
from yipanqi.plan.crews.noise import Took, learn
from yipanqi.plan.crews.travel import travel_s
from yipanqi.solvers.crews import plan_crews, warm_up

sys.path.insert(0, str(Path(__file__).parents[1]))  # so that it runs as a file and as a module
from benchmarks.crew_nights import night_at

EVERY_S = 1800
LONG_S = 60_000
"""Crews stay until all is done, or no finish could be compared."""


Told = dict[float, dict[int, list[tuple[float, float]]]]
"""By helping and moment: the share of the forecast before the real finish, and how early its median is."""


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("problems", nargs="+")
    parser.add_argument("--nights", type=int, default=20)
    parser.add_argument("--first-night", type=int, default=0, help="the first night's seed")
    parser.add_argument("--rounds", type=int, default=1500, help="rounds of each replan")
    parser.add_argument("--helping", type=float, nargs="+", default=[2100.0])
    wanted = parser.parse_args()
    warm_up(wait=True)
    pooled: dict[float, list[float]] = defaultdict(list)
    for path in wanted.problems:
        told = _told(path, wanted)
        for helping_s, moments in told.items():
            _print(path, helping_s, moments)
            pooled[helping_s] += [share for rows in moments.values() for share, _ in rows]
    for helping_s, shares in pooled.items():
        by = float((np.array(shares) <= 0.8).mean())
        print(f"all nights, helping {helping_s:.0f} s: by 80 % in {by:.2f} of {len(shares)}")


def _told(path: str, wanted: argparse.Namespace) -> Told:
    """What was forecast in all nights of one problem."""
    problem = night_at(path)
    problem = replace(problem, crews=tuple(replace(c, until_s=LONG_S) for c in problem.crews))
    first = plan_crews(problem, seconds=0, rounds=20_000)
    told: Told = {h: defaultdict(list) for h in wanted.helping}
    for seed in range(wanted.first_night, wanted.first_night + wanted.nights):
        night = Night(problem, first, seed, wanted.rounds, wanted.helping)
        finish_s = night.play()
        for helping_s, now_s, quantiles in night.forecasts:
            share = np.searchsorted(quantiles, finish_s) / 20.0
            told[helping_s][now_s].append((share, quantiles[9] - finish_s))
    return told


def _print(path: str, helping_s: float, moments: dict[int, list[tuple[float, float]]]) -> None:
    """One table, and its last line for those who want only that."""
    print(f"{Path(path).stem}, helping {helping_s:.0f} s")
    print("at s    nights  by 50 %  by 80 %  by 90 %  median early by s")
    most = max(len(rows) for rows in moments.values())
    for now_s, rows in sorted(moments.items()):
        if len(rows) > most // 2:
            share = np.array([row[0] for row in rows])
            kept = "".join(f"{(share <= q).mean():9.2f}" for q in (0.5, 0.8, 0.9))
            print(f"{now_s:6}  {len(rows):6}{kept}  {-np.mean([row[1] for row in rows]):10.0f}")
    every = np.array([row[0] for rows in moments.values() for row in rows])
    print(f"all moments: by 80 % in {(every <= 0.8).mean():.2f} of {len(every)}", flush=True)


class Night:
    """One simulated night: what really happens, and what was forecast on the way."""

    def __init__(
        self, problem: CrewProblem, plan: CrewPlan, seed: int, rounds: int, helping_s: list[float]
    ) -> None:
        self.problem, self.plan, self.rounds, self.helping_s, self.seed = (
            problem,
            plan,
            rounds,
            helping_s,
            seed,
        )
        self.rng = np.random.default_rng(seed)
        self.jobs = {str(j.id): j for j in problem.jobs}
        self.yards = {str(y.id): y for y in problem.suppliers}
        night = self.rng.normal(0, 0.10)
        kinds = {kind: self.rng.normal(0, 0.08) for kind in sorted({j.kind for j in problem.jobs})}
        self.crew_level = {str(c.id): self.rng.normal(0, 0.12) for c in problem.crews}
        self.job_level = {
            name: night + kinds[j.kind] + self.rng.normal(0, 0.25) for name, j in self.jobs.items()
        }
        self.crews = {str(c.id): c for c in problem.crews}
        self.done: dict[str, tuple[str, float, float]] = {}
        self.forecasts: list[tuple[float, int, Any]] = []

    def play(self) -> float:
        """The night to its end; when that is."""
        now_s = 0
        while len(self.done) < len(self.jobs):
            for name in self.crews:
                self._work(name, now_s, now_s + EVERY_S)
            now_s += EVERY_S
            if len(self.done) < len(self.jobs):
                self._replan(now_s)
        return max(end_s for _, _, end_s in self.done.values())

    def _work(self, name: str, now_s: float, until_s: float) -> None:
        """One crew's steps that begin before a moment."""
        for step in self.plan.crews.get(self.crews[name].id, ()):
            crew = self.crews[name]
            place = self.jobs[step.at] if step.do == "job" else self.yards[step.at]
            way_s = travel_s(self.problem.travel, (crew.x_m, crew.y_m), (place.x_m, place.y_m))
            begins_s = max(crew.from_s + way_s * math.exp(self.rng.normal(0, 0.15)), now_s)
            if begins_s >= until_s:
                return
            if step.do == "load":
                ends_s, level_m = begins_s + self.yards[step.at].load_s, crew.loaded_m + step.net_m
            else:
                took = self.jobs[step.at].work_s * math.exp(self.job_level[step.at] + self.crew_level[name])
                ends_s, level_m = begins_s + took, crew.loaded_m - step.net_m
                self.done[step.at] = (name, begins_s, ends_s)
            self.crews[name] = replace(
                crew, x_m=place.x_m, y_m=place.y_m, from_s=int(ends_s), loaded_m=min(level_m, crew.van_m)
            )

    def _replan(self, now_s: int) -> None:
        """Forecast and replan from what is known now."""
        busy = {k: (j, b) for j, (k, b, e) in self.done.items() if e > now_s}
        finished = [self._took(k, j, e - b) for j, (k, b, e) in self.done.items() if e <= now_s]
        under_way = [self._took(k, j, max(1.0, now_s - b)) for k, (j, b) in busy.items()]
        rest = replace(
            self.problem,
            crews=tuple(self._as_known(c, now_s, busy) for c in self.crews.values()),
            jobs=tuple(j for name, j in self.jobs.items() if name not in self.done),
        )
        self.plan = plan_crews(rest, seconds=0, rounds=self.rounds, start=self.plan, stay_s=15)
        still = [
            UnderWay(t.crew, t.kind, self.jobs[busy[t.crew][0]].neighbourhood, t.planned_s, t.took_s)
            for t in under_way
        ]
        noise = learn(finished, under_way)
        for helping_s in self.helping_s:
            told = forecast(
                rest,
                self.plan,
                runs=400,
                noise=noise,
                rng=np.random.default_rng((self.seed, now_s)),
                under_way=still,
                now_s=now_s,
                helping_s=helping_s,
            )
            self.forecasts.append((helping_s, now_s, np.array(told.quantiles_s)))

    def _took(self, crew: str, job: str, took_s: float) -> Took:
        return Took(self.crews[crew].id, self.jobs[job].kind, self.jobs[job].work_s, took_s)

    def _as_known(self, crew: CrewOnShift, now_s: int, busy: dict[str, tuple[str, float]]) -> CrewOnShift:
        """A crew as the desk sees it: a job under way is expected to take what was planned."""
        free_s = max(now_s, crew.from_s)
        if crew.id in busy:
            job, began_s = busy[crew.id]
            free_s = max(now_s + 60, int(began_s) + self.jobs[job].work_s)
        return replace(crew, from_s=free_s, loaded_m=max(0, crew.loaded_m))


if __name__ == "__main__":
    main()
