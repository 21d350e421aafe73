"""What one crew's phone needs for the night: its steps, the places, whom it works with, who has what now."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from msgspec import Struct

from yipanqi.close.claims import version_of
from yipanqi.close.decisions_model import DecisionRow
from yipanqi.close.model import (
    BlockedReason,
    CrewRow,
    CrewState,
    NightRow,
    OpeningRow,
    OpeningState,
    StepRow,
)
from yipanqi.close.problems_model import ProblemRow
from yipanqi.close.state import Board
from yipanqi.desk.field_jobs import FreeJob, free_jobs, taken_steps, taken_until
from yipanqi.desk.permissions import Person
from yipanqi.desk.ports import Clock
from yipanqi.desk.views import ClockView
from yipanqi.ground.ids import CrewId, NeighbourhoodId, OpeningId, SupplierId
from yipanqi.ground.plane import LonLat
from yipanqi.plan.events import Role
from yipanqi.survey.model import Area


class Partner(Struct, frozen=True):
    """Another crew at the same opening, and how to call it."""

    crew: CrewId
    name: str
    phone: str
    starts_at: datetime | None = None
    """When the plan has it begin there; None where the plan does not send it."""


class JobCard(Struct, frozen=True):
    """An opening as its crew needs it: where, what, with whom, and what the board holds of it."""

    opening: OpeningId
    neighbourhood: NeighbourhoodId
    neighbourhood_name: str
    name: str
    line: tuple[LonLat, LonLat]
    width_m: float
    vehicle: bool
    state: OpeningState
    role: Role | None = None
    net_m: int = 0
    crews: int = 1
    """How many crews the work takes at the same time."""
    skills: tuple[str, ...] = ()
    crew: CrewId | None = None
    """Who has it now; another than the phone's own when it was given away meanwhile."""
    crew_name: str = ""
    crew_phone: str = ""
    due_at: datetime | None = None
    since: datetime | None = None
    reason: BlockedReason | None = None
    note: str = ""
    photo: str | None = None
    done_by: tuple[str, ...] = ()
    """Names of the crews that say they did it; two or more contradict each other."""
    found_tonight: bool = False
    partners: tuple[Partner, ...] = ()
    claim_version: int = 0
    """Of the claims on it, to give it back on."""
    taken_until: datetime | None = None
    """This crew took it by itself, and may give it back; until when it holds unless work begins."""


class YardCard(Struct, frozen=True):
    """A supplier's yard, and what it has left."""

    id: SupplierId
    name: str
    place: LonLat
    phone: str
    load_s: int
    stock_m: int | None


class NearNeighbourhood(Struct, frozen=True):
    """A neighbourhood near the crew's places, so that a found opening can be told to be its."""

    id: NeighbourhoodId
    name: str
    area: Area


class MyCrew(Struct, frozen=True):
    """The crew whose phone this is."""

    id: CrewId
    name: str
    lender: str
    people: int
    state: CrewState
    place: LonLat
    van_m: int
    load_m: int
    skills: tuple[str, ...]
    from_at: datetime | None
    until_at: datetime | None


class CrewChoice(Struct, frozen=True):
    """A crew somebody may say is theirs."""

    id: CrewId
    name: str
    lender: str


class FieldCard(Struct, frozen=True):
    """A crew's night at one position of the journal."""

    board: str
    journal: str
    """The id of the journal's first entry: a restored backup keeps it, another board has another."""
    exercise: bool
    time_zone: str
    attribution: str
    position: int
    clock: ClockView
    forgotten: bool
    """The journal does not hold the receipt the phone showed: it was restored from an older backup."""
    night: NightRow | None
    plan_version: int
    """0 while no plan is in force."""
    crew: MyCrew | None
    """None until the phone says whose it is; then `choices` lists who may be chosen."""
    choices: tuple[CrewChoice, ...] = ()
    steps: tuple[StepRow, ...] = ()
    jobs: tuple[JobCard, ...] = ()
    """Every opening among the steps, and those the phone asked for besides."""
    yards: tuple[YardCard, ...] = ()
    free: tuple[FreeJob, ...] = ()
    """Openings nobody has, which this crew may take by itself, the nearest first."""
    problems: tuple[ProblemRow, ...] = ()
    """What this crew raised, or was raised of its openings, and what came of it."""
    decisions: tuple[DecisionRow, ...] = ()
    """In force, about those problems or to be carried out by this crew."""
    neighbourhoods: tuple[NearNeighbourhood, ...] = ()
    map_key: str = ""
    """Names the map below; whoever shows the same key gets none again."""
    map: dict[str, Any] | None = None
    """The streets around the places (GeoJSON, WGS 84, `layer` in each feature's properties)."""


def whose(board: Board, person: Person, asked: str) -> CrewId | None:
    """The crew a phone is for: the one asked for, else the person's own."""
    for crew in (asked, person.scope.crew):
        if crew in board.crews:
            return CrewId(crew)
    return None


def choices(board: Board, person: Person) -> tuple[CrewChoice, ...]:
    """Crews this person may pick from: their organisation's if it lends any, else all."""
    own = [c for c in board.crews.values() if c.lender == person.scope.organisation]
    return tuple(CrewChoice(c.id, c.name, _lender(board, c)) for c in own or board.crews.values())


def field_card(
    board: Board,
    clock: Clock,
    person: Person,
    *,
    asked: str | None,
    also: Iterable[str],
    journal: str,
    forgotten: bool,
) -> FieldCard:
    """The card without its map; `also` are openings the phone still holds reports of.

    `asked` is the crew it is for; "" means the person's own, None that they want to choose.
    """
    crew = None if asked is None else whose(board, person, asked)
    row = board.crews[crew] if crew is not None else None
    now = clock.now()
    steps = (*row.steps, *taken_steps(board, row, now)) if row else ()
    openings = _openings(board, steps, also) if row else []
    problems = _problems(board, row, {o.id for o in openings}) if row else ()
    return FieldCard(
        board=board.name,
        journal=journal,
        exercise=board.exercise,
        time_zone=board.time_zone,
        attribution=board.attribution,
        position=board.position,
        clock=ClockView(now, clock.rate()),
        forgotten=forgotten,
        night=board.night,
        plan_version=board.plan.version if board.plan else 0,
        crew=_mine(board, row) if row else None,
        choices=() if row else choices(board, person),
        steps=steps,
        jobs=tuple(_job(board, row, o, now) for o in openings) if row else (),
        yards=_yards(board) if row else (),
        free=free_jobs(board, row, now) if row else (),
        problems=problems,
        decisions=_decisions(board, row, {p.id for p in problems}) if row else (),
    )


def places_of(card: FieldCard) -> tuple[LonLat, ...]:
    """The middle of every opening on the card, in its order."""
    return tuple(middle(job.line) for job in card.jobs)


def middle(line: tuple[LonLat, LonLat]) -> LonLat:
    """Halfway across an opening."""
    (west, south), (east, north) = line
    return (west + east) / 2, (south + north) / 2


def _lender(board: Board, crew: CrewRow) -> str:
    organisation = board.organisations.get(crew.lender)
    return organisation.name if organisation else crew.lender


def _mine(board: Board, crew: CrewRow) -> MyCrew:
    return MyCrew(
        id=crew.id,
        name=crew.name,
        lender=_lender(board, crew),
        people=crew.people,
        state=crew.state,
        place=crew.place,
        van_m=crew.van_m,
        load_m=crew.load_m,
        skills=crew.skills,
        from_at=crew.from_at,
        until_at=crew.until_at,
    )


def _openings(board: Board, steps: Iterable[StepRow], also: Iterable[str]) -> list[OpeningRow]:
    """Every opening in the crew's steps, then those asked for, each once; unknown ones are left out."""
    names = [step.at for step in steps if step.do == "job"]
    return [board.openings[OpeningId(o)] for o in dict.fromkeys((*names, *also)) if o in board.openings]


def _job(board: Board, mine: CrewRow, row: OpeningRow, now: datetime) -> JobCard:
    neighbourhood = board.neighbourhoods.get(row.neighbourhood)
    work = board.planned.get(row.id)
    owner = board.crews.get(row.crew) if row.crew else None
    return JobCard(
        opening=row.id,
        neighbourhood=row.neighbourhood,
        neighbourhood_name=neighbourhood.name if neighbourhood else "",
        name=row.name,
        line=row.line,
        width_m=row.width_m,
        vehicle=row.vehicle,
        state=row.state,
        role=row.role,
        net_m=row.net_m,
        crews=work.crews if work else 1,
        skills=work.skills if work else (),
        crew=row.crew,
        crew_name=owner.name if owner else "",
        crew_phone=owner.phone if owner else "",
        due_at=row.due_at,
        since=row.since,
        reason=row.reason,
        note=row.note,
        photo=row.photo,
        done_by=_names(board, board.done_by.get(row.id, ())),
        found_tonight=row.found_tonight,
        partners=_partners(board, mine, row),
        claim_version=version_of(row),
        taken_until=taken_until(row, mine, now),
    )


def _names(board: Board, crews: Iterable[CrewId]) -> tuple[str, ...]:
    return tuple(board.crews[c].name if c in board.crews else c for c in crews)


def _partners(board: Board, mine: CrewRow, row: OpeningRow) -> tuple[Partner, ...]:
    """Other crews that the plan in force sends to the same opening, earliest first."""
    there = [
        Partner(other.id, other.name, other.phone, step.starts_at)
        for crew, steps in board.schedule.items()
        if crew != mine.id and (other := board.crews.get(crew)) is not None
        for step in steps
        if step.do == "job" and step.at == row.id
    ]
    return tuple(sorted(there, key=lambda p: (p.starts_at is None, p.starts_at, p.crew)))


def _yards(board: Board) -> tuple[YardCard, ...]:
    return tuple(
        YardCard(s.id, s.name, s.place, s.phone, s.load_s, s.stock_m) for s in board.suppliers.values()
    )


def _problems(board: Board, crew: CrewRow, openings: set[OpeningId]) -> tuple[ProblemRow, ...]:
    return tuple(p for p in board.problems.values() if p.crew == crew.id or p.opening in openings)


def _decisions(board: Board, crew: CrewRow, problems: set[str]) -> tuple[DecisionRow, ...]:
    return tuple(
        d
        for d in board.decisions.values()
        if d.replaced_by is None and (d.crew == crew.id or d.about in problems)
    )
