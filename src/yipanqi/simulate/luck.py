"""The luck of a night: how long things take, and what goes wrong - fixed by the seed, asked for by name."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import numpy as np
from msgspec import Struct

from yipanqi.close.model import BlockedReason
from yipanqi.close.state import Board
from yipanqi.ground.ids import CrewId, OpeningId, SupplierId
from yipanqi.simulate.fabric.chance import pick, stream

Id = TypeVar("Id", bound=str)
P = ParamSpec("P")
T = TypeVar("T")


class Trouble(Struct, frozen=True):
    """How much goes wrong; `CALM` is a night without any."""

    job_spread: float = 0.18
    """Standard deviations of log(took / planned): each job's own, each crew's, the whole night's."""
    crew_spread: float = 0.09
    night_spread: float = 0.04
    travel_spread: float = 0.15
    width_spread: float = 0.04
    """The same of a width as found, against the map's."""
    overruns: float = 0.02
    """Share of jobs that take about twice as long."""
    blocked: float = 0.015
    """Share of openings where the first try is stopped."""
    settled: float = 0.8
    """Share of those that are settled later."""
    late_crews: int = 3
    lost_crews: int = 1
    silent_crews: int = 1
    """Crews without a signal for a while: what they report arrives late."""
    short_suppliers: int = 1
    found: tuple[int, int] = (2, 4)
    """How many openings the map did not know, at least and at most."""


CALM = Trouble(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0, 0, 0, 0, (0, 0))

REASONS: tuple[tuple[BlockedReason, str], ...] = (
    ("residents_object", "居民围着不让装，要求社区干部到场说明。"),
    ("residents_object", "底层店主不同意，说夜里还要卸货。"),
    ("car_in_the_way", "一辆面包车停在口子上，车主联系不上。"),
    ("car_in_the_way", "货车堵住路口，正在找司机。"),
    ("no_fitters", "要焊立柱，会焊的人不在这一队。"),
    ("too_few_hands", "口子太宽，人手不够，立不稳。"),
    ("other", "地面下有管线，不能打桩。"),
)
SETTLED_NOTES = ("已说通，可以继续。", "车已挪开。", "人手已到，可以开工。", "社区干部已到场，居民同意。")
MORE_NET_NOTE = "又找到一批网，材料已到。"
LOST_WHY = "车坏在路上，今晚来不了了"
FOUND_NAMES = ("后门小路", "围墙缺口", "菜场边通道", "车棚旁便道", "自行车道口")

LATE_SAID_S = (120, 720)
"""A late crew says so so long after it should have set out, and how much later it will be:"""
LATE_BY_S = (1500, 4500)
SILENT_FROM_S = (5000, 18_000)
SILENT_FOR_S = (3600, 5400)
LOST_AT_S = (6000, 14_000)
SHORT_AT_S = (1200, 2700)
FOUND_AT_S = (4000, 20_000)
MORE_NET_AFTER_S = 2400
MORE_NET_M = 300
HANDED_ON_S = 300
"""When every yard is empty: when somebody finds more net, how much, and when crews know."""
SETTLED_AFTER_S = (1200, 3600)
STOPPED_AFTER_S = (240, 900)
"""Seconds: ranges drawn from evenly."""


def drawn_once(draw: Callable[Concatenate["Luck", P], T]) -> Callable[Concatenate["Luck", P], T]:
    """A draw that is remembered: it would come out the same anyway."""

    @wraps(draw)
    def drawn(self: "Luck", *about: P.args, **named: P.kwargs) -> T:
        key = (draw.__name__, about, tuple(named.items()))
        if key not in self.remembered:
            self.remembered[key] = draw(self, *about, **named)
        kept: T = self.remembered[key]
        return kept

    return cast("Callable[Concatenate[Luck, P], T]", drawn)


class Luck:
    """Draws for one night; each is a pure function of the seed and what it is about."""

    def __init__(self, seed: int, trouble: Trouble) -> None:
        self.seed = seed
        self.trouble = trouble
        self.remembered: dict[object, Any] = {}

    @drawn_once
    def work_factor(self, crew: CrewId, at: str) -> float:
        """How long work or loading takes, as a multiple of what is planned."""
        t = self.trouble
        own = stream(self.seed, "job", crew, at)
        log = t.night_spread * float(stream(self.seed, "night").standard_normal())
        log += t.crew_spread * float(stream(self.seed, "crew", crew).standard_normal())
        log += t.job_spread * float(own.standard_normal())
        longer = float(own.uniform(1.6, 2.2)) if own.random() < t.overruns else 1.0
        return float(np.exp(log)) * longer

    @drawn_once
    def travel_factor(self, crew: CrewId, to: str) -> float:
        """How long a way takes, as a multiple of what is planned."""
        chance = float(stream(self.seed, "way", crew, to).standard_normal())
        return float(np.exp(self.trouble.travel_spread * chance))

    @drawn_once
    def pause_s(self, crew: CrewId, to: str) -> float:
        """Seconds between one thing and setting out for the next."""
        return float(stream(self.seed, "pause", crew, to).uniform(20, 120))

    def found_width_m(self, opening: OpeningId, width_m: float) -> float:
        """The width as the crew measures it, to ten centimetres."""
        off = self.trouble.width_spread * float(stream(self.seed, "width", opening).standard_normal())
        return max(0.8, round(width_m * (1 + off), 1))

    @drawn_once
    def stopped(self, opening: OpeningId) -> tuple[BlockedReason, str, float] | None:
        """Why the first try at an opening is stopped, and after how many seconds; None when it isn't."""
        rng = stream(self.seed, "stopped", opening)
        if rng.random() >= self.trouble.blocked:
            return None
        reason, note = pick(rng, REASONS)
        return reason, note, float(rng.uniform(*STOPPED_AFTER_S))

    @drawn_once
    def settled(self, opening: OpeningId) -> tuple[float, str] | None:
        """After how many seconds what stopped it is settled, and how; None when not tonight."""
        rng = stream(self.seed, "settled", opening)
        if rng.random() >= self.trouble.settled:
            return None
        return float(rng.uniform(*SETTLED_AFTER_S)), pick(rng, SETTLED_NOTES)

    @drawn_once
    def late(self, crews: tuple[CrewId, ...]) -> dict[CrewId, tuple[float, float]]:
        """Crews that are late: when they say so and by how much, in seconds after they should set out."""
        out = {}
        for crew in self._some("late", crews, self.trouble.late_crews):
            rng = stream(self.seed, "late by", crew)
            out[crew] = float(rng.uniform(*LATE_SAID_S)), float(rng.uniform(*LATE_BY_S))
        return out

    @drawn_once
    def lost(self, crews: tuple[CrewId, ...]) -> dict[CrewId, float]:
        """Crews that drop out: when, in seconds of the night."""
        gone = self._some("lost", crews, self.trouble.lost_crews)
        return {crew: float(stream(self.seed, "lost at", crew).uniform(*LOST_AT_S)) for crew in gone}

    @drawn_once
    def silent(self, crews: tuple[CrewId, ...]) -> dict[CrewId, tuple[float, float]]:
        """Crews without a signal: from when until when, in seconds of the night."""
        out = {}
        for crew in self._some("silent", crews, self.trouble.silent_crews):
            rng = stream(self.seed, "silent from", crew)
            from_s = float(rng.uniform(*SILENT_FROM_S))
            out[crew] = from_s, from_s + float(rng.uniform(*SILENT_FOR_S))
        return out

    @drawn_once
    def short(self, suppliers: tuple[SupplierId, ...]) -> dict[SupplierId, tuple[float, float]]:
        """Suppliers that have less than they said: when they count, and the share of it they find."""
        out = {}
        for supplier in self._some("short", suppliers, self.trouble.short_suppliers):
            rng = stream(self.seed, "short at", supplier)
            out[supplier] = float(rng.uniform(*SHORT_AT_S)), float(rng.uniform(0.02, 0.12))
        return out

    @drawn_once
    def found_at(self) -> list[float]:
        """When openings the map did not know are found, in seconds of the night."""
        rng = stream(self.seed, "found")
        low, high = self.trouble.found
        return sorted(float(s) for s in rng.uniform(*FOUND_AT_S, int(rng.integers(low, high + 1))))

    def _some(self, what: str, ids: tuple[Id, ...], count: int) -> list[Id]:
        """So many of the ids, whatever order they come in."""
        order = stream(self.seed, what).permutation(len(ids))
        return [sorted(ids)[int(k)] for k in order[:count]]


def seconds_into(board: Board, seconds: float) -> datetime:
    """The instant so many seconds after the night's start."""
    assert board.night is not None, "asked for only with a night"  # noqa: S101 - by construction
    return board.night.starts_at + timedelta(seconds=seconds)
