"""On SQLite the marks of a map square are read from an index that holds all they need."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MARK = (
    *("tile_key", "id", "status", "deadline", "name", "category", "schematic"),
    *("radius_m", "district", "verdict", "code"),
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.drop_index("ix_site_tile_key", "site")
        op.create_index("ix_site_mark", "site", list(MARK), unique=False)


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead")
