"""The standing rule at work: replans within its limits are adopted, the others wait for a yes.

Only what is needed is planned anew, and only what is safe is adopted: the plan has passed its check,
leaves nothing open that was not open before, and closes no neighbourhood past the deadline that
would have been in time.
"""

from datetime import datetime, timedelta

from msgspec import Struct

from yipanqi.close.decisions_model import StandingRuleRow
from yipanqi.close.moves import closing_shifts
from yipanqi.close.proposing import finish_of, loose_ends
from yipanqi.close.remaining import remaining, rest_of_plan
from yipanqi.close.state import Board
from yipanqi.desk.desk import Desk
from yipanqi.desk.planning import Planning
from yipanqi.desk.ports import Arranger
from yipanqi.ground.ids import Actor, JobId
from yipanqi.ground.refusal import Refusal
from yipanqi.ground.time import seconds_between
from yipanqi.plan.crews.model import CrewPlan, CrewProblem, Step, Undone
from yipanqi.plan.events import PlanAdopted, PlanProposed

EVERY = timedelta(minutes=4)
"""Board time between two looks, so that crews are not sent to and fro."""
SECONDS = 0.5


class Judged(Struct, frozen=True):
    """What a replan would change, in the terms a standing rule is written in."""

    moved_share: float
    gain_min: float
    holes_closed: int
    safe: bool


def within(rule: StandingRuleRow, judged: Judged) -> bool:
    """Whether a rule lets a replan be adopted without asking."""
    if not judged.safe or judged.moved_share > rule.most_moved_share:
        return False
    return judged.gain_min >= rule.least_gain_min or (rule.holes and judged.holes_closed > 0)


class StandingRule:
    """Looks at the board from time to time, and acts in the name of whoever set the rule."""

    def __init__(self, desk: Desk, planning: Planning, arrange: Arranger) -> None:
        self._desk = desk
        self._planning = planning
        self._arrange = arrange
        self._looked_at: datetime | None = None
        self._looked_for = -1

    def look(self) -> PlanProposed | None:
        """Replan if the rule is set and something has nobody; the plan adopted or put up, if any."""
        board, now = self._desk.board, self._desk.clock.now()
        rule = board.standing_rule
        if rule is None or board.plan is None or not loose_ends(board):
            return None
        recent = self._looked_at is not None and now - self._looked_at < EVERY
        if recent or self._looked_for == board.position:
            return None
        self._looked_at, self._looked_for = now, board.position
        wanted = self._planning.plan_for_what_is_left(seed=board.position, seconds=SECONDS)
        if isinstance(wanted, Refusal) or self._desk.board.plan != board.plan:
            return None
        plan = wanted.plan
        proposal: list[tuple[Struct, int | None]] = [(plan, None)]
        if wanted.orders is not None:
            proposal.insert(0, (wanted.orders, None))
        actor = Actor(f"standing rule · {rule.set_by}")
        if within(rule, self.judged(board, now, plan)):
            decided = self._desk.decide_all([*proposal, (PlanAdopted(plan.id), plan.on_version)], actor)
            adopted = not isinstance(decided.result(), Refusal)
        else:
            adopted = False
            if board.proposal is None or board.proposal.plan.on_version != plan.on_version:
                self._desk.decide_all(proposal, actor).result()
        self._looked_for = self._desk.board.position
        return plan if adopted or board.proposal is None else None

    def judged(self, board: Board, now: datetime, plan: PlanProposed) -> Judged:
        """A replan against the plan in force as it would go on from now."""
        assert board.night is not None, "there is a plan"  # noqa: S101 - looked for before
        left = remaining(board, board.night, board.planned, now, self._planning.rules_on(board))
        base = self._arrange(left.problem, rest_of_plan(board, left.problem)).plan
        after = _in_seconds(left.problem, plan)
        before_at = finish_of(board, board.night, base, now)
        to_do = max(1, len(left.problem.jobs))
        open_before = {u.job for u in base.undone}
        open_after = {u.job for u in after.undone}
        deadline = board.night.deadline_at
        late = any(
            (s.after_at is None or s.after_at > deadline)
            and s.before_at is not None
            and s.before_at <= deadline
            for s in closing_shifts(board.night, left.problem, base, after)
        )
        return Judged(
            moved_share=plan.jobs_moved / to_do,
            gain_min=(before_at - plan.finish_at).total_seconds() / 60,
            holes_closed=len(open_before - open_after),
            safe=open_after <= open_before and not late,
        )


def _in_seconds(problem: CrewProblem, plan: PlanProposed) -> CrewPlan:
    """A proposal as the solvers write plans."""
    starts = plan.starts_at
    crews = {
        crew: tuple(
            Step(
                s.do,
                s.at,
                round(seconds_between(starts, s.starts_at)),
                round(seconds_between(starts, s.ends_at)),
                s.net_m,
            )
            for s in steps
        )
        for crew, steps in plan.steps.items()
    }
    ends = [s.ends_s for steps in crews.values() for s in steps if s.do == "job"]
    known = {job.id for job in problem.jobs}
    undone = tuple(Undone(JobId(u.opening), u.why, u.code) for u in plan.undone if JobId(u.opening) in known)
    return CrewPlan(crews=crews, finish_s=max(ends, default=0), bound_s=0, undone=undone)
