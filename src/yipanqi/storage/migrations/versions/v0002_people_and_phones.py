"""Whom an account reaches and whether it still counts; codes that are shown once; enrolled phones.

Accounts of before keep their name, password and role, may do what the role may, and have no scope.

Revision ID: v0002
"""

import sqlalchemy as sa
from alembic import op

from yipanqi.storage.tables import Instant

revision = "v0002"
down_revision = "v0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Widen `account`, make `code` and `device`."""
    for name, kind, default in (
        ("scope", sa.Text, "{}"),
        ("epoch", sa.Integer, "0"),
        ("subject", sa.String, ""),
        ("invited_by", sa.String, ""),
        ("revoked_by", sa.String, ""),
    ):
        op.add_column("account", sa.Column(name, kind, nullable=False, server_default=default))
    for name in ("seen_at", "revoked_at"):
        op.add_column("account", sa.Column(name, Instant, nullable=True))
    op.create_table(
        "code",
        sa.Column("board", sa.String, nullable=False),
        sa.Column("code_hash", sa.String, nullable=False, comment="SHA-256 of the code, in hexadecimal"),
        sa.Column("purpose", sa.String, nullable=False),
        sa.Column("person", sa.String, nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("made_by", sa.String, nullable=False),
        sa.Column("ends_at", Instant, nullable=False),
        sa.Column("used_at", Instant, nullable=True),
        sa.PrimaryKeyConstraint("board", "code_hash", name="code_code_hash"),
    )
    op.create_table(
        "device",
        sa.Column("board", sa.String, nullable=False),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("token_hash", sa.String, nullable=False, comment="SHA-256 of the token, in hexadecimal"),
        sa.Column("person", sa.String, nullable=False),
        sa.Column("label", sa.String, nullable=False),
        sa.Column("enrolled_at", Instant, nullable=False),
        sa.Column("enrolled_by", sa.String, nullable=False),
        sa.Column("seen_at", Instant, nullable=True),
        sa.Column("revoked_at", Instant, nullable=True),
        sa.Column("revoked_by", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("board", "id", name="device_id"),
        sa.UniqueConstraint("board", "token_hash", name="device_token_hash"),
    )
