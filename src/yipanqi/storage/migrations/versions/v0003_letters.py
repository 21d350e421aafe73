"""Letters to where people are, how far the journal was read for them, and browsers that want to be told.

Revision ID: v0003
"""

import sqlalchemy as sa
from alembic import op

from yipanqi.storage.tables import Instant

revision = "v0003"
down_revision = "v0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make `letter`, `post` and `subscription`."""
    op.create_table(
        "letter",
        sa.Column("board", sa.String, nullable=False),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("message", sa.String, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("urgent", sa.Boolean, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("path", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("said", sa.Text, nullable=False, comment="what the other side said last"),
        sa.Column("ended_at", Instant, nullable=True),
        sa.PrimaryKeyConstraint("board", "channel", "message", name="letter_message"),
    )
    op.create_table(
        "post",
        sa.Column("board", sa.String, nullable=False),
        sa.Column(
            "position", sa.BigInteger, nullable=False, comment="up to here the journal was read for letters"
        ),
        sa.PrimaryKeyConstraint("board", name="post_board"),
    )
    op.create_table(
        "subscription",
        sa.Column("board", sa.String, nullable=False),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("endpoint", sa.Text, nullable=False),
        sa.Column("p256dh", sa.String, nullable=False),
        sa.Column("auth", sa.String, nullable=False),
        sa.Column("person", sa.String, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("board", "id", name="subscription_id"),
    )
