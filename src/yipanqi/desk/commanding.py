"""Use cases of the commander: moves to adopt, an opening put with a crew, decisions, the standing rule."""

from concurrent.futures import Future
from copy import deepcopy
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from yipanqi.close.decisions import decide
from yipanqi.close.decisions_model import (
    DecisionMade,
    JobLocked,
    JobUnlocked,
    KeyGiven,
    StandingRuleLifted,
    StandingRuleSet,
    TermsSet,
)
from yipanqi.close.events import OpeningUnblocked
from yipanqi.close.model import NightRow, job_of
from yipanqi.close.moves import Candidate, ProposedMove, Shift, closing_shifts, weighed, worth_it
from yipanqi.close.outlook import forecast_of
from yipanqi.close.proposing import finish_of
from yipanqi.close.remaining import Remaining, remaining, rest_of_plan
from yipanqi.close.state import Board
from yipanqi.desk.commanding_moves import MoveFinder
from yipanqi.desk.commanding_rule import StandingRule
from yipanqi.desk.desk import Desk
from yipanqi.desk.planning import Planning
from yipanqi.desk.ports import Arrangement, Arranger, Chance, Scheduler
from yipanqi.ground.ids import Actor, CrewId, OpeningId
from yipanqi.ground.refusal import Refusal
from yipanqi.journal.envelope import Recorded
from yipanqi.plan.crews.model import CrewPlan, CrewProblem, Undone
from yipanqi.plan.events import PlanAdopted

RUNS = 400
"""Runs of the forecast shown while somebody drags; both sides are played with the same luck."""
SHOWN = 8

Decided = Recorded | Refusal


class WhatIf(Struct, frozen=True):
    """What a plan would become with one opening at another crew; `refused` says why it can't."""

    on_version: int
    finish_before_at: datetime
    finish_after_at: datetime | None = None
    p50_before_at: datetime | None = None
    p50_after_at: datetime | None = None
    chance_before: float | None = None
    chance_after: float | None = None
    shifts: tuple[Shift, ...] = ()
    """Neighbourhoods whose closing changes."""
    refused: str = ""
    """Stable code of the reason; docs/reference/crew-problem.md lists them."""
    refused_why: str = ""


class Commanding:
    """What a commander does with one board's night."""

    def __init__(
        self, desk: Desk, planning: Planning, schedule: Scheduler, arrange: Arranger, chance: Chance
    ) -> None:
        self._desk = desk
        self._planning = planning
        self._arrange = arrange
        self._chance = chance
        self._finder = MoveFinder(planning.rules_on, schedule, arrange)
        self.rule = StandingRule(desk, planning, arrange)

    def moves(self) -> tuple[ProposedMove, ...]:
        """The few moves that would bring something now, the best first."""
        board, now = self._desk.board, self._desk.clock.now()
        if board.night is None:
            return ()
        found = [weighed(board, board.night, c, now) for c in self._finder.find(board, now)]
        return worth_it(found)[:SHOWN]

    def adopt_move(self, name: str, on_version: int, actor: Actor) -> Decided:
        """Make a move that was proposed: its plan is checked and put in force, or nothing happens."""
        board, now = self._desk.board, self._desk.clock.now()
        if board.night is None or board.plan is None:
            return Refusal("plan.nothing_in_force")
        old = _old_version(board, on_version)
        if old is not None:
            return old
        move = self._finder.named(board, now, name)
        if move is None:
            return Refusal("move.gone", {"move": name})
        settles = [OpeningUnblocked(move.opening, move.kind)] if _brings(move) and move.opening else []
        left = Remaining(move.problem, move.added)
        return self._put_in_force(board, now, left, move.after, [(s, None) for s in settles], actor)

    def what_if(self, opening: OpeningId, crew: CrewId, before: OpeningId | None = None) -> WhatIf | Refusal:
        """What giving an opening to a crew would change; nothing is recorded."""
        board, now = self._desk.board, self._desk.clock.now()
        asked = self._asked(board, now, opening, crew)
        if isinstance(asked, Refusal):
            return asked
        night, left, base = asked
        in_force = board.plan.version if board.plan else 0
        finish = finish_of(board, night, base.plan, now)
        after = base.with_job(job_of(opening), crew, job_of(before) if before else None)
        if isinstance(after, Undone):
            return WhatIf(in_force, finish, refused=after.code, refused_why=after.why)
        luck = self._chance()
        sooner = forecast_of(board, now, left.problem, base.plan, deepcopy(luck), RUNS)
        later = forecast_of(board, now, left.problem, after, luck, RUNS)
        return WhatIf(
            on_version=in_force,
            finish_before_at=finish,
            finish_after_at=finish_of(board, night, after, now),
            p50_before_at=sooner.p50_at if sooner else None,
            p50_after_at=later.p50_at if later else None,
            chance_before=sooner.chance_by_deadline if sooner else None,
            chance_after=later.chance_by_deadline if later else None,
            shifts=closing_shifts(night, left.problem, base.plan, after),
        )

    def put(
        self,
        opening: OpeningId,
        crew: CrewId,
        on_version: int,
        actor: Actor,
        *,
        before: OpeningId | None = None,
        lock: bool = True,
    ) -> Decided:
        """Give an opening to a crew, and by default keep it there: one step, which putting it back undoes."""
        board, now = self._desk.board, self._desk.clock.now()
        old = _old_version(board, on_version)
        if old is not None:
            return old
        asked = self._asked(board, now, opening, crew)
        if isinstance(asked, Refusal):
            return asked
        _, left, base = asked
        after = base.with_job(job_of(opening), crew, job_of(before) if before else None)
        if isinstance(after, Undone):
            return Refusal("job.not_with_this_crew", {"code": after.code, "why": after.why, "crew": crew})
        held: list[tuple[Struct, int | None]] = []
        if lock:
            held.append((JobLocked(opening, crew), None))
        elif opening in board.locks:
            held.append((JobUnlocked(opening), None))
        return self._put_in_force(board, now, left, after, held, actor)

    def lock(self, opening: OpeningId, crew: CrewId | None, actor: Actor) -> Decided:
        """Keep an opening with the crew that has it (None: let any crew have it again)."""
        row = self._desk.board.openings.get(opening)
        if row is None:
            return Refusal("job.unknown", {"opening": opening})
        if crew is None:
            return self._desk.decide_all([(JobUnlocked(opening), None)], actor).result()
        if row.crew != crew:
            return Refusal("job.with_another_crew", {"opening": opening, "crew": row.crew or ""})
        return self._desk.decide_all([(JobLocked(opening, crew), None)], actor).result()

    def decide(self, decision: DecisionMade, on_version: int, actor: Actor) -> "Future[Decided]":
        """Record a decision about a problem, unless it was decided meanwhile."""
        refusal = decide(self._desk.board, decision, on_version)
        if refusal is not None:
            refused: Future[Decided] = Future()
            refused.set_result(refusal)
            return refused
        return self._desk.decide_all([(decision, on_version)], actor)

    def record(
        self,
        said: StandingRuleSet | StandingRuleLifted | TermsSet | KeyGiven,
        actor: Actor,
        on_version: int,
    ) -> "Future[Decided]":
        """Record what the last word counts of: the standing rule, a closure's terms, a key's holder.

        `on_version` is the one it was seen at; whoever comes second is told who was first, and when.
        """
        return self._desk.decide_all([(said, on_version)], actor)

    def _asked(
        self, board: Board, now: datetime, opening: OpeningId, crew: CrewId
    ) -> "tuple[NightRow, Remaining, Arrangement] | Refusal":
        """The night's rest as a problem in which nothing holds the opening where it is."""
        if board.night is None or board.plan is None:
            return Refusal("plan.nothing_in_force")
        row = board.openings.get(opening)
        if row is None or crew not in board.crews:
            return Refusal("job.unknown", {"opening": opening, "crew": crew})
        left = remaining(board, board.night, board.planned, now, self._planning.rules_on(board))
        if all(job.id != job_of(opening) for job in left.problem.jobs):
            return Refusal("job.not_to_do", {"opening": opening, "state": row.state})
        if all(c.id != crew for c in left.problem.crews):
            return Refusal("job.not_with_this_crew", {"code": "crew-lost", "why": "", "crew": crew})
        plan = rest_of_plan(board, left.problem)
        left = Remaining(_let_go(left.problem, opening), left.added)
        return board.night, left, self._arrange(left.problem, plan)

    def _put_in_force(
        self,
        board: Board,
        now: datetime,
        left: Remaining,
        crews: CrewPlan,
        beside: "list[tuple[Struct, int | None]]",
        actor: Actor,
    ) -> Decided:
        """Check, propose and adopt in one breath, with what else is decided at the same time.

        `board` is the one the plan was made on: whoever adopted another plan since was first.
        """
        in_force = board.plan
        if board.night is None or in_force is None:
            return Refusal("plan.nothing_in_force")
        plan = self._planning.checked(
            board, board.night, left.added, left, crews, "replan", in_force.digest, board.position, now
        )
        if isinstance(plan, Refusal):
            return plan
        adopted = (PlanAdopted(plan.id), in_force.version)
        return self._desk.decide_all([*beside, (plan, None), adopted], actor).result()


def _old_version(board: Board, on_version: int) -> Refusal | None:
    """A refusal for whoever looks at a plan that is no longer in force: who adopted the one that is."""
    if board.plan is None or board.plan.version == on_version:
        return None
    facts: dict[str, str | int | float] = {
        "version": board.plan.version,
        "by": board.plan.adopted_by,
        "at": board.plan.adopted_at.isoformat(),
    }
    return Refusal("plan.adopted_meanwhile", facts)


def _brings(move: Candidate) -> bool:
    return move.kind in {"bring_net", "send_hands"}


def _let_go(problem: CrewProblem, opening: OpeningId) -> CrewProblem:
    """The problem without a lock on one job; a commander's hand is stronger than a lock."""
    return replace(problem, locked=tuple(lock for lock in problem.locked if lock.job != job_of(opening)))
