"""An index of what nobody has verified yet, by deadline: what is due, where."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    unchecked = sa.text("status NOT IN ('closed', 'verified')")
    op.create_index(
        "ix_site_due",
        "site",
        ["deadline", "district_code", "accounting_unit", "status", "id"],
        unique=False,
        sqlite_where=unchecked,
        postgresql_where=unchecked,
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead")
