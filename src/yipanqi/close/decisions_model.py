"""Decisions of the night: what, why, who signs, who carries it out, by when; and standing rules and locks."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from yipanqi.ground.ids import CrewId, NeighbourhoodId, OpeningId

DecisionWhat = Literal[
    "wait_until_dawn",
    "go_now_with_lead",
    "leave_as_emergency",
    "send_material",
    "send_hands",
    "move_the_car",
    "make_safe",
    "another_gate",
    "other",
]
"""The usual answers; the words beside them say the rest."""


class DecisionMade(Struct, frozen=True):
    """A decision that can be ticked off. Kind `decision.made`, refused when `about` was decided meanwhile."""

    decision: str
    about: str
    """The problem's id; its own id when it is about none."""
    what: DecisionWhat
    words: str
    why: str
    signed_by: str
    carried_out_by: str
    """In words; `crew` names the crew where it is one."""
    by_at: datetime
    crew: CrewId | None = None
    opening: OpeningId | None = None


class DecisionCarriedOut(Struct, frozen=True):
    """It is done. Kind `decision.carried_out`; a fact, which whoever did it reports."""

    decision: str
    words: str = ""


class JobLocked(Struct, frozen=True):
    """This crew does this opening, whatever a replan would rather. Kind `job.locked`."""

    opening: OpeningId
    crew: CrewId


class JobUnlocked(Struct, frozen=True):
    """Any crew may be given it again. Kind `job.unlocked`."""

    opening: OpeningId


class StandingRuleSet(Struct, frozen=True):
    """Replans within these limits are adopted without asking. Kind `standing_rule.set`.

    `holes`: a replan that gives somebody an opening nobody had may be adopted whatever it gains.
    """

    most_moved_share: float
    """Of the openings still to do, at most this share changes crew."""
    least_gain_min: float
    """The finish comes forward by at least this."""
    holes: bool = True
    why: str = ""


class StandingRuleLifted(Struct, frozen=True):
    """Every replan waits for somebody's yes again. Kind `standing_rule.lifted`."""

    why: str = ""


class TermsSet(Struct, frozen=True):
    """On what basis, by whose signature and until when is closed, and who answers. Kind `terms.set`.

    `neighbourhood` None: for all that have no terms of their own.
    """

    basis: str
    signed_by: str
    until_at: datetime
    review_at: datetime
    phone: str
    neighbourhood: NeighbourhoodId | None = None


class KeyGiven(Struct, frozen=True):
    """Who holds the key of an emergency opening, day and night. Kind `key.given`."""

    opening: OpeningId
    holder: str
    phone: str = ""


class Tick(Struct, frozen=True, order=True):
    """A decision's carrying out as reported: the earliest report counts."""

    at: datetime
    event_id: str
    by: str
    words: str


class DecisionRow(Struct, frozen=True):
    """A decision as it stands."""

    id: str
    position: int
    about: str
    what: DecisionWhat
    words: str
    why: str
    signed_by: str
    made_by: str
    """Who entered it."""
    made_at: datetime
    carried_out_by: str
    by_at: datetime
    crew: CrewId | None = None
    opening: OpeningId | None = None
    done_at: datetime | None = None
    done_by: str = ""
    done_words: str = ""
    replaced_by: str | None = None
    """A later decision about the same problem; nobody has to carry this one out any more."""


class StandingRuleRow(Struct, frozen=True):
    """The standing rule in force, who set it and when."""

    most_moved_share: float
    least_gain_min: float
    holes: bool
    set_by: str
    set_at: datetime
    why: str = ""


class LockRow(Struct, frozen=True):
    """An opening that is locked to a crew, by whom and since when."""

    opening: OpeningId
    crew: CrewId
    by: str
    at: datetime
