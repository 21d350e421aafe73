"""The earliest finish of any plan of a tiny night, by depth first search over who does the next job.

Yards are ample. Crews of a team share the net as they like: any share that fits their vans is a plan.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations, product

from yipanqi.plan.crews.model import CrewProblem
from yipanqi.plan.crews.travel import travel_matrix, ways_back


@dataclass(frozen=True)
class Crew:
    """Where a crew is free and from when; the stretch between two loads it is in; whether it has worked."""

    place: int
    free_s: int
    stretch: int
    works: bool = False


@dataclass(frozen=True)
class So:
    """What has been done so far, in the order it starts.

    `room_m`: what a van holds in each stretch between loads; `taken`: each job's net, and the stretches it
    may come out of.
    """

    left: frozenset[int]
    crews: tuple[Crew, ...]
    room_m: tuple[int, ...]
    taken: tuple[tuple[int, frozenset[int]], ...] = ()
    since_s: int = 0
    last_s: int = 0

    def fits(self) -> bool:
        """Whether all net can come out of the vans: any jobs' together out of their stretches' (Hall)."""
        return all(
            sum(net_m for net_m, _ in some)
            <= sum(self.room_m[s] for s in frozenset[int]().union(*(stretches for _, stretches in some)))
            for size in range(1, len(self.taken) + 1)
            for some in combinations(self.taken, size)
        )


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
        crews = tuple(Crew(k, c.from_s, k) for k, c in enumerate(self.problem.crews))
        room_m = tuple(c.loaded_m for c in self.problem.crews)
        self._go(So(frozenset(range(len(self.problem.jobs))), crews, room_m))
        return self.best

    def _go(self, so: So) -> None:
        """Do one of the jobs left, none before the one before it."""
        if self.best is not None and so.last_s >= self.best:
            return
        if not so.left:
            self._home(so)
            return
        for j in so.left:
            for team in combinations(self._able(j), self.problem.jobs[j].crews):
                for after in self._together(so, j, team):
                    self._go(after)

    def _able(self, j: int) -> list[int]:
        wanted = set(self.problem.jobs[j].skills)
        return [k for k, c in enumerate(self.problem.crews) if wanted <= set(c.skills)]

    def _together(self, so: So, j: int, team: tuple[int, ...]) -> Iterator[So]:
        """Every way a team can do a job: who loads where before."""
        job = self.problem.jobs[j]
        for yards in product(range(-1, len(self.problem.suppliers)), repeat=len(team)):
            crews, room_m = list(so.crews), so.room_m
            for k, yard in zip(team, yards, strict=True):
                if yard >= 0:
                    crews[k] = self._loaded(crews[k], yard, len(room_m))
                    room_m = (*room_m, self.problem.crews[k].van_m)
            there_s = [crews[k].free_s + self.travel[crews[k].place][self.first_job + j] for k in team]
            start_s = max(job.earliest_s, *there_s)
            end_s = start_s + job.work_s
            if start_s < so.since_s or any(end_s > self.problem.crews[k].until_s for k in team):
                continue
            taken = (*so.taken, (job.net_m, frozenset(crews[k].stretch for k in team)))
            for k in team:
                crews[k] = Crew(self.first_job + j, end_s, crews[k].stretch, works=True)
            after = So(so.left - {j}, tuple(crews), room_m, taken, start_s, max(so.last_s, end_s))
            if after.fits():
                yield after

    def _loaded(self, crew: Crew, yard: int, stretch: int) -> Crew:
        """A crew that has filled its van at a yard."""
        place = self.first_yard + yard
        free_s = crew.free_s + self.travel[crew.place][place] + self.problem.suppliers[yard].load_s
        return replace(crew, place=place, free_s=free_s, stretch=stretch)

    def _home(self, so: So) -> None:
        """All is done: whoever worked is where it must end in time, and that may count."""
        last_s = so.last_s
        for k, crew in enumerate(so.crews):
            home_s = crew.free_s + self.back[k][crew.place] if crew.works else 0
            if home_s > self.problem.crews[k].until_s:
                return
            last_s = max(last_s, home_s) if self.problem.counts_return else last_s
        self.best = last_s if self.best is None else min(self.best, last_s)


def exact_finish(problem: CrewProblem) -> int | None:
    """The earliest finish of any plan that does every job; None when there is none."""
    return Search(problem).run()
