"""An index by which a page of the ledger reads few sites of a problem, however many it has."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

COVERING = [
    *("problem_id", "ordinal", "code", "status", "category", "district_code"),
    *("accounting_unit", "deadline", "responsible_unit"),
]


def upgrade() -> None:
    op.drop_index("ix_site_problem_id", "site")
    if op.get_bind().dialect.name == "sqlite":
        op.create_index("ix_site_ledger", "site", COVERING)
    else:
        op.create_index("ix_site_problem_id_ordinal", "site", COVERING[:2])


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead")
