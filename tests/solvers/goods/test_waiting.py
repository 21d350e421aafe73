"""Crews wait at a yard for what is on its way, and what is told of the night stays true."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.plan.crews.lane import MINUTE, crew, job, night, yard
from yipanqi.plan.crews.check import check_crew_plan
from yipanqi.plan.crews.model import Delivery
from yipanqi.solvers.goods import plan_waiting_crews

HOUR = 60 * MINUTE


def test_a_crew_waits_for_the_delivery_its_job_needs() -> None:
    lane = night(
        [job("a", 5, 20)], [crew("one")], [yard("mill", 2, stock_m=0, deliveries=(Delivery(HOUR, 20),))]
    )
    plan = plan_waiting_crews(lane, seconds=0)
    (load, work) = plan.crews[lane.crews[0].id]
    assert (load.at, load.starts_s, work.at) == ("mill", HOUR, "a")
    assert check_crew_plan(lane, plan) == ()


def test_a_plan_in_force_is_gone_on_from() -> None:
    lane = night(
        [job("a", 5, 20), job("b", 6, 20)],
        [crew("one"), crew("two")],
        [yard("mill", 2, stock_m=20, deliveries=(Delivery(HOUR, 20),))],
    )
    first = plan_waiting_crews(lane, seconds=0)
    again = plan_waiting_crews(lane, seconds=0, start=first, stay_s=600)
    assert {s.at for steps in again.crews.values() for s in steps} <= {"mill", "a", "b"}
    assert again.undone == ()
    assert again.finish_s <= first.finish_s


@given(
    st.lists(st.tuples(st.integers(0, 20), st.sampled_from([0, 10, 30])), min_size=1, max_size=6),
    st.integers(0, 40),
    st.lists(st.tuples(st.integers(1, 8), st.integers(1, 60)), max_size=3),
)
@settings(max_examples=80, deadline=None)
def test_every_plan_with_deliveries_passes_the_check(
    places: list[tuple[int, int]], stock_m: int, coming: list[tuple[int, int]]
) -> None:
    deliveries = tuple(Delivery(hour * HOUR, net_m) for hour, net_m in coming)
    lane = night(
        [job(f"j{n}", east, net_m) for n, (east, net_m) in enumerate(places)],
        [crew("one"), crew("two", 3)],
        [yard("mill", 2, stock_m=stock_m, deliveries=deliveries)],
    )
    assert check_crew_plan(lane, plan_waiting_crews(lane, seconds=0)) == ()
