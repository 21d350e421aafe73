"""What the board's hands and goods are worth tonight: weighed beside the night, on demand, one at a time.

It takes a minute or two of one core and never holds up a report. What comes out says from which moment
and which plan its figures are.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Literal, Protocol

from msgspec import Struct
from msgspec.structs import replace

from yipanqi.close.remaining import remaining
from yipanqi.desk.desk import Desk
from yipanqi.desk.planning import Planning
from yipanqi.ground.ids import Actor
from yipanqi.ground.refusal import Refusal
from yipanqi.plan.crews.model import CrewProblem
from yipanqi.plan.crews.worth import WorthKind, WorthReport

Told = Callable[[WorthKind, str, float], bool]


class Weighs(Protocol):
    """Weighs a problem; `told` hears what is being weighed and the share done, and ends it by False."""

    def __call__(self, problem: CrewProblem, *, begun: bool, told: Told) -> WorthReport | None: ...


class WorthView(Struct, frozen=True):
    """How far the weighing is, and what the last one found.

    `as_of` is the board's time of the figures, `plan_version` the plan in force then; nothing is worth
    looking at without them.
    """

    state: Literal["never", "running", "done", "stopped", "failed"] = "never"
    share: float = 0.0
    doing: WorthKind = "one_board"
    about: str = ""
    asked_by: str = ""
    as_of: datetime | None = None
    starts_at: datetime | None = None
    """The night's start, from which the report's seconds count."""
    plan_version: int = 0
    jobs: int = 0
    """Openings that were left to do."""
    report: WorthReport | None = None
    """While another is weighed, the one before; its own moment is `report_as_of`."""
    report_as_of: datetime | None = None
    report_plan_version: int = 0


class Weighing:
    """One board's weighing. `begin` says at once what it is about; `run` does it, on a thread of its own."""

    def __init__(self, desk: Desk, planning: Planning, weigh: Weighs) -> None:
        self._desk = desk
        self._planning = planning
        self._weigh = weigh
        self._stopped = False
        self._problem: CrewProblem | None = None
        self.view = WorthView()

    def begin(self, actor: Actor) -> WorthView | Refusal:
        """Take the board as it stands; whoever asks while one is running joins it."""
        if self.view.state == "running":
            return self.view
        board, now = self._desk.board, self._desk.clock.now()
        if board.night is None or board.plan is None:
            return Refusal("plan.nothing_in_force")
        rules = self._planning.rules_on(board)
        problem = remaining(board, board.night, board.planned, now, rules).problem
        if not problem.jobs:
            return Refusal("plan.nothing_left")
        self._problem = problem
        self._stopped = False
        self.view = replace(
            self.view,
            state="running",
            share=0.0,
            doing="one_board",
            about="",
            asked_by=actor,
            as_of=now,
            starts_at=board.night.starts_at,
            plan_version=board.plan.version,
            jobs=len(problem.jobs),
        )
        return self.view

    def run(self) -> None:
        """Weigh what `begin` took; returns when it is done, stopped or has failed."""
        problem, view = self._problem, self.view
        if problem is None or view.as_of is None or view.starts_at is None:
            return
        self._problem = None
        try:
            report = self._weigh(problem, begun=view.as_of > view.starts_at, told=self._heard)
        except (ValueError, ArithmeticError, LookupError, OSError, MemoryError):
            self.view = replace(self.view, state="failed")
            raise
        if report is None:
            self.view = replace(self.view, state="stopped")
            return
        self.view = replace(
            self.view,
            state="done",
            share=1.0,
            report=report,
            report_as_of=view.as_of,
            report_plan_version=view.plan_version,
        )

    def stop(self) -> None:
        """End it with what is being weighed now."""
        self._stopped = True

    def _heard(self, kind: WorthKind, about: str, share: float) -> bool:
        self.view = replace(self.view, doing=kind, about=about, share=share)
        return not self._stopped
