"""A tip may become a draft place; when its contact was removed."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # in words: SQLite takes a reference with a new column, but not afterwards
    op.execute(
        "ALTER TABLE tip ADD COLUMN notice_id TEXT"
        " CONSTRAINT fk_tip_notice_id_notice REFERENCES notice (id)"
    )
    op.add_column("tip", sa.Column("contact_removed_at", sa.DateTime(timezone=True)))
    op.create_index("ix_tip_notice_id", "tip", ["notice_id"])


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead")
