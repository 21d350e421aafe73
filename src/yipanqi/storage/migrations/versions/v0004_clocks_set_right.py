"""What a device's own clock said, where it was known to be wrong.

Revision ID: v0004
"""

import sqlalchemy as sa
from alembic import op

from yipanqi.storage.tables import Instant

revision = "v0004"
down_revision = "v0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Widen `entry`."""
    said = "the device's own word where it was set right"
    op.add_column("entry", sa.Column("device_at", Instant, nullable=True, comment=said))
