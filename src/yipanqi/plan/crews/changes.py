"""What a new plan changes for whom: the difference between two plans, crew by crew."""

from msgspec import Struct

from yipanqi.ground.ids import CrewId, JobId
from yipanqi.plan.crews.model import CrewPlan


class ForCrew(Struct, frozen=True):
    """What changes for one crew: jobs it gets and gives up, and when it is done, before and after."""

    gets: tuple[JobId, ...]
    gives_up: tuple[JobId, ...]
    done_before_s: int
    done_after_s: int


class Changes(Struct, frozen=True):
    """`moved`: jobs a crew had and that others do now; `added`, `dropped`: planned now, or no longer.

    `crews`: only those whose jobs change.
    """

    moved: tuple[JobId, ...]
    added: tuple[JobId, ...]
    dropped: tuple[JobId, ...]
    crews: dict[CrewId, ForCrew]


def changes(before: CrewPlan, after: CrewPlan) -> Changes:
    """What adopting one plan instead of another changes."""
    had, has = _who(before), _who(after)
    crews = {}
    for crew in dict.fromkeys([*before.crews, *after.crews]):
        old, new = _jobs(before, crew), _jobs(after, crew)
        if set(old) != set(new):
            crews[crew] = ForCrew(
                gets=tuple(j for j in new if j not in old),
                gives_up=tuple(j for j in old if j not in new),
                done_before_s=_done_s(before, crew),
                done_after_s=_done_s(after, crew),
            )
    return Changes(
        moved=tuple(j for j in has if j in had and had[j] != has[j]),
        added=tuple(j for j in has if j not in had),
        dropped=tuple(j for j in had if j not in has),
        crews=crews,
    )


def _jobs(plan: CrewPlan, crew: CrewId) -> list[JobId]:
    return [JobId(s.at) for s in plan.crews.get(crew, ()) if s.do == "job"]


def _who(plan: CrewPlan) -> dict[JobId, frozenset[CrewId]]:
    """Which crews each job is with."""
    who: dict[JobId, frozenset[CrewId]] = {}
    for crew in plan.crews:
        for job in _jobs(plan, crew):
            who[job] = who.get(job, frozenset()) | {crew}
    return who


def _done_s(plan: CrewPlan, crew: CrewId) -> int:
    steps = plan.crews.get(crew, ())
    return steps[-1].ends_s if steps else 0
