"""Indexes of what is to be looked at again: closed sites, re-checks that were set or made."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

CLOSED = ("status", "status_on", "code", "id", "district_code", "accounting_unit")


def upgrade() -> None:
    for name, table, columns, where in (
        ("ix_site_closed", "site", CLOSED, "status = 'closed'"),
        (
            "ix_event_recheck",
            "event",
            ("subject_kind", "subject_id"),
            "kind IN ('recheck_set', 'rechecked')",
        ),
    ):
        some = sa.text(where)
        op.create_index(
            name, table, list(columns), unique=False, sqlite_where=some, postgresql_where=some
        )


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead")
