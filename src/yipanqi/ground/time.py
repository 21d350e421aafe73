"""Time: aware UTC instants, and seconds between them."""

from datetime import UTC, datetime, timedelta


def utc(instant: datetime) -> datetime:
    """The same instant in UTC.

    Raises:
        ValueError: the instant has no time zone, so nobody can say when it is.
    """
    if instant.tzinfo is None:
        raise ValueError(f"{instant.isoformat()} has no time zone")
    return instant.astimezone(UTC)


def seconds_between(start: datetime, end: datetime) -> float:
    """Seconds from start to end; negative when end comes first."""
    return (utc(end) - utc(start)).total_seconds()


def after(start: datetime, seconds: float) -> datetime:
    """The instant so many seconds after start, in UTC."""
    return utc(start) + timedelta(seconds=seconds)
