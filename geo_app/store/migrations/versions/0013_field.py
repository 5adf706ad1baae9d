"""Visits that wait for photos, photos in pieces, seals of captures."""

import sqlalchemy as sa
from alembic import op

from geo_app.store.models import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "arrival",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=False),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("actor_unit", sa.Text()),
        sa.Column("visited_at", UtcDateTime(), nullable=False),
        sa.Column("photos", sa.JSON(), nullable=False),
        sa.Column("first_at", UtcDateTime(), nullable=False),
        sa.Column("last_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_arrival"),
    )
    op.create_index("ix_arrival_site_id", "arrival", ["site_id"], unique=False)
    op.create_index("ix_arrival_actor_id", "arrival", ["actor_id"], unique=False)
    op.create_table(
        "photo_upload",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("completed_at", UtcDateTime()),
        sa.PrimaryKeyConstraint("id", name="pk_photo_upload"),
    )
    op.create_index("ix_photo_upload_actor_id", "photo_upload", ["actor_id"], unique=False)
    op.create_index("ix_photo_upload_created_at", "photo_upload", ["created_at"], unique=False)
    op.add_column("photo", sa.Column("seal", sa.JSON()))
    op.add_column("photo", sa.Column("seal_hash", sa.Text()))
    op.create_index("ix_photo_seal_hash", "photo", ["seal_hash"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead")
