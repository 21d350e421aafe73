"""The board as the browser gets it: whole, or what has changed since a position."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol, TypeVar

from yipanqi.close.alarms import alarms
from yipanqi.close.decisions_model import StandingRuleLifted
from yipanqi.close.kinds import KINDS
from yipanqi.close.model import Happening, NightForecast
from yipanqi.close.moves import ProposedMove, with_moves
from yipanqi.close.state import Board
from yipanqi.close.totals import communities, totals
from yipanqi.desk.ports import Clock
from yipanqi.desk.views import BoardView, ChangeView, ClockView, ProposalView, PulseView


class Row(Protocol):
    """Anything that says which entry last changed it."""

    @property
    def position(self) -> int: ...


R = TypeVar("R", bound=Row)

_RULE = KINDS.of(StandingRuleLifted()).stream_of(StandingRuleLifted())


def board_view(
    board: Board, clock: Clock, forecast: NightForecast | None, moves: tuple[ProposedMove, ...] = ()
) -> BoardView:
    """The whole board."""
    return BoardView(
        name=board.name,
        exercise=board.exercise,
        attribution=board.attribution,
        time_zone=board.time_zone,
        bounds=board.bounds,
        map_digest=board.map_digest,
        position=board.position,
        phase=board.phase,
        night=board.night,
        plan=board.plan,
        proposal=proposal_view(board),
        totals=totals(board),
        pulse=pulse_view(board, clock, forecast, moves),
        organisations=tuple(board.organisations.values()),
        neighbourhoods=tuple(board.neighbourhoods.values()),
        openings=tuple(board.openings.values()),
        crews=tuple(board.crews.values()),
        suppliers=tuple(board.suppliers.values()),
        happenings=board.happenings[:50],
        problems=tuple(board.problems.values()),
        decisions=tuple(board.decisions.values()),
        locks=tuple(board.locks.values()),
        standing_rule=board.standing_rule,
        rule_version=board.versions.get(_RULE, 0),
    )


def pulse_view(
    board: Board, clock: Clock, forecast: NightForecast | None, moves: tuple[ProposedMove, ...] = ()
) -> PulseView:
    """What time alone changes; moves made for a plan that is no longer in force are left out."""
    now = clock.now()
    version = board.plan.version if board.plan else 0
    current = tuple(m for m in moves if m.on_version == version)
    stuck = with_moves(alarms(board, now), current)
    return PulseView(ClockView(now, clock.rate()), stuck, communities(board), forecast, current)


def change_view(board: Board, since: int, position: int) -> ChangeView:
    """The entry at `position`, with every row changed after `since`."""
    return ChangeView(
        position=position,
        happening=_happening(board, position),
        totals=totals(board),
        phase=board.phase,
        night=board.night,
        plan=board.plan,
        proposal=proposal_view(board),
        neighbourhoods=_newer(board.neighbourhoods.values(), since),
        openings=_newer(board.openings.values(), since),
        crews=_newer(board.crews.values(), since),
        suppliers=_newer(board.suppliers.values(), since),
        problems=_newer(board.problems.values(), since),
        decisions=_newer(board.decisions.values(), since),
        locks=tuple(board.locks.values()),
        standing_rule=board.standing_rule,
        rule_version=board.versions.get(_RULE, 0),
    )


def _newer(rows: Iterable[R], since: int) -> tuple[R, ...]:
    return tuple(row for row in rows if row.position > since)


def _happening(board: Board, position: int) -> Happening | None:
    return next((h for h in board.happenings if h.position == position), None)


def proposal_view(board: Board) -> ProposalView | None:
    """The plan waiting to be adopted, in numbers."""
    if board.proposal is None:
        return None
    plan = board.proposal.plan
    work = plan.openings
    return ProposalView(
        id=plan.id,
        kind=plan.kind,
        proposed_at=board.proposal.at,
        finish_at=plan.finish_at,
        bound_at=plan.bound_at,
        gates=sum(p.role == "gate" for p in work),
        nets=sum(p.role == "bar" for p in work),
        emergency=sum(p.role == "emergency" for p in work),
        net_m=sum(p.net_m for p in work),
        undone=len(plan.undone),
        jobs_moved=plan.jobs_moved,
        travel=plan.travel,
        off_road=plan.off_road,
    )


def stale(forecast: NightForecast | None, now: datetime, after_s: float) -> bool:
    """Whether a forecast is older than so many board seconds."""
    return forecast is None or (now - forecast.computed_at).total_seconds() > after_s
