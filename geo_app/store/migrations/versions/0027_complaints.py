"""Complaints of citizens, without who has complained."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "complaint",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("number", sa.Text()),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True)),
        sa.Column("kind", sa.Text()),
        sa.Column("words", sa.Text()),
        sa.Column("place_text", sa.Text()),
        sa.Column("lon", sa.Double()),
        sa.Column("lat", sa.Double()),
        sa.Column("radius_m", sa.Double()),
        sa.Column("source", sa.Text()),
        sa.Column("anchors", sa.JSON(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_complaint"),
    )
    op.create_index("ix_complaint_day", "complaint", ["day"])
    op.create_index("ix_complaint_lat", "complaint", ["lat"])


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead")
