"""Setting a device's clock right: what it says of the time is kept, what the board goes by is corrected."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from yipanqi.ground.time import utc
from yipanqi.journal.envelope import Draft

BELIEVED = timedelta(seconds=90)
"""A clock this little off is taken as right: reports travel, and nobody's order depends on it."""


def clock_off(sent_at: datetime | None, now: datetime) -> timedelta:
    """How far a device's clock is behind the board's: nothing where it is right or did not say.

    `sent_at` is the device's time when it sent what arrives `now`.
    """
    if sent_at is None:
        return timedelta(0)
    try:
        off = now - utc(sent_at)
    except (ValueError, OverflowError):
        return timedelta(0)
    return off if abs(off) > BELIEVED else timedelta(0)


def set_right(draft: Draft, off: timedelta, now: datetime, *, on_the_wall: bool) -> Draft:
    """The draft with its time as the board's clock would have shown it.

    On a board that keeps the wall's time (`on_the_wall`) nothing has happened after it was heard of. What the
    device itself said stays in `device_at` wherever it is not believed.
    """
    said = draft.happened_at
    happened_at = right_time(said, off, now, on_the_wall=on_the_wall)
    return draft if happened_at == said else replace(draft, happened_at=happened_at, device_at=said)


def right_time(said: datetime, off: timedelta, now: datetime, *, on_the_wall: bool) -> datetime:
    """What a device says of the time as the board's clock would have shown it, in UTC."""
    try:
        happened_at = utc(said) + off
    except OverflowError:
        happened_at = utc(said)
    return now if on_the_wall and happened_at > now + BELIEVED else happened_at
