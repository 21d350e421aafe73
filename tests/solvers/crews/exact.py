"""The earliest finish of any plan of a tiny night, by depth first search over who does the next job.

Yards are ample. Crews of a team share the net as they like: any share that fits their vans is a plan.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations, product

from yipanqi.plan.crews.model import CrewProblem, Job
from yipanqi.plan.crews.travel import travel_matrix, ways_back


@dataclass(frozen=True)
class Crew:
    """Where a crew is free, from when, and the net in its van; `works` once it has done anything."""

    place: int
    free_s: int
    net_m: int
    works: bool = False


class Search:
    """All plans of one night, those that cannot be the best left out as soon as that is clear."""

    def __init__(self, problem: CrewProblem) -> None:
        self.problem = problem
        self.travel = travel_matrix(problem).tolist()
        self.back = ways_back(problem).tolist()
        self.first_yard = len(problem.crews)
        self.first_job = self.first_yard + len(problem.suppliers)
        self.best: int | None = None

    def run(self) -> int | None:
        """The earliest finish of a plan that does every job; None when there is no such plan."""
        crews = tuple(Crew(k, c.from_s, c.loaded_m) for k, c in enumerate(self.problem.crews))
        self._go(frozenset(range(len(self.problem.jobs))), crews, 0, 0)
        return self.best

    def _go(self, left: frozenset[int], crews: tuple[Crew, ...], since_s: int, last_s: int) -> None:
        """Do one of the jobs left, none before the one before it: in the order they start."""
        if self.best is not None and last_s >= self.best:
            return
        if not left:
            self._home(crews, last_s)
            return
        for j in left:
            for team in combinations(self._able(j), self.problem.jobs[j].crews):
                for start_s, after in self._together(j, team, crews):
                    if start_s >= since_s:
                        end_s = start_s + self.problem.jobs[j].work_s
                        self._go(left - {j}, after, start_s, max(last_s, end_s))

    def _able(self, j: int) -> list[int]:
        wanted = set(self.problem.jobs[j].skills)
        return [k for k, c in enumerate(self.problem.crews) if wanted <= set(c.skills)]

    def _together(
        self, j: int, team: tuple[int, ...], crews: tuple[Crew, ...]
    ) -> Iterator[tuple[int, tuple[Crew, ...]]]:
        """Every way a team can do a job: who loads where before, and who brings how much of the net."""
        job, there = self.problem.jobs[j], self.first_job + j
        for yards in product(range(-1, len(self.problem.suppliers)), repeat=len(team)):
            ready = [self._at(crews[k], k, yard, there) for k, yard in zip(team, yards, strict=True)]
            start_s = max(job.earliest_s, *(crew.free_s for crew in ready))
            end_s = start_s + job.work_s
            if any(end_s > self.problem.crews[k].until_s for k in team):
                continue
            for shares in _shares(job):
                if all(share <= crew.net_m for share, crew in zip(shares, ready, strict=True)):
                    after = list(crews)
                    for k, crew, share in zip(team, ready, shares, strict=True):
                        after[k] = Crew(there, end_s, crew.net_m - share, works=True)
                    yield start_s, tuple(after)

    def _at(self, crew: Crew, k: int, yard: int, there: int) -> Crew:
        """A crew that has come to a job, by a yard or straight."""
        if yard >= 0:
            place = self.first_yard + yard
            free_s = crew.free_s + self.travel[crew.place][place] + self.problem.suppliers[yard].load_s
            crew = Crew(place, free_s, self.problem.crews[k].van_m)
        return replace(crew, free_s=crew.free_s + self.travel[crew.place][there])

    def _home(self, crews: tuple[Crew, ...], last_s: int) -> None:
        """All is done: whoever worked is where it must end in time, and that may count."""
        for k, crew in enumerate(crews):
            home_s = crew.free_s + self.back[k][crew.place] if crew.works else 0
            if home_s > self.problem.crews[k].until_s:
                return
            last_s = max(last_s, home_s) if self.problem.counts_return else last_s
        self.best = last_s if self.best is None else min(self.best, last_s)


def _shares(job: Job) -> Iterator[tuple[int, ...]]:
    """Every way to share a job's net among one or two."""
    if job.crews == 1:
        yield (job.net_m,)
    else:
        yield from ((mine, job.net_m - mine) for mine in range(job.net_m + 1))


def exact_finish(problem: CrewProblem) -> int | None:
    """The earliest finish of any plan that does every job; None when there is none."""
    return Search(problem).run()
