"""Closures after the first plan: rules, a proposal for some neighbourhoods, and its adoption."""

from typing import Literal

from msgspec import Struct

from yipanqi.ground.ids import NeighbourhoodId, OpeningId, PlanId
from yipanqi.plan.closure.model import ClosureRules
from yipanqi.plan.events import PlannedOpening, Role
from yipanqi.survey.model import Neighbourhood, Opening

Sharing = Literal["asked", "assumed"]
"""Neighbourhoods share a ring only where residents of both were asked and accept, or unless they refuse."""


class ClosureRulesSet(Struct, frozen=True):
    """A decision: by what rules closures are planned from now on. Kind `closure.rules_set`."""

    rules: ClosureRules = ClosureRules()
    sharing: Sharing = "asked"


class Figures(Struct, frozen=True):
    """What some neighbourhoods' closure takes."""

    rings: int = 0
    openings: int = 0
    nets: int = 0
    gates: int = 0
    emergency: int = 0
    net_m: float = 0.0
    """Metres of barrier net, emergency openings' included."""
    assumed_m: float = 0.0
    """Metres of ring that nothing on the map stands on, to be confirmed on the spot."""
    walk_mean_m: float | None = None
    """Mean walk to the gate; None where nobody lives or nobody knows."""


class OpeningChange(Struct, frozen=True):
    """An opening whose part in the closure changes; no role: it is not there (yet, or any more)."""

    opening: OpeningId
    name: str
    before: Role | None
    after: Role | None
    net_m_before: int = 0
    net_m_after: int = 0
    moves: bool = False
    """What stands there has to stand elsewhere along the way."""


class ClosureProposed(Struct, frozen=True):
    """A checked closure of some neighbourhoods on the map as edited. Kind `closure.proposed`.

    Nothing else is checked again or changed by it.
    """

    id: PlanId
    on_version: int
    """Of the closure in force when it was made (0: as first planned)."""
    on_edits: int
    """Journal position of the newest edit it knows of."""
    neighbourhoods: tuple[Neighbourhood, ...]
    openings: tuple[Opening, ...]
    """Every opening in their edges, as edited."""
    planned: tuple[PlannedOpening, ...]
    rings: tuple[tuple[NeighbourhoodId, ...], ...]
    before: Figures
    after: Figures
    changes: tuple[OpeningChange, ...]
    digest: str
    """The document that holds it as GeoJSON: these neighbourhoods alone."""


class ClosureAdopted(Struct, frozen=True):
    """A decision: this closure is in force. Kind `closure.adopted`, stream `closure`."""

    closure: PlanId
    digest: str
    """The document that holds the whole town's closure with this one in it, as GeoJSON."""


class ClosureState(Struct, frozen=True):
    """What the board knows of its closure beyond the plan: rules, version, and what waits to be adopted."""

    rules: ClosureRules = ClosureRules()
    sharing: Sharing = "assumed"
    """As boards were planned before anybody could say."""
    version: int = 0
    adopted_by: str = ""
    adopted_at: str = ""
    """ISO 8601; empty before the first."""
    known: dict[NeighbourhoodId, int] = {}
    """For each neighbourhood planned again: the journal position of the newest edit that was known then."""
    proposal: ClosureProposed | None = None
