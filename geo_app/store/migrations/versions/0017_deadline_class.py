"""How a rectification is to be timed: at once, by a date, lastingly."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("particulars", sa.Column("deadline_class", sa.Text()))


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead")
