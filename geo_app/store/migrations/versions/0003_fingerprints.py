"""What pictures look like, and the index by which a reused one is found."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "picture",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_picture"),
        sa.UniqueConstraint("sha256", name="uq_picture_sha256"),
    )
    op.create_table(
        "picture_mark",
        sa.Column("word", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("picture_seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["picture_seq"], ["picture.seq"], name="fk_picture_mark_picture_seq_picture"
        ),
        sa.PrimaryKeyConstraint("word", "picture_seq", name="pk_picture_mark"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead")
