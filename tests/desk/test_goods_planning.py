"""A board whose registry has quotes orders its goods with its plan, and its crews wait for what comes."""

from pathlib import Path

from msgspec.structs import replace

from tests.towns import DUSK, NIGHT, YARD, at, closing_both, two_neighbourhoods
from yipanqi.close.events import SupplierCounted
from yipanqi.desk.planning import ClosureInForce
from yipanqi.ground.ids import Actor, OrganisationId
from yipanqi.plan.events import PlanProposed
from yipanqi.plan.goods.materials import NET, POSTS
from yipanqi.survey.model import GoodsLoan, Quote
from yipanqi.wiring import OpenBoard, SetClock

CLOSURE = ClosureInForce(closing_both(), "")
NORTH = OrganisationId("north")


def board(where: Path, *quotes: Quote, loans: tuple[GoodsLoan, ...] = ()) -> OpenBoard:
    """Two Neighbourhoods two hours before dusk, whose yard has nothing of its own."""
    opened = OpenBoard(where, SetClock(at(-120)), seed=1)
    survey = two_neighbourhoods()
    yard = replace(survey.registry.suppliers[0], stock_m=0)
    registry = replace(survey.registry, suppliers=(yard,), quotes=quotes, goods_loans=loans)
    opened.desk.record(replace(survey, registry=registry), Actor("office")).result()
    return opened


def proposed(opened: OpenBoard) -> PlanProposed:
    plan = opened.planning.first(CLOSURE, NIGHT, seed=1, seconds=0, actor=Actor("office"))
    assert isinstance(plan, PlanProposed), plan
    return plan


def test_orders_wait_with_the_proposal_and_go_out_with_the_plan(tmp_path: Path) -> None:
    quote = Quote(YARD, NET, 900, "brought", 500, lead_s=3 * 3600)
    with board(tmp_path, quote) as opened:
        plan = proposed(opened)
        waiting = opened.desk.board.goods.planned
        assert waiting is not None
        assert [(o.good, o.supplier, o.due_at) for o in waiting.orders] == [(NET, YARD, at(60))]
        opened.desk.adopt(plan.id, 0, Actor("commander")).result()
        assert set(opened.desk.board.goods.orders) == {waiting.orders[0].order}


def test_no_crew_is_sent_for_net_before_it_can_have_come(tmp_path: Path) -> None:
    quote = Quote(YARD, NET, 900, "brought", 500, lead_s=3 * 3600)
    with board(tmp_path, quote) as opened:
        plan = proposed(opened)
        loads = [s for steps in plan.steps.values() for s in steps if s.do == "load"]
        assert loads
        assert min(s.starts_at for s in loads) >= at(60)
        assert plan.undone == ()


def test_a_replan_keeps_waiting_for_what_is_on_its_way(tmp_path: Path) -> None:
    quote = Quote(YARD, NET, 900, "brought", 500, lead_s=3 * 3600)
    with board(tmp_path, quote) as opened:
        opened.desk.adopt(proposed(opened).id, 0, Actor("commander")).result()
        opened.clock.at = at(5)  # type: ignore[attr-defined]
        plan = opened.planning.replan(seed=1, seconds=0, actor=Actor("office"))
        assert isinstance(plan, PlanProposed)
        loads = [s.starts_at for steps in plan.steps.values() for s in steps if s.do == "load"]
        assert min(loads) >= at(60)
        assert plan.undone == ()


def test_what_is_lent_is_told_apart_from_what_is_bought(tmp_path: Path) -> None:
    loan = GoodsLoan(OrganisationId("north"), NET, 100, "half", 700)
    with board(tmp_path, loans=(loan,)) as opened:
        proposed(opened)
        waiting = opened.desk.board.goods.planned
        assert waiting is not None
        assert [(o.seller, o.lent * 2 <= o.amount, o.cost) for o in waiting.orders] == [
            ("north", True, 700 * (waiting.orders[0].amount - waiting.orders[0].lent))
        ]


def test_a_shortage_is_named_with_the_plan(tmp_path: Path) -> None:
    quote = Quote(YARD, POSTS, 100, "fetched", 1)
    with board(tmp_path, quote, Quote(YARD, NET, 900, "fetched", 500)) as opened:
        proposed(opened)
        waiting = opened.desk.board.goods.planned
        assert waiting is not None
        assert {s.good for s in waiting.shortages} == {POSTS}
        assert NIGHT.starts_at == DUSK


def test_a_board_without_tables_of_goods_orders_nothing(tmp_path: Path) -> None:
    with OpenBoard(tmp_path, SetClock(at(-120)), seed=1) as opened:
        opened.desk.record(two_neighbourhoods(), Actor("office")).result()
        proposed(opened)
        assert opened.desk.board.goods.planned is None


def emptied(where: Path, *loans: GoodsLoan) -> OpenBoard:
    """A night whose yard had net enough until it is counted, a minute after dusk: there is none."""
    opened = OpenBoard(where, SetClock(at(-120)), seed=1)
    survey = two_neighbourhoods()
    registry = replace(survey.registry, goods_loans=loans)
    opened.desk.record(replace(survey, registry=registry), Actor("office")).result()
    opened.desk.adopt(proposed(opened).id, 0, Actor("commander")).result()
    assert opened.desk.board.goods.orders == {} or all(
        o.lies_there for o in opened.desk.board.goods.orders.values()
    )
    opened.clock.at = at(1)  # type: ignore[attr-defined]
    opened.desk.record(SupplierCounted(YARD, 0), Actor("yard"), happened_at=at(1)).result()
    return opened


def replanned(opened: OpenBoard) -> PlanProposed:
    plan = opened.planning.replan(seed=1, seconds=0, actor=Actor("office"))
    assert isinstance(plan, PlanProposed), plan
    return plan


def test_a_replan_orders_net_where_openings_would_stay_open_for_want_of_it(tmp_path: Path) -> None:
    with emptied(tmp_path, GoodsLoan(NORTH, NET, 100, "sold", 900, lead_s=1800)) as opened:
        plan = replanned(opened)
        assert plan.undone == ()
        waiting = opened.desk.board.goods.planned
        assert waiting is not None
        assert [(o.seller, o.supplier, o.due_at, o.lies_there) for o in waiting.orders] == [
            ("north", YARD, at(31), False)
        ]
        loads = [s.starts_at for steps in plan.steps.values() for s in steps if s.do == "load"]
        assert min(loads) >= at(31)
        opened.desk.adopt(plan.id, plan.on_version, Actor("commander")).result()
        (order,) = [o for o in opened.desk.board.goods.orders.values() if not o.lies_there]
        assert order.amount >= 12


def test_what_was_ordered_is_not_ordered_again(tmp_path: Path) -> None:
    with emptied(tmp_path, GoodsLoan(NORTH, NET, 15, "sold", 900, lead_s=1800)) as opened:
        plan = replanned(opened)
        opened.desk.adopt(plan.id, plan.on_version, Actor("commander")).result()
        opened.clock.at = at(5)  # type: ignore[attr-defined]
        again = replanned(opened)
        assert again.undone == ()
        waiting = opened.desk.board.goods.planned
        assert waiting is None or waiting.plan != again.id


def test_where_nobody_has_net_left_a_replan_says_what_stays_open_and_why(tmp_path: Path) -> None:
    with emptied(tmp_path) as opened:
        plan = replanned(opened)
        assert {left.code for left in plan.undone} == {"no-stock"}
        assert opened.desk.board.goods.planned is None
