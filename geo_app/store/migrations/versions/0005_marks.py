"""On SQLite an index holds all that marks of the map tell; editions of the counts."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MARK = (
    *("tile_key", "id", "status", "deadline", "name", "category", "schematic"),
    *("radius_m", "district", "verdict", "code", "overridden"),
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.drop_index("ix_site_tile_key", "site")
        op.create_index("ix_site_mark", "site", list(MARK), unique=False)
    _add_edition()


def _add_edition() -> None:
    # a column that must not be empty cannot be added on SQLite; it is one row
    day, crowd = sa.column("day", sa.Date()), sa.column("crowd", sa.Integer())
    kept = op.get_bind().execute(sa.select(day, crowd).select_from(sa.table("count_basis"))).all()
    op.drop_table("count_basis")
    made = op.create_table(
        "count_basis",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("crowd", sa.Integer(), nullable=False),
        sa.Column("edition", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_count_basis"),
    )
    rows = [{"id": 1, **row._mapping, "edition": secrets.randbits(62)} for row in kept]
    op.bulk_insert(made, rows)


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead")
