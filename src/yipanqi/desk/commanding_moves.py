"""Looking for moves: from what is stuck now to a few plans beside the plan in force."""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice

from msgspec.structs import replace

from yipanqi.close.alarms import alarms
from yipanqi.close.model import Alarm, CrewRow, NightRow, OpeningRow, job_of
from yipanqi.close.moves import Candidate, MoveKind
from yipanqi.close.places import middle
from yipanqi.close.remaining import remaining, rest_of_plan
from yipanqi.close.state import Board
from yipanqi.desk.planning import OVERTIME_S
from yipanqi.desk.ports import Arrangement, Arranger, Scheduler
from yipanqi.ground.ids import CrewId, JobId, OpeningId
from yipanqi.ground.plane import Frame
from yipanqi.plan.crews.model import CrewPlan, CrewProblem, Step, Undone
from yipanqi.plan.jobs import WorkRules

A_KIND = 4
"""At most so many moves of one kind are looked into at a time, and each is tried with so many crews."""
LAST_JOBS = 6
STAY_S = 20.0
NEEDS: dict[str, MoveKind] = {
    "no_material": "bring_net",
    "no_fitters": "send_hands",
    "too_few_hands": "send_hands",
}
"""Blocked for want of something that can be brought; other reasons need people to talk."""


class MoveFinder:
    """Finds candidates on a board; asks the solvers only for plans that cost no search."""

    def __init__(self, rules: Callable[[Board], WorkRules], schedule: Scheduler, arrange: Arranger) -> None:
        self._rules = rules
        self._schedule = schedule
        self._arrange = arrange

    def find(self, board: Board, now: datetime) -> tuple[Candidate, ...]:
        """Every candidate worth weighing; none before there is a plan."""
        if board.night is None or board.plan is None:
            return ()
        left = remaining(board, board.night, board.planned, now, self._rules(board))
        base = self._arrange(left.problem, rest_of_plan(board, left.problem))
        stuck = alarms(board, now)
        return (
            *islice(self._reassigned(left.problem, base.plan, stuck), A_KIND),
            *islice(self._other_yards(left.problem, base.plan, stuck), A_KIND),
            *islice(self._brought(board, board.night, now, stuck), A_KIND),
            *self._replanned(board, board.night, now),
            *self._given(left.problem, base, stuck),
        )

    def named(self, board: Board, now: datetime, name: str) -> Candidate | None:
        """The candidate of that name, made anew on the board as it stands."""
        return next((c for c in self.find(board, now) if c.name == name), None)

    def _reassigned(
        self, problem: CrewProblem, base: CrewPlan, stuck: tuple[Alarm, ...]
    ) -> Iterator[Candidate]:
        """A silent crew's work to the others, as if it were lost."""
        for crew in (a.crew for a in stuck if a.code == "silent_crew"):
            if crew is None or not any(s.do == "job" for s in base.crews.get(crew, ())):
                continue
            without = replace(
                problem,
                crews=tuple(c for c in problem.crews if c.id != crew),
                locked=tuple(lock for lock in problem.locked if lock.crew != crew),
            )
            kept = _without(base, crew)
            after = self._schedule(without, seconds=0, seed=0, start=kept, stay_s=STAY_S)
            yield Candidate("reassign", without, kept, after, crew=crew)

    def _other_yards(
        self, problem: CrewProblem, base: CrewPlan, stuck: tuple[Alarm, ...]
    ) -> Iterator[Candidate]:
        """Net fetched elsewhere where a yard runs short."""
        short = dict.fromkeys(a.supplier for a in stuck if a.code in {"supplier_short", "shortage_ahead"})
        for yard in short:
            others = tuple(y for y in problem.suppliers if y.id != yard)
            if yard is None or not others:
                continue
            spared = replace(problem, suppliers=others)
            start = self._arrange(spared, base).plan
            after = self._schedule(spared, seconds=0, seed=0, start=start, stay_s=STAY_S)
            yield Candidate("other_yard", problem, base, after, supplier=yard)

    def _brought(
        self, board: Board, night: NightRow, now: datetime, stuck: tuple[Alarm, ...]
    ) -> Iterator[Candidate]:
        """Net or hands to a blocked opening, by whoever pays least for it."""
        for alarm in (a for a in stuck if a.code == "blocked" and a.opening is not None):
            row = board.openings[alarm.opening] if alarm.opening else None
            kind = NEEDS.get(str(row.reason)) if row is not None else None
            if row is None or kind is None:
                continue
            settled = _settled(board, row)
            left = remaining(settled, night, board.planned, now, self._rules(board))
            plan = _but(rest_of_plan(settled, left.problem), row.id)
            if all(job.id != job_of(row.id) for job in left.problem.jobs):
                continue
            base = self._arrange(left.problem, plan)
            tried = [
                (after, crew)
                for crew in _nearest(board, row, left.problem, base.plan, net=kind == "bring_net")
                if isinstance(after := base.with_job(job_of(row.id), crew), CrewPlan)
            ]
            if tried:
                after, crew = min(tried, key=lambda pair: (pair[0].finish_s, _end_of(pair[0], row.id)))
                yield Candidate(
                    kind, left.problem, base.plan, after, left.added, to_crew=crew, opening=row.id
                )

    def _replanned(self, board: Board, night: NightRow, now: datetime) -> Iterator[Candidate]:
        """Everything anew, where something has nobody; crews stay longer only if a hole stays open else."""
        before: CrewPlan | None = None
        best: Candidate | None = None
        for overtime_s in OVERTIME_S:
            left = remaining(board, night, board.planned, now, self._rules(board), overtime_s)
            start = self._arrange(left.problem, rest_of_plan(board, left.problem)).plan
            before = before or start  # what is in force knows of no overtime
            if not before.undone:
                return
            after = self._schedule(left.problem, seconds=0, seed=0, start=start, stay_s=STAY_S)
            if best is None or len(after.undone) < len(best.after.undone):
                best = Candidate("replan", left.problem, before, after, left.added)
            if not after.undone:
                break
        if best is not None:
            yield best

    def _given(
        self, problem: CrewProblem, base: Arrangement, stuck: tuple[Alarm, ...]
    ) -> Iterator[Candidate]:
        """One opening of a crew that is late or last to one that is through early: its best such move."""
        plan = base.plan
        held = {lock.job for lock in problem.locked}
        late = [a.crew for a in stuck if a.code == "late" and a.crew in plan.crews]
        last = sorted(plan.crews, key=lambda c: -_done_s(plan, c))[:A_KIND]
        for crew in islice(dict.fromkeys(c for c in (*late, *last) if c is not None), 2 * A_KIND):
            jobs = [JobId(s.at) for s in plan.crews[crew] if s.do == "job" and s.at not in held]
            tried = [
                (after.finish_s, _end_of(after, job), job, to, after)
                for job in jobs[-LAST_JOBS:]
                for to in _soonest(problem, plan, crew)
                if isinstance(after := base.with_job(job, to), CrewPlan)
            ]
            if tried:
                _, _, job, to, after = min(tried, key=lambda t: t[:4])
                yield Candidate("give", problem, plan, after, crew=crew, to_crew=to, opening=OpeningId(job))


def _without(plan: CrewPlan, crew: CrewId) -> CrewPlan:
    """The plan if a crew did nothing of what it still has to do."""
    theirs = [s for s in plan.crews.get(crew, ()) if s.do == "job"]
    others = {s.at for c, steps in plan.crews.items() if c != crew for s in steps if s.do == "job"}
    dropped = tuple(
        Undone(JobId(s.at), "nobody has heard of its crew", "crew-silent")
        for s in theirs
        if s.at not in others
    )
    crews = {c: steps for c, steps in plan.crews.items() if c != crew}
    return replace(plan, crews=crews, undone=(*plan.undone, *dropped), finish_s=_finish_s(crews))


def _but(plan: CrewPlan, opening: str) -> CrewPlan:
    """The plan without an opening, which nobody goes to as long as it is blocked."""
    crews = {
        c: tuple(s for s in steps if s.do != "job" or s.at != opening) for c, steps in plan.crews.items()
    }
    return replace(plan, crews=crews, finish_s=_finish_s(crews))


def _finish_s(crews: dict[CrewId, tuple[Step, ...]]) -> int:
    return max((s.ends_s for steps in crews.values() for s in steps if s.do == "job"), default=0)


def _settled(board: Board, row: OpeningRow) -> Board:
    """The board as if what blocks an opening were settled."""
    free = replace(row, state="planned", crew=None, reason=None)
    return replace(board, openings=board.openings | {row.id: free})


def _nearest(
    board: Board, row: OpeningRow, problem: CrewProblem, plan: CrewPlan, *, net: bool
) -> list[CrewId]:
    """The crews to try: nearest first, with net enough in the van where it is net that is wanted."""
    frame = Frame(middle(row.line))
    able = [
        board.crews[c.id]
        for c in problem.crews
        if c.id in board.crews and (not net or board.crews[c.id].load_m >= row.net_m)
    ]

    def away_m(crew: CrewRow) -> tuple[float, int]:
        x_m, y_m = frame.xy(crew.place)
        return (x_m * x_m + y_m * y_m) ** 0.5, _done_s(plan, crew.id)

    return [crew.id for crew in sorted(able, key=away_m)[: A_KIND + 1]]


def _soonest(problem: CrewProblem, plan: CrewPlan, but: CrewId) -> list[CrewId]:
    """The crews that are through first."""
    free = sorted((max(_done_s(plan, c.id), c.from_s), c.id) for c in problem.crews if c.id != but)
    return [crew for _, crew in free[: 2 * A_KIND]]


def _done_s(plan: CrewPlan, crew: CrewId) -> int:
    steps = plan.crews.get(crew, ())
    return steps[-1].ends_s if steps else 0


def _end_of(plan: CrewPlan, job: str) -> int:
    return max((s.ends_s for steps in plan.crews.values() for s in steps if s.at == job), default=0)
