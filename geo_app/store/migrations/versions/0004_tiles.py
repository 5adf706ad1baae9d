"""The map: a key for each site, cells of lines and polygons, kept counts."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ALWAYS = (
    ("tile_key",),
    ("category", "tile_key"),
    ("district_code", "tile_key"),
    ("district_code", "category", "tile_key"),
)
WHERE_THERE_IS_ONE = (
    ("accounting_unit", "tile_key"),
    ("accounting_unit", "category", "tile_key"),
)
COUNTS = (
    "open",
    "in_work",
    "claimed",
    "verified",
    "closed",
    "relapsed",
    "disputed",
    "transferred",
    "late_open",
    "late_in_work",
    "late_claimed",
    "late_relapsed",
    "late_disputed",
    "late_transferred",
)


def upgrade() -> None:
    op.add_column("site", sa.Column("tile_key", sa.BigInteger()))
    op.drop_index("ix_site_category", "site")
    op.drop_index("ix_site_district_code", "site")
    for columns in (*ALWAYS, *WHERE_THERE_IS_ONE):
        some = sa.text("accounting_unit IS NOT NULL") if columns in WHERE_THERE_IS_ONE else None
        op.create_index(
            f"ix_site_{'_'.join(columns)}",
            "site",
            list(columns),
            unique=False,
            sqlite_where=some,
            postgresql_where=some,
        )
    op.create_index("ix_site_deadline", "site", ["deadline"], unique=False)
    op.create_table(
        "site_shape",
        sa.Column("cell", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["site_id"], ["site.id"], name="fk_site_shape_site_id_site", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("cell", "site_id", name="pk_site_shape"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_site_shape_site_id", "site_shape", ["site_id"], unique=False)
    op.create_table(
        "site_count",
        sa.Column("level", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("cell", sa.BigInteger(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTS),
        sa.Column("x", sa.BigInteger(), nullable=False),
        sa.Column("y", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("category", "area", "level", "cell", name="pk_site_count"),
        sqlite_with_rowid=False,
        postgresql_with={"fillfactor": "80"},
    )
    whole = sa.text("level < 0")
    op.create_index(
        "ix_site_count_summary",
        "site_count",
        ["level", "category", "area"],
        unique=False,
        sqlite_where=whole,
        postgresql_where=whole,
    )
    op.create_table(
        "count_basis",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("crowd", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_count_basis"),
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead")
