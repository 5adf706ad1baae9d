"""Which sites everybody may see, and under which name and number."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "publication",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_publication_site_id_site"),
        sa.PrimaryKeyConstraint("site_id", name="pk_publication"),
        sa.UniqueConstraint("number", name="uq_publication_number"),
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead")
