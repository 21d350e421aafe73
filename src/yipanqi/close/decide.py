"""Decisions of the night: state and command in, events or a refusal out."""

from yipanqi.close.state import Board
from yipanqi.ground.ids import PlanId
from yipanqi.ground.refusal import Refusal
from yipanqi.plan.events import PlanAdopted


def adopt(board: Board, plan: PlanId, on_version: int) -> PlanAdopted | Refusal:
    """Put a proposed plan in force, if it is the newest and still made on what is in force."""
    in_force = board.plan.version if board.plan else 0
    if board.plan is not None and (board.plan.id == plan or on_version != in_force):
        return Refusal(
            "plan.adopted_meanwhile",
            {"version": in_force, "by": board.plan.adopted_by, "at": board.plan.adopted_at.isoformat()},
        )
    if on_version != in_force:
        return Refusal("plan.wrong_version", {"version": in_force, "on_version": on_version})
    if board.proposal is None:
        return Refusal("plan.nothing_proposed", {"plan": plan})
    if board.proposal.plan.id != plan:
        return Refusal("plan.superseded", {"plan": plan, "by": board.proposal.plan.id})
    if board.proposal.plan.on_version != in_force:
        return Refusal(
            "plan.made_on_old_version", {"version": in_force, "made_on": board.proposal.plan.on_version}
        )
    return PlanAdopted(plan)
