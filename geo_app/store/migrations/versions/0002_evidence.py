"""Visits, their photos and forms, all append-only; a site keeps its newest verdict."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

APPEND_ONLY = ("form", "inspection", "photo", "photo_twin")


def upgrade() -> None:
    op.create_table(
        "form",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_form"),
        sa.UniqueConstraint("category", "version", name="uq_form_category_version"),
    )
    op.create_table(
        "inspection",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("form_id", sa.Text()),
        sa.Column("visited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fix", sa.JSON()),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text()),
        sa.Column("actor_id", sa.Text(), nullable=False),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("actor_unit", sa.Text()),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("token", sa.JSON()),
        sa.ForeignKeyConstraint(["form_id"], ["form.id"], name="fk_inspection_form_id_form"),
        sa.PrimaryKeyConstraint("id", name="pk_inspection"),
    )
    op.create_index("ix_inspection_site_id", "inspection", ["site_id"], unique=False)
    op.create_table(
        "photo",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("inspection_id", sa.Text(), nullable=False),
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("likeness", sa.JSON()),
        sa.Column("fix", sa.JSON()),
        sa.Column("external", sa.Boolean(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspection.id"], name="fk_photo_inspection_id_inspection"
        ),
        sa.PrimaryKeyConstraint("seq", name="pk_photo"),
        sa.UniqueConstraint("id", name="uq_photo_id"),
        sa.UniqueConstraint("inspection_id", "ordinal", name="uq_photo_inspection_id_ordinal"),
    )
    op.create_index("ix_photo_site_id", "photo", ["site_id"], unique=False)
    op.create_index("ix_photo_sha256", "photo", ["sha256"], unique=False)
    op.create_table(
        "photo_twin",
        sa.Column("photo_id", sa.Text(), nullable=False),
        sa.Column("earlier_id", sa.Text(), nullable=False),
        sa.Column("same_bytes", sa.Boolean(), nullable=False),
        sa.Column("mirrored", sa.Boolean(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["photo_id"], ["photo.id"], name="fk_photo_twin_photo_id_photo"),
        sa.ForeignKeyConstraint(
            ["earlier_id"], ["photo.id"], name="fk_photo_twin_earlier_id_photo"
        ),
        sa.PrimaryKeyConstraint("photo_id", "earlier_id", name="pk_photo_twin"),
    )
    op.create_index("ix_photo_twin_earlier_id", "photo_twin", ["earlier_id"], unique=False)
    op.add_column("site", sa.Column("verdict", sa.Text()))
    op.add_column("site", sa.Column("inspected_on", sa.Date()))
    op.add_column("site", sa.Column("overridden", sa.JSON()))
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in APPEND_ONLY:
        if sqlite:
            _protect_sqlite(table)
        else:
            _protect_postgresql(table)


def _protect_sqlite(table: str) -> None:
    for action in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def _protect_postgresql(table: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead")
