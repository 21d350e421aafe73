"""What is left of the night, as a crew problem: the first plan and every replan start here."""

from datetime import datetime, timedelta
from math import ceil

from msgspec import Struct

from yipanqi.close.claims import held
from yipanqi.close.goods_ahead import pending
from yipanqi.close.loans import joined
from yipanqi.close.model import CrewRow, NightRow, OpeningRow, StepRow, job_of
from yipanqi.close.places import frame_of, middle
from yipanqi.close.state import Board
from yipanqi.ground.ids import JobId, OpeningId, SupplierId
from yipanqi.ground.plane import Frame, LonLat
from yipanqi.ground.time import after, seconds_between
from yipanqi.plan.crews.model import (
    CrewOnShift,
    CrewPlan,
    CrewProblem,
    Delivery,
    Job,
    Locked,
    Step,
    Undone,
    Yard,
)
from yipanqi.plan.events import PlannedOpening
from yipanqi.plan.goods.materials import NET
from yipanqi.plan.jobs import WorkRules


class Remaining(Struct, frozen=True):
    """A crew problem, and the openings it adds to those already planned."""

    problem: CrewProblem
    added: tuple[PlannedOpening, ...]


def remaining(
    board: Board,
    night: NightRow,
    planned: dict[OpeningId, PlannedOpening],
    now: datetime,
    rules: WorkRules,
    overtime_s: int = 0,
) -> Remaining:
    """The work that is neither done, blocked nor under way, and the crews as they stand now.

    Work under way stays with its crew, which is free when that is over; a crew on its way
    keeps where it is going, and an opening locked to a crew, or taken by it, stays with it. `overtime_s`
    lets crews stay that much longer than they were lent for, which is asked for only when a hole would
    stay open otherwise.
    """
    frame = frame_of(board)
    added = tuple(
        PlannedOpening(o.id, "bar", net_m := max(1, ceil(o.width_m)), rules.work_s("bar", net_m))
        for o in board.openings.values()
        if o.found_tonight and o.id not in planned
    )
    work = planned | {p.opening: p for p in added}
    jobs = [
        _job(board, o, work[o.id], frame)
        for o in board.openings.values()
        if o.id in work and work[o.id].role != "inside" and is_left(board, o)
    ]
    crews = [
        _crew(board, c, night, now, frame, overtime_s) for c in board.crews.values() if c.state != "lost"
    ]
    coming = _coming(board, night, now)
    open_jobs = {job.id for job in jobs}
    locked = [
        Locked(job_of(c.job), c.id)
        for c in board.crews.values()
        if c.state == "on_the_way" and c.job is not None and job_of(c.job) in open_jobs
    ]
    going = {lock.job for lock in locked}
    there = {crew.id for crew in crews}
    locked += [
        Locked(job_of(opening), crew)
        for opening, crew in held(board, now).items()
        if crew in there and job_of(opening) in open_jobs - going
    ]
    problem = CrewProblem(
        format="crew-problem/1",
        starts_at=night.starts_at.isoformat(),
        deadline_s=int(seconds_between(night.starts_at, night.deadline_at)) + overtime_s,
        travel=rules.travel,
        jobs=tuple(jobs),
        crews=tuple(crews),
        suppliers=tuple(
            Yard(
                y.id,
                *frame.xy(y.place),
                y.load_s,
                None if y.stock_m is None else max(0, y.stock_m),
                opens_s=y.opens_s,
                closes_s=y.closes_s,
                deliveries=coming.get(y.id, ()) if y.stock_m is not None else (),
            )
            for y in board.suppliers.values()
        ),
        locked=tuple(locked),
    )
    return Remaining(problem, added)


def _coming(board: Board, night: NightRow, now: datetime) -> dict[SupplierId, tuple[Delivery, ...]]:
    """Net that is ordered and still to come, when it is due; nobody counts on what is overdue."""
    told: dict[SupplierId, tuple[Delivery, ...]] = {}
    for order in pending(board):
        if order.good == NET and order.due_at > now:
            delivery = Delivery(
                ceil(seconds_between(night.starts_at, order.due_at)), order.amount - order.arrived
            )
            told[order.supplier] = (*told.get(order.supplier, ()), delivery)
    return told


def is_left(board: Board, opening: OpeningRow) -> bool:
    """Whether an opening still has to be given to somebody."""
    if opening.role == "inside" or opening.state in {"done", "blocked"}:
        return False
    if opening.state != "under_way":
        return True
    crew = board.crews.get(opening.crew) if opening.crew is not None else None
    return crew is not None and crew.state == "lost"


def _job(board: Board, opening: OpeningRow, part: PlannedOpening, frame: Frame) -> Job:
    x_m, y_m = frame.xy(middle(opening.line))
    place = board.neighbourhoods.get(opening.neighbourhood)
    return Job(
        id=job_of(opening.id),
        x_m=x_m,
        y_m=y_m,
        neighbourhood=opening.neighbourhood,
        community=(place.community or "") if place else "",
        kind=part.role,
        net_m=part.net_m,
        work_s=part.work_s,
        skills=part.skills,
        crews=part.crews,
        priority=3 if part.role != "bar" else 1,
    )


def _crew(
    board: Board, crew: CrewRow, night: NightRow, now: datetime, frame: Frame, overtime_s: int
) -> CrewOnShift:
    """The crew where and when it is next free, with what its van holds then."""
    starts = night.starts_at
    from_s = seconds_between(starts, crew.from_at) if crew.from_at else crew.from_s
    free_s = max(from_s, seconds_between(starts, now))
    load_m, place = crew.load_m, crew.place
    for step in crew.steps:
        if step.state == "under_way" and step.do == "job":
            ends = max(step.ends_at, now + timedelta(minutes=1))
            free_s = max(free_s, seconds_between(starts, ends))
            load_m -= step.net_m
            place = _at(board, step.at, place)
    x_m, y_m = frame.xy(place)
    return CrewOnShift(
        id=crew.id,
        x_m=x_m,
        y_m=y_m,
        lender=crew.lender,
        community=_community(board, crew),
        from_s=ceil(free_s),
        until_s=max(ceil(free_s), crew.until_s + overtime_s),
        van_m=crew.van_m,
        loaded_m=min(crew.van_m, max(0, load_m)),
        skills=_skills(board, crew, after(starts, ceil(free_s))),
    )


def _skills(board: Board, crew: CrewRow, at: datetime) -> tuple[str, ...]:
    """What a crew can do from a moment on, with the people on loan who are with it then."""
    more = [s for loan in joined(board, crew.id) if loan.from_at <= at < loan.until_at for s in loan.skills]
    return tuple(dict.fromkeys([*crew.skills, *more]))


def _community(board: Board, crew: CrewRow) -> str:
    """Whose own neighbourhoods a crew would close if each were for itself: its lender's, if that has any."""
    lender = board.organisations.get(crew.lender)
    return crew.lender if lender is not None and lender.kind == "community" else ""


def _at(board: Board, opening: str, otherwise: LonLat) -> LonLat:
    row = board.openings.get(OpeningId(opening))
    return middle(row.line) if row else otherwise


def rest_of_plan(board: Board, problem: CrewProblem) -> CrewPlan:
    """The plan's steps that are still to come, in seconds of the night."""
    starts = board.night.starts_at if board.night else datetime.fromisoformat(problem.starts_at)
    left: set[str] = {job.id for job in problem.jobs}
    crews = {
        crew.id: tuple(
            _step(s, starts) for s in board.crews[crew.id].steps if s.state == "to_come" and _wanted(s, left)
        )
        for crew in problem.crews
    }
    given = {s.at for steps in crews.values() for s in steps if s.do == "job"}
    undone = tuple(Undone(JobId(job), "nobody is given to it") for job in sorted(left) if job not in given)
    finish_s = max((s.ends_s for steps in crews.values() for s in steps), default=0)
    return CrewPlan(crews=crews, finish_s=finish_s, bound_s=0, undone=undone)


def _wanted(step: StepRow, left: set[str]) -> bool:
    return step.do == "load" or step.at in left


def _step(step: StepRow, starts: datetime) -> Step:
    return Step(
        do=step.do,
        at=step.at,
        starts_s=round(seconds_between(starts, step.starts_at)),
        ends_s=round(seconds_between(starts, step.ends_at)),
        net_m=step.net_m,
    )
