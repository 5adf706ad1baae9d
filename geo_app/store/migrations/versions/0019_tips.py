"""What people have told the bureau: a queue, with pictures."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tip",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text()),
        sa.Column("lon", sa.Double()),
        sa.Column("lat", sa.Double()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text()),
        sa.Column("site_id", sa.Text()),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("decided_by", sa.Text()),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_tip_site_id_site"),
        sa.PrimaryKeyConstraint("id", name="pk_tip"),
        sa.UniqueConstraint("number", name="uq_tip_number"),
    )
    op.create_index("ix_tip_state", "tip", ["state"])
    op.create_table(
        "tip_photo",
        sa.Column("tip_id", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("picture", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["tip_id"], ["tip.id"], name="fk_tip_photo_tip_id_tip"),
        sa.PrimaryKeyConstraint("tip_id", "ordinal", name="pk_tip_photo"),
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead")
