"""What a plan is worth: missed priorities, finish, neighbourhoods, travel, fairness."""

from msgspec.structs import replace

from tests.plan.crews.lane import MINUTE, crew, job, night, plan, works
from yipanqi.ground.ids import JobId, NeighbourhoodId, OrganisationId
from yipanqi.plan.crews.model import Undone
from yipanqi.plan.crews.value import value_of

FAR = NeighbourhoodId("far")


def test_undone_and_late_jobs_count_their_priority() -> None:
    problem = replace(
        night([job("a", 1, priority=3), job("b", 2, priority=2)], [crew("k")]), deadline_s=20 * MINUTE
    )
    late = plan(k=(works("a", 1), works("b", 12)))
    assert value_of(problem, late).missed == 2
    undone = plan(k=(works("b", 2),), undone=(Undone(JobId("a"), "no time"),))
    assert value_of(problem, undone).missed == 3


def test_a_neighbourhood_is_closed_by_its_last_job() -> None:
    problem = night([job("a", 1), job("b", 2), job("c", 3, neighbourhood=FAR)], [crew("k")])
    made = plan(k=(works("a", 1), works("b", 12), works("c", 23)))
    assert value_of(problem, made).neighbourhoods_s == (22 + 33) * MINUTE


def test_travel_is_all_ways_together() -> None:
    problem = night([job("a", 1), job("b", 3)], [crew("k"), crew("l", 5)])
    made = plan(k=(works("a", 1),), l=(works("b", 2),))
    assert value_of(problem, made).travel_s == 3 * MINUTE


def test_fairness_compares_lenders_by_the_hours_they_lent() -> None:
    other = OrganisationId("cooperative")
    problem = night([job("a", 1)], [crew("k"), crew("l", lender=other)])
    idle = plan(k=(works("a", 1),), l=())
    assert value_of(problem, idle).unfairness_s == 3600 * 11 // 600
