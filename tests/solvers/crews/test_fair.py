"""Among plans that are equal in everything else, the one that asks lenders for like shares of their hours."""

from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

from tests.plan.crews.lane import MINUTE, crew, job, night, plan, works
from tests.solvers.crews.towns import nights
from yipanqi.ground.ids import CrewId, OrganisationId
from yipanqi.plan.crews.check import check_crew_plan
from yipanqi.plan.crews.model import CrewPlan, CrewProblem, Value
from yipanqi.plan.crews.value import value_of
from yipanqi.solvers.crews import plan_crews
from yipanqi.solvers.crews.fair import fairer

CALM = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
VILLAGE, UNIT = OrganisationId("village"), OrganisationId("unit")
LANE = night(
    [job("long", 1, work_s=40 * MINUTE), job("short", 1)],
    [crew("k", lender=VILLAGE, until_s=60 * MINUTE), crew("m", lender=UNIT, until_s=240 * MINUTE)],
)
UNFAIR = plan(k=(works("long", 1, minutes=40),), m=(works("short", 1),))


def order(problem: CrewProblem, made: CrewPlan) -> tuple[int, ...]:
    value: Value = value_of(problem, made)
    return value.missed, value.finish_s, value.neighbourhoods_s, value.travel_s, value.unfairness_s


def test_who_lent_few_hours_gets_the_short_job() -> None:
    made = fairer(LANE, UNFAIR)
    assert [s.at for s in made.crews[CrewId("k")]] == ["short"]
    assert order(LANE, made)[:4] == order(LANE, UNFAIR)[:4]
    assert order(LANE, made)[4] < order(LANE, UNFAIR)[4]


def test_fairness_never_costs_travel() -> None:
    apart = replace(LANE, crews=(LANE.crews[0], replace(LANE.crews[1], x_m=120.0)))
    jobs = (LANE.jobs[0], replace(LANE.jobs[1], x_m=120.0))
    apart = replace(apart, jobs=jobs)
    kept = plan(k=(works("long", 1, minutes=40),), m=(works("short", 0),))
    assert check_crew_plan(apart, kept) == ()
    assert fairer(apart, kept) == kept


def test_a_night_that_ends_late_is_left_alone() -> None:
    assert fairer(replace(LANE, deadline_s=30 * MINUTE), UNFAIR) is UNFAIR


@settings(max_examples=60, deadline=None, suppress_health_check=CALM)
@given(nights(most_jobs=6, most_crews=3, scarce=True))
def test_nothing_that_stands_before_fairness_is_ever_worse(problem: CrewProblem) -> None:
    crews = tuple(replace(c, lender=OrganisationId(f"l{n % 2}")) for n, c in enumerate(problem.crews))
    problem = replace(problem, crews=crews)
    first = plan_crews(problem, seconds=0)
    made = fairer(problem, first, 300)
    assert check_crew_plan(problem, made) == ()
    assert order(problem, made) <= order(problem, first)
