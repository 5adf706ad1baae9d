"""The ledger on the screen: filters that people keep, and an index for a page of any size."""

import sqlalchemy as sa
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
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_saved_view"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_saved_view_person_id_person"
        ),
        sa.UniqueConstraint("person_id", "name", name="uq_saved_view_person_id_name"),
    )
    op.drop_index("ix_site_problem_id", "site")
    if op.get_bind().dialect.name == "sqlite":
        op.create_index("ix_site_ledger", "site", COVERING)
    else:
        op.create_index("ix_site_problem_id_ordinal", "site", COVERING[:2])


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead")
