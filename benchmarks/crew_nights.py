"""Nights made up for measuring: like those of the case, and of other kinds; the same name, the same night.

python benchmarks/crew_nights.py small-vans-3 yard-hours-1 --folder /tmp/nights

A night's name is its kind and a seed: `plain-0`, `many-pairs-7`. Coordinates in metres, times in seconds.
"""

import argparse
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from yipanqi.ground.ids import CrewId, JobId, NeighbourhoodId, OrganisationId, SupplierId
from yipanqi.plan.crews.model import CrewOnShift, CrewProblem, Delivery, Job, Place, Travel, Yard

HOUR_S = 3600
DEADLINE_S = 10 * HOUR_S


@dataclass(frozen=True)
class Kind:
    """What a night is like; the defaults are those of the case."""

    jobs: int = 386
    crews: int = 40
    yards: int = 4
    town_m: float = 5000.0
    around_m: float = 120.0
    """How far a neighbourhood's openings lie from its middle (standard deviation)."""
    a_neighbourhood: float = 8.6
    """Openings of a neighbourhood."""
    welds: float = 0.12
    welders: float = 0.34
    teams: float = 0.0
    """Share of the nets that two crews put up together."""
    late: float = 0.25
    """Share of crews that come later, by up to `late_s`."""
    late_s: int = 2 * HOUR_S
    leave: float = 0.2
    """Share of crews that leave before the deadline."""
    vans_m: tuple[int, int] = (60, 120)
    loaded: bool = False
    windows: float = 0.0
    """Share of jobs with a window of two hours."""
    hours: bool = False
    """Yards open and close during the night."""
    stock: float | None = None
    """All yards together have so many times the net that is needed, a third of it delivered later."""
    home: bool = False


KINDS: dict[str, Kind] = {
    "plain": Kind(),
    "few-crews": Kind(jobs=230, crews=25),
    "many-crews": Kind(crews=75),
    "clustered": Kind(around_m=40.0, a_neighbourhood=30.0, town_m=9000.0),
    "scattered": Kind(around_m=1500.0, a_neighbourhood=3.0),
    "one-yard": Kind(yards=1),
    "small-vans": Kind(vans_m=(20, 45)),
    "windows": Kind(windows=0.3),
    "yard-hours": Kind(hours=True, vans_m=(30, 80)),
    "many-pairs": Kind(teams=0.15),
    "rare-skills": Kind(welds=0.12, welders=0.13),
    "late-crews": Kind(late=0.7, late_s=3 * HOUR_S),
    "scarce": Kind(stock=1.05),
    "too-few": Kind(crews=26),
    "homeward": Kind(home=True, leave=0.4),
    "small": Kind(jobs=50, crews=7, yards=2, town_m=2000.0),
    "large": Kind(jobs=800, crews=84, yards=6, town_m=8000.0),
    "everything": Kind(
        teams=0.08, windows=0.1, hours=True, stock=1.2, loaded=True, home=True, vans_m=(30, 90), welders=0.2
    ),
}


def night(name: str) -> CrewProblem:
    """The night of that name.

    Raises:
        ValueError: no such kind, or no seed.
    """
    kind, _, seed = name.rpartition("-")
    if kind not in KINDS or not seed.isdigit():
        raise ValueError(f"{name}: a name is a kind ({', '.join(KINDS)}) and a seed, as in plain-0")
    return _Town(KINDS[kind], np.random.default_rng((zlib.crc32(kind.encode()), int(seed)))).night()


def night_at(path: str) -> CrewProblem:
    """The night in a file; or, where there is no such file, the night of that name."""
    if Path(path).exists():
        return msgspec.json.decode(Path(path).read_bytes(), type=CrewProblem)
    return night(path)


@dataclass
class _Town:
    """One town being made up."""

    kind: Kind
    rng: np.random.Generator
    communities: NDArray[np.float64] = field(init=False)

    def night(self) -> CrewProblem:
        kind = self.kind
        self.communities = self.rng.uniform(0.1, 0.9, (8, 2)) * kind.town_m
        jobs = self._jobs()
        yards = self._yards(sum(j.net_m for j in jobs))
        return CrewProblem(
            format="crew-problem/1",
            starts_at="2026-02-03T18:00:00+08:00",
            deadline_s=DEADLINE_S,
            travel=Travel(speed_m_s=20 / 3.6, detour=1.3),
            jobs=jobs,
            crews=tuple(self._crew(n) for n in range(kind.crews)),
            suppliers=yards,
        )

    def _jobs(self) -> tuple[Job, ...]:
        count = max(1, round(self.kind.jobs / self.kind.a_neighbourhood))
        of = self.rng.integers(0, len(self.communities), count)
        middles = self.communities[of] + self.rng.normal(0, 0.11 * self.kind.town_m, (count, 2))
        hoods = np.concatenate((np.arange(count), self.rng.integers(0, count, self.kind.jobs)))
        seen: set[int] = set()
        made = []
        for n, hood in enumerate(map(int, hoods[: self.kind.jobs])):
            place = middles[hood] + self.rng.normal(0, self.kind.around_m, 2)
            made.append(self._job(n, hood, int(of[hood]), place, gate=hood not in seen))
            seen.add(hood)
        return tuple(made)

    def _job(self, n: int, hood: int, community: int, place: NDArray[np.float64], gate: bool) -> Job:
        net_m = 0 if gate else int(np.clip(self.rng.gamma(7.0, 1.0), 3, 15))
        work_s = 1200 if gate else int(np.clip(900 + 200 * net_m + self.rng.normal(0, 400), 1200, 5400))
        window = self._window(work_s) if self._happens(self.kind.windows) else (0, None)
        return Job(
            id=JobId(f"o{n}"),
            x_m=round(float(place[0]), 1),
            y_m=round(float(place[1]), 1),
            neighbourhood=NeighbourhoodId(f"n{hood}"),
            community=f"c{community}",
            kind="gate" if gate else "net",
            net_m=net_m,
            work_s=work_s,
            skills=("weld",) if not gate and self._happens(self.kind.welds) else (),
            crews=2 if not gate and self._happens(self.kind.teams) else 1,
            priority=int(self.rng.integers(1, 4)),
            earliest_s=window[0],
            latest_s=window[1],
        )

    def _window(self, work_s: int) -> tuple[int, int]:
        begins_s = int(self.rng.integers(1, 12)) * 1800
        return begins_s, begins_s + 2 * HOUR_S + work_s

    def _crew(self, n: int) -> CrewOnShift:
        kind, community = self.kind, int(self.rng.integers(0, len(self.communities)))
        place = self.communities[community] + self.rng.normal(0, 200.0, 2)
        van_m = 10 * int(self.rng.integers(kind.vans_m[0] // 10, kind.vans_m[1] // 10 + 1))
        return CrewOnShift(
            id=CrewId(f"k{n}"),
            x_m=round(float(place[0]), 1),
            y_m=round(float(place[1]), 1),
            lender=OrganisationId(f"d{int(self.rng.integers(0, 1 + kind.crews // 2))}"),
            community=f"c{community}",
            from_s=1800 * int(self.rng.integers(1, kind.late_s // 1800 + 1))
            if self._happens(kind.late)
            else 0,
            until_s=DEADLINE_S - (HOUR_S * int(self.rng.integers(1, 4)) if self._happens(kind.leave) else 0),
            van_m=van_m,
            loaded_m=int(self.rng.integers(0, van_m + 1)) if kind.loaded else 0,
            skills=("weld",) if self._happens(kind.welders) or n == 0 else (),
            ends_at=Place(round(float(place[0]), 1), round(float(place[1]), 1)) if kind.home else None,
        )

    def _yards(self, needed_m: int) -> tuple[Yard, ...]:
        kind, made = self.kind, []
        for n in range(kind.yards):
            place = self.rng.uniform(0.05, 0.95, 2) * kind.town_m
            opens_s = 1800 * int(self.rng.integers(0, 4)) if kind.hours and n else 0
            closes_s = HOUR_S * int(self.rng.integers(3, 9)) if kind.hours and n else None
            share_m = None if kind.stock is None else int(kind.stock * needed_m / kind.yards)
            made.append(
                Yard(
                    id=SupplierId(f"s{n}"),
                    x_m=round(float(place[0]), 1),
                    y_m=round(float(place[1]), 1),
                    load_s=600,
                    stock_m=None if share_m is None else 2 * share_m // 3,
                    opens_s=opens_s,
                    closes_s=closes_s,
                    deliveries=() if share_m is None else (Delivery(3 * HOUR_S, share_m - 2 * share_m // 3),),
                )
            )
        return tuple(made)

    def _happens(self, chance: float) -> bool:
        return bool(self.rng.random() < chance)


def _write(names: list[str], folder: Path, write: Callable[[str], object] = print) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / f"{name}.json").write_bytes(msgspec.json.encode(night(name)))
        write(str(folder / f"{name}.json"))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="+", metavar="KIND-SEED")
    parser.add_argument("--folder", type=Path, default=Path("nights"))
    wanted = parser.parse_args()
    _write(wanted.names, wanted.folder)
