"""Which photos everybody may see, and what of them is painted over."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shown_photo",
        sa.Column("photo_id", sa.Text(), nullable=False),
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("regions", sa.JSON(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["photo_id"], ["photo.id"], name="fk_shown_photo_photo_id_photo"),
        sa.PrimaryKeyConstraint("photo_id", name="pk_shown_photo"),
        sa.UniqueConstraint("key", name="uq_shown_photo_key"),
    )
    op.create_index("ix_shown_photo_site_id", "shown_photo", ["site_id"])


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead")
