"""A crew takes an opening by itself: the claim, and how long it holds without work."""

from datetime import datetime, timedelta

from msgspec import Struct

from yipanqi.ground.ids import CrewId, EventId, OpeningId

HOLDS_FOR = timedelta(minutes=30)
"""A claim nobody has begun work on counts no longer after so long; a crew crosses the town in less."""


class JobTaken(Struct, frozen=True):
    """A crew takes an opening: of two at once one does. Kind `job.taken`."""

    opening: OpeningId
    crew: CrewId


class JobGivenBack(Struct, frozen=True):
    """A crew gives back what it took. Kind `job.given_back`."""

    opening: OpeningId
    crew: CrewId


class Held(Struct, frozen=True):
    """A claim that was given back: which crew had it, who said so, and when."""

    crew: CrewId
    by: str
    at: datetime


class ClaimRow(Struct, frozen=True):
    """What was last said of who takes an opening by itself; `crew` None once it was given back."""

    version: int
    """Of the stream of claims on this opening: a claim is made on the one it was seen at."""
    crew: CrewId | None
    by: str
    at: datetime
    lapses_at: datetime
    """From then on it counts no more, unless work has begun."""
    event_id: EventId
    held: Held | None = None
    """What was given back, where this says so."""
