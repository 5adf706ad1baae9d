"""Indicators that belong to no site."""

import sqlalchemy as sa
from alembic import op

from geo_app.store.models import UtcDateTime

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "indicator",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("id", "name", "kind")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("unit", "period", "among")),
        sa.PrimaryKeyConstraint("id", name="pk_indicator"),
        sa.UniqueConstraint(
            *("name", "kind", "unit", "period", "among"),
            name="uq_indicator_name_kind_unit_period_among",
        ),
    )
    op.create_table(
        "indicator_point",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Text(), nullable=False),
        sa.Column("begin_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("of", sa.Integer()),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=False),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicator.id"], name="fk_indicator_point_indicator_id_indicator"
        ),
        sa.PrimaryKeyConstraint("seq", name="pk_indicator_point"),
    )
    op.create_index(
        "ix_indicator_point_period", "indicator_point", ["indicator_id", "begin_on", "end_on"]
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead")
