"""A tiny town for nights: neighbourhoods in a row, crews and yards, folded without a desk."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from yipanqi.close.board import fold
from yipanqi.close.kinds import KINDS
from yipanqi.close.model import NightRow
from yipanqi.close.proposing import loose_ends, proposal_of
from yipanqi.close.remaining import remaining
from yipanqi.close.state import Board
from yipanqi.ground.ids import (
    Actor,
    CrewId,
    Device,
    EventId,
    NeighbourhoodId,
    OpeningId,
    OrganisationId,
    PlanId,
    SupplierId,
    WayId,
)
from yipanqi.ground.plane import LonLat
from yipanqi.journal.envelope import Entry
from yipanqi.plan.events import LeftUndone, PlanAdopted, PlannedOpening
from yipanqi.plan.jobs import WorkRules, planned_opening
from yipanqi.simulate.luck import Trouble
from yipanqi.simulate.night import Night
from yipanqi.simulate.saying import Said
from yipanqi.solvers.crews.propose import plan_crews
from yipanqi.survey.events import SurveyRecorded
from yipanqi.survey.model import Crew, Neighbourhood, Opening, Organisation, Registry, Supplier

RULES = WorkRules()
STARTS_AT = datetime(2020, 2, 3, 10, tzinfo=UTC)
NIGHT = NightRow(STARTS_AT, STARTS_AT + timedelta(hours=10))
DEGREE_M = 97_600.0
"""Metres of a degree of longitude here, near enough."""


def at_m(x_m: float, y_m: float = 0.0) -> LonLat:
    """A place so many metres east and north of the town's corner."""
    return 121.1 + x_m / DEGREE_M, 28.9 + y_m / 110_900.0


def survey(
    neighbourhoods: int = 2,
    openings: int = 4,
    crews: int = 3,
    stocks_m: tuple[int | None, ...] = (None, None),
    loaded_m: int = 0,
    width_m: float = 5.5,
) -> SurveyRecorded:
    """A row of square neighbourhoods 100 m wide, each with so many openings on its south side."""
    places, gaps = [], []
    for n in range(neighbourhoods):
        west = n * 120.0
        corners = (at_m(west), at_m(west + 100), at_m(west + 100, 100), at_m(west, 100), at_m(west))
        place = NeighbourhoodId(f"n{n}")
        places.append(Neighbourhood(place, f"小区{n}", (corners,), OrganisationId("C1")))
        for k in range(openings):
            x = west + 100 * (k + 0.5) / openings
            line = (at_m(x - width_m / 2), at_m(x + width_m / 2))
            gaps.append(
                Opening(
                    OpeningId(f"n{n}/{k}"), place, line, width_m, (WayId(k),), vehicle=True, name=f"{k}弄"
                )
            )
    registry = Registry(
        organisations=(Organisation(OrganisationId("C1"), "望江社区", "community", 4),),
        crews=tuple(
            Crew(
                CrewId(f"k{k}"),
                f"望江社区{k}队",
                OrganisationId("C1"),
                at_m(-200),
                5,
                0,
                36_000,
                80,
                loaded_m,
            )
            for k in range(crews)
        ),
        suppliers=tuple(
            Supplier(SupplierId(f"s{k}"), f"供应点{k}", at_m(300.0 * k, -300), 600, stock)
            for k, stock in enumerate(stocks_m)
        ),
    )
    bounds = (*at_m(-1500, -1500), *at_m(1500, 1500))
    return SurveyRecorded("小城", True, "", bounds, "", tuple(places), tuple(gaps), registry)


class Town:
    """A board with a journal in memory, a first plan adopted, and a commander who replans at need."""

    def __init__(self, seen: SurveyRecorded | None = None) -> None:
        self.seen = seen or survey()
        self.board = Board()
        self.entries: list[Entry] = []
        self.known: set[str] = set()
        self._versions: Counter[str] = Counter()
        self.now = STARTS_AT
        self.record(self.seen, STARTS_AT - timedelta(hours=1))

    def record(self, body: Struct, at: datetime, event_id: str | None = None) -> None:
        """One more entry; an id that is there already counts once."""
        name = event_id or f"own-{len(self.entries)}"
        if name in self.known:
            return
        self.known.add(name)
        kind = KINDS.of(body)
        stream = kind.stream_of(body)
        self._versions[stream] += 1
        entry = Entry(
            position=len(self.entries) + 1,
            event_id=EventId(name),
            stream=stream,
            version=self._versions[stream],
            kind=kind.name,
            schema=kind.schema,
            body=KINDS.encode(body),
            happened_at=at,
            recorded_at=at,
            actor=Actor("test"),
            device=Device("test"),
        )
        self.entries.append(entry)
        self.board = fold(self.board, [entry])

    def work(self) -> dict[OpeningId, PlannedOpening]:
        """Each neighbourhood's first opening is its gate, the others are barred."""
        return {
            o.id: planned_opening(o, "gate" if o.id.endswith("/0") else "bar", o.width_m, RULES)
            for o in self.seen.openings
        }

    def plan(self, now: datetime | None = None, undone: dict[str, str] | None = None) -> None:
        """A first plan or a replan, proposed and adopted; what is in `undone` is given to nobody."""
        first = self.board.plan is None
        now = now or (STARTS_AT - timedelta(minutes=5) if first else self.now)
        planned = self.work() if first else self.board.planned
        left = remaining(self.board, NIGHT, planned, max(now, STARTS_AT), RULES)
        proposal = proposal_of(
            self.board,
            NIGHT,
            tuple(planned.values()) if first else left.added,
            plan_crews(left.problem, seconds=0, seed=1),
            plan=PlanId(f"plan-{len(self.entries)}"),
            kind="first" if first else "replan",
            digest="",
            seed=1,
            now=now,
        )
        if undone:
            proposal = replace(
                proposal,
                steps={
                    c: tuple(s for s in steps if s.at not in undone) for c, steps in proposal.steps.items()
                },
                undone=tuple(LeftUndone(OpeningId(o), why) for o, why in undone.items()),
            )
        self.record(proposal, now)
        self.record(PlanAdopted(proposal.id), now)

    def take(self, reports: Iterable[Said]) -> None:
        """Record reports as they come."""
        for said in reports:
            self.record(said.body, said.happened_at, said.event_id)

    def play(
        self,
        night: Night | Callable[[], Night],
        *,
        replan: bool = True,
        until: datetime | None = None,
        most: int = 5_000,
    ) -> list[Said]:
        """The night report by report until nothing more happens; every report in its order."""
        said: list[Said] = []
        for _ in range(most):
            people = night if isinstance(night, Night) else night()
            coming = people.next_at(self.board)
            if coming is None or (until is not None and coming > until):
                if not replan or not loose_ends(self.board) or self._hopeless():
                    return said
                self.plan()
                continue
            self.now = max(self.now, coming)
            due = people.due(self.board, self.now)
            self.take(due)
            said += due
        raise AssertionError(f"not over after {most} steps")

    def _hopeless(self) -> bool:
        """Nothing was reported since the last replan, so another one changes nothing."""
        return (
            self.entries[-1].kind == "plan.adopted" and self.board.plan is not None and self.now > STARTS_AT
        )


def kinds(said: Iterable[Said]) -> Counter[str]:
    """How many reports of each kind."""
    return Counter(s.kind for s in said)


ROUGH = Trouble(
    blocked=0.2, overruns=0.1, late_crews=1, lost_crews=1, silent_crews=1, short_suppliers=1, found=(2, 3)
)
"""More trouble than a real night has, for a town this small."""
