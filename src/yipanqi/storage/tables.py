"""The tables, defined once for both databases; `migrations/` brings a database to this form."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.types import TypeDecorator, TypeEngine

from yipanqi.ground.time import utc


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant to the microsecond: `timestamptz`, or in SQLite ISO 8601 text of fixed width.

    Fixed width, so that text sorts as time does and an auditor can read it without our software.
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return TIMESTAMP(timezone=True) if dialect.name == "postgresql" else Text()

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        instant = utc(value)
        return instant if dialect.name == "postgresql" else instant.isoformat(timespec="microseconds")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        if value is None:
            return None
        return (value if isinstance(value, datetime) else datetime.fromisoformat(value)).astimezone(UTC)


metadata = MetaData()

entry = Table(
    "entry",
    metadata,
    Column("board", String, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("event_id", String, nullable=False),
    Column("stream", String, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("kind", String, nullable=False),
    Column("schema", Integer, nullable=False),
    Column("body", Text, nullable=False, comment="JSON exactly as it came in, never reordered"),
    Column("happened_at", Instant, nullable=False, comment="the device's clock"),
    Column("recorded_at", Instant, nullable=False, comment="the board's clock"),
    Column("actor", String, nullable=False),
    Column("device", String, nullable=False),
    Column("device_at", Instant, nullable=True, comment="the device's own word where it was set right"),
    PrimaryKeyConstraint("board", "position", name="entry_position"),
    UniqueConstraint("board", "event_id", name="entry_event"),
    UniqueConstraint("board", "stream", "version", name="entry_stream_version"),
)

document = Table(
    "document",
    metadata,
    Column("board", String, nullable=False),
    Column("digest", String, nullable=False, comment="SHA-256 of the body, in hexadecimal"),
    Column("media_type", String, nullable=False),
    Column("body", LargeBinary, nullable=False),
    PrimaryKeyConstraint("board", "digest", name="document_digest"),
)

snapshot = Table(
    "snapshot",
    metadata,
    Column("board", String, nullable=False),
    Column("schema", String, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("state", LargeBinary, nullable=False),
    PrimaryKeyConstraint("board", "schema", name="snapshot_schema"),
)

account = Table(
    "account",
    metadata,
    Column("board", String, nullable=False),
    Column("name", String, nullable=False),
    Column("password_hash", String, nullable=False),
    Column("role", String, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("scope", Text, nullable=False, server_default="{}"),
    Column("epoch", Integer, nullable=False, server_default="0"),
    Column("subject", String, nullable=False, server_default=""),
    Column("invited_by", String, nullable=False, server_default=""),
    Column("revoked_by", String, nullable=False, server_default=""),
    Column("seen_at", Instant, nullable=True),
    Column("revoked_at", Instant, nullable=True),
    PrimaryKeyConstraint("board", "name", name="account_name"),
)

code = Table(
    "code",
    metadata,
    Column("board", String, nullable=False),
    Column("code_hash", String, nullable=False, comment="SHA-256 of the code, in hexadecimal"),
    Column("purpose", String, nullable=False),
    Column("person", String, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("made_by", String, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("used_at", Instant, nullable=True),
    PrimaryKeyConstraint("board", "code_hash", name="code_code_hash"),
)

device = Table(
    "device",
    metadata,
    Column("board", String, nullable=False),
    Column("id", String, nullable=False),
    Column("token_hash", String, nullable=False, comment="SHA-256 of the token, in hexadecimal"),
    Column("person", String, nullable=False),
    Column("label", String, nullable=False),
    Column("enrolled_at", Instant, nullable=False),
    Column("enrolled_by", String, nullable=False),
    Column("seen_at", Instant, nullable=True),
    Column("revoked_at", Instant, nullable=True),
    Column("revoked_by", String, nullable=False),
    PrimaryKeyConstraint("board", "id", name="device_id"),
    UniqueConstraint("board", "token_hash", name="device_token_hash"),
)

letter = Table(
    "letter",
    metadata,
    Column("board", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("message", String, nullable=False),
    Column("at", Instant, nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("text", Text, nullable=False),
    Column("path", String, nullable=False),
    Column("state", String, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("said", Text, nullable=False, comment="what the other side said last"),
    Column("ended_at", Instant, nullable=True),
    PrimaryKeyConstraint("board", "channel", "message", name="letter_message"),
)

post = Table(
    "post",
    metadata,
    Column("board", String, nullable=False),
    Column("position", BigInteger, nullable=False, comment="up to here the journal was read for letters"),
    PrimaryKeyConstraint("board", name="post_board"),
)

subscription = Table(
    "subscription",
    metadata,
    Column("board", String, nullable=False),
    Column("id", String, nullable=False),
    Column("endpoint", Text, nullable=False),
    Column("p256dh", String, nullable=False),
    Column("auth", String, nullable=False),
    Column("person", String, nullable=False),
    Column("language", String, nullable=False),
    Column("made_at", Instant, nullable=False),
    PrimaryKeyConstraint("board", "id", name="subscription_id"),
)
