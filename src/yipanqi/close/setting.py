"""How the survey and an adopted plan set the board's rows."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from yipanqi.close.closure_events import ClosureState
from yipanqi.close.closures import grounded
from yipanqi.close.goods import orders_out
from yipanqi.close.goods_model import GoodsState
from yipanqi.close.loans import with_joined
from yipanqi.close.model import (
    CrewRow,
    Happening,
    NeighbourhoodRow,
    NightRow,
    OpeningRow,
    OrganisationRow,
    PlanRow,
    StepRow,
    SupplierRow,
)
from yipanqi.close.rings import refreshed
from yipanqi.close.state import Board, Proposal, note
from yipanqi.close.timelines import retimed
from yipanqi.ground.ids import CrewId, OpeningId
from yipanqi.ground.time import after
from yipanqi.journal.envelope import Entry
from yipanqi.plan.events import PlanAdopted, PlannedOpening, PlannedStep, PlanProposed
from yipanqi.plan.goods.offers import goods_problem, has_goods
from yipanqi.survey.editing import Editing
from yipanqi.survey.events import SurveyRecorded
from yipanqi.survey.model import Crew, Neighbourhood, Opening
from yipanqi.survey.weak_plank import weak_plank

UNTOUCHED = frozenset({"found", "confirmed", "planned", "given", "on_the_way"})
"""States in which a plan may still give an opening to another crew."""


def survey_recorded(board: Board, entry: Entry, event: SurveyRecorded) -> Board:
    """A new ground to plan on; what was known of the old one is gone from the board."""
    registry = event.registry
    rows = Board(
        name=event.name,
        exercise=event.exercise,
        attribution=event.attribution,
        time_zone=event.time_zone,
        bounds=event.bounds,
        map_digest=event.map_digest,
        survey_version=entry.version,
        editing=Editing(event.extract_digest, event.neighbourhoods, event.openings),
        mapped={o.id: o for o in event.openings},
        weak_plank=weak_plank(event.neighbourhoods, event.openings, registry),
        organisations={o.id: OrganisationRow(o.id, o.name, o.kind, o.cadres) for o in registry.organisations},
        neighbourhoods={n.id: _neighbourhood(n, entry) for n in event.neighbourhoods},
        openings={o.id: _opening(o, entry) for o in event.openings},
        openings_of={
            n.id: tuple(o.id for o in event.openings if o.neighbourhood == n.id) for n in event.neighbourhoods
        },
        crews={c.id: _crew(c, entry) for c in registry.crews},
        suppliers={
            s.id: SupplierRow(
                s.id,
                s.name,
                s.place,
                s.load_s,
                s.phone,
                entry.position,
                s.stock_m,
                s.stock_m,
                opens_s=s.opens_s,
                closes_s=s.closes_s,
            )
            for s in registry.suppliers
        },
        closure=ClosureState(board.closure.rules, board.closure.sharing),
        goods=GoodsState(offered=goods_problem(registry, 0, 0) if has_goods(registry) else None),
        loans=board.loans,
        loans_early=board.loans_early,
        happenings=board.happenings,
        quarantined=board.quarantined,
        kept=board.kept,
    )
    for crew in {loan.crew for loan in board.loans.values()}:
        rows = with_joined(rows, crew, entry.position)
    rows = refreshed(rows, rows.neighbourhoods, entry.position)
    return note(rows, Happening(entry.position, entry.kind, entry.happened_at, entry.actor))


def _neighbourhood(place: Neighbourhood, entry: Entry) -> NeighbourhoodRow:
    return NeighbourhoodRow(
        id=place.id,
        name=place.name,
        community=place.community,
        area=place.area,
        households=place.households,
        ring="closed" if place.walled else "open",
        openings=0,
        done=0,
        blocked=0,
        position=entry.position,
        walled=place.walled,
    )


def _opening(gap: Opening, entry: Entry) -> OpeningRow:
    return OpeningRow(
        id=gap.id,
        neighbourhood=gap.neighbourhood,
        name=gap.name,
        line=gap.line,
        width_m=gap.width_m,
        vehicle=gap.vehicle,
        state="confirmed" if gap.confirmed else "found",
        confirmed=gap.confirmed,
        position=entry.position,
    )


def _crew(crew: Crew, entry: Entry) -> CrewRow:
    # Hours are seconds of a night whose start the plan sets; until then they count from the survey.
    return CrewRow(
        id=crew.id,
        name=crew.name,
        lender=crew.lender,
        people=crew.people,
        state="not_yet",
        place=crew.home,
        van_m=crew.van_m,
        load_m=crew.loaded_m,
        skills=crew.skills,
        phone=crew.phone,
        from_s=crew.from_s,
        until_s=crew.until_s,
        position=entry.position,
    )


def plan_proposed(board: Board, entry: Entry, event: PlanProposed) -> Board:
    """A plan waits to be adopted; a newer one takes its place.

    One that shares out the work of a closure no longer in force waits for nobody.
    """
    line = Happening(
        entry.position,
        entry.kind,
        entry.happened_at,
        entry.actor,
        facts={"finish_at": event.finish_at.isoformat()},
    )
    if event.kind == "first" or event.on_closure == board.closure.version:
        board = replace(board, proposal=Proposal(event, entry.happened_at))
    return note(board, line)


def plan_adopted(board: Board, entry: Entry, event: PlanAdopted) -> Board:
    """The proposal is in force: roles, crews and times go to the rows."""
    if board.proposal is None or board.proposal.plan.id != event.plan:
        return board
    plan = board.proposal.plan
    first = plan.kind == "first"
    if plan.places:
        board = grounded(board, plan.places, plan.gaps, entry.position)
        known = board.closure.known | {place.id: plan.on_edits for place in plan.places}
        board = replace(board, closure=replace(board.closure, known=known))
    planned = {} if first else dict(board.planned)
    planned |= {p.opening: p for p in plan.openings}
    board = replace(
        board,
        proposal=None,
        planned=planned,
        ring_of={n: ring for ring in plan.rings for n in ring} if first else board.ring_of,
        night=NightRow(plan.starts_at, plan.deadline_at),
        plan=_plan_row(plan, entry),
        openings=_given(board, plan, planned, entry.position),
        schedule=_schedule(plan),
    )
    crews = {c.id: _scheduled(board, c, plan, entry.position) for c in board.crews.values()}
    board = orders_out(replace(board, crews=crews), plan.id, entry)
    board = refreshed(board, board.neighbourhoods, entry.position)
    facts: dict[str, str | float] = {
        "finish_at": plan.finish_at.isoformat(),
        "kind": plan.kind,
        "moved": float(plan.jobs_moved),
    }
    return note(board, Happening(entry.position, entry.kind, entry.happened_at, entry.actor, facts=facts))


def _plan_row(plan: PlanProposed, entry: Entry) -> PlanRow:
    return PlanRow(
        id=plan.id,
        version=entry.version,
        adopted_at=entry.happened_at,
        adopted_by=entry.actor,
        finish_at=plan.finish_at,
        bound_at=plan.bound_at,
        undone=len(plan.undone),
        digest=plan.digest,
    )


def _given(
    board: Board, plan: PlanProposed, planned: dict[OpeningId, PlannedOpening], position: int
) -> dict[OpeningId, OpeningRow]:
    """Every opening with its role, and with the crew and time the plan gives it."""
    turns = turns_of(plan.steps)
    left_out = {left.opening: left for left in plan.undone}
    rows = {}
    for row in board.openings.values():
        part = planned.get(row.id)
        if part is not None:
            left = left_out.get(row.id)
            row = replace(
                row,
                role=part.role,
                net_m=part.net_m,
                undone_why=left.why if left else "",
                undone_code=left.code if left else "",
                position=position,
            )
            row = _turn(board, row, turns.get(row.id))
        rows[row.id] = row
    return rows


def turns_of(steps: dict[CrewId, tuple[PlannedStep, ...]]) -> dict[OpeningId, tuple[CrewId, datetime]]:
    """For each opening in crews' steps: the first crew at it, and when it is done."""
    turns: dict[OpeningId, tuple[CrewId, datetime]] = {}
    for crew in sorted(steps):
        for step in steps[crew]:
            if step.do == "job":
                turns.setdefault(OpeningId(step.at), (crew, step.ends_at))
    return turns


def _turn(board: Board, row: OpeningRow, turn: tuple[CrewId, datetime] | None) -> OpeningRow:
    """The row with its crew and time, unless work there is done, blocked or under way."""
    orphaned = row.state == "under_way" and _lost(board, row.crew)
    if row.state not in UNTOUCHED and not orphaned:
        return row
    if turn is None:
        return replace(row, state="planned", crew=None, due_at=None)
    crew, due_at = turn
    keeps = row.state == "on_the_way" and row.crew == crew
    return replace(row, state="on_the_way" if keeps else "given", crew=crew, due_at=due_at)


def _lost(board: Board, crew: CrewId | None) -> bool:
    return crew is not None and crew in board.crews and board.crews[crew].state == "lost"


def _schedule(plan: PlanProposed) -> dict[CrewId, tuple[StepRow, ...]]:
    """The plan's steps as bars to come."""
    return {
        crew: tuple(StepRow(s.do, s.at, s.starts_at, s.ends_at, s.net_m) for s in steps)
        for crew, steps in plan.steps.items()
    }


def _scheduled(board: Board, crew: CrewRow, plan: PlanProposed, position: int) -> CrewRow:
    """The crew with what it has done kept, what is to come as the plan says, and its hours on the clock."""
    return replace(
        retimed(board, crew),
        from_at=crew.from_at or after(plan.starts_at, crew.from_s),
        until_at=crew.until_at or after(plan.starts_at, crew.until_s),
        position=position,
    )


RULES: dict[type, Callable[[Board, Entry, Any], Board]] = {
    SurveyRecorded: survey_recorded,
    PlanProposed: plan_proposed,
    PlanAdopted: plan_adopted,
}
