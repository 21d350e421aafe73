"""How the night's reports change the board's rows.

Reports arrive late, twice and out of order. Of each opening and each crew the newest fact by the
time it *happened* gives the state, whenever it arrives; amounts are sums; so the order of arrival
does not matter. Facts that contradict each other are flagged, not refused.
"""

from collections.abc import Callable
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from yipanqi.close import events as ev
from yipanqi.close.kinds import KINDS
from yipanqi.close.model import CrewRow, Flag, Happening, OpeningRow
from yipanqi.close.rings import refreshed
from yipanqi.close.state import Board, Head, note
from yipanqi.close.stock import counted, restocked
from yipanqi.close.taken_down import as_it_stands, cleared, said_done, said_down
from yipanqi.close.timelines import begun, ended, filled, retimed
from yipanqi.ground.ids import CrewId, OpeningId
from yipanqi.journal.envelope import Entry

WORK = 1
"""Rank of a fact about work."""
ANNOUNCED = 0
"""Rank of a fact that merely announces work."""


def newest(
    board: Board, subject: str, entry: Entry, changes: dict[str, Any], rank: int = WORK
) -> tuple[Board, dict[str, Any]]:
    """Those of the changes that no newer fact has overruled, and the board that remembers them."""
    head = Head(rank, entry.happened_at, entry.event_id)
    heads = board.heads.get(subject, {})
    valid = {field: value for field, value in changes.items() if field not in heads or heads[field] <= head}
    if not valid:
        return board, valid
    heads = heads | dict.fromkeys(valid, head)
    return replace(board, heads=board.heads | {subject: heads}), valid


def crew_set_out(board: Board, entry: Entry, event: ev.CrewSetOut) -> Board:
    """On its way; an opening nobody has started shows so."""
    to_yard = event.to in board.suppliers
    board = _crew_is(
        board,
        entry,
        event.crew,
        state="loading" if to_yard else "on_the_way",
        job=None if to_yard else event.to,
    )
    given_since = board.plan is None or entry.happened_at >= board.plan.adopted_at
    if given_since and not to_yard:
        board = _opening_is(board, entry, OpeningId(event.to), event)
    return _noted(board, entry, crew=event.crew, facts={"to": event.to})


def crew_loaded(board: Board, entry: Entry, event: ev.CrewLoaded) -> Board:
    """Net goes from the yard into the van; neither sum minds the order."""
    yard = board.suppliers.get(event.supplier)
    board = _with_load(board, entry, event.crew, event.net_m)
    at: dict[str, Any] = {"place": yard.place} if yard is not None else {}
    board = _crew_is(board, entry, event.crew, state="idle", job=None, **at)
    board = filled(board, event.crew, event.supplier, event.net_m, entry)
    board = restocked(board, event.supplier, entry.position)
    return _noted(board, entry, crew=event.crew, supplier=event.supplier, facts={"net_m": float(event.net_m)})


def crew_lost(board: Board, entry: Entry, event: ev.CrewLost) -> Board:
    """It can't go on; what it was at waits for a replan."""
    board = _crew_is(board, entry, event.crew, state="lost")
    return _noted(board, entry, crew=event.crew, facts={"why": event.why})


def crew_back(board: Board, entry: Entry, event: ev.CrewBack) -> Board:
    """A lost crew is there again."""
    at: dict[str, Any] = {"place": event.place} if event.place else {}
    board = _crew_is(board, entry, event.crew, state="idle", job=None, **at)
    return _noted(board, entry, crew=event.crew)


def crew_late(board: Board, entry: Entry, event: ev.CrewLate) -> Board:
    """It sets out later than it said."""
    board = _crew_is(board, entry, event.crew, state="not_yet", from_at=event.from_at)
    return _noted(board, entry, crew=event.crew, facts={"from_at": event.from_at.isoformat()})


def opening_started(board: Board, entry: Entry, event: ev.OpeningStarted) -> Board:
    """Work has begun; the newest word wins, so a net reported and then begun again is not sealed."""
    board = _opening_is(board, entry, event.opening, event)
    at = _place(board, event.opening)
    board = _crew_is(board, entry, event.crew, state="working", job=event.opening, **at)
    board = begun(board, event.crew, event.opening, entry)
    return _noted(board, entry, opening=event.opening, crew=event.crew)


def opening_done(board: Board, entry: Entry, event: ev.OpeningDone) -> Board:
    """It stands. If two crews say they did it, both are shown."""
    board = said_done(board, event.opening, event.crew, _work(entry))
    board = _opening_is(board, entry, event.opening, event)
    board = _with_load(board, entry, event.crew, -event.net_m)
    board = _crew_is(board, entry, event.crew, state="idle", job=None, **_place(board, event.opening))
    board = ended(board, event.crew, event.opening, entry)
    return _noted(board, entry, opening=event.opening, crew=event.crew, facts={"net_m": float(event.net_m)})


def opening_blocked(board: Board, entry: Entry, event: ev.OpeningBlocked) -> Board:
    """It can't be done now; the crew is free again."""
    board = _opening_is(board, entry, event.opening, event)
    if event.crew is not None:
        board = _crew_is(board, entry, event.crew, state="idle", job=None, **_place(board, event.opening))
        board = ended(board, event.crew, event.opening, entry, dropped=True)
    return _noted(board, entry, opening=event.opening, crew=event.crew, facts={"reason": event.reason})


def opening_unblocked(board: Board, entry: Entry, event: ev.OpeningUnblocked) -> Board:
    """Settled: it waits to be given to a crew again."""
    board = _opening_is(board, entry, event.opening, event)
    return _noted(board, entry, opening=event.opening)


def opening_taken_down(board: Board, entry: Entry, event: ev.OpeningTakenDown) -> Board:
    """Whatever was said before to stand there does not; work that was still to be done is left as it was."""
    board = said_down(board, event.opening, _work(entry))
    row = board.openings.get(event.opening)
    if row is not None:
        row = as_it_stands(board, cleared(board, row))
        board = _with_opening(board, replace(row, flags=_flags(board, row), position=entry.position))
    return _noted(board, entry, opening=event.opening)


def opening_found(board: Board, entry: Entry, event: ev.OpeningFound) -> Board:
    """An opening the map did not know; what was reported of it before is taken in now."""
    if event.opening not in board.openings:
        row = OpeningRow(
            id=event.opening,
            neighbourhood=event.neighbourhood,
            name=event.name,
            line=event.line,
            width_m=event.width_m,
            vehicle=event.vehicle,
            state="confirmed",
            position=entry.position,
            found_tonight=True,
        )
        there = board.openings_of.get(event.neighbourhood, ())
        board = replace(
            board,
            openings=board.openings | {row.id: row},
            openings_of=board.openings_of | {event.neighbourhood: (*there, row.id)},
        )
        board = refreshed(board, [event.neighbourhood], entry.position)
        board = _caught_up(board, entry, row.id)
    return _noted(board, entry, opening=event.opening, crew=event.crew, facts={"width_m": event.width_m})


def _caught_up(board: Board, entry: Entry, opening: OpeningId) -> Board:
    """The opening's row after the facts that came before the opening itself did."""
    waited = board.waiting.get(opening, ())
    board = replace(board, waiting={k: v for k, v in board.waiting.items() if k != opening})
    for early in waited:
        event = KINDS.decode(early.kind, early.schema, early.body)
        late = replace(early, position=entry.position)
        board = _opening_is(board, late, opening, event)
        crew = getattr(event, "crew", None)
        if crew is not None and not isinstance(event, ev.CrewSetOut):
            board = _crew_is(board, late, crew, **_place(board, opening))
    return board


def _says(event: Struct) -> dict[str, Any]:
    """What a fact says of its opening, field by field."""
    match event:
        case ev.CrewSetOut():
            return {"state": "on_the_way", "crew": event.crew}
        case ev.OpeningStarted():
            return {"state": "under_way", "crew": event.crew}
        case ev.OpeningDone():
            seen = {"photo": event.photo, "width_m": event.width_m}
            return {"state": "done", "crew": event.crew} | {k: v for k, v in seen.items() if v is not None}
        case ev.OpeningBlocked():
            return {"state": "blocked", "reason": event.reason, "note": event.note}
        case ev.OpeningUnblocked():
            return {"state": "planned", "crew": None, "note": event.note}
    raise ValueError(f"{type(event).__name__} says nothing of an opening")


def supplier_counted(board: Board, entry: Entry, event: ev.SupplierCounted) -> Board:
    """The yard's own count stands over our sums."""
    board = counted(board, event.supplier, event.stock_m, entry)
    return _noted(board, entry, supplier=event.supplier, facts={"stock_m": float(event.stock_m)})


def _opening_is(board: Board, entry: Entry, opening: OpeningId, event: Struct) -> Board:
    """The opening's row, as far as this is its newest fact; kept waiting if nobody has told us of it yet."""
    row = board.openings.get(opening)
    if row is None:
        waiting = (*board.waiting.get(opening, ()), entry)
        return replace(board, waiting=board.waiting | {opening: waiting})
    rank = ANNOUNCED if isinstance(event, ev.CrewSetOut) else WORK
    changes = {"reason": None, "note": "", "since": entry.happened_at} | _says(event)
    board, valid = newest(board, f"opening/{opening}", entry, changes, rank)
    row = as_it_stands(board, replace(row, **valid))
    return _with_opening(board, replace(row, flags=_flags(board, row), position=entry.position))


def _work(entry: Entry) -> Head:
    return Head(WORK, entry.happened_at, entry.event_id)


def _with_opening(board: Board, row: OpeningRow) -> Board:
    board = replace(board, openings=board.openings | {row.id: row})
    return refreshed(board, [row.neighbourhood], row.position)


def _flags(board: Board, row: OpeningRow) -> tuple[Flag, ...]:
    """Contradictions among everything said of an opening."""
    by = board.done_by.get(row.id, ())
    flags = (
        [Flag("two_crews_did_it", {"crews": ", ".join(by)})]
        if len(by) > max(1, _hands(board, row.id))
        else []
    )
    if by and row.state != "done" and row.role != "inside":  # where nothing is needed it may come down
        flags.append(Flag("done_then_reopened", {"crews": ", ".join(by), "state": row.state}))
    return tuple(flags)


def _hands(board: Board, opening: OpeningId) -> int:
    """How many crews the plan sends there."""
    return board.planned[opening].crews if opening in board.planned else 1


def _crew_is(board: Board, entry: Entry, crew: CrewId, **changes: Any) -> Board:
    """The crew's row: heard of, and changed as far as this is its newest fact."""
    row = board.crews.get(crew)
    if row is None:
        return board
    changes = {"heard_at": entry.happened_at} | changes
    board, valid = newest(board, f"crew/{crew}", entry, changes)
    was_lost = row.state == "lost"
    row = replace(row, position=entry.position, **valid)
    if was_lost != (row.state == "lost"):  # only that changes a timeline; marks see to the rest themselves
        row = retimed(board, row)
    return _with_crew(board, row)


def _with_load(board: Board, entry: Entry, crew: CrewId, net_m: int) -> Board:
    row = board.crews.get(crew)
    if row is None or not net_m:
        return board
    return _with_crew(board, replace(row, load_m=row.load_m + net_m, position=entry.position))


def _with_crew(board: Board, row: CrewRow) -> Board:
    return replace(board, crews=board.crews | {row.id: row})


def _place(board: Board, opening: OpeningId) -> dict[str, Any]:
    """Where an opening is, as a change of its crew's place."""
    row = board.openings.get(opening)
    if row is None:
        return {}
    (west, south), (east, north) = row.line
    return {"place": ((west + east) / 2, (south + north) / 2)}


def _noted(board: Board, entry: Entry, **about: Any) -> Board:
    return note(board, Happening(entry.position, entry.kind, entry.happened_at, entry.actor, **about))


RULES: dict[type, Callable[[Board, Entry, Any], Board]] = {
    ev.CrewSetOut: crew_set_out,
    ev.CrewLoaded: crew_loaded,
    ev.CrewLost: crew_lost,
    ev.CrewBack: crew_back,
    ev.CrewLate: crew_late,
    ev.OpeningStarted: opening_started,
    ev.OpeningDone: opening_done,
    ev.OpeningBlocked: opening_blocked,
    ev.OpeningUnblocked: opening_unblocked,
    ev.OpeningTakenDown: opening_taken_down,
    ev.OpeningFound: opening_found,
    ev.SupplierCounted: supplier_counted,
}
