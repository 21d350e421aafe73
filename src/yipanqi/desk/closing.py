"""Use cases of the closure: planned again on the edited map, checked, shown as a difference, adopted."""
# ruff: noqa: ARG002

from typing import Any

from msgspec import Struct

from yipanqi.close.closure_events import ClosureRulesSet, Figures, OpeningChange, Sharing
from yipanqi.desk.desk import Desk
from yipanqi.ground.ids import Actor, NeighbourhoodId, PlanId
from yipanqi.ground.refusal import Refusal
from yipanqi.journal.envelope import Recorded
from yipanqi.plan.closure.model import ClosureRules


class FindingView(Struct, frozen=True):
    """One thing the check found wrong, with words for it; a place, where it has one, is in `leaks`."""

    code: str
    concerns: str
    facts: dict[str, str | int | float]
    zh: str
    en: str


class ClosureView(Struct, frozen=True):
    """A closure of some neighbourhoods on the edited map, as a difference to the one in force."""

    id: PlanId
    """Empty when it can't be adopted."""
    on_version: int
    neighbourhoods: tuple[NeighbourhoodId, ...]
    adoptable: bool
    before: Figures
    after: Figures
    changes: tuple[OpeningChange, ...]
    appears: dict[str, Any]
    """GeoJSON FeatureCollection of what is new: nets, gates, rings; as plan.geojson has them."""
    vanishes: dict[str, Any]
    """GeoJSON FeatureCollection of what is there no longer."""
    findings: tuple[FindingView, ...] = ()
    """What the check has against it; nothing when it is adoptable."""
    leaks: dict[str, Any] = {}
    """GeoJSON FeatureCollection of the findings that have a place: a leak is the path somebody would take."""
    took_ms: int = 0


class VerifyView(Struct, frozen=True):
    """The closure in force held against the map as edited."""

    holds: bool
    findings: tuple[FindingView, ...]
    leaks: dict[str, Any]
    rings: int
    length_m: float
    assumed_m: float
    confirmed_share: float
    """Of the rings' length: stands at openings somebody has seen."""


class ClosureStateView(Struct, frozen=True):
    """The closure in force: its version and rules, and the proposal that waits."""

    version: int
    adopted_by: str
    adopted_at: str
    rules: ClosureRules
    sharing: Sharing
    proposal: ClosureView | None
    edits_since: int
    """Edits and undoings that the closure in force does not know of."""


class Closing:
    """Planning one board's closure again."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def state(self) -> ClosureStateView:
        """What is in force and what waits."""
        closure = self._desk.board.closure
        return ClosureStateView(
            closure.version, closure.adopted_by, closure.adopted_at, closure.rules, closure.sharing, None, 0
        )

    def propose(self, neighbourhood: NeighbourhoodId, actor: Actor) -> ClosureView | Refusal:
        """Plan a neighbourhood, and those it shares a ring with, again."""
        return Refusal("survey.no_map")

    def adopt(self, closure: PlanId, on_version: int, actor: Actor) -> Recorded | Refusal:
        """Put a proposed closure in force."""
        return Refusal("closure.nothing_proposed", {"closure": closure})

    def rule(self, rules: ClosureRulesSet, actor: Actor) -> None:
        """Set the rules closures are planned by from now on."""
        self._desk.decide(rules, actor).result()

    def verify(self) -> VerifyView | Refusal:
        """Hold the closure in force against the map as edited."""
        return Refusal("survey.no_map")
