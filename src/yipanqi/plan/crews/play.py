"""A plan played out in many runs at once: crews, ways, loads, teams, and help for who runs late."""

import numpy as np
from numpy.typing import NDArray

from yipanqi.ground.ids import CrewId, NeighbourhoodId
from yipanqi.plan.crews.chance import Chance, UnderWay
from yipanqi.plan.crews.model import CrewPlan, CrewProblem, Job, Step
from yipanqi.plan.crews.travel import travel_matrix

Floats = NDArray[np.float64]


class Play:
    """All runs of a night under way; arrays by crew have shape (crews, runs).

    `helping_s`: a job that somebody else could start so much sooner goes to that crew, as the desk would
    replan it; None keeps every job where the plan has it.
    """

    def __init__(self, problem: CrewProblem, chance: Chance, helping_s: float | None) -> None:
        self.problem, self.chance, self.helping_s = problem, chance, helping_s
        crews, yards = problem.crews, problem.suppliers
        self.way_s = travel_matrix(problem).astype(np.float32)
        self.crew_number: dict[str, int] = {c.id: n for n, c in enumerate(crews)}
        self.yard_number: dict[str, int] = {y.id: n for n, y in enumerate(yards)}
        self.job_number: dict[str, int] = {j.id: n for n, j in enumerate(problem.jobs)}
        self.all_runs = np.arange(chance.runs)
        self.free_s = np.tile(np.array([[float(c.from_s)] for c in crews]), (1, chance.runs))
        self.place = np.tile(np.arange(len(crews))[:, None], (1, chance.runs))
        self.room_m = np.tile(np.array([[c.loaded_m] for c in crews]), (1, chance.runs))
        self.van_m = np.array([c.van_m for c in crews])
        self.speed = np.exp(chance.crew_level)
        self.until_s = np.array([[float(c.until_s)] for c in crews])
        self.closed: dict[NeighbourhoodId, Floats] = {}
        self.teams: dict[str, dict[int, Floats]] = {}
        self.able: dict[tuple[str, ...], NDArray[np.intp]] = {}

    def begin(self, under_way: UnderWay, now_s: float) -> None:
        """A crew is busy with something that began before the plan."""
        crew = self.crew_number[under_way.crew]
        self.free_s[crew] = now_s + self.chance.still_s(under_way, crew)
        self._close(under_way.neighbourhood, self.free_s[crew])

    def run(self, plan: CrewPlan) -> dict[NeighbourhoodId, Floats]:
        """Everything in planned order; when each neighbourhood closes, shape (runs,)."""
        steps = [
            (step.starts_s, step.ends_s, n, crew, step)
            for crew, route in plan.crews.items()
            for n, step in enumerate(route)
        ]
        for _, _, _, crew, step in sorted(steps, key=lambda s: s[:3]):
            if step.do == "load":
                self._load(crew, step)
            elif self.problem.jobs[self.job_number[step.at]].crews == 1:
                self._job(crew, self.problem.jobs[self.job_number[step.at]])
            else:
                self._team(crew, self.problem.jobs[self.job_number[step.at]], step)
        return self.closed

    def _load(self, crew_id: CrewId, step: Step) -> None:
        crew, number = self.crew_number[crew_id], self.yard_number[step.at]
        yard = self.problem.suppliers[number]
        there = self._arrives(crew, len(self.problem.crews) + number)
        self.free_s[crew] = np.maximum(there, yard.opens_s) + yard.load_s
        self.place[crew] = len(self.problem.crews) + number
        self.room_m[crew] = np.minimum(self.room_m[crew] + step.net_m, self.problem.crews[crew].van_m)

    def _arrives(self, crew: int, place: int) -> Floats:
        """When a crew reaches a place; shape (runs,)."""
        there: Floats = self.free_s[crew] + self.way_s[self.place[crew], place] * self.chance.way_ratio()
        return there

    def _job(self, crew_id: CrewId, job: Job) -> None:
        """One crew's job, by the planned crew or, where that helps enough, by another."""
        place = len(self.problem.crews) + len(self.problem.suppliers) + self.job_number[job.id]
        who = np.full(self.chance.runs, self.crew_number[crew_id])
        way_s = self.way_s[self.place[who, self.all_runs], place]
        if self.helping_s is not None:
            who, way_s = self._helped(who, way_s, place, job)
        start = self.free_s[who, self.all_runs] + way_s * self.chance.way_ratio()
        start += self._refill(who, job.net_m)
        ratio = self.speed[who, self.all_runs] * self.chance.job_ratio(job.kind)
        end = np.maximum(start, job.earliest_s) + job.work_s * ratio
        self.free_s[who, self.all_runs] = end
        self.place[who, self.all_runs] = place
        self.room_m[who, self.all_runs] -= job.net_m
        self._close(job.neighbourhood, end)

    def _helped(
        self, who: NDArray[np.int64], way_s: NDArray[np.float32], place: int, job: Job
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Who really does a job, and the way there: the crew that can start much sooner, if there is one."""
        able = self._able(job)
        if not len(able) or self.helping_s is None:
            return who, way_s
        ways = self.way_s[self.place[able], place]
        start = self.free_s[able] + ways
        ends = start + job.work_s * self.speed[able]
        start += np.where(self.room_m[able] < job.net_m, self._usual_refill_s(), 0.0)
        start = np.where(ends <= self.until_s[able], start, np.inf)
        best = start.argmin(axis=0)
        mine = self.free_s[who, self.all_runs] + way_s
        moves = start[best, self.all_runs] + self.helping_s < mine
        return np.where(moves, able[best], who), np.where(moves, ways[best, self.all_runs], way_s)

    def _able(self, job: Job) -> NDArray[np.intp]:
        """Crews with the skills for a job."""
        if job.skills not in self.able:
            skilled = [n for n, c in enumerate(self.problem.crews) if set(job.skills) <= set(c.skills)]
            self.able[job.skills] = np.array(skilled, dtype=np.intp)
        return self.able[job.skills]

    def _usual_refill_s(self) -> float:
        """What fetching more net usually costs: loading, and as long again on the road."""
        return 2.0 * min((y.load_s for y in self.problem.suppliers), default=0)

    def _refill(self, who: NDArray[np.int64], net_m: int) -> Floats:
        """Seconds for fetching more net where a van has too little; the van is full then."""
        now_m = self.room_m[who, self.all_runs]
        short = now_m < net_m
        self.room_m[who, self.all_runs] = np.where(short, self.van_m[who], now_m)
        return np.where(short, self._usual_refill_s(), 0.0)

    def _team(self, crew_id: CrewId, job: Job, step: Step) -> None:
        """One crew's part in a job for several: it waits until the last of them is there."""
        crew = self.crew_number[crew_id]
        place = len(self.problem.crews) + len(self.problem.suppliers) + self.job_number[job.id]
        team = self.teams.setdefault(job.id, {})
        team[crew] = np.maximum(self._arrives(crew, place), job.earliest_s)
        self.room_m[crew] -= step.net_m
        self.place[crew] = place
        if len(team) < job.crews:
            return
        start = np.max(list(team.values()), axis=0)
        ratio = self.chance.job_ratio(job.kind)
        for member in team:
            self.free_s[member] = start + job.work_s * ratio * self.speed[member]
        self._close(job.neighbourhood, np.max([self.free_s[m] for m in team], axis=0))

    def _close(self, neighbourhood: NeighbourhoodId, end: Floats) -> None:
        """A neighbourhood is closed when the last of its jobs has ended."""
        before = self.closed.get(neighbourhood)
        self.closed[neighbourhood] = end.copy() if before is None else np.maximum(before, end)
