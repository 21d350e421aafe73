"""What the desk shows: the board as the browser gets it, whole or row by row."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from yipanqi.close.decisions_model import DecisionRow, LockRow, StandingRuleRow
from yipanqi.close.model import (
    Alarm,
    CommunityRow,
    CrewRow,
    Happening,
    NeighbourhoodRow,
    NightForecast,
    NightRow,
    OpeningRow,
    OrganisationRow,
    Phase,
    PlanRow,
    SupplierRow,
    Totals,
)
from yipanqi.close.moves import ProposedMove
from yipanqi.close.problems_model import ProblemRow


class ClockView(Struct, frozen=True):
    """The board's time; a rehearsal's runs `rate` times as fast as the wall's."""

    now: datetime
    rate: float


class PulseView(Struct, frozen=True):
    """What changes with time even when nothing is reported: clock, forecast, alarms."""

    clock: ClockView
    alarms: tuple[Alarm, ...]
    communities: tuple[CommunityRow, ...]
    forecast: NightForecast | None
    moves: tuple[ProposedMove, ...] = ()
    """What could be done now, the best first; alarms name those that solve them."""


class BoardView(Struct, frozen=True):
    """The whole board at one journal position."""

    name: str
    exercise: bool
    """A rehearsal, to be marked as such on every screen."""
    attribution: str
    """Of the map data; empty when the map is the project's own."""
    time_zone: str
    """The town's, as the IANA names it; empty where nobody said."""
    bounds: tuple[float, float, float, float]
    """West, south, east, north in degrees."""
    map_digest: str
    """Changes when the base map at /api/map does."""
    position: int
    phase: Phase
    night: NightRow | None
    plan: PlanRow | None
    proposal: "ProposalView | None"
    """A plan waiting to be adopted."""
    totals: Totals
    pulse: PulseView
    organisations: tuple[OrganisationRow, ...]
    neighbourhoods: tuple[NeighbourhoodRow, ...]
    openings: tuple[OpeningRow, ...]
    crews: tuple[CrewRow, ...]
    suppliers: tuple[SupplierRow, ...]
    happenings: tuple[Happening, ...]
    """The last ones, newest first."""
    problems: tuple[ProblemRow, ...] = ()
    decisions: tuple[DecisionRow, ...] = ()
    locks: tuple[LockRow, ...] = ()
    standing_rule: StandingRuleRow | None = None
    rule_version: int = 0
    """How often the rule was set or taken back; whoever changes it says which of these was seen."""


class ProposalView(Struct, frozen=True):
    """A checked plan that a commander may adopt, and what it would change."""

    id: str
    kind: Literal["first", "replan"]
    proposed_at: datetime
    finish_at: datetime
    bound_at: datetime | None
    gates: int
    nets: int
    emergency: int
    net_m: int
    undone: int
    jobs_moved: int
    """Jobs that change crew against the plan in force."""
    travel: Literal["", "road", "straight"] = ""
    """How ways were measured: on the map's roads, or straight with a detour."""
    off_road: int = 0
    """By road: places of the plan that no road leads to, where ways were straight."""


class ChangeView(Struct, frozen=True):
    """One journal entry and the rows it changed; the SSE message, whose id is `position`."""

    position: int
    happening: Happening | None
    totals: Totals
    phase: Phase
    night: NightRow | None
    plan: PlanRow | None
    proposal: ProposalView | None
    neighbourhoods: tuple[NeighbourhoodRow, ...] = ()
    openings: tuple[OpeningRow, ...] = ()
    crews: tuple[CrewRow, ...] = ()
    suppliers: tuple[SupplierRow, ...] = ()
    problems: tuple[ProblemRow, ...] = ()
    decisions: tuple[DecisionRow, ...] = ()
    locks: tuple[LockRow, ...] = ()
    """All of them, whenever they were set: they are few."""
    standing_rule: StandingRuleRow | None = None
    rule_version: int = 0
