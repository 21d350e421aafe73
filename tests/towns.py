"""Tiny named towns, and a chronicle that turns what happens in them into journal entries."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from msgspec import Struct

from yipanqi.close.kinds import KINDS
from yipanqi.close.model import NightRow
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
)
from yipanqi.journal.envelope import Entry
from yipanqi.plan.events import PlanAdopted, PlannedOpening, PlannedStep, PlanProposed
from yipanqi.survey.events import SurveyRecorded
from yipanqi.survey.model import (
    Crew,
    Neighbourhood,
    Opening,
    Organisation,
    RegisteredNeighbourhood,
    Registry,
    Supplier,
)

DUSK = datetime(2026, 2, 3, 10, tzinfo=UTC)
"""18:00 in the town."""
DAWN = DUSK + timedelta(hours=10)
NIGHT = NightRow(DUSK, DAWN)

WILLOW = NeighbourhoodId("willow")
POND = NeighbourhoodId("pond")
NORTH_CREW, SOUTH_CREW = CrewId("north-1"), CrewId("south-1")
YARD = SupplierId("yard")
WILLOW_GATE, WILLOW_LANE, WILLOW_STEPS = (
    OpeningId("willow-gate"),
    OpeningId("willow-lane"),
    OpeningId("willow-steps"),
)
POND_GATE, POND_PATH = OpeningId("pond-gate"), OpeningId("pond-path")


def at(minutes: float) -> datetime:
    """So many minutes into the night."""
    return DUSK + timedelta(minutes=minutes)


def _square(west: float) -> tuple[tuple[tuple[float, float], ...], ...]:
    east, south, north = west + 0.002, 28.9, 28.902
    return (((west, south), (east, south), (east, north), (west, north), (west, south)),)


def _opening(name: OpeningId, place: NeighbourhoodId, lon: float, *, vehicle: bool = False) -> Opening:
    gap = ((lon, 28.9), (lon + 0.00004, 28.9))
    return Opening(id=name, neighbourhood=place, line=gap, width_m=4.0, ways=(), vehicle=vehicle, name=name)


def two_neighbourhoods() -> SurveyRecorded:
    """Willow with three openings and Pond with two; two crews of two lenders; one yard with 100 m of net."""
    north, south = OrganisationId("north"), OrganisationId("south")
    return SurveyRecorded(
        name="Two Neighbourhoods",
        exercise=True,
        attribution="",
        bounds=(121.0, 28.89, 121.01, 28.91),
        map_digest="",
        neighbourhoods=(
            Neighbourhood(WILLOW, "Willow", _square(121.0), north),
            Neighbourhood(POND, "Pond", _square(121.004), south),
        ),
        openings=(
            _opening(WILLOW_GATE, WILLOW, 121.0005, vehicle=True),
            _opening(WILLOW_LANE, WILLOW, 121.001),
            _opening(WILLOW_STEPS, WILLOW, 121.0015),
            _opening(POND_GATE, POND, 121.0045, vehicle=True),
            _opening(POND_PATH, POND, 121.005),
        ),
        registry=Registry(
            organisations=(
                Organisation(north, "North", "community", cadres=2),
                Organisation(south, "South", "community", cadres=2),
            ),
            neighbourhoods=(
                RegisteredNeighbourhood(WILLOW, "Willow", north),
                RegisteredNeighbourhood(POND, "Pond", south),
            ),
            crews=(
                Crew(NORTH_CREW, "North 1", north, (121.0, 28.895), 3, 0, 36_000, van_m=60),
                Crew(SOUTH_CREW, "South 1", south, (121.006, 28.895), 3, 0, 36_000, van_m=60),
            ),
            suppliers=(Supplier(YARD, "Yard", (121.003, 28.895), 600, stock_m=100),),
        ),
    )


def closing_both() -> tuple[PlannedOpening, ...]:
    """A gate kept in each, every other opening barred with 4 m of net."""
    gates = (WILLOW_GATE, POND_GATE)
    nets = (WILLOW_LANE, WILLOW_STEPS, POND_PATH)
    return (
        *(PlannedOpening(o, "gate", 0, 1200) for o in gates),
        *(PlannedOpening(o, "bar", 4, 1540) for o in nets),
    )


def by_two_crews(plan: str = "plan-1", on_version: int = 0) -> PlanProposed:
    """North does Willow, South does Pond; both fetch net first."""

    def step(do: str, what: str, start: int, end: int, net_m: int) -> PlannedStep:
        return PlannedStep("load" if do == "load" else "job", what, at(start), at(end), net_m)

    return PlanProposed(
        id=PlanId(plan),
        kind="first",
        on_version=on_version,
        starts_at=DUSK,
        deadline_at=DAWN,
        openings=closing_both(),
        steps={
            NORTH_CREW: (
                step("load", YARD, 2, 12, 60),
                step("job", WILLOW_LANE, 14, 40, 4),
                step("job", WILLOW_STEPS, 41, 67, 4),
                step("job", WILLOW_GATE, 68, 88, 0),
            ),
            SOUTH_CREW: (
                step("load", YARD, 2, 12, 60),
                step("job", POND_PATH, 14, 40, 4),
                step("job", POND_GATE, 41, 61, 0),
            ),
        },
        undone=(),
        finish_at=at(88),
        bound_at=None,
        digest="",
        engine="by hand",
        seed=0,
    )


class Chronicle:
    """Writes entries as a journal would, one position after the other."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def say(
        self, body: Struct, minutes: float = 0.0, *, actor: str = "commander", number: int | None = None
    ) -> Entry:
        """The next entry; `number` makes its event id, so that an order of arrival can be chosen."""
        entry = entry_of(body, len(self.entries) + 1, minutes, actor=actor, number=number)
        self.entries.append(entry)
        return entry


def entry_of(
    body: Struct, position: int, minutes: float = 0.0, *, actor: str = "commander", number: int | None = None
) -> Entry:
    """An entry as recorded at a position."""
    kind = KINDS.of(body)
    return Entry(
        position=position,
        event_id=EventId(str(UUID(int=position if number is None else 10_000 + number))),
        stream=kind.stream_of(body),
        version=position,
        kind=kind.name,
        schema=kind.schema,
        body=KINDS.encode(body),
        happened_at=at(minutes),
        recorded_at=at(minutes),
        actor=Actor(actor),
        device=Device("phone"),
    )


def night_begun() -> Chronicle:
    """Two Neighbourhoods surveyed, and a plan adopted at dusk."""
    told = Chronicle()
    told.say(two_neighbourhoods())
    told.say(by_two_crews())
    told.say(PlanAdopted(PlanId("plan-1")))
    return told
