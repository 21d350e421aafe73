"""The forecast: exact when nothing strays, honest about holes, calibrated when the night is as believed."""

import numpy as np
import pytest

from tests.plan.crews.lane import MINUTE, crew, job, loads, night, plan, works, yard
from yipanqi.ground.ids import CrewId, JobId, NeighbourhoodId
from yipanqi.plan.crews.forecast import Forecast, UnderWay, forecast
from yipanqi.plan.crews.model import CrewPlan, CrewProblem, Undone
from yipanqi.plan.crews.noise import Noise, Spread, Took, learn

STILL = Noise(root=((0.0,),), spread=Spread(0.0, 0.0, 0.0, 0.0, 0.0))
LANE = NeighbourhoodId("lane")


def chances(seed: int = 1) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(seed))


def played(problem: CrewProblem, made: CrewPlan, noise: Noise = STILL, **more: object) -> Forecast:
    return forecast(problem, made, runs=200, noise=noise, rng=chances(), **more)  # type: ignore[arg-type]


def test_without_noise_a_plan_ends_as_planned() -> None:
    problem = night([job("a", 1), job("b", 3, 20)], [crew("k")], [yard("s", 2)])
    made = plan(k=(works("a", 1), loads("s", 12, 50), works("b", 18, 20)))
    told = played(problem, made)
    assert told.p50_s == told.p90_s == 28 * MINUTE
    assert told.chance == 1.0
    assert told.neighbourhoods[LANE].p90_s == 28 * MINUTE


def test_a_team_waits_for_its_last_member() -> None:
    problem = night([job("pair", 5, crews=2)], [crew("k"), crew("l", 4)])
    assert played(problem, plan(k=(works("pair", 5),), l=(works("pair", 5),))).p50_s == 15 * MINUTE


def test_something_undone_is_a_hole_that_no_hour_closes() -> None:
    problem = night([job("a", 1), job("b", 2)], [crew("k")])
    told = played(problem, plan(k=(works("a", 1),), undone=(Undone(JobId("b"), "no stock"),)))
    assert told.chance == 0.0
    assert told.neighbourhoods[LANE].p50_s is None


def test_a_job_under_way_keeps_its_crew_and_its_neighbourhood_waiting() -> None:
    problem = night([job("a", 1)], [crew("k")])
    busy = UnderWay(CrewId("k"), "net", NeighbourhoodId("mill"), planned_s=600, elapsed_s=0)
    told = played(problem, plan(k=(works("a", 1),)), under_way=(busy,), now_s=0)
    assert told.p50_s == pytest.approx(21 * MINUTE, abs=2)
    assert told.neighbourhoods[NeighbourhoodId("mill")].p50_s == pytest.approx(10 * MINUTE, abs=2)


def test_who_runs_late_is_helped() -> None:
    problem = night([job("a", 1), job("b", 2), job("c", 3)], [crew("k"), crew("l")])
    lopsided = plan(k=(works("a", 1), works("b", 12), works("c", 23)), l=())
    assert played(problem, lopsided, helping_s=300.0).p50_s < played(problem, lopsided, helping_s=None).p50_s


def test_the_same_luck_tells_the_same() -> None:
    problem = night([job("a", 1)], [crew("k")])
    made = plan(k=(works("a", 1),))
    assert played(problem, made, Noise()) == played(problem, made, Noise())


def test_an_eighty_percent_night_comes_true_in_about_eighty_of_a_hundred() -> None:
    """Nights drawn from the very spreads believed in: the quantiles hold."""
    problem = night([job(f"j{n}", n % 9) for n in range(12)], [crew(f"k{n}") for n in range(3)])
    crews = [tuple(works(f"j{3 * i + n}", 20 * i + 9) for i in range(4)) for n in range(3)]
    made = plan(k0=crews[0], k1=crews[1], k2=crews[2])
    told = forecast(problem, made, runs=2000, noise=Noise(), rng=chances(), helping_s=None)
    real = [
        forecast(problem, made, runs=1, noise=Noise(), rng=chances(100 + n), helping_s=None).p50_s
        for n in range(600)
    ]
    share = float(np.mean([finish <= told.quantiles_s[15] for finish in real]))
    assert 0.75 <= share <= 0.85


def test_fewer_than_one_run_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one run"):
        forecast(night([], []), plan(), runs=0, noise=Noise(), rng=chances())


def finished(crew_name: str, ratio: float, times: int) -> list[Took]:
    return [Took(CrewId(crew_name), "net", 600.0, 600.0 * ratio)] * times


def test_a_slow_crew_is_believed_the_more_the_longer_it_is_slow() -> None:
    once = learn(finished("k", 2.0, 1) + finished("l", 1.0, 9))
    often = learn(finished("k", 2.0, 9) + finished("l", 1.0, 9))
    first = 1 + len(once.kinds)
    assert 0 < once.mean[first] < often.mean[first] < np.log(2.0)


def test_a_job_that_lasts_and_lasts_is_a_sign_before_it_ends() -> None:
    calm = learn(finished("k", 1.0, 5))
    worried = learn(finished("k", 1.0, 5), under_way=finished("l", 3.0, 4))
    assert worried.mean[0] > calm.mean[0]


def test_a_job_just_begun_is_no_sign() -> None:
    calm = learn(finished("k", 1.0, 5))
    begun = learn(finished("k", 1.0, 5), under_way=finished("l", 0.01, 4))
    assert begun.mean[0] == pytest.approx(calm.mean[0], abs=0.01)


def test_a_job_without_time_teaches_nothing() -> None:
    with pytest.raises(ValueError, match="no time"):
        learn([Took(CrewId("k"), "net", 0.0, 60.0)])


def test_half_an_hour_in_what_is_believed_is_neither_too_fast_nor_too_sure() -> None:
    """Forty crews at their first job: those who are through are the quick ones, and the others say little."""
    off, unsure = zip(*(_after_half_an_hour(seed) for seed in range(120)), strict=True)
    assert abs(np.mean(off)) < 0.05
    assert 0.7 < np.std(np.array(off) / np.array(unsure)) < 1.3


def _after_half_an_hour(seed: int) -> tuple[float, float]:
    """How much slower a night really is than believed (log ratio), and how sure that is said to be."""
    rng = chances(seed)
    night_is = rng.normal(0, 0.14)
    done: list[Took] = []
    under_way: list[Took] = []
    for n in range(40):
        planned_s, begun_s = rng.uniform(1200, 3800), rng.uniform(0, 1200)
        took_s = planned_s * np.exp(
            night_is + rng.normal(0, 0.08) + rng.normal(0, 0.12) + rng.normal(0, 0.25)
        )
        seen = Took(CrewId(f"k{n}"), f"kind {n}", planned_s, min(took_s, 1800 - begun_s))
        (done if took_s < 1800 - begun_s else under_way).append(seen)
    believed = learn(done, under_way)
    root = np.array(believed.root)
    return float(night_is - believed.mean[0]), float(np.sqrt((root @ root.T)[0, 0]))
