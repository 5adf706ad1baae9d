"""Which edition of the counts changed an area last."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "area_edition",
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("edition", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("area", name="pk_area_edition"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_area_edition_edition", "area_edition", ["edition"])
    with op.batch_alter_table("count_basis") as table:
        table.add_column(sa.Column("begun", sa.BigInteger()))
    op.execute("UPDATE count_basis SET begun = edition")
    with op.batch_alter_table("count_basis") as table:
        table.alter_column("begun", existing_type=sa.BigInteger(), nullable=False)


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead")
