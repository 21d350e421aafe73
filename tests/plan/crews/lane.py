"""A tiny night: Long Lane, a straight street with jobs at whole minutes' walk from each other."""

from msgspec.structs import replace

from yipanqi.ground.ids import CrewId, JobId, NeighbourhoodId, OrganisationId, SupplierId
from yipanqi.plan.crews.model import CrewOnShift, CrewPlan, CrewProblem, Job, Step, Travel, Undone, Yard

MINUTE = 60


def job(name: str, minutes_east: float, net_m: int = 0, **more: object) -> Job:
    """A job of ten minutes so many minutes' walk east of the well."""
    plain = Job(
        id=JobId(name),
        x_m=60.0 * minutes_east,
        y_m=0.0,
        neighbourhood=NeighbourhoodId("lane"),
        community="east",
        kind="net" if net_m else "gate",
        net_m=net_m,
        work_s=10 * MINUTE,
    )
    return replace(plain, **more)


def crew(name: str, minutes_east: float = 0.0, **more: object) -> CrewOnShift:
    """A crew with an empty van for 50 m, free from the start for ten hours."""
    plain = CrewOnShift(
        id=CrewId(name),
        x_m=60.0 * minutes_east,
        y_m=0.0,
        lender=OrganisationId("village"),
        community="east",
        from_s=0,
        until_s=600 * MINUTE,
        van_m=50,
    )
    return replace(plain, **more)


def yard(name: str, minutes_east: float, **more: object) -> Yard:
    """A yard with enough for anybody; loading takes five minutes."""
    plain = Yard(id=SupplierId(name), x_m=60.0 * minutes_east, y_m=0.0, load_s=5 * MINUTE)
    return replace(plain, **more)


def night(jobs: list[Job], crews: list[CrewOnShift], yards: list[Yard] | None = None) -> CrewProblem:
    """A night of ten hours in which a metre takes a second."""
    return CrewProblem(
        format="crew-problem/1",
        starts_at="2026-02-03T18:00:00+08:00",
        deadline_s=600 * MINUTE,
        travel=Travel(speed_m_s=1.0, detour=1.0),
        jobs=tuple(jobs),
        crews=tuple(crews),
        suppliers=tuple(yards or []),
    )


def works(name: str, at_minute: float, net_m: int = 0, minutes: float = 10) -> Step:
    """A crew's step at a job."""
    return Step("job", name, int(at_minute * MINUTE), int((at_minute + minutes) * MINUTE), net_m)


def loads(name: str, at_minute: float, net_m: int, minutes: float = 5) -> Step:
    """A crew's step at a yard."""
    return Step("load", name, int(at_minute * MINUTE), int((at_minute + minutes) * MINUTE), net_m)


def plan(*, undone: tuple[Undone, ...] = (), bound_s: int = 0, **crews: tuple[Step, ...]) -> CrewPlan:
    """A plan with its true finish."""
    ends = [s.ends_s for steps in crews.values() for s in steps if s.do == "job"]
    named = {CrewId(name): steps for name, steps in crews.items()}
    return CrewPlan(crews=named, finish_s=max(ends, default=0), bound_s=bound_s, undone=undone)
