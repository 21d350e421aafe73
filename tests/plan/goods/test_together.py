"""Goods and crews planned together: no crew is sent for goods that cannot have come."""

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.plan.crews.lane import MINUTE, crew, job, night, yard
from yipanqi.ground.ids import OfferId, SupplierId
from yipanqi.plan.crews.check import check_crew_plan
from yipanqi.plan.crews.model import CrewPlan, CrewProblem, Step
from yipanqi.plan.goods.check import check_goods_plan
from yipanqi.plan.goods.materials import FRAMES, GATE_SETS, NET, POSTS, SIGNS, TIES, MaterialRules
from yipanqi.plan.goods.model import GoodsPlan, GoodsProblem, Need, Offer
from yipanqi.plan.goods.needs import needs_of
from yipanqi.plan.goods.together import Supplied, plan_together
from yipanqi.solvers.crews import plan_crews
from yipanqi.solvers.goods import plan_goods, plan_waiting_crews

MILL, SITE = SupplierId("mill"), SupplierId("site")
PLAIN = MaterialRules(spare_share=0.0)
HOUR = 60 * MINUTE


def schedules(problem: CrewProblem, *, quick: bool) -> CrewPlan:
    return plan_waiting_crews(problem, seconds=0)


def buys(problem: GoodsProblem) -> GoodsPlan:
    return plan_goods(problem)


def together(crews: CrewProblem, *offers: Offer, rules: MaterialRules = PLAIN, now_s: int = 0) -> Supplied:
    yards = tuple(y.id for y in crews.suppliers)
    return plan_together(crews, GoodsProblem(now_s, 12 * HOUR, yards, offers, ()), rules, schedules, buys)


def nets(name: str, amount: int | None, **terms: object) -> Offer:
    return Offer(OfferId(name), "mill", NET, amount, **terms)  # type: ignore[arg-type]


def amounts(needs: tuple[Need, ...]) -> dict[str, int]:
    told: dict[str, int] = {}
    for need in needs:
        told[need.good] = told.get(need.good, 0) + need.amount
    return told


LANE = night([job("a", 5, 20), job("b", 9, 20)], [crew("one")], [yard("mill", 2)])


def test_a_load_needs_the_net_posts_ties_and_signs_of_the_jobs_after_it() -> None:
    plan = plan_crews(LANE, seconds=0)
    needs = needs_of(LANE, plan, PLAIN)
    assert amounts(needs) == {NET: 40, POSTS: 18, TIES: 54, SIGNS: 2}
    (load,) = (s for s in plan.crews[LANE.crews[0].id] if s.do == "load")
    assert {(n.yard, n.at_s, n.jobs) for n in needs} == {(MILL, load.starts_s, ("a", "b"))}


def test_what_lies_in_the_van_is_not_fetched_again() -> None:
    lane = replace(LANE, crews=(crew("one", loaded_m=20),))
    needs = needs_of(lane, plan_crews(lane, seconds=0), PLAIN)
    assert amounts(needs)[NET] == 20


def test_a_gate_needs_its_set_and_an_emergency_opening_its_frame() -> None:
    lane = night([job("gate", 5), job("engine", 7, 5, kind="emergency")], [crew("one")], [yard("mill", 2)])
    told = amounts(needs_of(lane, plan_crews(lane, seconds=0), PLAIN))
    assert told == {GATE_SETS: 1, FRAMES: 1, NET: 5, SIGNS: 2}


def test_spare_net_for_mending_is_wished_for_by_the_deadline() -> None:
    needs = needs_of(LANE, plan_crews(LANE, seconds=0), MaterialRules(spare_share=0.1))
    assert [(n.at_s, n.amount) for n in needs if not n.firm] == [(600 * MINUTE, 4)]


def test_crews_wait_for_net_that_comes_and_are_not_sent_before() -> None:
    told = together(LANE, nets("late", 40, brought=True, lead_s=2 * HOUR))
    assert told.plan.undone == ()
    assert told.orders.shortages == ()
    loads = [s for s in told.plan.crews[LANE.crews[0].id] if s.do == "load"]
    assert loads[0].starts_s >= 2 * HOUR
    assert check_crew_plan(told.crews, told.plan) == ()


def test_net_that_cannot_come_leaves_an_opening_undone_and_names_it() -> None:
    told = together(LANE, nets("few", 25, brought=True))
    (left,) = told.plan.undone
    (short,) = told.orders.shortages
    assert short.jobs == (left.job,)
    assert (short.good, short.amount, short.until_s) == (NET, 15, None)


def test_a_crew_fetches_where_it_is_sold_when_nobody_brings_it_nearer() -> None:
    lane = replace(LANE, suppliers=(yard("mill", 2), yard("site", 30)))
    told = together(lane, nets("there", 60, yard=SITE, price=100))
    loads = [s.at for steps in told.plan.crews.values() for s in steps if s.do == "load"]
    assert loads == [SITE]
    assert (told.plan.undone, told.orders.cost) == ((), 4000)


def test_only_what_is_needed_is_bought_and_loaded() -> None:
    told = together(LANE, nets("plenty", None, yard=MILL, price=100))
    loads = [s for s in told.plan.crews[LANE.crews[0].id] if s.do == "load"]
    assert [s.net_m for s in loads] == [40]
    assert told.orders.cost == 4000


jobs = st.lists(st.tuples(st.integers(0, 30), st.sampled_from([0, 5, 12, 30])), min_size=1, max_size=7)
offers = st.lists(
    st.builds(
        lambda n, amount, yard, brought, lead, price, pack: nets(
            f"offer-{n}",
            amount,
            yard=yard,
            brought=brought or yard is None,
            lead_s=lead * HOUR,
            price=price,
            pack=pack,
        ),
        st.uuids(),
        st.none() | st.integers(0, 60),
        st.none() | st.sampled_from([MILL, SITE]),
        st.booleans(),
        st.integers(0, 6),
        st.integers(0, 5),
        st.sampled_from([1, 4, 25]),
    ),
    max_size=4,
)


@given(jobs, st.integers(1, 3), offers, st.integers(-3, 0))
@settings(max_examples=80, deadline=None)
def test_no_crew_ever_loads_what_has_not_come(
    places: list[tuple[int, int]], crews: int, offered: list[Offer], ahead: int
) -> None:
    lane = night(
        [job(f"j{n}", east, net_m) for n, (east, net_m) in enumerate(places)],
        [crew(f"c{n}", n) for n in range(crews)],
        [yard("mill", 2), yard("site", 20)],
    )
    told = together(lane, *offered, now_s=ahead * HOUR)
    assert check_goods_plan(told.goods, told.orders) == ()
    loads: list[Step] = [s for steps in told.plan.crews.values() for s in steps if s.do == "load"]
    for load in loads:
        came = sum(
            s.amount
            for s in told.orders.supplies
            if s.yard == load.at and s.good == NET and s.arrives_s <= load.starts_s
        )
        gone = sum(s.net_m for s in loads if s.at == load.at and s.starts_s <= load.starts_s)
        assert gone <= came
    assert check_crew_plan(told.crews, told.plan) == ()
