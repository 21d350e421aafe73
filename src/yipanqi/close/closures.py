"""How edits of the survey and closures adopted after the first plan change the board's rows.

An edit says at once what is known of an opening (seen, photographed, measured); what it changes about the
closure shows when a closure planned with it is adopted. No row ever goes: an opening that is not needed
any more shows as such, and so does what stands there.
"""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from yipanqi.close.closure_events import (
    ClosureAdopted,
    ClosureProposed,
    ClosureRulesSet,
)
from yipanqi.close.model import CrewRow, Happening, NeighbourhoodRow, OpeningRow
from yipanqi.close.rings import refreshed
from yipanqi.close.state import Board, note
from yipanqi.close.timelines import retimed
from yipanqi.ground.ids import NeighbourhoodId, OpeningId
from yipanqi.journal.envelope import Entry
from yipanqi.plan.events import PlannedOpening
from yipanqi.survey.editing import EditRow, UndoRow
from yipanqi.survey.edits import OpeningConfirmed, PhotoTaken, WidthMeasured
from yipanqi.survey.events import SurveyEdited, SurveyEditUndone
from yipanqi.survey.model import Neighbourhood, Opening


def survey_edited(board: Board, entry: Entry, event: SurveyEdited) -> Board:
    """One more edit; what it says of an opening's row shows at once."""
    row = EditRow(entry.event_id, event.edit, entry.actor, entry.happened_at, entry.position)
    board = replace(board, editing=board.editing.edited(row))
    opening = getattr(event.edit, "opening", None)
    board = _seen(board, opening, entry.position) if opening is not None else board
    return _noted(board, entry, opening, {"do": _what(event.edit)})


def survey_edit_undone(board: Board, entry: Entry, event: SurveyEditUndone) -> Board:
    """An edit is taken back, or in force again."""
    undo = UndoRow(entry.event_id, event.edit, entry.actor, entry.happened_at, entry.position)
    board = replace(board, editing=board.editing.undone(undo))
    edit = board.editing.root(event.edit)
    opening = getattr(edit.edit, "opening", None) if edit else None
    board = _seen(board, opening, entry.position) if opening is not None else board
    again = edit is not None and board.editing.stands(edit.id)
    facts: dict[str, str | float] = {"do": _what(edit.edit) if edit else "", "again": float(again)}
    return _noted(board, entry, opening, facts)


def _what(edit: object) -> str:
    return str(type(edit).__struct_config__.tag)  # type: ignore[attr-defined]


def _seen(board: Board, opening: OpeningId, position: int) -> Board:
    """The opening's row as the map has it, with what the edits in force say was seen there."""
    row = board.openings.get(opening)
    if row is None:
        return board
    mapped = board.mapped.get(opening)
    confirmed, photo = bool(mapped and mapped.confirmed) or row.found_tonight, None
    width_m = mapped.width_m if mapped else row.width_m
    for edit in (e.edit for e in board.editing.in_force if getattr(e.edit, "opening", None) == opening):
        if isinstance(edit, OpeningConfirmed | WidthMeasured):
            confirmed = True
        if isinstance(edit, WidthMeasured):
            width_m = edit.width_m
        if isinstance(edit, PhotoTaken):
            photo = str(edit.photo)
    state = row.state
    if state in {"found", "confirmed"}:
        state = "confirmed" if confirmed else "found"
    row = replace(row, state=state, width_m=width_m, seen_photo=photo, confirmed=confirmed, position=position)
    return replace(board, openings=board.openings | {opening: row})


def closure_rules_set(board: Board, entry: Entry, event: ClosureRulesSet) -> Board:
    """From now on closures are planned by these rules."""
    closure = replace(board.closure, rules=event.rules, sharing=event.sharing)
    return _noted(replace(board, closure=closure), entry, None, {"sharing": event.sharing})


def closure_proposed(board: Board, entry: Entry, event: ClosureProposed) -> Board:
    """A closure waits to be adopted; a newer one takes its place."""
    board = replace(board, closure=replace(board.closure, proposal=event))
    return _noted(board, entry, None, _facts(event))


def closure_adopted(board: Board, entry: Entry, event: ClosureAdopted) -> Board:
    """The proposal is in force: edges, openings, roles and rings go to the rows; work done stays done."""
    proposal = board.closure.proposal
    if proposal is None or proposal.id != event.closure:
        return board
    board = grounded(board, proposal.neighbourhoods, proposal.openings, entry.position)
    board = _planned_anew(board, proposal, entry.position)
    board = _rings(board, proposal)
    board = replace(
        board,
        proposal=None,  # made for the work as it was
        plan=replace(board.plan, digest=event.digest) if board.plan else None,
        closure=replace(
            board.closure,
            proposal=None,
            version=entry.version,
            known=board.closure.known | {p.id: proposal.on_edits for p in proposal.neighbourhoods},
            adopted_by=entry.actor,
            adopted_at=entry.happened_at.isoformat(),
        ),
    )
    return _noted(refreshed(board, board.neighbourhoods, entry.position), entry, None, _facts(proposal))


def _facts(proposal: ClosureProposed) -> dict[str, str | float]:
    return {
        "neighbourhood": proposal.neighbourhoods[0].id if proposal.neighbourhoods else "",
        "nets": float(proposal.after.nets - proposal.before.nets),
        "net_m": round(proposal.after.net_m - proposal.before.net_m, 1),
    }


def grounded(
    board: Board, places: tuple[Neighbourhood, ...], gaps: tuple[Opening, ...], position: int
) -> Board:
    """The rows of some neighbourhoods as the edited map has them; openings it lost are `gone`."""
    rows = board.neighbourhoods | {p.id: _place(board, p, position) for p in places}
    named = {place.id for place in places}
    there = {gap.id for gap in gaps}
    openings = dict(board.openings)
    for row in board.openings.values():
        if row.neighbourhood in named and row.id not in there and not row.found_tonight and not row.gone:
            openings[row.id] = replace(row, gone=True, position=position)
    openings |= {gap.id: _gap(board, gap, position) for gap in gaps}
    of = dict(board.openings_of)
    for place in named:
        mine = [gap.id for gap in gaps if gap.neighbourhood == place]
        of[place] = tuple(dict.fromkeys((*board.openings_of.get(place, ()), *mine)))
    mapped = board.mapped | {gap.id: gap for gap in gaps}
    board = replace(board, neighbourhoods=rows, openings=openings, openings_of=of, mapped=mapped)
    for gap in gaps:
        board = _seen(board, gap.id, position)
    return board


def _place(board: Board, place: Neighbourhood, position: int) -> NeighbourhoodRow:
    known = board.neighbourhoods.get(place.id)
    if known is not None:
        return replace(known, area=place.area, position=position)
    return NeighbourhoodRow(
        id=place.id,
        name=place.name,
        community=place.community,
        area=place.area,
        households=place.households,
        ring="open",
        openings=0,
        done=0,
        blocked=0,
        position=position,
    )


def _gap(board: Board, gap: Opening, position: int) -> OpeningRow:
    known = board.openings.get(gap.id)
    if known is not None:
        return replace(
            known,
            name=gap.name,
            line=gap.line,
            width_m=gap.width_m,
            vehicle=gap.vehicle,
            gone=False,
            position=position,
        )
    return OpeningRow(
        id=gap.id,
        neighbourhood=gap.neighbourhood,
        name=gap.name,
        line=gap.line,
        width_m=gap.width_m,
        vehicle=gap.vehicle,
        state="confirmed" if gap.confirmed else "found",
        position=position,
    )


def _planned_anew(board: Board, proposal: ClosureProposed, position: int) -> Board:
    """Every opening of the neighbourhoods with its new part, and crews without work that is gone."""
    named = {place.id for place in proposal.neighbourhoods}
    parts = {part.opening: part for part in proposal.planned}
    moved = {change.opening for change in proposal.changes if change.moves}
    planned, openings = dict(board.planned), dict(board.openings)
    idle: set[OpeningId] = set()
    for row in board.openings.values():
        if row.neighbourhood not in named:
            continue
        if row.found_tonight and row.id not in parts:
            continue  # the map does not know it; what the field found stays as it is
        part = parts.get(row.id, PlannedOpening(row.id, "inside", 0, 0))
        before = board.planned.get(row.id)
        planned[row.id] = part
        openings[row.id] = fresh = _anew(row, before, part, moves=row.id in moved, position=position)
        if fresh.state in {"planned", "confirmed", "found"} or part.role == "inside":
            idle.add(row.id)
    schedule = {
        crew: tuple(step for step in steps if step.do == "load" or step.at not in idle)
        for crew, steps in board.schedule.items()
    }
    board = replace(board, planned=planned, openings=openings, schedule=schedule)
    crews = {crew.id: _without(board, crew, idle, position) for crew in board.crews.values()}
    return replace(board, crews=crews)


def _without(board: Board, crew: CrewRow, idle: set[OpeningId], position: int) -> CrewRow:
    """The crew with its timeline worked out anew where something in it has fallen away."""
    if not any(step.at in idle for step in crew.steps if step.do == "job"):
        return crew
    return replace(retimed(board, crew), position=position)


def _anew(
    row: OpeningRow, before: PlannedOpening | None, part: PlannedOpening, *, moves: bool, position: int
) -> OpeningRow:
    """The row with its new part.

    What stands stays where it serves as well as before. Where it does not (another role, a longer net, a
    net elsewhere), the opening is to be worked at again, and `stands` says what is there already.
    """
    if before is None and row.state == "done":  # found tonight, and closed by whoever found it
        before = PlannedOpening(row.id, "bar", part.net_m, part.work_s)
    row = replace(row, role=part.role, net_m=part.net_m, position=position)
    if before is None or before.role == "inside":
        kept = row.stands is not None and row.stands == part.role
        if kept and not moves:
            return replace(row, state="done", stands=None)
        return row if part.role == "inside" else _to_do(row)
    serves = part.role == before.role and part.net_m <= before.net_m and not moves
    if serves:
        return row
    if row.state == "done":
        row = replace(row, stands=before.role)
        return row if part.role == "inside" else _to_do(row)
    if part.role == "inside":
        return replace(row, crew=None, due_at=None, undone_why="", undone_code="")
    return row if row.state in {"under_way", "blocked"} else _to_do(row)


def _to_do(row: OpeningRow) -> OpeningRow:
    return replace(row, state="planned", crew=None, due_at=None)


def _rings(board: Board, proposal: ClosureProposed) -> Board:
    """Who shares a ring with whom now."""
    ring_of: dict[NeighbourhoodId, tuple[NeighbourhoodId, ...]] = dict(board.ring_of)
    ring_of |= {name: ring for ring in proposal.rings for name in ring}
    return replace(board, ring_of=ring_of)


def _noted(board: Board, entry: Entry, opening: OpeningId | None, facts: dict[str, str | float]) -> Board:
    line = Happening(entry.position, entry.kind, entry.happened_at, entry.actor, opening=opening, facts=facts)
    return note(board, line)


RULES: dict[type, Callable[[Board, Entry, Any], Board]] = {
    SurveyEdited: survey_edited,
    SurveyEditUndone: survey_edit_undone,
    ClosureRulesSet: closure_rules_set,
    ClosureProposed: closure_proposed,
    ClosureAdopted: closure_adopted,
}
