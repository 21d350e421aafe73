"""The night in numbers, counted from the rows."""

from collections import Counter

from yipanqi.close.model import CommunityRow, NeighbourhoodRow, OpeningRow, Totals
from yipanqi.close.state import Board
from yipanqi.ground.ids import OrganisationId


def totals(board: Board) -> Totals:
    """Counts of everything planned, and of what of it stands."""
    openings = board.openings.values()
    planned = Counter(o.role for o in openings)
    done = Counter(o.role for o in openings if o.state == "done")
    to_close = [n for n in board.neighbourhoods.values() if not n.walled]
    return Totals(
        neighbourhoods=len(to_close),
        neighbourhoods_closed=sum(n.ring == "closed" for n in to_close),
        nets=planned["bar"],
        nets_done=done["bar"],
        gates=planned["gate"],
        gates_done=done["gate"],
        emergency=planned["emergency"],
        emergency_done=done["emergency"],
        blocked=sum(o.state == "blocked" for o in openings),
        unplanned=sum(o.role is None and o.found_tonight for o in openings),
        net_m_planned=sum(o.net_m for o in openings),
        net_m_standing=sum(o.net_m for o in openings if o.state == "done"),
    )


def communities(board: Board) -> tuple[CommunityRow, ...]:
    """Progress community by community, the one furthest behind first."""
    places: dict[OrganisationId, list[NeighbourhoodRow]] = {}
    for place in board.neighbourhoods.values():
        if place.community is not None and not place.walled:
            places.setdefault(place.community, []).append(place)
    rows = [_community(board, name, mine) for name, mine in places.items()]
    return tuple(sorted(rows, key=lambda c: (c.done / max(1, c.openings), c.name)))


def _community(board: Board, name: OrganisationId, places: list[NeighbourhoodRow]) -> CommunityRow:
    due = [o.due_at for o in _openings(board, places) if o.due_at is not None and o.state != "done"]
    known = board.organisations.get(name)
    return CommunityRow(
        id=name,
        name=known.name if known else name,
        neighbourhoods=len(places),
        neighbourhoods_closed=sum(p.ring == "closed" for p in places),
        openings=sum(p.openings for p in places),
        done=sum(p.done for p in places),
        blocked=sum(p.blocked for p in places),
        due_at=max(due, default=None),
    )


def _openings(board: Board, places: list[NeighbourhoodRow]) -> list[OpeningRow]:
    return [board.openings[o] for p in places for o in board.openings_of.get(p.id, ())]
