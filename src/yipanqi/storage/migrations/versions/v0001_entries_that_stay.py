"""Entries, documents, snapshots and accounts, and the triggers that keep what was recorded.

Revision ID: v0001
"""

import sqlalchemy as sa
from alembic import op

from yipanqi.storage.tables import Instant

revision = "v0001"
down_revision = None
branch_labels = None
depends_on = None

_KEPT = ("entry", "document")

# REPLACE deletes without firing delete triggers (SQLite, "ON CONFLICT clause"), hence a guard on insertion.
_SQLITE_GUARDS = (
    """
    CREATE TRIGGER entry_insert_only BEFORE INSERT ON entry
    WHEN NEW.position <> 1 + (SELECT coalesce(max(position), 0) FROM entry WHERE board = NEW.board)
      OR EXISTS (SELECT 1 FROM entry WHERE board = NEW.board AND event_id = NEW.event_id)
      OR EXISTS (SELECT 1 FROM entry
                 WHERE board = NEW.board AND stream = NEW.stream AND version = NEW.version)
      OR EXISTS (SELECT 1 FROM entry WHERE rowid = NEW.rowid)
    BEGIN SELECT RAISE(ABORT, 'entry: what was recorded stays, and the next position follows the last'); END
    """,
    """
    CREATE TRIGGER document_insert_only BEFORE INSERT ON document
    WHEN EXISTS (SELECT 1 FROM document WHERE board = NEW.board AND digest = NEW.digest)
      OR EXISTS (SELECT 1 FROM document WHERE rowid = NEW.rowid)
    BEGIN SELECT RAISE(ABORT, 'document: what was recorded stays'); END
    """,
)
_SQLITE_KEEP = """
    CREATE TRIGGER {table}_no_{action} BEFORE {action} ON {table}
    BEGIN SELECT RAISE(ABORT, '{table}: what was recorded stays'); END
"""

_POSTGRES_FUNCTIONS = (
    """
    CREATE FUNCTION yipanqi_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION '%: what was recorded stays', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END $$
    """,
    """
    CREATE FUNCTION yipanqi_refuse_gap() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.position <> 1 + (SELECT coalesce(max(position), 0) FROM entry WHERE board = NEW.board) THEN
        RAISE EXCEPTION 'entry: the next position follows the last' USING ERRCODE = 'restrict_violation';
      END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER entry_no_gap BEFORE INSERT ON entry FOR EACH ROW EXECUTE FUNCTION yipanqi_refuse_gap()
    """,
)
_POSTGRES_KEEP = """
    CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION yipanqi_refuse_change()
"""


def upgrade() -> None:
    """Make the four tables and guard the two that are kept."""
    _make_entry()
    _make_the_others()
    if op.get_bind().dialect.name == "postgresql":
        statements = [*_POSTGRES_FUNCTIONS, *(_POSTGRES_KEEP.format(table=t) for t in _KEPT)]
    else:
        keep = [_SQLITE_KEEP.format(table=t, action=a) for t in _KEPT for a in ("UPDATE", "DELETE")]
        statements = [*_SQLITE_GUARDS, *keep]
    for statement in statements:
        op.execute(sa.text(statement))


def _make_entry() -> None:
    op.create_table(
        "entry",
        sa.Column("board", sa.String, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("event_id", sa.String, nullable=False),
        sa.Column("stream", sa.String, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("schema", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False, comment="JSON exactly as it came in, never reordered"),
        sa.Column("happened_at", Instant, nullable=False, comment="the device's clock"),
        sa.Column("recorded_at", Instant, nullable=False, comment="the board's clock"),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("device", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("board", "position", name="entry_position"),
        sa.UniqueConstraint("board", "event_id", name="entry_event"),
        sa.UniqueConstraint("board", "stream", "version", name="entry_stream_version"),
    )


def _make_the_others() -> None:
    op.create_table(
        "document",
        sa.Column("board", sa.String, nullable=False),
        sa.Column("digest", sa.String, nullable=False, comment="SHA-256 of the body, in hexadecimal"),
        sa.Column("media_type", sa.String, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("board", "digest", name="document_digest"),
    )
    op.create_table(
        "snapshot",
        sa.Column("board", sa.String, nullable=False),
        sa.Column("schema", sa.String, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("state", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("board", "schema", name="snapshot_schema"),
    )
    op.create_table(
        "account",
        sa.Column("board", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("password_hash", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("board", "name", name="account_name"),
    )
