"""The walk of a visit."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("inspection", sa.Column("track", sa.JSON()))


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead")
