"""Reminders: what was read, what was sent, where calendars are fetched, mail of people."""

import sqlalchemy as sa
from alembic import op

from geo_app.store.models import UtcDateTime

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("mail", sa.Text()))
    op.create_table(
        "read_reminder",
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("read_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_read_reminder_person_id_person"
        ),
        sa.PrimaryKeyConstraint("person_id", "key", name="pk_read_reminder"),
    )
    op.create_table(
        "delivery",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("addressee", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("sent_at", UtcDateTime()),
        sa.Column("dropped", sa.Boolean(), nullable=False),
        sa.Column("error", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
    )
    op.create_table(
        "delivered_reminder",
        sa.Column("addressee", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("delivery_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name="fk_delivered_reminder_delivery_id_delivery"
        ),
        sa.PrimaryKeyConstraint("addressee", "channel", "key", name="pk_delivered_reminder"),
    )
    op.create_index("ix_delivered_reminder_delivery_id", "delivered_reminder", ["delivery_id"])
    op.create_table(
        "calendar_address",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_calendar_address_person_id_person"
        ),
        sa.PrimaryKeyConstraint("digest", name="pk_calendar_address"),
        sa.UniqueConstraint("person_id", name="uq_calendar_address_person_id"),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.create_index("ix_site_unit_due", "site", ["responsible_unit", "deadline", "problem_id"])


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead")
