"""Sessions of browsers: signing out ends one for good, wherever its cookie went."""

import sqlalchemy as sa
from alembic import op

from geo_app.store.models import UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "browser_session",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("began_at", UtcDateTime(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime()),
        sa.Column("address", sa.Text()),
        sa.Column("device", sa.Text()),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_browser_session_person_id_person"
        ),
        sa.PrimaryKeyConstraint("digest", name="pk_browser_session"),
        sa.UniqueConstraint("id", name="uq_browser_session_id"),
    )
    op.create_index("ix_browser_session_person_id", "browser_session", ["person_id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead")
