"""Status and deadline are no terms any more: indexes tell the numbers of their sites.

What was kept of them would go stale. Days are asked by the index of what is due.
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

DUE = ("deadline", "district_code", "accounting_unit", "status", "id")


def upgrade() -> None:
    op.execute("DELETE FROM posting WHERE term LIKE 'status=%' OR term LIKE 'deadline=%'")
    op.execute("DELETE FROM posting WHERE term IN ('status:', 'deadline:')")
    op.drop_index("ix_site_deadline", "site")
    op.drop_index("ix_site_status", "site")
    op.create_index("ix_site_status", "site", ["status", "serial"])
    op.drop_index("ix_site_due", "site")
    unchecked = sa.text("status NOT IN ('closed', 'verified')")
    op.create_index(
        "ix_site_due",
        "site",
        [*DUE, "serial"],
        sqlite_where=unchecked,
        postgresql_where=unchecked,
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead")
