"""Which columns of somebody else's ledger mean what, kept under a name."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ledger_mapping",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.Column("meanings", sa.JSON(), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=False),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ledger_mapping"),
        sa.UniqueConstraint("name", name="uq_ledger_mapping_name"),
    )
    op.create_index("ix_ledger_mapping_head", "ledger_mapping", ["head"])


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead")
