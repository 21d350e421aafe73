"""Plan against fact, once the night is over (复盘): by opening, crew, lender and neighbourhood."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from yipanqi.close.board import fold
from yipanqi.close.decisions_model import DecisionRow
from yipanqi.close.model import CrewRow, NightRow, OpeningRow, Totals
from yipanqi.close.problems_model import ProblemRow
from yipanqi.close.state import Board
from yipanqi.close.totals import totals
from yipanqi.ground.ids import CrewId, NeighbourhoodId, OpeningId, OrganisationId
from yipanqi.journal.envelope import Entry
from yipanqi.plan.events import Role


class OpeningPast(Struct, frozen=True):
    """One opening: what the first plan and the last had for it, and what became of it."""

    id: OpeningId
    name: str
    neighbourhood: NeighbourhoodId
    role: Role | None
    first_crew: CrewId | None = None
    first_due_at: datetime | None = None
    """By the first plan that had it."""
    last_crew: CrewId | None = None
    last_due_at: datetime | None = None
    plans: int = 0
    """How many plans gave it a crew or a time of their own: 1 where nothing was changed."""
    started_at: datetime | None = None
    done_at: datetime | None = None
    done_by: CrewId | None = None
    blocked_min: float = 0.0
    """Minutes it stood blocked, over the whole night."""
    blocked_times: int = 0
    state: str = "found"
    net_m: int = 0

    @property
    def late_min(self) -> float | None:
        """Minutes later than the first plan had it; less than nothing is earlier."""
        if self.done_at is None or self.first_due_at is None:
            return None
        return (self.done_at - self.first_due_at) / timedelta(minutes=1)


class CrewPast(Struct, frozen=True):
    """One crew: what the first plan gave it, and what it did."""

    id: CrewId
    name: str
    lender: OrganisationId
    people: int
    first_jobs: int
    """Openings the first plan gave it."""
    jobs_done: int
    loads: int
    net_m: int
    """Metres of net it put up."""
    first_at: datetime | None
    last_at: datetime | None
    """From the first to the last thing it did."""
    work_h: float
    """Hours at openings and yards."""
    out_h: float
    """Hours from the first thing it did to the last."""
    lent_h: float
    """Hours it was lent for, within the night."""
    lost: bool


class LenderPast(Struct, frozen=True):
    """One lender's crews together; hours of crews, and of people."""

    id: OrganisationId
    name: str
    crews: int
    people: int
    jobs_done: int
    net_m: int
    out_h: float
    people_h: float


class NeighbourhoodPast(Struct, frozen=True):
    """One neighbourhood: when the first plan had it closed, and when it was."""

    id: NeighbourhoodId
    name: str
    openings: int
    first_due_at: datetime | None
    closed_at: datetime | None
    ring: str


class Afterwards(Struct, frozen=True):
    """All of a night; times are when things happened."""

    name: str
    exercise: bool
    time_zone: str
    night: NightRow | None
    plans: int
    """How many were adopted."""
    first_finish_at: datetime | None
    """As the first plan had it."""
    finish_at: datetime | None
    """When the last opening was done."""
    totals: Totals
    openings: tuple[OpeningPast, ...]
    crews: tuple[CrewPast, ...]
    lenders: tuple[LenderPast, ...]
    neighbourhoods: tuple[NeighbourhoodPast, ...]
    problems: tuple[ProblemRow, ...]
    decisions: tuple[DecisionRow, ...]


def afterwards(entries: Iterable[Entry]) -> Afterwards:
    """What a journal says of its night; folds all of it once."""
    board, plans, first_finish = Board(), 0, None
    kept: dict[OpeningId, OpeningPast] = {}
    blocked: dict[OpeningId, datetime] = {}
    for entry in entries:
        before, board = board, fold(board, [entry])
        if board.survey_version != before.survey_version:
            kept, blocked, plans, first_finish = {}, {}, 0, None
        if board.plan is not None and board.plan != before.plan:
            plans += 1
            first_finish = first_finish or board.plan.finish_at
        if board.openings is not before.openings:
            for name, row in board.openings.items():
                if row is not before.openings.get(name):
                    past = kept.get(name) or OpeningPast(name, row.name, row.neighbourhood, row.role)
                    kept[name] = _seen(_waited(past, row, blocked, entry), row, board)
    ends = [past.done_at for past in kept.values() if past.done_at is not None]
    crews = tuple(_crew(board, row, kept) for row in board.crews.values())
    return Afterwards(
        name=board.name,
        exercise=board.exercise,
        time_zone=board.time_zone,
        night=board.night,
        plans=plans,
        first_finish_at=first_finish,
        finish_at=max(ends, default=None),
        totals=totals(board),
        openings=tuple(kept.values()),
        crews=crews,
        lenders=_lenders(board, crews),
        neighbourhoods=_neighbourhoods(board, kept),
        problems=tuple(board.problems.values()),
        decisions=tuple(board.decisions.values()),
    )


def _waited(
    past: OpeningPast, row: OpeningRow, blocked: dict[OpeningId, datetime], entry: Entry
) -> OpeningPast:
    """How long it stood blocked; counted when that ends."""
    at = row.since or entry.happened_at
    if row.state == "blocked":
        if row.id not in blocked:
            blocked[row.id] = at
            return replace(past, blocked_times=past.blocked_times + 1)
        return past
    began = blocked.pop(row.id, None)
    if began is None:
        return past
    return replace(past, blocked_min=past.blocked_min + max(0.0, (at - began) / timedelta(minutes=1)))


def _seen(past: OpeningPast, row: OpeningRow, board: Board) -> OpeningPast:
    """The opening's past with what its row says now."""
    if row.due_at is not None and (row.crew, row.due_at) != (past.last_crew, past.last_due_at):
        first = past.first_due_at is None
        past = replace(
            past,
            first_crew=row.crew if first else past.first_crew,
            first_due_at=row.due_at if first else past.first_due_at,
            last_crew=row.crew,
            last_due_at=row.due_at,
            plans=past.plans + 1,
        )
    started = row.since if row.state == "under_way" and past.started_at is None else past.started_at
    done = row.state == "done"
    by = tuple(board.done_by.get(row.id, ()))
    return replace(
        past,
        role=row.role,
        state=row.state,
        started_at=started,
        done_at=row.since if done else None,
        done_by=by[-1] if done and by else None,
        net_m=row.net_m,
    )


def _crew(board: Board, row: CrewRow, kept: dict[OpeningId, OpeningPast]) -> CrewPast:
    happened = [step for step in row.steps if step.state in ("done", "dropped", "under_way")]
    first = min((s.starts_at for s in happened), default=None)
    last = max((s.ends_at for s in happened), default=None)
    mine = [p for p in kept.values() if p.state == "done" and row.id in board.done_by.get(p.id, ())]
    night_h = _hours(board.night.starts_at, board.night.deadline_at) if board.night else None
    lent_h = max(0, row.until_s - row.from_s) / 3600
    return CrewPast(
        id=row.id,
        name=row.name,
        lender=row.lender,
        people=row.people,
        first_jobs=sum(p.first_crew == row.id for p in kept.values()),
        jobs_done=len(mine),
        loads=sum(s.do == "load" and s.state == "done" for s in row.steps),
        net_m=sum(p.net_m for p in mine if p.done_by == row.id),
        first_at=first,
        last_at=last,
        work_h=sum((_hours(s.starts_at, s.ends_at) for s in happened), 0.0),
        out_h=_hours(first, last) if first is not None and last is not None else 0.0,
        lent_h=lent_h if night_h is None else min(lent_h, night_h),
        lost=row.state == "lost",
    )


def _hours(start: datetime, end: datetime) -> float:
    return max(0.0, (end - start) / timedelta(hours=1))


def _lenders(board: Board, crews: Iterable[CrewPast]) -> tuple[LenderPast, ...]:
    by_lender: dict[OrganisationId, list[CrewPast]] = {}
    for crew in crews:
        by_lender.setdefault(crew.lender, []).append(crew)
    return tuple(
        LenderPast(
            id=lender,
            name=board.organisations[lender].name if lender in board.organisations else str(lender),
            crews=len(lent),
            people=sum(c.people for c in lent),
            jobs_done=sum(c.jobs_done for c in lent),
            net_m=sum(c.net_m for c in lent),
            out_h=sum(c.out_h for c in lent),
            people_h=sum(c.out_h * c.people for c in lent),
        )
        for lender, lent in by_lender.items()
    )


def _neighbourhoods(board: Board, kept: dict[OpeningId, OpeningPast]) -> tuple[NeighbourhoodPast, ...]:
    told = []
    for row in board.neighbourhoods.values():
        if row.walled:
            continue
        own = [kept[o] for o in board.openings_of.get(row.id, ()) if o in kept]
        due = [p.first_due_at for p in own if p.first_due_at is not None and p.role not in (None, "inside")]
        told.append(
            NeighbourhoodPast(row.id, row.name, row.openings, max(due, default=None), row.closed_at, row.ring)
        )
    return tuple(told)
