"""What a database's exceptions mean to somebody who wanted to record something."""

from sqlalchemy.exc import DBAPIError

from yipanqi.desk.ports import NotRecorded, NotRecordedCode

_FULL = {"SQLITE_FULL", "53100"}
_UNREACHABLE_CLASSES = (
    "08",
    "57P",
)  # connection exceptions, and the server shutting down (PostgreSQL, app. A)


def not_recorded(failure: BaseException) -> NotRecorded:
    """The same failure in the journal's words; the original goes along as its cause."""
    code, why = _told(failure)
    told = NotRecorded(code, why)
    told.__cause__ = failure
    return told


def lost_connection(failure: BaseException) -> bool:
    """Whether the database went away, rather than refused."""
    if not isinstance(failure, DBAPIError):
        return False
    sqlstate = getattr(failure.orig, "sqlstate", None) or ""
    return failure.connection_invalidated or sqlstate.startswith(_UNREACHABLE_CLASSES)


def _told(failure: BaseException) -> tuple[NotRecordedCode, str]:
    if lost_connection(failure) or _cannot_connect(failure):
        return "unreachable", "no way to the database"
    origin = getattr(failure, "orig", None)
    if {getattr(origin, "sqlite_errorname", None), getattr(origin, "sqlstate", None)} & _FULL:
        return "disk-full", "the disk is full"
    return "failed", f"the journal could not record: {origin or failure}"


def _cannot_connect(failure: BaseException) -> bool:
    """Psycopg gives no SQLSTATE when it gets no connection at all; SQLite always names its error."""
    if not isinstance(failure, DBAPIError) or type(failure.orig).__name__ != "OperationalError":
        return False
    return not getattr(failure.orig, "sqlstate", None) and not getattr(failure.orig, "sqlite_errorname", None)
