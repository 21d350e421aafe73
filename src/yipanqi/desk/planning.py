"""Use cases of planning: propose a first plan or a replan, checked before anybody sees it."""

from datetime import datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from yipanqi.close.closures import grounded
from yipanqi.close.goods_events import GoodsPlanned
from yipanqi.close.model import NightForecast, NightRow
from yipanqi.close.outlook import night_forecast
from yipanqi.close.proposing import proposal_of
from yipanqi.close.remaining import Remaining, remaining, rest_of_plan
from yipanqi.close.state import Board
from yipanqi.desk.desk import Desk
from yipanqi.desk.goods_planning import WithGoods, to_be_ordered, with_goods, with_more_goods
from yipanqi.desk.ports import Chance, Scheduler, Travels
from yipanqi.ground.ids import Actor, EventId, NeighbourhoodId, PlanId
from yipanqi.ground.refusal import Refusal
from yipanqi.plan.crews.check import check_crew_plan
from yipanqi.plan.crews.model import CrewPlan, CrewProblem
from yipanqi.plan.crews.roads import off_road
from yipanqi.plan.events import PlannedOpening, PlanProposed
from yipanqi.plan.goods.needs import NO_STOCK
from yipanqi.plan.goods.together import Buys
from yipanqi.plan.jobs import WorkRules
from yipanqi.survey.model import Neighbourhood, Opening

OVERTIME_S = (0, 3600, 7200)
"""How much longer crews are asked to stay, step by step, while a hole would stay open otherwise."""

STAY_S = 20.0
"""What moving one opening to another crew has to gain; people who are sent to and fro lose heart."""


class ClosureInForce(Struct, frozen=True):
    """What a first plan is made from: the work of the closure, and the document that holds it."""

    openings: tuple[PlannedOpening, ...]
    digest: str
    rings: tuple[tuple[NeighbourhoodId, ...], ...] = ()
    """Neighbourhoods that share a ring."""
    places: tuple[Neighbourhood, ...] = ()
    """Neighbourhoods and openings as the map has them that the closure was made on; none: as surveyed."""
    gaps: tuple[Opening, ...] = ()
    on_edits: int = 0
    """Journal position of the newest edit of the survey it knows of."""


class Wanted(Struct, frozen=True):
    """A plan for what is left, and the orders that have to go out with it."""

    plan: PlanProposed
    orders: GoodsPlanned | None = None


class Planning:
    """Plans for one board's night."""

    def __init__(
        self,
        desk: Desk,
        schedule: Scheduler,
        chance: Chance,
        rules: WorkRules,
        buys: Buys | None = None,
        travels: Travels | None = None,
        buys_more: Buys | None = None,
    ) -> None:
        """`buys` has its time before the night; `buys_more` answers within a replan."""
        self.rules = rules
        self._buys_more = buys_more
        self._travels = travels
        self._buys = buys
        self._desk = desk
        self._schedule = schedule
        self._chance = chance

    def rules_on(self, board: Board) -> WorkRules:
        """The rules of work with travel as it is on a board: by road where its map shows roads."""
        return self.rules if self._travels is None else replace(self.rules, travel=self._travels(board))

    def first(
        self, closure: ClosureInForce, night: NightRow, *, seed: int, seconds: float, actor: Actor
    ) -> "PlanProposed | Refusal":
        """Propose the first plan of a night, made from an already checked closure."""
        work = {p.opening: p for p in closure.openings}
        before = self._desk.board
        board = grounded(before, closure.places, closure.gaps, before.position)
        left = remaining(board, night, work, night.starts_at, self.rules_on(board))
        both = self._with_goods(left, night, seed=seed, seconds=seconds)
        left = both.left if both else left
        crews = both.crews if both else self._schedule(left.problem, seconds=seconds, seed=seed)
        plan = self.checked(
            before,
            night,
            closure.openings,
            left,
            crews,
            "first",
            closure.digest,
            seed,
            night.starts_at,
            closure.rings,
        )
        if isinstance(plan, Refusal):
            return plan
        plan = replace(plan, places=closure.places, gaps=closure.gaps, on_edits=closure.on_edits)
        if both is not None:
            self._desk.record(to_be_ordered(plan.id, night, both), actor).result()
        return self._recorded(plan, actor)

    def _with_goods(self, left: Remaining, night: NightRow, *, seed: int, seconds: float) -> WithGoods | None:
        """Crews planned together with the goods they take, where anybody was asked for goods."""
        if self._buys is None:
            return None
        board, now = self._desk.board, self._desk.clock.now()
        return with_goods(board, left, night, now, self._schedule, self._buys, seed=seed, seconds=seconds)

    def replan(self, *, seed: int, seconds: float, actor: Actor) -> "PlanProposed | Refusal":
        """Propose a plan for what is left, from the board as it stands."""
        wanted = self.plan_for_what_is_left(seed=seed, seconds=seconds)
        if isinstance(wanted, Refusal):
            return wanted
        if wanted.orders is not None:
            self._desk.record(wanted.orders, actor).result()
        return self._recorded(wanted.plan, actor)

    def plan_for_what_is_left(self, *, seed: int, seconds: float) -> "Wanted | Refusal":
        """A checked plan for what is left, which nobody has been told of yet.

        Crews are asked to stay longer than they were lent for only where a hole would stay open otherwise,
        and goods are ordered only where one would for want of net.
        """
        board, now = self._desk.board, self._desk.clock.now()
        if board.night is None or board.plan is None:
            return Refusal("plan.nothing_in_force")
        left, crews, goods = self._left_planned(board, board.night, now, seed, seconds)
        plan = self.checked(
            board, board.night, left.added, left, crews, "replan", board.plan.digest, seed, now
        )
        if isinstance(plan, Refusal):
            return plan
        plan = replace(plan, on_closure=board.closure.version)
        more = to_be_ordered(plan.id, board.night, goods, again=True) if goods is not None else None
        return Wanted(plan, more if more is not None and more.orders else None)

    def _left_planned(
        self, board: Board, night: NightRow, now: datetime, seed: int, seconds: float
    ) -> tuple[Remaining, CrewPlan, WithGoods | None]:
        """What is left, planned: with more net where that is what is wanted, with overtime where that helps.

        First plans, made at once, tell whether either would; the search goes into the one that does.
        """
        rules = self.rules_on(board)
        left = remaining(board, night, board.planned, now, rules)
        start = rest_of_plan(board, left.problem)

        def plan(problem: CrewProblem, search_s: float) -> CrewPlan:
            return self._schedule(problem, seconds=search_s, seed=seed, start=start, stay_s=STAY_S)

        quick = plan(left.problem, 0.0)
        if not quick.undone:
            return left, plan(left.problem, seconds) if seconds > 0 else quick, None
        if self._buys_more is not None and any(u.code in NO_STOCK for u in quick.undone):
            goods = with_more_goods(
                board, left, night, now, lambda p, first: plan(p, 0.0 if first else seconds), self._buys_more
            )
            if goods is not None and len(goods.crews.undone) < len(quick.undone):
                return goods.left, goods.crews, goods
        longer, with_overtime = left, quick
        for overtime_s in OVERTIME_S[1:]:
            if with_overtime.undone:
                tried = remaining(board, night, board.planned, now, rules, overtime_s)
                crews = plan(tried.problem, 0.0)
                if len(crews.undone) < len(with_overtime.undone):
                    longer, with_overtime = tried, crews
        if longer is left:
            return left, plan(left.problem, seconds) if seconds > 0 else quick, None
        found = plan(left.problem, seconds / 2) if seconds > 0 else quick
        if len(found.undone) <= len(with_overtime.undone):
            return left, found, None
        return longer, plan(longer.problem, seconds / 2) if seconds > 0 else with_overtime, None

    def forecast(self) -> NightForecast | None:
        """When it will be done, from the board as it stands."""
        board = self._desk.board
        return night_forecast(board, self._desk.clock.now(), self.rules_on(board), self._chance())

    def _recorded(self, plan: PlanProposed, actor: Actor) -> PlanProposed:
        """The plan, once the journal holds it."""
        self._desk.record(plan, actor, event_id=EventId(plan.id)).result()
        return plan

    def checked(
        self,
        board: Board,
        night: NightRow,
        openings: tuple[PlannedOpening, ...],
        left: Remaining,
        crews: CrewPlan,
        kind: Literal["first", "replan"],
        digest: str,
        seed: int,
        now: datetime,
        rings: tuple[tuple[NeighbourhoodId, ...], ...] = (),
    ) -> PlanProposed | Refusal:
        """The crews' plan as a proposal; one that fails its check is never seen by anybody but us.

        `board` is the one it was made on: by now there may be another, and a plan of somebody else in force.
        """
        findings = check_crew_plan(left.problem, crews)
        if findings:
            first = findings[0]
            return Refusal(
                "plan.check_failed",
                {"findings": len(findings), "code": first.code, "about": first.about, "says": first.says},
            )
        plan = proposal_of(
            board,
            night,
            openings,
            crews,
            plan=PlanId(self._desk.fresh_id()),
            kind=kind,
            digest=digest,
            seed=seed,
            now=now,
            rings=rings,
        )
        roads = left.problem.travel.roads
        if roads is None:
            return replace(plan, travel="straight")
        return replace(plan, travel="road", off_road=off_road(left.problem, roads))
