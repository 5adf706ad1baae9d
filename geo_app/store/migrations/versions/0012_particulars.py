"""What the office writes in the ledger beside the facts."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "particulars",
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("responsible_unit", sa.Text()),
        sa.Column("leading_unit", sa.Text()),
        sa.Column("supporting_units", sa.Text()),
        sa.Column("verifying_unit", sa.Text()),
        sa.Column("responsible_person", sa.Text()),
        sa.Column("measures", sa.Text()),
        sa.Column("note", sa.Text()),
        sa.PrimaryKeyConstraint("subject_id", name="pk_particulars"),
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead")
