"""The compiled search believes nothing false: what it thinks its routes are worth is what they are worth."""

import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from tests.plan.crews.lane import crew, job, night
from tests.solvers.crews.towns import nights
from yipanqi.plan.crews.model import CrewProblem
from yipanqi.solvers.crews import compiled
from yipanqi.solvers.crews.board import board_of
from yipanqi.solvers.crews.construct import construct
from yipanqi.solvers.crews.decode import decode, timetable
from yipanqi.solvers.crews.encode import routes_of
from yipanqi.solvers.crews.search import Cooling, Watch, Worker, search

CALM = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


def worker(problem: CrewProblem, seed: int = 1) -> Worker:
    board = board_of(problem)
    return Worker(board, routes_of(board, decode(board, construct(board))), seed, Cooling())


@settings(max_examples=80, deadline=None, suppress_health_check=CALM)
@given(nights(most_jobs=6, most_crews=3, scarce=True))
def test_the_best_routes_end_when_the_search_says(problem: CrewProblem) -> None:
    one = worker(problem)
    one.run(Watch(0.0, rounds=40))
    routes = one.routes()
    assert timetable(one.board, routes)[1] is None
    assert decode(one.board, routes).finish_s == one.finish_s


@settings(max_examples=80, deadline=None, suppress_health_check=CALM)
@given(nights(most_jobs=6, most_crews=3, scarce=True))
def test_nothing_the_search_keeps_is_lost_in_the_plan(problem: CrewProblem) -> None:
    one = worker(problem)
    one.run(Watch(0.0, rounds=40))
    placed = {int(one.board.job_of[v.number]) for route in one.routes() for v in route if not v.yard}
    made = decode(one.board, one.routes())
    assert len(problem.jobs) - len(made.undone) == len(placed)


@settings(max_examples=40, deadline=None, suppress_health_check=CALM)
@given(nights(most_jobs=6, most_crews=3, scarce=True))
def test_state_carried_on_equals_state_made_fresh(problem: CrewProblem) -> None:
    one = worker(problem)
    one.run(Watch(0.0, rounds=30))
    tour, fresh = one.tour, worker(problem).tour
    fresh.seq[:], fresh.size[:] = tour.seq, tour.size
    one.code.begin(one.night, fresh)
    # How late a team's stop may be reached is a hint, as old as its other members' routes.
    exact = ["leave_s", "room_m", "before_m", "waits_s"] + ([] if one.night.teams else ["late_s"])
    for k, size in enumerate(tour.size):
        assert tour.end_s[k] == fresh.end_s[k]
        for name in exact:
            assert np.array_equal(getattr(tour, name)[k, :size], getattr(fresh, name)[k, :size]), name
    assert tour.crew_of.tolist() == fresh.crew_of.tolist()
    assert tour.used_m.tolist() == fresh.used_m.tolist()


def test_two_workers_are_as_good_as_the_better_of_them() -> None:
    problem = night([job(f"j{n}", n * 7 % 11) for n in range(9)], [crew("k"), crew("l", 10)])
    board = board_of(problem)
    start = construct(board)
    alone, _ = search(board, start, Watch(0.0, rounds=200), seed=0)
    both, rounds = search(board, start, Watch(0.0, rounds=200), seed=0, workers=2)
    assert rounds == 400
    assert decode(board, both).finish_s <= decode(board, alone).finish_s


def test_what_fails_in_a_thread_is_raised_by_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    board = board_of(night([job("a", 1)], [crew("k")]))

    def breaks(self: Worker, watch: Watch) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(Worker, "run", breaks)
    with pytest.raises(RuntimeError, match="broken"):
        search(board, [[]], Watch(0.0, rounds=1), workers=2)


def test_compiled_code_is_kept_in_the_users_cache_where_the_package_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = tmp_path / "locked"
    locked.write_text("a file, so no folder can be made in it")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    kernel = compiled._HERE / "kernel"
    monkeypatch.setattr(compiled, "_HERE", locked)
    monkeypatch.setattr(compiled, "_KERNEL_SOURCES", kernel)
    assert compiled.cache_folder().is_relative_to(tmp_path / "cache")


def test_compiled_code_is_kept_in_a_private_folder_where_nothing_else_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = tmp_path / "locked"
    locked.write_text("a file, so no folder can be made in it")
    monkeypatch.setenv("XDG_CACHE_HOME", str(locked))
    monkeypatch.setattr(compiled, "_HERE", locked)
    folder = compiled.cache_folder()
    assert folder.parent.stat().st_mode & 0o077 == 0
    assert folder.parent.stat().st_uid == os.getuid()
