"""One board against each for itself, and what a crew, an hour, a yard or a lender is worth to a night."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from math import ceil

from msgspec import Struct
from msgspec.structs import replace

from yipanqi.ground.ids import CrewId, SupplierId
from yipanqi.plan.crews.model import CrewOnShift, CrewPlan, CrewProblem, Job, Yard
from yipanqi.plan.crews.travel import travel_s
from yipanqi.plan.crews.value import ends_of_jobs, value_of
from yipanqi.plan.crews.worth import (
    Night,
    Played,
    Uneven,
    WorthKind,
    WorthReport,
    later_s,
    luck_of,
    played,
    sobered,
    told_apart,
    weighed,
)

_HOUR_S = 3600
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
"""How unevenly crews are shared out, step by step, for the question what one board is worth then."""

Plans = Callable[[CrewProblem, float, int], CrewPlan]
"""Plans a problem for so many seconds with a seed."""
Told = Callable[[WorthKind, str, float], bool]
"""Hears what is being weighed and the share that is done; False ends it."""


class Effort(Struct, frozen=True):
    """How long each night is searched, with how many seeds, and what is asked."""

    seconds: float = 2.0
    seeds: int = 3
    lenders: bool = True
    uneven: bool = True
    begun: bool = False
    """The night is under way: nobody asks any more what an earlier start would have brought."""


class _Question(Struct, frozen=True):
    kind: WorthKind
    problem: CrewProblem
    about: str = ""
    crews: int = 0
    shift_s: int = 0
    """Its times are so much later than those of the night as it is."""
    share: float | None = None
    alone: bool = False


def worth(problem: CrewProblem, plans: Plans, effort: Effort, told: Told | None = None) -> WorthReport | None:
    """What one board and each thing on it are worth; None when whoever listens has had enough.

    Raises:
        ValueError: no seed.
    """
    if effort.seeds < 1:
        raise ValueError("a night is planned with at least one seed")
    questions = list(_questions(problem, effort))
    nights: list[Played] = []
    for n, question in enumerate(questions):
        found = []
        for seed in range(effort.seeds):
            share = (n * effort.seeds + seed) / (len(questions) * effort.seeds)
            if told is not None and not told(question.kind, question.about, share):
                return None
            found.append(_answered(question, plans, effort.seconds, seed))
        night = played(found)
        nights.append(replace(night, finish_s=later_s(night.finish_s, -question.shift_s)))
    one_board = nights[0]
    asked = list(zip(questions, nights, strict=True))[1:]
    lines = [
        weighed(q.kind, one_board, night, about=q.about, crews=q.crews)
        for q, night in asked
        if q.share is None
    ]
    luck_s = luck_of(one_board, lines)
    return WorthReport(
        seconds=effort.seconds,
        seeds=effort.seeds,
        one_board=one_board,
        unequal=_unequal(problem),
        weighed=tuple(sobered(line, luck_s) for line in lines),
        uneven=tuple(
            Uneven(q.share, _unequal(q.problem), night, told_apart(one_board, night))
            for q, night in asked
            if q.share is not None
        ),
        luck_s=luck_s,
        homeless=sum(c.community not in set(_communities(problem)) for c in problem.crews),
    )


def _questions(problem: CrewProblem, effort: Effort) -> Iterator[_Question]:
    """The night as it is, then everything that is asked about it."""
    yield _Question("one_board", problem)
    yield _Question("each_for_itself", problem, alone=True)
    if problem.crews and problem.jobs:
        middle = _middle_crew(problem)
        more = replace(problem, crews=(*problem.crews, _another(problem, middle)))
        yield _Question("another_crew", more, about=middle.id)
    if not effort.begun:
        yield _Question("an_hour_earlier", _all_but_the_start_later(problem), shift_s=_HOUR_S)
    yard = _nearer_yard(problem)
    if yard is not None:
        nearer = replace(problem, suppliers=(*problem.suppliers, yard[0]))
        yield _Question("nearer_supplier", nearer, about=yard[1].id)
    if effort.lenders:
        for lender, crews in Counter(c.lender for c in problem.crews).most_common():
            yield _Question("without_lender", _without(problem, lender), about=lender, crews=crews)
    if effort.uneven and len(_communities(problem)) > 1 and problem.crews:
        for share in SHARES:
            yield _Question("each_for_itself", shared_out(problem, share), share=share, alone=True)


def _answered(question: _Question, plans: Plans, seconds: float, seed: int) -> Night:
    problem = question.problem
    if not question.alone:
        return _night(problem, plans(problem, seconds, seed))
    own = [part for c in _communities(problem) if (part := _own(problem, c)).jobs]
    parts = [plans(part, seconds / len(own), seed) for part in own]
    whole = CrewPlan(
        crews={k: steps for part in parts for k, steps in part.crews.items()},
        finish_s=max((part.finish_s for part in parts), default=0),
        bound_s=0,
        undone=tuple(u for part in parts for u in part.undone),
    )
    return _night(problem, whole)


def _night(problem: CrewProblem, plan: CrewPlan) -> Night:
    ends = ends_of_jobs(plan)
    late = {
        j.neighbourhood for j in problem.jobs if ends.get(j.id, problem.deadline_s + 1) > problem.deadline_s
    }
    return Night(plan.finish_s, len(plan.undone), len(late), value_of(problem, plan).travel_s)


def _middle_crew(problem: CrewProblem) -> CrewOnShift:
    """The crew that is nearest to all work together: nobody's idea of a good place, so nobody's favour."""

    def away_s(crew: CrewOnShift) -> int:
        here = (crew.x_m, crew.y_m)
        return sum(travel_s(problem.travel, here, (j.x_m, j.y_m)) for j in problem.jobs)

    return min(problem.crews, key=lambda c: (away_s(c), c.id))


def _another(problem: CrewProblem, crew: CrewOnShift) -> CrewOnShift:
    """A crew from the same place with the same van, empty, for as long as anybody is there."""
    return replace(
        crew,
        id=CrewId(crew.id + "+"),
        from_s=min(c.from_s for c in problem.crews),
        until_s=max(c.until_s for c in problem.crews),
        loaded_m=0,
    )


def _nearer_yard(problem: CrewProblem) -> tuple[Yard, Job] | None:
    """A yard with enough net beside the job that all net is nearest to; loads as the others do."""
    wanted = [job for job in problem.jobs if job.net_m > 0]
    if not wanted or not problem.suppliers:
        return None

    def away(here: Job) -> int:
        spot = (here.x_m, here.y_m)
        return sum(job.net_m * travel_s(problem.travel, spot, (job.x_m, job.y_m)) for job in wanted)

    beside = min(wanted, key=lambda job: (away(job), job.id))
    loads = sorted(y.load_s for y in problem.suppliers)
    yard = Yard(SupplierId(f"beside {beside.id}"), beside.x_m, beside.y_m, loads[(len(loads) - 1) // 2])
    return yard, beside


def _without(problem: CrewProblem, lender: str) -> CrewProblem:
    crews = tuple(c for c in problem.crews if c.lender != lender)
    there = {c.id for c in crews}
    return replace(problem, crews=crews, locked=tuple(k for k in problem.locked if k.crew in there))


def _all_but_the_start_later(problem: CrewProblem) -> CrewProblem:
    """The night as it would be if everybody could begin an hour before: all other hours are an hour on."""

    def on(moment_s: int | None) -> int | None:
        return None if moment_s is None else moment_s + _HOUR_S

    return replace(
        problem,
        deadline_s=problem.deadline_s + _HOUR_S,
        jobs=tuple(
            replace(j, earliest_s=j.earliest_s and j.earliest_s + _HOUR_S, latest_s=on(j.latest_s))
            for j in problem.jobs
        ),
        crews=tuple(replace(c, until_s=c.until_s + _HOUR_S) for c in problem.crews),
        suppliers=tuple(
            replace(
                y,
                opens_s=y.opens_s and y.opens_s + _HOUR_S,
                closes_s=on(y.closes_s),
                deliveries=tuple(replace(d, at_s=d.at_s + _HOUR_S) for d in y.deliveries),
            )
            for y in problem.suppliers
        ),
    )


def _communities(problem: CrewProblem) -> list[str]:
    return list(dict.fromkeys(j.community for j in problem.jobs))


def _own(problem: CrewProblem, community: str) -> CrewProblem:
    """A community's jobs with its own crews; yards are everybody's."""
    jobs = tuple(j for j in problem.jobs if j.community == community)
    crews = tuple(c for c in problem.crews if c.community == community)
    there, known = {c.id for c in crews}, {j.id for j in jobs}
    return replace(
        problem,
        jobs=jobs,
        crews=crews,
        locked=tuple(k for k in problem.locked if k.job in known and k.crew in there),
    )


def shared_out(problem: CrewProblem, share: float) -> CrewProblem:
    """The same crews shared out among the communities: by work (0) to all with the better-off half (1).

    Each community gets those that are nearest to it and still to be had, whoever lends them.
    """
    work = {c: _work_s(_own(problem, c)) for c in _communities(problem)}
    total = sum(work.values()) or 1
    best_off = sorted(work, key=lambda c: (_load(_own(problem, c)), c))[: ceil(len(work) / 2)]
    theirs = sum(work[c] for c in best_off) or 1
    wanted = {
        c: len(problem.crews) * ((1 - share) * work[c] / total + share * (c in best_off) * work[c] / theirs)
        for c in work
    }
    places = _quotas(wanted, len(problem.crews))
    centre = {c: _centre(_own(problem, c).jobs) for c in work}
    pairs = sorted(
        ((crew.x_m - centre[c][0]) ** 2 + (crew.y_m - centre[c][1]) ** 2, crew.id, c)
        for crew in problem.crews
        for c in work
    )
    given: dict[CrewId, str] = {}
    for _, crew, community in pairs:
        if crew not in given and places[community] > 0:
            given[crew] = community
            places[community] -= 1
    return replace(problem, crews=tuple(replace(c, community=given.get(c.id, "")) for c in problem.crews))


def _quotas(wanted: Mapping[str, float], total: int) -> dict[str, int]:
    """Whole numbers that add up, by largest remainder."""
    told: dict[str, int] = defaultdict(int, {c: int(value) for c, value in wanted.items()})
    rest = sorted(wanted, key=lambda c: (told[c] - wanted[c], c))
    for community in rest[: total - sum(told.values())]:
        told[community] += 1
    return told


def _centre(jobs: tuple[Job, ...]) -> tuple[float, float]:
    return sum(j.x_m for j in jobs) / len(jobs), sum(j.y_m for j in jobs) / len(jobs)


def _unequal(problem: CrewProblem) -> float | None:
    """Work for each crew-hour of the worst-off community over that of the town; 1 is evenly spread."""
    town = _load(problem)
    loads = [_load(_own(problem, c)) for c in _communities(problem)]
    worst = max(loads, default=town)
    return worst / town if 0 < town < _ENDLESS and worst < _ENDLESS else None


_ENDLESS = 1e30


def _work_s(problem: CrewProblem) -> int:
    return sum(j.work_s * j.crews for j in problem.jobs)


def _load(problem: CrewProblem) -> float:
    """Work to do over hours there are, both in seconds; endless without crews."""
    hours_s = sum(max(0, min(c.until_s, problem.deadline_s) - c.from_s) for c in problem.crews)
    return _work_s(problem) / hours_s if hours_s else _ENDLESS
