"""The plan that is wanted now: the first of a night on the map as edited, or one for what is left."""

from datetime import datetime, timedelta, tzinfo

from yipanqi.close.model import NightRow
from yipanqi.close.state import Board
from yipanqi.desk.closing import Closing
from yipanqi.desk.desk import Desk
from yipanqi.desk.planning import Planning
from yipanqi.ground.ids import Actor
from yipanqi.ground.refusal import Refusal
from yipanqi.ground.time import utc
from yipanqi.plan.events import PlanProposed

DUSK_HOUR = 18
NIGHT_LONG = timedelta(hours=10)
"""Where nobody has said otherwise: from six in the evening to four, when residents are indoors."""


def plan_now(
    desk: Desk,
    planning: Planning,
    closing: Closing,
    night: NightRow | None,
    zone: tzinfo,
    *,
    seconds: float,
    actor: Actor,
) -> PlanProposed | Refusal:
    """Propose a plan for what is left; where none is in force, a first one on the map as edited.

    `night` counts for a first plan alone; None takes that of the proposal before, or the next one.
    """
    board = desk.board
    if board.plan is not None:
        return planning.replan(seed=board.position, seconds=seconds, actor=actor)
    closure = closing.first()
    if isinstance(closure, Refusal):
        return Refusal("plan.nothing_in_force") if closure.code == "survey.no_map" else closure
    wanted = night or proposed_night(board) or next_night(desk.clock.now(), zone)
    return planning.first(closure, wanted, seed=board.position, seconds=seconds, actor=actor)


def proposed_night(board: Board) -> NightRow | None:
    """The night of the plan that waits to be adopted."""
    plan = board.proposal.plan if board.proposal else None
    return NightRow(plan.starts_at, plan.deadline_at) if plan else None


def next_night(now: datetime, zone: tzinfo) -> NightRow:
    """Tonight as the town's clocks have it; tomorrow night once tonight's deadline has passed."""
    local = now.astimezone(zone)
    dusk = local.replace(hour=DUSK_HOUR, minute=0, second=0, microsecond=0)
    if local < dusk + NIGHT_LONG - timedelta(days=1):
        dusk -= timedelta(days=1)
    return NightRow(utc(dusk), utc(dusk + NIGHT_LONG))
